"""The content of each cell of a view on a day: a position, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.rules.coded_statements import CELL, Day, hidden_by_filters, statements_on_question
from data.rules.positions import POSITION, cell_positions, cell_positions_over
from data.rules.spells import position_days, visible_spells
from data.schema.fields import FIRST_DAY


def cell_states(
    data: Dataset, coded: pd.DataFrame, on: Day, confidence: str = "all", stated: str = "all"
) -> pd.DataFrame:
    """The state of every cell on a day, one row per actor and question. All screens use these states.

    States: stated; held_back (hidden by `confidence` or `stated`, as in `positions`); words_only (only
    comments or dissent so far); not_yet (the actor first speaks to the question later); nothing_found
    (searched for); not_looked_for. Every state but stated means that no position is shown; none of them means
    a noncommittal stance.

    Returns:
        actor, question, state, the columns of `positions` (missing unless stated), first_spoken (for not_yet:
        the day on which the actor first speaks to the question), first_spoken_precision, queries (look-ups
        for the actor; 0: not searched).
    """
    # the cached frame is shared, so each caller gets its own copy
    return _cells_on(data, coded, pd.Timestamp(on), confidence, stated).copy(deep=False)


@cached_on_dataset(64)
def _cells_on(
    data: Dataset, coded: pd.DataFrame, on: pd.Timestamp, confidence: str, stated: str
) -> pd.DataFrame:
    cells = _grid(data, coded).assign(on=on)
    return _states(cells, cell_positions(coded, on).assign(on=on), confidence, stated).drop(columns="on")


def cell_states_over(
    data: Dataset,
    coded: pd.DataFrame,
    days: Sequence[Day],
    question: str | None = None,
    confidence: str = "all",
    stated: str = "all",
) -> pd.DataFrame:
    """As `cell_states`, for each of several days, with the column `on` for the day.

    Args:
        question: limits the result to this question; None for all.
    """
    each = pd.DataFrame({"on": pd.to_datetime(list(days)).astype(coded["date"].dtype)})
    cells = _grid(data, coded)
    cells = each.merge(cells[cells["question"].eq(question)] if question else cells, how="cross")
    return _states(cells, cell_positions_over(coded, days, question), confidence, stated)


def _states(grid: pd.DataFrame, derived: pd.DataFrame, confidence: str, stated: str) -> pd.DataFrame:
    """The states of the cells of `grid`, as `cell_states_over`.

    Args:
        grid: rows of `_grid` for each day (column on).
        derived: positions on the same days, as from `cell_positions_over`.
    """
    grid = grid.merge(derived.drop(columns=CELL), on=["on", "cell"], how="left", validate="many_to_one")
    # one column at a time: `astype` and `mask` of a frame copy the whole frame
    grid["stance"], grid["age"] = grid["stance"].astype("Int8"), grid["age"].astype("Int64")
    held_back, spoken = hidden_by_filters(grid, confidence, stated), grid["first_spoken"] <= grid["on"]
    states = {
        "held_back": held_back,
        "stated": grid["stance"].notna(),
        "words_only": spoken,
        "not_yet": grid["first_spoken"].notna(),
        "nothing_found": grid["missed"] & grid["queries"].gt(0),
    }
    grid["state"] = pd.Series(
        np.select(list(states.values()), list(states), "not_looked_for"), grid.index, dtype="str"
    )
    if held_back.any():
        grid[POSITION] = grid[POSITION].mask(held_back)
    first = ["first_spoken", "first_spoken_precision"]
    not_yet = grid["state"].eq("not_yet")
    for column in first:
        grid[column] = grid[column].where(not_yet)
    return grid[["on", *CELL, "state", *POSITION, *first, "queries"]]


@cached_on_dataset(8)
def _grid(data: Dataset, coded: pd.DataFrame) -> pd.DataFrame:
    """The columns of `cell_states` that are the same on every day, one row per actor and question.

    Returns:
        actor, question, first_spoken (the day of the first statement of any kind), first_spoken_precision,
        cell (number in `position_days`; -1: never a position), queries (look-ups for the actor), missed
        (True: they found nothing on the question).
    """
    grid = pd.MultiIndex.from_product(
        [data.actors["code"], [q.code for q in data.codebook.questions]], names=CELL
    ).to_frame(index=False)
    first = (
        coded.sort_values("date", kind="stable")
        .groupby(CELL, as_index=False)[["date", "date_precision"]]
        .first()
    )
    grid = grid.merge(
        first.rename(columns={"date": "first_spoken", "date_precision": "first_spoken_precision"}),
        on=CELL,
        how="left",
    )
    grid = (
        grid.merge(position_days(coded)[[*CELL, "cell"]].drop_duplicates(), on=CELL, how="left")
        .fillna({"cell": -1})
        .astype({"cell": "int64"})
    )
    grid["queries"] = grid["actor"].map(data.searches.set_index("actor")["queries"]).fillna(0).astype("int64")
    none = data.searches[["actor", "none_found"]].explode("none_found").dropna()
    grid["missed"] = pd.MultiIndex.from_frame(grid[CELL]).isin(pd.MultiIndex.from_frame(none))
    return grid


def change_days(
    data: Dataset,
    coded: pd.DataFrame,
    question: str,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    stated: str = "all",
) -> list[pd.Timestamp]:
    """The days covered by the dataset, in order, on which any cell of the question changes its state or
    stance, or a country joins or leaves one of the groups.
    """
    asked = statements_on_question(coded, question)
    first = asked.groupby("actor")["date"].min()
    joined = data.memberships[data.memberships["group"].isin(groups)]
    days = pd.concat(
        [
            visible_spells(asked, confidence, stated)["from"],
            first,
            joined["from"],
            joined["to"] + pd.Timedelta(days=1),
        ]
    ).dropna()
    return sorted(days[days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(data.last_day))].unique())
