"""Draws a figure on a page with its export bar, and returns what a reader selected in it."""

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


def chart(
    ctx: PageContext,
    figure: go.Figure,
    shown: ViewExport,
    *,
    on_select: Callable[[], None] | None = None,
    config: dict[str, Any] | None = None,
    caption: str = "",
) -> None:
    """Draws a figure in its own colours, not Streamlit's theme, and below it the export bar.

    Args:
        on_select: callback, called when the reader clicks on a mark; `selected` returns which.
        config: additional plotly configuration.
        caption: small text below the figure.
    """
    # The height reserves the figure's space until it is drawn.
    st.plotly_chart(
        figure,
        theme=None,
        key=shown.key,
        alt=shown.sentence,
        on_select=on_select or "ignore",
        selection_mode="points",
        height=int(figure.layout.height),
        config=plotly_config(figure, shown.file) | (config or {}),
    )
    pause_for_paint()
    if caption:
        st.markdown(f":small[{escape_markdown(caption)}]")
    export_bar(ctx, shown)


def selected(key: str) -> list[str] | None:
    """Returns the custom data of the mark that was clicked; None for a mark without any.

    A second click on the same mark clears plotly's selection; the same mark is returned again.
    """
    state = st.session_state
    if points := state[key]["selection"]["points"]:
        state[f"{key}.selected"] = points[0].get("customdata")
    return state.get(f"{key}.selected")
