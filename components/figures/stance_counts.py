"""How many countries hold each stance, by question, on a day.

Data are prepared first, testable without plotly; then the figure is drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly, wrap_plotly
from components.plotting.hover import heading, is_old
from components.plotting.layout import (
    EDGE,
    HOVER_STYLE,
    SMALL_SIZE,
    TEXT_SIZE,
    FigureBuilder,
    FigureText,
    build_figure,
)
from components.plotting.legend import stance_entries
from components.state.view_export import ViewExport, statements_behind_cells, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE
from components.theme.palette import Palette
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.export.tables import named_rows
from data.rules.cell_states import cell_states
from data.rules.membership import counted_members
from data.rules.stance_counts import stance_counts
from data.sentences.stances import how_recent, state_of_play
from data.sentences.wording import day, filter_suffix, join_names, population

# Pixels: height of a row; minimum width of bars beside their names; width of a character of a name, and of a
# digit in a bar.
ROW, ROW_WITH_NAME_ABOVE, NARROWEST = 24, 46, 190
LETTER, DIGIT = 5.9, 6.2
# Width in pixels of the column with the number of positions stated in the past year.
PAST_YEAR = 58


class CountsInfo(NamedTuple):
    """Data of the figure.

    Attributes:
        rows: one row per question, in the codebook's order: question, label, base (countries with a
            position), recent (those of them that stated it in the past year), blank (those without), hover
            (those without, by state).
        segments: one row per question and stance that anybody holds, from supports to opposes: question,
            stance, count, base, start (number of countries before it in its bar), glyph, hover.
        countries: number of counted countries, with a position or without.
        span: number of countries for the whole width.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        source: lines below the plot.
    """

    rows: pd.DataFrame
    segments: pd.DataFrame
    countries: int
    span: int
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def counts_info(
    data: Dataset, coded: pd.DataFrame, choices: ViewState, address: str, width: int = DESKTOP
) -> CountsInfo:
    """Prepares the counts.

    Args:
        address: URL of this view, for the source line.
        width: layout width in pixels, to which hover text is wrapped.
    """
    actors = counted_members(data, choices.group, choices.on)
    cells = cell_states(data, coded, choices.on, choices.confidence, choices.stated)
    here = cells[cells["actor"].isin(actors)]
    counts = stance_counts(here, actors)
    letters = 62 if width > PHONE else 40
    states: dict[str, Counter] = defaultdict(Counter)
    held: dict[tuple[str, int], list[tuple[str, bool]]] = defaultdict(list)
    for cell in here.assign(name=here["actor"].map(data.names)).itertuples():
        states[cell.question][cell.state] += 1
        if pd.notna(cell.stance):
            held[cell.question, cell.stance].append((cell.name, is_old(cell)))
    rows = pd.DataFrame([{"question": q.code, "label": q.short} for q in data.codebook.questions])
    rows["base"] = rows["question"].map(counts.groupby("question")["base"].first())
    rows["recent"] = _recent(here).reindex(rows["question"], fill_value=0).to_numpy()
    rows["blank"] = len(actors) - rows["base"]
    rows["hover"] = [_blank_hover(data, q, states[q], letters) for q in rows["question"]]

    counts["start"] = counts.groupby("question")["count"].cumsum() - counts["count"]
    segments = counts[counts["count"].gt(0)].reset_index(drop=True)
    segments["glyph"] = segments["stance"].map({s.code: s.glyph for s in data.codebook.scale})
    segments["hover"] = [_hover(data, s, held[s.question, s.stance], letters) for s in segments.itertuples()]

    return CountsInfo(
        rows=rows,
        segments=segments,
        countries=len(actors),
        # A few countries must not fill the whole width of a bar.
        span=max(int(rows["base"].max()), -(-len(actors) // 2), 1),
        title="Strikes in Russia: how many stand where",
        subtitle=[
            f"{day(choices.on)} · {len(actors)} {_counted_in_words(data, choices)}{filter_suffix(choices.confidence, choices.known, choices.stated)}"
        ],
        sentence=" ".join(
            filter(
                None,
                [
                    state_of_play(data, cells, choices.on, choices.group, choices.confidence, choices.stated),
                    how_recent(cells, actors, choices.on),
                ],
            )
        ),
        source=[
            f"Source: Strike Positions, data {data.version}, by latest statement.",
            f"Evidence: {address}",
        ],
    )


def _recent(cells: pd.DataFrame) -> pd.Series:
    """Returns the number of positions in the cells that were stated in the past year, by question."""
    return (cells["stance"].notna() & cells["age_band"].eq("recent")).groupby(cells["question"]).sum()


def _counted_in_words(data: Dataset, choices: ViewState) -> str:
    """Returns which countries the figure counts, and which it leaves out, as text."""
    if choices.group:
        return population(data, choices.group, choices.on)
    apart = data.names[data.actors.loc[data.actors["belligerent"], "code"]].tolist()
    return f"countries ({join_names(apart)} apart)" if apart else "countries"


def _hover(data: Dataset, segment: Any, held: list[tuple[str, bool]], letters: int) -> str:
    """Returns the hover text of a segment.

    Args:
        held: names of the countries with the stance, and whether it was last stated over a year ago.
    """
    question, point = data.codebook.question(segment.question), data.codebook.stance(segment.stance)
    old = [name for name, is_old in held if is_old]
    parts = [
        ("Stated in the past year: " if old else "", [name for name, is_old in held if not is_old]),
        ("Last stated over a year ago: ", old),
    ]
    return "<br>".join(
        [
            heading(question.title, letters),
            f"{escape_plotly(point.glyph)} {escape_plotly(point.name)}: {segment.count} of {segment.base} with a position",
            *(wrap_plotly(when + ", ".join(sorted(names)), letters) for when, names in parts if names),
        ]
    )


def _blank_hover(data: Dataset, question: str, states: Counter, letters: int) -> str:
    return "<br>".join(
        [
            heading(data.codebook.question(question).title, letters),
            f"{states['stated']} of {states.total()} have a stated position",
            *(f"{n} {escape_plotly(name)}" for name, n in _blanks(data, states).items()),
        ]
    )


def _blanks(data: Dataset, states: Counter) -> dict[str, int]:
    """Returns the number of cells in each state without a position that occurs, by the state's name."""
    return {s.name: states[s.code] for s in data.codebook.states if s.code != "stated" and s.code in states}


# Figure -----------------------------------------------------------------------------------------------------


@cached_on_dataset(CACHE_SIZE)
def counts_figure(data: Dataset, info: CountsInfo, colours: Palette, width: int = DESKTOP) -> go.Figure:
    """Draws the counts as a self-contained figure: one stacked bar per question.

    Args:
        width: layout width in pixels.
    """
    beside = round(info.rows["label"].str.len().max() * LETTER) + 14
    end = round(len(_end(info.countries, info.countries)) * LETTER) + 6 + PAST_YEAR
    above = width - 2 * EDGE - beside - end < NARROWEST
    left = 0 if above else beside
    plot = width - 2 * EDGE - left
    across = (plot - end) / info.span  # pixels per country
    row, thickness = (ROW_WITH_NAME_ABOVE, 0.46) if above else (ROW, 0.8)
    lines = {q: n for n, q in enumerate(info.rows["question"])}
    draft = FigureBuilder()
    _draw_segments(draft, info, lines, colours, across, thickness)
    _draw_ends(draft, info, colours, thickness)
    if above:
        for line, label in enumerate(info.rows["label"]):
            draft.add_annotation(
                text=escape_plotly(label),
                showarrow=False,
                xref="paper",
                yref="y",
                x=0,
                y=line - thickness / 2,
                xanchor="left",
                yanchor="bottom",
                font={"size": TEXT_SIZE, "color": colours.ink},
                borderpad=0,
            )
    draft.update_layout(
        barmode="overlay",
        xaxis={"domain": [0, 1 - end / plot], "range": [0, info.span], "visible": False, "fixedrange": True},
        yaxis={
            "range": [len(lines) - 0.5, -0.5 - (0.2 if above else 0)],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "showline": not above,
            "linecolor": colours.muted,
            "showticklabels": not above,
            "ticklabelstandoff": 4,
            "tickmode": "array",
            "tickvals": list(lines.values()),
            "ticktext": [escape_plotly(label) for label in info.rows["label"]],
            "tickfont": {"size": 12, "color": colours.ink},
        },
    )
    legend = [stance_entries(data.codebook, colours)]
    return build_figure(
        draft,
        FigureText(info.title, info.subtitle, legend, info.source, headroom=34),
        colours,
        width=width,
        plot_height=len(lines) * row,
        left=left,
    )


def _draw_segments(
    draft: FigureBuilder,
    info: CountsInfo,
    lines: dict[str, int],
    colours: Palette,
    across: float,
    thickness: float,
) -> None:
    """Draws the segments, each with its sign and number as far as they fit."""
    drawn = info.segments
    draft.add_bar(
        orientation="h",
        base=drawn["start"].tolist(),
        x=drawn["count"],
        y=drawn["question"].map(lines),
        width=thickness,
        marker={
            "color": [colours.stance[s] for s in drawn["stance"]],
            "line": {"width": 1, "color": colours.paper},
        },
        text=[segment_text(s.glyph, s.count, s.count * across) for s in drawn.itertuples()],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": SMALL_SIZE, "color": [colours.on_stance[s] for s in drawn["stance"]]},
        hovertext=drawn["hover"],
        **HOVER_STYLE,
    )


def segment_text(glyph: str, count: int, pixels: float) -> str:
    """Returns the text that fits in a segment: sign and number, the number alone, or nothing.

    The hover text and the table have the number in any case.
    """
    number = len(str(count)) * DIGIT + 1
    if pixels >= number + 26:
        return f"{escape_plotly(glyph)} {count}"
    return str(count) if pixels >= number else ""


def _end(base: object, countries: int) -> str:
    return f"{base} of {countries}"


def _draw_ends(draft: FigureBuilder, info: CountsInfo, colours: Palette, thickness: float) -> None:
    """Draws two numbers at the end of each bar.

    They are how many countries have a position, out of how many, and how many stated it in the past year. The
    hover text has the other countries.
    """
    for heading_text, shift in (("have a<br>position", -PAST_YEAR), ("stated in<br>past year", 0)):
        draft.add_annotation(
            text=heading_text,
            showarrow=False,
            xref="paper",
            yref="paper",
            x=1,
            y=1,
            xanchor="right",
            yanchor="bottom",
            align="right",
            xshift=shift,
            yshift=3,
            font={"size": SMALL_SIZE, "color": colours.muted},
            borderpad=0,
        )
    for line, row in enumerate(info.rows.itertuples()):
        for text, shift in (
            (_end(f"<b>{row.base}</b>", info.countries), -PAST_YEAR),
            (f"<b>{row.recent}</b>", 0),
        ):
            draft.add_annotation(
                text=text,
                showarrow=False,
                xref="paper",
                yref="y",
                x=1,
                y=line,
                xanchor="right",
                yanchor="middle",
                xshift=shift,
                font={"size": 12, "color": colours.ink},
                borderpad=0,
            )
    # A transparent bar, so that the area beyond a bar's end has hover text too.
    draft.add_bar(
        orientation="h",
        base=info.rows["base"].tolist(),
        x=info.span - info.rows["base"],
        y=list(range(len(info.rows))),
        width=thickness,
        marker={"color": "rgba(0,0,0,0)"},
        hovertext=info.rows["hover"],
        **HOVER_STYLE,
    )


# The same as a table ----------------------------------------------------------------------------------------


def counts_export(
    data: Dataset, coded: pd.DataFrame, cells: pd.DataFrame, info: CountsInfo, choices: ViewState
) -> ViewExport:
    """Returns the export of the counts.

    Args:
        cells: as from `cell_states.cell_states` for the day and filters chosen.
        coded: as `coded_statements.coded_statements`.
    """
    actors = counted_members(data, choices.group, choices.on)
    here = cells[cells["actor"].isin(actors)]
    return ViewExport(
        "",
        "counts",
        info.sentence,
        view_name(choices, "counts"),
        "counts",
        lambda: named_rows(data, stance_counts(here, actors), "counts"),
        lambda: counts_table(data, coded, choices),
        lambda: statements_behind_cells(here, coded, choices.on),
    )


@cached_on_dataset(CACHE_SIZE)
def counts_table(data: Dataset, coded: pd.DataFrame, choices: ViewState) -> pd.DataFrame:
    """Returns the counts as plain numbers, one row per question.

    Columns: number of countries with each stance, with a position, with a position stated in the past year,
    with each kind of blank, and in all.
    """
    actors = counted_members(data, choices.group, choices.on)
    cells = cell_states(data, coded, choices.on, choices.confidence, choices.stated)
    here = cells[cells["actor"].isin(actors)]
    counts = stance_counts(here, actors)
    table = counts.pivot(index="question", columns="stance", values="count").rename(
        columns={s.code: s.name for s in data.codebook.scale}
    )
    table = table[[s.name for s in data.codebook.scale]].assign(
        **{"with a position": counts.groupby("question")["base"].first()}
    )
    table["stated in the past year"] = _recent(here).reindex(table.index, fill_value=0)
    blanks = (
        pd.DataFrame(
            {question: _blanks(data, Counter(part)) for question, part in here.groupby("question")["state"]}
        )
        .T.fillna(0)
        .astype(int)
    )
    order = [s.name for s in data.codebook.states if s.name in blanks]
    questions = data.codebook.questions
    table = table.join(blanks[order]).assign(counted=len(actors)).loc[[q.code for q in questions]]
    return table.set_axis([q.short for q in questions]).rename_axis(index="Question", columns=None)
