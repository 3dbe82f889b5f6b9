"""What changed in a real browser: a link, the stretches that are offered, what a click on a row opens, the
image."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

MAY = "/changes?since=2024-05-29&on=2024-05-31"
# Where a stance (-2 to 2) stands in the row of an actor and question
POINT = """([actor, question, stance]) => {
  for (const bar of document.querySelectorAll('.js-plotly-plot .barlayer .point')) {
    const d = bar.__data__, all = (d.trace ?? bar.closest('.trace').__data__[0].trace).customdata, custom = (all._inputArray ?? all)[d.i];
    if (custom[0] === actor && custom[1] === question) {
      const box = bar.getBoundingClientRect();
      return [box.x + box.width * (stance + 2.5) / 5, box.y + box.height / 2];
    }
  }
}"""


@pytest.fixture
def reader(staying):
    return staying


def shown(reader, path=MAY):
    page = reader.open(path)
    page.wait_for_selector(".js-plotly-plot .barlayer .point")
    return page


def click(reader, actor, question, stance):
    reader.page.mouse.click(*reader.page.evaluate(POINT, [actor, question, stance]))
    reader.wait_until_idle()


def drawer(page):
    return page.get_by_role("dialog")


def test_a_link_opens_in_a_new_browser_with_both_days_in_place_and_the_four_moves_named(new_reader, curated):
    reader = new_reader()
    page = shown(reader)
    days = [
        " ".join(page.get_by_test_id("stDateInput").nth(n).locator("[role=spinbutton]").all_inner_texts())
        or page.get_by_test_id("stDateInput").nth(n).locator("input").first.input_value()
        for n in (0, 1)
    ]
    assert [d.replace(" ", "-").replace("/", "-") for d in days] == ["2024-05-31", "2024-05-29"]
    expect(page.get_by_text(f"4 of the {len(curated.actors) - 2} actors")).to_contain_text(
        "(3 countries and 1 organisation): 4 moves, all more permissive"
    )
    texts = " ".join(page.locator(".js-plotly-plot text").all_text_contents())
    for named in (
        "What changed, 29 May to 31 May 2024",
        "Moves: 4",
        "United States · Donated, near border",
        "Germany · Donated, near border",
        "NATO · Donated, near border",
        "Portugal · Donated, near border",
        "First words: 6",
    ):
        assert named in texts
    assert reader.query() == "since=2024-05-29&on=2024-05-31"


def test_a_click_on_a_mark_opens_the_evidence_of_its_day_and_on_first_words_as_well(reader):
    page = shown(reader)
    click(reader, "USA", "border", 1)
    expect(drawer(page)).to_contain_text("United States · Donated weapons near the border")
    expect(drawer(page)).to_contain_text("As it stood on 30 May 2024")
    assert reader.query() == "on=2024-05-31&since=2024-05-29&cell=USA.border.2024-05-30"
    page.keyboard.press("Escape")
    reader.wait_until_idle()
    click(reader, "PRT", "right", 2)
    expect(drawer(page)).to_contain_text("Portugal · Right to strike")
    assert reader.query() == "on=2024-05-31&since=2024-05-29&cell=PRT.right"


def test_a_stretch_that_is_offered_writes_the_address_and_from_its_moves_a_statement_is_one_click(reader):
    page = reader.open("/changes?group=NATO")
    expect(page.get_by_text("No move and no first words between")).to_be_visible()
    page.get_by_role("button", name="May and June 2024").click()
    reader.wait_until_idle()
    assert reader.query() == "on=2024-06-30&since=2024-04-30&group=NATO"
    expect(page.get_by_role("heading", name="Moves")).to_be_visible()
    page.get_by_role("button", name="The statement").first.click()
    reader.wait_until_idle()
    expect(drawer(page)).to_contain_text("Why this code")
    assert "id=LVA-2024-05-27-rinkevics" in reader.query()


def test_the_overviews_latest_moves_lead_here(reader):
    page = reader.open("/?on=2024-05-31")
    page.get_by_role("link", name="All that changed since").click()
    reader.wait_until_idle()
    assert page.locator("h1").inner_text() == "What changed"
    assert reader.query() == "on=2024-05-31&since=2024-05-27"
