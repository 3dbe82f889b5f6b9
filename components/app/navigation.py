"""The shell around every page: the list of pages, the shared filters and the notices.

`run_app` runs the chosen page inside the shell. A page calls `page_context.page_context` for what it needs.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import streamlit as st

from components.app import filters
from components.app.browser import viewport_width
from components.app.notices import show_dataset_issues, show_other_version, show_url_issues
from components.app.pacing import RENDER_SLOTS
from components.app.page_context import page_context
from components.app.page_spec import NAME, PAGES, PageSpec
from components.app.session import session
from components.app.url_sync import adopt_url, follow_dataset, write_url
from components.html.navigation import navigation_html
from components.server.dataset import pinned_dataset
from components.server.logs import log_if_slow
from components.state.url import relative_url
from components.state.view_state import ViewState
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


def _run(pages: Sequence[PageSpec], page: PageSpec, script: st.Page, edition: Snapshot) -> None:
    """One run of a page, all of it on one edition of the dataset."""
    data, this = edition.data, session()
    width = viewport_width()
    if not this.finished:
        # the reader or the browser acted before the run before came to its end: Streamlit drops what of it had not been sent yet
        filters.resync_widgets()
    this.width, this.pages, this.finished, this.figure_due = width, pages, False, True
    follow_dataset(data)
    adopt_url(data, page)
    if this.choices.figure_only:
        script.run()
    else:
        choices = _page_chrome(edition, pages, page)
        try:
            script.run()
        except Exception:          # not what ends a run for the sake of the next: that must come through, or what the reader did would be lost
            write_url(data, choices)
            raise
        # after the page: to change its URL takes a browser 10 to 25 milliseconds
        write_url(data, choices)
    session().finished = True


def _page_chrome(edition: Snapshot, pages: Sequence[PageSpec], page: PageSpec) -> ViewState:
    """Draws the links to the pages, the filters and the notices. Returns the choices with what the reader set in the filters."""
    data, before = edition.data, session().choices
    with st.sidebar:
        # first, so that nothing below is moved by it; what the reader has just set in a filter is put into the links where they stand
        links = st.container(key="screens").empty()
        links.html(_links(data, pages, page, before))
        choices = filters.draw(data, before, page)
        if choices != before:
            links.html(_links(data, pages, page, choices))
    session().choices = choices
    show_dataset_issues(edition)
    show_url_issues(data, choices)
    show_other_version(data, choices)
    return choices


def _links(data: Dataset, screens: Sequence[PageSpec], shown: PageSpec, choices: ViewState) -> str:
    """The links to all pages, with these choices; with them the colours of all cards, and the place of the filter that grows with its choices."""
    style = colour_properties(page_context().colours) + place_of_chosen(len(choices.actors))
    choices = choices.for_another_page()
    return navigation_html(((relative_url(data, "./" if one is screens[0] else one.path, choices), one.title,
                             one.icon.removeprefix(":material/").removesuffix(":"), one is shown) for one in screens), style)
