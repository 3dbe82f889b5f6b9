"""The matrix in a real browser: what a click opens, what a link opens, what an image holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_screens import assert_all_fits

NATO = "/matrix?on=2024-05-31&group=NATO"
# The middle of a cell's bar, found by its custom data, as a reader would point at it
CELL = """([actor, question]) => {
  const figure = document.querySelector('.js-plotly-plot');
  for (const trace of figure.querySelectorAll('.barlayer .trace'))
    for (const point of trace.querySelectorAll('.point')) {
      const d = point.__data__, all = (d.trace ?? trace.__data__[0].trace).customdata, custom = all && (all._inputArray ?? all)[d.i];
      if (custom && custom[0] === actor && custom[1] === question) {
        const box = point.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
      }
    }
}"""


@pytest.fixture
def reader(staying):
    return staying


def click(reader, actor, question):
    reader.page.wait_for_selector(".barlayer .point")
    reader.page.mouse.click(*reader.page.evaluate(CELL, [actor, question]))
    reader.wait_until_idle()


def drawer(page):
    return page.get_by_role("dialog")


def test_a_click_on_a_cell_opens_its_evidence_and_names_it_in_the_address(reader):
    page = reader.open(NATO)
    click(reader, "FRA", "border")
    expect(drawer(page)).to_contain_text("France · Donated weapons near the border")
    expect(drawer(page)).to_contain_text("Beside Scholz at Meseberg")
    assert reader.query() == "on=2024-05-31&group=NATO&cell=FRA.border"


def test_closing_takes_the_cell_out_of_the_address_and_the_same_cell_opens_again(reader):
    page = reader.open(NATO)
    for _ in range(3):
        click(reader, "ITA", "border")
        expect(drawer(page)).to_contain_text("Italy · Donated weapons near the border")
        page.keyboard.press("Escape")
        reader.wait_until_idle()
        assert drawer(page).count() == 0
        assert reader.query() == "on=2024-05-31&group=NATO"


def test_a_blank_cell_opens_too_and_says_how_hard_was_looked(reader, curated):
    page = reader.open(NATO)
    click(reader, "ALB", "own")
    expect(drawer(page)).to_contain_text("Nothing found")
    expect(drawer(page)).to_contain_text(
        f"{curated.searches.set_index('actor').at['ALB', 'queries']} look-ups"
    )


def test_a_link_with_a_cell_opens_its_evidence_in_a_new_browser_and_sources_open_apart(new_reader):
    page = new_reader().open(NATO + "&cell=USA.border")
    expect(drawer(page)).to_contain_text("The words that began this position")
    expect(drawer(page)).to_contain_text("Joe Biden")
    links = drawer(page).locator(".sp-card a[href^='https://']")
    assert links.count() >= 3
    assert {links.nth(n).get_attribute("target") for n in range(links.count())} == {"_blank"}
    assert {links.nth(n).get_attribute("rel") for n in range(links.count())} == {"noopener noreferrer"}


def test_evidence_can_be_reached_by_keyboard_without_the_figure(reader):
    page = reader.open(NATO)
    page.wait_for_selector(".barlayer .point")  # a browser that draws is slow to answer to keys
    page.get_by_label("Evidence for").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("France", delay=30)
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show the evidence").press("Enter")
    reader.wait_until_idle()
    expect(drawer(page)).to_contain_text("France · Right to strike")


def test_hovering_tells_who_and_since_when_and_a_selection_fades_nothing(reader):
    page = reader.open(NATO)
    page.wait_for_selector(".barlayer .point")
    page.mouse.move(*page.evaluate(CELL, ["FRA", "border"]))
    page.wait_for_selector(".hoverlayer text")
    assert "conditional since 28 May 2024" in page.locator(".hoverlayer").text_content()
    click(reader, "FRA", "border")
    opacities = page.evaluate(
        "[...document.querySelectorAll('.barlayer .point path')].map(p => getComputedStyle(p).opacity)"
    )
    assert set(opacities) == {"1"}


def test_the_figure_is_laid_out_for_the_window(new_reader):
    reader = new_reader(width=390)
    page = reader.open(NATO)
    for width, blocks in ((390, 1), (820, 1), (1280, 2)):
        assert_all_fits(reader, width)
        expect(page.locator(".js-plotly-plot .cartesianlayer .subplot")).to_have_count(blocks)
