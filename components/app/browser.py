"""Bridge to the browser: a component without visible output that runs `components/app/browser.js`.

The script reports layout width, theme and reconnection to the server, and does what only the browser can do.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.server.index_page import COOKIE
from components.theme.layouts import DESKTOP, PHONE, WIDTHS

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def viewport_width() -> int:
    """Returns the layout width for figures: PHONE, TABLET or DESKTOP.

    Mounts the bridge component, which draws nothing. Must be called once per run.
    """
    key = "window"
    told = (st.session_state.get(key) or {}).get("width") or _first_width()
    component = st.components.v2.component("strike_positions_window", js=_JS)
    state = component(
        key=key,
        data={"told": told, "widths": WIDTHS, "cookie": COOKIE},
        default={"width": told, "scheme": None, "connected": None},
        on_width_change=lambda: None,
        on_scheme_change=lambda: None,
        on_connected_change=lambda: None,
    )
    return int(state.width or told)


def _first_width() -> int:
    """Returns the layout width before the page has been measured.

    It comes from the cookie that the index page sets before the session is opened
    (`components/server/index_page.py`). Without the cookie the user agent decides between PHONE and DESKTOP;
    without a browser, as in tests, it is DESKTOP.
    """
    if (cookie := st.context.cookies.get(COOKIE)) in map(str, WIDTHS):
        return int(cookie)
    return PHONE if "Mobi" in st.context.headers.get("User-Agent", "") else DESKTOP
