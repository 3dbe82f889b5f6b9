"""The map in a real browser: what it asks for, what a click opens, what playing shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

WAIT = 30_000          # milliseconds, for a machine that is busy
MAY = "/map?on=2024-05-31"
# Where a point of the earth stands in the window, by the map's own projection
SPOT = """([lon, lat]) => {
  const figure = document.querySelector('.js-plotly-plot'), geo = figure._fullLayout.geo._subplot, box = figure.getBoundingClientRect();
  const [x, y] = geo.projection([lon, lat]);
  return [box.x + x, box.y + y];
}"""


@pytest.fixture
def reader(staying):
    return staying


def shown(reader, path=MAY):
    page = reader.open(path)
    page.wait_for_selector(".js-plotly-plot .choroplethlayer path", timeout=WAIT)
    page.wait_for_timeout(500)
    return page


def click(reader, lon, lat):
    reader.page.mouse.click(*reader.page.evaluate(SPOT, [lon, lat]))
    reader.settle()


def drawer(page):
    return page.get_by_role("dialog")


def slide_to(page, share):
    """Puts the slider at a share of its way."""
    page.locator(".slider-rail-touch-rect").scroll_into_view_if_needed()
    rail = page.locator(".slider-rail-touch-rect").bounding_box()
    page.mouse.click(rail["x"] + rail["width"] * share, rail["y"] + rail["height"] / 2)
    page.wait_for_timeout(600)


def day_line(page):
    return page.evaluate("[...document.querySelectorAll('.js-plotly-plot .textpoint text')].map(t => t.textContent).find(t => /support or permit/.test(t))")


@pytest.mark.parametrize("path", [MAY, MAY + "&region=world"])
def test_countries_are_filled_without_a_request_outside_the_app(reader, path):
    page = shown(reader, path)
    assert page.locator(".choroplethlayer path").count() > 40
    assert reader.outside == []
    assert reader.errors == []


def test_a_click_on_crimea_selects_ukraine(reader):
    page = shown(reader)
    click(reader, 34.1, 45.0)
    expect(drawer(page)).to_contain_text("Ukraine · Donated weapons near the border", timeout=WAIT)
    assert reader.query() == "on=2024-05-31&cell=UKR.border"


def test_small_states_and_organisations_can_be_selected(reader):
    page = shown(reader)
    for lon, lat, actor in [(14.44, 35.88, "MLT"), (6.10, 49.77, "LUX"), (20.90, 42.58, "XKX"), (12.45, 41.90, "VAT"), (33.10, 34.95, "CYP")]:
        click(reader, lon, lat)
        assert reader.query() == f"on=2024-05-31&cell={actor}.border"
        page.keyboard.press("Escape")
        reader.settle()
    point = page.locator(".scatterlayer path.point").nth(2)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    reader.settle()
    assert reader.query() == "on=2024-05-31&cell=NATO.border"


def test_hover_and_selection_on_another_day_are_that_days(new_reader):
    page = shown(reader := new_reader())
    assert day_line(page).startswith("31 May 2024")
    slide_to(page, 0.5)
    line = day_line(page)
    assert not line.startswith("31 May 2024")
    on = line.split("   ")[0].strip()
    page.mouse.move(*page.evaluate(SPOT, [2.5, 47.0]))
    page.wait_for_selector(".hoverlayer .hovertext", timeout=WAIT)
    assert f"France · {on}" in page.locator(".hoverlayer").text_content()
    click(reader, 2.5, 47.0)
    expect(drawer(page)).to_contain_text(f"As it stood on {on}", timeout=WAIT)
    # the map stays at that day while the evidence is open, and when it is closed
    assert day_line(page).startswith(on)
    page.keyboard.press("Escape")
    reader.settle()
    assert day_line(page).startswith(on)
    assert reader.query() == "on=2024-05-31"


def test_use_this_day_sets_the_address(reader):
    page = shown(reader, "/map?on=2024-05-31&cell=DEU.border.2024-05-30")
    expect(drawer(page)).to_contain_text("As it stood on 30 May 2024", timeout=WAIT)
    drawer(page).get_by_role("button", name="Use this day").click()
    reader.settle()
    assert reader.query() == "on=2024-05-30&cell=DEU.border"
    assert day_line(page).startswith("30 May 2024")


def test_a_link_reproduces_the_view_in_a_new_browser(new_reader):
    page = shown(new_reader(), "/map?on=2024-11-19&question=deep&group=NATO&region=world&confidence=high&cell=USA.deep")
    assert day_line(page).startswith("19 November 2024")
    expect(drawer(page)).to_contain_text("United States · Donated weapons, deep strikes", timeout=WAIT)
    assert page.locator(".js-plotly-plot").get_by_text("NATO members stand").count() == 1


def test_playing_runs_through_the_days_and_can_be_stopped(new_reader):
    page = shown(new_reader(), "/map?on=2022-06-01")
    first = day_line(page)
    page.locator(".updatemenu-button").nth(0).click()
    page.wait_for_function("first => ![...document.querySelectorAll('.js-plotly-plot .textpoint text')].some(t => t.textContent === first)", arg=first, timeout=WAIT)
    page.locator(".updatemenu-button").nth(1).click()
    page.wait_for_timeout(300)
    stopped = day_line(page)
    page.wait_for_timeout(2_500)
    assert day_line(page) == stopped != first


def test_the_image_is_1920_by_1080_and_sensibly_named(reader, tmp_path):
    shown(reader)
    assert reader.image(tmp_path) == ("strike-positions_border_2024-05-31_all_map.png", (1920, 1080))
