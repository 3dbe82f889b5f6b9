"""The frame in a real browser: links, history, themes, and room for more screens."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.controls import choose


def test_a_link_opens_the_first_time_on_a_fresh_server(reader):
    page = reader.open("/matrix?on=2024-05-31&group=NATO")
    assert page.locator("h1").inner_text() == "Stance matrix"
    assert page.locator("[data-testid=stSidebar]").get_by_text("Filters").is_visible()


def test_filters_replace_the_address_and_back_moves_between_screens(reader):
    page = reader.open("/matrix?on=2024-05-31")
    before = page.evaluate("history.length")
    choose(page, "Confidence", "High only")
    reader.wait_until_idle()
    assert reader.query() == "on=2024-05-31&confidence=high"
    assert page.evaluate("history.length") == before
    page.get_by_role("link", name="Overview").click()
    reader.wait_until_idle()
    assert page.locator("h1").inner_text() == "Strike Positions"
    assert reader.query() == "on=2024-05-31&confidence=high"
    page.go_back()
    reader.wait_until_idle()
    assert page.locator("h1").inner_text() == "Stance matrix"
    assert reader.query() == "on=2024-05-31&confidence=high"


def test_back_restores_the_choices_that_were_made_there(reader):
    page = reader.open("/matrix?on=2024-05-31")
    page.get_by_role("link", name="Overview").click()
    reader.wait_until_idle()
    choose(page, "Confidence", "High only")
    reader.wait_until_idle()
    page.go_back()
    reader.wait_until_idle()
    assert reader.query() == "on=2024-05-31"
    assert (
        page.locator("[data-testid=stSelectbox]").filter(has_text="Confidence").locator("input").input_value()
        == "All"
    )


def test_a_link_shows_its_choices_in_the_filters_of_a_narrow_window(new_reader):
    assert_filters_of_a_link(new_reader(width=390) for _ in range(3))


def assert_filters_of_a_link(readers: Iterable[Reader]) -> None:
    """Readers who arrive at once find the choices of their link in the filters. Several, since what was
    lost was lost by chance: when the browser told its width before the filters had been sent."""
    readers = list(readers)
    for reader in readers:
        reader.page.goto(
            f"{reader.address}/evidence?on=2024-05-31&group=NATO&confidence=medium&text=launch",
            wait_until="commit",
        )
    for reader in readers:
        reader.wait_until_idle()
        expect(reader.page.get_by_label("Search", exact=True)).to_have_value("launch")
        expect(
            reader.page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect]").first
        ).to_contain_text("NATO")


def test_clicks_faster_than_the_server_lose_nothing(reader):
    page = reader.open("/matrix?on=2024-05-31")
    choose(page, "Confidence", "High only")
    choose(page, "Order of rows", "Latest move")
    reader.wait_until_idle()
    assert reader.query() == "on=2024-05-31&confidence=high&sort=latest"


def test_a_mangled_address_gives_the_page_and_says_what_was_not_understood(reader):
    assert_page_in_spite_of(
        reader, "on=2024-13-45&group=NATO%3Cscript%3Ealert(1)%3C/script%3E&%00%ff=%fe&cell=..&id="
    )


def assert_page_in_spite_of(reader: Reader, query: str) -> None:
    page = reader.open(f"/matrix?{query}")
    assert page.locator("h1").inner_text() == "Stance matrix"
    assert page.get_by_text("Part of the link was not understood").is_visible()
    assert page.locator("[data-testid=stException]").count() == 0
    assert reader.errors == []
