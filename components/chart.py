"""A figure on a screen: drawn with its image button, and what a reader selected in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from components.figure import toolbar
from components.frame import View


def draw_chart(seen: View, figure: go.Figure, key: str, alt: str, *, question: str | None = None, since: dt.date | None = None,
               whom: Sequence[str] = (), on_select: Callable[[], None] | None = None, config: dict[str, Any] | None = None) -> None:
    """Draws a figure that keeps its own colours.

    Args:
        key: the screen's name for it, also the end of the image's name.
        alt: what the figure says, in a sentence.
        question: the only one that it shows, for the image's name; since: the earlier of the days that it compares, likewise.
        whom: codes of the groups or actors that it shows, for the image's name; the chosen groups where none are named.
        on_select: called when the reader clicks on a mark; asks `selected` which.
        config: more of plotly's configuration.
    """
    choices = seen.choices
    parts = [question, since and f"{since}", f"{choices.on}", "-".join(whom or choices.group) or "all", key]
    name = "_".join(filter(None, parts))
    st.plotly_chart(figure, theme=None, key=key, alt=alt, on_select=on_select or "ignore", selection_mode="points",
                    config=toolbar(figure, name) | (config or {}))


def selected(key: str) -> list[str] | None:
    """Custom data of the mark that was clicked, None for a mark without any.

    A click on the mark that was clicked last takes plotly's selection away: that mark is meant again.
    """
    state = st.session_state
    if points := state[key]["selection"]["points"]:
        state[f"{key}.selected"] = points[0].get("customdata")
    return state.get(f"{key}.selected")
