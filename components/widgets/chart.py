"""A figure on a screen: drawn with its image button, and what a reader selected in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from components.app.pacing import pause_for_paint
from components.app.page_context import PageContext
from components.escape import escape_markdown
from components.plotting.layout import plotly_config
from components.state.view_export import ViewExport
from components.widgets.export_bar import export_bar


def chart(ctx: PageContext, figure: go.Figure, shown: ViewExport, *, on_select: Callable[[], None] | None = None, config: dict[str, Any] | None = None,
               caption: str = "") -> None:
    """Draws a figure that keeps its own colours, and below it the ways to take it away.

    Args:
        on_select: called when the reader clicks on a mark; asks `selected` which.
        config: more of plotly's configuration.
        caption: small print right below the figure.
    """
    # with its height, so that its place is kept until it is drawn
    st.plotly_chart(figure, theme=None, key=shown.key, alt=shown.sentence, on_select=on_select or "ignore", selection_mode="points",
                    height=int(figure.layout.height), config=plotly_config(figure, shown.file) | (config or {}))
    pause_for_paint()
    if caption:
        st.markdown(f":small[{escape_markdown(caption)}]")
    export_bar(ctx, shown)


def selected(key: str) -> list[str] | None:
    """Custom data of the mark that was clicked, None for a mark without any.

    A click on the mark that was clicked last takes plotly's selection away: that mark is meant again.
    """
    state = st.session_state
    if points := state[key]["selection"]["points"]:
        state[f"{key}.selected"] = points[0].get("customdata")
    return state.get(f"{key}.selected")
