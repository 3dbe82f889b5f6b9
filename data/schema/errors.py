"""Faults of a dataset, as sentences for the person who will mend them."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

Path = tuple[str | int, ...]
LONGEST_COMPARED, MOST_COMPARED = 120, 200          # signs of a word, and words, when one that resembles it is looked for


@dataclass(frozen=True, order=True)
class Issue:
    """One thing wrong: where it is (file, line, field), what was found and what is expected."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}: {cut(self.field, 120)}: {self.message}"
        return "".join(c if c.isprintable() else "�" for c in text)


class DatasetError(Exception):
    """The dataset cannot be used; `faults` says all that is wrong with it."""

    def __init__(self, faults: Iterable[Issue]):
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


def cut(text: str, length: int) -> str:
    """Text of at most that length, its end left out if need be."""
    return text if len(text) <= length else text[: length - 3] + "..."


def format_value(value: Any) -> str:
    """A found value as the editor would recognise it, never longer than a line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        # YAML reads an unquoted no, yes, on and off as a truth value: the commonest surprise.
        return f"the truth value {str(value).lower()} (put no, yes, on and off in quotes if the word is meant)"
    if isinstance(value, dt.date):
        return f"the {'time' if isinstance(value, dt.datetime) else 'day'} {value.isoformat()}"
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = cut(" ".join(str(value).split()), 60)
    return f'"{text}"' if isinstance(value, str) else text


def format_options(allowed: Iterable[Any]) -> str:
    """"one of a, b, c": long lists are cut, since a wall of codes helps nobody."""
    names = [str(a) for a in allowed]
    cut = f", ... ({len(names)} in all)" if len(names) > 16 else ""
    return "one of " + ", ".join(names[:16]) + cut


@lru_cache(maxsize=32)
def in_order(words: frozenset[str]) -> list[str]:
    """Words by the alphabet: sorted once, however many faults name them."""
    return sorted(words)


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """" (did you mean NATO?)", or nothing where no allowed word resembles the one found."""
    found, by_folded = str(found)[:LONGEST_COMPARED].casefold(), {str(a).casefold(): str(a) for a in allowed}
    if len(by_folded) > MOST_COMPARED:          # of so many, only those that begin alike
        by_folded = dict(islice(((f, a) for f, a in by_folded.items() if f[:3] == found[:3]), MOST_COMPARED))
    match = difflib.get_close_matches(found, by_folded, n=1, cutoff=0.6)
    return f" (did you mean {by_folded[match[0]]}?)" if match else ""


def field_error(found: Any, expected: str) -> PydanticCustomError:
    """The error that a validator raises: found and expected, in the form of every fault."""
    return PydanticCustomError("wrong", "found {found}; expected {expected}", {"found": format_value(found), "expected": expected})


# pydantic's error types, by what they begin with, in the words of an editor
_EXPECTED = (
    ("int_", "a whole number"),
    ("float_", "a number"),
    ("date", "a day as YYYY-MM-DD, without quotes"),
    ("string_too_short", "some text"),
    ("string_too_long", "a shorter text, of at most 2000 signs"),
    ("string_", "text (in quotes if it looks like a number, a day or a truth value)"),
    ("list_", "a list"),
    ("tuple_", "a list"),
    ("dict_", "fields with values"),
    ("model_", "fields with values"),
    ("bool_", "true or false"),
)


def issues_from_pydantic(error: ValidationError, *, file: str, lines: Mapping[Path, int], root: Any, prefix: Path = (),
              fields: Iterable[str] = ()) -> list[Issue]:
    """The faults in a record, from pydantic's errors.

    Args:
        error: what pydantic raised for the record.
        file: the file's name as shown.
        lines: line of every path in the file; a path without one takes its parent's.
        root: the whole file's values, for naming items by their id.
        prefix: path of the record within the file.
        fields: the names of the record's fields, to suggest one for an unknown name.
    """
    found = []
    for item in error.errors(include_url=False):
        if item["type"].startswith("bool_") and isinstance(item["input"], list):
            continue                       # a list was tried as true or false too; only what is wrong with the list matters
        last = item["loc"][-1:] if item["type"] == "extra_forbidden" else ()
        inner = item["loc"][: len(item["loc"]) - len(last)]
        path = prefix + tuple(p for p in inner if p != "[key]" and not _is_union_branch(p)) + last
        name = field_name(root, path, skipped=len(prefix) if file.endswith(".csv") else 0) or "record"
        found.append(Issue(file, line_of(lines, path), name, _sentence(item, fields)))
    return list(dict.fromkeys(found))


def _is_union_branch(part: str | int) -> bool:
    """pydantic names the tried branch of a union in the place of an error: no part of the editor's path."""
    return isinstance(part, str) and (part == "bool" or part.startswith("list["))


def _sentence(item: Mapping[str, Any], fields: Iterable[str]) -> str:
    kind, value = item["type"], item.get("input")
    if kind == "wrong":
        return item["msg"]
    if kind == "missing":
        return "is missing; every record needs it"
    if kind == "extra_forbidden":
        name = str(item["loc"][-1])
        return f"is not a known field{did_you_mean(name, fields)}; remove it or correct its name"
    if kind in {"greater_than_equal", "less_than_equal"}:
        ctx = item["ctx"]
        bound = f"{ctx['ge']:g} or more" if "ge" in ctx else f"{ctx['le']:g} or less"
        return f"found {format_value(value)}; expected {bound}"
    if kind in {"greater_than", "less_than"}:
        ctx = item["ctx"]
        return f"found {format_value(value)}; expected " + (f"more than {ctx['gt']:g}" if "gt" in ctx else f"less than {ctx['lt']:g}")
    if kind == "literal_error":
        allowed = re.findall("'([^']*)'", item["ctx"]["expected"])
        return f"found {format_value(value)}; expected {format_options(allowed)}{did_you_mean(str(value), allowed)}"
    if kind == "too_short":
        return "found none; expected at least one"
    for start, expected in _EXPECTED:
        if kind.startswith(start):
            return f"found {format_value(value)}; expected {expected}"
    return f"found {format_value(value)}; {item['msg']}"


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest parent that has one (a missing field has none of its own)."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def field_name(root: Any, path: Path, skipped: int = 0) -> str:
    """A path in words: `statements[FRA-2024-05-28-macron].codes.deep`; items without an id are counted from 1.

    `skipped` parts at its start are not named: the row of a table, whose line says it.
    """
    name, here = "", root
    for n, part in enumerate(path):
        if isinstance(part, int) and not isinstance(here, dict):
            item = here[part] if isinstance(here, list) and part < len(here) else None
            label = next((item[k] for k in ("id", "code", "theme", "term") if isinstance(item, dict) and isinstance(item.get(k), str)), part + 1)
            name += f"[{label}]" if n >= skipped else ""
            here = item
        else:
            name += f".{part}" if name else str(part)
            here = here.get(part) if isinstance(here, dict) else None
    return name
