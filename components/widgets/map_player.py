"""The map's player for keyboards, and images of the map without it.

plotly draws buttons and slider for a pointer only. Nothing is drawn here: what plotly has drawn gets a name, a role, a place in the order, and
answers to keys with the very clicks that a pointer would make. In an image there is nothing to play: it is made of the figure as if it had no player.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")



def add_keyboard_controls(key: str) -> None:
    """Lets keyboards and screen readers use the player of a figure.

    Args:
        key: the figure's, as given to `chart`.
    """
    component = st.components.v2.component("strike_positions_player", js=_JS)
    component(key=f"{key}.player", data={"key": key})
