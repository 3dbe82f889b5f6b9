"""Sentences on one actor: its positions, its groups, and the questions it has not spoken to."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.dataset import Dataset
from data.rules.changes import changes
from data.rules.coded_statements import statements_by_actor
from data.rules.dissent import dissent_on
from data.sentences.stances import how_recent
from data.sentences.wording import Day, count_of, day, join_names, on_day, sure


def actor_stands(
    data: Dataset,
    coded: pd.DataFrame,
    cells: pd.DataFrame,
    actor: str,
    on: Day,
    confidence: str = "all",
    stated: str = "all",
) -> str:
    """An actor's positions on a day: on how many questions and which, how many are old, any dissent, and its
    latest move.

    Args:
        cells: as from `cell_states.cell_states` for that day and filters.
    """
    book, name, filtered = data.codebook, data.names[actor], sure(confidence, stated)
    short = {q.code: f"“{q.short}”" for q in book.questions}
    here = cells[cells["actor"].eq(actor)]
    held = here[here["stance"].notna()]
    if held.empty:
        return f"On {day(on)}, {name} has no stated position{filtered} on any of the {count_of(len(here), 'question')}."
    each = [
        f"{book.stance(point.code, actor).name}: {join_names(part['question'].map(short).tolist())}"
        for point in book.scale
        if len(part := held[held["stance"].eq(point.code)])
    ]
    said = [
        f"On {day(on)}, {name} has a position{filtered} on {len(held)} of {count_of(len(here), 'question')} ({'; '.join(each)})."
    ]
    if recent := how_recent(cells, [actor], on):
        said.append(recent)
    own = statements_by_actor(coded, actor)
    against = set(dissent_on(own, on)["question"])
    if beside := [q for q in short if q in against]:
        said.append(f"Dissent stands beside {join_names([short[q] for q in beside])}.")
    steps = changes(own, pd.Timestamp.min, on, confidence)
    moves = steps[steps["change"].eq("move")]
    if moves.empty:
        said.append("It had not moved from one position to another by then.")
    else:
        last = moves[moves["date"].eq(moves["date"].iloc[-1])]
        how = [
            f"{short[m.question]}: {book.stance(m.from_stance, actor).name} → {book.stance(m.stance, actor).name}"
            for m in last.itertuples()
        ]
        said.append(
            f"It last moved {on_day(last['date'].iloc[0], last['date_precision'].iloc[0])} ({'; '.join(how)})."
        )
    return " ".join(said)


def membership(row: Any, on: Day) -> str:
    """An actor's membership of a group, seen from a day: `since 4 April 1949`.

    Args:
        row: of `actor_profile.memberships_of`.
    """
    if row.start > pd.Timestamp(on):
        return f"from {day(row.start)}, after this day"
    if pd.isna(row.end):
        return f"since {day(row.start)}"
    return f"{day(row.start)} to {day(row.end)}"


_STEPS = {
    0.5: "half a step",
    1: "one step",
    1.5: "one and a half steps",
    2: "two steps",
    2.5: "two and a half steps",
    3: "three steps",
    3.5: "three and a half steps",
    4: "four steps",
}


def against_median(data: Dataset, row: Any) -> str:
    """An actor's distance from the median of a group:
    `one step more permissive than the median of 17 NATO members with a position`.

    Args:
        row: of `stance_counts.group_medians`.
    """
    base = f"{row.others} {data.codebook.term('groups', row.group).name} member{'s' if row.others != 1 else ''} with a position"
    if pd.isna(row.median):
        return f"too few for a median: {base}"
    if pd.isna(row.size):
        return f"median of {base}: {median_name(data, row.median)}"
    which = (
        "the same as"
        if row.size == 0
        else f"{_STEPS[abs(row.size)]} {'more' if row.size > 0 else 'less'} permissive than"
    )
    return f"{which} the median of {base} ({median_name(data, row.median)})"


def median_name(data: Dataset, median: float) -> str:
    """A median in the scale's names; it may fall between two stances."""
    low, high = int(median // 1), int(-(-median // 1))
    names = [data.codebook.stance(code).name for code in dict.fromkeys((low, high))]
    return names[0] if len(names) == 1 else f"between {names[0]} and {names[1]}"


def not_spoken_to(data: Dataset, cells: pd.DataFrame, actor: str, on: Day) -> list[str]:
    """The questions to which an actor has not spoken up to the day, one line per kind of blank; empty if it
    has spoken to all.

    Args:
        cells: as from `cell_states.cell_states` for that day.
    """
    here, title = cells[cells["actor"].eq(actor)], {q.code: f"“{q.title}”" for q in data.codebook.questions}
    lines = []
    for state in data.codebook.states:
        rows = here[here["state"].eq(state.code)]
        if state.code not in ("not_yet", "nothing_found", "not_looked_for") or rows.empty:
            continue
        later = state.code == "not_yet"
        each = [
            title[r.question]
            + (f" (first {on_day(r.first_spoken, r.first_spoken_precision)})" if later else "")
            for r in rows.itertuples()
        ]
        lines.append(f"{state.name.capitalize()}: {join_names(each)}.")
    return lines
