"""State of a reader's session between two runs: one object under one key of Streamlit's session state."""

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
    """One reader's session. A page that runs without the shell has the defaults.

    Attributes:
        choices: None until the URL has been parsed.
        path: path of the page that ran last; None without the shell.
        pages: pages of the app, the first at `/`; empty without the shell.
        urls: queries that this session has recently written into the URL, the latest last.
        dataset: version and last day of the dataset in the previous run.
        lead: sentence above the notes.
        notes: one sentence per part of the URL or of the choices that was not understood.
        noted: the notes are shown while the choices equal these.
        unknown: the names behind the notes.
        width: layout width of figures in pixels.
        clicked: a page's callback has changed the choices since the last run.
        finished: the last run was not interrupted.
        figure_due: the first figure of this run has not been sent yet.
        painted: the browser has painted a figure since the reader arrived at this page.
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
    """Returns the session of the current run. Streamlit may stop the run here if a rerun has been requested."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
    return st.session_state[KEY]
