"""The stance matrix: actors by questions on a day.

Data are prepared first, testable without plotly; then the figure is drawn.
"""

from __future__ import annotations

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
from components.plotting.legend import THICKNESS, age_entries, stance_entries, state_entries
from components.plotting.row_order import BELLIGERENTS, heading_rows, names_width, order_actors, row_labels
from components.state.url import actor_page_urls
from components.state.view_export import ViewExport, cells_export, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import Palette
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.cell_states import cell_states
from data.rules.changes import net_change
from data.rules.coded_statements import CELL
from data.rules.dissent import dissent_on
from data.rules.membership import counted_members, members_on
from data.sentences.stances import how_recent, state_of_play
from data.sentences.wording import day, filter_suffix, source, subjects

# More rows than this are in two columns in a wide viewport, so that a group fits on one slide.
ROWS_IN_ONE_COLUMN = 20
REMINDER = ""  # label of a line that repeats the questions
CELL_HEIGHT = 0.88  # as a share of a row
MORE, LESS, FIRST = "▲", "▼", "+"


class MatrixInfo(NamedTuple):
    """Data of the matrix.

    Attributes:
        rows: one row per line of the matrix, as from `row_order.order_actors`, with page (URL linked from the
            name).
        cells: as from `hover.with_markers`, with change ("", more, less, first words), from_stance, hover.
        questions: codes in order.
        headings: short titles of the questions.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        source: lines below the plot.
    """

    rows: pd.DataFrame
    cells: pd.DataFrame
    questions: list[str]
    headings: list[str]
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def matrix_info(
    data: Dataset, coded: pd.DataFrame, choices: ViewState, address: str, width: int = DESKTOP
) -> MatrixInfo:
    """Prepares the matrix.

    Args:
        address: URL of this view, for the source line.
        width: layout width in pixels, to which hover text is wrapped.
    """
    book = data.codebook
    shown = members_on(data, choices.group, choices.on)
    cells = cell_states(data, coded, choices.on, choices.confidence, choices.stated)
    cells = cells[cells["actor"].isin(shown)].reset_index(drop=True)
    beside = dissent_on(coded, choices.on)
    cells = with_markers(data, cells, beside)
    cells = cells.merge(_net_changes(coded, choices), on=CELL, how="left")
    cells["change"] = cells["change"].where(cells["state"].eq("stated")).fillna("")
    cells["hover"] = hover_texts(
        data, cells, beside, 62 if width > PHONE else 40, lambda cell: _change_lines(data, cell, choices)
    )

    stated = cells[cells["state"].eq("stated")]
    old = (
        f", half of them last stated before {day(stated['last_stated'].quantile(0.5, interpolation='higher'))}"
        if len(stated)
        else ""
    )
    who = f"{len(shown)} {subjects(data, choices.group) if choices.group else 'actors'}"
    rows = order_actors(data, coded, cells, choices)
    return MatrixInfo(
        rows=rows.assign(page=rows["actor"].map(actor_page_urls(data, choices))),
        cells=cells,
        questions=[q.code for q in book.questions],
        headings=[q.short for q in book.questions],
        title=f"Where {subjects(data, choices.group)} stand on strikes inside Russia",
        subtitle=[
            f"{day(choices.on)} · {who} · {len(stated)} of {len(cells)} cells have a stated position{old}"
            f"{filter_suffix(choices.confidence, choices.known, choices.stated)}",
            _order_in_words(choices),
        ],
        sentence=" ".join(
            filter(
                None,
                [
                    state_of_play(data, cells, choices.on, choices.group, choices.confidence, choices.stated),
                    how_recent(cells, counted_members(data, choices.group, choices.on), choices.on),
                ],
            )
        ),
        source=[source(data), f"Evidence behind every cell: {address}"],
    )


def _order_in_words(choices: ViewState) -> str:
    return {
        "name": "By name",
        "group": "By group, then by name",
        "latest": "Latest move first, with its day; first words are no move",
        "first": "First words first, with their day",
        "permissiveness": "Most permissive first: mean stance, with the number of answers it rests on",
    }[choices.sort]


def _net_changes(coded: pd.DataFrame, choices: ViewState) -> pd.DataFrame:
    table = net_change(coded, choices.since, choices.on)
    table["change"] = (
        table["size"]
        .map(lambda n: "first words" if pd.isna(n) else "more" if n > 0 else "less")
        .astype("str")
    )
    return table[[*CELL, "change", "from_stance"]]


# Hover ------------------------------------------------------------------------------------------------------


def _change_lines(data: Dataset, cell: Any, choices: ViewState) -> list[str]:
    if cell.change == "first words":
        return [f"{FIRST} no position on {day(choices.since)}"]
    if cell.change:
        return [
            f"{MORE if cell.change == 'more' else LESS} was {data.codebook.stance(cell.from_stance, cell.actor).name} on {day(choices.since)}"
        ]
    return []


# Figure -----------------------------------------------------------------------------------------------------


@cached_on_dataset(CACHE_SIZE)
def matrix_figure(
    data: Dataset, info: MatrixInfo, choices: ViewState, colours: Palette, width: int = DESKTOP
) -> go.Figure:
    """Draws the matrix as a self-contained figure.

    Every cell is a bar, so that all of its area takes hover and clicks. The longer ago a position was last
    stated, the less of its cell it fills. Custom data of a cell: actor and question.

    Args:
        width: layout width in pixels.
    """
    narrow = width < TABLET
    columns = _columns(info.rows, width)
    lines = max(map(len, columns))
    row_height = 24 if narrow else 27
    left = names_width(info.rows)
    draft = FigureBuilder()
    cells = list(
        info.cells[
            ["actor", "question", "state", "stance", "age_band", "sign", "change", "dissent", "hover"]
        ].itertuples()
    )
    for n, rows in enumerate(columns, 1):
        _draw_column(draft, info, rows.reset_index(drop=True), cells, choices, colours, n)
        _lay_out_column(draft, info, rows, colours, n, len(columns), lines, left, width)
    return build_figure(
        draft,
        FigureText(
            info.title,
            info.subtitle,
            _legend(data, info, choices, colours),
            info.source,
            headroom=122 if _upright(info, len(columns), left, width) else 58,
        ),
        colours,
        width=width,
        plot_height=lines * row_height,
        left=left,
    )


def _columns(rows: pd.DataFrame, width: int) -> list[pd.DataFrame]:
    """Splits the rows into one or two columns of about equal length.

    A heading never ends a column. If the second column begins within a section, it repeats the section's
    heading.
    """
    if width < TABLET:
        return [_with_reminders(rows)]
    if width < DESKTOP or len(rows) <= ROWS_IN_ONE_COLUMN:
        return [rows]
    half = -(-len(rows) // 2)
    if rows["actor"].isna().iloc[half - 1]:
        half -= 1
    first, second = rows.iloc[:half], rows.iloc[half:]
    if rows["section"].nunique() > 1 and second["actor"].notna().iloc[0]:
        section = second["section"].iloc[0]
        second = pd.concat([heading_rows([f"{section}, continued"], [section]), second], ignore_index=True)
    return [first, second]


def _with_reminders(rows: pd.DataFrame) -> pd.DataFrame:
    """Inserts a line with the questions' codes every ROWS_IN_ONE_COLUMN rows, for phones."""
    parts = [rows.iloc[n : n + ROWS_IN_ONE_COLUMN] for n in range(0, len(rows), ROWS_IN_ONE_COLUMN)]
    lines = [
        part
        for before, after in zip(parts, parts[1:], strict=False)
        for part in (before, heading_rows([REMINDER], [after["section"].iloc[0]]))
    ]
    return pd.concat([*lines, parts[-1]], ignore_index=True)


def _upright(info: MatrixInfo, columns: int, left: int, width: int) -> bool:
    """Returns whether the headings must be vertical, because their longest word is wider than the cells."""
    plot = width - 2 * EDGE - columns * left - (columns - 1) * 12
    return plot / columns / len(info.questions) < 41


def _axes(n: int) -> tuple[str, str]:
    return ("x", "y") if n == 1 else (f"x{n}", f"y{n}")


def _draw_column(
    draft: FigureBuilder,
    info: MatrixInfo,
    rows: pd.DataFrame,
    cells: list[Any],
    choices: ViewState,
    colours: Palette,
    n: int,
) -> None:
    x, y = _axes(n)
    place = {actor: line for line, actor in enumerate(rows["actor"]) if actor is not None}
    column = {question: c for c, question in enumerate(info.questions)}
    belligerent = set(rows.loc[rows["section"].eq(BELLIGERENTS), "actor"])
    notes = {line: note for line, note in enumerate(rows["note"]) if note}
    quiet = set(rows["actor"].iloc[list(notes)])

    def depth(cell: Any) -> float:
        """Returns the share of its cell that a position fills, from the bottom."""
        return THICKNESS.get(cell.age_band, 1.0)

    def edge(cell: Any) -> str:
        if cell.actor in belligerent:
            return colours.ink
        if pd.notna(cell.stance):
            return colours.stance[cell.stance]
        return colours.blank if cell.actor in quiet else colours.faint

    def middle(cell: Any) -> float:
        """Returns where a sign is on `y`.

        It is in the middle of the filled part, or of the free part above it if that is larger.
        """
        filled = CELL_HEIGHT * depth(cell)
        # Signs are drawn slightly below the middle of their line.
        return place[cell.actor] + ((CELL_HEIGHT - filled) * 0.4 if depth(cell) > 0.5 else -filled / 2)

    def ink(cell: Any) -> str:
        return (
            colours.muted
            if pd.isna(cell.stance)
            else colours.on_stance[cell.stance]
            if depth(cell) > 0.5
            else colours.ink
        )

    def write(some: list[Any], across: float, text: list[str], size: int) -> None:
        _draw_text(
            draft,
            x,
            y,
            [column[c.question] + across for c in some],
            [middle(c) for c in some],
            text,
            size,
            [ink(c) for c in some],
        )

    drawn = [c for c in cells if c.actor in place]
    thin = [c for c in drawn if depth(c) < 1]
    draft.add_bar(
        orientation="h",
        xaxis=x,
        yaxis=y,
        base=[column[c.question] + 0.03 for c in drawn],
        x=[0.94] * len(drawn),
        width=CELL_HEIGHT,
        y=[place[c.actor] for c in drawn],
        marker={
            "color": [
                colours.paper if depth(c) < 1 else fill
                for c, fill in zip(drawn, colours.fills(c.stance for c in drawn), strict=True)
            ],
            "line": {
                "width": [2 if c.actor in belligerent else 1 for c in drawn],
                "color": [edge(c) for c in drawn],
            },
            "pattern": {
                "shape": ["/" if c.state == "held_back" else "" for c in drawn],
                "fillmode": "overlay",
                "fgcolor": colours.muted,
                "size": 6,
                "solidity": 0.15,
            },
        },
        customdata=[[c.actor, c.question] for c in drawn],
        hovertext=[c.hover for c in drawn],
        **HOVER_STYLE,
    )
    if thin:
        draft.add_bar(
            orientation="h",
            xaxis=x,
            yaxis=y,
            base=[column[c.question] + 0.03 for c in thin],
            x=[0.94] * len(thin),
            width=[CELL_HEIGHT * depth(c) for c in thin],
            y=[place[c.actor] + CELL_HEIGHT * (1 - depth(c)) / 2 for c in thin],
            marker={"color": colours.fills(c.stance for c in thin), "line": {"width": 0}},
            **NO_HOVER_STYLE,
        )
    signed = [c for c in drawn if c.actor not in quiet]
    write(signed, 0.5, [c.sign for c in signed], 15)
    changed, marks = [c for c in drawn if c.change], {"more": MORE, "less": LESS, "first words": FIRST}
    write(changed, 0.83, [marks[c.change] for c in changed], 10)
    against = [c for c in drawn if c.dissent]
    write(against, 0.17, [DISSENT] * len(against), 10)
    _draw_text(
        draft,
        x,
        y,
        [len(info.questions) / 2] * len(notes),
        list(notes),
        list(notes.values()),
        11,
        colours.muted,
    )
    if choices.cell and choices.cell.actor in place:
        left, line = column[choices.cell.question], place[choices.cell.actor]
        draft.add_shape(
            type="rect",
            xref=x,
            yref=y,
            x0=left + 0.02,
            x1=left + 0.98,
            y0=line - 0.46,
            y1=line + 0.46,
            line={"color": colours.accent, "width": 3},
            fillcolor="rgba(0,0,0,0)",
        )


def _draw_text(
    draft: FigureBuilder,
    x: str,
    y: str,
    across: list[float],
    down: list[float],
    text: list[str],
    size: int,
    colour: str | list[str],
) -> None:
    """Draws text over the cells that takes neither hover nor clicks."""
    if text:
        draft.add_scatter(
            mode="text",
            xaxis=x,
            yaxis=y,
            x=across,
            y=down,
            text=text,
            textfont={"size": size, "color": colour},
            hoverinfo="skip",
            cliponaxis=False,
        )


def _lay_out_column(
    draft: FigureBuilder,
    info: MatrixInfo,
    rows: pd.DataFrame,
    colours: Palette,
    n: int,
    columns: int,
    lines: int,
    left: int,
    width: int,
) -> None:
    """Lays out the axes of one column: questions above, actors at the left (`left` pixels), section headings."""
    x, y = _axes(n)
    # Share of the plot for the row names of the second column; an upper bound.
    between = (left + 12) / (width - left - 2 * EDGE)
    share = 1.0 if columns == 1 else (1 - between) / 2
    start = (n - 1) * (share + between)
    upright = _upright(info, columns, left, width)
    headings = [wrap_plotly(h, 40 if upright else 9) for h in info.headings]
    draft.update_layout(
        **{
            f"{x[0]}axis{x[1:]}": {
                "domain": [start, start + share],
                "anchor": y,
                "range": [0, len(info.questions)],
                "side": "top",
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "ticks": "",
                "tickmode": "array",
                "tickvals": [c + 0.5 for c in range(len(info.questions))],
                "ticktext": headings,
                "tickangle": -90 if upright else 0,
                "tickfont": {"size": 11 if columns == 1 else 10, "color": colours.ink},
            },
            f"{y[0]}axis{y[1:]}": {
                "anchor": x,
                "range": [lines - 0.5, -0.5],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "ticks": "",
                "tickmode": "array",
                "tickvals": [line for line, actor in enumerate(rows["actor"]) if actor is not None],
                "ticktext": row_labels(rows, colours),
                "ticklabelstandoff": 4,
                "tickfont": {"size": 12, "color": colours.ink},
            },
        }
    )
    for line, (actor, label) in enumerate(zip(rows["actor"], rows["label"], strict=True)):
        if label == REMINDER:
            _draw_text(
                draft,
                x,
                y,
                [c + 0.5 for c in range(len(info.questions))],
                [line] * len(info.questions),
                info.questions,
                8,
                colours.muted,
            )
        elif actor is None:
            draft.add_annotation(
                text=f"<b>{escape_plotly(label)}</b>",
                showarrow=False,
                xref=x,
                yref=y,
                x=0,
                y=line,
                xanchor="left",
                yanchor="middle",
                xshift=-left,
                yshift=-3,
                font={"size": 12, "color": colours.muted},
            )


def _legend(data: Dataset, info: MatrixInfo, choices: ViewState, colours: Palette) -> list[list[LegendEntry]]:
    """Returns entries of all stances, then of the states and marks that occur."""
    book, cells = data.codebook, info.cells
    states = age_entries(book, set(cells["age_band"]), colours) + state_entries(
        book, set(cells["state"]), colours
    )
    marks = [
        (MORE, "more", f"more permissive than {day(choices.since)}"),
        (LESS, "less", f"less permissive than {day(choices.since)}"),
        (FIRST, "first words", f"first words since {day(choices.since)}"),
    ]
    others = [
        LegendEntry(name, sign, None, colours.ink)
        for sign, change, name in marks
        if cells["change"].eq(change).any()
    ]
    # The scale's name of a stance is not what a party to the war says of itself.
    own = cells.loc[cells["stance"].notna(), ["actor", "stance"]].drop_duplicates().itertuples()
    names = {(w.actor, w.code): f"{data.names[w.actor]}: {w.name}" for w in book.own_words}
    states += [
        LegendEntry(
            names[c.actor, c.stance],
            book.stance(c.stance).glyph,
            colours.stance[c.stance],
            colours.on_stance[c.stance],
            colours.ink,
        )
        for c in own
        if (c.actor, c.stance) in names
    ]
    others += [LegendEntry("dissent", DISSENT, None, colours.ink)] if cells["dissent"].any() else []
    return [stance_entries(book, colours), states + others]


# The same as a table ----------------------------------------------------------------------------------------


def matrix_export(data: Dataset, coded: pd.DataFrame, info: MatrixInfo, choices: ViewState) -> ViewExport:
    """Returns the export of the matrix: its cells in the order of the figure."""
    places = {actor: n for n, actor in enumerate(info.rows["actor"].dropna())}
    cells = info.cells.sort_values("actor", key=lambda c: c.map(places), kind="stable")
    return cells_export(
        data,
        coded,
        cells,
        choices.on,
        path="matrix",
        key="matrix",
        sentence=info.sentence,
        name=view_name(choices, "matrix"),
        table=lambda: matrix_table(data, info),
    )


@cached_on_dataset(CACHE_SIZE)
def matrix_table(data: Dataset, info: MatrixInfo) -> pd.DataFrame:
    """Returns the matrix as plain text, one row per actor.

    Columns: section, number of answers, and each question; marks are written out.
    """
    cells = info.cells
    text = cells["sign"] + " " + pd.Series(names_of(data, cells))
    text += [
        f" since {day(since, precision)}" if pd.notna(since) else ""
        for since, precision in zip(cells["since"], cells["since_precision"], strict=True)
    ]
    text += cells["change"].map(
        {
            "": "",
            "more": ", more permissive than before",
            "less": ", less permissive than before",
            "first words": ", first words",
        }
    )
    text += last_stated_notes(data, cells)
    text += cells["dissent"].map({True: ", dissent", False: ""})
    table = cells.assign(text=text).pivot(index="actor", columns="question", values="text")[info.questions]
    rows = info.rows.dropna(subset="actor").set_index("actor")
    table = table.loc[rows.index].rename(columns=dict(zip(info.questions, info.headings, strict=True)))
    table.insert(0, "Answers", cells.groupby("actor")["stance"].count())
    table.insert(0, "Section", rows["section"])
    return table.assign(Actor=data.names).set_index("Actor")
