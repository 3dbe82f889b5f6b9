"""Colours, for both themes: the one place where a stance gets its colour.

A diverging scale from orange-brown (opposes) to teal (supports), told apart by colour-blind readers and, with the signs of the
codebook, in greyscale. Never red and green, never the colours of a flag.
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
        stance: fill of a cell by stance; on_stance: signs drawn on it.
        ink, muted, faint: text, lesser text, lines.
        paper: the page; blank: a cell without a position; sea, land: of the map, land of states that are not in the dataset.
        accent: a selection's outline; link: links in text.
        agreement: five fills from no agreement to full, of a hue that no stance has; on_agreement: figures drawn on them.
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
    # Fonts of the reader's machine: an exported image is drawn without the page's web fonts and must look the same.
    font: str = field(default="Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', sans-serif")

    def fills(self, stances: Iterable[Any]) -> list[str]:
        """Fill of each cell by its stance, blank where there is none."""
        return [self.blank if pd.isna(s) else self.stance[s] for s in stances]

    def inks(self, stances: Iterable[Any]) -> list[str]:
        """Colour of the sign on each cell by its stance."""
        return [self.muted if pd.isna(s) else self.on_stance[s] for s in stances]


LIGHT = Palette(
    stance={2: "#00665e", 1: "#80cdc1", 0: "#d9dbdd", -1: "#e6c27a", -2: "#a6541a"},
    on_stance={2: "#ffffff", 1: "#06332f", 0: "#33383d", -1: "#4a3206", -2: "#ffffff"},
    ink="#1c2126", muted="#59626b", faint="#d5d9dd", paper="#ffffff", blank="#f6f7f8", sea="#e4ecf2", land="#fcfcfc",
    accent="#1c2126", link="#00665e",
    agreement=("#f4f2f8", "#d3cfe6", "#aaa4d0", "#746cb0", "#41307f"), on_agreement=("#3b3356", "#2e2650", "#1b1438", "#ffffff", "#ffffff"),
)
# The same hues in the same order of lightness, lifted just enough to stand off a dark page.
DARK = Palette(
    stance={2: "#0d8579", 1: "#8ad3c8", 0: "#c3c8cd", -1: "#e8c987", -2: "#b65f22"},
    on_stance={2: "#ffffff", 1: "#06332f", 0: "#23282d", -1: "#4a3206", -2: "#ffffff"},
    ink="#e6e9ec", muted="#a3adb7", faint="#3a434c", paper="#12161b", blank="#1b2128", sea="#0a0d11", land="#161b20",
    accent="#ffffff", link="#7fd3c7",
    agreement=("#1f1d2b", "#3a3559", "#5f57a0", "#938ad0", "#cdc7f2"), on_agreement=("#c9c4e6", "#e4e1f5", "#ffffff", "#141028", "#141028"),
)


def palette(theme: str) -> Palette:
    """The colours of `light` or `dark`."""
    return DARK if theme == "dark" else LIGHT
