"""Coverage: how hard was looked for each actor, and what came of it, on any day."""

from __future__ import annotations

import datetime as dt

import pytest

from components.html.method_page import coverage_table
from data.analysis.coverage import coverage
from data.rules.positions import positions
from data.sentences.coverage import covered
from tests.factories import as_tuples, make_dataset, make_statement

TWO = [make_statement("2024-05-20", {})["sources"][0] for _ in range(2)]
FILES = {
    "FRA": [
        make_statement("2024-05-01", {"border": 1, "deep": 1}),
        make_statement("2024-05-20", {"border": 1}, voice="dissent", sources=TWO),
        make_statement("2024-06-10", {"own": 2}),
    ],
    "DEU": [make_statement("2024-05-15", {"border": -2}, date_precision="month")],
    "USA": [make_statement("2024-05-02", {"deep": 0}, sets_position=False)],
    "NATO": [make_statement("2024-07-01", {"right": 2})],
    "SWE": [],
}
NONE = {"SWE": ["right", "own", "border", "deep", "supply", "incursion"]}


@pytest.fixture
def in_may(tmp_path):
    data, coded = make_dataset(tmp_path, FILES, none_found=NONE)
    return data, coverage(data, coded, "2024-05-31")


def test_every_actor_has_its_row_by_name_those_too_for_whom_nothing_was_found(in_may):
    _, table = in_may
    assert as_tuples(table, "name", "state") == [
        ("France", "stated"),
        ("Germany", "stated"),
        ("NATO", "not_yet"),
        ("Russia", "not_looked_for"),
        ("Sweden", "nothing_found"),
        ("Ukraine", "not_looked_for"),
        ("United States", "words_only"),
    ]


def test_look_ups_are_those_spent_and_none_where_nobody_searched(in_may):
    _, table = in_may
    assert as_tuples(table.set_index("actor").loc[["FRA", "SWE", "RUS"]], "queries", "researched") == [
        (5, "2026-01-01"),
        (5, "2026-01-01"),
        (0, None),
    ]


def test_statements_sources_and_answers_are_those_up_to_the_day(in_may):
    _, table = in_may
    assert as_tuples(table, "actor", "statements", "single_source", "answers") == [
        ("FRA", 2, 1, 2),
        ("DEU", 1, 1, 1),
        ("NATO", 0, 0, 0),
        ("RUS", 0, 0, 0),
        ("SWE", 0, 0, 0),
        ("UKR", 0, 0, 0),
        ("USA", 1, 1, 0),
    ]


def test_the_latest_words_are_the_government_s_comments_included_dissent_and_later_words_not(in_may):
    _, table = in_may
    assert as_tuples(table.dropna(subset="last_spoken"), "actor", "last_spoken") == [
        ("FRA", "2024-05-01"),
        ("DEU", "2024-05-15"),
        ("USA", "2024-05-02"),
    ]


def test_what_is_known_to_the_month_is_shown_as_a_month(in_may):
    shown = coverage_table(*in_may).set_index("Actor")["Latest words"].dropna().to_dict()
    assert shown == {"France": "2024-05-01", "Germany": "2024-05", "United States": "2024-05-02"}


def test_the_sentence_has_its_base_and_says_what_is_with_the_others(in_may):
    assert covered(*in_may, dt.date(2024, 5, 31)) == (
        "On 31 May 2024, 2 of 7 actors have a position on at least one of 6 questions (words, no position: 1; not yet spoken: 1; nothing found: 1; "
        "not looked for: 2). Half of the actors were looked up 5 times or fewer; the fewest look-ups on one were 0, the most 5."
    )


@pytest.mark.parametrize("on", ["2022-02-24", "2024-05-31", "2026-11-22"])
def test_coverage_agrees_with_the_positions_of_the_day(curated, curated_coded, on):
    table = coverage(curated, curated_coded, on)
    assert sorted(table["actor"]) == sorted(curated.actors["code"])
    assert table["answers"].sum() == len(positions(curated_coded, on))
    assert table["answers"].gt(0).equals(table["state"].eq("stated"))
    assert table["single_source"].le(table["statements"]).all()


def test_on_the_last_day_every_statement_is_counted(curated, curated_coded):
    table = coverage(curated, curated_coded, curated.last_day)
    assert table["statements"].sum() == len(curated.statements)
    assert table["queries"].sum() == curated.searches["queries"].sum()
