"""A part of a screen that is folded away until a reader opens it: an expander, or a popover."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


@st.fragment
def lazy_section(label: str, key: str, draw: Callable[[], None], part_of: Callable[..., Any] = st.expander, **looks: Any) -> None:
    """Draws a part that is made and sent only for those who open it. Opening it draws nothing else anew.

    Args:
        key: its own on the screen.
        draw: draws what is in it.
        part_of: Streamlit's part; looks: more of what it takes.
    """
    part = part_of(label, key=f"folded.{key}", on_change="rerun", **looks)
    if part.open:
        with part:
            draw()
