"""The endpoints: the tables that other programs can query by name, with the parameters of each.

The command line and the HTTP API both use them, so the same parameters give the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from data.dataset import Dataset
from data.export.tables import actors_table, changes_table, events_table, positions_table, statements_table
from data.query.parameters import month_before, read
from data.query.search import Search, find

QueryParams = dict[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """A table that can be queried.

    Attributes:
        parameters: names of the parameters that it takes.
        rows: computes its rows from a dataset and the parsed parameters.
    """

    parameters: tuple[str, ...]
    rows: Callable[[Dataset, QueryParams], pd.DataFrame]


def parse_parameters(data: Dataset, name: str, query: Mapping[str, Sequence[str]]) -> QueryParams:
    """The parsed parameters of a query, with the default of `since` where the table takes it.

    Args:
        name: one of ENDPOINTS.
        query: each parameter with its values, as in `?group=NATO&group=EU`.

    Raises:
        InvalidParameter: for a parameter that cannot be used.
    """
    asked = read(data, query, ENDPOINTS[name].parameters)
    return {"since": month_before(asked["on"])} | asked if "since" in ENDPOINTS[name].parameters else asked


def run_query(data: Dataset, name: str, asked: QueryParams) -> pd.DataFrame:
    """The rows of a table.

    Args:
        name: one of ENDPOINTS.
        asked: as from `parse_parameters`.
    """
    return ENDPOINTS[name].rows(data, asked)


def _actors(asked: QueryParams) -> tuple[str, ...]:
    """The actors named by either parameter: a view's URL has `actor` for one or `actors` for several."""
    return tuple(dict.fromkeys([*asked.get("actors", ()), *filter(None, [asked.get("actor")])]))


def _whose(asked: QueryParams) -> dict[str, Any]:
    return {
        "question": asked.get("question"),
        "groups": asked.get("group", ()),
        "confidence": asked.get("confidence", "all"),
        "actors": _actors(asked),
        "known": asked.get("known", "now"),
    }


def _positions(data: Dataset, asked: QueryParams) -> pd.DataFrame:
    return positions_table(data, asked["on"], **_whose(asked), stated=asked.get("stated", "all"))


def _changes(data: Dataset, asked: QueryParams) -> pd.DataFrame:
    return changes_table(data, asked["since"], asked["on"], **_whose(asked))


def _statements(data: Dataset, asked: QueryParams) -> pd.DataFrame:
    about = tuple(dict.fromkeys([*asked.get("about", ()), *filter(None, [asked.get("question")])]))
    named = {f.name: asked[f.name] for f in fields(Search) if f.name in asked}
    return statements_table(data, find(data, Search(**named | {"about": about, "actors": _actors(asked)})))


def _events(data: Dataset, asked: QueryParams) -> pd.DataFrame:
    return events_table(data, asked["on"], asked.get("start", pd.Timestamp.min), _actors(asked))


def _actor_rows(data: Dataset, asked: QueryParams) -> pd.DataFrame:
    return actors_table(data, asked["on"], asked.get("group", ()), _actors(asked))


ENDPOINTS = {
    "positions": Endpoint(
        ("on", "question", "group", "confidence", "stated", "known", "actor", "actors"), _positions
    ),
    "changes": Endpoint(
        ("since", "on", "question", "group", "confidence", "known", "actor", "actors"), _changes
    ),
    "statements": Endpoint(
        (
            "on",
            "start",
            "question",
            "group",
            "confidence",
            "actor",
            "actors",
            "text",
            "about",
            "level",
            "voice",
            "kind",
            "source",
        ),
        _statements,
    ),
    "events": Endpoint(("on", "start", "actor", "actors"), _events),
    "actors": Endpoint(("on", "group", "actor", "actors"), _actor_rows),
}
LATEST = 50  # entries of the feed if the request has no `since`
ROOT = "/api/v1"
FILES = [f"{name}.{form}" for name in ENDPOINTS for form in ("csv", "json")] + ["changes.atom", "dataset.zip"]
