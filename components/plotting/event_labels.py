"""The band of events above lanes over time: which are shown, which have room for a label, and how they are drawn."""

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

NEAR_DAYS = 7             # an event within so many days before steps of positions is the likelier context
LABEL_LINE, LABEL_LETTER = 13, 5.4


def events_info(data: Dataset, steps: pd.DataFrame, choices: ViewState, letters: int) -> pd.DataFrame:
    """Events of the stretch. The important ones are labelled first, and of them those that positions followed.

    Args:
        steps: as from `changes.changes` for the stretch, of the lanes.
        letters: into how many a line of hover text is broken.

    Returns:
        date, title, importance, rank (0 is labelled first), hover; by day.
    """
    rows = data.events[data.events["date"].between(pd.Timestamp(choices.start), pd.Timestamp(choices.on))]
    days = steps["date"]
    near = days.searchsorted(rows["date"] + pd.Timedelta(days=NEAR_DAYS), side="right") - days.searchsorted(rows["date"], side="left")
    rows = rows.assign(near=near).sort_values(["importance", "near", "date"], ascending=[False, False, True])
    rows = rows.assign(rank=range(len(rows)))
    rows["hover"] = [f"{heading(e.title, letters)}<br>{day(e.date, e.date_precision)}<br>{wrap_plotly(e.summary, letters)}" for e in rows.itertuples()]
    return rows.sort_values("date")[["date", "title", "importance", "rank", "hover"]].reset_index(drop=True)


class Label(NamedTuple):
    """An event's label: its day, lines, level (0 is the highest), and on which side of its line it stands."""

    date: pd.Timestamp
    lines: list[str]
    level: int
    anchor: str


def placed(events: pd.DataFrame, start: pd.Timestamp, on: pd.Timestamp, width: float, levels: int) -> tuple[list[Label], int]:
    """Labels that fit without touching each other or another's line, the most important first; and the band's height in pixels."""
    span = max((on - start).days, 1)
    kept: list[Label] = []
    taken: list[tuple[int, float, float, float]] = []        # level, left and right edge of the label, its line
    for event in events.sort_values("rank").itertuples():
        whole = wrap_plotly(event.title, 20).split("<br>")
        lines = whole if len(whole) <= 3 else [*whole[:2], f"{whole[2]} …"]
        size = max(map(len, lines)) * LABEL_LETTER + 4
        x = (event.date - start).days / span * width
        anchor = "left" if x < size / 2 else "right" if x > width - size / 2 else "center"
        begin = {"left": x, "right": x - size, "center": x - size / 2}[anchor]
        for level in range(levels):
            clear = all((level != other or begin + size < a or b < begin)
                        and (level >= other or not a - 3 < x < b + 3)               # its line would run through a lower label
                        and (level <= other or not begin - 3 < line < begin + size + 3)
                        for other, a, b, line in taken)
            if clear:
                kept.append(Label(event.date, lines, level, anchor))
                taken.append((level, begin, begin + size, x))
                break
    used = max((label.level for label in kept), default=0) + 1
    return kept, used * 3 * LABEL_LINE + 16


def draw_events(draft: FigureBuilder, events: pd.DataFrame, labels: list[Label], colours: Palette, band: int) -> None:
    """Ticks for all events, labels and lines for those with room. The band is on `y3`, from 0 to `band`; lines run on through the lanes on `y`."""
    draft.add_scatter(mode="markers", yaxis="y3", x=events["date"], y=[6] * len(events), hovertext=events["hover"], **HOVER_STYLE,
                      marker={"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": colours.muted}})
    for label in labels:
        top = band - label.level * 3 * LABEL_LINE
        draft.add_annotation(text="<br>".join(label.lines), showarrow=False, xref="x", yref="y3", x=label.date, y=top - 4, xanchor=label.anchor,
                             yanchor="top", align=label.anchor, font={"size": 10, "color": colours.ink}, borderpad=0)
        draft.add_shape(type="line", xref="x", yref="y3", x0=label.date, x1=label.date, y0=0, y1=top - 6 - len(label.lines) * LABEL_LINE,
                        line={"color": colours.muted, "width": 1, "dash": "dot"}, layer="below")
        draft.add_shape(type="line", xref="x", yref="y domain", x0=label.date, x1=label.date, y0=0, y1=1,
                        line={"color": colours.muted, "width": 1, "dash": "dot"}, layer="below")
