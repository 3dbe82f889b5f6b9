"""Diffusion in a real browser: a link opens it with its threshold, and a click on a mark opens the
statement."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_timeline import POINT


def test_a_link_opens_it_and_a_click_on_a_mark_opens_the_statement(reader):
    page = reader.open("/diffusion?on=2025-11-30&threshold=2")
    expect(page.locator("[data-testid=stMain]")).to_contain_text(
        "countries came to full support on “Donated, near border”"
    )
    page.wait_for_selector(".js-plotly-plot .scatterlayer .point")
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    x, y, _ = page.evaluate(POINT, ["EST-2024-01-11-karis"])
    page.mouse.click(x, y)
    reader.wait_until_idle()
    expect(page.get_by_role("dialog")).to_contain_text("Estonia · Alar Karis")
    assert reader.query() == "on=2025-11-30&threshold=2&id=EST-2024-01-11-karis"
