"""Actors side by side: the rules that compare them, their sentences, and the figure."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from components.figures.comparison import (
    DIFFERENT,
    NOTHING_TO_COMPARE,
    SAME,
    agreement_table,
    compare_figure,
    compare_info,
    compare_table,
    first_table,
    ready_pairs,
)
from components.figures.timeline import timeline_figure, timeline_info
from components.state.view_state import Cell, default_choices
from components.theme.palette import DARK, LIGHT
from data.analysis.comparison import agreement_between, comparable, first_in_favour
from data.rules.cell_states import cell_states
from data.sentences.comparison import stances_beside, who_was_first
from data.sentences.stances import how_recent
from tests.factories import as_tuples, make_dataset, make_statement
from tests.harness import alone, shown, widget

ON = "2024-06-30"


def info_of(data, coded, actors, width=800, **changed):
    choices = default_choices(data).replace(**changed)
    return compare_info(data, coded, actors, choices, "example.org/compare", width), choices


def came(coded, start, on=ON, confidence="all"):
    """Who was already there, who was first, and how many days behind it the others were."""
    return {
        a: "already" if already else "held back" if held else ("first" if first else "later", lag)
        for a, already, held, first, lag in as_tuples(
            first_in_favour(coded, start, on, confidence), "actor", "already", "held_back", "first", "lag"
        )
    }


def beside(data, coded, question, actors, on=ON, confidence="all"):
    cells = cell_states(data, coded, on, confidence)
    return stances_beside(data, cells[cells["actor"].isin(actors)], question)


# Rules ----------------------------------------------------------------------------------------------------------------


def test_france_was_first_on_the_border_question_by_three_days(curated, curated_coded):
    both = curated_coded[curated_coded["actor"].isin(["FRA", "DEU"]) & curated_coded["question"].eq("border")]
    found = first_in_favour(both, "2024-05-01", ON)
    assert as_tuples(found.sort_values("since"), "actor", "since", "first", "lag") == [
        ("FRA", "2024-05-28", True, 0),
        ("DEU", "2024-05-31", False, 3),
    ]
    assert who_was_first(
        curated, found, ["FRA", "DEU"], "border", pd.Timestamp("2024-05-01"), pd.Timestamp(ON)
    ) == (
        "From 1 May 2024 to 30 June 2024, France was the first to be in favour, at least conditionally, on “Donated, near border”, on 28 May 2024; "
        "Germany followed 3 days later, on 31 May 2024."
    )


def test_who_stood_there_before_the_stretch_was_already_there_whatever_it_did_since(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-03-01", {"border": 1}),
                make_statement("2024-05-10", {"border": -2}),
                make_statement("2024-06-01", {"border": 2}),
            ],
            "DEU": [make_statement("2024-02-01", {"border": 1}), make_statement("2024-05-01", {"border": 2})],
            "SWE": [
                make_statement("2024-02-01", {"border": 1}),
                make_statement("2024-05-01", {"border": -2}),
                make_statement("2024-06-01", {"border": 2}),
            ],
            "USA": [
                make_statement("2024-04-01", {"border": 1}),
                make_statement("2024-04-30", {"border": -1}),
                make_statement("2024-05-20", {"border": 1}),
            ],
        },
    )
    assert came(coded, "2024-05-01") == {
        "FRA": "already",
        "DEU": "already",
        "SWE": "already",
        "USA": ("first", 0),
    }


def test_the_first_day_counts_and_what_was_taken_back_later_does_not_matter(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {"border": 1}),
                make_statement("2024-05-03", {"border": -2}),
            ],
            "DEU": [
                make_statement("2024-05-02", {"border": 0}),
                make_statement("2024-05-04", {"border": -1}),
                make_statement("2024-05-11", {"border": 2}),
            ],
            "SWE": [make_statement("2024-07-01", {"border": 2})],
        },
    )
    assert came(coded, "2024-05-01") == {"FRA": ("first", 0), "DEU": ("later", 10)}


def test_two_on_one_day_are_both_first(tmp_path):
    data, coded = make_dataset(
        tmp_path, {a: [make_statement("2024-05-28", {"border": 1})] for a in ("FRA", "DEU")}
    )
    found = first_in_favour(coded, "2024-05-01", ON)
    assert came(coded, "2024-05-01") == {"FRA": ("first", 0), "DEU": ("first", 0)}
    assert (
        "Germany and France were the first to be in favour, at least conditionally, on “Donated, near border”, on the same day, 28 May 2024."
        in who_was_first(data, found, ["FRA", "DEU"], "border", dt.date(2024, 5, 1), dt.date(2024, 6, 30))
    )


def test_a_month_leaves_open_who_was_first_and_no_days_are_counted_on_it(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "DEU": [make_statement("2024-05-28", {"border": 1})],
            "FRA": [make_statement("2024-05-15", {"border": 1}, date_precision="month")],
            "SWE": [make_statement("2024-06-03", {"border": 1})],
            "USA": [make_statement("2024-06-15", {"border": 1}, date_precision="month")],
        },
    )
    assert came(coded, "2024-05-01") == {
        "FRA": ("first", None),
        "DEU": ("first", None),
        "SWE": ("later", None),
        "USA": ("later", None),
    }
    told = who_was_first(
        data,
        first_in_favour(coded, "2024-05-01", ON),
        ["FRA", "DEU", "SWE", "USA"],
        "border",
        dt.date(2024, 5, 1),
        dt.date(2024, 6, 30),
    )
    assert "it is not known to the day who was the first" in told
    assert (
        "France (about May 2024) and Germany (28 May 2024); Sweden followed on 3 June 2024; United States followed about June 2024."
        in told
    )


def test_a_month_in_which_the_stretch_begins_does_not_make_it_already(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-01", {"border": 1}, date_precision="month")],
            "DEU": [make_statement("2024-04-15", {"border": 1}, date_precision="month")],
            "USA": [
                make_statement("2024-02-01", {"border": 1}),
                make_statement("2024-05-01", {"border": 2}, date_precision="month"),
            ],
        },
    )
    assert came(coded, "2024-05-10") == {"FRA": ("first", None), "DEU": "already", "USA": "already"}


def test_nobody_is_first_on_words_that_are_held_back(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": 1}, confidence="low")],
            "DEU": [make_statement("2024-05-31", {"border": 1})],
        },
    )
    assert came(coded, "2024-05-01", confidence="high") == {"FRA": "held back", "DEU": ("first", 0)}
    told = who_was_first(
        data,
        first_in_favour(coded, "2024-05-01", ON, "high"),
        ["FRA", "DEU"],
        "border",
        dt.date(2024, 5, 1),
        dt.date(2024, 6, 30),
    )
    assert (
        "only Germany newly came" in told
        and "France came to it on words below the confidence asked for." in told
    )


def test_that_nobody_came_and_who_was_there_before_is_said(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-03-01", {"border": 1})],
            "DEU": [make_statement("2024-05-10", {"border": -2})],
        },
    )
    told = who_was_first(
        data,
        first_in_favour(coded, "2024-05-01", ON),
        ["FRA", "DEU"],
        "border",
        dt.date(2024, 5, 1),
        dt.date(2024, 6, 30),
    )
    assert told.endswith(
        "none of those compared newly came to be in favour, at least conditionally, on “Donated, near border”; France already stood there "
        "before 1 May 2024."
    )


def test_agreement_is_one_minus_the_mean_distance_over_shared_questions_and_none_under_two():
    cells = pd.DataFrame(
        {
            "actor": ["A", "A", "A", "B", "B", "B", "C"],
            "question": ["p", "q", "r", "p", "q", "s", "p"],
            "stance": [2, 1, 0, -2, 1, 2, 2],
        }
    )
    assert as_tuples(
        agreement_between(cells.astype({"stance": "Int8"}), ["B", "A", "C", "D"]),
        "first",
        "second",
        "questions",
        "score",
    ) == [
        ("B", "A", 2, 0.5),
        ("B", "C", 1, None),
        ("B", "D", 0, None),
        ("A", "C", 1, None),
        ("A", "D", 0, None),
        ("C", "D", 0, None),
    ]


def test_agreement_of_all_pairs_is_that_of_each_pair(curated, curated_coded):
    cells = comparable(curated, cell_states(curated, curated_coded, ON))
    every = agreement_between(cells, curated.actors["code"].tolist())
    assert len(every) == len(curated.actors) * (len(curated.actors) - 1) / 2
    held = cells.pivot(index="actor", columns="question", values="stance").astype("Float64")
    for pair in every.sample(200, random_state=1).itertuples():
        apart = (held.loc[pair.first] - held.loc[pair.second]).abs().dropna()
        assert pair.questions == len(apart)
        assert pair.score == pytest.approx(1 - apart.mean() / 4) if len(apart) > 1 else pd.isna(pair.score)


def test_what_a_party_to_the_war_says_in_its_own_words_is_not_compared(tmp_path):
    data, coded = make_dataset(
        tmp_path, {a: [make_statement("2023-05-01", {"border": -2, "deep": 2})] for a in ("UKR", "DEU")}
    )
    info, _ = info_of(data, coded, ["UKR", "DEU"])
    assert as_tuples(info.rows, "question", "section", "distance")[:2] == [
        ("deep", SAME, 0),
        ("border", NOTHING_TO_COMPARE, None),
    ]
    assert (
        "Ukraine has pledged not to do so since 1 May 2023"
        in info.rows.set_index("question").loc["border", "sentence"]
    )
    assert info.source[0].startswith("What a party to the war says")


# Sentences ------------------------------------------------------------------------------------------------------------


def test_the_same_stance_is_worded_once_with_both_days(curated, curated_coded):
    assert beside(curated, curated_coded, "border", ["FRA", "DEU"]) == (
        "France has permitted or supported their use within stated limits since 28 May 2024; Germany since 31 May 2024."
    )


def test_different_stances_are_each_worded_and_a_month_is_about(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": 1})],
            "DEU": [make_statement("2022-06-10", {"border": -2}, date_precision="month")],
        },
    )
    assert beside(data, coded, "border", ["FRA", "DEU"]) == (
        "France has permitted or supported their use within stated limits since 28 May 2024; Germany has ruled out their use on Russian soil since about June 2022."
    )


@pytest.mark.parametrize(
    ("france", "more", "confidence", "told"),
    [
        (
            [],
            {"none_found": {"FRA": ["border"]}, "queries": 4},
            "all",
            "nothing was found for France in 4 look-ups.",
        ),
        ([], {}, "all", "nobody has looked for France yet."),
        ([make_statement("2024-07-01", {"border": 1})], {}, "all", "France had not spoken to it yet."),
        (
            [make_statement("2024-05-01", {"border": 1}, sets_position=False)],
            {},
            "all",
            "for France there is only comment or dissent, no position.",
        ),
        (
            [make_statement("2024-05-01", {"border": 1}, confidence="low")],
            {},
            "high",
            "France has a position, hidden by your filter.",
        ),
    ],
)
def test_every_kind_of_blank_is_said_in_words(tmp_path, france, more, confidence, told):
    data, coded = make_dataset(
        tmp_path, {"FRA": france, "DEU": [make_statement("2024-05-31", {"border": 1})]}, **more
    )
    assert beside(data, coded, "border", ["FRA"], confidence=confidence) == told


def test_the_headline_counts_differences_and_names_the_widest(curated, curated_coded):
    info, _ = info_of(curated, curated_coded, ["FRA", "DEU"], on=dt.date(2024, 6, 30))
    assert info.sentence == (
        "On 30 June 2024, of the 6 questions, France and Germany differ on 2 (most on “Long-range supply”), hold the same position on 3 and "
        "cannot be compared on 1, where fewer than two have a comparable position. "
        f"{how_recent(info.cells, ['FRA', 'DEU'], dt.date(2024, 6, 30))}"
    )


def test_every_stance_on_every_question_has_its_phrase(curated):
    book = curated.codebook
    phrases = [book.perfect(q.code, p.code, "FRA") for q in book.questions for p in book.scale]
    assert len({(q.code, p) for q in book.questions for p in q.perfect.values()}) == len(phrases) == 30
    # only the conditional ones speak of limits
    assert {
        p.code for q in book.questions for p in book.scale if "within stated limits" in q.perfect[p.code]
    } == {1}
    assert all("within stated limits" in q.perfect[1] for q in book.questions)


# The figure -----------------------------------------------------------------------------------------------------------


def test_questions_stand_by_the_width_of_their_difference(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"right": 2, "own": 2, "border": 1, "deep": 2})],
            "DEU": [make_statement("2024-05-28", {"right": 2, "own": 1, "border": -2})],
            "SWE": [make_statement("2024-05-28", {"right": 2})],
        },
    )
    info, _ = info_of(data, coded, ["FRA", "DEU", "SWE"])
    assert as_tuples(info.rows, "question", "section", "answers", "distance") == [
        ("border", DIFFERENT, 2, 3),
        ("own", DIFFERENT, 2, 1),
        ("right", SAME, 3, 0),
        ("deep", NOTHING_TO_COMPARE, 1, None),
        ("supply", NOTHING_TO_COMPARE, 0, None),
        ("incursion", NOTHING_TO_COMPARE, 0, None),
    ]


@pytest.mark.parametrize("width", [340, 560, 800, 1000])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_figure_holds_every_cell_with_its_name_since_when_and_what_a_click_needs(
    curated, curated_coded, width, colours
):
    actors = ["FRA", "DEU", "ITA", "UKR", "MLT"]
    info, choices = info_of(curated, curated_coded, actors, width, on=dt.date(2024, 6, 30))
    figure = compare_figure(curated, info, choices, colours, width)
    bars = next(trace for trace in figure.data if trace.type == "bar")
    assert {tuple(c) for c in bars.customdata} == {
        (a, q.code) for a in actors for q in curated.codebook.questions
    }
    coded = next(trace for trace in figure.data if trace.type == "scatter")
    text = {tuple(c): x.replace("<br>", " ") for c, x in zip(bars.customdata, coded.text, strict=True)}
    assert "◐ conditional" in text["FRA", "border"] and "28 May 2024" in text["FRA", "border"]
    assert (
        "nothing found" in text["MLT", "own"]
        and f"{curated.searches.set_index('actor').at['MLT', 'queries']} look-ups" in text["MLT", "own"]
    )
    assert "◆" in text["DEU", "border"] and "◆" not in text["FRA", "border"]
    told = " ".join(a.text for a in figure.layout.annotations)
    assert info.title in told and "Source: Strike Positions" in told and "dissent" in told


def test_the_chosen_cell_is_outlined(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, ["FRA", "DEU"])
    plain, chosen = (
        compare_figure(curated, info, choices.replace(cell=cell), LIGHT)
        for cell in (None, Cell("DEU", "deep"))
    )
    assert len(chosen.layout.shapes) == len(plain.layout.shapes) + 1
    assert (
        compare_figure(curated, info, choices.replace(cell=Cell("ITA", "deep")), LIGHT).layout.shapes
    ) == plain.layout.shapes


def test_the_timeline_of_named_actors_has_their_lanes_only_and_counts_nothing(curated, curated_coded):
    choices = default_choices(curated).replace(group=("NB8",))
    info = timeline_info(curated, curated_coded, choices, "example.org", actors=["FRA", "DEU", "MLT"])
    assert set(info.lanes["actor"].dropna()) == {"FRA", "DEU", "MLT"}
    assert info.counts is None and info.sentence == ""
    figure = timeline_figure(curated, info, choices, LIGHT)
    assert not any(trace.yaxis == "y2" for trace in figure.data)
    assert not any("Countries by stance" in a.text for a in figure.layout.annotations)


def test_tables_say_the_same(curated, curated_coded):
    actors = ["DEU", "FRA", "POL"]
    info, choices = info_of(
        curated, curated_coded, actors, on=dt.date(2024, 6, 30), start=dt.date(2024, 5, 1)
    )
    table = compare_table(curated, info)
    assert (
        table.loc["Donated weapons near the border", "Germany"] == "◐ conditional since 31 May 2024, dissent"
    )
    assert (
        list(table.columns) == ["Steps apart", "Germany", "France", "Poland"]
        and table["Steps apart"].iloc[0] == 4
    )
    found = first_in_favour(curated_coded[curated_coded["actor"].isin(actors)], choices.start, choices.on)
    first = first_table(curated, found, info, choices)
    assert first.loc["Donated weapons near the border"].tolist() == [
        "31 May 2024, 3 days after the first",
        "28 May 2024, first",
        "28 May 2024, first",
    ]
    assert first.loc["Ukrainian-made weapons"].tolist() == [
        "before 1 May 2024",
        "before 1 May 2024",
        "not in these days",
    ]
    pairs = agreement_table(curated, agreement_between(info.cells, actors))
    assert pairs["Agreement"].is_monotonic_decreasing and len(pairs) == 3


def test_ready_pairs_are_the_best_documented_and_the_furthest_apart(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-01", {"border": 2}), make_statement("2024-05-02", {"border": 2})],
            "DEU": [make_statement("2024-05-01", {"border": -2})],
            "SWE": [make_statement("2024-05-01", {"border": 2})],
            "USA": [
                make_statement("2024-05-01", {"border": 1, "deep": 2}),
                make_statement("2024-05-02", {"deep": 2}),
                make_statement("2024-05-03", {"deep": 2}),
            ],
            "RUS": [make_statement("2024-05-01", {"deep": -2})],
        },
    )
    assert as_tuples(ready_pairs(data, coded, ON), "first", "second", "questions") == [
        ("USA", "FRA", []),
        ("FRA", "DEU", ["border"]),
    ]
    assert as_tuples(ready_pairs(data, coded, ON, "SWE"), "first", "second", "questions") == [
        ("SWE", "USA", []),
        ("SWE", "DEU", ["border"]),
    ]
    assert ready_pairs(data, coded, "2022-03-01").empty


# The page -------------------------------------------------------------------------------------------------------------


def test_without_two_actors_the_page_offers_pairs():
    page = alone("compare")
    page.query_params["actors"] = ["XKX"]
    page.run()
    assert not page.exception
    assert "Kosovo alone is no comparison" in shown(page)
    assert "Ready pairs&#58; Kosovo and the country with the most statements" in shown(page)


def test_the_page_says_how_they_differ_and_opens_dissent():
    page = alone("compare")
    for name, value in {
        "actors": ["FRA", "DEU"],
        "on": "2024-06-30",
        "start": "2024-05-01",
        "group": "NB8",
    }.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    assert "Germany followed 3 days later" in shown(page)
    assert "0&#46;65 over the 5 questions" in shown(page)
    next(b for b in page.button if b.key == "compare.DEU.border").click().run()
    assert page.session_state["session"].choices.cell == Cell("DEU", "border")
    assert not page.exception


def test_of_more_than_five_the_first_are_compared_and_the_others_named():
    page = alone("compare")
    page.query_params["actors"] = ["FRA", "DEU", "ITA", "USA", "GBR", "POL", "XXX"]
    page.run()
    assert not page.exception
    assert "Poland left out" in page.info[0].value
    assert len(page.dataframe[-1].value) == 10


def test_the_filter_shows_the_actors_of_the_address_and_takes_another():
    from streamlit.testing.v1 import AppTest

    def framed() -> None:
        import streamlit as st

        from components.app import filters
        from components.app.page_spec import PageSpec
        from components.state.view_state import default_choices
        from data.io.loader import load

        data = load()
        st.text(
            " ".join(
                filters.draw(
                    data,
                    default_choices(data).replace(actors=("DEU", "FRA")),
                    PageSpec("", "", "", ("actors",), most_actors=5),
                ).actors
            )
        )

    test = AppTest.from_function(framed, default_timeout=60).run()
    assert widget(test, "multiselect", "Actors compared").value == ["DEU", "FRA"]
    widget(test, "multiselect", "Actors compared").select("ITA").run()
    assert test.text[0].value == "DEU FRA ITA"
