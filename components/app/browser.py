"""The bridge to the reader's window: `components/app/browser.js` reports width, theme and reconnection, and does there what only a browser can do."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.server.index_page import COOKIE
from components.theme.layouts import DESKTOP, PHONE, WIDTHS

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def viewport_width() -> int:
    """The width to lay figures out for: PHONE, TABLET or DESKTOP.

    Draws nothing; to be called once a run.
    """
    key = "window"
    told = (st.session_state.get(key) or {}).get("width") or _first_width()
    component = st.components.v2.component("strike_positions_window", js=_JS)
    state = component(key=key, data={"told": told, "widths": WIDTHS, "cookie": COOKIE},
                      default={"width": told, "scheme": None, "connected": None},
                      on_width_change=lambda: None, on_scheme_change=lambda: None, on_connected_change=lambda: None)
    return int(state.width or told)


def _first_width() -> int:
    """The width before the page has been measured: that of the cookie with which the session was opened (`components/server/index_page.py`);
    without it, of a phone or of any other browser (or none, in tests)."""
    if (cookie := st.context.cookies.get(COOKIE)) in map(str, WIDTHS):
        return int(cookie)
    return PHONE if "Mobi" in st.context.headers.get("User-Agent", "") else DESKTOP
