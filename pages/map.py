"""Map page: one question on the day, with a player for every day on which something changes."""

import datetime as dt

import streamlit as st

from components.app.links import page_url
from components.app.page_context import PageContext, page_context
from components.escape import escape_markdown
from components.figures.country_map import OUTLINES, map_export, map_figure, map_info, map_table
from components.html.cards import actor_links
from components.html.environment import render
from components.state.url import actor_page_urls
from components.widgets.chart import chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from components.widgets.map_player import add_keyboard_controls


def shown_day(ctx: PageContext) -> dt.date:
    """Returns the day that the map shows first.

    It is the day of the open evidence. When the evidence is closed, the map stays at that day until the as-of
    day or the question changes.
    """
    cell, state = ctx.choices.cell, st.session_state
    view_of = (ctx.choices.on, ctx.choices.question)
    if cell and cell.on:
        state["map.day"] = (view_of, cell.on)
    kept, on = state.get("map.day", (None, None))
    return on if kept == view_of and not (cell and not cell.on) else ctx.choices.on


def draw(ctx: PageContext) -> None:
    choices = ctx.choices
    address = page_url("map", ctx.data, choices.without_selection())
    info = map_info(ctx.data, ctx.coded, choices.without_selection(), address, shown_day(ctx), ctx.width)
    figure = map_figure(ctx.data, info, choices, ctx.colours, ctx.width)
    shown = map_export(ctx.data, ctx.coded, info, choices)
    if choices.figure_only:
        return draw_figure_only(ctx, figure, shown, config=OUTLINES)

    st.title("Country map")
    st.markdown(escape_markdown(info.sentence))
    st.markdown(
        "Select a country to open the evidence behind it. Play, or move the slider, through every day on which something changes."
    )
    chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key), config=OUTLINES)
    add_keyboard_controls(shown.key)
    cell_picker(ctx, info.cells["actor"].unique().tolist(), choices.question)
    draw_organisations(ctx, info.cells["actor"].unique().tolist())
    lazy_section(
        "The same as a table", "table", lambda: st.dataframe(map_table(ctx.data, info), alt=info.sentence)
    )


def draw_organisations(ctx: PageContext, actors: list[str]) -> None:
    """Links to the pages of the organisations; a country's page is linked from its evidence."""
    kinds = ctx.data.actors.set_index("code")["kind"]
    if bodies := [a for a in actors if kinds[a] == "organisation"]:
        pages = actor_page_urls(ctx.data, ctx.choices)
        st.html(render("organisations.html.j2", links=actor_links(ctx.data, bodies, pages)))


ctx = page_context()
draw(ctx)
open_evidence(ctx)
