"""Faults of a dataset, as sentences for the person who corrects them."""

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

FieldPath = tuple[str | int, ...]
LONGEST_COMPARED, MOST_COMPARED = 120, 200  # for suggestions: characters of a word, and words


@dataclass(frozen=True, order=True)
class Issue:
    """A single fault: where it is (file, line, field), what was found and what was expected."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}: {cut(self.field, 120)}: {self.message}"
        return "".join(c if c.isprintable() else "�" for c in text)


class DatasetError(Exception):
    """The dataset cannot be used; `faults` lists everything that is wrong with it, sorted."""

    def __init__(self, faults: Iterable[Issue]):
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


def cut(text: str, length: int) -> str:
    """Text truncated to at most `length` characters."""
    return text if len(text) <= length else text[: length - 3] + "..."


def format_value(value: Any) -> str:
    """An invalid value in a form that an editor recognises, never longer than a line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        # YAML parses an unquoted no, yes, on or off as a boolean: the commonest mistake
        return (
            f"the truth value {str(value).lower()} (put no, yes, on and off in quotes if the word is meant)"
        )
    if isinstance(value, dt.date):
        return f"the {'time' if isinstance(value, dt.datetime) else 'day'} {value.isoformat()}"
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = cut(" ".join(str(value).split()), 60)
    return f'"{text}"' if isinstance(value, str) else text


def format_options(allowed: Iterable[Any]) -> str:
    """ "one of a, b, c". Long lists are truncated, to stay readable."""
    names = [str(a) for a in allowed]
    cut = f", ... ({len(names)} in all)" if len(names) > 16 else ""
    return "one of " + ", ".join(names[:16]) + cut


@lru_cache(maxsize=32)
def in_order(words: frozenset[str]) -> list[str]:
    """Words in alphabetical order. Cached, so that they are sorted once, however many faults list them."""
    return sorted(words)


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """A suggestion, " (did you mean NATO?)", or nothing if no allowed word is similar to the one found."""
    found, by_folded = str(found)[:LONGEST_COMPARED].casefold(), {str(a).casefold(): str(a) for a in allowed}
    if len(by_folded) > MOST_COMPARED:  # then only those with the same three first letters
        by_folded = dict(islice(((f, a) for f, a in by_folded.items() if f[:3] == found[:3]), MOST_COMPARED))
    match = difflib.get_close_matches(found, by_folded, n=1, cutoff=0.6)
    return f" (did you mean {by_folded[match[0]]}?)" if match else ""


def field_error(found: Any, expected: str) -> PydanticCustomError:
    """The error that validators raise: what was found and what was expected, in the form of every fault."""
    return PydanticCustomError(
        "wrong", "found {found}; expected {expected}", {"found": format_value(found), "expected": expected}
    )


# Prefix of pydantic's error type -> what was expected, in terms that editors know
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


def issues_from_pydantic(
    error: ValidationError,
    *,
    file: str,
    lines: Mapping[FieldPath, int],
    root: Any,
    prefix: FieldPath = (),
    fields: Iterable[str] = (),
) -> list[Issue]:
    """Converts pydantic's errors for a record to faults.

    Args:
        error: the error that pydantic raised for the record.
        file: the file's name as displayed.
        lines: line of every path in the file; a path without one takes its parent's.
        root: the values of the whole file, to name items by their id.
        prefix: path of the record within the file.
        fields: names of the record's fields, to suggest one for an unknown name.
    """
    found = []
    for item in error.errors(include_url=False):
        if item["type"].startswith("bool_") and isinstance(item["input"], list):
            # pydantic tried a list as a boolean too; only the errors of the list branch matter
            continue
        last = item["loc"][-1:] if item["type"] == "extra_forbidden" else ()
        inner = item["loc"][: len(item["loc"]) - len(last)]
        path = prefix + tuple(p for p in inner if p != "[key]" and not _is_union_branch(p)) + last
        name = field_name(root, path, skipped=len(prefix) if file.endswith(".csv") else 0) or "record"
        found.append(Issue(file, line_of(lines, path), name, _sentence(item, fields)))
    return list(dict.fromkeys(found))


def _is_union_branch(part: str | int) -> bool:
    """Whether a part of an error's path is the union branch that pydantic tried: the file has no such
    path.
    """
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
        return f"found {format_value(value)}; expected " + (
            f"more than {ctx['gt']:g}" if "gt" in ctx else f"less than {ctx['lt']:g}"
        )
    if kind == "literal_error":
        allowed = re.findall("'([^']*)'", item["ctx"]["expected"])
        return f"found {format_value(value)}; expected {format_options(allowed)}{did_you_mean(str(value), allowed)}"
    if kind == "too_short":
        return "found none; expected at least one"
    for start, expected in _EXPECTED:
        if kind.startswith(start):
            return f"found {format_value(value)}; expected {expected}"
    return f"found {format_value(value)}; {item['msg']}"


def line_of(lines: Mapping[FieldPath, int], path: FieldPath) -> int:
    """The line of a path, or of its nearest parent that has one (a missing field has none)."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def field_name(root: Any, path: FieldPath, skipped: int = 0) -> str:
    """A path as text: `statements[FRA-2024-05-28-macron].codes.deep`; items without an id are numbered from
    1.

    Args:
        skipped: how many leading parts to leave out: the row of a table, which the line already gives.
    """
    name, here = "", root
    for n, part in enumerate(path):
        if isinstance(part, int) and not isinstance(here, dict):
            item = here[part] if isinstance(here, list) and part < len(here) else None
            label = next(
                (
                    item[k]
                    for k in ("id", "code", "theme", "term")
                    if isinstance(item, dict) and isinstance(item.get(k), str)
                ),
                part + 1,
            )
            name += f"[{label}]" if n >= skipped else ""
            here = item
        else:
            name += f".{part}" if name else str(part)
            here = here.get(part) if isinstance(here, dict) else None
    return name
