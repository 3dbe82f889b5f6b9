"""The country map: one question on a day, and on every day on which something changes.

Data are prepared first; then the figure is drawn.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly
from components.plotting.hover import answer_lines, by_cell, dissent_lines, glyphs, heading, names_of
from components.plotting.layout import (
    EDGE,
    HOVER_STYLE,
    NO_HOVER_STYLE,
    SMALL_SIZE,
    TEXT_SIZE,
    FigureBuilder,
    FigureText,
    LegendEntry,
    build_figure,
)
from components.plotting.legend import stance_entries, state_entries
from components.state.view_export import ViewExport, cells_export, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import Palette
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.cell_states import cell_states_over, change_days
from data.rules.dissent import dissent_over
from data.rules.membership import counted_members, members_on
from data.sentences.stances import how_recent, sides, stand_on
from data.sentences.wording import day, filter_suffix, population, source, subjects

# The app serves the outlines itself; plotly would load them from another server. The path is relative to the
# page's URL.
OUTLINES = {"topojsonURL": "app/static/"}
STATIC = Path(__file__).parent.parent.parent / "static"
BLANK = -3  # number that represents "no position", where plotly requires one


@dataclass(frozen=True)
class Region:
    """A part of the world.

    Attributes:
        outlines: resolution of its outlines, a key of FILES.
        projection: projection in plotly's terms.
        window: west, south, east, north of what is shown.
        height: height of the map as a share of its width.
        scale: pixels per degree of latitude, for a figure 1 pixel wide, where the signs are closest together.
        moved: longitude and latitude of a country's sign, if the middle of the country is not on the map.
    """

    outlines: int
    projection: dict[str, Any]
    window: tuple[float, float, float, float]
    height: float
    scale: float
    moved: dict[str, tuple[float, float]]

    def shows(self, lon: float, lat: float) -> bool:
        west, south, east, north = self.window
        return west <= lon <= east and south <= lat <= north


MAPS = {
    "europe": Region(
        50,
        {"type": "conic conformal", "parallels": [43, 62], "rotation": {"lon": 16}},
        (-18, 34.5, 50, 70.5),
        0.69,
        0.018,
        {
            "RUS": (42.0, 56.5),
            "KAZ": (49.3, 48.7),
            "NOR": (9.2, 61.3),
            "GBR": (-1.5, 52.7),
            "ISL": (-17.5, 64.9),
        },
    ),
    "world": Region(
        110, {"type": "natural earth", "rotation": {"lon": 11}}, (-169, -56, 191, 80), 0.43, 0.0029, {}
    ),
}


class MapInfo(NamedTuple):
    """Data of the map.

    Attributes:
        cells: one row per day and actor: the columns of `cell_states.cell_states_over`, sign, hover.
        days: the days of the player, in order.
        counts: the line above the map, for each day.
        shown: the day that is shown first.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        source: lines below the plot.
    """

    cells: pd.DataFrame
    days: list[pd.Timestamp]
    counts: list[str]
    shown: dt.date
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def map_info(
    data: Dataset,
    coded: pd.DataFrame,
    choices: ViewState,
    address: str,
    shown: dt.date | None = None,
    width: int = DESKTOP,
    still: bool = False,
    actors: Sequence[str] = (),
) -> MapInfo:
    """Prepares the map for every day on which something changes.

    Args:
        address: URL of this view, for the source line.
        shown: the day that is shown first; None for the as-of day.
        width: layout width in pixels, to which hover text is wrapped.
        still: whether to prepare only the day that is shown first, for a document.
        actors: the only actors, whatever group is chosen; then there are no counts and no sentence.
    """
    question, shown = data.codebook.question(choices.question), shown or choices.on
    form = _Form(
        choices.question,
        () if actors else choices.group,
        choices.confidence,
        choices.stated,
        tuple(actors),
        58 if width > PHONE else 40,
        width >= TABLET,
    )
    played = [] if still else [_played(data, coded, form)]
    added = {pd.Timestamp(on) for on in ((shown,) if still else (choices.on, shown))}.difference(
        *(part.days for part in played)
    )
    drawn = [*played, *(_on_days(data, coded, form, [on]) for on in added)]
    days, counts = zip(
        *sorted((on, count) for part in drawn for on, count in zip(part.days, part.counts, strict=True)),
        strict=True,
    )
    cells = pd.concat([part.cells for part in drawn if part.days]).sort_values(
        "on", kind="stable", ignore_index=True
    )
    then = cells[cells["on"].eq(pd.Timestamp(shown))]
    return MapInfo(
        cells=cells,
        days=list(days),
        counts=list(counts),
        shown=shown,
        title=f"{question.title}: where {'the actors chosen' if actors else subjects(data, choices.group)} stand",
        subtitle=[question.asked + filter_suffix(choices.confidence, choices.known, choices.stated)],
        sentence=""
        if actors
        else " ".join(
            filter(
                None,
                [
                    stand_on(
                        data, then, choices.question, shown, choices.group, choices.confidence, choices.stated
                    ),
                    how_recent(then, counted_members(data, choices.group, shown), shown),
                ],
            )
        ),
        source=[f"{source(data)} Outlines: UN geodata.", f"Evidence behind every country: {address}"],
    )


class _Form(NamedTuple):
    """What the cells of a map depend on besides the day; a cache key.

    Attributes:
        letters: maximum length of a line of hover text in characters.
        whole: whether there is room for the whole line of the counts.
    """

    question: str
    groups: tuple[str, ...]
    confidence: str
    stated: str
    actors: tuple[str, ...]
    letters: int
    whole: bool


class _Days(NamedTuple):
    """The cells of several days, and the line above the map for each day, as in `MapInfo`."""

    days: list[pd.Timestamp]
    cells: pd.DataFrame
    counts: list[str]


@cached_on_dataset(CACHE_SIZE)
def _played(data: Dataset, coded: pd.DataFrame, form: _Form) -> _Days:
    """Returns all days on which something changes, cached because they do not depend on the day chosen."""
    return _on_days(
        data, coded, form, change_days(data, coded, form.question, form.groups, form.confidence, form.stated)
    )


def _on_days(data: Dataset, coded: pd.DataFrame, form: _Form, days: Sequence[pd.Timestamp]) -> _Days:
    cells = cell_states_over(data, coded, days, form.question, form.confidence, form.stated)
    members = {on: set(form.actors or members_on(data, form.groups, on)) for on in days}
    cells = cells[
        [actor in members[on] for actor, on in zip(cells["actor"], cells["on"], strict=True)]
    ].reset_index(drop=True)
    cells["sign"] = glyphs(data, cells)
    # Of all questions first, because dissent ends when its speaker speaks for the government on any question.
    beside = dissent_over(coded, days)
    cells["hover"] = _hovers(data, cells, beside[beside["question"].eq(form.question)], form.letters)
    parts = dict(iter(cells.groupby("on")))
    return _Days(
        list(days),
        cells,
        ["" if form.actors else _count(data, parts.get(on, cells[:0]), form, on) for on in days],
    )


def _count(data: Dataset, cells: pd.DataFrame, form: _Form, on: pd.Timestamp) -> str:
    count = sides(data, cells, form.question, on, form.groups)
    base = f"{population(data, form.groups, on)} with a position " if form.whole else ""
    return f"{count.favour} of {count.base} {base}support or permit"


def _hovers(data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame, letters: int) -> list[str]:
    """Returns the hover text of each country on each day."""
    against, names = by_cell(beside, ["on", "actor"]), dict(data.names)
    return [
        "<br>".join(
            [
                heading(f"{names[cell.actor]} · {day(cell.on)}", letters),
                *answer_lines(data, cell, letters, why=False),
                *dissent_lines(data, against[cell.on, cell.actor], letters),
            ]
        )
        for cell in cells.itertuples()
    ]


# Figure -----------------------------------------------------------------------------------------------------

# Pixels: room for a sign with a year below it; font sizes of the year and of that sign.
WITH_YEAR, YEAR_SIZE, DATED_SIZE = 22, 9, 11
# Pixels: the day above the map; organisations and the player below it.
DAY_LINE, STRIP, PLAYER = 34, 40, 74


@cached_on_dataset(CACHE_SIZE)
def map_figure(
    data: Dataset, info: MapInfo, choices: ViewState, colours: Palette, width: int = DESKTOP
) -> go.Figure:
    """Draws the map as a self-contained figure, with a player if it has more than one day.

    Custom data of a point: actor, question and day.

    Args:
        width: layout width in pixels.
    """
    region = MAPS[choices.region]
    height = round((width - 2 * EDGE) * region.height)
    plays = len(info.days) > 1
    player = PLAYER if plays else 0
    plot = DAY_LINE + height + STRIP + player
    places = _places(data, region, set(info.cells["actor"]), width)
    spots = _spots(data, info.cells, choices)
    drawn = [
        _of_day(spots[on], f"{on:%Y-%m-%d}", places, colours, _day_line(on, count), width)
        for on, count in zip(info.days, info.counts, strict=True)
    ]
    at = info.days.index(pd.Timestamp(info.shown))
    draft = FigureBuilder()
    draft.traces = [
        _with(always, of_day) for always, of_day in zip(_on_all_days(colours), drawn[at], strict=True)
    ]
    draft.frames = [
        {"name": f"{on:%Y-%m-%d}", "data": traces}
        for on, traces in zip(info.days, drawn, strict=True)
        if plays
    ]
    draft.update_layout(
        geo={
            "domain": {"x": [0, 1], "y": [(STRIP + player) / plot, 1 - DAY_LINE / plot]},
            "resolution": region.outlines,
            "visible": False,
            "showframe": False,
            "bgcolor": colours.sea,
            "showland": True,
            "landcolor": colours.land,
            "projection": region.projection,
            "lonaxis": {"range": region.window[::2]},
            "lataxis": {"range": region.window[1::2]},
        },
        xaxis={"domain": [0, 1], "range": [0, width - 2 * EDGE], "visible": False, "fixedrange": True},
        yaxis={
            "domain": [player / plot, (STRIP + player) / plot],
            "range": [0, 1],
            "visible": False,
            "fixedrange": True,
        },
        yaxis2={
            "domain": [1 - DAY_LINE / plot, 1],
            "range": [0, 1],
            "visible": False,
            "fixedrange": True,
            "anchor": "x",
        },
        sliders=[_slider(info, at, colours, plot)] if plays else [],
        updatemenus=[_buttons(colours, plot)] if plays else [],
    )
    frame = FigureText(info.title, info.subtitle, _legend(data, info, colours), info.source, headroom=0)
    return build_figure(draft, frame, colours, width=width, plot_height=plot, left=0)


# Files of outlines by resolution; plotly requests them by these names.
FILES = {50: "world_50m", 110: "world_110m"}


def outlines_script(regions: Sequence[str] = tuple(MAPS)) -> str:
    """Returns a script that gives plotly the outlines, so that it loads none from a server.

    For a document or an image.

    Args:
        regions: the parts of the world that are shown.
    """
    files = (
        (FILES[outlines], (STATIC / f"{FILES[outlines]}.json").read_text())
        for outlines in sorted({MAPS[r].outlines for r in regions})
    )
    return (
        "window.PlotlyGeoAssets = {topojson: {"
        + ", ".join(f"{name}: {shapes}" for name, shapes in files)
        + "}};"
    )


@cache
def _middles(outlines: int) -> dict[str, tuple[float, float]]:
    """Returns longitude and latitude of the middle of each country, as in the outlines."""
    shapes = json.loads((STATIC / f"{FILES[outlines]}.json").read_text())["objects"]["countries"][
        "geometries"
    ]
    # Remote islands have their own shape with the same code, after the mainland's; reversed, the mainland's
    # wins.
    return {shape["id"]: tuple(shape["properties"]["ct"]) for shape in reversed(shapes)}


class _Places(NamedTuple):
    """The positions of signs.

    Attributes:
        at: longitude and latitude by actor.
        roomy: actors with room for a sign.
        datable: actors with room for a year below the sign.
        points: actors too small to be visible as a shape.
        outlined: actors with a shape on the map.
    """

    at: dict[str, tuple[float, float]]
    roomy: set[str]
    datable: set[str]
    points: list[str]
    outlined: set[str]


def _places(data: Dataset, region: Region, actors: set[str], width: int) -> _Places:
    """Places signs so that none touches another.

    Of two that would touch, the country with more statements keeps its sign; a small state loses it to any
    other.
    """
    rows = data.actors[data.actors["kind"].eq("country")].set_index("code")
    small = rows.dropna(subset="lat")
    middles = _middles(region.outlines)
    at = (
        middles
        | dict(zip(small.index, zip(small["lon"], small["lat"], strict=True), strict=True))
        | region.moved
    )
    at = {c: at[c] for c in rows.index if c in at and region.shows(*at[c])}
    said = data.statements["actor"].value_counts()
    degree, room = region.scale * width, TEXT_SIZE + 1
    kept: list[str] = []

    def apart(code: str, others: Sequence[str]) -> list[float]:
        lon, lat = at[code]
        return [
            math.hypot((lon - at[k][0]) * math.cos(math.radians(lat)), lat - at[k][1]) * degree
            for k in others
            if k != code
        ]

    for code in sorted(at, key=lambda c: (c in small.index, -said.get(c, 0))):
        if all(d >= room for d in apart(code, kept)):
            kept.append(code)
    datable = {c for c in kept if all(d >= (WITH_YEAR + room) / 2 for d in apart(c, kept))}
    return _Places(
        at,
        set(kept) & actors,
        datable & actors,
        [c for c in small.index if c in actors and c in at],
        set(middles),
    )


def _day_line(on: pd.Timestamp, count: str) -> str:
    return f"<b>{day(on)}</b>   {escape_plotly(count)}"


class _Spot(NamedTuple):
    """A cell of a day, with the values needed to draw it.

    Attributes:
        year: year in which it was last stated, if more than a year before the day.
        chosen: whether its evidence is open.
    """

    actor: str
    question: str
    stance: int | None
    sign: str
    hover: str
    kind: str
    year: str
    belligerent: bool
    chosen: bool


def _spots(data: Dataset, cells: pd.DataFrame, choices: ViewState) -> dict[pd.Timestamp, list[_Spot]]:
    """Returns the cells by day, as plain values, because a map has thousands of them."""
    actors, chosen = (
        {a.code: a for a in data.actors.itertuples()},
        choices.cell.actor if choices.cell else None,
    )
    years = (
        cells["last_stated"]
        .dt.strftime("’%y")
        .where(cells["age_band"].notna() & cells["age_band"].ne("recent"), "")
    )
    columns = cells[["on", "actor", "question", "stance", "sign", "hover"]].astype(object).assign(year=years)
    spots: dict[pd.Timestamp, list[_Spot]] = defaultdict(list)
    for on, code, question, stance, sign, hover, year in zip(*(columns[c] for c in columns), strict=True):
        spots[on].append(
            _Spot(
                code,
                question,
                None if pd.isna(stance) else int(stance),
                sign,
                hover,
                actors[code].kind,
                year,
                actors[code].belligerent,
                code == chosen,
            )
        )
    return spots


_TEXT = {"type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False}


def _on_all_days(colours: Palette) -> list[dict[str, Any]]:
    """Returns the part of each trace that is the same on every day.

    The traces are countries, small states, signs, organisations, their signs, their names, and the line with
    the day.
    """
    scale = [(BLANK, colours.blank), *sorted(colours.stance.items())]
    steps = [(n + edge) / len(scale) for n in range(len(scale)) for edge in (0, 1)]
    # Text beside the map is in traces: a frame that changes one annotation has to include all of them.
    coded = _TEXT | {"textposition": "middle right"}
    return [
        {
            "type": "choropleth",
            "zmin": BLANK - 0.5,
            "zmax": 2.5,
            "showscale": False,
            "colorscale": [[s, scale[n // 2][1]] for n, s in enumerate(steps)],
            **HOVER_STYLE,
        },
        {
            "type": "scattergeo",
            "mode": "markers",
            "marker": {"opacity": 1, "line": {"color": colours.ink}},
            **HOVER_STYLE,
        },
        {
            "type": "scattergeo",
            "mode": "markers+text",
            "marker": {"symbol": "square", "opacity": 1, "line": {"width": 0}},
            **NO_HOVER_STYLE,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "cliponaxis": False,
            "marker": {"size": 20, "symbol": "square", "line": {"color": colours.muted}},
            **HOVER_STYLE,
        },
        _TEXT | {"textfont": {"size": TEXT_SIZE}},
        coded | {"textfont": {"size": SMALL_SIZE, "color": colours.ink}},
        coded | {"textfont": {"size": TEXT_SIZE + 1, "color": colours.ink}, "yaxis": "y2"},
    ]


def _of_day(
    spots: list[_Spot], day: str, places: _Places, colours: Palette, line: str, width: int
) -> list[dict[str, Any]]:
    """Returns the part of each trace that depends on the day, in the order of `_on_all_days`.

    It has values, positions, hover and selection.
    """
    # The two belligerents come last, so that their outlines lie over those of their neighbours.
    countries = sorted(
        (s for s in spots if s.kind == "country" and s.actor in places.outlined), key=lambda s: s.belligerent
    )
    points = [s for s in spots if s.actor in places.points]
    signed = [s for s in spots if s.actor in places.roomy]
    dated = {s.actor for s in signed if s.year and s.actor in places.datable}
    bodies = [s for s in spots if s.kind == "organisation"]
    label = ["Organisations:"] if width >= TABLET else []
    start, step = (104, 84) if label else (10, (width - 2 * EDGE) / max(len(bodies), 1))
    across = [start + n * step for n in range(len(bodies))]
    label = label if bodies else []

    def outline(spot: _Spot) -> str:
        return (
            colours.accent
            if spot.chosen
            else colours.ink
            if spot.belligerent
            else colours.faint
            if spot.stance is None
            else colours.paper
        )

    def fills(some: list[_Spot]) -> list[str]:
        return colours.fills(s.stance for s in some)

    def signs_of(some: list[_Spot]) -> dict[str, Any]:
        return {"text": [s.sign for s in some], "textfont": {"color": colours.inks(s.stance for s in some)}}

    def where(some: list[_Spot]) -> dict[str, Any]:
        return {"lon": [places.at[s.actor][0] for s in some], "lat": [places.at[s.actor][1] for s in some]}

    def beside(x: list[float]) -> dict[str, Any]:
        return {"x": x, "y": [0.5] * len(x)}

    def pointed(some: list[_Spot]) -> dict[str, Any]:
        return {
            "hovertext": [s.hover for s in some],
            "customdata": [[s.actor, s.question, day] for s in some],
        }

    return [
        {
            "type": "choropleth",
            "locations": [s.actor for s in countries],
            "z": [BLANK if s.stance is None else s.stance for s in countries],
            "marker": {
                "line": {
                    "width": [3 if s.chosen else 1.8 if s.belligerent else 0.7 for s in countries],
                    "color": [outline(s) for s in countries],
                }
            },
            **pointed(countries),
        },
        {
            "type": "scattergeo",
            **where(points),
            "marker": {
                "color": fills(points),
                "size": [WITH_YEAR + 2 if s.actor in dated else 13 for s in points],
                "line": {"width": [2.5 if s.chosen else 1 for s in points]},
            },
            **pointed(points),
        },
        # A mark in the country's colour keeps sign and year legible in a country too small for both.
        {
            "type": "scattergeo",
            **where(signed),
            "text": [
                f'{s.sign}<br><span style="font-size:{YEAR_SIZE}px">{s.year}</span>'
                if s.actor in dated
                else s.sign
                for s in signed
            ],
            "textfont": {
                "color": colours.inks(s.stance for s in signed),
                "size": [DATED_SIZE if s.actor in dated else TEXT_SIZE for s in signed],
            },
            "marker": {
                "color": fills(signed),
                "size": [WITH_YEAR if s.actor in dated - {*places.points} else 0 for s in signed],
            },
        },
        {
            "type": "scatter",
            **beside(across),
            "marker": {"color": fills(bodies), "line": {"width": [3 if s.chosen else 1 for s in bodies]}},
            **pointed(bodies),
        },
        {"type": "scatter", **beside(across), **signs_of(bodies)},
        {
            "type": "scatter",
            "text": [*label, *(f"{s.actor}{' ' * bool(label)}{s.year}".strip() for s in bodies)],
            **beside([*(0 for _ in label), *(x + 13 for x in across)]),
        },
        {"type": "scatter", "text": [line], **beside([0])},
    ]


def _with(some: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Merges two dictionaries recursively, as plotly merges a frame into its figure."""
    return some | {k: _with(some[k], v) if isinstance(v, dict) and k in some else v for k, v in more.items()}


_AT_ONCE = {"mode": "immediate", "transition": {"duration": 0}}
STEP_SHOWN = 900  # milliseconds per day while playing


def _slider(info: MapInfo, at: int, colours: Palette, plot: int) -> dict[str, Any]:
    steps = [
        {
            "label": f"{on.day} {on:%b %Y}",
            "method": "animate",
            "args": [[f"{on:%Y-%m-%d}"], _AT_ONCE | {"frame": {"duration": 0, "redraw": True}}],
        }
        for on in info.days
    ]
    return {
        "active": at,
        "steps": steps,
        "x": 0,
        "len": 1,
        "xanchor": "left",
        "y": PLAYER / plot,
        "yanchor": "top",
        "pad": {"t": 10, "b": 0, "l": 92, "r": 8},
        "currentvalue": {"visible": False},
        "font": {"size": 10, "color": colours.muted},
        "tickcolor": colours.muted,
        "ticklen": 4,
        "bgcolor": colours.faint,
        "activebgcolor": colours.accent,
        "bordercolor": colours.muted,
        "borderwidth": 1,
    }


def _buttons(colours: Palette, plot: int) -> dict[str, Any]:
    play = {"frame": {"duration": STEP_SHOWN, "redraw": True}, "fromcurrent": True} | _AT_ONCE
    stop = {"frame": {"duration": 0, "redraw": False}} | _AT_ONCE
    return {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "y": PLAYER / plot,
        "yanchor": "top",
        "pad": {"t": 4, "l": 0, "r": 0},
        "font": {"size": 12, "color": colours.ink},
        "bgcolor": colours.paper,
        "bordercolor": colours.muted,
        "buttons": [
            {"label": "▶", "method": "animate", "args": [None, play]},
            {"label": "❚❚", "method": "animate", "args": [[None], stop]},
        ],
    }


def _legend(data: Dataset, info: MapInfo, colours: Palette) -> list[list[LegendEntry]]:
    """Returns entries of all stances, then of the states that occur on any day, and of areas without either."""
    states = state_entries(data.codebook, set(info.cells["state"]), colours)
    if info.cells["age_band"].dropna().ne("recent").any():
        states.insert(
            0, LegendEntry("year of the last statement, if over a year ago", "’24", None, colours.ink)
        )
    others = [LegendEntry("not in the dataset", "", colours.land, colours.muted, colours.faint)]
    if data.actors.set_index("code").loc[info.cells["actor"].unique(), "belligerent"].any():
        others.append(
            LegendEntry("Ukraine and Russia: not counted", "", colours.paper, colours.ink, colours.ink)
        )
    return [stance_entries(data.codebook, colours), states + others]


# The same as a table ----------------------------------------------------------------------------------------


def map_export(data: Dataset, coded: pd.DataFrame, info: MapInfo, choices: ViewState) -> ViewExport:
    """Returns the export of the map for the day that is shown first."""
    cells = info.cells[info.cells["on"].eq(pd.Timestamp(info.shown))]
    return cells_export(
        data,
        coded,
        cells,
        info.shown,
        path="map",
        key="map",
        sentence=info.sentence,
        name=view_name(choices, "map", choices.question),
        table=lambda: map_table(data, info),
    )


@cached_on_dataset(CACHE_SIZE)
def map_table(data: Dataset, info: MapInfo) -> pd.DataFrame:
    """Returns the day that is shown first as plain text, one row per actor.

    Columns: stance or kind of blank, since when, last stated, how long ago, confidence.
    """
    cells = info.cells[info.cells["on"].eq(pd.Timestamp(info.shown))]
    return (
        pd.DataFrame(
            {
                "Actor": cells["actor"].map(data.names),
                "Stance": names_of(data, cells),
                "Since": [
                    day(d, p) if pd.notna(d) else ""
                    for d, p in zip(cells["since"], cells["since_precision"], strict=True)
                ],
                "Last stated": [f"{d:%Y-%m-%d}" if pd.notna(d) else "" for d in cells["last_stated"]],
                "How long ago": cells["age_band"]
                .map({a.code: a.name for a in data.codebook.ages})
                .fillna(""),
                "Confidence": cells["confidence"].fillna(""),
            }
        )
        .sort_values("Actor")
        .set_index("Actor")
    )
