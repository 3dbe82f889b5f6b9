"""Converts between the reader's choices and the URL's query.

A URL contains codes, never labels. An absent key means the default. Parts that are not understood are
reported and never break a page. Streamlit's own binding of widgets to the URL is not used: it would write
labels, and it silently drops what it does not understand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlencode

from components.state.view_state import FIELDS, ViewState, default_choices
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.query.names import suggest_actors, suggest_statements
from data.query.parameters import ParameterCodec, ParseError, month_before
from data.schema.errors import did_you_mean
from data.sentences.wording import day

MOST_VALUES = 200  # of a URL
# Keys of older links, which remain valid.
ALIASES = {"brief": "figure_only"}


@cached_on_dataset(1)
def parameter_codecs(data: Dataset) -> dict[str, ParameterCodec]:
    """Returns the codecs of the URL's keys, the same for every page, for the codes in the dataset."""
    return {name: f.metadata["parameter"].codec(data) for name, f in FIELDS.items()}


def parse_query(data: Dataset, query: Mapping[str, Sequence[str]]) -> tuple[ViewState, list[str]]:
    """Parses a query into choices, and a sentence for each part that was not understood.

    Args:
        query: each key with its values, as in `?group=NATO&group=EU`.
    """
    known, notes = parameter_codecs(data), []
    named: dict[str, Any] = {}
    query = {ALIASES.get(name, name): values for name, values in query.items()}
    if (count := sum(map(len, query.values()))) > MOST_VALUES:
        notes.append(f"It has {count} parts; the first {MOST_VALUES} were read.")
    for name, values in _first(query).items():
        if name not in known:
            notes.append(
                f"{_quoted(name)} is not a key of this address{did_you_mean(name, known)}; it was left out."
            )
            continue
        meant = []
        for value in values:
            try:
                meant.append(known[name].read(value))
            except ParseError as error:
                notes.append(
                    f"{_quoted(name + '=' + value)} was not understood: expected {error}; it was left out."
                )
        if known[name].repeats:
            named[name] = tuple(dict.fromkeys(meant))
        elif meant:
            named[name] = meant[-1]
            if len(set(meant)) > 1:
                notes.append(
                    f"{_quoted(name)} is given more than once; the last, {_quoted(known[name].write(meant[-1]))}, is used."
                )
    on = named.get("on", data.last_day)
    for name in ("since", "start"):
        if name in named and named[name] >= on:
            notes.append(
                f"{_quoted(f'{name}={named[name]}')} is not before the day shown, {day(on)}; it was left out."
            )
            del named[name]
    return replace(default_choices(data), **{"since": month_before(on)} | named), notes


def to_query(data: Dataset, choices: ViewState, whole: bool = False) -> dict[str, list[str]]:
    """Returns the query of choices.

    Args:
        whole: include defaults too, so that the URL shows the same view when they have changed.
    """
    usual = replace(default_choices(data), since=month_before(choices.on))
    query = {}
    for name, key in parameter_codecs(data).items():
        value = getattr(choices, name)
        empty = value in (None, (), "")
        if empty or (value == getattr(usual, name) and not whole):
            continue
        query[name] = [key.write(v) for v in (value if key.repeats else [value])]
    return query


def permalink_query(data: Dataset, choices: ViewState) -> dict[str, list[str]]:
    """Returns the query of a permalink: every key and the version of the data.

    Its URL still shows the same view when defaults have changed.
    """
    return to_query(data, choices.replace(version=data.version), whole=True)


def actor_page_urls(data: Dataset, choices: ViewState) -> dict[str, str]:
    """Returns the URL of each actor's page, by the actor's code, with the same day and filters.

    The URLs are relative, so that they work on every page.
    """
    query = urlencode(to_query(data, choices.for_another_page()), doseq=True)
    return {
        actor: "&".join(filter(None, [_relative("country", {"actor": [actor]}), query]))
        for actor in data.names.index
    }


def relative_url(data: Dataset, path: str, choices: ViewState) -> str:
    """Returns the URL of a page with these choices, relative, so that it works on every page."""
    return _relative(path, to_query(data, choices))


def citation_url(data: Dataset, home: str, path: str, choices: ViewState) -> str:
    """Returns the shortest URL of a view, for citation.

    It has the day and what differs from the defaults, without the scheme.

    Args:
        home: base URL of the app, without a trailing slash; empty if unknown.
    """
    query = {"on": choices.on.isoformat()} | to_query(data, choices.replace(figure_only=False, version=None))
    return f"{home.rpartition('://')[2]}/{_relative(path, query)}"


def _relative(path: str, query: Mapping[str, str | list[str]]) -> str:
    return f"{path}?{urlencode(query, doseq=True)}"


class UnknownName(NamedTuple):
    """A name in a URL that the dataset does not contain.

    Attributes:
        key: key of the query.
        asked: the name as given in the URL, shortened and without unprintable characters.
        nearest: the most similar codes in the dataset.
    """

    key: str
    asked: str
    nearest: list[str]


_NEAREST = {"actor": suggest_actors, "actors": suggest_actors, "id": suggest_statements}


def unknown_names(data: Dataset, query: Mapping[str, Sequence[str]]) -> list[UnknownName]:
    """Returns the actors and statements in a query that the dataset does not contain.

    Args:
        query: as for `parse_query`.
    """
    known, found, query = parameter_codecs(data), [], _first(query)
    for name, nearest in _NEAREST.items():
        for value in query.get(name, ()):
            try:
                known[name].read(value)
            except ParseError:
                found.append(UnknownName(name, _shown(value), nearest(data, value)))
    return found


def _first(query: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Returns the first MOST_VALUES values of a query; no query written by a person has more."""
    parts = islice(((name, value) for name, values in query.items() for value in values), MOST_VALUES)
    first: dict[str, list[str]] = {}
    for name, value in parts:
        first.setdefault(name, []).append(value)
    return first


def _quoted(text: str) -> str:
    return f"“{_shown(text)}”"


def _shown(text: str) -> str:
    text = "".join(c if c.isprintable() else "�" for c in text)
    return text if len(text) <= 60 else text[:57] + "…"
