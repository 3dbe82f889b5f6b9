"""The country map: one question on the day, played through every day on which something changes."""

import datetime as dt

import streamlit as st

from components.choices import Cell
from components.country_map import OUTLINES, map_figure, map_info, map_table
from components.evidence import cell_picker, open_evidence
from components.figure import toolbar
from components.filters import as_text
from components.frame import View, choose, view, web_address

FIGURE = "map"


def select_country() -> None:
    """A click opens the evidence of the day that the map shows just then. On the country selected last, plotly takes the selection away: it
    opens again."""
    state = st.session_state
    points = state[FIGURE]["selection"]["points"]
    if points:
        actor, question, on = points[0]["customdata"]
        shown = dt.date.fromisoformat(on)
        state["map.selected"] = Cell(actor, question, shown if shown != state["choices"].on else None)
    choose(cell=state.get("map.selected"), id=None)


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
    st.title("Country map")
    st.markdown(as_text(info.sentence))
    st.markdown("Select a country to open the evidence behind it. Play, or draw the slider, through every day on which something changes.")
    figure = map_figure(seen.data, info, choices, seen.colours, seen.width)
    st.plotly_chart(figure, theme=None, key=FIGURE, on_select=select_country, selection_mode="points", alt=info.sentence,
                    config=toolbar(figure, f"{choices.question}_{choices.on}_{'-'.join(choices.group) or 'all'}_map") | OUTLINES)
    cell_picker(seen, info.cells["actor"].unique().tolist(), choices.question)
    with st.expander("The same as a table"):
        st.dataframe(map_table(seen.data, info), alt=info.sentence)


seen = view()
draw(seen)
open_evidence(seen)
