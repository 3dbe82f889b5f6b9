"""Text of a cell, the same in every figure: its sign, its name in a table, its hover text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from components.escape import wrap_plotly
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.rules.coded_statements import CELL
from data.rules.positions import deep_beyond_border
from data.sentences.wording import EARLIER, day, on_day

DISSENT = "◆"


def glyphs(data: Dataset, cells: pd.DataFrame) -> pd.Series:
    """Returns the sign of each cell: of its stance, or of its kind of blank.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    book = data.codebook
    return (
        cells["stance"]
        .map({s.code: s.glyph for s in book.scale})
        .fillna(cells["state"].map({s.code: s.glyph for s in book.states}))
    )


def with_markers(data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame) -> pd.DataFrame:
    """Returns the cells with their sign and markers.

    Args:
        cells: as from `cell_states.cell_states`.
        beside: as from `dissent.dissent_on` for that day.

    Returns:
        The cells with the columns sign, dissent (bool: dissent stands beside the cell) and deep_beyond_border
        (bool: deep strikes are permitted further than those near the border).
    """
    odd = deep_beyond_border(cells[cells["state"].eq("stated")])["actor"]
    return cells.assign(
        sign=glyphs(data, cells),
        dissent=pd.MultiIndex.from_frame(cells[CELL]).isin(pd.MultiIndex.from_frame(beside[CELL])),
        deep_beyond_border=cells["actor"].isin(odd) & cells["question"].isin(["border", "deep"]),
    )


def names_of(data: Dataset, cells: pd.DataFrame) -> list[str]:
    """Returns the name of each cell's stance, worded for the actor, or of its kind of blank.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    states = {s.code: s.name for s in data.codebook.states}
    return [
        data.codebook.stance(c.stance, c.actor).name if pd.notna(c.stance) else states[c.state]
        for c in cells.itertuples()
    ]


def last_stated_notes(data: Dataset, cells: pd.DataFrame) -> list[str]:
    """Returns notes for a table on when positions were last stated.

    A note is empty unless that is more than a year before the day.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    said = speeches(data)
    return [
        f", last stated {day(c.last_stated, said[c.last_statement].date_precision)}" if is_old(c) else ""
        for c in cells.itertuples()
    ]


def is_old(cell: Any) -> bool:
    """Returns whether a cell's position was last stated more than a year before the day."""
    return cell.state == "stated" and cell.age_band != "recent"


def heading(text: str, letters: int) -> str:
    """Returns the first line of a hover text, bold and wrapped."""
    return f"<b>{wrap_plotly(text, letters)}</b>"


def answer_lines(data: Dataset, cell: Any, letters: int, why: bool = True) -> list[str]:
    """Returns the hover text of an answer as lines.

    For a position: since when, what the code means for this question, who began it, why it was coded so, when
    it was last stated. For a blank: which kind it is.

    Args:
        cell: a row of `cell_states.cell_states`; with `deep_beyond_border` (bool) where that note shall be
            shown.
        letters: maximum length of a line in characters.
        why: whether to include why it was coded so; a figure of many days leaves this to the evidence.
    """
    if cell.state == "stated":
        answer = Answer._make(
            [
                *(getattr(cell, name) for name in Answer._fields[:-1]),
                getattr(cell, "deep_beyond_border", False),
            ]
        )
        return _stated_lines(data, answer, letters, why)
    if cell.state == "not_yet":
        return [f"Not yet spoken; first spoken of {on_day(cell.first_spoken, cell.first_spoken_precision)}"]
    if cell.state == "nothing_found":
        return [f"{no_result_text(cell.queries).capitalize()}. This is not a position."]
    state = data.codebook.term("states", cell.state)
    return [wrap_plotly(f"{state.name.capitalize()}: {state.meaning}", letters)]


class Speech(NamedTuple):
    """The fields of a statement that figures use."""

    speaker: str
    role: str
    summary: str
    rationale: str
    date_precision: str


@cached_on_dataset(1)
def speeches(data: Dataset) -> dict[str, Speech]:
    """Returns the statements by id, as plain values, because a figure looks up hundreds."""
    return {
        row.id: Speech(*(getattr(row, name) for name in Speech._fields))
        for row in data.statements.itertuples()
    }


class Answer(NamedTuple):
    """A stated position, hashable as a cache key.

    Attributes:
        deep_beyond_border: as from `with_markers`; all other fields as in `cell_states.cell_states`.
    """

    actor: str
    question: str
    stance: int
    since: pd.Timestamp
    since_precision: str
    statement: str
    last_stated: pd.Timestamp
    last_statement: str
    confidence: str
    earlier_government: bool
    age_band: str
    deep_beyond_border: bool


@cached_on_dataset(4000)  # few answers differ from one day to the next
def _stated_lines(data: Dataset, cell: Answer, letters: int, why: bool) -> list[str]:
    said, stance = speeches(data), data.codebook.stance(cell.stance, cell.actor)
    began = said[cell.statement]
    old = "" if cell.age_band == "recent" else f" ({data.codebook.term('ages', cell.age_band).name})"
    lines = [
        f"{stance.glyph} {stance.name} since {day(cell.since, cell.since_precision)}",
        wrap_plotly(
            f"{data.names[cell.actor]} {data.codebook.question(cell.question).codes[cell.stance]}.", letters
        ),
        wrap_plotly(f"{began.speaker}, {began.role}", letters),
        *([wrap_plotly(f"Why: {began.rationale}", letters)] if why else []),
        f"Last stated {day(cell.last_stated, said[cell.last_statement].date_precision)}{old} · confidence: {cell.confidence}",
    ]
    if cell.earlier_government:
        lines.append(EARLIER)
    if cell.deep_beyond_border:
        lines.append(
            wrap_plotly(
                "Note: deep strikes are permitted further than near the border; both as stated", letters
            )
        )
    return lines


def hover_texts(
    data: Dataset,
    cells: pd.DataFrame,
    beside: pd.DataFrame,
    letters: int,
    more: Callable[[tuple], list[str]] = lambda cell: [],
) -> list[str]:
    """Returns the hover text of each cell of a figure of actors and questions.

    Args:
        cells: as from `with_markers`.
        beside: as from `dissent.dissent_on` for that day.
        letters: maximum length of a line in characters.
        more: returns lines that the figure adds to a cell's answer, before the dissent.
    """
    against = by_cell(beside, CELL)
    names, titles = dict(data.names), {q.code: q.title for q in data.codebook.questions}
    return [
        "<br>".join(
            [
                heading(f"{names[cell.actor]} · {titles[cell.question]}", letters),
                *answer_lines(data, cell, letters),
                *more(cell),
                *dissent_lines(data, against[cell.actor, cell.question], letters),
            ]
        )
        for cell in cells.itertuples()
    ]


def by_cell(beside: pd.DataFrame, key: Sequence[str]) -> dict[tuple, list[Any]]:
    """Returns the rows of dissent by the columns of `key`; an empty list for a missing key."""
    rows: dict[tuple, list[Any]] = defaultdict(list)
    for row in beside.itertuples():
        rows[tuple(getattr(row, name) for name in key)].append(row)
    return rows


def dissent_lines(data: Dataset, beside: Iterable[Any], letters: int) -> list[str]:
    """Returns a line for each dissent that stands beside a cell.

    Args:
        beside: rows of `dissent.dissent_on`.
        letters: maximum length of a line in characters.
    """
    return [
        wrap_plotly(
            f"{DISSENT} Dissent: {row.speaker}, {day(row.date, row.date_precision)} "
            f"({dissent_terms(data, row)})",
            letters,
        )
        for row in beside
    ]


def dissent_terms(data: Dataset, row: Any) -> str:
    """Returns the terms of a dissent relative to the line.

    Args:
        row: of `dissent.dissent_on`.
    """
    return "same side, other terms" if row.same_side else data.codebook.stance(row.stance).name


def no_result_text(queries: int) -> str:
    """Returns how many look-ups found nothing, as text: `nothing found in 3 look-ups`."""
    return f"nothing found in {queries} look-up{'s' if queries != 1 else ''}" if queries else "not looked for"
