"""The entries that legends have in common, in the codebook's words."""

from __future__ import annotations

from collections.abc import Collection

from components.plotting.layout import LegendEntry
from components.theme.palette import Palette
from data.schema.codebook import Codebook

# How thick a position is drawn, by how long ago it was last stated: as a share of one stated in the past year. Lightness is the stance's.
THICKNESS = {"recent": 1.0, "over_1_year": 0.6, "over_2_years": 0.25}


def stance_entries(book: Codebook, colours: Palette, actor: str | None = None) -> list[LegendEntry]:
    """All stances, whether they occur or not: a scale is only read whole.

    Args:
        actor: the only one that a figure shows: in its own words, where it has any.
    """
    return [LegendEntry(book.stance(s.code, actor).name, s.glyph, colours.stance[s.code], colours.on_stance[s.code]) for s in book.scale]


def state_entries(book: Codebook, states: Collection[str], colours: Palette) -> list[LegendEntry]:
    """The kinds of blank among these states, by code."""
    return [LegendEntry(s.name, s.glyph, colours.blank, colours.muted, colours.faint) for s in book.states if s.glyph and s.code in states]


def age_entries(book: Codebook, bands: Collection[str], colours: Palette, boxed: bool = True) -> list[LegendEntry]:
    """What the thinner bars mean that occur.

    Args:
        bands: codes, missing ones too.
        boxed: a thin bar lies at the foot of its cell; else in the middle of its lane.
    """
    return [LegendEntry(f"{thin}: last stated {book.term('ages', band).name}", "", colours.muted, colours.ink, colours.muted if boxed else None,
                        THICKNESS[band])
            for band, thin in (("over_1_year", "thin"), ("over_2_years", "thinnest")) if band in set(bands)]
