"""The screen of all statements in Streamlit's own test harness, alone and with its filters."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from streamlit.testing.v1 import AppTest

from components.state.view_state import Cell
from data.query.search import Search, find
from tests.harness import alone, shown, widget

MACRON = "FRA-2024-05-28-macron"


def framed() -> None:
    """The app with this screen at `/`: the harness opens the first one, with its filters."""
    from components.app.navigation import run_app
    from dashboard import PAGES

    run_app(sorted(PAGES, key=lambda screen: screen.path != "evidence"))


def opened(test, query):
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def page(**query):
    return opened(alone("evidence"), query)


def page_with_filters(**query):
    return opened(AppTest.from_function(framed, default_timeout=60), query)


def words(test):
    return html.unescape(shown(test))


def cards(test):
    return [h.value for h in test.get("html") if "<article" in h.value]


def button(test, start):
    found = [b for b in test.button if html.unescape(b.label).startswith(start)]
    assert len(found) == 1, [b.label for b in test.button]
    return found[0]


def test_it_opens_with_the_newest_of_all_statements_and_says_how_many_there_are(curated):
    test, everything = page(), len(curated.statements)
    assert f"{everything} of the {everything} statements in the dataset match" in words(test)
    assert f"10 of {everything} statements shown, newest first" in words(test)
    assert len(cards(test)) == 10


def test_show_more_shows_more_of_the_same_search_only():
    test = page()
    widget(test, "button", "Show more").click().run()
    assert len(cards(test)) == 30
    widget(test, "text_input", "Search").set_value("missile").run()
    assert len(cards(test)) == 10


def test_an_address_sets_the_search_and_all_that_match_are_shown(curated):
    test = page(text="launch sites", level="head", actors=["FRA", "USA"], on="2024-12-31")
    expected = find(
        curated, Search(on=dt.date(2024, 12, 31), text="launch sites", level=("head",), actors=("FRA", "USA"))
    )
    assert widget(test, "text_input", "Search").value == "launch sites"
    assert 0 < len(expected) == len(cards(test)) < 20
    assert "Show more" not in [b.label for b in test.button]


def test_where_nothing_matches_the_way_out_is_a_click():
    test = page(text="macron", actors="POL", on="2024-06-30")
    assert "none of the" in words(test)
    assert button(test, "Search (")
    button(test, "Actor (").click().run()
    assert test.session_state["session"].choices.search == Search(on=dt.date(2024, 6, 30), text="macron")
    assert cards(test)


def test_clearing_keeps_the_day_and_nothing_else():
    test = page(text="macron", level="head", start="2024-01-01", on="2024-06-30", group="NATO")
    widget(test, "button", "Clear the search and all filters").click().run()
    assert test.session_state["session"].choices.search == Search(on=dt.date(2024, 6, 30))


def test_one_statement_stands_alone_with_its_part_for_each_question_and_no_drawer():
    test = page(id=MACRON, text="launch")
    assert html.unescape(test.title[0].value) == "France · Emmanuel Macron, 28 May 2024"
    assert len(cards(test)) == 1
    parts = [
        h.value.rpartition("</span> ")[2]
        for h in test.get("html")
        if "sp-chip" in h.value and "<article" not in h.value
    ]
    assert parts == ["set the line", "began the position", "began the position"]
    assert "How it was searched" not in [s.value for s in test.subheader]


def test_the_evidence_of_a_cell_opens_beside_a_statement_as_of_its_day():
    test = page(id=MACRON)
    button(test, "Donated weapons, deep strikes").click().run()
    assert test.session_state["session"].choices.cell == Cell("FRA", "deep", dt.date(2024, 5, 28))
    assert test.session_state["session"].choices.id == MACRON
    assert "How it was searched" in [s.value for s in test.subheader]


def test_dissent_and_words_of_a_month_have_their_screens_too(curated):
    said = curated.statements
    for statement in [
        *said[said["voice"].eq("dissent")]["id"][:2],
        *said[said["date_precision"].eq("month")]["id"][:2],
    ]:
        assert len(cards(page(id=statement))) == 1


def test_a_facet_counts_under_the_other_conditions_and_leaves_out_what_would_find_nothing(curated):
    options = widget(page_with_filters(text="ATACMS"), "multiselect", "Actor").options
    assert (
        f"France ({len(find(curated, Search(on=curated.last_day, text='ATACMS', actors=('FRA',))))})"
        in options
    )
    assert not [o for o in options if o.endswith("(0)")]


def test_a_chosen_code_stays_chosen_when_its_count_changes_and_even_at_zero(curated):
    test = page_with_filters()
    widget(test, "multiselect", "Actor").select("FRA").run()
    widget(test, "multiselect", "Office").select("head").run()
    widget(test, "text_input", "Search").set_value("launch").run()
    assert widget(test, "multiselect", "Actor").value == ["FRA"]
    widget(test, "multiselect", "Actor").select("DEU").run()
    widget(test, "text_input", "Search").set_value("nowhere at all").run()
    assert widget(test, "multiselect", "Actor").value == ["FRA", "DEU"]
    assert widget(test, "multiselect", "Office").value == ["head"]
    assert "France (0)" in widget(test, "multiselect", "Actor").options
    assert test.session_state["session"].choices.search == Search(
        on=curated.last_day, text="nowhere at all", actors=("FRA", "DEU"), level=("head",)
    )
    assert not test.exception


def test_the_counts_of_a_facet_know_at_once_of_a_facet_further_down(curated):
    test = page_with_filters()
    widget(test, "selectbox", "Confidence of the statement").select("high").run()
    widget(test, "multiselect", "Voice").select("dissent").run()
    expected = len(
        find(curated, Search(on=curated.last_day, actors=("DEU",), voice=("dissent",), confidence="high"))
    )
    assert f"Germany ({expected})" in widget(test, "multiselect", "Actor").options
    assert widget(test, "selectbox", "Confidence of the statement").value == "high"


def test_a_choice_that_speaks_of_an_older_count_is_understood(curated):
    test = page_with_filters()
    test.session_state["choice.actors"] = [
        "France (999)",
        "United Nations (Secretary-General and Secretariat) (1)",
    ]
    test.run()
    assert not test.exception
    assert test.session_state["session"].choices.search == Search(on=curated.last_day, actors=("FRA", "UN"))


def test_a_first_day_after_a_newly_chosen_last_day_is_given_up():
    test = page_with_filters(start="2025-01-01")
    widget(test, "date_input", "As-of day").set_value(dt.date(2024, 5, 31)).run()
    assert not test.exception
    assert "Up to 31 May 2024" in words(test)
    assert "start" not in test.query_params


@pytest.mark.parametrize("text", ["<b>x</b>", "[a](javascript:alert(1))", "$x$ :red[y]", '"', "x" * 200])
def test_whatever_is_typed_is_only_text(text):
    test = page()
    widget(test, "text_input", "Search").set_value(text).run()
    assert not test.exception
    assert "<b>" not in shown(test) and "javascript" not in shown(test)


def test_letters_that_do_not_print_are_no_part_of_what_is_searched():
    test = page()
    widget(test, "text_input", "Search").set_value("\u200bATACMS\u202e ").run()
    assert test.session_state["session"].choices.text == "ATACMS"


def test_the_table_is_sent_only_to_those_who_open_it():
    assert not page().dataframe
