"""The loaded, checked dataset: frozen, and equal to itself only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from data.cache import Cache
from data.schema.codebook import Codebook


@dataclass(frozen=True, eq=False)
class Dataset:
    """A checked dataset. Days are midnight timestamps; a missing value is NA. Equal to itself only; `cache` holds what is
    derived from it.

    Attributes:
        codebook: questions, scale, groups, words.
        actors: code, name, kind, region, belligerent, lat, lon, aliases (tuple); by code.
        memberships: actor, group, from, to (last day; NaT: it lasts), source, note.
        governments: actor, head, office, from, to (last day; NaT where the next follows at once, or it lasts), source, note; by actor and day.
        systems: name, kind, range_km, suppliers (tuple), source, note.
        searches: actor, researched, queries, none_found (tuple of questions), search_note; one row a searched actor.
        statements: id, actor, order (place in the file), date, date_precision, disclosed, speaker, role, level, voice, kind,
            summary, phrase, limits (tuple), systems (tuple), confidence, rationale.
        codes: statement, question, stance (-2..2), sets_position; one row a statement and question.
        sources: statement, order, publisher, url, published (text: year, month or day), language, kind, state_media (code of the state
            that runs the outlet; missing for all others).
        events: id, date, date_precision, title, kind, actors (tuple), place, summary, importance (3 highest).
        event_sources: as sources, with `event` in the place of `statement`.
        state_media: domain, name, state, note.
        second_coding: statement, question, coder, code; NA in both: speaks to no question.
        corrections: date, statement, field, before, after, reason: what was changed after publication, values as text; by day.
        cache: what has been derived from the dataset.
        digest: the first 8 hexadecimal digits of the files' SHA-256.
    """

    codebook: Codebook
    actors: pd.DataFrame
    memberships: pd.DataFrame
    governments: pd.DataFrame
    systems: pd.DataFrame
    searches: pd.DataFrame
    statements: pd.DataFrame
    codes: pd.DataFrame
    sources: pd.DataFrame
    events: pd.DataFrame
    event_sources: pd.DataFrame
    state_media: pd.DataFrame
    second_coding: pd.DataFrame
    corrections: pd.DataFrame
    digest: str
    cache: Cache = field(default_factory=Cache, init=False, repr=False)

    @cached_property
    def last_day(self) -> dt.date:
        """The latest day on which any actor was searched: the dataset knows nothing after it."""
        return self.searches["researched"].max().date()

    @cached_property
    def names(self) -> pd.Series:
        """Names of actors by code."""
        return self.actors.set_index("code")["name"]

    @cached_property
    def statements_by_id(self) -> pd.DataFrame:
        """The statements by id."""
        return self.statements.set_index("id")

    @cached_property
    def version(self) -> str:
        """Day of the latest search or correction, and content, as in figure footers: 2026.11.22-1a2b3c4d."""
        day = max([self.searches["researched"].max(), *self.corrections["date"]])
        return f"{day:%Y.%m.%d}-{self.digest}"
