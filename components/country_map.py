"""The country map: one question on a day, and on every day on which something changes. Prepared data first, then the figure."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.choices import Choices
from components.exports import Shown, cells_shown, view_name
from components.figure import DESK, EDGE, PHONE, POINTED, TABLET, TEXT_SIZE, Draft, Frame, LegendEntry, shown_text, stand_alone
from components.hover import answer_lines, dissent_lines, heading, names_of, signs
from components.legend import stance_entries, state_entries
from components.palette import Palette
from data.counting import members_on
from data.kept import SHARED, kept
from data.loading import Dataset
from data.sentences.findings import sides, stand_on
from data.sentences.wording import day, only, source, subjects, whom
from data.transforms import cell_states_over, change_days, dissent_over

# The app serves the outlines itself: plotly would fetch them from elsewhere. Relative to the screen's own address.
OUTLINES = {"topojsonURL": "app/static/"}
STATIC = Path(__file__).parent.parent / "static"
BLANK = -3                # stands for "no position" where plotly wants a number


@dataclass(frozen=True)
class Region:
    """A part of the world: its outlines, projection, and how much room it takes.

    Attributes:
        window: west, south, east, north of what is shown.
        scale: pixels a degree of latitude, for a figure 1 pixel wide, where the signs stand closest.
        moved: where a country's sign stands if the middle of the country is not on the map: longitude, latitude.
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
    "europe": Region(50, {"type": "conic conformal", "parallels": [43, 62], "rotation": {"lon": 16}}, (-18, 34.5, 50, 70.5), 0.69, 0.018,
                     {"RUS": (42.0, 56.5), "KAZ": (49.3, 48.7), "NOR": (9.2, 61.3), "GBR": (-1.5, 52.7), "ISL": (-17.5, 64.9)}),
    "world": Region(110, {"type": "natural earth", "rotation": {"lon": 11}}, (-169, -56, 191, 80), 0.43, 0.0029, {}),
}


class MapInfo(NamedTuple):
    """What the map shows.

    Attributes:
        cells: one row a day and actor: the columns of `transforms.cell_states_over`, sign, hover.
        days: the days that can be played, in order; counts: for each, the line above the map.
        shown: the day that stands at first.
        title, sentence: words of the figure; subtitle, source: lines of them.
    """

    cells: pd.DataFrame
    days: list[pd.Timestamp]
    counts: list[str]
    shown: dt.date
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


@kept(SHARED)
def map_info(data: Dataset, words: pd.DataFrame, choices: Choices, address: str, shown: dt.date | None = None, width: int = DESK,
             still: bool = False, actors: Sequence[str] = ()) -> MapInfo:
    """Prepares the map for the reader's choices, for every day on which something changes.

    Args:
        address: of this view, for the source line.
        shown: the day that stands at first; the as-of day if None.
        width: pixels that the figure may count on: hover text is broken to fit.
        still: only for the day that stands at first, for a document.
        actors: the only ones, whatever group is chosen; then nothing is counted, and there is no sentence.
    """
    question, shown = data.codebook.question(choices.question), shown or choices.on
    asked = words[words["question"].eq(choices.question)]
    played = [] if still else [choices.on, *change_days(data, words, choices.question, choices.group, choices.confidence)]
    days = sorted({*map(pd.Timestamp, [*played, shown])})
    cells = cell_states_over(data, words, days, choices.question, choices.confidence)
    members = {on: set(actors or members_on(data, choices.group, on)) for on in days}
    cells = cells[[actor in members[on] for actor, on in zip(cells["actor"], cells["on"], strict=True)]].reset_index(drop=True)
    cells["sign"] = signs(data, cells)
    # dissent ends when its speaker speaks for the government on any question
    beside = dissent_over(words[words["actor"].isin(asked["actor"])], days)
    cells["hover"] = _hovers(data, cells, beside[beside["question"].eq(choices.question)], 58 if width > PHONE else 40)

    then = cells[cells["on"].eq(pd.Timestamp(shown))]
    return MapInfo(
        cells=cells, days=days, counts=["" if actors else _count(data, part, choices, on, width) for on, part in cells.groupby("on")], shown=shown,
        title=f"{question.title}: where {'the actors chosen' if actors else subjects(data, choices.group)} stand",
        subtitle=[question.asked + only(choices.confidence, choices.known)],
        sentence="" if actors else stand_on(data, then, choices.question, shown, choices.group, choices.confidence),
        source=[f"{source(data)} Outlines: UN geodata.", f"Evidence behind every country: {address}"],
    )


def _count(data: Dataset, cells: pd.DataFrame, choices: Choices, on: pd.Timestamp, width: int) -> str:
    count = sides(data, cells, choices.question, on, choices.group)
    base = f"{whom(data, choices.group, on)} with a position " if width >= TABLET else ""
    return f"{count.favour} of {count.base} {base}support or permit"


def _hovers(data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame, letters: int) -> list[str]:
    """What each country says of itself on each day; words that stay the same are put together once."""
    against = {key: dissent_lines(data, part, letters) for key, part in beside.groupby(["on", "actor"])}
    lines: dict[tuple, list[str]] = {}
    hovers = []
    for cell in cells.itertuples():
        key = (cell.actor, cell.state, str(cell.statement), str(cell.last_statement), str(cell.confidence))
        if key not in lines:
            lines[key] = answer_lines(data, cell, letters, why=False)
        hovers.append("<br>".join([heading(f"{data.names[cell.actor]} · {day(cell.on)}", letters), *lines[key],
                                   *against.get((cell.on, cell.actor), [])]))
    return hovers


# Figure ---------------------------------------------------------------------------------------------------------------

DAY_LINE, STRIP, PLAYER = 34, 40, 74              # pixels: the day above the map, organisations and the player under it


@kept(SHARED)
def map_figure(data: Dataset, info: MapInfo, choices: Choices, colours: Palette, width: int = DESK) -> go.Figure:
    """The map as a figure that can stand alone and, where it has more than one day, be played. A point's custom data are actor, question
    and day.

    Args:
        width: pixels that the figure may count on.
    """
    region = MAPS[choices.region]
    height = round((width - 2 * EDGE) * region.height)
    plays = len(info.days) > 1
    player = PLAYER if plays else 0
    plot = DAY_LINE + height + STRIP + player
    frames = dict(iter(_dressed(data, info.cells, choices, colours).groupby("on")))
    places = _places(data, region, set(info.cells["actor"]), width)
    drawn = [_traces(part, places, colours, _day_line(on, count), width)
             for (on, part), count in zip(frames.items(), info.counts, strict=True)]
    at = info.days.index(pd.Timestamp(info.shown))
    draft = Draft()
    draft.traces = drawn[at]
    draft.frames = [{"name": f"{on:%Y-%m-%d}", "data": traces} for on, traces in zip(frames, drawn, strict=True) if plays]
    draft.update_layout(
        geo={"domain": {"x": [0, 1], "y": [(STRIP + player) / plot, 1 - DAY_LINE / plot]}, "resolution": region.outlines,
             "visible": False, "showframe": False, "bgcolor": colours.sea, "showland": True, "landcolor": colours.land,
             "projection": region.projection,
             "lonaxis": {"range": region.window[::2]}, "lataxis": {"range": region.window[1::2]}},
        xaxis={"domain": [0, 1], "range": [0, width - 2 * EDGE], "visible": False, "fixedrange": True},
        yaxis={"domain": [player / plot, (STRIP + player) / plot], "range": [0, 1], "visible": False, "fixedrange": True},
        yaxis2={"domain": [1 - DAY_LINE / plot, 1], "range": [0, 1], "visible": False, "fixedrange": True, "anchor": "x"},
        sliders=[_slider(info, at, colours, plot)] if plays else [], updatemenus=[_buttons(colours, plot)] if plays else [],
    )
    frame = Frame(info.title, info.subtitle, _legend(data, info, colours), info.source, headroom=0)
    return stand_alone(draft, frame, colours, width=width, plot_height=plot, left=0)


FILES = {50: "world_50m", 110: "world_110m"}           # of outlines, by resolution; plotly asks for them by these names


def outlines_script(regions: Sequence[str] = tuple(MAPS)) -> str:
    """The outlines as a script that hands them to plotly, so that it asks nobody for them: for a document, or a picture.

    Args:
        regions: the parts of the world that are shown.
    """
    files = ((FILES[outlines], (STATIC / f"{FILES[outlines]}.json").read_text()) for outlines in sorted({MAPS[r].outlines for r in regions}))
    return "window.PlotlyGeoAssets = {topojson: {" + ", ".join(f"{name}: {shapes}" for name, shapes in files) + "}};"


@cache
def _middles(outlines: int) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the middle of each country, as the outlines have it."""
    shapes = json.loads((STATIC / f"{FILES[outlines]}.json").read_text())["objects"]["countries"]["geometries"]
    # islands far off have a shape of their own under the same code, after the mainland's
    return {shape["id"]: tuple(shape["properties"]["ct"]) for shape in reversed(shapes)}


class _Places(NamedTuple):
    """Where signs stand: longitude and latitude by actor; `roomy`: those with room for a sign; `points`: too small to see; `outlined`: with
    a shape on the map."""

    at: dict[str, tuple[float, float]]
    roomy: set[str]
    points: list[str]
    outlined: set[str]


def _places(data: Dataset, region: Region, actors: set[str], width: int) -> _Places:
    """Signs keep clear of each other; of two that would touch, that of the country with more words on record stays, a small state's goes."""
    rows = data.actors[data.actors["kind"].eq("country")].set_index("code")
    small = rows.dropna(subset="lat")
    middles = _middles(region.outlines)
    at = middles | dict(zip(small.index, zip(small["lon"], small["lat"], strict=True), strict=True)) | region.moved
    at = {c: at[c] for c in rows.index if c in at and region.shows(*at[c])}
    said = data.statements["actor"].value_counts()
    degree, room = region.scale * width, TEXT_SIZE + 1
    kept: list[str] = []
    for code in sorted(at, key=lambda c: (c in small.index, -said.get(c, 0))):
        lon, lat = at[code]
        apart = (math.hypot((lon - at[k][0]) * math.cos(math.radians(lat)), lat - at[k][1]) * degree for k in kept)
        if all(d >= room for d in apart):
            kept.append(code)
    return _Places(at, set(kept) & actors, [c for c in small.index if c in actors and c in at], set(middles))


def _day_line(on: pd.Timestamp, count: str) -> str:
    return f"<b>{day(on)}</b>   {shown_text(count)}"


def _dressed(data: Dataset, cells: pd.DataFrame, choices: Choices, colours: Palette) -> pd.DataFrame:
    """The cells of all days with kind, belligerent, chosen (bool), fill, ink (of the sign), line and line_ink (of the outline), day (as
    text)."""
    actors, chosen = data.actors.set_index("code"), choices.cell.actor if choices.cell else None
    cells = cells.assign(kind=cells["actor"].map(actors["kind"]), belligerent=cells["actor"].map(actors["belligerent"]),
                         chosen=cells["actor"].eq(chosen), fill=colours.fills(cells["stance"]), ink=colours.inks(cells["stance"]),
                         day=cells["on"].dt.strftime("%Y-%m-%d"))
    cells["line"] = [3 if c.chosen else 1.8 if c.belligerent else 0.7 for c in cells.itertuples()]
    cells["line_ink"] = [colours.accent if c.chosen else colours.ink if c.belligerent else colours.faint if pd.isna(c.stance) else colours.paper
                         for c in cells.itertuples()]
    return cells


def _traces(cells: pd.DataFrame, places: _Places, colours: Palette, line: str, width: int) -> list[dict[str, Any]]:
    """The map of one day: countries, small states, signs, organisations, the day in words.

    Args:
        cells: those of the day, as from `_dressed`.
    """
    # the two belligerents last: their outlines lie over their neighbours'
    countries = cells[cells["kind"].eq("country") & cells["actor"].isin(places.outlined)].sort_values("belligerent", kind="stable")
    points = cells[cells["actor"].isin(places.points)]
    signed = cells[cells["actor"].isin(places.roomy)]
    bodies = cells[cells["kind"].eq("organisation")]
    scale = [(BLANK, colours.blank), *sorted(colours.stance.items())]
    steps = [(n + edge) / len(scale) for n in range(len(scale)) for edge in (0, 1)]
    label = ["Organisations:"] if width >= TABLET else []
    start, step = (104, 70) if label else (10, (width - 2 * EDGE) / max(len(bodies), 1))
    across = [start + n * step for n in range(len(bodies))]
    return [
        {"type": "choropleth", "locations": countries["actor"].tolist(), "z": countries["stance"].astype("Int64").fillna(BLANK).tolist(),
         "zmin": BLANK - 0.5, "zmax": 2.5, "showscale": False, "colorscale": [[s, scale[n // 2][1]] for n, s in enumerate(steps)],
         "marker": {"line": {"width": countries["line"].tolist(), "color": countries["line_ink"].tolist()}},
         **_point_at(countries), **POINTED},
        {"type": "scattergeo", "mode": "markers",
         "lon": [places.at[a][0] for a in points["actor"]], "lat": [places.at[a][1] for a in points["actor"]],
         "marker": {"size": 13, "color": points["fill"].tolist(),
                    "line": {"width": [2.5 if c else 1 for c in points["chosen"]], "color": colours.ink}},
         **_point_at(points), **POINTED},
        {"type": "scattergeo", "mode": "text", "lon": [places.at[a][0] for a in signed["actor"]], "lat": [places.at[a][1] for a in signed["actor"]],
         "text": signed["sign"].tolist(), "textfont": {"size": TEXT_SIZE, "color": signed["ink"].tolist()}, "hoverinfo": "skip"},
        {"type": "scatter", "mode": "markers", "x": across, "y": [0.5] * len(bodies), "cliponaxis": False,
         "marker": {"size": 20, "symbol": "square", "color": bodies["fill"].tolist(),
                    "line": {"width": [3 if c else 1 for c in bodies["chosen"]], "color": colours.muted}},
         **_point_at(bodies), **POINTED},
        {"type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False,
         "x": across, "y": [0.5] * len(across), "text": bodies["sign"].tolist(), "textfont": {"size": TEXT_SIZE, "color": bodies["ink"].tolist()}},
        _words([*(label if len(bodies) else []), *bodies["actor"]], [*(0 for _ in label if len(bodies)), *(x + 13 for x in across)], 12, colours),
        _words([line], [0], TEXT_SIZE + 1, colours) | {"yaxis": "y2"},
    ]


def _words(text: list[str], x: list[float], size: int, colours: Palette) -> dict[str, Any]:
    """Words beside the map: a trace, since frames can change no annotation without sending them all."""
    return {"type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False, "textposition": "middle right",
            "x": x[:len(text)], "y": [0.5] * len(text), "text": text, "textfont": {"size": size, "color": colours.ink}}


def _point_at(cells: pd.DataFrame) -> dict[str, Any]:
    """What hover and selection need: each frame carries its own."""
    return {"hovertext": cells["hover"].tolist(),
            "customdata": cells[["actor", "question", "day"]].to_numpy().tolist()}


_AT_ONCE = {"mode": "immediate", "transition": {"duration": 0}}
STEP_SHOWN = 900          # milliseconds that each day stands while playing


def _slider(info: MapInfo, at: int, colours: Palette, plot: int) -> dict[str, Any]:
    steps = [{"label": f"{on.day} {on:%b %Y}", "method": "animate",
              "args": [[f"{on:%Y-%m-%d}"], _AT_ONCE | {"frame": {"duration": 0, "redraw": True}}]} for on in info.days]
    return {"active": at, "steps": steps, "x": 0, "len": 1, "xanchor": "left", "y": PLAYER / plot, "yanchor": "top",
            "pad": {"t": 10, "b": 0, "l": 92, "r": 8}, "currentvalue": {"visible": False}, "font": {"size": 10, "color": colours.muted},
            "tickcolor": colours.muted, "ticklen": 4, "bgcolor": colours.faint, "activebgcolor": colours.accent, "bordercolor": colours.muted,
            "borderwidth": 1}


def _buttons(colours: Palette, plot: int) -> dict[str, Any]:
    play = {"frame": {"duration": STEP_SHOWN, "redraw": True}, "fromcurrent": True} | _AT_ONCE
    stop = {"frame": {"duration": 0, "redraw": False}} | _AT_ONCE
    return {"type": "buttons", "direction": "left", "showactive": False, "x": 0, "xanchor": "left", "y": PLAYER / plot, "yanchor": "top",
            "pad": {"t": 4, "l": 0, "r": 0}, "font": {"size": 12, "color": colours.ink}, "bgcolor": colours.paper, "bordercolor": colours.muted,
            "buttons": [{"label": "▶", "method": "animate", "args": [None, play]}, {"label": "❚❚", "method": "animate", "args": [[None], stop]}]}


def _legend(data: Dataset, info: MapInfo, colours: Palette) -> list[list[LegendEntry]]:
    """All stances, then the states that occur on any of the days, and what is neither."""
    states = state_entries(data.codebook, set(info.cells["state"]), colours)
    others = [LegendEntry("not in the dataset", "", colours.land, colours.muted, colours.faint)]
    if data.actors.set_index("code").loc[info.cells["actor"].unique(), "belligerent"].any():
        others.append(LegendEntry("Ukraine and Russia: not counted", "", colours.paper, colours.ink, colours.ink))
    return [stance_entries(data.codebook, colours), states + others]


# The same as a table --------------------------------------------------------------------------------------------------

def map_shown(data: Dataset, words: pd.DataFrame, info: MapInfo, choices: Choices) -> Shown:
    """The map as it can be taken away: the day that stands at first."""
    cells = info.cells[info.cells["on"].eq(pd.Timestamp(info.shown))]
    return cells_shown(data, words, cells, info.shown, path="map", key="map", sentence=info.sentence,
                       name=view_name(choices, "map", choices.question), table=lambda: map_table(data, info))


@kept(SHARED)
def map_table(data: Dataset, info: MapInfo) -> pd.DataFrame:
    """The day that stands at first as plain text: a row an actor with its stance or kind of blank, since when, last stated, confidence."""
    cells = info.cells[info.cells["on"].eq(pd.Timestamp(info.shown))]
    return pd.DataFrame({
        "Actor": cells["actor"].map(data.names),
        "Stance": names_of(data, cells),
        "Since": [day(d, p) if pd.notna(d) else "" for d, p in zip(cells["since"], cells["since_precision"], strict=True)],
        "Last stated": [f"{d:%Y-%m-%d}" if pd.notna(d) else "" for d in cells["last_stated"]],
        "Confidence": cells["confidence"].fillna(""),
    }).sort_values("Actor").set_index("Actor")
