"""The number of counted countries that hold each stance, on a day and over time."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.coded_statements import FAR, Day, statements_on_question
from data.rules.membership import counted_countries, memberships_on
from data.rules.spells import visible_spells

FEW_MEMBERS = 3  # a median of fewer means nothing


def stance_counts(cells: pd.DataFrame, actors: list[str]) -> pd.DataFrame:
    """The number of the actors that hold each stance, by question.

    Returns:
        question, stance, count, base (the actors of the list with a position on the question); a row for
        every stance from 2 to -2, zeros included, questions in the order of `cells`.
    """
    held = cells.loc[cells["actor"].isin(actors) & cells["stance"].notna(), ["question", "stance"]]
    counts, bases = Counter(zip(held["question"], held["stance"], strict=True)), Counter(held["question"])
    rows = [(q, s, counts[q, s], bases[q]) for q in cells["question"].unique() for s in range(2, -3, -1)]
    return pd.DataFrame(rows, columns=["question", "stance", "count", "base"])


@cached_on_dataset(CACHE_SIZE)
def stance_series(
    data: Dataset,
    coded: pd.DataFrame,
    question: str,
    groups: tuple[str, ...] = (),
    belligerents: bool = False,
    confidence: str = "all",
    stated: str = "all",
) -> pd.DataFrame:
    """The number of countries that hold each stance over time, with the group members of each day.

    Positions held back by `confidence` or `stated` are left out.

    Returns:
        date, stance, count: a row for every stance on each day on which any count changes (a position or a
        membership begins or ends); a count holds until the next of these days.
    """
    spell = visible_spells(statements_on_question(coded, question), confidence, stated).query("not held_back")
    spell = (
        spell[spell["actor"].isin(counted_countries(data, belligerents))]
        .assign(since=spell["from"])
        .drop(columns="from")
    )
    if groups and len(spell):
        joined = data.memberships[data.memberships["group"].isin(groups)]
        # memberships of several groups may overlap: merged, so that a country is counted once
        joined = _merged_stretches(joined.assign(left=joined["to"] + pd.Timedelta(days=1)))
        spell = spell.merge(joined, on="actor")
        spell["since"] = spell[["since", "from"]].max(axis=1)
        spell["until"] = spell[["until", "left"]].min(axis=1)
        spell = spell[~(spell["until"] <= spell["since"])]
    if spell.empty:
        return pd.DataFrame(
            {
                "date": pd.Series(dtype="datetime64[s]"),
                "stance": pd.Series(dtype=int),
                "count": pd.Series(dtype=int),
            }
        )
    steps = pd.concat(
        [
            pd.DataFrame({"date": spell["since"], "stance": spell["stance"], "step": 1}),
            pd.DataFrame({"date": spell["until"], "stance": spell["stance"], "step": -1}).dropna(),
        ]
    )
    table = (
        steps.groupby(["date", "stance"])["step"]
        .sum()
        .unstack(fill_value=0)
        .reindex(columns=range(2, -3, -1), fill_value=0)
    )
    table = table[table.ne(0).any(axis=1)].cumsum()
    return table.rename_axis(columns="stance").stack().rename("count").reset_index()


def group_medians(data: Dataset, cells: pd.DataFrame, actor: str, on: Day) -> pd.DataFrame:
    """An actor's stances against the median of the other members of each group to which it belongs on the
    day.

    The others are the counted countries with a position; if there are fewer than `FEW_MEMBERS`, there is no
    median.

    Args:
        cells: as from `cell_states` for that day.

    Returns:
        question, group, stance (the actor's own, NA: none), others (how many positions the median is taken
        of), median (in half steps, NA: too few), size (stance minus median, NA where either is missing);
        questions in the order of `cells`, groups in the codebook's.
    """
    now = memberships_on(data, on)
    groups = [g.code for g in data.codebook.groups if g.code in set(now.loc[now["actor"].eq(actor), "group"])]
    others = cells[cells["actor"].isin(counted_countries(data)) & cells["actor"].ne(actor)]
    table = (
        others.merge(now[["actor", "group"]], on="actor")
        .groupby(["question", "group"])["stance"]
        .agg(others="count", median="median")
    )
    own = cells[cells["actor"].eq(actor)].set_index("question")["stance"]
    grid = pd.MultiIndex.from_product([own.index, groups], names=["question", "group"])
    rows = table.reindex(grid).reset_index()
    rows["others"] = rows["others"].fillna(0).astype("int64")
    rows["median"] = rows["median"].astype("Float64").where(rows["others"] >= FEW_MEMBERS)
    rows["stance"] = rows["question"].map(own).astype("Int8")
    rows["size"] = rows["stance"].astype("Float64") - rows["median"]
    return rows[["question", "group", "stance", "others", "median", "size"]]


class Rise(NamedTuple):
    """A period over which a count rose: its first and last day, and the counts on them."""

    first: pd.Timestamp
    last: pd.Timestamp
    start: int
    end: int


def steepest_rise(series: pd.DataFrame, days: int) -> Rise | None:
    """The period of so many days over which the number of countries that support or permit rose most; the
    earliest of equals.

    Args:
        series: as from `stance_series`.

    Returns:
        None if the number never rose.
    """
    favour = series[series["stance"] > 0].groupby("date")["count"].sum()
    if favour.empty:
        return None
    # the count was 0 before the first day
    start = favour.index.min() - pd.Timedelta(days=days)
    daily = favour.reindex(pd.date_range(start, favour.index.max()), method="ffill").fillna(0).astype(int)
    rise = daily.diff(days).fillna(0)
    if rise.max() <= 0:
        return None
    last = rise.idxmax()
    first = last - pd.Timedelta(days=days)
    return Rise(first, last, int(daily[first]), int(daily[last]))


def _merged_stretches(rows: pd.DataFrame) -> pd.DataFrame:
    """Merges an actor's overlapping or adjacent periods (from, left): actor, from, left (NaT: open)."""
    rows = rows[["actor", "from", "left"]].sort_values(["actor", "from"])
    end = rows["left"].fillna(FAR)
    reached = end.groupby(rows["actor"]).cummax().groupby(rows["actor"]).shift()
    run = (reached.isna() | (rows["from"] > reached)).cumsum()
    merged = (
        rows.assign(left=end)
        .groupby(run)
        .agg({"actor": "first", "from": "min", "left": "max"})
        .reset_index(drop=True)
    )
    merged["left"] = merged["left"].where(merged["left"] < FAR)
    return merged
