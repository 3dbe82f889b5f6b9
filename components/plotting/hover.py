"""What a cell says of itself: its sign, its name in a table, and a few lines of HTML when it is pointed at. The same in every figure."""

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
    """The sign of each cell: of its stance, or of its kind of blank.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    book = data.codebook
    return cells["stance"].map({s.code: s.glyph for s in book.scale}).fillna(cells["state"].map({s.code: s.glyph for s in book.states}))


def with_markers(data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame) -> pd.DataFrame:
    """The cells with their sign, whether dissent stands beside them (dissent), and whether deep strikes are permitted further than those near
    the border (deep_beyond_border).

    Args:
        cells: as from `cell_states.cell_states`; beside: as from `dissent.dissent_on` for that day.
    """
    odd = deep_beyond_border(cells[cells["state"].eq("stated")])["actor"]
    return cells.assign(
        sign=glyphs(data, cells),
        dissent=pd.MultiIndex.from_frame(cells[CELL]).isin(pd.MultiIndex.from_frame(beside[CELL])),
        deep_beyond_border=cells["actor"].isin(odd) & cells["question"].isin(["border", "deep"]))


def names_of(data: Dataset, cells: pd.DataFrame) -> list[str]:
    """The name of each cell's stance in the actor's own words, or of its kind of blank.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    states = {s.code: s.name for s in data.codebook.states}
    return [data.codebook.stance(c.stance, c.actor).name if pd.notna(c.stance) else states[c.state] for c in cells.itertuples()]


def last_stated_notes(data: Dataset, cells: pd.DataFrame) -> list[str]:
    """For a table: when each position was last stated, where that is more than a year before the day; else empty.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    said = speeches(data)
    return [f", last stated {day(c.last_stated, said[c.last_statement].date_precision)}" if is_old(c) else "" for c in cells.itertuples()]


def is_old(cell: Any) -> bool:
    """Whether a cell's position was last stated more than a year before the day."""
    return cell.state == "stated" and cell.age_band != "recent"


def heading(text: str, letters: int) -> str:
    """The first line, bold, broken into lines of so many letters."""
    return f"<b>{wrap_plotly(text, letters)}</b>"


def answer_lines(data: Dataset, cell: Any, letters: int, why: bool = True) -> list[str]:
    """Since when, who, why, and what the code means for this question; or which kind of blank it is.

    Args:
        cell: a row of `cell_states.cell_states`; with `deep_beyond_border` (bool) where the note shall be shown.
        why: whether to say why it was coded so; a figure of many days leaves that to the evidence.
    """
    if cell.state == "stated":
        answer = Answer._make([*(getattr(cell, name) for name in Answer._fields[:-1]), getattr(cell, "deep_beyond_border", False)])
        return _stated_lines(data, answer, letters, why)
    if cell.state == "not_yet":
        return [f"Not yet spoken; first spoken of {on_day(cell.first_spoken, cell.first_spoken_precision)}"]
    if cell.state == "nothing_found":
        return [f"{no_result_text(cell.queries).capitalize()}. This is not a position."]
    state = data.codebook.term("states", cell.state)
    return [wrap_plotly(f"{state.name.capitalize()}: {state.meaning}", letters)]


class Speech(NamedTuple):
    """What a figure says of a statement."""

    speaker: str
    role: str
    summary: str
    rationale: str
    date_precision: str


@cached_on_dataset(1)
def speeches(data: Dataset) -> dict[str, Speech]:
    """The statements by id, as plain values: a figure asks for hundreds."""
    return {row.id: Speech(*(getattr(row, name) for name in Speech._fields)) for row in data.statements.itertuples()}


class Answer(NamedTuple):
    """A stated position, as `cell_states.cell_states` has it; deep_beyond_border: as from `with_markers`."""

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


@cached_on_dataset(4000)          # from one day to the next few answers differ
def _stated_lines(data: Dataset, cell: Answer, letters: int, why: bool) -> list[str]:
    said, stance = speeches(data), data.codebook.stance(cell.stance, cell.actor)
    began = said[cell.statement]
    old = "" if cell.age_band == "recent" else f" ({data.codebook.term('ages', cell.age_band).name})"
    lines = [f"{stance.glyph} {stance.name} since {day(cell.since, cell.since_precision)}",
             wrap_plotly(f"{data.names[cell.actor]} {data.codebook.question(cell.question).codes[cell.stance]}.", letters),
             wrap_plotly(f"{began.speaker}, {began.role}", letters),
             *([wrap_plotly(f"Why: {began.rationale}", letters)] if why else []),
             f"Last stated {day(cell.last_stated, said[cell.last_statement].date_precision)}{old} · confidence: {cell.confidence}"]
    if cell.earlier_government:
        lines.append(EARLIER)
    if cell.deep_beyond_border:
        lines.append(wrap_plotly("Note: deep strikes are permitted further than near the border; both as stated", letters))
    return lines


def hover_texts(data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame, letters: int,
           more: Callable[[tuple], list[str]] = lambda cell: []) -> list[str]:
    """What each cell of a figure of actors and questions says when it is pointed at.

    Args:
        cells: as from `with_markers`; beside: as from `dissent.dissent_on` for that day.
        letters: into how many a line is broken.
        more: lines that the figure adds to a cell's answer, before the dissent.
    """
    against = by_cell(beside, CELL)
    names, titles = dict(data.names), {q.code: q.title for q in data.codebook.questions}
    return ["<br>".join([heading(f"{names[cell.actor]} · {titles[cell.question]}", letters), *answer_lines(data, cell, letters),
                         *more(cell), *dissent_lines(data, against[cell.actor, cell.question], letters)])
            for cell in cells.itertuples()]


def by_cell(beside: pd.DataFrame, key: Sequence[str]) -> dict[tuple, list[Any]]:
    """The rows of dissent by the columns of `key`, none for a key without any."""
    rows: dict[tuple, list[Any]] = defaultdict(list)
    for row in beside.itertuples():
        rows[tuple(getattr(row, name) for name in key)].append(row)
    return rows


def dissent_lines(data: Dataset, beside: Iterable[Any], letters: int) -> list[str]:
    """Dissent that stands beside the cell: rows of `dissent.dissent_on`."""
    return [wrap_plotly(f"{DISSENT} Dissent: {row.speaker}, {day(row.date, row.date_precision)} "
                    f"({dissent_terms(data, row)})", letters)
            for row in beside]


def dissent_terms(data: Dataset, row: Any) -> str:
    """What dissent says beside the line.

    Args:
        row: of `dissent.dissent_on`.
    """
    return "same side, other terms" if row.same_side else data.codebook.stance(row.stance).name


def no_result_text(queries: int) -> str:
    """How hard was looked where nothing was found: `nothing found in 3 look-ups`."""
    return f"nothing found in {queries} look-up{'s' if queries != 1 else ''}" if queries else "not looked for"
