"""The app's frame: the list of screens, the shared filters, and the reader's choices in step with the address.

`run_app` runs a screen inside the frame. A screen calls `view()` for what it needs; that works inside the frame and, from the
address alone, without it (as when a test runs one page file).

The address is read when a reader arrives at a screen or the address is not one that this visit has written; a click that was on
its way while the address changed carries the old one, which must not undo the newer choice."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import streamlit as st

from components.app import filters
from components.app.browser import viewport_width
from components.app.notices import show_dataset_issues, show_other_version, show_url_issues
from components.app.pacing import RENDER_SLOTS
from components.app.page_context import NAME, PAGES, PageSpec, page_context
from components.app.url_sync import adopt_url, follow_dataset, write_url
from components.html.navigation import navigation_html
from components.server.dataset import pinned_dataset
from components.server.logs import log_if_slow
from components.state.url import relative_url
from components.state.view_state import OF_ONE_SCREEN, ViewState
from components.theme.styles import colour_properties, place_of_chosen
from data.dataset import Dataset
from data.io.live_reload import Snapshot
from data.schema.errors import DatasetError


def register_pages(screens: Sequence[PageSpec]) -> None:
    """Tells Streamlit the screens when the server starts.

    Until it knows of a navigation, Streamlit takes every file in `pages/` for a page of its own and would run it without the frame for the
    first reader who arrives by a link.
    """
    # Streamlit warns that no reader's run is under way; at the start of the server that is as it should be
    warner = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    warner.disabled = True
    _navigation(screens)
    warner.disabled = False


def _navigation(screens: Sequence[PageSpec]) -> tuple[list[st.Page], st.Page]:
    """The pages, and the one that the reader chose. The first screen stands at `/`."""
    pages = [st.Page(s.file, title=s.title, url_path=s.path, icon=s.icon, default=n == 0) for n, s in enumerate(screens)]
    return pages, st.navigation(pages, position="hidden")


def run_app(screens: Sequence[PageSpec]) -> None:
    """Draws the frame and runs the chosen screen in it."""
    st.set_page_config(page_title=NAME, page_icon=str(PAGES.parent / "static" / "icon.svg"), layout="wide")
    # Before all that the browser can answer to: an answer that overtook the navigation would name no screen, and give the first one
    pages, chosen = _navigation(screens)
    screen = screens[pages.index(chosen)]
    if screen is not screens[0]:
        st.set_page_config(page_title=f"{screen.title} · {NAME}")
    try:
        with log_if_slow(f"screen {screen.path}"), RENDER_SLOTS, pinned_dataset() as edition:
            _run(screens, screen, chosen, edition)
    except DatasetError as error:
        st.error(f"The dataset cannot be used: {len(error.faults)} fault(s). `python -m data check` lists them.")


def _run(screens: Sequence[PageSpec], screen: PageSpec, chosen: st.Page, edition: Snapshot) -> None:
    """One run of a screen, all of it on one edition of the dataset."""
    data = edition.data
    width, state = viewport_width(), st.session_state
    if not state.get("frame.finished", True):
        # the reader or the browser acted before the run before was drawn to its end: Streamlit drops what of that had not been sent yet
        filters.resync_widgets()
    state["frame.width"], state["frame.finished"], state["frame.screens"], state["frame.figure"] = width, False, screens, False
    follow_dataset(data)
    adopt_url(data, screen)
    if state["choices"].brief:
        chosen.run()
    else:
        choices = _page_chrome(edition, screens, screen)
        try:
            chosen.run()
        except Exception:          # not what ends a run for the sake of the next: that must come through, or what the reader did would be lost
            write_url(data, choices)
            raise
        # after the screen: to change its address takes a browser 10 to 25 milliseconds
        write_url(data, choices)
    st.session_state["frame.finished"] = True


def _page_chrome(edition: Snapshot, screens: Sequence[PageSpec], screen: PageSpec) -> ViewState:
    """Draws all that stands around a screen: the links to the screens, the filters, and what there is to say of the data and of the link that led
    here. Gives the choices with what the reader set in the filters."""
    data, before = edition.data, st.session_state["choices"]
    with st.sidebar:
        # first, so that nothing below is moved by it; what the reader has just set in a filter is put into the links where they stand
        links = st.container(key="screens").empty()
        links.html(_links(data, screens, screen, before))
        choices = filters.draw(data, before, screen.filters)
        if choices != before:
            links.html(_links(data, screens, screen, choices))
    st.session_state["choices"] = choices
    show_dataset_issues(edition)
    show_url_issues(data, choices)
    show_other_version(data, choices)
    return choices


def _links(data: Dataset, screens: Sequence[PageSpec], shown: PageSpec, choices: ViewState) -> str:
    """The links to all screens, with these choices; with them the colours of all cards, and the place of the filter that grows with its choices."""
    style = colour_properties(page_context().colours) + place_of_chosen(len(choices.actors))
    choices = choices.replace(**OF_ONE_SCREEN)
    return navigation_html(((relative_url(data, "./" if one is screens[0] else one.path, choices), one.title,
                             one.icon.removeprefix(":material/").removesuffix(":"), one is shown) for one in screens), style)
