"""The screen of all statements in a real browser: what is typed and chosen, and what a link reproduces."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.controls import choose
from tests.browser.test_screens import SIDEWAYS

MACRON = "/evidence?on=2024-12-31&text=launch&id=FRA-2024-05-28-macron"


def type_search(reader, text):
    box = reader.page.get_by_label("Search", exact=True)
    box.fill(text)
    box.press("Enter")
    reader.wait_until_idle()


def facet(page, label):
    return page.locator("[data-testid=stMultiSelect]").filter(has=page.get_by_text(label, exact=True))


def finding(page):
    return page.get_by_text("statements in the dataset").first.inner_text()


def test_typing_searches_and_writes_the_address(reader):
    page = reader.open("/evidence?on=2024-12-31")
    before = finding(page)
    type_search(reader, "“Launch  Sites”")
    assert reader.query().startswith("on=2024-12-31&text=%E2%80%9CLaunch")
    assert finding(page) != before
    for n in range(cards := page.locator("article.sp-card").count()):
        assert "launch sites" in page.locator("article.sp-card").nth(n).inner_text().casefold()
    assert cards
    type_search(reader, "")
    assert reader.query() == "on=2024-12-31"
    assert finding(page) == before


def test_a_link_reproduces_search_and_filters_in_a_new_browser(reader, new_reader):
    page = reader.open("/evidence?on=2024-12-31")
    type_search(reader, "ATACMS")
    choose(page, "Actor", "Germany", "France")
    choose(page, "Kind of source", "News")
    reader.wait_until_idle()
    assert reader.query() == "on=2024-12-31&actors=DEU&actors=FRA&text=ATACMS&source=news"
    other = new_reader().open(f"/evidence?{reader.query()}")
    assert finding(other) == finding(page)
    expect(other.locator("article.sp-card")).to_have_text(
        page.locator("article.sp-card").all_inner_texts(), use_inner_text=True
    )
    assert re.findall(r"(?:Germany|France) \(\d+\)", facet(other, "Actor").inner_text()) == re.findall(
        r"(?:Germany|France) \(\d+\)", facet(page, "Actor").inner_text()
    )


def test_clicks_faster_than_the_server_lose_no_filter_though_its_count_changes(reader):
    page = reader.open("/evidence?on=2024-12-31")
    for label, name in (("Actor", "Germany"), ("Question", "Donated, deep"), ("Office", "Minister")):
        choose(page, label, name)
    reader.wait_until_idle()
    assert reader.query() == "on=2024-12-31&actors=DEU&about=deep&level=minister"


def test_a_statement_has_an_address_of_its_own_and_leads_back_to_the_same_search(reader):
    page = reader.open("/evidence?on=2024-12-31&actors=FRA&text=president")
    shown = page.locator("article.sp-card").all_inner_texts()
    assert len(shown) > 1
    for _ in range(2):
        page.get_by_role("link", name="Link to this statement").last.click()
        reader.wait_until_idle()
        assert reader.query().startswith("on=2024-12-31&actors=FRA&id=FRA-")
        assert page.locator("article.sp-card").count() == 1
        page.get_by_role("link", name=f"All {len(shown)} statements that match").click()
        reader.wait_until_idle()
        assert reader.query() == "on=2024-12-31&actors=FRA&text=president"
        assert page.locator("article.sp-card").all_inner_texts() == shown


def test_an_id_opens_that_statement_and_its_evidence_opens_beside_it(new_reader):
    reader = new_reader()
    page = reader.open(MACRON)
    expect(page.locator("h1")).to_have_text("France · Emmanuel Macron, 28 May 2024")
    assert page.title().startswith("France · Emmanuel Macron, 28 May 2024")
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Donated weapons, deep strikes").click()
    expect(page.get_by_role("dialog")).to_contain_text("As it stood on 28 May 2024")
    reader.wait_until_idle()
    page.keyboard.press("Escape")
    reader.wait_until_idle()
    assert page.get_by_role("dialog").count() == 0
    assert reader.query() == MACRON.partition("?")[2].replace(
        "text=launch&id=FRA-2024-05-28-macron", "id=FRA-2024-05-28-macron&text=launch"
    )


def test_an_unknown_id_is_told_and_all_statements_are_shown(reader):
    page = reader.open("/evidence?id=FRA-2024-05-28-macaroon")
    expect(page.get_by_text("“id=FRA-2024-05-28-macaroon” was not understood")).to_be_visible()
    assert page.locator("h1").inner_text() == "Evidence"
    assert reader.query() == ""


def test_the_table_opens_with_every_statement_that_matches(reader):
    page = reader.open("/evidence?text=ATACMS")
    page.get_by_text("The same as a table").click()
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
    reader.wait_until_idle()
    assert reader.errors == []


def test_on_a_phone_the_search_is_at_hand(new_reader):
    page = new_reader(width=390, height=844).open("/evidence")
    assert page.get_by_label("Search", exact=True).bounding_box()["y"] < 844
    assert not page.evaluate(SIDEWAYS)
