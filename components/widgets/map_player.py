"""Makes the map's player accessible to the keyboard, and leaves it out of exported images.

plotly's buttons and slider only respond to a pointer. This module draws nothing: its script gives plotly's
elements a name, a role and a tab position, and turns key presses into the clicks that a pointer would make.
An image cannot play, so it is made of the figure without the player.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def add_keyboard_controls(key: str) -> None:
    """Makes the player of a figure accessible to keyboards and screen readers.

    Args:
        key: key of the figure, as given to `chart`.
    """
    component = st.components.v2.component("strike_positions_player", js=_JS)
    component(key=f"{key}.player", data={"key": key})
