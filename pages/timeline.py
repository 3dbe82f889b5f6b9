"""The timeline: one question, a lane an actor, and how many governments stood where over time."""

import datetime as dt

import streamlit as st

from components.cards import event_list, stylesheet
from components.choices import Cell
from components.evidence import cell_picker, open_evidence
from components.figure import toolbar
from components.filters import as_text
from components.frame import View, choose, view, web_address
from components.timeline import timeline_figure, timeline_info, timeline_table

FIGURE = "timeline"


def select() -> None:
    """A click on a span opens the evidence of its last day, a click on a mark the statement. On the one selected last, plotly takes the
    selection away: it opens again."""
    state = st.session_state
    points = [p["customdata"] for p in state[FIGURE]["selection"]["points"] if p.get("customdata")]
    if points:
        state["timeline.selected"] = _chosen(points[0], state["choices"].on)
    choose(**state.get("timeline.selected", {}))


def _chosen(custom: list[str], on: dt.date) -> dict[str, object]:
    if len(custom) == 1:
        return {"id": custom[0], "cell": None}
    actor, question, last = custom
    last = dt.date.fromisoformat(last)
    return {"cell": Cell(actor, question, last if last != on else None), "id": None}


def draw(seen: View) -> None:
    choices = seen.choices
    address = web_address("timeline", seen.data, choices.with_(cell=None, id=None))
    info = timeline_info(seen.data, seen.words, choices, address, seen.width)
    st.title("Timeline")
    st.markdown(as_text(info.sentence))
    st.markdown("Select a span or a mark to open the evidence behind it. Drag across the figure to zoom, double-click to see all again.")
    figure = timeline_figure(seen.data, info, choices, seen.colours, seen.width)
    group = "-".join(choices.group) or "all"
    st.plotly_chart(figure, theme=None, key=FIGURE, on_select=select, selection_mode="points", alt=info.sentence,
                    config=toolbar(figure, f"{choices.question}_{choices.on}_{group}_timeline") | {"doubleClick": "reset"})
    cell_picker(seen, info.lanes["actor"].dropna().tolist(), choices.question)
    with st.expander("Events in these days"):
        st.html(stylesheet(seen.colours) + event_list(seen.data, choices.start, choices.on))
    with st.expander("The same as a table"):
        st.dataframe(timeline_table(seen.data, info), alt=info.sentence)


seen = view()
draw(seen)
open_evidence(seen)
