"""Legend entries shared by several figures, with the codebook's terms."""

from __future__ import annotations

from collections.abc import Collection

from components.plotting.layout import LegendEntry
from components.theme.palette import Palette
from data.schema.codebook import Codebook

# Thickness of a position by age band, as a share of one stated in the past year. Lightness cannot show age:
# it already shows the stance.
THICKNESS = {"recent": 1.0, "over_1_year": 0.6, "over_2_years": 0.25}


def stance_entries(book: Codebook, colours: Palette, actor: str | None = None) -> list[LegendEntry]:
    """Returns entries of all stances, because a scale is only legible as a whole.

    Args:
        actor: the only actor of a figure; its own terms are used where it has any.
    """
    return [
        LegendEntry(
            book.stance(s.code, actor).name, s.glyph, colours.stance[s.code], colours.on_stance[s.code]
        )
        for s in book.scale
    ]


def state_entries(book: Codebook, states: Collection[str], colours: Palette) -> list[LegendEntry]:
    """Returns entries of the kinds of blank among these states."""
    return [
        LegendEntry(s.name, s.glyph, colours.blank, colours.muted, colours.faint)
        for s in book.states
        if s.glyph and s.code in states
    ]


def age_entries(
    book: Codebook, bands: Collection[str], colours: Palette, boxed: bool = True
) -> list[LegendEntry]:
    """Returns entries that explain the thinner bars that occur.

    Args:
        bands: codes; may include missing values.
        boxed: whether a thin bar is at the bottom of its cell; otherwise it is in the middle of its lane.
    """
    return [
        LegendEntry(
            f"{thin}: last stated {book.term('ages', band).name}",
            "",
            colours.muted,
            colours.ink,
            colours.muted if boxed else None,
            THICKNESS[band],
        )
        for band, thin in (("over_1_year", "thin"), ("over_2_years", "thinnest"))
        if band in set(bands)
    ]
