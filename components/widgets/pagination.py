"""Pagination of long lists: a button shows more rows of the same list."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pandas as pd
import streamlit as st

# Rendering many cards delays the figure above them, so rows that few readers reach are drawn on request.
FIRST, MORE = 10, 20


def paginated(
    key: str, asked: Hashable, rows: pd.DataFrame, draw: Callable[[pd.DataFrame], None], told: str
) -> None:
    """Draws the first rows, states how many there are, and offers more.

    Args:
        key: session state key of the list.
        asked: what the list depends on; if it changes, the list is reset to the first rows.
        draw: draws the rows that it is given.
        told: description of the rows, after their number: "statements shown, newest first".
    """
    before, count = st.session_state.get(key, (None, FIRST))
    if before != asked:
        count = FIRST
    draw(rows.head(count))
    st.markdown(f"{min(count, len(rows))} of {len(rows)} {told}.")
    if count < len(rows):
        st.button(
            "Show more",
            key=f"{key}.more",
            icon=":material/expand_more:",
            on_click=st.session_state.update,
            args=[{key: (asked, count + MORE)}],
        )
