"""One actor over time: a lane a question, drawn as the timeline is."""

from __future__ import annotations

import datetime as dt

import pytest

from components.figures.actor_timeline import actor_timeline_info, actor_timeline_table
from components.figures.timeline import timeline_figure
from components.state.view_state import Cell, default_choices
from components.theme.palette import DARK, LIGHT
from tests.factories import as_tuples, make_dataset, make_statement


def info_of(data, coded, actor="FRA", width=800, **changed):
    choices = default_choices(data).replace(**changed)
    return actor_timeline_info(data, coded, actor, choices, "example.org/country", width), choices


def test_every_question_has_a_lane_and_a_blank_one_says_which_blank(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {"border": 1}),
                make_statement("2024-08-10", {"deep": 1}),
                make_statement("2024-05-01", {"supply": 1}, voice="dissent"),
            ],
            "DEU": [make_statement("2024-05-28", {"own": 1})],
        },
        none_found={"FRA": ["own"]},
    )
    info, _ = info_of(data, coded, on=dt.date(2024, 6, 30))
    assert as_tuples(info.lanes, "lane", "note") == [
        ("right", "not looked for"),
        ("own", "nothing found in 5 look-ups"),
        ("border", ""),
        ("deep", "not yet spoken"),
        ("supply", ""),
        ("incursion", "not looked for"),
    ]
    assert as_tuples(info.spans, "lane", "actor", "stance", "last") == [("border", "FRA", 1, "2024-06-30")]
    assert as_tuples(info.marks, "lane", "statement", "part") == [
        ("supply", "FRA-2", "dissent"),
        ("border", "FRA-0", "sets"),
    ]


def test_a_statement_on_two_questions_stands_in_both_lanes_and_is_judged_by_each_line(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2023-02-01", {"border": -2, "deep": -2}),
                make_statement("2024-05-28", {"border": 1, "deep": -1}, sets_position=["border"]),
            ]
        },
    )
    info, _ = info_of(data, coded)
    assert as_tuples(info.marks.query("statement == 'FRA-1'"), "lane", "part", "differs") == [
        ("border", "sets", False),
        ("deep", "comment", True),
    ]


@pytest.mark.parametrize("width", [340, 560, 800, 1000])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_figure_stands_alone_and_holds_what_a_click_needs(curated, curated_coded, width, colours):
    info, choices = info_of(
        curated, curated_coded, "ITA", width, on=dt.date(2024, 5, 31), cell=Cell("ITA", "deep")
    )
    figure = timeline_figure(curated, info, choices, colours, width)
    custom = [tuple(c) for t in figure.data if t.customdata is not None for c in t.customdata]
    assert {c for c in custom if len(c) == 3} == {
        ("ITA", "border", "2024-05-31"),
        ("ITA", "deep", "2024-05-31"),
    }
    assert {c[0] for c in custom if len(c) == 1} == set(info.marks["statement"])
    shown = " ".join(a.text for a in figure.layout.annotations)
    for part in (
        "Italy: six questions over time",
        "24 February 2022 to 31 May 2024",
        "dissent",
        "Source: Strike Positions",
        "example.org/country",
        f"nothing found in {curated.searches.set_index('actor').at['ITA', 'queries']} look-ups",
    ):
        assert part in shown.replace("<br>", " "), part
    assert any(s.line.color == colours.accent and s.line.width == 3 for s in figure.layout.shapes)
    assert all(t.startswith('<a href="timeline?on=2024-05-31&amp;') for t in figure.layout.yaxis.ticktext)


def test_a_party_to_the_war_is_named_in_its_own_words(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, "UKR")
    shown = [a.text for a in timeline_figure(curated, info, choices, LIGHT).layout.annotations]
    assert "pledges not to" in shown and "opposes" not in shown


def test_the_table_says_what_the_lanes_show(curated, curated_coded):
    info, _ = info_of(curated, curated_coded)
    border = actor_timeline_table(curated, info).loc["Donated, near border"]
    assert as_tuples(border[border["Stance"].ne(border["Stance"].shift())], "Stance", "From")[1:] == [
        ("conditional", "2024-05-28")
    ]
