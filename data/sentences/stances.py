"""Sentences on positions on a day: the number on each side, the latest moves, and the age of the
statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data.dataset import Dataset
from data.rules.coded_statements import AGES
from data.rules.membership import counted_members, head_on
from data.rules.stance_counts import Rise, stance_counts
from data.schema.fields import FIRST_DAY
from data.sentences.wording import EARLIER, NAMED, Day, count_of, day, join_names, on_day, population, sure

FEW = 5  # a share of fewer means little
LATELY = pd.DateOffset(months=12)


def state_of_play(
    data: Dataset,
    cells: pd.DataFrame,
    on: Day,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    stated: str = "all",
) -> str:
    """The questions with the largest and the smallest share of counted countries in favour, in one sentence;
    or that all are alike.

    Args:
        cells: as from `cell_states.cell_states` for that day and filters.
    """
    table, who, filtered = (
        shares_in_favour(data, cells, on, groups),
        population(data, groups, on),
        sure(confidence, stated),
    )
    if table.empty:
        return f"On {day(on)}, none of the {who} has a stated position{filtered} on any question."
    title = {q.code: f"“{q.short}”" for q in data.codebook.questions}
    most, least = table.iloc[0], table.iloc[-1]
    start = f"Among {who} with a position{filtered} on {day(on)}, support or permission is"
    if len(table) > 1 and most["favour"] * least["base"] == least["favour"] * most["base"]:
        return f"{start} equally wide on {join_names([f'{title[row.Index]} ({row.favour} of {row.base})' for row in table.itertuples()])}."
    start += f" widest on {title[most.name]} ({most['favour']} of {most['base']})"
    return (
        f"{start}."
        if len(table) == 1
        else f"{start} and narrowest on {title[least.name]} ({least['favour']} of {least['base']})."
    )


def shares_in_favour(
    data: Dataset, cells: pd.DataFrame, on: Day, groups: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The share of the counted countries that support or permit, by question, the largest first.

    Only questions on which at least `FEW` of them have a position; in a small group, those with the most
    positions.

    Args:
        cells: as from `cell_states.cell_states` for that day.

    Returns:
        favour, base (countries with a position), indexed by question.
    """
    counts = stance_counts(cells, counted_members(data, groups, on))
    base = counts.groupby("question")["base"].first()
    table = pd.DataFrame(
        {"favour": counts[counts["stance"] > 0].groupby("question")["count"].sum(), "base": base}
    )
    table = table[base >= max(min(FEW, base.max()), 1)]
    return table.loc[(table["favour"] / table["base"]).sort_values(ascending=False, kind="stable").index]


def stand_on(
    data: Dataset,
    cells: pd.DataFrame,
    question: str,
    on: Day,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    stated: str = "all",
) -> str:
    """How many of the counted countries are on each side of one question, in one sentence.

    Args:
        cells: as from `cell_states.cell_states` for that day and filters.
    """
    short = f"“{data.codebook.question(question).short}”"
    filtered = sure(confidence, stated)
    favour, middle, against, base = sides(data, cells, question, on, groups)
    who = population(data, groups, on)
    if not base:
        return f"On {day(on)}, none of the {who} has a stated position{filtered} on {short}."
    others = join_names(
        [
            f"{n} {what}"
            for n, what in ((against, "discourage it or rule it out"), (middle, "take no side"))
            if n
        ]
    )
    start = f"On {day(on)}, {favour} of the {base} {who} with a position{filtered} on {short} support or permit it"
    return f"{start}; {others}." if others else f"{start}."


class Sides(NamedTuple):
    """The number of countries on each side of a question; base: how many have a position."""

    favour: int
    middle: int
    against: int
    base: int


def sides(data: Dataset, cells: pd.DataFrame, question: str, on: Day, groups: tuple[str, ...] = ()) -> Sides:
    """The number of counted countries on each side of a question, without organisations and belligerents.

    Args:
        cells: as from `cell_states.cell_states` for that day.
    """
    held = cells.loc[
        cells["question"].eq(question) & cells["actor"].isin(counted_members(data, groups, on)), "stance"
    ].dropna()
    return Sides(int((held > 0).sum()), int((held == 0).sum()), int((held < 0).sum()), len(held))


def rise_in_words(rise: Rise) -> str:
    """The steepest rise:
    `The number that support or permit rose most in the 30 days to 18 June 2024: from 4 to 19.`
    """
    days = (rise.last - rise.first).days
    return f"The number that support or permit rose most in the {days} days to {day(rise.last)}: from {rise.start} to {rise.end}."


def latest_moves(data: Dataset, steps: pd.DataFrame, on: Day, groups: tuple[str, ...] = ()) -> str:
    """How many of the counted countries moved in the twelve months up to the day, in which direction, and the
    latest move.

    Args:
        steps: as from `changes.counted_changes` for that day and groups.
    """
    number, who = len(counted_members(data, groups, on)), population(data, groups, on)
    moves = steps[steps["change"].eq("move")]
    if moves.empty:
        return f"None of the {number} {who} had moved from one position to another by then."
    last = moves[moves["date"].eq(moves["date"].iloc[0])]
    movers = data.names[last["actor"].unique()].tolist()
    named = join_names(movers) if len(movers) <= NAMED else f"{len(movers)} of them"
    when = f"{on_day(last['date'].iloc[0], last['date_precision'].iloc[0])} ({named})"
    lately = moves[moves["date"] > pd.Timestamp(on) - LATELY]
    if lately.empty:
        return f"None of the {number} {who} moved in the twelve months before; the latest move was {when}."
    sizes = {"towards": int(lately["size"].gt(0).sum()), "away from": int(lately["size"].lt(0).sum())}
    ways = join_names([f"{count_of(n, 'move')} {way} support" for way, n in sizes.items() if n])
    return f"In the twelve months before, {lately['actor'].nunique()} of the {number} {who} moved ({ways}), last {when}."


def how_recent(cells: pd.DataFrame, actors: Sequence[str], on: Day) -> str:
    """How many of the actors' positions were last stated over a year before the day, in one sentence, to
    follow their count.

    Empty without positions, or if the day is too early for an old one.

    Args:
        cells: as from `cell_states.cell_states` for that day and filters, on one question or several.
    """
    year_before = pd.Timestamp(on) - pd.DateOffset(months=AGES["over_1_year"])
    held = cells.loc[cells["actor"].isin(actors) & cells["stance"].notna(), "age_band"]
    number, old = len(held), int(held.ne("recent").sum())
    if not number or year_before < pd.Timestamp(FIRST_DAY):
        return ""
    if number == 1:
        return f"The one position {'was last stated before' if old else 'has been stated since'} {day(year_before)}."
    if old == number:
        return f"None of the {number} positions has been stated since {day(year_before)}."
    if not old:
        return f"All {number} positions have been stated since {day(year_before)}."
    return f"{old} of the {number} positions {'was' if old == 1 else 'were'} last stated before {day(year_before)}."


def age_of_words(cells: pd.DataFrame, actors: Sequence[str]) -> str:
    """The month by which half of the actors' positions were last stated; empty without positions.

    A month, not a day, since some statements are known only to the month.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    stated = cells[cells["actor"].isin(actors) & cells["state"].eq("stated")]
    if stated.empty:
        return ""
    middle = f"{stated['last_stated'].quantile(0.5, interpolation='lower'):%B %Y}"
    if len(stated) == 1:
        return f"The one stated position was last stated in {middle}."
    return f"Half of the {len(stated)} stated positions were last stated in {middle} or earlier."


def under_earlier_government(data: Dataset, actor: str, cell: pd.Series, on: Day) -> str:
    """Under whom a position was stated, and who governs now.

    Empty without a stated position, or if no other government has followed since it was last set.

    Args:
        cell: the actor's row of `cell_states.cell_states` for that day.
    """
    if cell["state"] != "stated" or not cell["earlier_government"]:
        return ""
    then, now = (
        head_on(data, actor, data.statements_by_id.loc[cell["set_by"], "date"]),
        head_on(data, actor, on),
    )
    assert now is not None  # a later government exists
    whose = f" ({then['head']})" if then is not None else ""
    return f"{EARLIER}{whose}; that of {now['head']}, in office since {day(now['from'])}, " + (
        "has only commented on it."
        if cell["last_stated"] >= now["from"]
        else "has said nothing on it that is known here."
    )
