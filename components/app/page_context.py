"""What a page needs to draw itself: the dataset, the choices, the colours and the width."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from components.server.dataset import served
from components.state.url import read_address
from components.state.view_state import Choices
from components.theme.layouts import DESK
from components.theme.palette import Palette, palette
from data.dataset import Dataset
from data.rules.coded_statements import words_known

NAME = "Strike Positions"
PAGES = Path(__file__).parent.parent.parent / "pages"


@dataclass(frozen=True)
class Screen:
    """One screen: its name, its path in the address (also its file's name), an icon, the filters it takes, its folder, whether it has a figure that
    can be shown alone, and what a reader finds there."""

    title: str
    path: str
    icon: str
    filters: tuple[str, ...] = ()
    folder: Path = PAGES
    figure: bool = True
    about: str = ""

    @property
    def file(self) -> Path:
        return self.folder / f"{self.path}.py"


@dataclass(frozen=True)
class View:
    """All that a screen needs: data, choices, and how it will be looked at.

    Attributes:
        words: as `coded_statements.words_known`, as the reader asked; derived once a dataset.
        width: pixels that figures may count on.
    """

    data: Dataset
    words: pd.DataFrame
    choices: Choices
    colours: Palette
    width: int


def view() -> View:
    """The data and the reader's choices, for the screen that is running."""
    data = served()
    state = st.session_state
    if "choices" not in state:
        state["choices"] = read_address(data, current_query())[0]
    choices = state["choices"]
    # what stands alone is scaled to any window
    width = DESK if choices.brief else state.get("frame.width", DESK)
    return View(data, words_known(data, choices.known), choices, palette(st.context.theme.type or "light"), width)


def current_query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}
