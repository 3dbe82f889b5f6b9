"""Dissent: statements of members of a government that contradict its position. They never move it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.cache import cached_on_dataset
from data.rules.coded_statements import CELL, Day
from data.rules.spells import position_setting_statements

DISSENT_MONTHS = 12


def dissent_on(coded: pd.DataFrame, on: Day) -> pd.DataFrame:
    """The dissent that stands beside the positions on a day. It never moves them.

    It stands for 12 months, until the same speaker speaks for the government, or until another government
    follows, whichever comes first.

    Returns:
        actor, question, statement, stance, date, date_precision, speaker, until (first day on which it no
        longer stands), line (the position's stance, NA: none), same_side (True: its code equals the line's,
        on other terms).
    """
    said, on = _dissent(coded), pd.Timestamp(on)
    return said.loc[(said["from"] <= on) & (on < said["to"]), DISSENT].reset_index(drop=True)


DISSENT = [*CELL, "statement", "stance", "date", "date_precision", "speaker", "until", "line", "same_side"]


def dissent_over(coded: pd.DataFrame, days: Sequence[Day]) -> pd.DataFrame:
    """As `dissent_on`, for each of several days, with the column `on` for the day."""
    said = _dissent(coded)
    each = pd.DataFrame({"on": sorted({*pd.to_datetime(list(days))})}).astype(said["date"].dtype)
    rows = each.merge(said, how="cross")
    return rows.loc[(rows["from"] <= rows["on"]) & (rows["on"] < rows["to"]), ["on", *DISSENT]].reset_index(
        drop=True
    )


@cached_on_dataset(1)
def _dissent(coded: pd.DataFrame) -> pd.DataFrame:
    """Dissent beside each position it stands beside: as `dissent_on`, and from, to (first day after). Sorted
    by actor, question and day.
    """
    said = coded[coded["voice"].eq("dissent")].sort_values("date", kind="stable")
    turned = coded.loc[coded["voice"].eq("government"), ["actor", "speaker", "date"]].rename(
        columns={"date": "turned"}
    )
    said = pd.merge_asof(
        said,
        turned.sort_values("turned"),
        left_on="date",
        right_on="turned",
        by=["actor", "speaker"],
        direction="forward",
        allow_exact_matches=False,
    )
    said["until"] = pd.concat(
        [said["date"] + pd.DateOffset(months=DISSENT_MONTHS), said["turned"], said["succeeded"]], axis=1
    ).min(axis=1)
    lines = (
        position_setting_statements(coded)[[*CELL, "date", "stance"]]
        .rename(columns={"date": "set", "stance": "line"})
        .astype({"line": "Int8"})
    )
    none = said[CELL].drop_duplicates().assign(set=pd.Timestamp.min, line=pd.NA)  # no position yet
    lines = pd.concat([none.astype(lines.dtypes), lines]).sort_values([*CELL, "set"], kind="stable")
    lines["next"] = lines.groupby(CELL)["set"].shift(-1)
    rows = said.merge(lines, on=CELL)
    rows["from"], rows["to"] = rows[["date", "set"]].max(axis=1), rows[["until", "next"]].min(axis=1)
    rows["same_side"] = rows["stance"].eq(rows["line"]).fillna(False).astype(bool)
    return rows.loc[rows["from"] < rows["to"], [*DISSENT, "from", "to"]].sort_values(
        [*CELL, "date"], kind="stable", ignore_index=True
    )
