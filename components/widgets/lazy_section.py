"""A part of a page that is collapsed until a reader opens it: an expander or a popover."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


@st.fragment
def lazy_section(
    label: str, key: str, draw: Callable[[], None], part_of: Callable[..., Any] = st.expander, **looks: Any
) -> None:
    """Draws a collapsed part; its content is only rendered and sent once it is open.

    The part is a fragment: opening it does not rerun the rest of the page.

    Args:
        key: unique on the page.
        draw: draws the content.
        part_of: Streamlit's container, an expander or a popover.
        looks: additional arguments of the container.
    """
    part = part_of(label, key=f"folded.{key}", on_change="rerun", **looks)
    if part.open:
        with part:
            draw()
