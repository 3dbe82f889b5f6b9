"""Colours of both themes; the only module that assigns colours to stances.

The scale diverges from orange-brown (opposes) to teal (supports). Colour-blind readers can tell its colours
apart, and with the codebook's signs it is legible in greyscale. It avoids red with green, and the colours of
flags.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, as hexadecimal strings.

    Attributes:
        stance: fill of a cell, by stance.
        on_stance: colour of signs on it.
        ink: text.
        muted: less prominent text.
        faint: lines.
        paper: background of the page.
        blank: a cell without a position.
        sea: sea on the map.
        land: land of states that are not in the dataset.
        accent: outline of a selection.
        link: links in text.
        agreement: five fills from no agreement to full, of a hue that no stance has.
        on_agreement: colour of numbers on them.
        font: CSS font families.
    """

    stance: dict[int, str]
    on_stance: dict[int, str]
    ink: str
    muted: str
    faint: str
    paper: str
    blank: str
    sea: str
    land: str
    accent: str
    link: str
    agreement: tuple[str, ...]
    on_agreement: tuple[str, ...]
    # System fonts: an exported image is rendered without the page's web fonts and must look the same.
    font: str = field(default="Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', sans-serif")

    def fills(self, stances: Iterable[Any]) -> list[str]:
        """Returns the fill of each cell by its stance; blank where there is none."""
        return [self.blank if pd.isna(s) else self.stance[s] for s in stances]

    def inks(self, stances: Iterable[Any]) -> list[str]:
        """Returns the colour of the sign on each cell by its stance."""
        return [self.muted if pd.isna(s) else self.on_stance[s] for s in stances]


LIGHT = Palette(
    stance={2: "#00665e", 1: "#80cdc1", 0: "#d9dbdd", -1: "#e6c27a", -2: "#a6541a"},
    on_stance={2: "#ffffff", 1: "#06332f", 0: "#33383d", -1: "#4a3206", -2: "#ffffff"},
    ink="#1c2126",
    muted="#59626b",
    faint="#d5d9dd",
    paper="#ffffff",
    blank="#f6f7f8",
    sea="#e4ecf2",
    land="#fcfcfc",
    accent="#1c2126",
    link="#00665e",
    agreement=("#f4f2f8", "#d3cfe6", "#aaa4d0", "#746cb0", "#41307f"),
    on_agreement=("#3b3356", "#2e2650", "#1b1438", "#ffffff", "#ffffff"),
)
# The same hues in the same order of lightness, lightened just enough to contrast with a dark page.
DARK = Palette(
    stance={2: "#0d8579", 1: "#8ad3c8", 0: "#c3c8cd", -1: "#e8c987", -2: "#b65f22"},
    on_stance={2: "#ffffff", 1: "#06332f", 0: "#23282d", -1: "#4a3206", -2: "#ffffff"},
    ink="#e6e9ec",
    muted="#a3adb7",
    faint="#3a434c",
    paper="#12161b",
    blank="#1b2128",
    sea="#0a0d11",
    land="#161b20",
    accent="#ffffff",
    link="#7fd3c7",
    agreement=("#1f1d2b", "#3a3559", "#5f57a0", "#938ad0", "#cdc7f2"),
    on_agreement=("#c9c4e6", "#e4e1f5", "#ffffff", "#141028", "#141028"),
)


def palette(theme: str) -> Palette:
    """Returns the palette of the theme `light` or `dark`."""
    return DARK if theme == "dark" else LIGHT
