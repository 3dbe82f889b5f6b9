"""A part of a screen that is folded away until a reader opens it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


@st.fragment
def draw_folded(label: str, key: str, draw: Callable[[], None]) -> None:
    """Draws a part that is made and sent only for those who open it. Opening it draws nothing else anew.

    Args:
        key: its own on the screen.
        draw: draws what is in it.
    """
    part = st.expander(label, key=f"folded.{key}", on_change="rerun")
    if part.open:
        with part:
            draw()
