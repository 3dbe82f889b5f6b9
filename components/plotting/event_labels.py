"""The band of events above lanes over time: selects the events, places their labels, draws them."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from components.escape import wrap_plotly
from components.plotting.hover import heading
from components.plotting.layout import HOVER_STYLE, FigureBuilder
from components.state.view_state import ViewState
from components.theme.palette import Palette
from data.dataset import Dataset
from data.sentences.wording import day

NEAR_DAYS = 7  # an event within so many days before moves is the likelier context
LABEL_LINE, LABEL_LETTER = 13, 5.4


def events_info(data: Dataset, steps: pd.DataFrame, choices: ViewState, letters: int) -> pd.DataFrame:
    """Returns the events of the period, ranked for labelling.

    Events rank by importance, then by the number of steps within NEAR_DAYS after them.

    Args:
        steps: as from `changes.changes` for the period, of the lanes, sorted by day.
        letters: maximum length of a line of hover text in characters.

    Returns:
        One row per event, by day: date, title, importance, rank (0 is labelled first), hover.
    """
    rows = data.events[data.events["date"].between(pd.Timestamp(choices.start), pd.Timestamp(choices.on))]
    days = steps["date"]
    near = days.searchsorted(rows["date"] + pd.Timedelta(days=NEAR_DAYS), side="right") - days.searchsorted(
        rows["date"], side="left"
    )
    rows = rows.assign(near=near).sort_values(["importance", "near", "date"], ascending=[False, False, True])
    rows = rows.assign(rank=range(len(rows)))
    rows["hover"] = [
        f"{heading(e.title, letters)}<br>{day(e.date, e.date_precision)}<br>{wrap_plotly(e.summary, letters)}"
        for e in rows.itertuples()
    ]
    return rows.sort_values("date")[["date", "title", "importance", "rank", "hover"]].reset_index(drop=True)


class Label(NamedTuple):
    """An event's label.

    Attributes:
        date: day of the event.
        lines: lines of its text.
        level: 0 is the highest.
        anchor: `left`, `right` or `center`: horizontal anchor of the text on the event's line.
    """

    date: pd.Timestamp
    lines: list[str]
    level: int
    anchor: str


def placed(
    events: pd.DataFrame, start: pd.Timestamp, on: pd.Timestamp, width: float, levels: int
) -> tuple[list[Label], int]:
    """Places labels so that none touches another label or its line, the most important first.

    Returns:
        The labels that fit, and the height of the band in pixels.
    """
    span = max((on - start).days, 1)
    kept: list[Label] = []
    # Level, left and right edge of the label, x of its line.
    taken: list[tuple[int, float, float, float]] = []
    for event in events.sort_values("rank").itertuples():
        whole = wrap_plotly(event.title, 20).split("<br>")
        lines = whole if len(whole) <= 3 else [*whole[:2], f"{whole[2]} …"]
        size = max(map(len, lines)) * LABEL_LETTER + 4
        x = (event.date - start).days / span * width
        anchor = "left" if x < size / 2 else "right" if x > width - size / 2 else "center"
        begin = {"left": x, "right": x - size, "center": x - size / 2}[anchor]
        for level in range(levels):
            clear = all(
                (level != other or begin + size < a or b < begin)
                # Its line would run through a lower label.
                and (level >= other or not a - 3 < x < b + 3)
                and (level <= other or not begin - 3 < line < begin + size + 3)
                for other, a, b, line in taken
            )
            if clear:
                kept.append(Label(event.date, lines, level, anchor))
                taken.append((level, begin, begin + size, x))
                break
    used = max((label.level for label in kept), default=0) + 1
    return kept, used * 3 * LABEL_LINE + 16


def draw_events(
    draft: FigureBuilder, events: pd.DataFrame, labels: list[Label], colours: Palette, band: int
) -> None:
    """Draws ticks for all events, and labels and lines for those with room.

    The band is on `y3`, from 0 to `band`; the lines continue through the lanes on `y`.
    """
    draft.add_scatter(
        mode="markers",
        yaxis="y3",
        x=events["date"],
        y=[6] * len(events),
        hovertext=events["hover"],
        **HOVER_STYLE,
        marker={"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": colours.muted}},
    )
    for label in labels:
        top = band - label.level * 3 * LABEL_LINE
        draft.add_annotation(
            text="<br>".join(label.lines),
            showarrow=False,
            xref="x",
            yref="y3",
            x=label.date,
            y=top - 4,
            xanchor=label.anchor,
            yanchor="top",
            align=label.anchor,
            font={"size": 10, "color": colours.ink},
            borderpad=0,
        )
        draft.add_shape(
            type="line",
            xref="x",
            yref="y3",
            x0=label.date,
            x1=label.date,
            y0=0,
            y1=top - 6 - len(label.lines) * LABEL_LINE,
            line={"color": colours.muted, "width": 1, "dash": "dot"},
            layer="below",
        )
        draft.add_shape(
            type="line",
            xref="x",
            yref="y domain",
            x0=label.date,
            x1=label.date,
            y0=0,
            y1=1,
            line={"color": colours.muted, "width": 1, "dash": "dot"},
            layer="below",
        )
