"""The page of one country in a real browser: its link, what a click opens, and the ways to it from every
mention of an actor."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_timeline import click, drawer

ITALY = "/country?on=2024-05-31&actor=ITA"


def test_a_link_shows_every_choice_in_a_new_browser(new_reader):
    reader = new_reader()
    page = reader.open(
        "/country?on=2024-05-31&start=2024-01-01&confidence=medium&actor=ITA&cell=ITA.deep&voice=dissent"
    )
    expect(drawer(page)).to_contain_text("Italy · Donated weapons, deep strikes")
    page.keyboard.press("Escape")
    reader.wait_until_idle()
    expect(page.locator("h1").first).to_have_text("Italy")
    assert page.locator(".js-plotly-plot").get_by_text("1 January 2024 to 31 May 2024").count() == 1
    assert page.locator(".sp-card.dissent").count() == page.locator("article.sp-card").count() == 2
    assert page.get_by_label("Actor").input_value() == "Italy"
    assert reader.query() == "on=2024-05-31&start=2024-01-01&confidence=medium&actor=ITA&voice=dissent"
    page.get_by_text("Government (8)").click()
    reader.wait_until_idle()
    assert page.locator("article.sp-card").count() == 8
    assert "voice=government" in reader.query()


def test_a_click_on_a_span_and_on_a_mark_opens_the_right_evidence(reader):
    page = reader.open(ITALY)
    page.wait_for_selector(".js-plotly-plot .barlayer .point")
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    reader.wait_until_idle()
    click(reader, ["ITA-2022-06-03-tajani"])
    expect(drawer(page)).to_contain_text("Italy · Antonio Tajani")
    assert reader.query() == "on=2024-05-31&actor=ITA&id=ITA-2022-06-03-tajani"
    page = reader.open("/country?on=2024-05-31&actor=FRA")
    page.wait_for_selector(".js-plotly-plot .barlayer .point")
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    reader.wait_until_idle()
    click(reader, ["FRA", "border", "2024-05-27"])
    expect(drawer(page)).to_contain_text("As it stood on 27 May 2024")
    assert reader.query() == "on=2024-05-31&actor=FRA&cell=FRA.border.2024-05-27"


@pytest.mark.parametrize(
    ("path", "where", "actor"),
    [
        ("/matrix?on=2024-05-31&group=V4", ".ytick a >> text=Poland", "POL"),
        ("/evidence?on=2024-05-31&actors=POL", ".sp-who a >> nth=0", "POL"),
        ("/map?on=2024-05-31", ".sp-links a >> text=NATO", "NATO"),
        ("/matrix?on=2024-05-31&cell=POL.border", "text=All of Poland", "POL"),
    ],
)
def test_a_mention_of_an_actor_leads_to_its_page_on_the_same_day(reader, path, where, actor):
    reader.open(path)
    assert_leads_to_country(reader, where, actor)


def assert_leads_to_country(reader, where: str, actor: str) -> None:
    """A click on that element leads to the page of the actor on 31 May 2024."""
    page = reader.page
    link = page.locator(where).first
    link.wait_for()
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/country?*")
    reader.wait_until_idle()
    assert {f"actor={actor}", "on=2024-05-31"} <= set(reader.query().split("&"))
    assert drawer(page).count() == 0


def test_names_beside_a_figure_keep_the_colours_of_the_figure(reader):
    page = reader.open("/matrix?on=2024-05-31&group=V4")
    link = page.locator(".ytick a").first
    link.wait_for()
    assert link.evaluate("e => [getComputedStyle(e).fill, getComputedStyle(e).textDecorationLine]") == [
        "rgb(28, 33, 38)",
        "none",
    ]


def test_typing_the_usual_name_of_an_actor_puts_it_first(reader):
    page = reader.open(ITALY)
    box = page.get_by_label("Actor")
    for typed, first in (
        ("us", "United States (America)"),
        ("Turkey", "Türkiye (Turkey)"),
        ("Holland", "Netherlands (Holland)"),
        ("Britain", "United Kingdom (Great Britain)"),
        ("America", "United States (America)"),
        ("Ukr", "U\u2060kraine"),
        ("UK", "United Kingdom (Great Britain)"),
    ):
        box.click()
        box.fill(typed)
        expect(page.get_by_role("option").first).to_have_text(first)
    page.get_by_role("option").first.click()
    reader.wait_until_idle()
    assert reader.query() == "on=2024-05-31&actor=GBR"


def test_a_wrong_name_leads_to_the_nearest(reader):
    page = reader.open("/country?actor=Frnace&on=2024-05-31")
    expect(page.get_by_text("No actor is called “Frnace”")).to_be_visible()
    page.get_by_role("link", name="France", exact=True).first.click()
    reader.wait_until_idle()
    expect(page.locator("h1").first).to_have_text("France")
    assert page.get_by_text("was not understood").count() == 0
    page = reader.open("/evidence?id=FRA-2024-05-28-macro")
    page.get_by_role("link", name="France · Emmanuel Macron, 28 May 2024").click()
    reader.wait_until_idle()
    expect(page.locator("h1").first).to_have_text("France · Emmanuel Macron, 28 May 2024")
