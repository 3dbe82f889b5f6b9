"""Keeps the reader's choices and the URL in step.

The URL is read when a reader arrives at a page or the URL is not one that this session has written; a click that was on its way while
the URL changed carries the old one, which must not undo the newer choice."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.app import filters
from components.app.page_context import PageSpec, current_query
from components.state.url import parse_query, to_query, unknown_names
from components.state.view_state import ViewState
from data.dataset import Dataset

# How many addresses may be on their way to the server at once while a reader clicks fast.
REMEMBERED = 4


def update_state(**changed: Any) -> None:
    """Changes choices from a screen's own callback (a click on a cell); the address follows in the run after it."""
    choices = st.session_state["choices"].replace(**changed)
    # what was clicked may have been drawn from an earlier edition of the dataset
    st.session_state["choices"], st.session_state["frame.clicked"] = choices, True
    for name in changed:
        filters.reset_widget(name)


def follow_dataset(data: Dataset) -> None:
    """Keeps what a reader has chosen, as far as the dataset still knows it: it may have been edited since the reader's last run."""
    state = st.session_state
    known, last_day = state.get("frame.data", (data.version, data.last_day))
    edited, clicked = known != data.version, state.pop("frame.clicked", False)
    state["frame.data"] = data.version, data.last_day
    if not (edited or clicked) or "frame.path" not in state:
        return
    choices = filters.chosen(data, state["choices"]) if edited else state["choices"]
    query = to_query(data, choices)
    if edited and choices.on == last_day:
        query.pop("on", None)          # the latest day, whichever that is
    before, (choices, notes) = choices, parse_query(data, query)
    if edited or notes:
        state["choices"], state["frame.notes"], state["frame.noted"] = choices, notes, choices
        state["frame.missing"], state["frame.told"] = unknown_names(data, query), "The data have been edited; part of what was chosen is no longer in them."
        # a filter whose choice stays is left alone: a list may be open in it, or a date half typed
        filters.reset_changed_widgets(before, choices)


def adopt_url(data: Dataset, screen: PageSpec) -> None:
    state, query, path = st.session_state, current_query(), screen.path
    if state.get("frame.path") == path and query in state["frame.addresses"]:
        return
    if state.get("frame.path") == path:
        # a link within one screen: Streamlit tells the server its address and leaves the browser's as it was
        st.query_params.from_dict(query)
    else:
        state["frame.drawn"] = False
    state["choices"], state["frame.notes"] = parse_query(data, query)
    if state["frame.notes"] or not screen.figure:
        # a figure alone could not say what is wrong with the link
        state["choices"] = state["choices"].replace(brief=False)
    state["frame.noted"], state["frame.missing"] = state["choices"], unknown_names(data, query)
    state["frame.told"] = "Part of the link was not understood; the rest is shown."
    state["frame.path"], state["frame.addresses"] = path, [query]
    filters.reset_all_widgets()


def write_url(data: Dataset, choices: ViewState) -> None:
    query = to_query(data, choices)
    if query != current_query():
        st.query_params.from_dict(query)
    state = st.session_state
    state["frame.addresses"] = [*[a for a in state["frame.addresses"] if a != query], query][-REMEMBERED:]
