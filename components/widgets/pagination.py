"""Long lists, a part at a time: more of them as long as a reader asks for more of the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pandas as pd
import streamlit as st

# Cards with their links hold back the figure above them: what few read at once comes when it is asked for.
FIRST, MORE = 10, 20


def paginated(key: str, asked: Hashable, rows: pd.DataFrame, draw: Callable[[pd.DataFrame], None], told: str) -> None:
    """Draws the first rows, says how many there are, and offers more.

    Args:
        key: the list's name on its screen.
        asked: what the list answers; another question begins at the first part again.
        draw: draws the rows it is given.
        told: what the rows are, after their number: "statements shown, newest first".
    """
    before, count = st.session_state.get(key, (None, FIRST))
    if before != asked:
        count = FIRST
    draw(rows.head(count))
    st.markdown(f"{min(count, len(rows))} of {len(rows)} {told}.")
    if count < len(rows):
        st.button("Show more", key=f"{key}.more", icon=":material/expand_more:", on_click=st.session_state.update,
                  args=[{key: (asked, count + MORE)}])
