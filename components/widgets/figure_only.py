"""Draws a figure alone at 16:9, as large as the viewport allows.

For a screenshot, or for embedding in another page.
"""

from __future__ import annotations

from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from components.app.page_context import PageContext
from components.plotting.layout import size_16_9
from components.state.view_export import ViewExport

# Hides the shell.
_STYLE = """<style>
[data-testid=stHeader], [data-testid=stSidebar] { display: none; }
[data-testid=stMainBlockContainer] { padding: 0; }
</style>"""

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def draw_figure_only(
    ctx: PageContext, figure: go.Figure, shown: ViewExport, config: dict | None = None
) -> None:
    """Draws only the figure.

    Args:
        config: additional plotly configuration.
    """
    width, height = size_16_9(figure)
    st.html(_STYLE)
    # A copy, because the figure itself may be cached and shared with other readers.
    alone = go.Figure(figure).update_layout(width=width, height=height, autosize=False)
    st.plotly_chart(
        alone,
        theme=None,
        key=shown.key,
        alt=shown.sentence,
        width="content",
        config={"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": False}
        | (config or {}),
    )
    component = st.components.v2.component("strike_positions_briefing", js=_JS)
    component(key="briefing", data={"key": shown.key, "width": width, "height": height})
