"""The overview in a real browser: what a reader sees without scrolling, where a move leads, what the image
holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

NATO = "/?on=2024-05-31&group=NATO"


@pytest.fixture
def reader(staying):
    return staying


@pytest.mark.parametrize("path", ["/", NATO])
def test_the_first_screenful_says_what_this_is_until_when_and_how_far_to_trust_it(new_reader, path):
    page = new_reader(height=800).open(path)
    page.wait_for_selector(".barlayer .point")
    parts = {
        "title": page.locator("h1"),
        "sentence": page.get_by_text("support or permission is widest on"),
        "figure": page.locator(".js-plotly-plot"),
        "moves": page.get_by_role("heading", name="Latest moves"),
        "search": page.get_by_text("Searched until"),
        "trust": page.get_by_text("on a single source"),
    }
    boxes = {name: part.bounding_box() for name, part in parts.items()}
    assert {name: box for name, box in boxes.items() if box["y"] < 0 or box["y"] + box["height"] > 800} == {}


def test_a_move_opens_its_evidence_and_names_it_in_the_address(reader):
    page = reader.open(NATO)
    page.get_by_role("button", name="Germany · Donated, near border").click()
    reader.wait_until_idle()
    expect(page.get_by_role("dialog")).to_contain_text("Germany · Donated weapons near the border")
    expect(page.get_by_role("dialog")).to_contain_text("Steffen Hebestreit")
    assert reader.query() == "on=2024-05-31&group=NATO&cell=DEU.border"
    page.keyboard.press("Escape")
    reader.wait_until_idle()
    assert reader.query() == "on=2024-05-31&group=NATO"


def test_hovering_tells_who_and_of_how_many(reader):
    page = reader.open(NATO)
    page.wait_for_selector(".barlayer .point")
    box = page.locator(".barlayer .point").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".hoverlayer text")
    assert "14 of 14 with a position" in page.locator(".hoverlayer").text_content()


def test_the_way_on_carries_the_choices_along(reader):
    page = reader.open(NATO)
    page.locator("[data-testid=stMain]").get_by_role("link", name="Stance matrix").click()
    reader.wait_until_idle()
    assert page.locator("h1").inner_text() == "Stance matrix"
    assert reader.query() == "on=2024-05-31&group=NATO"
