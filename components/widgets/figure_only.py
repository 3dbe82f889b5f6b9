"""Briefing mode: a figure alone at 16:9, as large as the window allows, for a screenshot or to be embedded in another page."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from components.app.page_context import PageContext
from components.plotting.layout import size_16_9
from components.state.view_export import ViewExport

# All that the app draws around a screen.
_STYLE = """<style>
[data-testid=stHeader], [data-testid=stSidebar] { display: none; }
[data-testid=stMainBlockContainer] { padding: 0; }
</style>"""
# Only the innermost element is scaled: by the size of those around it Streamlit would lay the figure out anew.
_JS = """
export default function ({ data }) {
  const style = document.head.appendChild(document.createElement("style"));
  const fit = () => {
    const scale = Math.min(innerWidth / data.width, innerHeight / data.height);
    const [x, y] = [(innerWidth - scale * data.width) / 2, (innerHeight - scale * data.height) / 2];
    style.textContent = `
      .st-key-${data.key} { position: fixed !important; left: 0; top: 0; width: ${data.width}px !important; max-width: none !important; }
      .st-key-${data.key}, .st-key-${data.key} :has(.js-plotly-plot) { overflow: visible !important; }
      .st-key-${data.key} .js-plotly-plot { overflow: visible !important; transform-origin: 0 0;
                                            transform: translate(${x}px, ${y}px) scale(${scale}); }`;
  };
  addEventListener("resize", fit);
  fit();
  return () => { removeEventListener("resize", fit); style.remove(); };
}
"""


def draw_figure_only(ctx: PageContext, figure: go.Figure, shown: ViewExport, config: dict | None = None) -> None:
    """Draws nothing but the figure.

    Args:
        config: more of plotly's configuration.
    """
    width, height = size_16_9(figure)
    st.html(_STYLE)
    # a copy: the figure itself may be shared with other readers
    alone = go.Figure(figure).update_layout(width=width, height=height, autosize=False)
    st.plotly_chart(alone, theme=None, key=shown.key, alt=shown.sentence, width="content",
                    config={"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": False} | (config or {}))
    component = st.components.v2.component("strike_positions_briefing", js=_JS)
    component(key="briefing", data={"key": shown.key, "width": width, "height": height})
