"""The screen of one country in Streamlit's own test harness; and what an address gets wrong about names."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from streamlit.testing.v1 import AppTest

from components.state.view_state import Cell, actor_labels
from tests.harness import alone, shown, widget

JOINER = "\u2060"


def framed() -> None:
    """The app with this screen at `/`: the harness opens the first one, with its filters."""
    from components.app.navigation import run_app
    from dashboard import PAGES

    run_app(sorted(PAGES, key=lambda screen: screen.path != "country"))


def page(whole=False, **query):
    test = AppTest.from_function(framed, default_timeout=60) if whole else alone("country")
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def blocks(test, part):
    return [h.value for h in test.get("html") if part in h.value]


def links(test):
    return [html.unescape(link.proto.label) for link in [*test.get("page_link"), *test.get("link_button")]]


def test_dissent_stands_beside_the_line_of_the_government():
    test = page(actor="ITA", on="2024-05-31")
    assert test.title[0].value == "Italy"
    answers = blocks(test, "sp-answer")
    assert len(answers) >= 6
    border = next(a for a in answers if "Donated weapons near the border" in a)
    assert "rules out the use of donated weapons" in border and "Ukrainian territory only" in border
    assert "dissent</span> Matteo Salvini, 28 May 2024" in border
    assert "stands beside “Donated, near border”" in html.unescape(shown(test))
    assert "since 24 August 1949" in " ".join(blocks(test, "NATO"))


def test_whose_words_are_shown_is_chosen_with_counts_and_stands_in_the_address():
    test = page(whole=True, actor="ITA", on="2024-05-31")
    whose = (
        test.segmented_control[0]
        if hasattr(test, "segmented_control")
        else next(g for g in test.button_group if g.label == "Whose words")
    )
    assert [html.unescape(o) for o in whose.options] == ["All (10)", "Government (8)", "Dissent (2)"]
    whose.set_value("dissent").run()
    assert not test.exception
    assert test.query_params["voice"] in ("dissent", ["dissent"])
    cards = blocks(test, '<article class="sp-card')
    assert len(cards) == 2 and all("Salvini" in c and "sp-card dissent" in c for c in cards)


def test_an_answer_opens_its_evidence():
    test = page(actor="ITA", on="2024-05-31")
    next(b for b in test.button if html.unescape(b.label) == "Evidence: Donated, deep").click().run()
    assert test.session_state["session"].choices.cell == Cell("ITA", "deep")
    assert "The words that began this position" in [s.value for s in test.subheader]


def test_more_statements_are_shown_when_asked_for():
    test = page(actor="USA")
    assert len(blocks(test, "<article")) == 10
    next(b for b in test.button if b.label == "Show more").click().run()
    assert len(blocks(test, "<article")) == 30


@pytest.mark.parametrize("actor", ["NATO", "UN", "UKR", "RUS", "GRC", "CHN"])
@pytest.mark.parametrize("on", ["2022-02-24", "2025-06-30"])
def test_any_actor_has_a_page_on_any_day(actor, on):
    assert page(actor=actor, on=on, confidence="high").header[0].value == "Answers on the day"


def test_without_an_actor_all_are_offered_with_the_same_day(curated):
    test = page(on="2024-05-31")
    assert "31 May 2024" in shown(test)
    offered = " ".join(blocks(test, "sp-links"))
    assert all(f'href="country?actor={a}&amp;on=2024-05-31"' in offered for a in curated.actors["code"])


def test_the_name_of_an_actor_is_understood_as_its_code():
    test = page(whole=True, actor="türkiye", on="2024-05-31")
    assert test.title[0].value == "Türkiye" and not test.warning
    assert test.query_params["actor"] in ("TUR", ["TUR"])
    assert widget(test, "selectbox", "Actor").value == "TUR"


def test_the_list_of_actors_has_usual_names_in_brackets(curated):
    test = page(whole=True, actor="UK", on="2024-05-31")
    assert test.title[0].value == "United Kingdom"
    box = widget(test, "selectbox", "Actor")
    assert box.value == "GBR" and len(box.options) == len(curated.actors)
    assert {
        "Türkiye (Turkey)",
        "Netherlands (Holland)",
        "United States (America)",
        "United Kingdom (Great Britain)",
        "France",
        "Ukraine",
    } <= {option.replace(JOINER, "") for option in box.options}


def test_only_a_name_that_begins_as_another_actor_is_called_in_short_has_a_joiner(curated):
    assert [label for label in actor_labels(curated).values() if JOINER in label] == [f"U{JOINER}kraine"]


def test_a_wrong_name_leads_to_the_nearest_and_a_name_like_none_to_the_list():
    test = page(whole=True, actor="Frnace", on="2024-05-31")
    assert "No actor is called “Frnace”. Nearest to it:" in html.unescape(shown(test))
    assert "France" in links(test)
    assert blocks(test, "sp-links")
    unlike = page(whole=True, actor="XYZ")
    assert "No actor is called “XYZ”. Nothing here is like it." in html.unescape(shown(unlike))
    widget(unlike, "selectbox", "Actor").select("FRA").run()
    assert unlike.title[0].value == "France" and "XYZ" not in shown(unlike)


def test_the_figures_first_day_is_the_readers():
    assert page(actor="FRA", on="2024-12-31", start="2024-01-01").session_state[
        "session"
    ].choices.start == dt.date(2024, 1, 1)
