"""Keeps the reader's choices and the URL in step.

The URL is read when a reader arrives at a page or the URL is not one that this session has written; a click that was on its way while
the URL changed carries the old one, which must not undo the newer choice.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.app import filters
from components.app.page_context import current_query
from components.app.page_spec import PageSpec
from components.app.session import session
from components.state.url import parse_query, to_query, unknown_names
from components.state.view_state import ViewState
from data.dataset import Dataset

# How many URLs may be on their way to the server at once while a reader clicks fast.
REMEMBERED = 4


def update_state(**changes: Any) -> None:
    """Changes choices from a page's own callback (a click on a cell); the URL follows in the run after it."""
    session().choices = session().choices.replace(**changes)
    session().clicked = True          # what was clicked may have been drawn from an earlier edition of the dataset
    for name in changes:
        filters.reset_widget(name)


def follow_dataset(data: Dataset) -> None:
    """Keeps what a reader has chosen, as far as the dataset still knows it: it may have been edited since the reader's last run."""
    this = session()
    version, last_day = this.dataset or (data.version, data.last_day)
    edited, clicked = version != data.version, this.clicked
    this.dataset, this.clicked = (data.version, data.last_day), False
    if not (edited or clicked) or this.path is None:
        return
    before = filters.with_widget_values(data, this.choices) if edited else this.choices
    query = to_query(data, before)
    if edited and before.on == last_day:
        query.pop("on", None)          # the latest day, whichever that is
    choices, notes = parse_query(data, query)
    if edited or notes:
        this.choices, this.notes, this.noted, this.unknown = choices, notes, choices, unknown_names(data, query)
        this.lead = "The data have been edited; part of what was chosen is no longer in them."
        # a filter whose choice stays is left alone: a list may be open in it, or a date half typed
        filters.reset_changed_widgets(before, choices)


def adopt_url(data: Dataset, page: PageSpec) -> None:
    """Takes the choices from the URL, unless this session has written it or the page was here before."""
    this, query = session(), current_query()
    if this.path == page.path and query in this.urls:
        return
    if this.path == page.path:
        # a link within one page: Streamlit tells the server its query and leaves the browser's as it was
        st.query_params.from_dict(query)
    else:
        this.painted = False
    this.choices, this.notes = parse_query(data, query)
    if this.notes or not page.figure:
        # a figure alone could not say what is wrong with the link
        this.choices = this.choices.replace(figure_only=False)
    this.noted, this.unknown = this.choices, unknown_names(data, query)
    this.lead = "Part of the link was not understood; the rest is shown."
    this.path, this.urls = page.path, [query]
    filters.reset_all_widgets()


def write_url(data: Dataset, choices: ViewState) -> None:
    """Writes the choices into the URL. It replaces the browser's history entry (`components/app/browser.py`)."""
    query = to_query(data, choices)
    if query != current_query():
        st.query_params.from_dict(query)
    session().urls = [*[url for url in session().urls if url != query], query][-REMEMBERED:]
