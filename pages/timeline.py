"""The timeline: one question, a lane an actor, and how many governments stood where over time."""

import streamlit as st

from components.app.links import web_address
from components.app.page_context import View, view
from components.escape import as_text
from components.figures.timeline import ZOOM, how_to_use, timeline_figure, timeline_info, timeline_shown, timeline_table
from components.html.cards import event_list, stylesheet
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from data.rules.membership import members_on


def draw(seen: View) -> None:
    choices = seen.choices
    address = web_address("timeline", seen.data, choices.with_(cell=None, id=None))
    info = timeline_info(seen.data, seen.words, choices, address, seen.width)
    figure = timeline_figure(seen.data, info, choices, seen.colours, seen.width)
    shown = timeline_shown(seen.data, info, choices)
    if choices.brief:
        return draw_alone(seen, figure, shown)

    st.title("Timeline")
    st.markdown(as_text(info.sentence))
    st.markdown(how_to_use(figure))
    draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key), config=ZOOM)
    cell_picker(seen, members_on(seen.data, choices.group, choices.on), choices.question)
    draw_folded("Events in these days", "events",
                lambda: st.html(stylesheet(seen.colours) + event_list(seen.data, choices.start, choices.on)))
    draw_folded("The same as a table", "table", lambda: st.dataframe(timeline_table(seen.data, info), alt=info.sentence))


seen = view()
draw(seen)
open_evidence(seen)
