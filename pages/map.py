"""The country map: one question on the day, played through every day on which something changes."""

import datetime as dt

import streamlit as st

from components.app.links import web_address
from components.app.page_context import View, view
from components.escape import as_text
from components.figures.country_map import OUTLINES, map_figure, map_info, map_shown, map_table
from components.html.cards import actor_links, stylesheet
from components.state.url import country_addresses
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from components.widgets.map_player import reach_player


def shown_day(seen: View) -> dt.date:
    """The day at which the map stands: that of the open evidence, and, once it is closed, still that day, until the view changes."""
    cell, state = seen.choices.cell, st.session_state
    view_of = (seen.choices.on, seen.choices.question)
    if cell and cell.on:
        state["map.day"] = (view_of, cell.on)
    kept, on = state.get("map.day", (None, None))
    return on if kept == view_of and not (cell and not cell.on) else seen.choices.on


def draw(seen: View) -> None:
    choices = seen.choices
    address = web_address("map", seen.data, choices.with_(cell=None))
    info = map_info(seen.data, seen.words, choices, address, shown_day(seen), seen.width)
    figure = map_figure(seen.data, info, choices, seen.colours, seen.width)
    shown = map_shown(seen.data, seen.words, info, choices)
    if choices.brief:
        return draw_alone(seen, figure, shown, config=OUTLINES)

    st.title("Country map")
    st.markdown(as_text(info.sentence))
    st.markdown("Select a country to open the evidence behind it. Play, or move the slider, through every day on which something changes.")
    draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key), config=OUTLINES)
    reach_player(shown.key)
    cell_picker(seen, info.cells["actor"].unique().tolist(), choices.question)
    draw_organisations(seen, info.cells["actor"].unique().tolist())
    draw_folded("The same as a table", "table", lambda: st.dataframe(map_table(seen.data, info), alt=info.sentence))


def draw_organisations(seen: View, actors: list[str]) -> None:
    """The way to the pages of those that stand beside the map; a country's is in its evidence."""
    kinds = seen.data.actors.set_index("code")["kind"]
    if bodies := [a for a in actors if kinds[a] == "organisation"]:
        pages = country_addresses(seen.data, seen.choices)
        st.html(f"{stylesheet(seen.colours)}<p>Organisations: {actor_links(seen.data, bodies, pages)}</p>")


seen = view()
draw(seen)
open_evidence(seen)
