"""The loaded and validated dataset: frozen, compared by identity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from data.cache import Cache
from data.schema.codebook import Codebook


@dataclass(frozen=True, eq=False)
class Dataset:
    """A validated dataset. Days are midnight timestamps; missing values are NA. Compares by identity.

    Attributes:
        codebook: questions, scale, groups and the texts for all codes.
        actors: code, name, kind, region, belligerent, lat, lon, aliases (tuple); sorted by code.
        memberships: actor, group, from, to (last day; NaT: it lasts), source, note.
        governments: actor, head, office, from, to (last day; NaT where the next follows at once, or it
            lasts), source, note; sorted by actor and day.
        systems: name, kind, range_km, suppliers (tuple), source, note.
        searches: actor, researched, queries, none_found (tuple of questions), search_note; one row per actor
            searched.
        statements: id, actor, order (index in the file), date, date_precision, disclosed, speaker, role,
            level, voice, kind, summary, phrase, limits (tuple), systems (tuple), confidence, rationale.
        codes: statement, question, stance (-2..2), sets_position; one row per statement and question.
        sources: statement, order, publisher, url, published (text: year, month or day), language, kind,
            state_media (code of the state that runs the outlet; missing for all others).
        events: id, date, date_precision, title, kind, actors (tuple), place, summary, importance (3 highest).
        event_sources: as sources, with `event` in place of `statement`.
        state_media: domain, name, state, note.
        second_coding: statement, question, coder, code; question and code NA: the statement speaks to no
            question.
        corrections: date, statement, field, before, after, reason: values changed after publication, as text;
            sorted by day.
        digest: the first 8 hexadecimal digits of the SHA-256 of the files.
        cache: results derived from the dataset.
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
        """The latest day on which any actor was searched: the dataset covers no later day."""
        return self.searches["researched"].max().date()

    @cached_property
    def names(self) -> pd.Series:
        """Names of actors, indexed by code."""
        return self.actors.set_index("code")["name"]

    @cached_property
    def statements_by_id(self) -> pd.DataFrame:
        """The statements, indexed by id."""
        return self.statements.set_index("id")

    @cached_property
    def version(self) -> str:
        """Day of the latest search or correction, and digest, as in figure footers: 2026.11.22-1a2b3c4d."""
        day = max([self.searches["researched"].max(), *self.corrections["date"]])
        return f"{day:%Y.%m.%d}-{self.digest}"
