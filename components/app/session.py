"""What the app remembers of a reader between two runs, as one object under one key of Streamlit's session state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from components.app.page_spec import PageSpec
from components.state.url import UnknownName
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP

KEY = "session"


@dataclass
class Session:
    """One reader's session. A page that runs without the shell finds the defaults.

    Attributes:
        choices: None until the URL has been read.
        path: of the page that ran last; None without the shell.
        pages: of the app, the first at `/`; none without the shell.
        urls: queries that this session has written lately, the latest last.
        dataset: version and last day of the dataset in the run before.
        notes: what was not understood, in `lead`'s words; shown while the choices are those of `noted`; `unknown`: names behind them.
        width: pixels that figures may count on.
        clicked: a page's own callback has changed the choices since the last run.
        finished: the last run came to its end.
        figure_due: the first figure of this run has not been sent yet. painted: one has been since the reader arrived at this page.
    """

    choices: ViewState | None = None
    path: str | None = None
    pages: Sequence[PageSpec] = ()
    urls: list[dict[str, list[str]]] = field(default_factory=list)
    dataset: tuple[str, dt.date] | None = None
    lead: str = ""
    notes: list[str] = field(default_factory=list)
    noted: ViewState | None = None
    unknown: list[UnknownName] = field(default_factory=list)
    width: int = DESKTOP
    clicked: bool = False
    finished: bool = True
    figure_due: bool = False
    painted: bool = False


def session() -> Session:
    """The session of the run that is under way. Streamlit may end that run here for the sake of the next."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
    return st.session_state[KEY]
