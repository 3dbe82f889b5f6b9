"""Field types of the dataset's records, with their validators.

Codes that the codebook defines (questions, offices, kinds, groups ...) and codes that tables define (actors,
systems) are looked up in a `Vocabulary`, passed as pydantic's validation context; so is today's date. Without
a vocabulary these checks are skipped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)

from data.schema.errors import did_you_mean, field_error, format_options, in_order
from data.schema.text import normalize

# The full-scale invasion; the dataset begins on this day.
FIRST_DAY = dt.date(2022, 2, 24)
SINGULAR = {"countries": "country"}
# Query parameters that publishers and networks add for tracking; they never identify a page.
TRACKING = re.compile(r"utm_.*|at_.*|fbclid|gclid|maca|swcfpc")


@dataclass(frozen=True)
class Vocabulary:
    """The codes that records may use, and today's date.

    Attributes:
        today: no date may be later.
        words: list (questions, actors, ...) -> its codes.
    """

    today: dt.date
    words: dict[str, frozenset[str]] = field(default_factory=dict)


# Types ------------------------------------------------------------------------------------------------------


def known_word(vocabulary: str) -> Callable[[str, ValidationInfo], str]:
    """A validator: the value must be in that list of the vocabulary, if the vocabulary has the list."""

    def check(value: str, info: ValidationInfo) -> str:
        words = info.context.words.get(vocabulary) if info.context else None
        if words is not None and value not in words:
            name = SINGULAR.get(vocabulary, vocabulary.rstrip("s").replace("_", " "))
            raise field_error(
                value, f"a known {name}, {format_options(in_order(words))}{did_you_mean(value, words)}"
            )
        return value

    return check


def day_in_range(value: dt.date, info: ValidationInfo) -> dt.date:
    """A validator: a day from the first day of the dataset up to today."""
    last = info.context.today if info.context else None
    if value < FIRST_DAY or (last and value > last):
        raise field_error(value, f"a day from {FIRST_DAY} to {last or 'today'}")
    return value


def _not_in_future(value: dt.date, info: ValidationInfo) -> dt.date:
    if info.context and value > info.context.today:
        raise field_error(value, f"a day up to {info.context.today}")
    return value


def partial_day(value: Any, info: ValidationInfo) -> str:
    """A validator: a year, a month or a day up to today, as text: `2024`, `2024-05`, `2024-05-28`."""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text) or isinstance(
        value, (bool, float)
    ):
        raise field_error(value, 'a year, a month or a day, as 2024, "2024-05" or 2024-05-28')
    if len(text) == 10:
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            raise field_error(value, "a day that exists") from None
    if info.context and text > info.context.today.isoformat():
        raise field_error(value, f"a day up to {info.context.today}")
    return text


def of_form(pattern: str, expected: str) -> AfterValidator:
    """A validator: the text must match the pattern; `expected` describes it in words."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise field_error(value, expected)
        return value

    return AfterValidator(check)


def _iso_day(value: Any) -> Any:
    """A validator: a day in a table must be in ISO form, since pydantic takes a bare number for seconds since
    1970.
    """
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise field_error(value, "a day as YYYY-MM-DD")
    return value


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for an invalid port
    except ValueError:
        raise field_error(value, "an address that begins with https:// or http://") from None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or re.search(r"[\s<>\"\\^`{}|\x00-\x1f]", value)
    ):
        raise field_error(value, "an address that begins with https:// or http://, without spaces")
    tracking = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True) if TRACKING.fullmatch(key)]
    if tracking:
        raise field_error(value, f"an address without tracking keys (remove {', '.join(tracking)})")
    return value


def at_most(words: int) -> Callable[[str], str]:
    """A validator: the text must have at most so many words."""

    def check(value: str) -> str:
        if (n := len(value.split())) > words:
            raise field_error(f"{n} words", f"{words} words at most (shorten it)")
        return value

    return check


def not_before_the_start(value: dt.date | None, info: ValidationInfo) -> dt.date | None:
    """A validator: the last day of a period must be on or after the first, `start`."""
    if value and (start := info.data.get("start")) and value < start:
        raise field_error(value, f"a day on or after the first day, {start}")
    return value


def _stance(value: int) -> int:
    if value not in range(-2, 3):
        raise field_error(value, "one of -2, -1, 0, 1, 2")
    return value


def _alias(value: str) -> str:
    if len(normalize(value)) < 2:
        raise field_error(
            value or None,
            "a name of at least two letters or figures between two semicolons, as UK; Great Britain",
        )
    return value


LONGEST_TEXT = 2000  # characters

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[^\s?&#]{1,120}", value) or not value.isprintable():
        raise field_error(value, "an id without spaces, ? & or #, of at most 120 signs")
    return value


Identifier = Annotated[Text, AfterValidator(_identifier)]

Day = Annotated[dt.date, AfterValidator(day_in_range)]

# The first and last day of a period in a table, both included; without a last day it lasts.
FirstDay = Annotated[dt.date, BeforeValidator(_iso_day), AfterValidator(_not_in_future), Field(alias="from")]

LastDay = Annotated[
    dt.date | None, BeforeValidator(_iso_day), AfterValidator(not_before_the_start), Field(alias="to")
]

Stance = Annotated[int, AfterValidator(_stance)]

Url = Annotated[Text, AfterValidator(_web_address)]

Question = Annotated[Text, AfterValidator(known_word("questions"))]

ActorCode = Annotated[Text, AfterValidator(known_word("actors"))]

Group = Annotated[Text, AfterValidator(known_word("groups"))]

SystemName = Annotated[Text, AfterValidator(known_word("systems"))]

Precision = Literal["day", "month"]

Perfect = Annotated[
    Text, of_form(r"has .+[^.\s]", 'words that begin with "has" and can be followed by "since"')
]

Codes = Annotated[
    tuple[ActorCode, ...], BeforeValidator(lambda v: tuple(v.split()) if isinstance(v, str) else v)
]


Aliases = Annotated[
    tuple[
        Annotated[
            str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT), AfterValidator(_alias)
        ],
        ...,
    ],
    BeforeValidator(lambda v: tuple(v.split(";")) if isinstance(v, str) else v),
]


class Record(BaseModel):
    """A record: immutable, and without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
