"""Changes between two days: the actors, the statements that made them, and whether they were reversed."""

from __future__ import annotations

import pandas as pd

from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.coded_statements import CELL, Day, below, day_range
from data.rules.membership import counted_countries, members_on
from data.rules.positions import cell_positions
from data.rules.spells import spells


@cached_on_dataset(CACHE_SIZE)
def counted_changes(
    data: Dataset, coded: pd.DataFrame, on: Day, groups: tuple[str, ...] = (), confidence: str = "all"
) -> pd.DataFrame:
    """The steps up to and including a day of the counted countries, latest first.

    Members of the groups on that day if any are named. Steps on statements below `confidence` are left out.
    Steps of the same day are sorted by the actor's name, then in the order of the questions.

    Returns:
        as `changes`.

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    steps = shown_changes(data, coded, pd.Timestamp.min, on, groups, confidence)
    steps = steps[steps["actor"].isin(counted_countries(data))]
    return steps.sort_values("date", ascending=False, kind="stable", ignore_index=True).drop(
        columns=["belligerent", *REVERSAL_COLUMNS]
    )


# The step that reversed a move: its day, the precision of the day, and the stance it led to.
REVERSAL_COLUMNS = ["back_on", "back_precision", "back_to"]


def shown_changes(
    data: Dataset,
    coded: pd.DataFrame,
    since: Day,
    on: Day,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
) -> pd.DataFrame:
    """The steps after `since`, up to and including `on`, of all actors, or of the members on that day of the
    groups named.

    Steps on statements below `confidence` are left out. Steps of the same day are sorted by the actor's name,
    then in the order of the questions.

    Returns:
        as `changes`, and: belligerent (Ukraine and Russia: shown, not counted), back_on, back_precision,
        back_to (day, precision of the day and stance of the actor's next step on the question, if it comes up
        to `on` and goes the other way, whatever its confidence; else missing).

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    steps, on = _all_changes(data, coded), pd.Timestamp(on)
    shown = steps["date"].between(pd.Timestamp(since), on, inclusive="right") & steps["actor"].isin(
        members_on(data, groups, on)
    )
    steps = steps[shown & ~below(steps["confidence"], confidence)].reset_index(drop=True)
    steps[REVERSAL_COLUMNS] = steps[REVERSAL_COLUMNS].where(steps["back_on"] <= on)
    return steps


@cached_on_dataset(4)
def _all_changes(data: Dataset, coded: pd.DataFrame) -> pd.DataFrame:
    """As `shown_changes`, for all actors and all days."""
    steps = changes(coded, pd.Timestamp.min, pd.Timestamp.max)
    then = steps.groupby(CELL)[["date", "date_precision", "stance", "size"]].shift(-1)
    back = (then["size"] * steps["size"]).lt(0).fillna(False).astype(bool)
    steps["belligerent"] = steps["actor"].isin(data.actors.loc[data.actors["belligerent"], "code"])
    steps[REVERSAL_COLUMNS] = then[["date", "date_precision", "stance"]].where(back)
    place = {q.code: n for n, q in enumerate(data.codebook.questions)}
    ranked = steps.assign(name=steps["actor"].map(data.names), place=steps["question"].map(place))
    return ranked.sort_values(["date", "name", "place"], ignore_index=True)[steps.columns]


def ambiguous_month_changes(steps: pd.DataFrame, since: Day, on: Day) -> pd.DataFrame:
    """Steps known only to the month whose month contains the start or the end of a period: they may fall
    inside it or outside.

    Args:
        steps: as from `changes`, over a longer period.
        since, on: the period runs from the day after `since` to `on`.

    Returns:
        the rows of `steps`, and listed (bool: the day by which they are sorted falls inside the period).
    """
    since, on = pd.Timestamp(since), pd.Timestamp(on)
    months = steps[steps["date_precision"].eq("month")]
    months = months.assign(listed=months["date"].between(since, on, inclusive="right"))
    first, last = day_range(months["date"], months["date_precision"])
    touched, whole = (first <= on) & (last > since), (first > since) & (last <= on)
    return months[touched & ~whole].reset_index(drop=True)


def changes(coded: pd.DataFrame, since: Day, on: Day, confidence: str = "all") -> pd.DataFrame:
    """Every step after `since`, up to and including `on`, sorted by day; reversals included.

    Steps on statements below `confidence` are left out.

    Returns:
        actor, question, change ("first words": from no position to one; "move": from one to another),
        from_stance (NA for first words), stance, size (stance minus from_stance, NA for first words), date,
        date_precision, statement, confidence.

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    rows = spells(coded)
    rows = rows[~below(rows["confidence"], confidence)]
    rows = rows[rows["since"].between(pd.Timestamp(since), pd.Timestamp(on), inclusive="right")]
    rows = rows.rename(
        columns={"previous": "from_stance", "since": "date", "since_precision": "date_precision"}
    )
    rows["change"] = rows["from_stance"].isna().map({True: "first words", False: "move"})
    rows["size"] = (rows["stance"] - rows["from_stance"]).astype("Int8")
    columns = [
        *CELL,
        "change",
        "from_stance",
        "stance",
        "size",
        "date",
        "date_precision",
        "statement",
        "confidence",
    ]
    return rows.sort_values(["date", *CELL])[columns].reset_index(drop=True)


def net_change(coded: pd.DataFrame, since: Day, on: Day, confidence: str = "all") -> pd.DataFrame:
    """The difference between the positions on two days, ignoring the steps in between; one row per cell that
    differs.

    A cell whose position `confidence` hides on either day is left out: a position that is not shown is not
    compared.

    Returns:
        actor, question, from_stance (NA: no position on the first day), stance, size (NA where from_stance
        is).

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    then, both = (
        cell_positions(coded, pd.Timestamp(since)).set_index("cell"),
        cell_positions(coded, pd.Timestamp(on)),
    )
    shown = ~(below(both["confidence"], confidence) | below(both["cell"].map(then["confidence"]), confidence))
    both = both.assign(from_stance=both["cell"].map(then["stance"]).astype("Int8"))[shown]
    both["size"] = (both["stance"] - both["from_stance"]).astype("Int8")
    return both.loc[both["size"].ne(0).fillna(True), [*CELL, "from_stance", "stance", "size"]].reset_index(
        drop=True
    )
