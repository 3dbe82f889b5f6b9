"""The entries that legends have in common, in the codebook's words."""

from __future__ import annotations

from collections.abc import Collection

from components.figure import LegendEntry
from components.palette import Palette
from data.codebook import Codebook


def stance_entries(book: Codebook, colours: Palette, actor: str | None = None) -> list[LegendEntry]:
    """All stances, whether they occur or not: a scale is only read whole.

    Args:
        actor: the only one that a figure shows: in its own words, where it has any.
    """
    return [LegendEntry(book.stance(s.code, actor).name, s.glyph, colours.stance[s.code], colours.on_stance[s.code]) for s in book.scale]


def state_entries(book: Codebook, states: Collection[str], colours: Palette) -> list[LegendEntry]:
    """The kinds of blank among these states, by code."""
    return [LegendEntry(s.name, s.glyph, colours.blank, colours.muted, colours.faint) for s in book.states if s.glyph and s.code in states]
