"""How a position spread: how many governments had reached it over time, and each government in order.

Data are prepared first; then the figure is drawn.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly, wrap_plotly
from components.plotting.event_labels import draw_events, events_info, placed
from components.plotting.hover import heading
from components.plotting.layout import (
    EDGE,
    HOVER_STYLE,
    FigureBuilder,
    FigureText,
    LegendEntry,
    build_figure,
    corner_label,
)
from components.plotting.legend import stance_entries
from components.plotting.row_order import names_width, row_labels
from components.state.url import actor_page_urls
from components.state.view_export import ViewExport, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import Palette
from data.analysis.diffusion import (
    WINDOWS,
    After,
    after_events,
    cumulative,
    intervals_at_threshold,
    who_reached,
)
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.export.tables import named_rows
from data.rules.changes import changes
from data.rules.coded_statements import statements_on_question
from data.rules.membership import counted_members
from data.sentences.diffusion import after_in_words, spread_of, threshold_name, too_few, window_in_words
from data.sentences.wording import count_of, day, filter_suffix, from_to, population

# Sign and plotly symbol by how a government reached it, and for falling back.
HOW = {"first words": ("●", "circle"), "move": ("▲", "triangle-up"), "already": ("|", "line-ns")}
FELL = ("▼", "triangle-down")


class DiffusionInfo(NamedTuple):
    """Data of the diffusion page, from `start` to `on`, both included.

    Attributes:
        found: as from `diffusion.who_reached` without those held back, with label, page (URL of the actor's
            page), lag (in words), hover.
        steps: as from `diffusion.cumulative`.
        stays: as from `diffusion.intervals_at_threshold`, of the same actors.
        falls: actor, date, date_precision, stance, statement, hover: the first step of each back below the
            threshold.
        events: as from `event_labels.events_info`.
        after: as from `diffusion.after_events`.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        followed: what followed events, in words.
        few: why that is little evidence, in words; may be empty.
        source: lines below the plot.
    """

    start: pd.Timestamp
    on: pd.Timestamp
    found: pd.DataFrame
    steps: pd.DataFrame
    stays: pd.DataFrame
    falls: pd.DataFrame
    events: pd.DataFrame
    after: pd.DataFrame
    title: str
    subtitle: list[str]
    sentence: str
    followed: str
    few: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def diffusion_info(
    data: Dataset, coded: pd.DataFrame, choices: ViewState, address: str, width: int = DESKTOP
) -> DiffusionInfo:
    """Prepares how the position spread.

    Args:
        address: URL of this view, for the source line.
        width: layout width in pixels, to which hover text is wrapped.
    """
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    letters = 62 if width > PHONE else 40
    args = (choices.question, start, on, choices.group, choices.confidence)
    every = who_reached(data, coded, *args, choices.threshold)
    after = after_events(data, coded, every, *args)
    found = every[~every["held_back"]].reset_index(drop=True)
    found["label"] = found["actor"].map(data.names)
    found["page"] = found["actor"].map(actor_page_urls(data, choices))
    found["lag"] = [lag_in_words(row, choices) for row in found.itertuples()]
    found["hover"] = ["<br>".join(_lines(data, row, choices, letters)) for row in found.itertuples()]
    countries = counted_members(data, choices.group, on)
    steps = changes(statements_on_question(coded, choices.question), start, on)
    return DiffusionInfo(
        start=start,
        on=on,
        found=found,
        steps=cumulative(found, start, on),
        stays=intervals_at_threshold(
            coded, choices.question, start, on, choices.confidence, choices.threshold, found["actor"]
        ),
        falls=_falls(data, found, letters),
        events=events_info(data, steps[steps["actor"].isin(countries)], choices, letters),
        after=after,
        title=f"{data.codebook.question(choices.question).title}: who came to it when",
        subtitle=[
            f"{from_to(start, on)} · {threshold_name(data, choices.threshold)} · of {len(countries)} "
            f"{population(data, choices.group, on)}{filter_suffix(choices.confidence, choices.known)}",
            "In the order in which they came; the day, and how many days after the first",
        ],
        sentence=spread_of(
            data, every, choices.question, start, on, choices.group, choices.confidence, choices.threshold
        ),
        followed=after_in_words(data, after, choices.threshold, choices.group, on),
        few=too_few(every, after),
        source=[
            "Ukraine, Russia and organisations left out. A line: it stands there; where it ends, it does no longer.",
            f"Source: Strike Positions, data {data.version}, by latest statement. Evidence: {address}",
        ],
    )


def lag_in_words(row: Any, choices: ViewState) -> str:
    """Returns the days after the first as text.

    It is `+3 days`, `first`, `+487 to 547 days` where only a month is known, or that the actor had reached it
    before.

    Args:
        row: of `diffusion.who_reached`.
    """
    if row.how == "already":
        return f"before {day(choices.start)}"
    if row.lag_low == row.lag_high:
        return f"+{count_of(row.lag_low, 'day')}" if row.lag_high else "first"
    return (
        f"first, or up to {count_of(row.lag_high, 'day')} after"
        if row.lag_low == 0
        else f"+{row.lag_low:,} to {count_of(row.lag_high, 'day')}"
    )


def _lines(data: Dataset, row: Any, choices: ViewState, letters: int) -> list[str]:
    book, said = data.codebook, data.statements_by_id.loc[row.statement]
    name = f"{book.stance(row.stance).glyph} {book.stance(row.stance).name}"
    before = "first words" if pd.isna(row.previous) else f"a move from {book.stance(int(row.previous)).name}"
    when = day(row.since, row.since_precision)
    lines = [
        f"{name}, {before}",
        f"{when[0].upper()}{when[1:]}, {row.lag}",
        f"{said['speaker']}, {said['role']}",
    ]
    return [heading(data.names[row.actor], letters), *(wrap_plotly(line, letters) for line in lines)]


def _falls(data: Dataset, found: pd.DataFrame, letters: int) -> pd.DataFrame:
    rows = found[found["fell_on"].notna()]
    rows = pd.DataFrame(
        {
            "actor": rows["actor"],
            "date": rows["fell_on"],
            "date_precision": rows["fell_precision"],
            "stance": rows["fell_to"],
            "statement": rows["fell_statement"],
        }
    ).reset_index(drop=True)
    points = {s.code: f"{s.glyph} {s.name}" for s in data.codebook.scale}
    rows["hover"] = [
        f"{heading(data.names[r.actor], letters)}<br>{wrap_plotly(f'Back below it: {points[r.stance]}', letters)}<br>"
        f"{day(r.date, r.date_precision)}"
        for r in rows.itertuples()
    ]
    return rows


# Figure -----------------------------------------------------------------------------------------------------

CURVE, ROW = 130, 26  # pixels: height of the curve, and of a government's lane
LETTER = 6.2  # width of a character beside a mark in pixels
# Share of the period, added after its last day, so that a mark on that day is complete.
MARGIN = 0.012


@cached_on_dataset(CACHE_SIZE)
def diffusion_figure(
    data: Dataset, info: DiffusionInfo, choices: ViewState, colours: Palette, width: int = DESKTOP
) -> go.Figure:
    """Draws how the position spread as a self-contained figure.

    It has the curve, the events, and a lane per government. Custom data of a mark: the statement's id.

    Args:
        width: layout width in pixels.
    """
    left = max(names_width(info.found.assign(rank_note="")), 40)
    labels, band = placed(
        info.events, info.start, info.on, width - 2 * EDGE - left, 2 if width < TABLET else 3
    )
    lanes = max(len(info.found), 1) * ROW
    plot = CURVE + band + lanes
    end = info.on + max(pd.Timedelta(days=1), (info.on - info.start) * MARGIN)
    draft = FigureBuilder()
    _draw_curve(draft, info, colours)
    draw_events(draft, info.events, labels, colours, band)
    _draw_lanes(
        draft,
        info,
        choices,
        colours,
        (width - 2 * EDGE - left) / max((end - info.start).days, 1),
        width <= PHONE,
    )
    draft.update_layout(
        xaxis={
            "range": [info.start, end],
            "anchor": "y2",
            "side": "top",
            "showgrid": True,
            "gridcolor": colours.faint,
            "zeroline": False,
            "ticks": "",
            "nticks": 4 if width < TABLET else 10,
            "tickfont": {"size": 11, "color": colours.muted},
            "type": "date",
            "fixedrange": True,
        },
        yaxis={
            "domain": [0, lanes / plot],
            "range": [max(len(info.found), 1) - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "tickmode": "array",
            "tickvals": list(range(len(info.found))),
            "ticklabelstandoff": 4,
            "ticktext": row_labels(info.found.assign(rank_note=""), colours),
            "tickfont": {"size": 12, "color": colours.ink},
        },
        yaxis2={
            "domain": [(lanes + band) / plot, 1],
            "range": [0, max(int(info.steps["most"].max()), 1) * 1.25],
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": colours.faint,
            "zeroline": False,
            "ticks": "",
            "nticks": 4,
            "tickfont": {"size": 11, "color": colours.muted},
        },
        yaxis3={
            "domain": [lanes / plot, (lanes + band) / plot],
            "range": [0, band],
            "fixedrange": True,
            "visible": False,
        },
    )
    draft.add_annotation(**corner_label("Governments that have reached it", colours), borderpad=0)
    frame = FigureText(
        info.title, info.subtitle, _legend(data, info, choices, colours), info.source, headroom=30
    )
    return build_figure(draft, frame, colours, width=width, plot_height=plot, left=left)


def _draw_curve(draft: FigureBuilder, info: DiffusionInfo, colours: Palette) -> None:
    """Draws how many governments had certainly reached it as a line.

    Where only a month is known, a dotted line above it is how many may have.
    """
    steps, line = info.steps, {"shape": "hv", "color": colours.ink, "width": 2.4}
    hover = [
        f"<b>{day(s.date)}</b><br>{s.least} reached it by then"
        + (f", perhaps {s.most}" if s.most > s.least else "")
        for s in steps.itertuples()
    ]
    if steps["most"].gt(steps["least"]).any():
        draft.add_scatter(
            mode="lines",
            yaxis="y2",
            x=steps["date"],
            y=steps["most"],
            line=line | {"width": 1, "dash": "dot"},
            hoverinfo="skip",
        )
        draft.add_scatter(
            mode="lines",
            yaxis="y2",
            x=steps["date"],
            y=steps["least"],
            line=line,
            fill="tonexty",
            fillcolor=colours.faint,
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    else:
        draft.add_scatter(
            mode="lines",
            yaxis="y2",
            x=steps["date"],
            y=steps["least"],
            line=line,
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    last = steps.iloc[-1]
    draft.add_annotation(
        text=f"<b>{last['least']}</b>",
        showarrow=False,
        xref="x",
        yref="y2",
        x=last["date"],
        y=last["least"],
        xanchor="right",
        yanchor="bottom",
        font={"size": 12, "color": colours.ink},
        borderpad=0,
    )


def _draw_lanes(
    draft: FigureBuilder,
    info: DiffusionInfo,
    choices: ViewState,
    colours: Palette,
    pixels: float,
    phone: bool,
) -> None:
    """Draws a lane per government.

    A line is the time at the threshold, a mark the day it was reached or lost, and a bar the month where no
    day is known.
    """
    place = {a: n for n, a in enumerate(info.found["actor"])}
    x, y = [], []
    for stay in info.stays.itertuples():
        x += [stay[2], min(stay.until, info.on), None]
        y += [place[stay.actor]] * 2 + [None]
    draft.add_scatter(mode="lines", x=x, y=y, line={"color": colours.muted, "width": 1.6}, hoverinfo="skip")
    for row in _months(info).itertuples():
        draft.add_shape(
            type="rect",
            xref="x",
            yref="y",
            x0=max(row.earliest, info.start),
            x1=min(row.latest, info.on),
            y0=row.Index - 0.3,
            y1=row.Index + 0.3,
            line={"width": 1, "color": colours.muted},
            fillcolor=colours.faint,
            layer="below",
        )
    for how, (_, symbol) in HOW.items():
        rows = info.found[info.found["how"].eq(how)]
        size = {"move": 14, "first words": 12, "already": 14}[how]
        draft.add_scatter(
            mode="markers",
            x=rows["since"].clip(lower=info.start),
            y=rows.index,
            customdata=[[s] for s in rows["statement"]],
            hovertext=rows["hover"],
            cliponaxis=False,
            **HOVER_STYLE,
            marker={
                "symbol": symbol,
                "size": size,
                "opacity": 1,
                "color": [colours.stance[s] for s in rows["stance"]],
                "line": {"width": 2.5 if how == "already" else 1, "color": colours.ink},
            },
        )
    draft.add_scatter(
        mode="markers",
        x=info.falls["date"],
        y=[place[a] for a in info.falls["actor"]],
        customdata=[[s] for s in info.falls["statement"]],
        hovertext=info.falls["hover"],
        **HOVER_STYLE,
        marker={
            "symbol": FELL[1],
            "size": 13,
            "opacity": 1,
            "color": [colours.stance[s] for s in info.falls["stance"]],
            "line": {"width": 1, "color": colours.ink},
        },
    )
    fell = dict(zip(info.falls["actor"], info.falls["date"], strict=True))
    for row in info.found.itertuples():
        text = _beside(row, phone)
        at, length = max(row.latest, info.start), len(text) * LETTER / pixels
        # To the right of its mark, unless the text would leave the figure or touch the mark of falling back.
        room = (min(fell.get(row.actor, info.on), info.on) - at).days
        right = length + 14 / pixels < room
        edge = at if right else max(row.earliest, info.start)
        draft.add_annotation(
            text=escape_plotly(text),
            showarrow=False,
            xref="x",
            yref="y",
            x=edge,
            y=row.Index,
            xanchor="left" if right else "right",
            yanchor="middle",
            xshift=12 if right else -12,
            bgcolor=colours.paper,
            borderpad=1,
            font={"size": 11, "color": colours.ink},
        )


def _months(info: DiffusionInfo) -> pd.DataFrame:
    """Returns the governments of whose step in the period only the month is known."""
    return info.found[info.found["since_precision"].eq("month") & info.found["how"].ne("already")]


def _beside(row: Any, phone: bool) -> str:
    """Returns the text beside a mark: its day and the days after the first; on a phone only the latter."""
    if row.how == "already":
        return row.lag
    if phone:
        return f"+{_range(row.lag_low, row.lag_high)} d" if row.lag_high else "first"
    return f"{day(row.since, row.since_precision)} · {row.lag}"


def _legend(
    data: Dataset, info: DiffusionInfo, choices: ViewState, colours: Palette
) -> list[list[LegendEntry]]:
    names = {"first words": "by first words", "move": "by a move", "already": f"before {day(choices.start)}"}
    marks = [
        LegendEntry(name, HOW[how][0], None, colours.ink)
        for how, name in names.items()
        if info.found["how"].eq(how).any()
    ]
    marks += [LegendEntry("fell back below it", FELL[0], None, colours.ink)] if len(info.falls) else []
    if len(_months(info)):
        marks.append(LegendEntry("only the month is known", "", colours.faint, colours.ink, colours.muted))
    used = {data.codebook.stance(s).name for s in [*info.found["stance"], *info.falls["stance"]]}
    return [marks, [e for e in stance_entries(data.codebook, colours) if e.name in used]]


# The same as tables -----------------------------------------------------------------------------------------


def diffusion_export(data: Dataset, info: DiffusionInfo, choices: ViewState) -> ViewExport:
    """Returns the export of who reached it when, one row per country."""
    rows = info.found.assign(question=choices.question)
    return ViewExport(
        "diffusion",
        "diffusion",
        info.sentence,
        view_name(choices, "diffusion", choices.question),
        "reached",
        lambda: named_rows(data, rows, "reached"),
        lambda: reached_table(data, info),
        lambda: [*info.found["statement"], *info.falls["statement"]],
    )


def reached_table(data: Dataset, info: DiffusionInfo) -> pd.DataFrame:
    """Returns who reached it when, in order.

    Columns: place, government, day, days after the first, how, stance, when it fell back, and the speaker.
    """
    book, said = data.codebook, data.statements_by_id
    return pd.DataFrame(
        [
            {
                "Place": "" if row.how == "already" else _range(row.rank_low, row.rank_high),
                "Government": data.names[row.actor],
                "Day": day(row.since, row.since_precision),
                "Days after the first": "" if row.how == "already" else _range(row.lag_low, row.lag_high),
                "How": "first words"
                if pd.isna(row.previous)
                else f"from {book.stance(int(row.previous)).name}",
                "To": book.stance(row.stance).name,
                "Fell back": ""
                if pd.isna(row.fell_on)
                else f"{day(row.fell_on, row.fell_precision)}, to {book.stance(int(row.fell_to)).name}",
                "Speaker": said.at[row.statement, "speaker"],
            }
            for row in info.found.itertuples()
        ],
        columns=["Place", "Government", "Day", "Days after the first", "How", "To", "Fell back", "Speaker"],
    )


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def after_table(data: Dataset, info: DiffusionInfo) -> pd.DataFrame:
    """Returns what followed each major event, the latest first.

    For each window: who first reached the threshold, and who moved at all, with the bases.
    """
    table = []
    for event in info.after.iloc[::-1].itertuples():
        line = {"Day": day(event.date, event.date_precision), "Event": event.title}
        for days in WINDOWS:
            after: After | None = getattr(event, f"within_{days}")
            open_ = "only its month is known" if event.date_precision != "day" else "not over yet"
            reached = open_ if after is None else window_in_words(data, after.reached, after.could_reach)
            moved = open_ if after is None else window_in_words(data, after.moved, after.with_position)
            month = (
                f" ({count_of(after.months, 'step')} known to the month: not counted)"
                if after and after.months
                else ""
            )
            line |= {
                f"Reached it within {days} days": reached + month,
                f"Moved within {days} days, of those with a position": moved,
            }
        table.append(line)
    return pd.DataFrame(table)
