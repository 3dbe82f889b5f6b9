"""The text around every figure: title, day, legend and source, so that a screenshot is self-contained.

All of it is placed in pixels from the edges of the plot, so that it stays in place at any width and in an
exported image. A figure builder has the plot; `build_figure` adds the rest and sets the height.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components.escape import escape_plotly
from components.theme.palette import Palette

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 19, 13, 11
LINE, SMALL_LINE, KEY_LINE = 25, 18, 22
BUTTON = 36  # width of the toolbar's button at the right end of the title
EDGE = 12  # margin on all sides, for the exported image
EXPORT_HEIGHT = 1080  # pixels; the width is 1920
# A selection must not fade the other marks, or a screenshot would show false colours.
STEADY = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
# Styles of traces with and without hover. Hover text is prepared; a trace without lets hover and click pass
# to what lies below it.
HOVER_STYLE = {"hovertemplate": "%{hovertext}<extra></extra>", **STEADY}
NO_HOVER_STYLE = {"hoverinfo": "skip", **STEADY}


@dataclass(frozen=True)
class LegendEntry:
    """One entry of a legend: a swatch with a sign, and a name.

    Attributes:
        fill: colour of the swatch; None for no swatch.
        ink: colour of the sign.
        line: colour of the swatch's edge.
        thickness: filled share of the swatch: from the bottom if it has an edge, otherwise along its middle.
    """

    name: str
    sign: str
    fill: str | None
    ink: str
    line: str | None = None
    thickness: float = 1.0


@dataclass(frozen=True)
class FigureText:
    """The text around a plot.

    Attributes:
        title: plain text that states what is shown.
        subtitle: lines of plain text: the day, the question, how rows are ordered.
        legend: rows of entries.
        source: plain sentences below the plot.
        headroom: pixels between the legend and the plot (for column headings).
    """

    title: str
    subtitle: Sequence[str]
    legend: Sequence[Sequence[LegendEntry]]
    source: Sequence[str]
    headroom: int = 10


class FigureBuilder:
    """Collects the parts of a figure as dictionaries in plotly's format.

    plotly validates the whole figure again for each part that is added, so `build_figure` passes all parts at
    once.
    """

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self.frames: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {}
        self.annotations: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []

    def add_bar(self, **trace: Any) -> None:
        self.traces.append({"type": "bar", **trace})

    def add_scatter(self, **trace: Any) -> None:
        self.traces.append({"type": "scatter", **trace})

    def add_annotation(self, **annotation: Any) -> None:
        self.annotations.append(annotation)

    def add_shape(self, **shape: Any) -> None:
        self.shapes.append(shape)

    def update_layout(self, **layout: Any) -> None:
        self.layout |= layout


def corner_label(text: str, colours: Palette) -> dict[str, Any]:
    """An annotation in the upper left corner of a figure's second plot, which says what that plot shows."""
    return {
        "text": text,
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 4,
        "yshift": -2,
        "font": {"size": 11, "color": colours.muted},
    }


def build_figure(
    draft: FigureBuilder, frame: FigureText, colours: Palette, *, width: int, plot_height: float, left: int
) -> go.Figure:
    """Returns the figure with title, subtitle, legend and source.

    Args:
        width: layout width in pixels; text is wrapped to it here, because plotly never wraps.
        plot_height: height of the plot itself in pixels.
        left: pixels beside the plot, for row names.
    """
    width -= 2 * EDGE
    title = _lines([frame.title], width - BUTTON, TITLE_SIZE * 0.54)
    subtitle = _lines(frame.subtitle, width, TEXT_SIZE * 0.49)
    source = _lines(frame.source, width, SMALL_SIZE * 0.49)
    rows = [row for entries in frame.legend for row in _rows(entries, width)]

    top = EDGE + LINE * len(title) + SMALL_LINE * len(subtitle) + 10 + KEY_LINE * len(rows) + frame.headroom
    bottom: float = 10 + SMALL_LINE * len(source) + EDGE
    bottom += -(top + plot_height + bottom) % 9  # so that 16:9 has whole pixels
    left, right = left + EDGE, EDGE
    x, y = EDGE - left, top - EDGE
    texts: list[dict] = []
    shapes: list[dict] = []
    for lines, size, height, colour, weight in (
        (title, TITLE_SIZE, LINE, colours.ink, 700),
        (subtitle, TEXT_SIZE, SMALL_LINE, colours.muted, 400),
    ):
        for line in lines:
            y -= height
            texts.append(_text(line, x=x, y=y, size=size, colour=colour, weight=weight, yref=1))
    y -= 10
    for row in rows:
        y -= KEY_LINE
        _legend_row(texts, shapes, row, x=x, y=y, colours=colours)
    for n, line in enumerate(source):
        texts.append(
            _text(
                line,
                x=x,
                y=-10 - SMALL_LINE * (n + 1) + 4,
                size=SMALL_SIZE,
                colour=colours.muted,
                weight=400,
                yref=0,
            )
        )

    around = {
        "meta": {"width": width},
        "height": top + plot_height + bottom,
        "margin": {"t": top, "b": bottom, "l": left, "r": right, "pad": 0},
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": colours.paper,
        "showlegend": False,
        "font": {"family": colours.font, "size": TEXT_SIZE, "color": colours.ink},
        "hoverlabel": {
            "bgcolor": colours.paper,
            "bordercolor": colours.muted,
            "align": "left",
            "font": {"family": colours.font, "size": TEXT_SIZE, "color": colours.ink},
        },
        "clickmode": "event+select",
        "dragmode": False,
        "template": {},
        "annotations": [*draft.annotations, *texts],
        "shapes": [*draft.shapes, *shapes],
    }
    return UncheckedFigure(draft.traces, around | draft.layout, draft.frames)


class UncheckedFigure(go.Figure):
    """A figure that plotly does not validate.

    plotly would validate and copy every value, including those of the frames of an animation, which takes
    longer than all other work on a figure. A test validates each figure instead.
    """

    def __init__(self, traces: list[dict[str, Any]], layout: dict[str, Any], played: list[dict[str, Any]]):
        super().__init__(data=traces, layout=layout, _validate=False)
        self._played = played

    @property
    def frames(self) -> tuple[go.Frame, ...]:
        return tuple(go.Frame(frame) for frame in self._played)

    def to_dict(self) -> dict[str, Any]:
        return super().to_dict() | ({"frames": self._played} if self._played else {})


def _lines(texts: Sequence[str], width: float, letter: float) -> list[str]:
    """Wraps texts to a width in pixels; `letter` is the mean width of a character."""
    return [
        line for text in texts for line in textwrap.wrap(text, int(width / letter), break_on_hyphens=False)
    ]


def size_16_9(figure: go.Figure) -> tuple[int, int]:
    """Returns the width and height in pixels of a figure at 16:9.

    The height is that of its layout, or more if the layout width needs it.
    """
    ninths = max(int(figure.layout.height) // 9, -(-figure.layout.meta["width"] // 16))
    return ninths * 16, ninths * 9


def plotly_config(figure: go.Figure, name: str) -> dict[str, Any]:
    """Returns plotly's configuration: one button, which exports the figure as shown at 1920x1080 pixels.

    Args:
        name: name of the file without extension.
    """
    width, height = size_16_9(figure)
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "scrollZoom": False,
        "doubleClick": False,
        "responsive": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {
            "format": "png",
            "filename": name,
            "width": width,
            "height": height,
            "scale": EXPORT_HEIGHT / height,
        },
    }


def _text(
    text: str, *, x: float, y: float, size: int, colour: str, weight: int, yref: int, anchor: str = "left"
) -> dict[str, Any]:
    return {
        "text": escape_plotly(text),
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": yref,
        "xshift": x,
        "yshift": y,
        "xanchor": anchor,
        "yanchor": "bottom",
        "align": "left",
        "font": {"size": size, "color": colour, "weight": weight},
        "borderpad": 0,
    }


SWATCH, SWATCH_HEIGHT, GAP = 22, 15, 14


def _entry_width(entry: LegendEntry) -> float:
    return SWATCH + 6 + len(entry.name) * (TEXT_SIZE - 1) * 0.53 + GAP


def _rows(entries: Sequence[LegendEntry], width: int) -> list[list[LegendEntry]]:
    """Splits entries into as many rows as their names need."""
    rows: list[list[LegendEntry]] = [[]]
    for entry in entries:
        if rows[-1] and sum(map(_entry_width, [*rows[-1], entry])) > width + GAP:
            rows.append([])
        rows[-1].append(entry)
    return [row for row in rows if row]


def _swatch(x: float, foot: float, height: float, fill: str, line: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "x0": x,
        "x1": x + SWATCH,
        "y0": foot,
        "y1": foot + height,
        "fillcolor": fill,
        "line": {"width": 1, "color": line},
        "layer": "above",
    }


def _legend_row(
    texts: list[dict], shapes: list[dict], row: Sequence[LegendEntry], *, x: float, y: float, colours: Palette
) -> None:
    for entry in row:
        if entry.fill:
            filled = SWATCH_HEIGHT * entry.thickness
            foot = y + 2 if entry.line else y + 2 + (SWATCH_HEIGHT - filled) / 2
            if entry.thickness < 1 and entry.line:
                shapes.append(_swatch(x, y + 2, SWATCH_HEIGHT, colours.paper, entry.line))
            shapes.append(_swatch(x, foot, filled, entry.fill, entry.line or entry.fill))
        if entry.sign:
            texts.append(
                _text(
                    entry.sign,
                    x=x + SWATCH / 2,
                    y=y + 1,
                    size=TEXT_SIZE,
                    colour=entry.ink,
                    weight=400,
                    yref=1,
                    anchor="center",
                )
            )
        texts.append(
            _text(
                entry.name,
                x=x + SWATCH + 6,
                y=y + 1,
                size=TEXT_SIZE - 1,
                colour=colours.ink,
                weight=400,
                yref=1,
            )
        )
        x += _entry_width(entry)
