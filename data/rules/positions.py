"""The positions on a day, or on each of several days."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.cache import cached_on_dataset
from data.rules.coded_statements import CELL, Day, age_bands, hidden_by_filters
from data.rules.spells import position_days


def positions(coded: pd.DataFrame, on: Day, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """The positions on a day, one row per actor and question that has one.

    Positions are derived from all statements. The filters are applied afterwards: a position is left out if
    the statement that set it (`set_by`) is below `confidence`, or if it was not stated in the months before
    the day that `stated` gives. An older position never takes its place.

    Returns:
        actor, question, stance, since, since_precision, statement, set_by, last_stated (day of the latest
        government statement on the question, comments included), last_statement, confidence,
        earlier_government (True: another government has followed since `set_by`), age (days since
        last_stated), age_band (as from `age_bands`).

    Raises:
        KeyError: for a confidence other than all, medium, high, or a `stated` other than all, 24, 12.
    """
    now = cell_positions(coded, pd.Timestamp(on))
    return now[~hidden_by_filters(now, confidence, stated)].drop(columns="cell").reset_index(drop=True)


POSITION = [
    "stance",
    "since",
    "since_precision",
    "statement",
    "set_by",
    "last_stated",
    "last_statement",
    "confidence",
    "earlier_government",
    "age",
    "age_band",
]


@cached_on_dataset(16)
def cell_positions(coded: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """As `positions` without filters, with the number of each cell in `position_days` (cell)."""
    rows = position_days(coded)
    now = rows[rows["date"] <= on].drop_duplicates("cell", keep="last")
    return _aged(now, on)[["cell", *CELL, *POSITION]].reset_index(drop=True)


def _aged(now: pd.DataFrame, on: pd.Timestamp | pd.Series) -> pd.DataFrame:
    return now.assign(
        earlier_government=(now["succeeded"] <= on).astype("boolean"),
        age=(on - now["last_stated"]).dt.days,
        age_band=age_bands(now["last_stated"], on),
    )


def positions_over(
    coded: pd.DataFrame,
    days: Sequence[Day],
    confidence: str = "all",
    question: str | None = None,
    stated: str = "all",
) -> pd.DataFrame:
    """As `positions`, for each of several days, with the column `on` for the day; sorted by day, actor and
    question.

    Args:
        question: limits the result to this question; None for all.
    """
    now = cell_positions_over(coded, days, question)
    return now[~hidden_by_filters(now, confidence, stated)].drop(columns="cell").reset_index(drop=True)


def cell_positions_over(coded: pd.DataFrame, days: Sequence[Day], question: str | None) -> pd.DataFrame:
    """As `positions_over` without filters, with the number of each cell in `position_days` (cell)."""
    rows = position_days(coded)
    rows = rows[rows["question"].eq(question)] if question else rows
    each = pd.DataFrame({"on": sorted({*pd.to_datetime(list(days))})}).astype(coded["date"].dtype)
    # the latest row of each cell by each day, joined by row number so that the dtypes of `rows` are preserved
    cells = each.merge(rows[["cell"]].drop_duplicates(), how="cross")
    found = pd.merge_asof(
        cells,
        rows[["cell", "date"]].assign(row=range(len(rows))).sort_values("date", kind="stable"),
        left_on="on",
        right_on="date",
        by="cell",
    ).dropna(subset="row")
    now = rows.iloc[found["row"].astype("int64")].assign(on=found["on"].to_numpy())
    return _aged(now, now["on"])[["on", "cell", *CELL, *POSITION]].reset_index(drop=True)


def deep_beyond_border(positions: pd.DataFrame) -> pd.DataFrame:
    """Actors that permit deep strikes further than strikes near the border, both stated: shown with a note,
    not corrected.

    Returns:
        actor, border, deep (stances).
    """
    table = positions.pivot(index="actor", columns="question", values="stance").reindex(
        columns=["border", "deep"]
    )
    odd = table[table["deep"].gt(table["border"])].astype("int8")
    return odd.rename_axis(columns=None).reset_index()
