"""Query parameters: the same names in the URL of a view, on the command line and over HTTP.

Each parameter has a codec that parses one value and says what it expected if it cannot. The URL of a view
drops invalid values and reports them; a program gets an error (`read`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.query.names import find_actor, suggest_actors
from data.rules.coded_statements import STATED, THRESHOLDS
from data.schema.codebook import Codebook
from data.schema.errors import did_you_mean, format_options, format_value
from data.schema.fields import FIRST_DAY

SINCE_DAYS = 30
NAMED = 2  # actors suggested for an unknown name
LONGEST_SEARCH = 200  # characters; a longer text is taken for a mistake


class ParseError(ValueError):
    """A value that cannot be parsed; the message says what was expected."""


class UnknownActor(ParseError):
    """A value that should name an actor, but names none in the dataset."""


class InvalidParameter(ValueError):
    """A parameter that cannot be used; the message is one sentence with its name, what was found and what was
    expected.

    Attributes:
        unknown_actor: True if the value should name an actor, but names none in the dataset.
    """

    def __init__(self, message: str, unknown_actor: bool = False):
        super().__init__("".join(c if c.isprintable() else "�" for c in message))
        self.unknown_actor = unknown_actor


@dataclass(frozen=True)
class ParameterCodec:
    """Parses and formats the values of one parameter.

    Attributes:
        read: parses one value, or raises ParseError.
        write: the inverse of `read`.
        repeats: whether the parameter may be repeated; its parsed value is then a tuple.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    repeats: bool = False


@dataclass(frozen=True)
class Parameter:
    """The declaration of a parameter.

    Attributes:
        codec: its codec for a dataset, whose codes it accepts.
        takes: the values that it accepts, for the documentation.
        default: the value that applies without it, for the documentation.
    """

    codec: Callable[[Dataset], ParameterCodec]
    takes: str
    default: str


def one_code(codes: Iterable[str]) -> Callable[[Dataset], ParameterCodec]:
    """The codec of a parameter that takes one of the codes, whatever the dataset."""
    return lambda data: ParameterCodec(code_of(list(codes)))


def _day(data: Dataset) -> ParameterCodec:
    return ParameterCodec(day_up_to(data.last_day), dt.date.isoformat)


def _terms(part: Callable[[Codebook], Sequence[Any]]) -> Callable[[Dataset], ParameterCodec]:
    """The codec of a repeatable parameter that takes the codes of one of the codebook's lists."""
    return lambda data: ParameterCodec(code_of([term.code for term in part(data.codebook)]), repeats=True)


_ACTOR = "actor code, its whole name or an alias of `actors.csv`, as UK, Turkey or FR"
# The parameters that views, commands and tables share, in the order of the URL.
PARAMETERS = {
    "on": Parameter(_day, f"day, {FIRST_DAY} to the latest day searched", "that latest day"),
    "since": Parameter(_day, "a day before `on`", f"{SINCE_DAYS} days before `on`"),
    "start": Parameter(_day, "first day of a stretch of time", f"{FIRST_DAY}"),
    "question": Parameter(
        lambda data: ParameterCodec(code_of([q.code for q in data.codebook.questions])),
        "question code",
        "border",
    ),
    "group": Parameter(_terms(lambda book: book.groups), "group code, may repeat", "all actors"),
    "confidence": Parameter(one_code(THRESHOLDS), ", ".join(THRESHOLDS), "all"),
    "stated": Parameter(
        one_code(STATED), "all; 24, 12: only positions last stated in so many months before the day", "all"
    ),
    "known": Parameter(one_code(["now", "then"]), "now; then: only what was public on the day", "now"),
    "actor": Parameter(lambda data: ParameterCodec(actor_of(data)), _ACTOR, "none"),
    "actors": Parameter(
        lambda data: ParameterCodec(actor_of(data), repeats=True),
        f"{_ACTOR}; may repeat (at most five are compared)",
        "none",
    ),
    "text": Parameter(
        lambda data: ParameterCodec(_search_words), "words that statements are searched for", "none"
    ),
    "about": Parameter(
        _terms(lambda book: book.questions),
        "question code, may repeat: only statements that speak to it, only what changed on it",
        "all",
    ),
    "level": Parameter(_terms(lambda book: book.levels), "code of an office, may repeat", "all"),
    "voice": Parameter(_terms(lambda book: book.voices), "code of a voice, may repeat", "all"),
    "kind": Parameter(_terms(lambda book: book.kinds), "code of a kind of evidence, may repeat", "all"),
    "source": Parameter(
        _terms(lambda book: book.source_kinds), "code of a kind of source, may repeat", "all"
    ),
}


@cached_on_dataset(1)
def codecs(data: Dataset) -> dict[str, ParameterCodec]:
    """The codecs of PARAMETERS for a dataset."""
    return {name: parameter.codec(data) for name, parameter in PARAMETERS.items()}


def month_before(on: dt.date) -> dt.date:
    """The default of `since`: `SINCE_DAYS` before a day, but not before the first day of the dataset."""
    return max(on - dt.timedelta(days=SINCE_DAYS), FIRST_DAY)


def read(data: Dataset, query: Mapping[str, Sequence[str]], allowed: Iterable[str]) -> dict[str, Any]:
    """The parsed parameters of a program's query; those that repeat as tuples. `on` defaults to the latest
    day searched.

    Args:
        query: each parameter with its values, as in `?group=NATO&group=EU`.
        allowed: the parameters that the query may have.

    Raises:
        InvalidParameter: for the first that is unknown, has an invalid value, is given too often or does not
            fit the others.
    """
    known, allowed = codecs(data), list(allowed)
    meant: dict[str, Any] = {"on": data.last_day}
    for name, values in query.items():
        if name not in allowed:
            raise InvalidParameter(
                f"{format_value(name)[1:-1]}: is not a parameter here; expected {format_options(allowed)}{did_you_mean(name, allowed)}"
            )
        if len(values) > 1 and not known[name].repeats:
            raise InvalidParameter(f"{name}: found {len(values)} values; expected one")
        found = [_read(name, known[name], value) for value in values]
        meant[name] = tuple(dict.fromkeys(found)) if known[name].repeats else found[0]
    for name in ("since", "start"):
        if name in meant and meant[name] >= meant["on"]:
            raise InvalidParameter(
                f'{name}: found "{meant[name]}"; expected a day before {meant["on"]}, the last one asked for'
            )
    return meant


def _read(name: str, key: ParameterCodec, value: str) -> Any:
    try:
        return key.read(value)
    except ParseError as error:
        raise InvalidParameter(
            f"{name}: found {format_value(value)}; expected {error}", isinstance(error, UnknownActor)
        ) from None


# Parsers of one value ---------------------------------------------------------------------------------------


def day_up_to(last: dt.date) -> Callable[[str], dt.date]:
    """A parser of days, from the first day of the dataset to `last`."""

    def read_day(text: str) -> dt.date:
        expected = f"a day from {FIRST_DAY} to {last}, written as {last}"
        try:
            found = dt.datetime.strptime(text, "%Y-%m-%d").date()
        except ValueError:
            raise ParseError(expected) from None
        if not FIRST_DAY <= found <= last:
            raise ParseError(expected)
        return found

    return read_day


def code_of(codes: Sequence[str], what: str = "") -> Callable[[str], str]:
    """A parser of one of the codes, ignoring case.

    Args:
        what: describes the codes in the error; if empty, they are listed.
    """
    by_folded = {c.casefold(): c for c in codes}

    def read_code(text: str) -> str:
        try:
            return by_folded[text.casefold()]
        except KeyError:
            raise ParseError((what or format_options(codes)) + did_you_mean(text, codes)) from None

    return read_code


def actor_of(data: Dataset) -> Callable[[str], str]:
    """A parser of an actor's code, full name or alias; its error suggests the nearest actors."""

    def read_actor(text: str) -> str:
        if code := find_actor(data, text):
            return code
        like = [f"{code}, {data.names[code]}" for code in suggest_actors(data, text, NAMED)]
        raise UnknownActor(
            "an actor's code or name" + (f" (did you mean {' or '.join(like)}?)" if like else "")
        )

    return read_actor


def _search_words(text: str) -> str:
    if len(text) > LONGEST_SEARCH or not text.isprintable():
        raise ParseError(f"at most {LONGEST_SEARCH} letters of plain text")
    return text.strip()
