"""Full-text and faceted search of statements.

A search consists of conditions (days, text, group and facets), and a statement matches if it meets all of
them. The count of a facet's code applies all conditions but the facet's own, so that it does not depend on
which of the facet's codes are selected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from anyascii import anyascii

from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.query.names import actors_by_code_and_alias
from data.rules.coded_statements import CONFIDENCE, THRESHOLDS
from data.rules.membership import members_on
from data.schema.fields import FIRST_DAY
from data.schema.text import normalize

# Separates the searched fields of a statement, so that no phrase matches across two of them. It has no
# letter, so it cannot be searched for.
SEPARATOR = " | "
# Codes and aliases of at most so many letters match whole words only: UK does not match Ukraine.
SHORT = 3
# Codes and aliases that are also one of these words mean an actor only in capitals: NO is Norway, no is not.
ENGLISH = frozenset(
    (
        "am",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "for",
        "go",
        "he",
        "if",
        "in",
        "is",
        "it",
        "may",
        "me",
        "my",
        "no",
        "nor",
        "not",
        "of",
        "on",
        "or",
        "per",
        "so",
        "the",
        "to",
        "up",
        "was",
        "we",
        "who",
    )
)


@dataclass(frozen=True)
class Search:
    """A search of statements. An empty tuple of codes sets no condition; several codes match any of them.

    Attributes:
        on, start: the last and the first day.
        text: words that must all occur, each as a whole word or as the beginning of one; "in quotes" an exact
            phrase. Outside quotes, an actor's code or alias also matches every statement of that actor; with
            up to three letters it matches whole words only.
        group: codes; matches statements by members on the last day.
        actors, about, level, voice, kind, source: codes of actors, questions, offices, voices, kinds of
            evidence and kinds of sources (at least one source of the statement is of that kind).
        confidence: all, medium or high: the least confidence of a statement.
    """

    on: dt.date
    start: dt.date = FIRST_DAY
    text: str = ""
    group: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    confidence: str = "all"


class _Index(NamedTuple):
    """A dataset's search index. All rows are statements, in the same order.

    Attributes:
        statements: rows of `data.statements`, newest first.
        text: the searched text, as from `normalize`.
        facets: facet -> one column per code, True for the statements that have it.
    """

    statements: pd.DataFrame
    text: pd.Series
    facets: dict[str, pd.DataFrame]


def find(data: Dataset, search: Search) -> pd.DataFrame:
    """The statements that match, newest first: rows of `data.statements`."""
    return _index(data).statements[_conditions(data, search).all(axis=1)].reset_index(drop=True)


def facet_counts(data: Dataset, search: Search, facet: str) -> pd.Series:
    """The number of statements with each code of a facet that meet all conditions but the facet's own.

    Returns:
        count by code, for every code of the dataset, zeros included; for confidence, the statements with at
        least that confidence.

    Raises:
        KeyError: for a facet other than actors, about, level, voice, kind, source, confidence.
    """
    others = _conditions(data, search).drop(columns=facet).all(axis=1)
    return _index(data).facets[facet][others].sum()


def hits_without_each_filter(data: Dataset, search: Search) -> pd.Series:
    """The number of statements that would match without one of the conditions (days, text, group, a facet),
    by condition, largest first; only where it is larger.
    """
    met = _conditions(data, search)
    counts = pd.Series({c: met.drop(columns=c).all(axis=1).sum() for c in met})
    return counts[counts > met.all(axis=1).sum()].sort_values(ascending=False, kind="stable")


class _Term(NamedTuple):
    """A term of the text search: matches if the normalized text contains `text`, or if the statement is by
    `actor`.
    """

    text: str
    actor: str | None = None


def _terms(data: Dataset, text: str) -> Iterator[_Term]:
    """The terms of a search text: a phrase is enclosed in spaces, a word preceded by one, a short code or
    alias enclosed.
    """
    for n, part in enumerate(re.split('"', anyascii(text))):
        if n % 2:
            if normalize(part):
                yield _Term(f" {normalize(part)} ")
        else:
            yield from _words(data, [word for word in part.split() if normalize(word)])


def _words(data: Dataset, words: list[str]) -> Iterator[_Term]:
    """One term per word, and one for the longest run of words that is an actor's code or alias."""
    called = actors_by_code_and_alias(data)
    longest = max(name.count(" ") for name in called) + 1
    while words:
        for length in range(min(longest, len(words)), 0, -1):
            run = normalize(" ".join(words[:length]))
            actor = called.get(run) if run not in ENGLISH or words[0].isupper() else None
            if actor or length == 1:
                yield _Term(f" {run} " if actor and len(run) <= SHORT else f" {run}", actor)
                words = words[length:]
                break


@cached_on_dataset(1)
def _index(data: Dataset) -> _Index:
    said = data.statements.sort_values(
        ["date", "actor", "order"], ascending=[False, True, False], kind="stable", ignore_index=True
    )
    book = data.codebook
    fields = zip(
        said["actor"].map(data.names),
        said["speaker"],
        said["role"],
        said["summary"],
        said["phrase"].fillna(""),
        said["limits"].map(SEPARATOR.join),
        said["systems"].map(SEPARATOR.join),
        strict=True,
    )
    facets = {
        "actors": _table(said["id"], said["id"], said["actor"], data.actors["code"]),
        "about": _table(
            said["id"], data.codes["statement"], data.codes["question"], [q.code for q in book.questions]
        ),
        "level": _table(said["id"], said["id"], said["level"], [t.code for t in book.levels]),
        "voice": _table(said["id"], said["id"], said["voice"], [t.code for t in book.voices]),
        "kind": _table(said["id"], said["id"], said["kind"], [t.code for t in book.kinds]),
        "source": _table(
            said["id"], data.sources["statement"], data.sources["kind"], [t.code for t in book.source_kinds]
        ),
        "confidence": pd.DataFrame(
            {name: said["confidence"].map(CONFIDENCE) >= least for name, least in THRESHOLDS.items()}
        ),
    }
    return _Index(said, pd.Series([_searched(f) for f in fields], dtype="str"), facets)


def _searched(fields: tuple[str, ...]) -> str:
    parts = SEPARATOR.join(fields).split(SEPARATOR)
    return f" {SEPARATOR.join(normalize(part) for part in parts)} "


def _table(ids: pd.Series, owner: pd.Series, code: pd.Series, codes: list[str] | pd.Series) -> pd.DataFrame:
    """One row for each of the ids, one column per code: whether the id has the code."""
    return (
        pd.crosstab(owner, code)
        .astype(bool)
        .reindex(index=ids, columns=codes, fill_value=False)
        .reset_index(drop=True)
    )


@cached_on_dataset(32)
def _conditions(data: Dataset, search: Search) -> pd.DataFrame:
    """Which statements meet which condition: one row per statement of the index, one column per condition."""
    said, text, facets = _index(data)
    met = {
        "days": said["date"].between(pd.Timestamp(search.start), pd.Timestamp(search.on)),
        "text": pd.Series(True, index=said.index),
        "group": said["actor"].isin(members_on(data, search.group, search.on)),
    }
    for term in _terms(data, search.text):
        met["text"] &= text.str.contains(term.text, regex=False) | (said["actor"] == term.actor)
    for facet, table in facets.items():
        asked = getattr(search, facet)
        chosen = [asked] if isinstance(asked, str) else list(asked)
        met[facet] = table[chosen].any(axis=1) if chosen else pd.Series(True, index=said.index)
    return pd.DataFrame(met)
