"""What may be asked of the dataset, by name: the same keys in the address of a view, on the command line and over HTTP.

A key reads one value as text and says what it expected where it cannot. The address of a view leaves out what it does not understand and
tells; a program that asks is refused (`read`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.dataset import Dataset
from data.query.names import find_actor, suggest_actors
from data.rules.coded_statements import STATED, THRESHOLDS
from data.schema.errors import did_you_mean, format_options, format_value
from data.schema.fields import FIRST_DAY

SINCE_DAYS = 30
NAMED = 2                     # actors that a name may have meant
LONGEST_SEARCH = 200          # letters; more is no search but an accident


class ParseError(ValueError):
    """A value that names nothing; the message says what was expected."""


class UnknownActor(ParseError):
    """The value would be an actor's code, but there is no such actor."""


class InvalidParameter(ValueError):
    """A parameter that cannot be used; the message is one sentence that names it, what was found and what is expected.

    Attributes:
        unknown_actor: it would be one, but no actor has that code.
    """

    def __init__(self, message: str, unknown_actor: bool = False):
        super().__init__("".join(c if c.isprintable() else "�" for c in message))
        self.unknown_actor = unknown_actor


@dataclass(frozen=True)
class ParameterCodec:
    """How one key is read and written.

    `read` takes one value as text and gives what it means, or raises NotUnderstood; `write` is its inverse. A key that `repeats` holds a
    tuple of such values.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    repeats: bool = False


def asked_keys(data: Dataset) -> dict[str, ParameterCodec]:
    """Which days, whose positions, on what, how sure and how old."""
    day = ParameterCodec(day_up_to(data.last_day), dt.date.isoformat)
    return {
        "on": day,
        "since": day,
        "start": day,
        "question": ParameterCodec(code_of([q.code for q in data.codebook.questions])),
        "group": terms(data.codebook.groups),
        "confidence": ParameterCodec(code_of(list(THRESHOLDS))),
        "stated": ParameterCodec(code_of(list(STATED))),
        "known": ParameterCodec(code_of(["now", "then"])),
        "actor": ParameterCodec(actor_of(data)),
        "actors": ParameterCodec(actor_of(data), repeats=True),
    }


def search_keys(data: Dataset) -> dict[str, ParameterCodec]:
    """What statements are searched for besides."""
    book = data.codebook
    return {
        "text": ParameterCodec(_search_words),
        "about": terms(book.questions),
        "level": terms(book.levels),
        "voice": terms(book.voices),
        "kind": terms(book.kinds),
        "source": terms(book.source_kinds),
    }


def month_before(on: dt.date) -> dt.date:
    """The earlier day that is meant where none is named."""
    return max(on - dt.timedelta(days=SINCE_DAYS), FIRST_DAY)


def read(data: Dataset, query: Mapping[str, Sequence[str]], allowed: Iterable[str]) -> dict[str, Any]:
    """What a program asks for: each of its parameters with what it means; those that repeat as tuples. `on` is always there.

    Args:
        query: each parameter with its values, as in `?group=NATO&group=EU`.
        allowed: the parameters that what it asks for takes.

    Raises:
        Refused: for the first that is unknown, names nothing, is given too often or does not fit the others.
    """
    known, allowed = asked_keys(data) | search_keys(data), list(allowed)
    meant = {"on": data.last_day}
    for name, values in query.items():
        if name not in allowed:
            raise InvalidParameter(f"{format_value(name)[1:-1]}: is not a parameter here; expected {format_options(allowed)}{did_you_mean(name, allowed)}")
        if len(values) > 1 and not known[name].repeats:
            raise InvalidParameter(f"{name}: found {len(values)} values; expected one")
        found = [_read(name, known[name], value) for value in values]
        meant[name] = tuple(dict.fromkeys(found)) if known[name].repeats else found[0]
    for name in ("since", "start"):
        if name in meant and meant[name] >= meant["on"]:
            raise InvalidParameter(f'{name}: found "{meant[name]}"; expected a day before {meant["on"]}, the last one asked for')
    return meant


def _read(name: str, key: ParameterCodec, value: str) -> Any:
    try:
        return key.read(value)
    except ParseError as error:
        raise InvalidParameter(f"{name}: found {format_value(value)}; expected {error}", isinstance(error, UnknownActor)) from None


# Readers of one value ------------------------------------------------------------------------------------------------

def day_up_to(last: dt.date) -> Callable[[str], dt.date]:
    """Reads a day on which the dataset can say something."""
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
    """Reads one of the codes, in either case; `what` they are, where they are too many to be listed."""
    by_folded = {c.casefold(): c for c in codes}

    def read_code(text: str) -> str:
        try:
            return by_folded[text.casefold()]
        except KeyError:
            raise ParseError((what or format_options(codes)) + did_you_mean(text, codes)) from None
    return read_code


def actor_of(data: Dataset) -> Callable[[str], str]:
    """Reads an actor's code, whole name or alias, and suggests the nearest."""
    def read_actor(text: str) -> str:
        if code := find_actor(data, text):
            return code
        like = [f"{code}, {data.names[code]}" for code in suggest_actors(data, text, NAMED)]
        raise UnknownActor("an actor's code or name" + (f" (did you mean {' or '.join(like)}?)" if like else ""))
    return read_actor


def terms(part: Sequence[Any]) -> ParameterCodec:
    """A key that repeats, for the codes of a list of the codebook."""
    return ParameterCodec(code_of([t.code for t in part]), repeats=True)


def _search_words(text: str) -> str:
    if len(text) > LONGEST_SEARCH or not text.isprintable():
        raise ParseError(f"at most {LONGEST_SEARCH} letters of plain text")
    return text.strip()
