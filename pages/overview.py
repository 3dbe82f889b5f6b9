"""The way in: what this is, until when, and where governments stand on the day."""

import streamlit as st

from components.filters import as_text
from components.frame import NAME, link_to, view
from data.sentences import day, state_of_play
from data.transforms import cell_states

seen = view()
data, choices = seen.data, seen.choices
cells = cell_states(data, seen.words, choices.on, choices.confidence)
sources = len(data.sources)

st.title(NAME)
st.markdown("Where governments stand on Ukrainian strikes inside Russia, on any day since 24 February 2022, and how we know. "
            "A position is never typed in: it is derived from dated, sourced statements, so that every answer opens onto its evidence.")
st.markdown(as_text(state_of_play(data, cells, choices.on, choices.group, choices.confidence)))
link_to("matrix", "See the stance matrix", ":material/grid_on:", choices)
st.markdown(as_text(f"Searched until {day(data.last_day)}: {len(data.searches)} actors, {int(data.searches['queries'].sum())} look-ups, "
                   f"{len(data.statements)} statements with {sources} sources. Data {data.version}."))
