"""The figures of a brief: for each question the map of the day and the timeline.

They are static, in light colours, and fit a page or a slide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.brief.content import BriefInfo, QuestionSection
from components.figures.country_map import map_figure, map_info
from components.figures.timeline import TimelineInfo, timeline_figure, timeline_info
from components.plotting.row_order import heading_rows
from components.state.url import citation_url
from components.theme.palette import LIGHT
from data.dataset import Dataset
from data.sentences.wording import day


class Format(NamedTuple):
    """Layout of figures.

    Attributes:
        map_width: width of the map in pixels.
        timeline_width: width of the timeline in pixels.
        lane: height of a lane in pixels.
        first: maximum number of lanes on a page with the counts above them.
        more: maximum number of lanes on a page without the counts.
    """

    map_width: int
    timeline_width: int
    lane: int
    first: int
    more: int


# Portrait A4 and Letter with margins of 14 mm: not wider or higher than either allows.
PAGE = Format(680, 680, 21, 20, 30)
# A 16:9 slide, on which a figure is scaled to the slide's height: the fewer lanes, the larger the text.
SLIDE = Format(600, 1280, 22, 10, 16)


class BriefFigure(NamedTuple):
    """A figure of a question.

    Attributes:
        kind: map or timeline.
        heading: what the figure shows, as a sentence if there is one.
        alt: alternative text.
    """

    question: str
    kind: str
    figure: go.Figure
    heading: str
    alt: str


def brief_figures(data: Dataset, coded: pd.DataFrame, info: BriefInfo, form: Format) -> list[BriefFigure]:
    """Returns a map of each question, and its timeline in as many parts as its lanes need.

    There are no figures without actors, and no timeline of a question on which nobody has spoken.

    Args:
        coded: the statements that `info` was made from.
    """
    if not info.actors:
        return []
    return [one for part in info.parts for one in _of_question(data, coded, info, part, form)]


def _of_question(
    data: Dataset, coded: pd.DataFrame, info: BriefInfo, part: QuestionSection, form: Format
) -> Iterator[BriefFigure]:
    question = part.question.code
    choices = info.choices.replace(question=question)
    chosen = info.actors if choices.actors else []
    of_one = choices.replace(about=(), actors=())
    shown = map_info(
        data,
        coded,
        choices,
        citation_url(data, info.home, "map", of_one),
        width=form.map_width,
        still=True,
        actors=chosen,
    )
    figure = map_figure(data, shown, choices, LIGHT, form.map_width).update_layout(width=form.map_width)
    yield BriefFigure(question, "map", figure, f"{shown.title}, {day(choices.on)}", f"Map. {part.finding}")
    lanes = timeline_info(
        data, coded, choices, citation_url(data, info.home, "timeline", of_one), form.timeline_width, chosen
    )
    # On the timeline's own page the sentence begins with the finding, which the brief already has.
    heading = (
        lanes.sentence.removeprefix(" ".join(filter(None, [part.finding, part.recent]))).strip()
        or f"{lanes.title}, up to {day(choices.on)}"
    )
    for page in _pages(lanes, form):
        figure = timeline_figure(data, page, choices, LIGHT, form.timeline_width, form.lane).update_layout(
            width=form.timeline_width
        )
        yield BriefFigure(question, "timeline", figure, heading, f"{page.title}. {part.finding} {heading}")


def _pages(info: TimelineInfo, form: Format) -> list[TimelineInfo]:
    """Splits a timeline between its lanes into parts that fit; the counts are above the first."""
    # No links on the names: a document is read without the app.
    rest = info.lanes.assign(page="")
    parts: list[pd.DataFrame] = []
    if rest["lane"].isna().all():
        return []
    room = form.first if info.counts is not None else form.more
    whole = 1 + max(0, -(-(len(rest) - room) // (form.more - 1)))
    while len(rest):
        here = min(room, -(-len(rest) // (whole - len(parts))) if len(parts) < whole else room)
        if here < len(rest) and rest["lane"].isna().iloc[here - 1]:
            here -= 1  # a heading never ends a part
        parts.append(rest.iloc[:here])
        rest, room = rest.iloc[here:], form.more
        if len(rest) and info.lanes["section"].nunique() > 1 and rest["lane"].notna().iloc[0]:
            section = rest["section"].iloc[0]
            rest = pd.concat(
                [heading_rows([f"{section}, continued"], [section]).assign(lane=None, page=""), rest]
            )
    # The brief has actors without a lane in the question's table.
    source = info.source[-2:]
    return [
        info._replace(
            lanes=lanes.reset_index(drop=True),
            spans=_of(lanes, info.spans),
            marks=_of(lanes, info.marks),
            source=source,
            counts=info.counts if n == 0 else None,
            subtitle=[*info.subtitle, *([f"Part {n + 1} of {len(parts)}"] if len(parts) > 1 else [])],
        )
        for n, lanes in enumerate(parts)
    ]


def _of(lanes: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["lane"].isin(lanes["lane"])].reset_index(drop=True)
