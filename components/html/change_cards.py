"""Moves as short lines and as cards that lead to their evidence. Prepared data first, then HTML; no Streamlit."""

from __future__ import annotations

import pandas as pd

from components.escape import escape_html
from components.html.cards import sources_list, stance_chip
from components.state.view_state import Cell
from data.dataset import Dataset
from data.rules.coded_statements import CELL
from data.sentences.wording import day

SHOWN = 5


def moves_info(data: Dataset, steps: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """The latest moves, and where there are fewer than `shown`, the latest first words after them.

    Args:
        steps: as from `changes.counted_changes`: the latest first.

    Returns:
        actor, change, from_stance, stance, date, label (whose move on what, as plain text), when, cell (whose evidence it opens: as it stood on
        that day, if the actor has moved on since).
    """
    rows = steps.sort_values("change", key=lambda change: change.ne("move"), kind="stable").head(shown).reset_index(drop=True)
    latest = steps.drop_duplicates(CELL)["statement"]
    rows["label"] = [f"{data.names[r.actor]} · {data.codebook.question(r.question).short}" for r in rows.itertuples()]
    rows["when"] = [day(r.date, r.date_precision) for r in rows.itertuples()]
    rows["cell"] = [Cell(r.actor, r.question, None if stands else r.date.date())
                    for r, stands in zip(rows.itertuples(), rows["statement"].isin(latest), strict=True)]
    return rows[["actor", "change", "from_stance", "stance", "date", "label", "when", "cell"]]


def move_line(data: Dataset, move: tuple) -> str:
    """Where from and where to, and when, as HTML.

    Args:
        move: a row of `moves_info`, or of `ChangesInfo.steps`.
    """
    def chip(stance: int) -> str:
        return stance_chip(data.codebook, stance, move.actor)

    start = chip(move.from_stance) if move.change == "move" else '<span class="sp-quiet">first words </span>'
    return f'<p class="sp-move">{start}→ {chip(move.stance)}<span class="sp-quiet">{escape_html(move.when)}</span></p>'


def step_card(data: Dataset, step: tuple) -> str:
    """A move or first words as a card: whose, where from and where to, when, on whose words, whether it was taken back, and the sources.

    Args:
        step: a row of `ChangesInfo.steps`.
    """
    said = data.statements_by_id.loc[step.statement]
    title = f"{data.names[step.actor]} · {data.codebook.question(step.question).title}"
    apart = ' <span class="sp-tag">not counted</span>' if step.belligerent else ""
    notes = [f"{step.direction[0].upper()}{step.direction[1:]}."] if step.direction else []
    notes += [step.back] if step.back else []
    return (f'<article class="sp-card"><p><span class="sp-who">{escape_html(title)}</span>{apart}</p>{move_line(data, step)}'
            + (f'<p class="sp-quiet">{escape_html(" ".join(notes))}</p>' if notes else "")
            + f'<p>{escape_html(said["speaker"])}, {escape_html(said["role"])}: {escape_html(said["summary"])}</p>{sources_list(data, step.statement)}</article>')
