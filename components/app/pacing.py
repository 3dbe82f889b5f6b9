"""How many pages are rendered at once, and a pause in which the browser paints the first figure."""

from __future__ import annotations

import os
from threading import BoundedSemaphore
from time import monotonic, sleep

import streamlit as st

# How many screens are drawn at once: more would only share the processor among them, each would take longer, and the server would be slow to send
# what is done. Who comes meanwhile waits for a turn.
RENDER_SLOTS = BoundedSemaphore((os.cpu_count() or 1) + 1)
# Seconds that a browser has a screen's first figure to itself: on arrival at the screen, when there is more to build, and after an act; and between
# two looks whether the reader has done something meanwhile.
_ARRIVAL, _ACT, _LOOK = 0.35, 0.1, 0.02


def pause_for_paint() -> None:
    """Leaves the browser alone with the first figure of a run for a moment: what came with it would be built before it is drawn."""
    state = st.session_state
    if state.get("frame.figure", True) or not st.context.url:
        return          # a later figure, or nobody who looks
    end = monotonic() + (_ACT if state["frame.drawn"] else _ARRIVAL)
    while monotonic() < end:
        sleep(_LOOK)
        state["frame.figure"] = True          # where Streamlit reads or writes this it ends a run for the sake of the next
    state["frame.drawn"] = True
