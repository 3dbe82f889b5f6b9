"""The dataset's records, typed. What each field may hold is said here and nowhere else.

Words that the codebook defines (questions, offices, kinds, groups ...) and codes that tables define (actors, systems) are
looked up in a `Vocabulary`, passed as pydantic's validation context; so is "today". Without a vocabulary those checks are skipped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from data.faults import near, one_of, wrong

# The full-scale invasion: the dataset begins here.
FIRST_DAY = dt.date(2022, 2, 24)
PHRASE_WORDS = 12
SINGULAR = {"countries": "country"}
SUMMARY_WORDS = 45
# Keys that publishers and networks add to follow readers; never part of what an address names.
TRACKING = re.compile(r"utm_.*|at_.*|fbclid|gclid|maca|swcfpc")


@dataclass(frozen=True)
class Vocabulary:
    """The words that records may use, and the day after which nothing can have happened."""

    today: dt.date
    words: dict[str, frozenset[str]] = field(default_factory=dict)


# Types ---------------------------------------------------------------------------------------------------------------

def _known(vocabulary: str) -> Callable[[str, ValidationInfo], str]:
    """A validator: the word must be in that part of the vocabulary, where there is one."""
    def check(value: str, info: ValidationInfo) -> str:
        words = info.context.words.get(vocabulary) if info.context else None
        if words is not None and value not in words:
            name = SINGULAR.get(vocabulary, vocabulary.rstrip("s").replace("_", " "))
            raise wrong(value, f"a known {name}, {one_of(sorted(words))}{near(value, words)}")
        return value
    return check


def _day_in_range(value: dt.date, info: ValidationInfo) -> dt.date:
    last = info.context.today if info.context else None
    if value < FIRST_DAY or (last and value > last):
        raise wrong(value, f"a day from {FIRST_DAY} to {last or 'today'}")
    return value


def _not_in_future(value: dt.date, info: ValidationInfo) -> dt.date:
    if info.context and value > info.context.today:
        raise wrong(value, f"a day up to {info.context.today}")
    return value


def _published(value: Any, info: ValidationInfo) -> str:
    """A year, a month or a day, as text: `2024`, `2024-05`, `2024-05-28`."""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text) or isinstance(value, (bool, float)):
        raise wrong(value, 'a year, a month or a day, as 2024, "2024-05" or 2024-05-28')
    if len(text) == 10:
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            raise wrong(value, "a day that exists") from None
    if info.context and text > info.context.today.isoformat():
        raise wrong(value, f"a day up to {info.context.today}")
    return text


def _form(pattern: str, expected: str) -> AfterValidator:
    """A validator: the text has that form; `expected` says it in words."""
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise wrong(value, expected)
        return value
    return AfterValidator(check)


def _iso_day(value: Any) -> Any:
    """A table's day is written out; pydantic would take a bare number for seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise wrong(value, "a day as YYYY-MM-DD")
    return value


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port          # raises for a port that is none
    except ValueError:
        raise wrong(value, "an address that begins with https:// or http://") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"[\s<>\"\\^`{}|\x00-\x1f]", value):
        raise wrong(value, "an address that begins with https:// or http://, without spaces")
    tracking = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True) if TRACKING.fullmatch(key)]
    if tracking:
        raise wrong(value, f"an address without tracking keys (remove {', '.join(tracking)})")
    return value


def _at_most(words: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if (n := len(value.split())) > words:
            raise wrong(f"{n} words", f"{words} words at most (shorten it)")
        return value
    return check


def _not_before_the_start(value: dt.date | None, info: ValidationInfo) -> dt.date | None:
    if value and (start := info.data.get("start")) and value < start:
        raise wrong(value, f"a day on or after the first day, {start}")
    return value


def _stance(value: int) -> int:
    if value not in range(-2, 3):
        raise wrong(value, "one of -2, -1, 0, 1, 2")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[Text, _form(r"[^\s?&#]{1,120}", "an id without spaces, ? & or #, of at most 120 signs")]
Day = Annotated[dt.date, AfterValidator(_day_in_range)]
# Of a stretch of time in a table, both included; no last day: it lasts.
FirstDay = Annotated[dt.date, BeforeValidator(_iso_day), AfterValidator(_not_in_future), Field(alias="from")]
LastDay = Annotated[dt.date | None, BeforeValidator(_iso_day), AfterValidator(_not_before_the_start), Field(alias="to")]
Stance = Annotated[int, AfterValidator(_stance)]
Url = Annotated[Text, AfterValidator(_web_address)]
Question = Annotated[Text, AfterValidator(_known("questions"))]
ActorCode = Annotated[Text, AfterValidator(_known("actors"))]
Group = Annotated[Text, AfterValidator(_known("groups"))]
SystemName = Annotated[Text, AfterValidator(_known("systems"))]
Precision = Literal["day", "month"]
Perfect = Annotated[Text, _form(r"has .+[^.\s]", "words that begin with \"has\" and can be followed by \"since\"")]
Codes = Annotated[tuple[ActorCode, ...], BeforeValidator(lambda v: tuple(v.split()) if isinstance(v, str) else v)]


class Record(BaseModel):
    """A record that cannot be changed once read, and holds no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# Statements and events -----------------------------------------------------------------------------------------------

class Source(Record):
    """Where words can be read."""

    publisher: Text
    url: Url
    published: Annotated[str, BeforeValidator(_published)] | None = None
    language: Annotated[str, _form(r"[a-z]{2,3}", "a language's code, two or three small letters, as fr")]
    kind: Annotated[Text, AfterValidator(_known("source_kinds"))]


class Statement(Record):
    """Dated words or an act, what they say on each question, and how we know."""

    id: Identifier
    date: Day
    date_precision: Precision
    disclosed: Day | None = None
    speaker: Text
    role: Text
    level: Annotated[Text, AfterValidator(_known("levels"))]
    voice: Annotated[Text, AfterValidator(_known("voices"))]
    kind: Annotated[Text, AfterValidator(_known("kinds"))]
    summary: Annotated[Text, AfterValidator(_at_most(SUMMARY_WORDS))]
    phrase: Annotated[Text, AfterValidator(_at_most(PHRASE_WORDS))] | None = None
    codes: Annotated[dict[Question, Stance], Field(min_length=1)]
    sets_position: bool | list[Question] = True
    limits: list[Text] = []
    systems: list[SystemName] = []
    confidence: Annotated[Text, AfterValidator(_known("confidence"))]
    rationale: Text
    sources: Annotated[list[Source], Field(min_length=1)]

    @field_validator("disclosed")
    @classmethod
    def _not_before_the_act(cls, value: dt.date | None, info: ValidationInfo) -> dt.date | None:
        if value and (date := info.data.get("date")) and value < date:
            raise wrong(value, f"a day on or after the statement's date, {date}")
        return value

    @field_validator("sets_position", mode="before")
    @classmethod
    def _flag_or_list(cls, value: Any) -> Any:
        if not isinstance(value, (bool, list)):
            raise wrong(value, "true, false or the list of questions whose line is set")
        return value

    @field_validator("sets_position")
    @classmethod
    def _only_coded_questions(cls, value: bool | list[str], info: ValidationInfo) -> bool | list[str]:
        codes = info.data.get("codes")
        if isinstance(value, list) and codes is not None and (uncoded := [q for q in value if q not in codes]):
            raise wrong(", ".join(uncoded), f"only questions that this statement codes ({', '.join(codes)})")
        return value

    def sets(self, question: str) -> bool:
        """Whether these words set the government's line on the question (dissent never does)."""
        told = self.sets_position if isinstance(self.sets_position, bool) else question in self.sets_position
        return told and self.voice == "government"


    def field_text(self, field: str) -> str:
        """What a field holds, as text: days in ISO form, lists with `; ` between, sources by their addresses, a code as `codes.border`."""
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
    fields = [*(f for f in Statement.model_fields if f not in ("id", "codes")), *(f"codes.{q}" for q in sorted(questions))]
    if value not in fields and (questions or not value.startswith("codes.")):
        raise wrong(value, f"a field of statements, {one_of(fields)}{near(value, fields)}")
    return value


class ActorFile(Record):
    """One actor's file, its statements apart: how hard it was searched, and what was not found."""

    actor: ActorCode
    name: Text
    researched: Annotated[dt.date, AfterValidator(_day_in_range)]
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
    kind: Annotated[Text, AfterValidator(_known("event_kinds"))]
    actors: list[ActorCode]
    place: Text | None = None
    summary: Annotated[Text, AfterValidator(_at_most(SUMMARY_WORDS))]
    importance: Annotated[int, Field(ge=1, le=3)]
    sources: Annotated[list[Source], Field(min_length=1)]


# Tables --------------------------------------------------------------------------------------------------------------

class Actor(Record):
    """A country or an organisation. `lat`, `lon`: a point for a state too small to see, decimal degrees."""

    code: Annotated[str, _form(r"[A-Z0-9]{2,4}", "two to four capital letters or digits, as FRA")]
    name: Text
    kind: Literal["country", "organisation"]
    region: Literal["Africa", "Americas", "Asia", "Europe", "Oceania"] | None = None
    belligerent: bool = False
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


class Membership(Record):
    """A country's membership of a group, from its first to its last day (`to` blank: it lasts)."""

    actor: Annotated[Text, AfterValidator(_known("countries"))]
    group: Group
    start: FirstDay
    end: LastDay = None
    source: Url
    note: Text | None = None


class Government(Record):
    """The tenure of a country's head of government, from its first to its last day (`to` blank: until the next, or it lasts)."""

    actor: Annotated[Text, AfterValidator(_known("countries"))]
    head: Text
    office: Text
    start: FirstDay
    end: LastDay = None
    source: Url
    note: Text | None = None


class System(Record):
    """A weapon system named in the data, or a class of them. `range_km`: the longest commonly published range."""

    name: Text
    kind: Literal["missile", "rocket", "bomb", "drone", "aircraft", "artillery", "vehicle", "air defence", "naval drone", "small arms", "class"]
    range_km: Annotated[int, Field(gt=0, le=40_000)] | None = None
    suppliers: Codes = ()
    source: Url | None = None
    note: Text | None = None


class StateMedium(Record):
    """An outlet owned by a state and run by its government; its reports are said to be such. `domain` covers its subdomains."""

    domain: Annotated[str, _form(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "a domain in small letters, as tass.com")]
    name: Text
    state: ActorCode
    note: Text | None = None


class SecondCoding(Record):
    """A code given blind by a second coder; no question: the coder found that the statement speaks to none."""

    statement: Annotated[Text, AfterValidator(_known("statements"))]
    question: Question | None = None
    coder: Text
    code: Annotated[Stance | None, Field(validate_default=True)] = None

    @field_validator("code")
    @classmethod
    def _with_its_question(cls, value: int | None, info: ValidationInfo) -> int | None:
        if "question" in info.data and (info.data["question"] is None) != (value is None):
            raise wrong(value, "a code where a question is named, and none where none is")
        return value


class Correction(Record):
    """A field of a statement that was changed after it had been published, as text (see `field_text`); blank: empty, or not coded."""

    date: Day
    statement: Annotated[Text, AfterValidator(_known("statements"))]
    field: Annotated[Text, AfterValidator(_a_field_of_statements)]
    before: Text | None = None
    after: Text | None = None
    reason: Text


# The codebook --------------------------------------------------------------------------------------------------------

class Term(Record):
    """A code with its word for readers."""

    code: Text
    name: Text
    meaning: Text | None = None
    glyph: str | None = None
    long: Text | None = None


class ScalePoint(Record):
    """A stance with its name and sign."""

    code: Stance
    name: Text
    glyph: Annotated[str, StringConstraints(min_length=1, max_length=1)]
    meaning: Text


class OwnWord(Record):
    """Another name for a stance where this actor takes it; `perfect` as in `QuestionText`."""

    actor: Text
    code: Stance
    name: Text
    perfect: Perfect


class QuestionText(Record):
    """A question: its words, and what each code means for it, as a sentence's end after the actor's name.

    `perfect` says what each code means after the question's title, between the actor's name and "since ...".
    """

    code: Identifier
    title: Text
    short: Text
    asked: Text
    codes: dict[Stance, Text]
    perfect: dict[Stance, Perfect]

    @field_validator("codes", "perfect")
    @classmethod
    def _whole(cls, value: dict[int, str]) -> dict[int, str]:
        if set(value) != set(range(-2, 3)):
            raise wrong(", ".join(map(str, value)), "a meaning for each of -2, -1, 0, 1, 2")
        return value


class Borderline(Record):
    """How a borderline case is coded."""

    theme: Text
    rule: Text


class Rule(Record):
    """A rule by which positions are derived and shown, in words; the transforms do what it says."""

    rule: Text
    text: Text


class Gap(Record):
    """What the dataset does not hold, or not reliably."""

    gap: Text
    text: Text


class Gloss(Record):
    """A word of the glossary."""

    term: Text
    meaning: Text


class Period(Record):
    """A stretch of time in which much changed, from its first to its last day, and why it stands out."""

    code: Identifier
    name: Text
    start: Annotated[Day, Field(alias="from")]
    end: Annotated[Day, AfterValidator(_not_before_the_start), Field(alias="to")]
    meaning: Text


# The transforms name these codes; the codebook gives them their words and may not lose one.
_NAMED_BY_RULES = {
    "scale": (2, 1, 0, -1, -2),
    "voices": ("government", "dissent"),
    "confidence": ("low", "medium", "high"),
    "states": ("stated", "held_back", "words_only", "not_yet", "nothing_found", "not_looked_for"),
}


class Codebook(Record):
    """What is asked, what each code means, and the words of every screen."""

    scale: list[ScalePoint]
    questions: Annotated[list[QuestionText], Field(min_length=1)]
    own_words: list[OwnWord]
    borderline: list[Borderline]
    rules: Annotated[list[Rule], Field(min_length=1)]
    gaps: list[Gap]
    corrections: list[Text]
    levels: list[Term]
    confidence: list[Term]
    voices: list[Term]
    kinds: list[Term]
    source_kinds: list[Term]
    event_kinds: list[Term]
    states: list[Term]
    groups: list[Term]
    glossary: list[Gloss]
    periods: list[Period]

    @field_validator("scale", "voices", "confidence", "states")
    @classmethod
    def _what_the_rules_name(cls, value: list[Any], info: ValidationInfo) -> list[Any]:
        found, needed = [t.code for t in value], list(_NAMED_BY_RULES[info.field_name])
        if found != needed:
            raise wrong(", ".join(map(str, found)), f"in this order {', '.join(map(str, needed))}")
        return value

    @field_validator("questions", "levels", "kinds", "source_kinds", "event_kinds", "groups", "periods")
    @classmethod
    def _each_once(cls, value: list[Any]) -> list[Any]:
        codes = [t.code for t in value]
        if twice := [c for c in dict.fromkeys(codes) if codes.count(c) > 1]:
            raise wrong(", ".join(twice), "each code once")
        return value

    @field_validator("rules", "gaps")
    @classmethod
    def _each_name_once(cls, value: list[Any], info: ValidationInfo) -> list[Any]:
        names = [getattr(t, info.field_name.rstrip("s")) for t in value]
        if twice := [n for n in dict.fromkeys(names) if names.count(n) > 1]:
            raise wrong(", ".join(twice), f"each {info.field_name.rstrip('s')} once")
        return value

    def vocabulary(self, today: dt.date) -> Vocabulary:
        """The words that records may use."""
        parts = ("questions", "levels", "confidence", "voices", "kinds", "source_kinds", "event_kinds", "groups")
        return Vocabulary(today, {part: frozenset(t.code for t in getattr(self, part)) for part in parts})

    def question(self, code: str) -> QuestionText:
        """A question with its words."""
        return next(q for q in self.questions if q.code == code)

    def stance(self, code: int, actor: str | None = None) -> ScalePoint:
        """A point of the scale, in the actor's own words where it has any."""
        point = next(s for s in self.scale if s.code == code)
        own = next((w.name for w in self.own_words if (w.actor, w.code) == (actor, code)), None)
        return point.model_copy(update={"name": own}) if own else point

    def perfect(self, question: str, stance: int, actor: str) -> str:
        """What an actor has done by taking a stance on a question, before "since ...", in its own words where it has any."""
        own = next((w.perfect for w in self.own_words if (w.actor, w.code) == (actor, stance)), None)
        return own or self.question(question).perfect[stance]

    def term(self, part: str, code: str) -> Term:
        """The words for a code of one of the lists: `term("levels", "head").name`."""
        return next(t for t in getattr(self, part) if t.code == code)
