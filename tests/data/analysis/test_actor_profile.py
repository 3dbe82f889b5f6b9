"""What the dataset holds of one actor: groups, medians of its groups, systems; and the sentences that say
it."""

from __future__ import annotations

import datetime as dt

import pytest

from data.analysis.actor_profile import memberships_of, systems_of
from data.rules.cell_states import cell_states
from data.rules.stance_counts import group_medians
from data.sentences.actor import actor_stands, against_median, membership, not_spoken_to
from data.sentences.wording import humanize_days
from tests.factories import as_tuples, make_dataset, make_statement

ON = dt.date(2024, 6, 30)
NATO = [f"{a},NATO,1949-08-24," for a in ("FRA", "DEU", "USA")]


def four(tmp_path, france=2, **more):
    """France, and three others in NATO of whom Sweden joined in March 2024."""
    return make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": france})],
            "DEU": [make_statement("2024-01-10", {"border": -2})],
            "USA": [make_statement("2024-01-11", {"border": 1})],
            "SWE": [make_statement("2024-01-12", {"border": 2})],
        },
        members=[*NATO, "SWE,NATO,2024-03-07,", *more.get("members", [])],
    )


def medians(data, coded, actor="FRA", on=ON):
    return group_medians(data, cell_states(data, coded, on), actor, on).query("question == 'border'")


def test_the_median_is_that_of_the_other_members_with_a_position(tmp_path):
    data, coded = four(tmp_path)
    assert as_tuples(medians(data, coded), "group", "stance", "others", "median", "size") == [
        ("NATO", 2, 3, 1.0, 1.0)
    ]


def test_members_are_those_of_the_day_and_of_fewer_than_three_there_is_no_median(tmp_path):
    data, coded = four(tmp_path)
    assert as_tuples(
        medians(data, coded, on=dt.date(2024, 3, 6)), "group", "stance", "others", "median", "size"
    ) == [("NATO", None, 2, None, None)]
    assert medians(data, coded, "SWE", dt.date(2024, 3, 6)).empty


def test_ukraine_and_russia_are_in_no_median(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {a: [make_statement("2024-01-10", {"border": 1})] for a in ("FRA", "DEU", "USA", "RUS")},
        members=[f"{a},P5,2000-01-01," for a in ("FRA", "DEU", "USA", "RUS")],
    )
    assert medians(data, coded, "FRA")["others"].tolist() == [2]
    assert as_tuples(medians(data, coded, "RUS"), "others", "size") == [(3, 0.0)]


def test_a_position_held_back_is_in_no_median(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            a: [make_statement("2024-01-10", {"border": 1}, confidence=c)]
            for a, c in (("FRA", "high"), ("DEU", "low"), ("USA", "high"))
        },
        members=NATO,
    )
    table = group_medians(data, cell_states(data, coded, ON, "medium"), "FRA", ON).query(
        "question == 'border'"
    )
    assert table["others"].tolist() == [1]


@pytest.mark.parametrize(
    ("france", "words_of_it"),
    [
        (2, "one step more permissive than the median of 3 NATO members with a position (conditional)"),
        (1, "the same as the median of 3 NATO members with a position (conditional)"),
        (-2, "three steps less permissive than the median of 3 NATO members with a position (conditional)"),
    ],
)
def test_the_distance_from_the_median_in_words(tmp_path, france, words_of_it):
    data, coded = four(tmp_path, france)
    assert [against_median(data, r) for r in medians(data, coded).itertuples()] == [words_of_it]


def test_half_steps_and_too_few_in_words(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": 1, "deep": 1})],
            "DEU": [make_statement("2024-01-10", {"border": -2})],
            "USA": [make_statement("2024-01-11", {"border": 1})],
            "SWE": [make_statement("2024-01-12", {"border": 2, "deep": 2})],
            "NATO": [make_statement("2024-01-12", {"border": 2})],
            "UKR": [make_statement("2024-01-12", {"border": 2})],
        },
        members=[*NATO, "SWE,NATO,2024-03-07,", "UKR,G7,2024-01-01,", "FRA,G7,2024-01-01,"],
    )
    table = group_medians(data, cell_states(data, coded, ON), "FRA", ON)
    assert [against_median(data, r) for r in table.query("question == 'deep'").itertuples()] == [
        "too few for a median: 1 NATO member with a position",
        "too few for a median: 0 G7 members with a position",
    ]
    row = next(medians(data, coded).assign(median=0.5, size=0.5).itertuples())
    assert (
        against_median(data, row)
        == "half a step more permissive than the median of 3 NATO members with a position (between noncommittal and conditional)"
    )


def test_memberships_say_since_when_and_until_when(tmp_path):
    data, _ = make_dataset(tmp_path, members=["SWE,NATO,2024-03-07,", "SWE,EU,1995-01-01,2024-12-31"])
    assert [
        (r.group, membership(r, dt.date(2024, 1, 1))) for r in memberships_of(data, "SWE").itertuples()
    ] == [("NATO", "from 7 March 2024, after this day"), ("EU", "1 January 1995 to 31 December 2024")]
    assert membership(next(memberships_of(data, "SWE").itertuples()), ON) == "since 7 March 2024"


def test_systems_are_those_listed_and_those_spoken_of_by_then(tmp_path):
    data, _ = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {"border": 1}, systems=["SCALP"], speaker="Later"),
                make_statement(
                    "2024-02-01", {"border": -2}, systems=["SCALP"], voice="dissent", speaker="Earlier"
                ),
            ],
            "DEU": [make_statement("2024-07-01", {"border": 1}, systems=["SCALP"])],
        },
    )
    assert as_tuples(
        systems_of(data, "FRA", ON), "name", "range_km", "supplier", "statements", "speaker", "date", "voice"
    ) == [("SCALP", 250, True, 2, "Earlier", "2024-02-01", "dissent")]
    assert as_tuples(systems_of(data, "FRA", "2024-01-01"), "name", "supplier", "statements", "speaker") == [
        ("SCALP", True, 0, None)
    ]
    assert systems_of(data, "DEU", ON).empty
    assert as_tuples(systems_of(data, "DEU", "2024-07-01"), "name", "supplier", "statements") == [
        ("SCALP", False, 1)
    ]


def test_the_sentence_says_what_stands_what_stands_beside_and_the_last_move(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2023-02-01", {"border": -2, "deep": -2}),
                make_statement("2024-05-28", {"border": 1}),
                make_statement("2024-06-01", {"deep": 2}, voice="dissent"),
            ]
        },
    )
    sentence = actor_stands(data, coded, cell_states(data, coded, ON), "FRA", ON)
    assert sentence == (
        "On 30 June 2024, France has a position on 2 of 6 questions (conditional: “Donated, near border”; opposes: “Donated, deep”). "
        "1 of the 2 positions was last stated before 30 June 2023. "
        "Dissent stands beside “Donated, deep”. It last moved on 28 May 2024 (“Donated, near border”: opposes → conditional)."
    )
    early = dt.date(2023, 1, 1)
    assert (
        actor_stands(data, coded, cell_states(data, coded, early), "FRA", early)
        == "On 1 January 2023, France has no stated position on any of the 6 questions."
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (44, "44 days"),
        (45, "1 month"),
        (365, "12 months"),
        (729, "23 months"),
        (730, "2 years"),
        (934, "2 years"),
        (1095, "3 years"),
    ],
)
def test_an_age_is_told_in_whole_units_that_have_passed(days, told):
    assert humanize_days(days) == told


def test_what_was_never_spoken_to_is_told_by_kind_of_blank(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {"border": 1}),
                make_statement("2024-08-10", {"deep": 1}, date_precision="month"),
            ]
        },
        none_found={"FRA": ["own", "right"]},
    )
    assert not_spoken_to(data, cell_states(data, coded, ON), "FRA", ON) == [
        "Not yet spoken: “Donated weapons, deep strikes” (first about August 2024).",
        "Nothing found: “Right to strike” and “Ukrainian-made weapons”.",
        "Not looked for: “Supplying long-range weapons” and “Ground incursions”.",
    ]
