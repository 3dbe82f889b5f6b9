"""Timeline page: one question with a lane per actor, and how many governments held each stance over time."""

import streamlit as st

from components.app.links import page_url
from components.app.page_context import PageContext, page_context
from components.escape import escape_markdown
from components.figures.timeline import (
    ZOOM,
    how_to_use,
    timeline_export,
    timeline_figure,
    timeline_info,
    timeline_table,
)
from components.html.cards import event_list
from components.widgets.chart import chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from data.rules.membership import members_on


def draw(ctx: PageContext) -> None:
    choices = ctx.choices
    address = page_url("timeline", ctx.data, choices.without_selection())
    info = timeline_info(ctx.data, ctx.coded, choices.without_selection(), address, ctx.width)
    figure = timeline_figure(ctx.data, info, choices, ctx.colours, ctx.width)
    shown = timeline_export(ctx.data, info, choices)
    if choices.figure_only:
        return draw_figure_only(ctx, figure, shown)

    st.title("Timeline")
    st.markdown(escape_markdown(info.sentence))
    st.markdown(how_to_use(figure))
    chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key), config=ZOOM)
    cell_picker(ctx, members_on(ctx.data, choices.group, choices.on), choices.question)
    lazy_section("Events in these days", "events", lambda: draw_events(ctx))
    lazy_section(
        "The same as a table",
        "table",
        lambda: st.dataframe(timeline_table(ctx.data, info), alt=info.sentence),
    )


def draw_events(ctx: PageContext) -> None:
    if events := event_list(ctx.data, ctx.choices.start, ctx.choices.on):
        st.html(events)


ctx = page_context()
draw(ctx)
open_evidence(ctx)
