"""What a page needs to draw itself: the dataset, the choices, the colours and the width."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from components.server.dataset import current_dataset
from components.state.url import parse_query
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP
from components.theme.palette import Palette, palette
from data.dataset import Dataset
from data.rules.coded_statements import coded_statements

NAME = "Strike Positions"
PAGES = Path(__file__).parent.parent.parent / "pages"


@dataclass(frozen=True)
class PageSpec:
    """One screen: its name, its path in the address (also its file's name), an icon, the filters it takes, its folder, whether it has a figure that
    can be shown alone, and what a reader finds there."""

    title: str
    path: str
    icon: str
    filters: tuple[str, ...] = ()
    folder: Path = PAGES
    figure: bool = True
    description: str = ""

    @property
    def file(self) -> Path:
        return self.folder / f"{self.path}.py"


@dataclass(frozen=True)
class PageContext:
    """All that a screen needs: data, choices, and how it will be looked at.

    Attributes:
        coded: as `coded_statements.coded_statements`, as the reader asked; derived once a dataset.
        width: pixels that figures may count on.
    """

    data: Dataset
    coded: pd.DataFrame
    choices: ViewState
    colours: Palette
    width: int


def page_context() -> PageContext:
    """The data and the reader's choices, for the screen that is running."""
    data = current_dataset()
    state = st.session_state
    if "choices" not in state:
        state["choices"] = parse_query(data, current_query())[0]
    choices = state["choices"]
    # what stands alone is scaled to any window
    width = DESKTOP if choices.brief else state.get("frame.width", DESKTOP)
    return PageContext(data, coded_statements(data, choices.known), choices, palette(st.context.theme.type or "light"), width)


def current_query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}
