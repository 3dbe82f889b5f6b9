"""Moves as short lines and as cards with their evidence. Does not use Streamlit."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from components.html.cards import sources_list, stance_chip
from components.html.environment import render
from components.state.view_state import Cell
from data.dataset import Dataset
from data.rules.coded_statements import CELL
from data.sentences.wording import day

SHOWN = 5


def moves_info(data: Dataset, steps: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """Returns the latest moves and, if there are fewer than `shown`, the latest first words after them.

    Args:
        steps: as from `changes.counted_changes`: the latest first.

    Returns:
        actor, change, from_stance, stance, date, label (actor and question, as plain text), when, cell (whose
        evidence it opens; as of that day if the actor has moved on since).
    """
    rows = (
        steps.sort_values("change", key=lambda change: change.ne("move"), kind="stable")
        .head(shown)
        .reset_index(drop=True)
    )
    latest = steps.drop_duplicates(CELL)["statement"]
    rows["label"] = [
        f"{data.names[r.actor]} · {data.codebook.question(r.question).short}" for r in rows.itertuples()
    ]
    rows["when"] = [day(r.date, r.date_precision) for r in rows.itertuples()]
    rows["cell"] = [
        Cell(r.actor, r.question, None if stands else r.date.date())
        for r, stands in zip(rows.itertuples(), rows["statement"].isin(latest), strict=True)
    ]
    return rows[["actor", "change", "from_stance", "stance", "date", "label", "when", "cell"]]


def move_line(data: Dataset, move: Any) -> Markup:
    """Returns a move's stances before and after, and its day, as HTML.

    Args:
        move: a row of `moves_info`, or of `ChangesInfo.steps`.
    """
    start = stance_chip(data.codebook, move.from_stance, move.actor) if move.change == "move" else ""
    return render(
        "move_line.html.j2",
        start=start,
        end=stance_chip(data.codebook, move.stance, move.actor),
        when=move.when,
    )


def step_card(data: Dataset, step: Any) -> Markup:
    """Returns a card of a move or first words.

    It names the actor, the stances before and after, the day, the statement behind it, whether the move was
    taken back, and the sources.

    Args:
        step: a row of `ChangesInfo.steps`.
    """
    way = f"{step.direction[0].upper()}{step.direction[1:]}." if step.direction else ""
    return render(
        "step_card.html.j2",
        title=f"{data.names[step.actor]} · {data.codebook.question(step.question).title}",
        apart=step.belligerent,
        move=move_line(data, step),
        notes=" ".join(filter(None, [way, step.back])),
        said=data.statements_by_id.loc[step.statement],
        sources=sources_list(data, step.statement),
    )
