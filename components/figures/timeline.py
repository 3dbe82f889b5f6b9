"""The timeline: one question with a lane per actor, and above it how many governments held each stance.

Data are prepared first; then the figure is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly
from components.plotting.event_labels import draw_events, events_info, placed
from components.plotting.lanes import (
    ONE_DAY,
    draw_marks,
    draw_spans,
    draw_words,
    lanes_export,
    lanes_legend,
    marks_info,
    milliseconds,
    spans_info,
    spans_table,
)
from components.plotting.layout import (
    EDGE,
    HOVER_STYLE,
    FigureBuilder,
    FigureText,
    build_figure,
    corner_label,
)
from components.plotting.legend import stance_entries
from components.plotting.row_order import BELLIGERENTS, names_width, order_actors, row_labels
from components.state.url import actor_page_urls
from components.state.view_export import ViewExport, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import Palette
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.cell_states import cell_states
from data.rules.changes import changes
from data.rules.coded_statements import statements_on_question
from data.rules.membership import counted_members, members_on
from data.rules.stance_counts import stance_series, steepest_rise
from data.sentences.stances import how_recent, rise_in_words, stand_on
from data.sentences.wording import day, filter_suffix, join_names, population, source

RISE_DAYS = 30  # length of the period of the steepest rise


class TimelineInfo(NamedTuple):
    """Data of a timeline, from `start` to `on`, both included.

    Attributes:
        lanes: one row per lane, in order: lane (code of the actor or question; missing for a section's
            heading), actor, label, note (in place of spans and marks), rank_note, section, page (URL linked
            from the name). Lanes of actors are only of those with statements on the question.
        spans: as from `lanes.spans_info`.
        marks: as from `lanes.marks_info`.
        counts: one row per stance and period: from, until, stance, count, below (countries in more permissive
            stances), hover; None for a figure without counts.
        events: as from `event_labels.events_info`.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        source: lines below the plot.
    """

    start: pd.Timestamp
    on: pd.Timestamp
    lanes: pd.DataFrame
    spans: pd.DataFrame
    marks: pd.DataFrame
    counts: pd.DataFrame | None
    events: pd.DataFrame
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def timeline_info(
    data: Dataset,
    coded: pd.DataFrame,
    choices: ViewState,
    address: str,
    width: int = DESKTOP,
    actors: Sequence[str] = (),
) -> TimelineInfo:
    """Prepares the timeline.

    Args:
        address: URL of this view, for the source line.
        width: layout width in pixels, to which hover text is wrapped.
        actors: the only actors, whatever group is chosen; then there are no counts and no sentence.
    """
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    letters = 62 if width > PHONE else 40
    asked = statements_on_question(coded, choices.question)
    shown = list(actors) or members_on(data, choices.group, choices.on)
    cells = cell_states(data, coded, choices.on, choices.confidence, choices.stated)
    cells = cells[cells["question"].eq(choices.question) & cells["actor"].isin(shown)]
    spoken = set(asked.loc[asked["date"] <= on, "actor"]) & set(shown)
    lanes = order_actors(data, asked, cells[cells["actor"].isin(spoken)], choices.replace(answers=1))
    if choices.sort == "permissiveness":
        lanes["rank_note"] = ""  # on one question every rank rests on one answer
    question = data.codebook.question(choices.question)
    counts, sentence = (None, "") if actors else _counted(data, coded, cells, choices)
    return TimelineInfo(
        start=start,
        on=on,
        lanes=lanes.assign(lane=lanes["actor"], page=lanes["actor"].map(actor_page_urls(data, choices))),
        spans=spans_info(data, asked, spoken, choices, letters),
        marks=marks_info(data, asked, spoken, choices, letters),
        counts=counts,
        events=events_info(data, changes(asked, start, on), choices, letters),
        title=f"{question.title}: positions over time",
        subtitle=[
            f"{day(start)} to {day(on)} · {len(spoken)} of {len(shown)} actors have spoken to it · {_ORDERS[choices.sort]}"
            f"{filter_suffix(choices.confidence, choices.known, choices.stated)}"
        ],
        sentence=sentence,
        source=[
            *_silent(data, cells[~cells["actor"].isin(spoken)]),
            source(data, "a day"),
            f"Evidence behind every span and mark: {address}",
        ],
    )


_ORDERS = {
    "name": "by name",
    "group": "by group, then by name",
    "permissiveness": "most permissive first",
    "first": "first words first",
    "latest": "latest move first",
}


def _counted(
    data: Dataset, coded: pd.DataFrame, cells: pd.DataFrame, choices: ViewState
) -> tuple[pd.DataFrame, str]:
    """Returns the counts of countries by stance over time, and the sentence on them."""
    series = stance_series(
        data, coded, choices.question, choices.group, confidence=choices.confidence, stated=choices.stated
    )
    rise = steepest_rise(series[series["date"] <= pd.Timestamp(choices.on)], RISE_DAYS)
    sentences = [
        stand_on(
            data, cells, choices.question, choices.on, choices.group, choices.confidence, choices.stated
        ),
        how_recent(cells, counted_members(data, choices.group, choices.on), choices.on),
        rise_in_words(rise) if rise else "",
    ]
    return _counts(data, series, choices), " ".join(filter(None, sentences))


def _counts(data: Dataset, series: pd.DataFrame, choices: ViewState) -> pd.DataFrame:
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    table = series.pivot(index="date", columns="stance", values="count")
    days = table.index[table.index > start]
    # The counts at the beginning of the period.
    table = (
        table.reindex(table.index.union([start]))
        .ffill()
        .fillna(0)
        .astype(int)
        .loc[[start, *days[days <= on]]]
    )
    until = [*table.index[1:], on + ONE_DAY]
    names, who = (
        {s.code: f"{s.glyph} {s.name}" for s in data.codebook.scale},
        population(data, choices.group, on),
    )
    rows = []
    for begin, end, counts in zip(table.index, until, table.to_dict("records"), strict=True):
        held = {s: counts[s] for s in sorted(names, reverse=True) if counts.get(s)}
        hover = "<br>".join(
            [
                f"<b>{_stretch(begin, end - ONE_DAY)}</b>",
                f"{sum(held.values())} {escape_plotly(who)} with a position",
                *(f"{names[s]}: {n}" for s, n in held.items()),
            ]
        )
        below = accumulate(held.values(), initial=0)
        rows += [(begin, end, s, n, under, hover) for (s, n), under in zip(held.items(), below, strict=False)]
    # From an empty table pandas could not infer that these columns are dates.
    long = pd.DataFrame(rows, columns=["from", "until", "stance", "count", "below", "hover"])
    return long.astype(dict.fromkeys(["from", "until"], table.index.dtype)).sort_values(
        ["stance", "from"], ignore_index=True
    )


def _stretch(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _silent(data: Dataset, cells: pd.DataFrame) -> list[str]:
    """Returns lines that name the actors without a lane, by kind of blank, so that none is silently left out."""
    names = defaultdict(list)
    for state, name in zip(cells["state"], cells["actor"].map(data.names), strict=True):
        names[state].append(name)
    return [
        f"{state.name.capitalize()}: {join_names(sorted(names[state.code]))}."
        for state in data.codebook.states
        if state.code in names
    ]


# Figure -----------------------------------------------------------------------------------------------------

ZOOM = {"doubleClick": "reset"}  # plotly configuration
# Share of the period, added after its last day, so that a mark on that day is complete.
MARGIN = 0.008
COUNTS = 120  # height of the counts in pixels
FEW_LANES = 14  # up to so many lanes are high enough to be legible on a slide


def how_to_use(figure: go.Figure) -> str:
    """Returns instructions for a figure of `timeline_figure`, in one or two sentences."""
    zoom = " Drag across the figure to zoom, double-click to see all again." if figure.layout.dragmode else ""
    return f"Select a span or a mark to open the evidence behind it.{zoom}"


@cached_on_dataset(CACHE_SIZE)
def timeline_figure(
    data: Dataset,
    info: TimelineInfo,
    choices: ViewState,
    colours: Palette,
    width: int = DESKTOP,
    lane: int = 0,
) -> go.Figure:
    """Draws a timeline as a self-contained figure that can be zoomed.

    Custom data: of a span actor, question and its last day; of a mark the statement's id.

    Args:
        width: layout width in pixels.
        lane: height of a lane in pixels; 0 to choose it by the number of lanes.
    """
    left = names_width(info.lanes)
    lane = lane or (40 if len(info.lanes) <= FEW_LANES else 28)
    labels, band = placed(
        info.events, info.start, info.on, width - 2 * EDGE - left, 2 if width < TABLET else 3
    )
    lanes = max(len(info.lanes), 1) * lane
    plot = (0 if info.counts is None else COUNTS) + band + lanes
    place = {code: n for n, code in enumerate(info.lanes["lane"]) if code is not None}
    end = info.on + max(ONE_DAY, (info.on - info.start) * MARGIN)
    outlined = set(info.lanes.loc[info.lanes["section"].eq(BELLIGERENTS), "actor"])
    draft = FigureBuilder()
    if info.counts is not None:
        _draw_counts(draft, info.counts, colours, (lanes + band) / plot)
    draw_events(draft, info.events, labels, colours, band)
    day_width = (width - left) / max((info.on - info.start).days, 1)
    draw_spans(draft, info.spans, choices, place, outlined, colours)
    draw_words(draft, data, info.spans, info.marks, place, colours, day_width)
    draw_marks(draft, info.marks, choices, place, colours, day_width, lane)
    draft.update_layout(
        dragmode="zoom" if width >= TABLET else False,
        barmode="overlay",
        uirevision=f"{info.title} {info.start} {info.on}",
        xaxis={
            "range": [info.start, end],
            "anchor": "y3" if info.counts is None else "y2",
            "side": "top",
            "showgrid": True,
            "gridcolor": colours.faint,
            "zeroline": False,
            "ticks": "",
            "nticks": 4 if width < TABLET else 10,
            "tickfont": {"size": 11, "color": colours.muted},
            "type": "date",
            "minallowed": info.start,
            "maxallowed": end,
        },
        yaxis={
            "domain": [0, lanes / plot],
            "range": [len(info.lanes) - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "tickmode": "array",
            "tickvals": list(place.values()),
            "ticklabelstandoff": 4,
            "tickfont": {"size": 12, "color": colours.ink},
            "ticktext": row_labels(info.lanes, colours),
        },
        yaxis3={
            "domain": [lanes / plot, (lanes + band) / plot],
            "range": [0, band],
            "fixedrange": True,
            "visible": False,
        },
    )
    for n, row in enumerate(info.lanes.itertuples()):
        if row.lane is None:
            draft.add_annotation(
                text=f"<b>{escape_plotly(row.label)}</b>",
                showarrow=False,
                xref="paper",
                yref="y",
                x=0,
                y=n,
                xanchor="left",
                yanchor="middle",
                xshift=-left,
                font={"size": 12, "color": colours.muted},
            )
        elif row.note:
            draft.add_annotation(
                text=escape_plotly(row.note),
                showarrow=False,
                xref="paper",
                yref="y",
                x=0,
                y=n,
                xanchor="left",
                yanchor="middle",
                xshift=2,
                font={"size": 12, "color": colours.muted},
                bgcolor=colours.paper,
            )
    if not place:
        draft.add_annotation(
            text="Nobody has spoken to it in this dataset by then.",
            showarrow=False,
            xref="paper",
            yref="y",
            x=0,
            y=0,
            xanchor="left",
            font={"size": 12, "color": colours.muted},
        )
    alone = info.lanes["actor"].iloc[0] if info.lanes["actor"].nunique() == 1 else None
    legend = [
        stance_entries(data.codebook, colours, alone),
        lanes_legend(data, info.spans, info.marks, colours),
    ]
    frame = FigureText(info.title, info.subtitle, legend, info.source, headroom=30)
    return build_figure(draft, frame, colours, width=width, plot_height=plot, left=left)


def _draw_counts(draft: FigureBuilder, counts: pd.DataFrame, colours: Palette, bottom: float) -> None:
    """Draws counts on `y2`, from `bottom` (a share of the plot) to the top."""
    draft.add_bar(
        yaxis="y2",
        x=counts["from"],
        width=milliseconds(counts["from"], counts["until"]),
        offset=0,
        base=counts["below"].tolist(),
        y=counts["count"],
        marker={"color": [colours.stance[s] for s in counts["stance"]], "line": {"width": 0}},
        hovertext=counts["hover"],
        **HOVER_STYLE,
    )
    draft.update_layout(
        yaxis2={
            "domain": [bottom, 1],
            "showticklabels": len(counts) > 0,
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": colours.faint,
            "zeroline": False,
            "ticks": "",
            "nticks": 4,
            "rangemode": "tozero",
            "tickfont": {"size": 11, "color": colours.muted},
        }
    )
    if len(counts):
        draft.add_annotation(**corner_label("Countries by stance", colours))


# The same as a table ----------------------------------------------------------------------------------------


def timeline_export(
    data: Dataset,
    info: TimelineInfo,
    choices: ViewState,
    path: str = "timeline",
    key: str = "timeline",
    whom: Sequence[str] = (),
) -> ViewExport:
    """Returns the export of a timeline.

    Args:
        path: path of the page.
        key: key of its figure.
        whom: the only actors, if they are named.
    """
    return lanes_export(
        data,
        info.spans,
        info.marks,
        path=path,
        key=key,
        sentence=info.sentence,
        name=view_name(choices, key, choices.question, whom=whom),
        table=lambda: timeline_table(data, info),
    )


@cached_on_dataset(CACHE_SIZE)
def timeline_table(data: Dataset, info: TimelineInfo) -> pd.DataFrame:
    """Returns the spans as plain text, by actor: stance, first and last day; those held back are marked."""
    return spans_table(data, info.spans, info.lanes["lane"], data.names, "Actor")
