"""Limits concurrent renders, and pauses a run so that the browser can paint the first figure."""

from __future__ import annotations

import os
from threading import BoundedSemaphore
from time import monotonic, sleep

import streamlit as st

from components.app.session import session

# Limit of pages rendered at once. More would share the same processors: each would take longer and the server
# would send finished elements late. A run without a slot waits for one.
RENDER_SLOTS = BoundedSemaphore((os.cpu_count() or 1) + 1)
# Seconds to wait after the first figure on arrival at a page, and seconds between two checks for a rerun
# request.
PAUSE, CHECK = 0.35, 0.02


def pause_for_paint() -> None:
    """Pauses so that the browser can paint a page's first figure before more elements arrive.

    The run's render slot is released meanwhile, so that other runs can use it. Pauses only once per arrival
    at a page.
    """
    if not session().figure_due:
        return
    session().figure_due = False
    if session().painted or not st.context.url:  # a rerun after an interaction, or no browser
        return
    RENDER_SLOTS.release()
    try:
        end = monotonic() + PAUSE
        while monotonic() < end:
            sleep(CHECK)
            session()  # here Streamlit ends the run if the reader has acted
    finally:
        RENDER_SLOTS.acquire()
    session().painted = True
