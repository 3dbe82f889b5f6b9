"""Keeps the reader's choices and the URL in sync.

The URL is parsed when a reader arrives at a page, or when this session has not written it. A click that was
sent before the browser had the new URL carries the old one, which must not undo the newer choice.
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

# Number of written URLs to remember: as many as can be in transit while a reader clicks fast.
REMEMBERED = 4


def update_state(**changes: Any) -> None:
    """Changes choices in a page's callback, such as a click on a cell. The next run writes them into the URL."""
    session().choices = session().choices.replace(**changes)
    session().clicked = True  # the clicked element may be from an earlier snapshot of the dataset
    for name in changes:
        filters.reset_widget(name)


def follow_dataset(data: Dataset) -> None:
    """Restricts the choices to what the dataset contains.

    The dataset may have been edited since the reader's last run.
    """
    this = session()
    version, last_day = this.dataset or (data.version, data.last_day)
    edited, clicked = version != data.version, this.clicked
    this.dataset, this.clicked = (data.version, data.last_day), False
    if not (edited or clicked) or this.path is None:
        return
    before = filters.with_widget_values(data, this.choices) if edited else this.choices
    query = to_query(data, before)
    if edited and before.on == last_day:
        query.pop("on", None)  # the latest day stays the latest day
    choices, notes = parse_query(data, query)
    if edited or notes:
        this.choices, this.notes, this.noted, this.unknown = (
            choices,
            notes,
            choices,
            unknown_names(data, query),
        )
        this.lead = "The data have been edited; part of what was chosen is no longer in them."
        # Filters whose choice is unchanged are not reset: their list may be open, or a date half typed.
        filters.reset_changed_widgets(before, choices)


def adopt_url(data: Dataset, page: PageSpec) -> None:
    """Takes the choices from the URL when the reader arrives at a page.

    While the reader stays on the page, a URL that this session has written is ignored.
    """
    this, query = session(), current_query()
    if this.path == page.path and query in this.urls:
        return
    if this.path == page.path:
        # After a link within a page, Streamlit gives the server the new query but leaves the browser's URL as
        # it was.
        st.query_params.from_dict(query)
    else:
        this.painted = False
    this.choices, this.notes = parse_query(data, query)
    if this.notes or not page.figure:
        # A figure alone could not show the notes about the link.
        this.choices = this.choices.replace(figure_only=False)
    this.noted, this.unknown = this.choices, unknown_names(data, query)
    this.lead = "Part of the link was not understood; the rest is shown."
    this.path, this.urls = page.path, [query]
    filters.reset_all_widgets()


def write_url(data: Dataset, choices: ViewState) -> None:
    """Writes the choices into the URL. The browser's history entry is replaced (`components/app/browser.js`)."""
    query = to_query(data, choices)
    if query != current_query():
        st.query_params.from_dict(query)
    session().urls = [*[url for url in session().urls if url != query], query][-REMEMBERED:]
