"""The records of statements, events and tables. The field types are in `data/schema/fields.py`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from data.schema.errors import did_you_mean, field_error, format_options
from data.schema.fields import (
    ActorCode,
    Aliases,
    Codes,
    Day,
    FirstDay,
    Group,
    Identifier,
    LastDay,
    Precision,
    Question,
    Record,
    Stance,
    SystemName,
    Text,
    Url,
    at_most,
    day_in_range,
    known_word,
    of_form,
    partial_day,
)

PHRASE_WORDS = 12
SUMMARY_WORDS = 45


# Statements and events --------------------------------------------------------------------------------------


class Source(Record):
    """A page or document where a statement or event can be read."""

    publisher: Text
    url: Url
    published: Annotated[str, BeforeValidator(partial_day)] | None = None
    language: Annotated[str, of_form(r"[a-z]{2,3}", "a language's code, two or three small letters, as fr")]
    kind: Annotated[Text, AfterValidator(known_word("source_kinds"))]


class Statement(Record):
    """A dated statement or act, with its code on each question and its sources."""

    id: Identifier
    date: Day
    date_precision: Precision
    disclosed: Day | None = None
    speaker: Text
    role: Text
    level: Annotated[Text, AfterValidator(known_word("levels"))]
    voice: Annotated[Text, AfterValidator(known_word("voices"))]
    kind: Annotated[Text, AfterValidator(known_word("kinds"))]
    summary: Annotated[Text, AfterValidator(at_most(SUMMARY_WORDS))]
    phrase: Annotated[Text, AfterValidator(at_most(PHRASE_WORDS))] | None = None
    codes: Annotated[dict[Question, Stance], Field(min_length=1)]
    sets_position: bool | list[Question] = True
    limits: list[Text] = []
    systems: list[SystemName] = []
    confidence: Annotated[Text, AfterValidator(known_word("confidence"))]
    rationale: Text
    sources: Annotated[list[Source], Field(min_length=1)]

    @field_validator("disclosed")
    @classmethod
    def _not_before_the_act(cls, value: dt.date | None, info: ValidationInfo) -> dt.date | None:
        if value and (date := info.data.get("date")) and value < date:
            raise field_error(value, f"a day on or after the statement's date, {date}")
        return value

    @field_validator("sets_position", mode="before")
    @classmethod
    def _flag_or_list(cls, value: Any) -> Any:
        if not isinstance(value, (bool, list)):
            raise field_error(value, "true, false or the list of questions whose line is set")
        return value

    @field_validator("sets_position")
    @classmethod
    def _only_coded_questions(cls, value: bool | list[str], info: ValidationInfo) -> bool | list[str]:
        codes = info.data.get("codes")
        if (
            isinstance(value, list)
            and codes is not None
            and (uncoded := [q for q in value if q not in codes])
        ):
            raise field_error(
                ", ".join(uncoded), f"only questions that this statement codes ({', '.join(codes)})"
            )
        return value

    def sets(self, question: str) -> bool:
        """Whether the statement sets the government's position on the question; dissent never does."""
        told = self.sets_position if isinstance(self.sets_position, bool) else question in self.sets_position
        return told and self.voice == "government"

    def field_text(self, field: str) -> str:
        """The value of a field as text: days in ISO form, lists joined with `; `, sources as URLs, a code by
        `codes.border`.
        """
        name, _, question = field.partition(".")
        value = getattr(self, name)
        if question:
            return str(value.get(question, ""))
        if name == "sources":
            value = [source.url for source in value]
        if isinstance(value, list):
            return "; ".join(value)
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _a_field_of_statements(value: str, info: ValidationInfo) -> str:
    questions = info.context.words.get("questions", ()) if info.context else ()
    fields = [
        *(f for f in Statement.model_fields if f not in ("id", "codes")),
        *(f"codes.{q}" for q in sorted(questions)),
    ]
    if value not in fields and (questions or not value.startswith("codes.")):
        raise field_error(
            value, f"a field of statements, {format_options(fields)}{did_you_mean(value, fields)}"
        )
    return value


class ActorFile(Record):
    """An actor's file: its statements (not validated here), the search effort, and what was not found."""

    actor: ActorCode
    name: Text
    researched: Annotated[dt.date, AfterValidator(day_in_range)]
    queries: Annotated[int, Field(ge=0, le=100_000)]
    none_found: list[Question]
    search_note: Text | None = None
    statements: list[Any]


class Event(Record):
    """A dated event that gives positions their context."""

    id: Identifier
    date: Day
    date_precision: Precision
    title: Text
    kind: Annotated[Text, AfterValidator(known_word("event_kinds"))]
    actors: list[ActorCode]
    place: Text | None = None
    summary: Annotated[Text, AfterValidator(at_most(SUMMARY_WORDS))]
    importance: Annotated[int, Field(ge=1, le=3)]
    sources: Annotated[list[Source], Field(min_length=1)]


# Tables -----------------------------------------------------------------------------------------------------


class Actor(Record):
    """A country or an organisation.

    Attributes:
        lat, lon: a point for a state too small to see on a map, decimal degrees.
        aliases: other names and codes by which readers look for it, not shared with any other actor. Lists
            show the first beside the name, unless it has only two letters.
    """

    code: Annotated[str, of_form(r"[A-Z0-9]{2,4}", "two to four capital letters or digits, as FRA")]
    name: Text
    kind: Literal["country", "organisation"]
    region: Literal["Africa", "Americas", "Asia", "Europe", "Oceania"] | None = None
    belligerent: bool = False
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    aliases: Aliases = ()


class Membership(Record):
    """A country's membership of a group, from its first to its last day (`to` blank: it lasts)."""

    actor: Annotated[Text, AfterValidator(known_word("countries"))]
    group: Group
    start: FirstDay
    end: LastDay = None
    source: Url
    note: Text | None = None


class Government(Record):
    """The tenure of a country's head of government, from its first to its last day (`to` blank: until the
    next, or it lasts).
    """

    actor: Annotated[Text, AfterValidator(known_word("countries"))]
    head: Text
    office: Text
    start: FirstDay
    end: LastDay = None
    source: Url
    note: Text | None = None


class System(Record):
    """A weapon system named in the data, or a class of them. `range_km`: the longest commonly published
    range.
    """

    name: Text
    kind: Literal[
        "missile",
        "rocket",
        "bomb",
        "drone",
        "aircraft",
        "artillery",
        "vehicle",
        "air defence",
        "naval drone",
        "small arms",
        "class",
    ]
    range_km: Annotated[int, Field(gt=0, le=40_000)] | None = None
    suppliers: Codes = ()
    source: Url | None = None
    note: Text | None = None


class StateMedium(Record):
    """An outlet owned by a state and run by its government; its reports are marked as state media. `domain`
    covers its subdomains.
    """

    domain: Annotated[str, of_form(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "a domain in small letters, as tass.com")]
    name: Text
    state: ActorCode
    note: Text | None = None


class SecondCoding(Record):
    """A code given by a second coder without seeing the first; no question: the statement speaks to none."""

    statement: Annotated[Text, AfterValidator(known_word("statements"))]
    question: Question | None = None
    coder: Text
    code: Annotated[Stance | None, Field(validate_default=True)] = None

    @field_validator("code")
    @classmethod
    def _with_its_question(cls, value: int | None, info: ValidationInfo) -> int | None:
        if "question" in info.data and (info.data["question"] is None) != (value is None):
            raise field_error(value, "a code where a question is named, and none where none is")
        return value


class Correction(Record):
    """A field of a statement that was corrected after publication, as text (see `field_text`); blank: empty,
    or not coded.
    """

    date: Day
    statement: Annotated[Text, AfterValidator(known_word("statements"))]
    field: Annotated[Text, AfterValidator(_a_field_of_statements)]
    before: Text | None = None
    after: Text | None = None
    reason: Text
