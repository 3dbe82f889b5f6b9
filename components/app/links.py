"""Links from one page to another, and the URLs of views."""

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
    """A link to another screen with these choices. Every mention of a screen leads there by this."""
    data = current_dataset()
    query = to_query(data, choices)
    if session().path is not None:
        st.page_link(PAGES / f"{path}.py", label=label, icon=icon, query_params=query)
    else:
        # without the frame Streamlit knows no other page
        st.link_button(label, f"/{path}?{urlencode(query, doseq=True)}", icon=icon)


def described_pages() -> Sequence[PageSpec]:
    """The pages that the overview leads to; none without the shell, which alone knows them."""
    return [page for page in session().pages if page.description]


def go_to(path: str, choices: ViewState) -> None:
    """Leaves for another screen with these choices, as after a click in a figure. Without the frame, which knows no other, it stays."""
    if session().path is not None:
        st.switch_page(PAGES / f"{path}.py", query_params=to_query(current_dataset(), choices))


def base_url() -> str:
    """The address of the dashboard as the reader's browser knows it, without a slash at its end; empty where no browser asked."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{here.path.rpartition('/')[0]}" if here.netloc else ""


def page_url(path: str, data: Dataset, choices: ViewState) -> str:
    """The address of a view, as short as it can be cited."""
    return citation_url(data, base_url(), path, choices)


def permalink(path: str, data: Dataset, choices: ViewState) -> str:
    """The address of a view with every key and the version of the data, as it can be handed on."""
    return f"{base_url()}/{path}?{urlencode(permalink_query(data, choices), doseq=True)}"
