"""The evidence of a cell: what a briefer is asked the next morning."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from components.escape import escape_html
from components.html.cards import link, statement_card
from data.rules.cell_states import cell_states
from data.rules.evidence import cell_evidence
from data.sentences.stances import under_earlier_government
from tests.factories import as_tuples, make_dataset, make_statement

BORDER = "border"


def test_evidence_names_what_began_what_sets_and_what_was_said_last(curated, curated_coded):
    found = cell_evidence(curated, curated_coded, "USA", BORDER, "2024-05-31")
    assert found.cell[["statement", "last_statement"]].tolist() == [
        "USA-2024-05-30-biden",
        "USA-2024-05-31-blinken",
    ]
    assert found.before["stance"] == -2
    history = found.history.set_index("statement")["part"]
    assert history["USA-2024-05-30-biden"] == "began"
    assert history.iloc[-1] == "later"


def test_the_strongest_statement_against_is_the_farthest_then_of_the_highest_office(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: -2}),
                make_statement("2024-05-28", {BORDER: 1}),
                make_statement("2024-06-01", {BORDER: 0}, sets_position=False, level="head"),
                make_statement("2024-06-02", {BORDER: -2}, sets_position=False, level="official"),
                make_statement("2024-06-03", {BORDER: -2}, voice="dissent", speaker="B", level="minister"),
                make_statement("2024-09-01", {BORDER: -2}, sets_position=False, level="head"),
            ]
        },
    )
    assert cell_evidence(data, coded, "FRA", BORDER, "2024-07-01").against == "FRA-4"


def test_dissent_from_before_the_position_counts_against_it_while_it_stands(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: -2}, voice="dissent", speaker="B"),
                make_statement("2024-05-28", {BORDER: 1}),
            ]
        },
    )
    assert cell_evidence(data, coded, "FRA", BORDER, "2025-04-30").against == "FRA-0"
    assert cell_evidence(data, coded, "FRA", BORDER, "2025-05-01").against is None


def test_only_the_words_that_win_their_day_set_the_line(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: 1}),
                make_statement("2024-05-28", {BORDER: 1}, level="official"),
                make_statement("2024-05-28", {BORDER: 1}, level="head"),
            ]
        },
    )
    assert as_tuples(
        cell_evidence(data, coded, "FRA", BORDER, "2024-06-01").history, "statement", "part"
    ) == [("FRA-0", "began"), ("FRA-1", "comment"), ("FRA-2", "sets")]


def test_without_words_coded_otherwise_there_is_nothing_against(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-05-01", {BORDER: -2}), make_statement("2024-05-28", {BORDER: 1})]},
    )
    assert cell_evidence(data, coded, "FRA", BORDER, "2024-07-01").against is None


def test_before_and_after_are_the_spells_beside_it(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: -2}),
                make_statement("2024-05-28", {BORDER: 1}),
                make_statement("2024-11-01", {BORDER: 2}),
            ]
        },
    )
    found = cell_evidence(data, coded, "FRA", BORDER, "2024-07-01")
    assert (found.before["stance"], found.after["stance"]) == (-2, 2)
    first = cell_evidence(data, coded, "FRA", BORDER, "2024-05-02")
    assert first.before is None


def test_evidence_is_shown_in_full_where_the_view_holds_back(tmp_path):
    data, coded = make_dataset(
        tmp_path, {"FRA": [make_statement("2024-05-28", {BORDER: 1}, confidence="medium")]}
    )
    found = cell_evidence(data, coded, "FRA", BORDER, "2024-07-01", "high")
    assert (found.held_back, found.cell["state"]) == (True, "stated")


def test_dissent_of_one_who_has_joined_the_government_since_is_history(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "DEU": [
                make_statement("2024-11-01", {"supply": 2}, voice="dissent", speaker="F. Merz"),
                make_statement("2025-05-20", {"right": 2}, speaker="F. Merz"),
            ]
        },
    )
    found = cell_evidence(data, coded, "DEU", "supply", "2025-06-01")
    assert found.dissent.empty
    assert as_tuples(found.history, "part") == [("dissent",)]


def test_an_unknown_actor_is_an_error(curated, curated_coded):
    with pytest.raises(KeyError):
        cell_evidence(curated, curated_coded, "XXX", BORDER, "2024-05-31")


# Cards


def test_a_card_has_all_that_is_needed(curated):
    card = statement_card(curated, "FRA-2024-05-28-macron", BORDER)
    for part in (
        "Emmanuel Macron",
        "President",
        "28 May 2024",
        "Beside Scholz at Meseberg",
        "neutralise the military sites",
        "sites used to attack Ukraine only",
        "SCALP (range about 250 km)",
        "A reversal of the 2023 guarantee",
        "medium",
        'href="https://www.rtl.be/',
        "news, French, 2024-05-28",
        "head of state or government",
    ):
        assert part in card, part
    assert card.index("Donated, near border") < card.index("Right to strike")


def test_a_card_of_every_statement_can_be_made_and_says_nothing_of_what_is_missing(curated):
    for statement in curated.statements["id"]:
        card = statement_card(curated, statement)
        assert not any(
            missing in card for missing in (">nan<", "“nan”", " nan)", ">None<", "NaT", "&lt;NA&gt;")
        )
        assert (
            card.count("<li>")
            == curated.sources["statement"].eq(statement).sum()
            + curated.corrections["statement"].eq(statement).sum()
        )


def test_an_act_that_became_public_later_says_when(curated):
    assert "About May 2025 (only the month is certain); became public on 23 August 2025" in statement_card(
        curated, "USA-2025-08-23-hegseth"
    )


def test_a_day_that_only_orders_is_worded_as_a_month(curated):
    assert "About June 2022 (only the month is certain)" in statement_card(curated, "DEU-2022-06-01-scholz")


def test_state_media_and_single_sources_are_said_to_be_so(curated, tmp_path):
    data, _ = make_dataset(
        tmp_path,
        {
            "RUS": [
                make_statement(
                    "2024-05-28",
                    {BORDER: -2},
                    sources=[
                        {
                            "publisher": "TASS",
                            "url": "https://en.tass.com/a",
                            "language": "en",
                            "kind": "wire",
                        }
                    ],
                )
            ]
        },
    )
    card = statement_card(data, "RUS-0")
    assert "state media of Russia" in card
    assert "A single source." in card


def test_text_of_the_data_never_becomes_html(tmp_path):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    data, _ = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement(
                    "2024-05-28",
                    {BORDER: 1},
                    speaker=evil,
                    role=evil,
                    summary=evil,
                    phrase="<b>x</b>",
                    rationale=evil,
                    limits=[evil],
                    sources=[
                        {
                            "publisher": evil,
                            "url": "https://example.org/?a=1&b='2",
                            "language": "en",
                            "kind": "news",
                        }
                    ],
                )
            ]
        },
    )
    card = statement_card(data, "FRA-0")
    assert "<script" not in card and "<img" not in card and "<b>" not in card
    assert "https://example.org/?a=1&amp;b=&#39;2" in card


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org"]
)
def test_only_web_addresses_become_links(url):
    assert link(url, "Paper") == "Paper"


def test_escaping_leaves_no_quote_or_bracket():
    assert not set("<>\"'") & set(escape_html("<a href=\"x\" title='y'>"))


def test_an_actor_never_searched_is_not_looked_for(tmp_path):
    data, coded = make_dataset(tmp_path, {"FRA": [make_statement("2024-05-28", {BORDER: 1})]})
    assert cell_evidence(data, coded, "USA", BORDER, "2024-06-01").cell["state"] == "not_looked_for"
    assert isinstance(cell_evidence(data, coded, "USA", BORDER, "2024-06-01").history, pd.DataFrame)


def test_a_line_of_an_earlier_government_says_whose_and_what_the_present_one_said(curated, curated_coded):
    def told(actor, question, on):
        cells = cell_states(curated, curated_coded, on)
        return under_earlier_government(
            curated,
            actor,
            cells[cells["actor"].eq(actor) & cells["question"].eq(question)].iloc[0],
            dt.date.fromisoformat(on),
        )

    assert told("GBR", "border", "2024-07-04") == ""
    assert told("GBR", "border", "2024-07-05") == (
        "Stated under an earlier government (Rishi Sunak); that of Keir Starmer, in office since 5 July 2024, has said nothing on it that is known here."
    )
    assert told("EST", "own", "2025-12-31").endswith(
        "that of Kristen Michal, in office since 23 July 2024, has only commented on it."
    )
    assert told("NATO", "border", "2026-11-22") == told("MLT", "border", "2026-11-22") == ""


def test_a_statement_that_was_corrected_says_what_it_said_before_and_why(tmp_path):
    data, _ = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-05-28", {BORDER: 1, "deep": -1}, limits=["a", "b"])]},
        corrections=[
            "2025-06-01,FRA-0,date,2024-05-29,2024-05-28,The report is <b>of</b> the day after.",
            "2025-06-02,FRA-0,codes.deep,,-1,It was not coded.",
        ],
    )
    card = statement_card(data, "FRA-0")
    assert (
        "1 June 2025: the field “date” was “2024-05-29”. The report is &lt;b&gt;of&lt;/b&gt; the day after."
        in card
    )
    assert "2 June 2025: the code on “Donated, deep” was empty. It was not coded." in card
    assert data.version.startswith("2026.01.01-")


def test_the_version_carries_the_day_of_a_later_correction(curated):
    assert curated.version.startswith(f"{curated.corrections['date'].max():%Y.%m.%d}-")
    assert curated.corrections["date"].max().date() > curated.last_day
