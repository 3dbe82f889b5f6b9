"""The screen of all statements in Streamlit's own test harness."""

from __future__ import annotations

import datetime as dt

from components.choices import Cell
from tests.test_pages import alone, shown, widget


def page(**query):
    test = alone("evidence")
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def test_a_search_from_the_address_is_shown_with_how_many_it_finds():
    test = page(text="ATACMS", level="head")
    assert widget(test, "text_input", "Search").value == "ATACMS"
    assert "of the 597 statements" in shown(test)


def test_a_statement_has_a_screen_of_its_own_and_leads_to_its_cells():
    test = page(id="FRA-2024-05-28-macron")
    assert "Emmanuel Macron" in test.title[0].value
    assert "Its part in the record" in [s.value for s in test.subheader]
    next(b for b in test.button if "near the border" in b.label).click().run()
    assert not test.exception
    assert test.session_state["choices"].cell == Cell("FRA", "border", dt.date(2024, 5, 28))


def test_a_search_that_finds_nothing_says_what_could_be_dropped():
    test = page(text="zzzz")
    assert "none of the 597 statements" in shown(test)
    assert any(b.label.startswith("Search (") for b in test.button)
