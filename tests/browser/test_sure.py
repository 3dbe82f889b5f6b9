"""How sure are we in a real browser: a link opens it, and a headline leads to the screen on which it
stands."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_link_opens_it_and_a_headline_leads_to_its_screen(reader):
    page = reader.open("/sure?on=2025-11-30&group=NATO")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("headline sentences for 30 November 2025")
    expect(page.locator(".sp-card").filter(has_text="Where they stand on “Donated, deep”")).to_contain_text(
        "Publishers"
    )
    page.locator("[data-testid=stMain]").get_by_role("link", name="Where it stands").nth(5).click()
    reader.wait_until_idle()
    expect(page.locator("h1")).to_have_text("Timeline")
    assert reader.query() == "on=2025-11-30&question=deep&group=NATO"
