"""The timeline in a real browser: what a click on a span or a mark opens, zooming, links, the image."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

G7 = "/timeline?group=G7"
# The middle of a bar or mark, found by its custom data
POINT = """(wanted) => {
  for (const point of document.querySelectorAll('.js-plotly-plot .barlayer .point, .js-plotly-plot .scatterlayer .point')) {
    const d = point.__data__, trace = d.trace ?? point.parentNode.__data__?.[0]?.trace ?? point.closest('.trace').__data__[0].trace;
    const all = trace.customdata, custom = all && (all._inputArray ?? all)[d.i];
    if (custom && wanted.every((value, n) => custom[n] === value) && custom.length === wanted.length) {
      const box = point.getBoundingClientRect();
      return [box.x + box.width * (box.width > 60 ? 0.7 : 0.5), box.y + box.height / 2, box.width];
    }
  }
}"""


@pytest.fixture
def reader(staying):
    return staying


def shown(reader, path=G7):
    page = reader.open(path)
    page.wait_for_selector(".js-plotly-plot .barlayer .point")
    return page


def click(reader, wanted):
    x, y, _ = reader.page.evaluate(POINT, wanted)
    reader.page.mouse.click(x, y)
    reader.wait_until_idle()


def drawer(page):
    return page.get_by_role("dialog")


def test_a_click_on_a_span_opens_the_evidence_of_its_last_day(reader):
    page = shown(reader)
    click(reader, ["DEU", "border", "2024-05-30"])
    expect(drawer(page)).to_contain_text("Germany · Donated weapons near the border")
    expect(drawer(page)).to_contain_text("As it stood on 30 May 2024")
    expect(drawer(page)).to_contain_text("Opposes")
    assert reader.query() == "group=G7&cell=DEU.border.2024-05-30"


def test_a_click_on_the_present_span_opens_the_evidence_of_the_day_shown(reader, curated):
    page = shown(reader)
    click(reader, ["FRA", "border", f"{curated.last_day}"])
    expect(drawer(page)).to_contain_text("France · Donated weapons near the border")
    assert reader.query() == "group=G7&cell=FRA.border"


def test_a_click_on_a_mark_opens_the_statement_and_from_there_the_days_evidence(reader):
    page = shown(reader)
    click(reader, ["CAN-2024-05-29-joly"]) if reader.page.evaluate(POINT, ["CAN-2024-05-29-joly"]) else click(
        reader, ["FRA-2024-05-28-macron"]
    )
    assert "id=" in reader.query()
    drawer(page).get_by_role("button", name="Donated weapons near the border: where").click()
    reader.wait_until_idle()
    assert "cell=" in reader.query() and "id=" not in reader.query()
    expect(drawer(page)).to_contain_text("The words that began this position")


def test_a_click_on_the_counts_or_an_event_opens_nothing(reader, curated):
    page = shown(reader)
    click(reader, ["FRA", "border", f"{curated.last_day}"])
    expect(drawer(page)).to_contain_text("France")
    page.keyboard.press("Escape")
    reader.wait_until_idle()
    # the latest stretch of the counts: half a year before the end, just above the zero of their scale
    x, y = page.evaluate("""() => {
      const figure = document.querySelector('.js-plotly-plot'), {xaxis, yaxis2} = figure._fullLayout, box = figure.getBoundingClientRect();
      return [box.x + xaxis._offset + xaxis.d2p('2026-05-01'), box.y + yaxis2._offset + yaxis2.d2p(0.5)];
    }""")
    page.mouse.move(x, y)
    expect(page.locator(".hoverlayer .hovertext")).to_contain_text("with a position")
    page.mouse.click(x, y)
    reader.wait_until_idle()
    assert drawer(page).count() == 0
    assert reader.query() == "group=G7"


def test_a_link_with_a_statement_opens_it_in_a_new_browser(new_reader):
    page = shown(
        new_reader(),
        "/timeline?on=2024-12-31&start=2024-01-01&question=deep&group=G7&sort=first&id=FRA-2024-05-28-macron",
    )
    expect(drawer(page)).to_contain_text("France · Emmanuel Macron")
    assert page.locator(".js-plotly-plot").get_by_text("1 January 2024 to 31 December 2024").count() == 1


def test_dragging_zooms_and_a_double_click_shows_all_again(reader, curated):
    page = shown(reader)
    whole = page.evaluate("document.querySelector('.js-plotly-plot').layout.xaxis.range.map(String)")
    x, y, width = page.evaluate(POINT, ["FRA", "border", f"{curated.last_day}"])
    page.mouse.move(x - 100, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "whole => String(document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range) !== String(whole)",
        arg=whole,
    )
    assert reader.query() == "group=G7"
    page.mouse.dblclick(x, y)
    page.wait_for_function(
        "() => String(document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range[0]).startsWith('2022-02-24')"
    )
