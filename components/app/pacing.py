"""How many pages are rendered at once, and a pause in which the browser paints the first figure."""

from __future__ import annotations

import os
from threading import BoundedSemaphore
from time import monotonic, sleep

import streamlit as st

from components.app.session import session

# How many pages are rendered at once: more would only share the processor, each would take longer, and the server would send
# finished parts late. A run that finds no slot waits for one.
RENDER_SLOTS = BoundedSemaphore((os.cpu_count() or 1) + 1)
# Seconds that the browser has a page's first figure to itself on arrival, and between two checks whether the reader has acted meanwhile.
PAUSE, CHECK = 0.35, 0.02


def pause_for_paint() -> None:
    """Pauses so that the browser can paint a page's first figure before more elements arrive. Others render in the meantime."""
    if not session().figure_due:
        return
    session().figure_due = False
    if session().painted or not st.context.url:          # an act, or nobody who looks
        return
    RENDER_SLOTS.release()
    try:
        end = monotonic() + PAUSE
        while monotonic() < end:
            sleep(CHECK)
            session()
    finally:
        RENDER_SLOTS.acquire()
    session().painted = True
