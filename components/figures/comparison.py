"""Actors side by side on every question, widest difference first.

Data are prepared first, testable without plotly; then the figure is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly, wrap_plotly
from components.plotting.hover import DISSENT, hover_texts, last_stated_notes, names_of, with_markers
from components.plotting.layout import (
    EDGE,
    HOVER_STYLE,
    NO_HOVER_STYLE,
    FigureBuilder,
    FigureText,
    LegendEntry,
    build_figure,
)
from components.plotting.legend import age_entries, stance_entries, state_entries
from components.state.view_export import ViewExport, cells_export, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import Palette
from data.analysis.comparison import comparable, spread
from data.dataset import Dataset
from data.rules.cell_states import cell_states
from data.rules.coded_statements import CELL
from data.rules.dissent import dissent_on
from data.rules.membership import counted_countries
from data.sentences.comparison import compared, stances_beside
from data.sentences.stances import how_recent
from data.sentences.wording import count_of, day, filter_suffix, join_names, source

# Sections of questions, in order.
DIFFERENT, SAME, NOTHING_TO_COMPARE = "Different positions", "The same position", "Nothing to compare"
OWN_WORDS = "What a party to the war says in words of its own is shown, not compared."


class CompareInfo(NamedTuple):
    """Data of the comparison.

    Attributes:
        actors: codes in the reader's order.
        rows: one row per question, widest difference first: question, title, answers, distance (NA: fewer
            than two comparable positions), section, sentence (what each has said since when, to follow the
            title).
        cells: as `hover.with_markers`, of these actors, with name (of the stance or blank), note (since when,
            or the number of look-ups), hover.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        source: lines below the plot.
    """

    actors: list[str]
    rows: pd.DataFrame
    cells: pd.DataFrame
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


def compare_info(
    data: Dataset,
    coded: pd.DataFrame,
    actors: Sequence[str],
    choices: ViewState,
    address: str,
    width: int = DESKTOP,
) -> CompareInfo:
    """Prepares the comparison of the actors.

    Args:
        address: URL of this view, for the source line.
        width: layout width in pixels, to which hover text is wrapped.
    """
    cells = cell_states(data, coded, choices.on, choices.confidence, choices.stated)
    cells = cells[cells["actor"].isin(actors)].reset_index(drop=True)
    beside = dissent_on(coded, choices.on)
    like = comparable(data, cells)
    rows = spread(like)
    rows["title"] = rows["question"].map({q.code: q.title for q in data.codebook.questions})
    rows["section"] = [
        NOTHING_TO_COMPARE if pd.isna(d) else DIFFERENT if d else SAME for d in rows["distance"]
    ]
    rows["sentence"] = [stances_beside(data, cells, q) for q in rows["question"]]
    cells = with_markers(data, cells, beside)
    cells["name"] = names_of(data, cells)
    cells["note"] = [_note(c) for c in cells.itertuples()]
    cells["hover"] = hover_texts(data, cells, beside, 62 if width > PHONE else 40)
    own = [OWN_WORDS] if like["stance"].isna().sum() > cells["stance"].isna().sum() else []
    return CompareInfo(
        actors=list(actors),
        rows=rows.sort_values(
            ["distance", "answers"], ascending=False, na_position="last", kind="stable", ignore_index=True
        ),
        cells=cells,
        title=f"{join_names(data.names[list(actors)].tolist())} on strikes inside Russia",
        subtitle=[
            f"{day(choices.on)} · widest difference first, each position with the day since when"
            f"{filter_suffix(choices.confidence, choices.known, choices.stated)}"
        ],
        sentence=" ".join(
            filter(
                None,
                [
                    compared(data, rows, actors, choices.on, choices.confidence, choices.stated),
                    how_recent(cells, actors, choices.on),
                ],
            )
        ),
        source=[*own, source(data), f"Evidence behind every cell: {address}"],
    )


def _note(cell: Any) -> str:
    if cell.state == "stated":
        return f"since {day(cell.since, cell.since_precision)}"
    if cell.state == "not_yet":
        return f"first {day(cell.first_spoken, cell.first_spoken_precision)}"
    return f"in {count_of(cell.queries, 'look-up')}" if cell.state == "nothing_found" else ""


def ready_pairs(
    data: Dataset, coded: pd.DataFrame, on: pd.Timestamp, actor: str | None = None
) -> pd.DataFrame:
    """Returns suggested pairs of counted countries.

    The first are the two with the most statements up to the day. Then follow, for each question, the two
    furthest apart on it; of several such pairs, the one with the most statements.

    Args:
        actor: one of the two, if it is already chosen.

    Returns:
        first, second (the one with more statements first, but `actor` before any other), questions (codes of
        those on which the pair is furthest apart; none for the pair with the most statements). A question on
        which nobody differs has no row.
    """
    said = data.statements.loc[data.statements["date"].le(pd.Timestamp(on)), "actor"].value_counts()
    known = {*counted_countries(data)} & {*said.index} | ({actor} if actor else set())
    ranked = sorted(known, key=lambda a: (a != actor, -said.get(a, 0), data.names[a]))
    cells = comparable(data, cell_states(data, coded, on))
    held = cells.loc[cells["actor"].isin(known) & cells["stance"].notna(), [*CELL, "stance"]]
    held = held.assign(place=held["actor"].map(ranked.index), said=held["actor"].map(said))
    pairs = held[held["actor"].eq(actor) | (actor is None)].merge(
        held, on="question", suffixes=("", "_second")
    )
    pairs = pairs[pairs["place"] < pairs["place_second"]]  # each pair once
    pairs = pairs.assign(
        distance=(pairs["stance"] - pairs["stance_second"]).abs(), both=pairs["said"] + pairs["said_second"]
    )
    pairs = (
        pairs[pairs["distance"] > 0]
        .sort_values(["distance", "both"], ascending=False, kind="stable")
        .drop_duplicates("question")
    )
    found: dict[tuple[str, ...], list[str]] = {tuple(ranked[:2]): []} if len(ranked) > 1 else {}
    for pair in pairs.itertuples():
        found.setdefault((pair.actor, pair.actor_second), []).append(pair.question)
    return pd.DataFrame(
        [(*pair, questions) for pair, questions in found.items()], columns=["first", "second", "questions"]
    )


# Figure -----------------------------------------------------------------------------------------------------

BESIDE = 150  # pixels for the questions' titles beside the cells, if each cell keeps at least WIDE
WIDE = 104
# Pixels: a section's heading, a title above its cells, between rows, a line of a cell.
HEADING, LABEL, BETWEEN, LINE = 28, 22, 5, 16
LETTER = 0.55  # mean width of a character, as a share of the font size
# Pixels at the bottom of a cell that an older position fills; its text is above.
BANDS = {"over_1_year": 10, "over_2_years": 4}


class _Line(NamedTuple):
    """The position of a question's cells; `top`: pixels from the top of the plot to their upper edge."""

    question: str
    title: str
    top: float


def compare_figure(
    data: Dataset, info: CompareInfo, choices: ViewState, colours: Palette, width: int = DESKTOP
) -> go.Figure:
    """Draws the comparison as a self-contained figure: one column per actor, one row per question.

    Custom data of a cell: actor and question.

    Args:
        width: layout width in pixels.
    """
    room = width - 2 * EDGE
    beside = width >= TABLET and (room - BESIDE) / len(info.actors) >= WIDE
    left = BESIDE if beside else 0
    across = (room - left) / len(info.actors)
    size = 13 if across >= WIDE else 10
    texts = [_cell_text(c, size, across) for c in info.cells.itertuples()]
    bands = info.cells["age_band"].map(BANDS).fillna(0)
    height = (max(t.count("<br>") for t in texts) + 1) * LINE + 8 + int(bands.max())
    draft = FigureBuilder()
    lines, headings, total = _placed(info.rows, height, beside)
    for name, top in headings:
        _text(
            draft,
            name,
            top + HEADING - 6,
            "bottom",
            -left,
            {"size": 12, "color": colours.muted, "weight": 700},
        )
    for line in [] if beside else lines:
        _text(draft, line.title, line.top - 2, "bottom", 0, {"size": 12, "color": colours.ink})
    _draw_cells(draft, data, info, texts, {line.question: line.top for line in lines}, colours, height, size)
    if choices.cell and choices.cell.actor in info.actors:
        column, top = (
            info.actors.index(choices.cell.actor),
            next(line.top for line in lines if line.question == choices.cell.question),
        )
        draft.add_shape(
            type="rect",
            xref="x",
            yref="y",
            x0=column + 0.01,
            x1=column + 0.99,
            y0=top,
            y1=top + height,
            line={"color": colours.accent, "width": 3},
            fillcolor="rgba(0,0,0,0)",
        )
    names = [wrap_plotly(data.names[a], int(across / (size * LETTER))) for a in info.actors]
    draft.update_layout(
        barmode="overlay",
        xaxis={
            "range": [0, len(names)],
            "side": "top",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "tickmode": "array",
            "tickvals": [n + 0.5 for n in range(len(names))],
            "ticktext": [f"<b>{n}</b>" for n in names],
            "tickangle": 0,
            "tickfont": {"size": size, "color": colours.ink},
        },
        yaxis={
            "range": [total, 0],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "showticklabels": beside,
            "tickmode": "array",
            "tickvals": [line.top + height / 2 for line in lines],
            "ticklabelstandoff": 6,
            "ticktext": [wrap_plotly(line.title, 22) for line in lines],
            "tickfont": {"size": 12, "color": colours.ink},
        },
    )
    headroom = 10 + LINE * max(n.count("<br>") + 1 for n in names)
    return build_figure(
        draft,
        FigureText(info.title, info.subtitle, _legend(data, info, colours), info.source, headroom=headroom),
        colours,
        width=width,
        plot_height=round(total),
        left=left,
    )


def _placed(
    rows: pd.DataFrame, height: float, beside: bool
) -> tuple[list[_Line], list[tuple[str, float]], float]:
    """Returns the positions of questions and of sections' headings, and the total height."""
    lines, headings, top = [], [], 0.0
    for section, part in rows.groupby("section", sort=False):
        headings.append((section, top))
        top += HEADING
        for row in part.itertuples():
            top += 0 if beside else LABEL
            lines.append(_Line(row.question, row.title, top))
            top += height + BETWEEN
    return lines, headings, top


def _cell_text(cell: Any, size: int, across: float) -> str:
    """Returns sign and name, with a mark for dissent, and since when in a smaller font below.

    The text is wrapped to the cell.
    """
    small = min(size - 1, 11)
    letters = int((across - 4) / (small * LETTER))
    name = wrap_plotly(
        f"{cell.sign} {cell.name}" + (f" {DISSENT}" if cell.dissent else ""),
        int((across - 4) / (size * LETTER)),
    )
    # If the note would wrap, only the day is shown.
    note = cell.note if len(cell.note) <= letters else cell.note.removeprefix("since ").removeprefix("in ")
    return name + (
        f'<br><span style="font-size:{small}px">{wrap_plotly(note, letters)}</span>' if note else ""
    )


def _draw_cells(
    draft: FigureBuilder,
    data: Dataset,
    info: CompareInfo,
    texts: list[str],
    tops: dict[str, float],
    colours: Palette,
    height: float,
    size: int,
) -> None:
    cells, bands = info.cells, info.cells["age_band"].map(BANDS)
    old = bands.notna()
    left, top = cells["actor"].map(info.actors.index), cells["question"].map(tops)
    at_war = set(data.actors.loc[data.actors["belligerent"], "code"])
    draft.add_bar(
        orientation="h",
        base=(left + 0.01).tolist(),
        x=[0.98] * len(cells),
        y=top + height / 2,
        width=height,
        marker={
            "color": [
                colours.paper if o else fill
                for o, fill in zip(old, colours.fills(cells["stance"]), strict=True)
            ],
            "line": {
                "width": [2 if a in at_war else 1 for a in cells["actor"]],
                "color": [
                    colours.ink if a in at_war else colours.faint if pd.isna(s) else colours.stance[s]
                    for a, s in zip(cells["actor"], cells["stance"], strict=True)
                ],
            },
            "pattern": {
                "shape": ["/" if s == "held_back" else "" for s in cells["state"]],
                "fillmode": "overlay",
                "fgcolor": colours.muted,
                "size": 6,
                "solidity": 0.15,
            },
        },
        customdata=cells[CELL].to_numpy(),
        hovertext=cells["hover"],
        **HOVER_STYLE,
    )
    if old.any():
        draft.add_bar(
            orientation="h",
            base=(left[old] + 0.01).tolist(),
            x=[0.98] * int(old.sum()),
            y=top[old] + height - bands[old] / 2,
            width=bands[old].tolist(),
            marker={"color": colours.fills(cells.loc[old, "stance"]), "line": {"width": 0}},
            **NO_HOVER_STYLE,
        )
    draft.add_scatter(
        mode="text",
        x=left + 0.5,
        y=top + (height - bands.fillna(0)) / 2,
        text=texts,
        hoverinfo="skip",
        textfont={
            "size": size,
            "color": [
                colours.ink if o else ink for o, ink in zip(old, colours.inks(cells["stance"]), strict=True)
            ],
        },
    )


def _text(draft: FigureBuilder, text: str, y: float, anchor: str, shift: float, font: dict) -> None:
    draft.add_annotation(
        text=escape_plotly(text),
        showarrow=False,
        xref="paper",
        yref="y",
        x=0,
        y=y,
        xanchor="left",
        yanchor=anchor,
        xshift=shift,
        font=font,
        borderpad=0,
    )


def _legend(data: Dataset, info: CompareInfo, colours: Palette) -> list[list[LegendEntry]]:
    """Returns entries of all stances, then of the kinds of blank and the marks that occur."""
    marks = age_entries(data.codebook, set(info.cells["age_band"]), colours) + state_entries(
        data.codebook, set(info.cells["state"]), colours
    )
    marks += [LegendEntry("dissent", DISSENT, None, colours.ink)] if info.cells["dissent"].any() else []
    return [stance_entries(data.codebook, colours), marks]


# The same as tables -----------------------------------------------------------------------------------------


def compare_export(data: Dataset, coded: pd.DataFrame, info: CompareInfo, choices: ViewState) -> ViewExport:
    """Returns the export of the comparison."""
    return cells_export(
        data,
        coded,
        info.cells,
        choices.on,
        path="compare",
        key="compare",
        sentence=info.sentence,
        name=view_name(choices, "compare", whom=info.actors),
        table=lambda: compare_table(data, info),
    )


def compare_table(data: Dataset, info: CompareInfo) -> pd.DataFrame:
    """Returns the comparison as plain text, one row per question and one column per actor.

    The first column is how far apart the actors are; dissent is written out.
    """
    cells = info.cells
    text = (cells["sign"] + " " + cells["name"] + " " + cells["note"]).str.strip() + last_stated_notes(
        data, cells
    )
    text += cells["dissent"].map({True: ", dissent", False: ""})
    table = (
        cells.assign(text=text)
        .pivot(index="question", columns="actor", values="text")
        .loc[info.rows["question"], info.actors]
    )
    table = (
        table.rename(columns=data.names)
        .set_axis(info.rows["title"])
        .rename_axis(index="Question", columns=None)
    )
    table.insert(0, "Steps apart", info.rows["distance"].to_numpy())
    return table


def first_table(data: Dataset, found: pd.DataFrame, info: CompareInfo, choices: ViewState) -> pd.DataFrame:
    """Returns when each actor came to be in favour on each question, and how many days after the first.

    Args:
        found: as from `comparison.first_in_favour`, of these actors.

    Returns:
        One row per question, one column per actor.
    """
    text = found.assign(text=[_came(row, choices) for row in found.itertuples()]).pivot(
        index="question", columns="actor", values="text"
    )
    text = (
        text.reindex(index=info.rows["question"], columns=info.actors)
        .astype(object)
        .fillna("not in these days")
    )
    return (
        text.rename(columns=data.names)
        .set_axis(info.rows["title"])
        .rename_axis(index="Question", columns=None)
    )


def _came(row: Any, choices: ViewState) -> str:
    if row.held_back:
        return "hidden by your filter"
    if row.already:
        return f"before {day(choices.start)}"
    when = day(row.since, row.since_precision)
    lag = (
        ""
        if pd.isna(row.lag)
        else ", first"
        if row.first
        else f", {count_of(row.lag, 'day')} after the first"
    )
    return when + lag


def agreement_table(data: Dataset, pairs: pd.DataFrame) -> pd.DataFrame:
    """Returns the agreement of each pair, the closest first.

    Args:
        pairs: as from `comparison.agreement_between`.
    """
    table = pairs.sort_values("score", ascending=False, na_position="last", kind="stable")
    names = [join_names(data.names[[p.first, p.second]].tolist()) for p in table.itertuples()]
    return pd.DataFrame(
        {
            "Agreement": table["score"].to_numpy(),
            "Questions that both have answered": table["questions"].to_numpy(),
        },
        index=pd.Index(names, name="Actors"),
    )
