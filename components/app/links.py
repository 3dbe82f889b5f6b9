"""Links between pages, and the URLs of views."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

import streamlit as st

from components.app.page_spec import PAGES, PageSpec
from components.app.session import session
from components.server.dataset import current_dataset
from components.state.url import citation_url, permalink_query, to_query
from components.state.view_state import ViewState
from data.dataset import Dataset


def link_to(path: str, label: str, icon: str, choices: ViewState) -> None:
    """Draws a link to another page with these choices. All links between pages use this function."""
    data = current_dataset()
    query = to_query(data, choices)
    if session().path is not None:
        st.page_link(PAGES / f"{path}.py", label=label, icon=icon, query_params=query)
    else:
        # Without the shell, Streamlit knows no other page.
        st.link_button(label, f"/{path}?{urlencode(query, doseq=True)}", icon=icon)


def described_pages() -> Sequence[PageSpec]:
    """Returns the pages that the overview links to; empty without the shell, which alone knows the pages."""
    return [page for page in session().pages if page.description]


def go_to(path: str, choices: ViewState) -> None:
    """Switches to another page with these choices, as after a click in a figure.

    Without the shell, which alone knows the other pages, it does nothing.
    """
    if session().path is not None:
        st.switch_page(PAGES / f"{path}.py", query_params=to_query(current_dataset(), choices))


def base_url() -> str:
    """Returns the app's base URL as the browser knows it, without a trailing slash; empty without a browser."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{here.path.rpartition('/')[0]}" if here.netloc else ""


def page_url(path: str, data: Dataset, choices: ViewState) -> str:
    """Returns the shortest URL of a view, for citation."""
    return citation_url(data, base_url(), path, choices)


def permalink(path: str, data: Dataset, choices: ViewState) -> str:
    """Returns the permalink of a view: its URL with every key and the version of the data."""
    return f"{base_url()}/{path}?{urlencode(permalink_query(data, choices), doseq=True)}"
