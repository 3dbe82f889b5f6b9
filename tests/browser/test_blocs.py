"""Blocs in a real browser: a link opens it, all three figures draw, and a click on a pair leads to its
comparison."""

from __future__ import annotations

from playwright.sync_api import expect

from data.rules.cell_states import cell_states
from data.rules.coded_statements import coded_statements
from data.rules.membership import counted_members
from tests.browser.test_matrix import click


def test_a_link_opens_it_and_a_click_on_a_pair_leads_to_the_comparison(reader, curated):
    page = reader.open("/blocs?on=2025-11-30")
    cells = cell_states(curated, coded_statements(curated), "2025-11-30")
    positions = (
        cells[cells["actor"].isin(counted_members(curated, (), "2025-11-30"))]
        .groupby("actor")["stance"]
        .count()
    )
    expect(page.locator("[data-testid=stMain]")).to_contain_text(
        f"On 30 November 2025, {(positions >= 4).sum()} countries have a position on at least 4 of the 6 questions"
    )
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    click(reader, "POL", "HUN")
    expect(page.locator("h1")).to_have_text("Compare")
    assert reader.query() == "on=2025-11-30&actors=POL&actors=HUN"
    page.go_back()
    reader.wait_until_idle()
    expect(page.locator("h1")).to_have_text("Blocs")
    # Streamlit writes the address of where it goes over the one that it leaves: the actors stay in it, which
    # this screen takes no notice of
    assert reader.query().startswith("on=2025-11-30")
