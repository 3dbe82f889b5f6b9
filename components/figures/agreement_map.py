"""Actors on a plane: the nearer two stand, the more they agree. The figure to `agreement_matrix.BlocsInfo`, and its table."""

from __future__ import annotations

import textwrap

import pandas as pd
import plotly.graph_objects as go

from components.escape import shown_text, wrapped
from components.figures.agreement_matrix import MEMBER, BlocsInfo, said_of
from components.plotting.label_placement import place_labels
from components.plotting.layout import EDGE, POINTED, Draft, Frame, LegendEntry, stand_alone
from components.state.view_export import Shown, view_name
from components.state.view_state import Choices
from components.theme.layouts import DESK, TABLET
from components.theme.palette import Palette
from data.cache import SHARED, kept
from data.dataset import Dataset
from data.export.tables import named_rows
from data.sentences.wording import day, group_names, only, times

SAME = 9                          # pixels: points no further apart are drawn as one, with all names at one label
BORDER, BESIDE = 34, 84           # pixels above and below, and on both sides of the outermost points: room for names
LETTER, LINE, SIZE = 5.6, 14, 11  # of a label: pixels of a letter and of a line, size of its letters
LOWEST, TALLEST = 360, 560        # pixels of the plot


@kept(SHARED)
def map_of_actors(data: Dataset, info: BlocsInfo, choices: Choices, colours: Palette, width: int = DESK) -> go.Figure:
    """The map as a figure that can stand alone, one scale across and upwards.

    Custom data of a point: the actors that stand there.

    Args:
        width: pixels that the figure may count on.
    """
    across = width - 2 * EDGE
    points, pixels, height = _in_pixels(info, across)
    spots = _spots(info, points)
    narrow = width < TABLET
    texts = [_label(spot, info, narrow) for spot in spots]
    radii = [6 + 2.0 * min(len(spot), 9) ** 0.5 for spot in spots]
    middles = [(points.loc[spot, "x"].mean(), points.loc[spot, "y"].mean()) for spot in spots]
    sizes = [(max(len(line) for line in text) * LETTER + 4, len(text) * LINE) for text in texts]
    placed = place_labels(middles, sizes, across, height, radii)
    draft = Draft()
    for (x, y), label in zip(middles, placed, strict=True):
        if label.line:
            draft.add_shape(type="line", xref="x", yref="y", x0=x, y0=y, x1=label.end[0], y1=label.end[1], layer="below",
                            line={"color": colours.muted, "width": 1})
    _draw_spots(draft, info, spots, middles, radii, colours)
    for text, label in zip(texts, placed, strict=True):
        draft.add_annotation(text="<br>".join(map(shown_text, text)), showarrow=False, xref="x", yref="y", x=label.x, y=label.y, xanchor="center",
                             yanchor="middle", align="center", font={"size": SIZE, "color": colours.ink}, borderpad=0)
    _draw_scale(draft, pixels, across, colours)
    draft.update_layout(
        # a wider figure leaves room at the sides: names keep their places, and a distance is as long across as upwards
        xaxis={"range": [0, across], "visible": False, "fixedrange": True, "constrain": "domain"},
        yaxis={"range": [0, height], "visible": False, "fixedrange": True, "scaleanchor": "x", "constrain": "domain"})
    marks = [LegendEntry("country", "●", None, colours.ink), LegendEntry("Ukraine, Russia, organisations", "◆", None, colours.muted),
             *([LegendEntry(f"{group_names(data, choices.group)} member", MEMBER, None, colours.ink)] if info.actors["member"].any() else [])]
    frame = Frame("Actors by how far they agree", [f"{day(choices.on)} · the nearer, the more agreement; directions mean nothing"
                                                   f"{only(choices.confidence, choices.known, choices.stated)}",
                                                   *([f"{len(info.actors)} actors · stress {info.scaled.stress:.2f} (0 would keep every distance)"]
                                                     if len(info.actors) > 2 else [])],
                  [marks], info.source)
    return stand_alone(draft, frame, colours, width=width, plot_height=height, left=0)


def _in_pixels(info: BlocsInfo, across: float) -> tuple[pd.DataFrame, float, float]:
    """The points by actor in pixels of the plot, how many pixels a distance of 1 is, and the plot's height."""
    points = info.scaled.points.set_index("actor")
    if points.empty:
        return points, 1.0, LOWEST
    span = (points.max() - points.min()).clip(lower=1e-6)
    inner = across - 2 * (BESIDE if across > TABLET else BORDER)
    pixels = min(inner / max(span["x"], 0.3), (TALLEST - 2 * BORDER) / max(span["y"], 0.3))
    height = min(max(span["y"] * pixels + 2 * BORDER, LOWEST), TALLEST)
    middle = (points.max() + points.min()) / 2
    return (points - middle) * pixels + pd.Series({"x": across / 2, "y": height / 2}), pixels, height


def _spots(info: BlocsInfo, points: pd.DataFrame) -> list[list[str]]:
    """The actors by where they stand: those that a reader could not tell apart are together, each near the first of its spot."""
    spots: list[list[str]] = []
    for actor in info.tree.actors:
        near = next((s for s in spots if (points.loc[s[0]] - points.loc[actor]).pow(2).sum() <= SAME**2), None)
        if near is None:
            spots.append([actor])
        else:
            near.append(actor)
    return spots


def _label(spot: list[str], info: BlocsInfo, narrow: bool) -> list[str]:
    """The names at a spot, broken into lines; on a phone codes, which have room."""
    rows = info.actors.set_index("actor").loc[spot].sort_values("name")
    names = [f"{MEMBER}\u00a0{n}" if m else n for n, m in zip(rows.index if narrow else rows["name"], rows["member"], strict=True)]
    return textwrap.wrap(", ".join(n.replace(" ", "\u00a0") for n in names), 20 if narrow else 34, break_long_words=False)


def _draw_spots(draft: Draft, info: BlocsInfo, spots: list[list[str]], middles: list[tuple[float, float]], radii: list[float],
                colours: Palette) -> None:
    rows = info.actors.set_index("actor")
    names = [", ".join(rows.loc[spot, "name"].sort_values()) for spot in spots]
    only_apart = [not rows.loc[spot, "counted"].any() for spot in spots]
    hover = [f"{wrapped(name, 40)}<br>{times(len(spot), 'actor')} here" for spot, name in zip(spots, names, strict=True)]
    draft.add_scatter(
        mode="markers+text", x=[m[0] for m in middles], y=[m[1] for m in middles], text=[str(len(s)) if len(s) > 1 else "" for s in spots],
        textposition="middle center", textfont={"size": 10, "color": colours.paper},
        marker={"symbol": ["diamond" if apart else "circle" for apart in only_apart], "size": [2 * r for r in radii], "opacity": 1,
                "color": [colours.muted if apart else colours.ink for apart in only_apart], "line": {"width": 1, "color": colours.paper}},
        customdata=spots, hovertext=hover, **POINTED)


def _draw_scale(draft: Draft, pixels: float, across: float, colours: Palette) -> None:
    """A bar as long as a fifth of the whole scale, as on a map."""
    length = 0.2 * pixels
    draft.add_shape(type="line", xref="x", yref="paper", x0=across - length, x1=across, y0=0.0, y1=0.0, line={"color": colours.muted, "width": 3})
    draft.add_annotation(text="this far apart: 0.2 less agreement", showarrow=False, xref="x", yref="paper", x=across, y=0, xanchor="right",
                         yanchor="bottom", yshift=4, font={"size": 10, "color": colours.muted}, borderpad=0)


def actor_map_shown(data: Dataset, words: pd.DataFrame, info: BlocsInfo, told: str, choices: Choices) -> Shown:
    """The map as it can be taken away: a row an actor.

    Args:
        told: what it says.
    """
    placed = info.scaled.points.merge(info.actors[["actor", "answers"]], on="actor")
    return Shown("blocs", "blocs-map", told, view_name(choices, "blocs-map"), "placed", lambda: named_rows(data, placed, "placed"),
                 lambda: map_table(info).set_index("Actor"), lambda: said_of(data, words, info, choices))


def map_table(info: BlocsInfo) -> pd.DataFrame:
    """The points as plain numbers, by name."""
    points = info.scaled.points.set_index("actor").round(3).reindex(info.tree.actors)
    return pd.DataFrame({"Actor": info.actors["name"], "Across": points["x"].to_numpy(), "Upwards": points["y"].to_numpy(),
                         "Answers": info.actors["answers"]}).sort_values("Actor", ignore_index=True)
