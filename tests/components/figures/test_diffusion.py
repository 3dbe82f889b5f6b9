"""How a position spread: who reached it when, in which order and how long after the first, who fell back,
what followed events."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from components.figures.diffusion import after_table, diffusion_figure, diffusion_info, reached_table
from components.state.url import parse_query, to_query
from components.state.view_state import default_choices
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import DARK, LIGHT
from data.analysis.diffusion import (
    after_events,
    cumulative,
    densest,
    intervals_at_threshold,
    waves,
    who_reached,
)
from data.rules.membership import counted_countries
from data.rules.spells import spells
from data.sentences.diffusion import after_in_words, fallen, spread_of, too_few
from tests.factories import as_tuples, make_dataset, make_statement

ON = dt.date(2024, 12, 31)
START = dt.date(2022, 2, 24)
FILES = {
    "FRA": [
        make_statement("2024-05-01", {"border": -2}),
        make_statement("2024-05-28", {"border": 1}),
        make_statement("2024-07-01", {"border": -1}),
    ],
    "DEU": [make_statement("2024-05-31", {"border": 1}), make_statement("2024-06-30", {"border": 2})],
    "SWE": [make_statement("2024-06-15", {"border": 2}, date_precision="month")],
    "USA": [make_statement("2024-06-20", {"border": -1})],
    "UKR": [make_statement("2024-01-01", {"border": 2})],
    "RUS": [make_statement("2024-01-01", {"border": 2})],
}
NATO = ["FRA,NATO,1949-04-04,", "DEU,NATO,1955-05-06,", "USA,NATO,1949-04-04,", "SWE,NATO,2024-03-07,"]


def reached(data, coded, start=START, **more):
    return who_reached(data, coded, "border", start, ON, **more)


def test_the_order_is_that_of_the_days_with_days_after_the_first_and_first_words_apart_from_moves(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    assert as_tuples(
        reached(data, coded),
        "actor",
        "stance",
        "how",
        "since",
        "rank_low",
        "rank_high",
        "lag_low",
        "lag_high",
    ) == [
        ("FRA", 1, "move", "2024-05-28", 1, 1, 0, 0),
        ("DEU", 1, "first words", "2024-05-31", 2, 2, 3, 3),
        ("SWE", 2, "first words", "2024-06-15", 3, 3, 4, 33),
    ]  # any day of June 2024


def test_ukraine_russia_and_whoever_never_reached_it_are_left_out(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    assert not {"UKR", "RUS", "USA"} & set(reached(data, coded)["actor"])


def test_another_threshold_asks_for_more(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    assert as_tuples(reached(data, coded, threshold=2), "actor", "stance", "how", "since") == [
        ("SWE", 2, "first words", "2024-06-15"),
        ("DEU", 2, "move", "2024-06-30"),
    ]


def test_who_fell_back_is_said_with_the_first_day_below(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    found = reached(data, coded)
    assert as_tuples(found, "actor", "fell_on", "fell_to") == [
        ("FRA", "2024-07-01", -1),
        ("DEU", None, None),
        ("SWE", None, None),
    ]
    assert (
        fallen(data, found, ON)
        == "One later fell back below it, for a time or for good: France (on 1 July 2024, reluctant)."
    )


def test_a_step_to_less_support_is_no_fall_while_it_stays_at_the_threshold(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {"DEU": [make_statement("2024-05-31", {"border": 2}), make_statement("2024-06-30", {"border": 1})]},
    )
    assert reached(data, coded)["fell_on"].isna().all()
    assert as_tuples(reached(data, coded, threshold=2), "fell_on") == [("2024-06-30",)]


def test_a_month_may_be_any_of_its_days_in_ranks_and_days_after_the_first(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-10", {"border": 1}, date_precision="month")],
            "DEU": [make_statement("2024-05-20", {"border": 1})],
            "SWE": [make_statement("2024-06-03", {"border": 1})],
        },
    )
    assert as_tuples(
        reached(data, coded),
        "actor",
        "earliest",
        "latest",
        "rank_low",
        "rank_high",
        "lag_low",
        "lag_high",
        "first",
    ) == [
        ("FRA", "2024-05-01", "2024-05-31", 1, 2, 0, 30, True),
        ("DEU", "2024-05-20", "2024-05-20", 1, 2, 0, 19, True),
        ("SWE", "2024-06-03", "2024-06-03", 3, 3, 14, 33, False),
    ]
    assert as_tuples(cumulative(reached(data, coded), START, ON), "date", "least", "most") == [
        ("2022-02-24", 0, 0),
        ("2024-05-01", 0, 1),
        ("2024-05-20", 1, 2),
        ("2024-05-31", 2, 2),
        ("2024-06-03", 3, 3),
        ("2024-12-31", 3, 3),
    ]


def test_two_on_one_day_share_a_place_and_the_next_comes_after_both(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            a: [make_statement(d, {"border": 1})]
            for a, d in (("FRA", "2024-05-10"), ("DEU", "2024-05-10"), ("SWE", "2024-05-12"))
        },
    )
    assert as_tuples(reached(data, coded), "actor", "rank_low", "rank_high") == [
        ("FRA", 1, 1),
        ("DEU", 1, 1),
        ("SWE", 3, 3),
    ]


def test_who_stood_there_before_the_first_day_has_no_place_and_counts_from_the_start(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    found = reached(data, coded, start="2024-05-30")
    assert as_tuples(found, "actor", "how", "rank_low", "lag_low") == [
        ("FRA", "already", None, None),
        ("DEU", "first words", 1, 0),
        ("SWE", "first words", 2, 1),
    ]
    assert as_tuples(cumulative(found, "2024-05-30", ON), "date", "least") == [
        ("2024-05-30", 1),
        ("2024-05-31", 2),
        ("2024-06-01", 2),
        ("2024-06-30", 3),
        ("2024-12-31", 3),
    ]


def test_a_line_ends_where_it_falls_and_runs_on_through_a_change_above_the_threshold(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    found = intervals_at_threshold(coded[coded["actor"].isin(["FRA", "DEU"])], "border", START, ON)
    assert as_tuples(found, "actor", "from", "until") == [
        ("DEU", "2024-05-31", "2025-01-01"),
        ("FRA", "2024-05-28", "2024-07-01"),
    ]


def test_words_below_the_confidence_asked_for_are_neither_counted_nor_first(tmp_path):
    files = FILES | {"FRA": [make_statement("2024-05-28", {"border": 1}, confidence="low")]}
    data, coded = make_dataset(tmp_path, files)
    found = reached(data, coded, confidence="medium")
    assert as_tuples(found, "actor", "held_back", "rank_low", "lag_low") == [
        ("FRA", True, None, None),
        ("DEU", False, 1, 0),
        ("SWE", False, 2, 1),
    ]
    assert cumulative(found, START, ON)["most"].max() == 2
    assert spread_of(data, found, "border", START, ON, confidence="medium").startswith(
        "From 24 February 2022 to 31 December 2024, 2 countries came to conditional support or more on “Donated, near border” of medium or high confidence."
    )


def test_waves_are_parted_by_more_than_thirty_days(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-01", {"border": 1})],
            "DEU": [make_statement("2024-05-31", {"border": 1})],
            "SWE": [make_statement("2024-07-01", {"border": 1})],
        },
    )
    assert waves(reached(data, coded)) == 2
    assert waves(reached(data, coded).head(0)) == 0


# After events -----------------------------------------------------------------------------------------------------------


def with_events(data, *events):
    table = pd.DataFrame(
        [
            {
                "id": f"e{n}",
                "date": pd.Timestamp(day),
                "date_precision": precision,
                "title": f"Event {n}",
                "actors": actors,
                "importance": importance,
                "summary": "",
                "place": None,
                "kind": "strike",
            }
            for n, (day, precision, actors, importance) in enumerate(events)
        ]
    )
    return replace(data, events=table)


def after(data, coded, on=ON, **more):
    found = who_reached(data, coded, "border", START, on, **more)
    return after_events(data, coded, found, "border", START, on)


def test_who_reached_it_and_who_moved_after_an_event_are_counted_from_the_next_day_without_its_own_actors(
    tmp_path,
):
    data, coded = make_dataset(tmp_path, FILES)
    data = with_events(
        data,
        ("2024-05-28", "day", ("USA",), 3),
        ("2024-05-24", "day", ("DEU",), 3),
        ("2024-06-01", "day", (), 2),
    )
    early, late = after(data, coded)["within_7"]
    # France moved four days after the first event, Germany spoke on the seventh, but takes part in it
    assert (early.reached, early.could_reach, early.moved, early.with_position, early.months) == (
        ["FRA"],
        3,
        ["FRA"],
        1,
        0,
    )
    # on the day of the second France had already moved; Germany spoke three days later; Sweden may have in
    # June
    assert (late.reached, late.could_reach, late.moved, late.with_position, late.months) == (
        ["DEU"],
        2,
        [],
        1,
        1,
    )


def test_a_window_that_is_not_over_or_whose_event_is_known_to_the_month_stays_open(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    data = with_events(data, ("2024-12-10", "day", (), 3), ("2024-05-28", "month", (), 3))
    table = after(data, coded)
    assert [a is None for a in table["within_7"]] == [True, False]
    assert [a is None for a in table["within_30"]] == [True, True]
    told = after_in_words(data, table, 1, (), ON)
    assert (
        told
        == "Within 7 days after 0 of 1 major event some of the countries first reached conditional support or more."
    )


def plainly(data, coded, event, days, on):
    """Who reached +1 on `border` in the days after an event, reckoned from spells in plain loops."""
    came, countries = {}, [a for a in counted_countries(data) if a not in event.actors]
    for spell in spells(coded[coded["question"].eq("border")]).itertuples():
        if (
            spell.stance >= 1
            and spell.since <= pd.Timestamp(on)
            and spell.actor in countries
            and spell.actor not in came
        ):
            came[spell.actor] = (spell.since, spell.since_precision)
    return sorted(
        a
        for a, (since, precision) in came.items()
        if precision == "day" and 0 < (since - event.date).days <= days
    )


def test_what_followed_the_curated_events_is_what_plain_loops_find(curated, curated_coded):
    on = curated.last_day
    table = after(curated, curated_coded, on)
    known = table[table["within_30"].notna()]
    assert len(known) > 20
    for event in known.itertuples():
        for window in (event.within_7, event.within_30):
            assert window.reached == plainly(curated, curated_coded, event, window.days, on), event.title
    assert any(len(a.reached) > 3 for a in known["within_30"])


def test_small_numbers_are_called_small_and_no_test_is_given(curated, curated_coded):
    found = who_reached(curated, curated_coded, "border", START, curated.last_day)
    told = too_few(found, after(curated, curated_coded, curated.last_day))
    assert told.startswith(
        f"Small numbers, and to follow is not to be caused: 20 steps came in {waves(found)} waves"
    )
    assert told.endswith("no test is given.")
    assert too_few(found.head(0), after(curated, curated_coded, curated.last_day)) == ""


# The dataset itself -----------------------------------------------------------------------------------------------------


def test_the_sixty_days_in_which_most_first_came_to_permit_strikes_near_the_border_include_28_to_31_may_2024(
    curated, curated_coded
):
    first, last, number = densest(who_reached(curated, curated_coded, "border", START, curated.last_day), 60)
    assert first <= pd.Timestamp("2024-05-28") and pd.Timestamp("2024-05-31") <= last
    assert (last - first).days == 59
    assert number >= 10


@pytest.mark.parametrize("question", ["right", "own", "border", "deep", "supply", "incursion"])
@pytest.mark.parametrize("threshold", [1, 2])
def test_the_number_that_reached_it_is_that_of_all_whose_spells_ever_did(
    curated, curated_coded, question, threshold
):
    found = who_reached(curated, curated_coded, question, START, curated.last_day, threshold=threshold)
    ever = spells(curated_coded[curated_coded["question"].eq(question)])
    ever = set(
        ever.loc[ever["stance"].ge(threshold) & ever["actor"].isin(counted_countries(curated)), "actor"]
    )
    assert set(found["actor"]) == ever
    curve = cumulative(found, START, curated.last_day)
    assert curve["least"].iloc[-1] == curve["most"].iloc[-1] == len(ever)
    assert curve["least"].is_monotonic_increasing and (curve["most"] >= curve["least"]).all()


# Screen -----------------------------------------------------------------------------------------------------------------


def asked(data, **choices):
    return default_choices(data).replace(on=ON, since=dt.date(2024, 12, 1), **choices)


def test_the_sentence_says_how_many_came_who_first_and_how(tmp_path):
    data, coded = make_dataset(tmp_path, FILES, members=NATO)
    info = diffusion_info(data, coded, asked(data, group=("NATO",)), "here")
    assert info.sentence == (
        "From 24 February 2022 to 31 December 2024, 3 NATO members came to conditional support or more on “Donated, near border”. France came "
        "first, on 28 May 2024. Two with their first words, one by a move. One later fell back below it, for a time or for good: France (on 1 "
        "July 2024, reluctant)."
    )
    assert info.found["lag"].tolist() == ["first", "+3 days", "+4 to 33 days"]


def test_with_nobody_there_is_a_sentence_and_no_row(tmp_path):
    data, coded = make_dataset(tmp_path, {"USA": FILES["USA"]})
    info = diffusion_info(data, coded, asked(data), "here")
    assert (
        info.sentence
        == "From 24 February 2022 to 31 December 2024, none of the countries newly came to conditional support or more on “Donated, near border”."
    )
    assert reached_table(data, info).empty


def test_the_table_holds_places_days_and_reversals(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    table = reached_table(data, diffusion_info(data, coded, asked(data), "here"))
    assert table.iloc[0].tolist() == [
        "1",
        "France",
        "28 May 2024",
        "0",
        "from opposes",
        "conditional",
        "1 July 2024, to reluctant",
        "A. Minister",
    ]
    assert table.iloc[2].tolist() == [
        "3",
        "Sweden",
        "about June 2024",
        "4 to 33",
        "first words",
        "supports",
        "",
        "A. Minister",
    ]


def test_the_table_of_events_has_every_count_with_its_base(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    data = with_events(data, ("2024-05-27", "day", ("DEU",), 3))
    line = after_table(data, diffusion_info(data, coded, asked(data), "here")).iloc[0]
    assert line["Reached it within 7 days"] == "1 of 3: France (1 step known to the month: not counted)"
    assert line["Moved within 7 days, of those with a position"] == "1 of 1: France"


@pytest.mark.parametrize(
    ("width", "colours"), [(PHONE, LIGHT), (TABLET, DARK), (DESKTOP, LIGHT), (DESKTOP, DARK)]
)
def test_the_figure_stands_alone_and_tells_first_words_moves_and_falls_apart_by_their_marks(
    curated, curated_coded, width, colours
):
    choices = default_choices(curated).replace(
        on=dt.date(2026, 6, 30), since=dt.date(2026, 6, 1), question="supply"
    )
    info = diffusion_info(curated, curated_coded, choices, "example.org/diffusion", width)
    figure = diffusion_figure(curated, info, choices, colours, width)
    text = " ".join(a.text for a in figure.layout.annotations).replace("<br>", " ")
    for part in (
        "30 June 2026",
        curated.version,
        "by a move",
        "by first words",
        "fell back below it",
        "only the month is known",
    ):
        assert part in text
    marks = {
        t.marker.symbol: [c[0] for c in t.customdata]
        for t in figure.data
        if t.mode == "markers" and t.customdata is not None and len(t.customdata)
    }
    assert set(marks) == {"circle", "triangle-up", "triangle-down"}
    assert marks["triangle-down"] == info.falls["statement"].tolist() and len(info.falls) == 1
    assert sorted(marks["circle"] + marks["triangle-up"]) == sorted(info.found["statement"])


def test_the_threshold_stands_in_the_address_and_only_points_of_support_are_understood(curated):
    choices, notes = parse_query(curated, {"threshold": ["2"]})
    assert (choices.threshold, notes) == (2, [])
    assert to_query(curated, choices)["threshold"] == ["2"]
    assert "threshold" not in to_query(curated, choices.replace(threshold=1))
    _, notes = parse_query(curated, {"threshold": ["0"]})
    assert notes == ["“threshold=0” was not understood: expected one of 1, 2; it was left out."]
