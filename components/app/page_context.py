"""What a page needs to render itself: the dataset, the choices, the colours and the width."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.app.session import session
from components.server.dataset import current_dataset
from components.state.url import parse_query
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP
from components.theme.palette import Palette, palette
from data.dataset import Dataset
from data.rules.coded_statements import coded_statements


@dataclass(frozen=True)
class PageContext:
    """The data, choices, colours and width for one render of a page.

    Attributes:
        coded: as `coded_statements.coded_statements` for the reader's choice of `known`; cached on the
            dataset.
        width: layout width of figures in pixels.
    """

    data: Dataset
    coded: pd.DataFrame
    choices: ViewState
    colours: Palette
    width: int


def page_context() -> PageContext:
    """Returns the data and the reader's choices for the page that is running.

    Without the shell, as when a test runs a single page file, the choices come from the URL alone.
    """
    data = current_dataset()
    if session().choices is None:
        session().choices = parse_query(data, current_query())[0]
    choices = session().choices
    # A figure alone is scaled to any viewport.
    width = DESKTOP if choices.figure_only else session().width
    return PageContext(
        data, coded_statements(data, choices.known), choices, palette(st.context.theme.type or "light"), width
    )


def current_query() -> dict[str, list[str]]:
    """Returns the query of the URL: each key with its values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}
