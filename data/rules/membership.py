"""Group members on a day, the countries that are counted, and heads of government."""

from __future__ import annotations

import pandas as pd

from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.coded_statements import Day


def head_on(data: Dataset, actor: str, on: Day) -> pd.Series | None:
    """The head of government whose tenure was the latest to begin by the day: a row of `data.governments`;
    None if none is known.
    """
    rows = data.governments
    rows = rows[rows["actor"].eq(actor) & (rows["from"] <= pd.Timestamp(on))]
    return rows.iloc[-1] if len(rows) else None


@cached_on_dataset(CACHE_SIZE)
def memberships_on(data: Dataset, on: Day) -> pd.DataFrame:
    """The memberships on a day, first and last day included: rows of `data.memberships`."""
    on, rows = pd.Timestamp(on), data.memberships
    return rows[(rows["from"] <= on) & ~(rows["to"] < on)]


@cached_on_dataset(CACHE_SIZE)
def members_on(data: Dataset, groups: tuple[str, ...], on: Day) -> list[str]:
    """Codes of the countries that belong to any of the groups on the day, sorted; of all actors if no group
    is named.

    A group means its member countries, never the organisation of that name.
    """
    if not groups:
        return data.actors["code"].tolist()
    rows = memberships_on(data, on)
    return sorted(rows.loc[rows["group"].isin(groups), "actor"].unique())


@cached_on_dataset(2)
def counted_countries(data: Dataset, belligerents: bool = False) -> list[str]:
    """Codes of the actors that counts and sentences include: countries; Ukraine and Russia only with
    `belligerents`.
    """
    rows = data.actors
    return rows.loc[rows["kind"].eq("country") & (belligerents | ~rows["belligerent"]), "code"].tolist()


@cached_on_dataset(CACHE_SIZE)
def counted_members(data: Dataset, groups: tuple[str, ...], on: Day) -> list[str]:
    """Codes of the counted countries that belong to any of the groups on the day; of all of them if no group
    is named.
    """
    members = set(members_on(data, groups, on))
    return [a for a in counted_countries(data) if a in members]
