"""Colours keep the distance from each other that eyes need: contrasts as WCAG 2.2 reckons them, in both
themes."""

from __future__ import annotations

import re
import tomllib

import pytest

from components.theme.palette import DARK, LIGHT
from components.theme.styles import CARDS, colour_properties
from tests import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
THEMES = pytest.mark.parametrize(
    ("colours", "page"), [(LIGHT, THEME["light"]), (DARK, THEME["dark"])], ids=["light", "dark"]
)
TEXT, LINE = 4.5, 3.0


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_and_white_is_21_and_that_of_a_known_grey_is_known():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@THEMES
def test_signs_and_figures_can_be_read_on_every_fill(colours, page):
    pairs = [(colours.on_stance[s], fill) for s, fill in colours.stance.items()] + [
        *zip(colours.on_agreement, colours.agreement, strict=True)
    ]
    assert [pair for pair in pairs if contrast(*pair) < TEXT] == []


@THEMES
def test_text_can_be_read_wherever_it_stands(colours, page):
    grounds = (
        colours.paper,
        colours.blank,
        colours.sea,
        colours.land,
        page["backgroundColor"],
        page["secondaryBackgroundColor"],
    )
    inks = (colours.ink, colours.muted, colours.link, page["textColor"], page["linkColor"])
    assert [(ink, ground) for ink in inks for ground in grounds if contrast(ink, ground) < TEXT] == []
    assert contrast("#ffffff", page["primaryColor"]) >= TEXT  # the words of a button in the app's own colour


@THEMES
def test_lines_that_tell_something_stand_off_the_page(colours, page):
    lines = (colours.muted, colours.accent, colours.ink)
    assert [
        (line, ground)
        for line in lines
        for ground in (colours.paper, colours.blank, colours.sea, colours.land)
        if contrast(line, ground) < LINE
    ] == []
    assert contrast(page["primaryColor"], page["backgroundColor"]) >= LINE


@THEMES
def test_a_selection_stands_off_every_fill_or_the_page_around_it(colours, page):
    fills = [*colours.stance.values(), *colours.agreement, colours.blank]
    assert [
        fill for fill in fills if max(contrast(colours.accent, fill), contrast(fill, colours.paper)) < LINE
    ] == []


@THEMES
def test_stances_are_told_apart_in_greyscale_by_their_lightness_from_the_middle_outwards(colours, page):
    shades = [luminance(colours.stance[s]) for s in (-2, -1, 0, 1, 2)]
    assert shades[0] < shades[1] <= shades[2] + 0.1 and shades[4] < shades[3] <= shades[2] + 0.1


@THEMES
def test_every_colour_that_the_cards_name_is_set_and_no_other(colours, page):
    told = dict(re.findall(r"(--sp-[\w-]+): (#\w+);", colour_properties(colours)))
    assert set(told) == set(re.findall(r"var\((--sp-[\w-]+)", CARDS))
    assert told["--sp-stance--2"] == colours.stance[-2] and told["--sp-on-stance-1"] == colours.on_stance[1]
