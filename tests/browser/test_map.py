"""The map in a real browser: what it asks for, what a click opens, what playing shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

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
    page.wait_for_selector(".js-plotly-plot .choroplethlayer path")
    reader.wait_until_idle()
    return page


def click(reader, lon, lat):
    reader.page.mouse.click(*reader.page.evaluate(SPOT, [lon, lat]))
    reader.wait_until_idle()


def drawer(page):
    return page.get_by_role("dialog")


def slide_to(page, share):
    """Puts the slider at a share of its way."""
    page.locator(".slider-rail-touch-rect").scroll_into_view_if_needed()
    rail, before = page.locator(".slider-rail-touch-rect").bounding_box(), day_line(page)
    page.mouse.click(rail["x"] + rail["width"] * share, rail["y"] + rail["height"] / 2)
    wait_for_another_day(page, before)


# The line of the map that names its day
DAY_LINE = "[...document.querySelectorAll('.js-plotly-plot .textpoint text')].map(t => t.textContent).find(t => /support or permit/.test(t))"


def day_line(page):
    return page.evaluate(DAY_LINE)


def wait_for_another_day(page, than):
    page.wait_for_function(
        f"(than) => {{ const line = {DAY_LINE}; return line && line !== than; }}", arg=than
    )


def wait_until_stopped(page):
    """Until the map has shown the same day for twice as long as the player needs for one; that day is not
    the last, at which it would stop by itself."""
    page.wait_for_function(
        f"""(long) => {{
      const line = {DAY_LINE}, now = performance.now();
      if (line !== window.lineWas) [window.lineWas, window.lineSince] = [line, now];
      return now - window.lineSince > long;
    }}""",
        arg=1_500,
    )
    assert page.evaluate(
        "(({active, steps}) => active < steps.length - 1)(document.querySelector('.js-plotly-plot')._fullLayout.sliders[0])"
    )


@pytest.mark.parametrize("path", [MAY, MAY + "&region=world"])
def test_countries_are_filled_without_a_request_outside_the_app(reader, path):
    page = shown(reader, path)
    assert page.locator(".choroplethlayer path").count() > 40
    assert reader.outside == []
    assert reader.errors == []


def test_a_click_on_crimea_selects_ukraine(reader):
    page = shown(reader)
    click(reader, 34.1, 45.0)
    expect(drawer(page)).to_contain_text("Ukraine · Donated weapons near the border")
    assert reader.query() == "on=2024-05-31&cell=UKR.border"


def test_small_states_and_organisations_can_be_selected(reader):
    page = shown(reader)
    for lon, lat, actor in [
        (14.44, 35.88, "MLT"),
        (6.10, 49.77, "LUX"),
        (20.90, 42.58, "XKX"),
        (12.45, 41.90, "VAT"),
        (33.10, 34.95, "CYP"),
    ]:
        click(reader, lon, lat)
        assert reader.query() == f"on=2024-05-31&cell={actor}.border"
        page.keyboard.press("Escape")
        reader.wait_until_idle()
    point = page.locator(".scatterlayer path.point").nth(2)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    reader.wait_until_idle()
    assert reader.query() == "on=2024-05-31&cell=NATO.border"


def test_hover_and_selection_on_another_day_are_that_days(new_reader):
    page = shown(reader := new_reader())
    assert day_line(page).startswith("31 May 2024")
    slide_to(page, 0.5)
    line = day_line(page)
    assert not line.startswith("31 May 2024")
    on = line.split("   ")[0].strip()
    page.mouse.move(*page.evaluate(SPOT, [2.5, 47.0]))
    page.wait_for_selector(".hoverlayer .hovertext")
    assert f"France · {on}" in page.locator(".hoverlayer").text_content()
    click(reader, 2.5, 47.0)
    expect(drawer(page)).to_contain_text(f"As it stood on {on}")
    # the map stays at that day while the evidence is open, and when it is closed
    assert day_line(page).startswith(on)
    page.keyboard.press("Escape")
    reader.wait_until_idle()
    assert day_line(page).startswith(on)
    assert reader.query() == "on=2024-05-31"


def test_use_this_day_sets_the_address(reader):
    page = shown(reader, "/map?on=2024-05-31&cell=DEU.border.2024-05-30")
    expect(drawer(page)).to_contain_text("As it stood on 30 May 2024")
    drawer(page).get_by_role("button", name="Use this day").click()
    reader.wait_until_idle()
    assert reader.query() == "on=2024-05-30&cell=DEU.border"
    assert day_line(page).startswith("30 May 2024")


def test_a_link_reproduces_the_view_in_a_new_browser(new_reader):
    page = shown(
        new_reader(), "/map?on=2024-11-19&question=deep&group=NATO&region=world&confidence=high&cell=USA.deep"
    )
    assert day_line(page).startswith("19 November 2024")
    expect(drawer(page)).to_contain_text("United States · Donated weapons, deep strikes")
    assert page.locator(".js-plotly-plot").get_by_text("NATO members stand").count() == 1


def test_playing_runs_through_the_days_and_can_be_stopped(new_reader):
    page = shown(new_reader(), "/map?on=2022-06-01")
    first = day_line(page)
    page.locator(".updatemenu-button").nth(0).click()
    wait_for_another_day(page, first)
    page.locator(".updatemenu-button").nth(1).click()
    wait_until_stopped(page)
