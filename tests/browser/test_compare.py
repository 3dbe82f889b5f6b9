"""Actors side by side in a real browser: what a link shows, what a click opens, the images, and the way
in."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_matrix import click, drawer
from tests.browser.test_timeline import POINT

BOTH = "/compare?actors=FRA&actors=DEU&question=border&on=2024-06-30&start=2024-05-01"


def test_a_link_shows_every_choice_in_a_new_browser(new_reader):
    reader = new_reader()
    page = reader.open(BOTH)
    sidebar = page.locator("[data-testid=stSidebar]")
    for name in ("France", "Germany"):
        expect(sidebar.locator("[data-testid=stMultiSelect]")).to_contain_text(name)
    expect(page.locator("body")).to_contain_text(
        "France has permitted or supported their use within stated limits since 28 May 2024; Germany since 31 May 2024."
    )
    expect(page.locator("body")).to_contain_text("Germany followed 3 days later")
    expect(page.locator(".js-plotly-plot").get_by_text("1 May 2024 to 30 June 2024")).to_have_count(1)
    assert reader.query() == "on=2024-06-30&start=2024-05-01&actors=FRA&actors=DEU"


def test_a_click_on_a_cell_a_span_or_a_mark_opens_the_right_evidence(reader):
    page = reader.open(BOTH)
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    click(reader, "DEU", "deep")
    expect(drawer(page)).to_contain_text("Germany · Donated weapons, deep strikes")
    assert reader.query().endswith("cell=DEU.deep")
    page.keyboard.press("Escape")
    reader.wait_until_idle()
    page.locator(".js-plotly-plot").nth(1).scroll_into_view_if_needed()
    for wanted, told in (
        (["FRA", "border", "2024-05-27"], "As it stood on 27 May 2024"),
        (["FRA-2024-05-28-macron"], "France · Emmanuel Macron"),
    ):
        x, y, _ = page.evaluate(POINT, wanted)
        page.mouse.click(x, y)
        reader.wait_until_idle()
        expect(drawer(page)).to_contain_text(told)
        page.keyboard.press("Escape")
        reader.wait_until_idle()
    assert drawer(page).count() == 0


def test_typing_uk_and_enter_adds_the_united_kingdom(reader):
    page = reader.open(BOTH)
    box = (
        page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect]")
        .filter(has=page.get_by_text("Actors compared", exact=True))
        .get_by_role("combobox")
    )
    box.click()
    box.fill("UK")
    expect(page.get_by_role("option").first).to_have_text("United Kingdom (Great Britain)")
    box.press("Enter")
    reader.wait_until_idle()
    assert reader.query() == "on=2024-06-30&start=2024-05-01&actors=FRA&actors=DEU&actors=GBR"


def test_without_actors_a_ready_pair_leads_to_its_comparison(reader):
    page = reader.open("/compare?on=2024-05-31")
    page.locator("[data-testid=stMain]").get_by_role("link", name="United States and Germany").click()
    reader.wait_until_idle()
    expect(page.locator("[data-testid=stMain]")).to_contain_text(
        "of the 6 questions, United States and Germany"
    )
    expect(page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect]")).to_contain_text("Germany")
    assert reader.query() == "on=2024-05-31&question=supply&actors=USA&actors=DEU"
