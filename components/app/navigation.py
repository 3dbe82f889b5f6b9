"""The shell around every page: the links to the pages, the shared filters and the notices.

`run_app` runs the chosen page inside the shell. A page calls `page_context.page_context` for its data and
choices.
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
from components.theme.styles import actors_property, colour_properties
from data.dataset import Dataset
from data.io.live_reload import Snapshot
from data.schema.errors import DatasetError


def register_pages(pages: Sequence[PageSpec]) -> None:
    """Registers the pages with Streamlit when the server starts.

    Until the app has declared its navigation, Streamlit treats every file in `pages/` as a page and would run
    it without the shell for the first reader who opens a link.
    """
    # Streamlit warns that there is no script run; this is expected at server start.
    warner = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    warner.disabled = True
    _navigation(pages)
    warner.disabled = False


def _navigation(pages: Sequence[PageSpec]) -> tuple[list[st.Page], st.Page]:
    """Returns all pages and the one that the reader chose. The first page has the path `/`."""
    scripts = [
        st.Page(page.file, title=page.title, url_path=page.path, icon=page.icon, default=n == 0)
        for n, page in enumerate(pages)
    ]
    return scripts, st.navigation(scripts, position="hidden")


def run_app(pages: Sequence[PageSpec]) -> None:
    """Draws the shell and runs the chosen page in it."""
    st.set_page_config(page_title=NAME, page_icon=str(PAGES.parent / "static" / "icon.svg"), layout="wide")
    # Must precede every element that the browser can react to: a rerun request that arrives before the
    # navigation would name no page, and Streamlit would run the first one.
    scripts, script = _navigation(pages)
    page = pages[scripts.index(script)]
    if page is not pages[0]:
        st.set_page_config(page_title=f"{page.title} · {NAME}")
    try:
        with log_if_slow(f"screen {page.path}"), RENDER_SLOTS, pinned_dataset() as snapshot:
            _run(pages, page, script, snapshot)
    except DatasetError as error:
        st.error(
            f"The dataset cannot be used: {len(error.faults)} fault(s). `python -m data check` lists them."
        )


def _run(pages: Sequence[PageSpec], page: PageSpec, script: st.Page, snapshot: Snapshot) -> None:
    """Runs a page once, on one snapshot of the dataset."""
    data, this = snapshot.data, session()
    width = viewport_width()
    if not this.finished:
        # A rerun has interrupted the previous run, and Streamlit has dropped the messages that it had not
        # sent yet.
        filters.resync_widgets()
    this.width, this.pages, this.finished, this.figure_due = width, pages, False, True
    follow_dataset(data)
    adopt_url(data, page)
    if this.choices.figure_only:
        script.run()
    else:
        choices = _page_chrome(snapshot, pages, page)
        try:
            script.run()
        # Not BaseException: the exception with which Streamlit stops a run for a rerun must pass, or the
        # reader's input would be lost.
        except Exception:
            write_url(data, choices)
            raise
        # After the page, because changing the URL takes the browser 10 to 25 ms.
        write_url(data, choices)
    session().finished = True


def _page_chrome(snapshot: Snapshot, pages: Sequence[PageSpec], page: PageSpec) -> ViewState:
    """Draws the links to the pages, the filters and the notices.

    Returns the choices with the values set in the filters.
    """
    data, before = snapshot.data, session().choices
    with st.sidebar:
        # The links come first, so that nothing below them moves. If a filter has changed, they are replaced
        # in place.
        links = st.container(key="screens").empty()
        links.html(_links(data, pages, page, before))
        choices = filters.draw(data, before, page)
        if choices != before:
            links.html(_links(data, pages, page, choices))
    session().choices = choices
    show_dataset_issues(snapshot)
    show_url_issues(data, choices)
    show_other_version(data, choices)
    return choices


def _links(data: Dataset, pages: Sequence[PageSpec], page: PageSpec, choices: ViewState) -> str:
    """Returns the links to all pages with these choices, as HTML.

    The HTML also has the styles that depend on the run: the colours of all cards and the number of
    chosen actors, from which the height of their filter follows.
    """
    style = colour_properties(page_context().colours) + actors_property(len(choices.actors))
    choices = choices.for_another_page()
    return navigation_html(
        (
            (
                relative_url(data, "./" if one is pages[0] else one.path, choices),
                one.title,
                one.icon.removeprefix(":material/").removesuffix(":"),
                one is page,
            )
            for one in pages
        ),
        style,
    )
