"""Timeline of one actor, with a lane per question.

It is prepared as a `timeline.TimelineInfo` and drawn by `timeline.timeline_figure`.
"""

from __future__ import annotations

import textwrap

import pandas as pd

from components.figures.timeline import TimelineInfo
from components.plotting.event_labels import events_info
from components.plotting.hover import no_result_text
from components.plotting.lanes import lanes_export, marks_info, spans_info, spans_table
from components.plotting.row_order import BELLIGERENTS
from components.state.url import relative_url
from components.state.view_export import ViewExport, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from data.dataset import Dataset
from data.rules.cell_states import cell_states
from data.rules.changes import changes
from data.rules.coded_statements import statements_by_actor
from data.sentences.actor import actor_stands
from data.sentences.wording import count_of, day, filter_suffix, number, source

NARROW = 14  # maximum length in characters of a line of a question's title on a phone


def actor_timeline_info(
    data: Dataset, coded: pd.DataFrame, actor: str, choices: ViewState, address: str, width: int = DESKTOP
) -> TimelineInfo:
    """Prepares the timeline of an actor, including the questions on which it has not spoken.

    Args:
        actor: its code.
        address: URL of this view, for the source line.
        width: layout width in pixels.
    """
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    letters = 62 if width > PHONE else 40
    own = statements_by_actor(coded, actor)
    said = own[own["date"] <= on]
    cells = cell_states(data, coded, on, choices.confidence, choices.stated)
    return TimelineInfo(
        start=start,
        on=on,
        lanes=_lanes(data, cells[cells["actor"].eq(actor)], choices, width),
        spans=spans_info(data, own, [actor], choices, letters, lane="question"),
        marks=marks_info(data, own, [actor], choices, letters, lane="question"),
        counts=None,
        events=events_info(data, changes(own, start, on), choices, letters),
        title=f"{data.names[actor]}: {number(len(data.codebook.questions))} questions over time",
        subtitle=[
            f"{day(start)} to {day(on)} · {count_of(said['statement'].nunique(), 'statement')} by then"
            f"{filter_suffix(choices.confidence, choices.known, choices.stated)}"
        ],
        sentence=actor_stands(data, coded, cells, actor, choices.on, choices.confidence, choices.stated),
        source=[source(data, "a day"), f"Evidence behind every span and mark: {address}"],
    )


def _lanes(data: Dataset, cells: pd.DataFrame, choices: ViewState, width: int) -> pd.DataFrame:
    """Returns a lane per question, in order, each linked to the question's own timeline.

    A lane without statements by the day has a note with its kind of blank.
    """
    actors = data.actors.set_index("code")
    rows = cells[["actor"]].assign(lane=cells["question"], rank_note="")
    titles = [data.codebook.question(q).short for q in rows["lane"]]
    rows["label"] = (
        titles if width >= TABLET else ["\n".join(textwrap.wrap(title, NARROW)) for title in titles]
    )
    states = {s.code: s.name for s in data.codebook.states}
    rows["note"] = [
        {
            "not_yet": states["not_yet"],
            "nothing_found": no_result_text(c.queries),
            "not_looked_for": states["not_looked_for"],
        }.get(c.state, "")
        for c in cells.itertuples()
    ]
    rows["section"] = [BELLIGERENTS if actors.at[a, "belligerent"] else "" for a in rows["actor"]]
    elsewhere = choices.for_another_page()
    rows["page"] = [relative_url(data, "timeline", elsewhere.replace(question=q)) for q in rows["lane"]]
    return rows.reset_index(drop=True)


def actor_timeline_export(data: Dataset, info: TimelineInfo, actor: str, choices: ViewState) -> ViewExport:
    """Returns the export of an actor's timeline."""
    return lanes_export(
        data,
        info.spans,
        info.marks,
        path="country",
        key="country",
        sentence=info.sentence,
        name=view_name(choices, "country", whom=[actor]),
        table=lambda: actor_timeline_table(data, info),
    )


def actor_timeline_table(data: Dataset, info: TimelineInfo) -> pd.DataFrame:
    """Returns the spans as plain text, by question: stance, first and last day; those held back are marked."""
    titles = pd.Series({q.code: q.short for q in data.codebook.questions})
    return spans_table(data, info.spans, info.lanes["lane"], titles, "Question")
