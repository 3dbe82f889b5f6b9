"""Each rule of the derivation on a few statements written out here."""

import datetime as dt

import pandas as pd
import pytest

from data.analysis.comparison import mean_stance
from data.rules.cell_states import cell_states
from data.rules.changes import changes, net_change
from data.rules.coded_statements import as_public_then, days_apart
from data.rules.dissent import dissent_on
from data.rules.membership import counted_countries, head_on, members_on
from data.rules.positions import deep_beyond_border, positions, positions_over
from data.rules.spells import position_setting_statements, spells, visible_spells
from data.rules.stance_counts import stance_counts, stance_series
from tests.factories import as_tuples, make_dataset, make_statement

BORDER = "border"


def test_no_position_before_first_spoken_and_one_from_that_day_on(tmp_path):
    _, coded = make_dataset(tmp_path, {"FRA": [make_statement("2024-05-28", {BORDER: 1})]})
    assert positions(coded, "2024-05-27").empty
    assert as_tuples(positions(coded, "2024-05-28"), "actor", "question", "stance", "since") == [
        ("FRA", BORDER, 1, "2024-05-28")
    ]


def test_a_position_is_carried_forward_until_it_changes_with_since_and_statement_of_the_spell(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {BORDER: 1}),
                make_statement("2024-06-06", {BORDER: 1}),
                make_statement("2024-11-01", {BORDER: 2}),
            ]
        },
    )
    columns = ("stance", "since", "statement", "set_by", "last_stated", "last_statement", "age")
    assert as_tuples(positions(coded, "2024-10-31"), *columns) == [
        (1, "2024-05-28", "FRA-0", "FRA-1", "2024-06-06", "FRA-1", 147)
    ]
    assert as_tuples(positions(coded, "2024-11-01"), *columns) == [
        (2, "2024-11-01", "FRA-2", "FRA-2", "2024-11-01", "FRA-2", 0)
    ]


def test_on_the_same_day_the_higher_office_sets_the_line_wherever_it_stands_in_the_file(tmp_path):
    day = "2024-05-28"
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement(day, {BORDER: 2}, level="head"),
                make_statement(day, {BORDER: -1}, level="minister"),
                make_statement(day, {BORDER: -2}, level="official"),
            ]
        },
    )
    assert as_tuples(positions(coded, day), "stance", "statement") == [(2, "FRA-0")]


def test_on_the_same_day_and_office_the_later_in_the_file_sets_the_line(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-05-28", {BORDER: 2}), make_statement("2024-05-28", {BORDER: -1})]},
    )
    assert as_tuples(positions(coded, "2024-05-28"), "stance", "statement") == [(-1, "FRA-1")]


def test_comments_move_nothing_but_count_as_last_stated(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {BORDER: 1}),
                make_statement("2024-07-01", {BORDER: 0}, sets_position=False),
            ]
        },
    )
    assert as_tuples(
        positions(coded, "2024-07-31"), "stance", "since", "last_stated", "last_statement", "age"
    ) == [(1, "2024-05-28", "2024-07-01", "FRA-1", 30)]


def test_a_list_in_sets_position_sets_only_the_questions_it_names(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {BORDER: 1, "deep": 1}),
                make_statement("2024-07-01", {BORDER: -2, "deep": -2}, sets_position=["deep"]),
            ]
        },
    )
    assert as_tuples(positions(coded, "2024-07-31"), "question", "stance") == [(BORDER, 1), ("deep", -2)]


def test_spells_tell_what_came_before_and_until_when(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {BORDER: -2}),
                make_statement("2024-06-01", {BORDER: -2}),
                make_statement("2024-07-01", {BORDER: 1}),
            ]
        },
    )
    assert as_tuples(spells(coded), "stance", "previous", "since", "until", "statement") == [
        (-2, None, "2024-05-28", "2024-07-01", "FRA-0"),
        (1, -2, "2024-07-01", None, "FRA-2"),
    ]


def test_changes_list_every_step_after_the_first_day_up_to_the_second_reversals_too(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: -2}),
                make_statement("2024-05-10", {BORDER: 1}),
                make_statement("2024-05-20", {BORDER: -2}),
            ],
            "DEU": [make_statement("2024-05-20", {BORDER: 1})],
        },
    )
    columns = ("actor", "change", "from_stance", "stance", "size", "date")
    assert as_tuples(changes(coded, "2024-05-01", "2024-05-20"), *columns) == [
        ("FRA", "move", -2, 1, 3, "2024-05-10"),
        ("DEU", "first words", None, 1, None, "2024-05-20"),
        ("FRA", "move", 1, -2, -3, "2024-05-20"),
    ]
    assert changes(coded, "2024-05-20", "2024-06-20").empty


def test_the_net_change_leaves_out_what_was_reversed(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: -2}),
                make_statement("2024-05-10", {BORDER: 1}),
                make_statement("2024-05-20", {BORDER: -2}),
            ],
            "DEU": [make_statement("2024-05-20", {BORDER: 1})],
            "USA": [make_statement("2024-05-01", {BORDER: -1}), make_statement("2024-05-11", {BORDER: 1})],
        },
    )
    assert as_tuples(
        net_change(coded, "2024-05-01", "2024-05-20"), "actor", "from_stance", "stance", "size"
    ) == [("DEU", None, 1, None), ("USA", -1, 1, 2)]


def test_confidence_holds_back_by_the_words_that_set_the_line_and_never_revives_an_older_one(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "DEU": [
                make_statement("2024-05-28", {"deep": -2}, confidence="high"),
                make_statement("2025-05-26", {"deep": 2}, confidence="medium"),
            ]
        },
    )
    assert as_tuples(positions(coded, "2025-11-30"), "stance", "confidence") == [(2, "medium")]
    assert as_tuples(positions(coded, "2025-11-30", "medium"), "stance") == [(2,)]
    assert positions(coded, "2025-11-30", "high").empty
    held = cell_states(data, coded, "2025-11-30", "high").query("actor == 'DEU' and question == 'deep'")
    assert as_tuples(held, "state", "stance", "since") == [("held_back", None, None)]


def test_confidence_is_that_of_the_latest_words_that_set_the_line(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {BORDER: 1}, confidence="medium"),
                make_statement("2024-06-06", {BORDER: 1}, confidence="high"),
                make_statement("2024-07-01", {BORDER: 1}, confidence="low", sets_position=False),
            ]
        },
    )
    assert as_tuples(positions(coded, "2024-08-01", "high"), "statement", "set_by", "confidence") == [
        ("FRA-0", "FRA-1", "high")
    ]


def test_an_unknown_confidence_is_an_error(tmp_path):
    with pytest.raises(KeyError):
        positions(make_dataset(tmp_path)[1], "2024-06-01", "sure")


# Age


@pytest.mark.parametrize(
    ("on", "band"),
    [
        ("2024-05-28", "recent"),
        ("2025-05-28", "recent"),
        ("2025-05-29", "over_1_year"),
        ("2026-05-28", "over_1_year"),
        ("2026-05-29", "over_2_years"),
    ],
)
def test_a_position_ages_by_calendar_months_from_the_day_on_which_it_was_last_stated(tmp_path, on, band):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: 1}),
                make_statement("2024-05-28", {BORDER: 1}, sets_position=False),
            ]
        },
    )
    assert as_tuples(positions(coded, on), "stance", "age_band") == [(1, band)]
    assert as_tuples(
        cell_states(data, coded, on).query("actor == 'FRA' and question == 'border'"), "state", "age_band"
    ) == [("stated", band)]
    assert as_tuples(positions_over(coded, [on]), "stance", "age_band") == [(1, band)]


def test_words_of_the_29th_of_february_are_recent_up_to_the_28th_a_year_later(tmp_path):
    _, coded = make_dataset(tmp_path, {"FRA": [make_statement("2024-02-29", {BORDER: 1})]})
    assert [as_tuples(positions(coded, on), "age_band") for on in ("2025-02-28", "2025-03-01")] == [
        [("recent",)],
        [("over_1_year",)],
    ]


def test_of_words_known_to_the_month_the_day_that_orders_them_counts(tmp_path):
    _, coded = make_dataset(
        tmp_path, {"FRA": [make_statement("2024-05-10", {BORDER: 1}, date_precision="month")]}
    )
    assert [as_tuples(positions(coded, on), "age_band") for on in ("2025-05-10", "2025-05-11")] == [
        [("recent",)],
        [("over_1_year",)],
    ]


def test_a_blank_has_no_age(tmp_path):
    data, coded = make_dataset(
        tmp_path, {"FRA": [make_statement("2024-05-01", {BORDER: 1}, sets_position=False)]}
    )
    assert cell_states(data, coded, "2024-06-01")["age_band"].isna().all()


def test_what_was_stated_too_long_ago_is_hidden_and_never_revives_an_older_line(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-01-10", {BORDER: -2}), make_statement("2024-02-01", {BORDER: 1})]},
    )
    shown = {
        on: [as_tuples(positions(coded, on, stated=stated), "stance") for stated in ("all", "24", "12")]
        for on in ("2025-02-01", "2025-02-02", "2026-02-02")
    }
    assert shown == {
        "2025-02-01": [[(1,)]] * 3,
        "2025-02-02": [[(1,)], [(1,)], []],
        "2026-02-02": [[(1,)], [], []],
    }
    held = cell_states(data, coded, "2025-02-02", stated="12").query(
        "actor == 'FRA' and question == 'border'"
    )
    assert as_tuples(held, "state", "stance", "since", "age_band") == [("held_back", None, None, None)]


def test_a_comment_makes_a_position_recent_again_but_dissent_does_not(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2022-05-01", {BORDER: 1}),
                make_statement("2024-05-01", {BORDER: 0}, sets_position=False),
            ],
            "DEU": [
                make_statement("2022-05-01", {BORDER: 1}),
                make_statement("2024-05-01", {BORDER: -2}, voice="dissent", speaker="B. Other"),
            ],
        },
    )
    assert as_tuples(positions(coded, "2024-06-01"), "actor", "stance", "age_band") == [
        ("DEU", 1, "over_2_years"),
        ("FRA", 1, "recent"),
    ]


def test_an_unknown_filter_by_age_is_an_error(tmp_path):
    with pytest.raises(KeyError):
        positions(make_dataset(tmp_path)[1], "2024-06-01", stated="6")


# Dissent


def test_dissent_never_moves_the_position_and_stands_beside_it_for_twelve_months(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: 1}),
                make_statement("2024-05-28", {BORDER: -2}, voice="dissent", speaker="B. Other"),
            ]
        },
    )
    assert as_tuples(positions(coded, "2024-06-01"), "stance", "last_stated") == [(1, "2024-05-01")]
    assert as_tuples(dissent_on(coded, "2025-05-27"), "statement", "line", "same_side", "until") == [
        ("FRA-1", 1, False, "2025-05-28")
    ]
    assert dissent_on(coded, "2025-05-28").empty
    assert dissent_on(coded, "2024-05-27").empty


def test_dissent_ends_when_its_speaker_speaks_for_the_government_on_whatever_question(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "DEU": [
                make_statement("2024-11-01", {"supply": 2}, voice="dissent", speaker="F. Merz"),
                make_statement("2025-05-20", {"right": 2}, speaker="F. Merz"),
                make_statement("2025-01-01", {"right": 2}, speaker="O. Scholz"),
            ]
        },
    )
    assert len(dissent_on(coded, "2025-05-19")) == 1
    assert dissent_on(coded, "2025-05-20").empty


def test_dissent_with_the_code_of_the_line_is_on_the_same_side(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {BORDER: -2, "deep": -1}),
                make_statement(
                    "2024-05-28", {BORDER: -2, "deep": -2, "own": -2}, voice="dissent", speaker="B. Other"
                ),
            ]
        },
    )
    assert as_tuples(dissent_on(coded, "2024-06-01"), "question", "line", "same_side") == [
        (BORDER, -2, True),
        ("deep", -1, False),
        ("own", None, False),
    ]


# Governments

HEADS = ["FRA,A. First,President,2022-01-01,", "FRA,B. Second,President,2024-07-01,"]


def test_dissent_ends_with_the_government(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-05-28", {BORDER: 2}, voice="dissent", speaker="B. Other")]},
        heads=HEADS,
    )
    assert as_tuples(dissent_on(coded, "2024-06-30"), "statement", "until") == [("FRA-0", "2024-07-01")]
    assert dissent_on(coded, "2024-07-01").empty


def test_a_position_is_an_earlier_governments_until_the_present_one_sets_it_whatever_it_says_beside(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {BORDER: 1}),
                make_statement("2024-08-01", {BORDER: 1}, sets_position=False),
                make_statement("2024-09-01", {BORDER: 1}),
            ],
            "NATO": [make_statement("2024-05-28", {BORDER: 1})],
        },
        heads=HEADS,
    )

    def earlier(on):
        return as_tuples(positions(coded, on), "actor", "earlier_government")

    assert earlier("2024-06-30") == [("FRA", False), ("NATO", False)]
    assert earlier("2024-07-01") == earlier("2024-08-31") == [("FRA", True), ("NATO", False)]
    assert earlier("2024-09-01") == [("FRA", False), ("NATO", False)]


def test_words_of_the_first_day_of_a_government_are_its_own(tmp_path):
    data, coded = make_dataset(tmp_path, {"FRA": [make_statement("2024-07-01", {BORDER: 1})]}, heads=HEADS)
    assert as_tuples(positions(coded, "2024-12-01"), "earlier_government") == [(False,)]
    assert [head_on(data, "FRA", on)["head"] for on in ("2024-06-30", "2024-07-01")] == [
        "A. First",
        "B. Second",
    ]
    assert head_on(data, "FRA", "2021-12-31") is None


# Known then


def test_what_was_kept_secret_counts_from_the_day_of_its_disclosure(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "USA": [
                make_statement("2024-02-01", {"supply": -1}),
                make_statement("2024-03-12", {"supply": 1}, disclosed=dt.date(2024, 4, 24)),
            ]
        },
    )
    public = as_public_then(coded)
    assert as_tuples(positions(coded, "2024-04-23"), "stance", "since") == [(1, "2024-03-12")]
    assert as_tuples(positions(public, "2024-04-23"), "stance", "since") == [(-1, "2024-02-01")]
    assert as_tuples(positions(public, "2024-04-24"), "stance", "since") == [(1, "2024-04-24")]


def test_what_is_disclosed_after_newer_words_sets_nothing_any_more(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "USA": [
                make_statement("2024-03-12", {"supply": 1}, disclosed=dt.date(2024, 4, 24)),
                make_statement("2024-04-01", {"supply": 2}),
            ]
        },
    )
    assert as_tuples(positions(as_public_then(coded), "2024-04-30"), "stance") == [(2,)]


# Months


def test_days_apart_rests_on_no_day_that_only_orders():
    exact = pd.DataFrame({"since": [pd.Timestamp("2024-05-28")], "since_precision": ["day"]})
    month = pd.DataFrame({"since": [pd.Timestamp("2024-05-31")], "since_precision": ["month"]})
    later = pd.DataFrame({"since": [pd.Timestamp("2024-05-31")], "since_precision": ["day"]})
    assert days_apart(exact, later).tolist() == [3]
    assert days_apart(exact, month).isna().all()
    assert days_apart(month, exact).isna().all()


def test_month_precision_stays_with_the_position(tmp_path):
    _, coded = make_dataset(
        tmp_path, {"FRA": [make_statement("2024-05-28", {BORDER: 1}, date_precision="month")]}
    )
    assert as_tuples(positions(coded, "2024-06-01"), "since_precision") == [("month",)]


# Cell states


def test_every_cell_has_one_state_and_a_blank_is_never_a_position(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {BORDER: 1}),
                make_statement("2024-01-05", {"deep": 0}, sets_position=False),
                make_statement("2024-02-01", {"supply": -2}, voice="dissent"),
                make_statement("2025-03-01", {"own": 2}),
                make_statement("2024-03-01", {"incursion": 0}),
            ],
            "DEU": [],
        },
        none_found={"FRA": ["right"], "DEU": ["right", "own", "border", "deep", "supply"]},
    )
    states = cell_states(data, coded, "2024-06-01").set_index(["actor", "question"])["state"]
    assert states["FRA"].to_dict() == {
        "right": "nothing_found",
        "own": "not_yet",
        BORDER: "stated",
        "deep": "words_only",
        "supply": "words_only",
        "incursion": "stated",
    }
    assert states["DEU"].to_dict() == dict.fromkeys(
        ("right", "own", "border", "deep", "supply"), "nothing_found"
    ) | {"incursion": "not_looked_for"}
    assert set(states["USA"]) == {"not_looked_for"}


def test_not_yet_spoken_tells_when_first_spoken_come_and_nothing_found_after_how_many_look_ups(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2025-03-01", {"own": 2}, date_precision="month")]},
        none_found={"FRA": ["right"]},
        queries=7,
    )
    cells = cell_states(data, coded, "2024-06-01").query("actor == 'FRA'")
    assert as_tuples(
        cells[cells["question"].isin(["own", "right"])],
        "state",
        "first_spoken",
        "first_spoken_precision",
        "queries",
    ) == [("nothing_found", None, None, 7), ("not_yet", "2025-03-01", "month", 7)]


def test_noncommittal_is_a_position_of_its_own(tmp_path):
    data, coded = make_dataset(tmp_path, {"FRA": [make_statement("2024-05-28", {BORDER: 0})]})
    assert as_tuples(
        cell_states(data, coded, "2024-06-01").query("actor == 'FRA' and question == 'border'"),
        "state",
        "stance",
    ) == [("stated", 0)]


def test_deep_permitted_further_than_the_border_is_noted_where_both_are_stated(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {BORDER: 1, "deep": 2})],
            "DEU": [make_statement("2024-05-28", {"deep": 2})],
            "USA": [make_statement("2024-05-28", {BORDER: 2, "deep": 1})],
        },
    )
    assert as_tuples(deep_beyond_border(positions(coded, "2024-06-01")), "actor", "border", "deep") == [
        ("FRA", 1, 2)
    ]


# Who is counted

MEMBERS = [
    "SWE,NATO,2024-03-07,",
    "FRA,NATO,1949-08-24,",
    "DEU,NATO,1955-05-06,2024-12-31",
    "SWE,NB8,2000-08-30,",
]


def test_membership_is_that_of_the_day_first_and_last_day_included(tmp_path):
    data, _ = make_dataset(tmp_path, members=MEMBERS)
    assert members_on(data, ("NATO",), "2024-03-06") == ["DEU", "FRA"]
    assert members_on(data, ("NATO",), "2024-03-07") == ["DEU", "FRA", "SWE"]
    assert members_on(data, ("NATO",), "2024-12-31") == ["DEU", "FRA", "SWE"]
    assert members_on(data, ("NATO",), "2025-01-01") == ["FRA", "SWE"]
    assert members_on(data, ("NB8", "NATO"), "2024-03-06") == ["DEU", "FRA", "SWE"]


def test_an_act_disclosed_later_sets_nothing_where_words_of_its_own_day_win_over_it(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {"deep": 0}, disclosed=make_statement("2024-06-02", {})["date"]),
                make_statement("2024-05-28", {"deep": 1}),
            ]
        },
    )
    assert (
        positions(as_public_then(coded), "2024-06-10")["stance"].tolist()
        == positions(coded, "2024-06-10")["stance"].tolist()
        == [1]
    )


def test_a_group_never_means_the_organisation_of_that_name(tmp_path):
    data, _ = make_dataset(tmp_path, members=MEMBERS)
    assert "NATO" not in members_on(data, ("NATO",), "2024-06-01")
    assert "NATO" in members_on(data, (), "2024-06-01")


def test_countries_are_counted_and_belligerents_only_if_asked_for(tmp_path):
    data, _ = make_dataset(tmp_path)
    assert counted_countries(data) == ["DEU", "FRA", "SWE", "USA"]
    assert counted_countries(data, belligerents=True) == ["DEU", "FRA", "RUS", "SWE", "UKR", "USA"]


def test_counts_carry_their_base(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {BORDER: 1})],
            "DEU": [make_statement("2024-05-28", {BORDER: 1})],
            "USA": [make_statement("2024-05-28", {BORDER: -2})],
            "RUS": [make_statement("2024-05-28", {BORDER: -2})],
            "NATO": [make_statement("2024-05-28", {BORDER: 2})],
        },
    )
    counts = stance_counts(cell_states(data, coded, "2024-06-01"), counted_countries(data)).query(
        "question == 'border'"
    )
    assert as_tuples(counts, "stance", "count", "base") == [
        (2, 0, 3),
        (1, 2, 3),
        (0, 0, 3),
        (-1, 0, 3),
        (-2, 1, 3),
    ]


def test_a_series_counts_members_day_by_day(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "SWE": [make_statement("2024-01-10", {BORDER: 2})],
            "DEU": [make_statement("2024-05-31", {BORDER: 1})],
            "FRA": [make_statement("2024-05-28", {BORDER: 1}), make_statement("2024-06-10", {BORDER: 2})],
            "RUS": [make_statement("2024-05-28", {BORDER: -2})],
        },
        members=MEMBERS,
    )
    series = stance_series(data, coded, BORDER, ("NATO",))
    table = series.pivot(index="date", columns="stance", values="count")
    assert [(d.date().isoformat(), row[2], row[1], row[-2]) for d, row in table.iterrows()] == [
        ("2024-03-07", 1, 0, 0),
        ("2024-05-28", 1, 1, 0),
        ("2024-05-31", 1, 2, 0),
        ("2024-06-10", 2, 1, 0),
        ("2025-01-01", 2, 0, 0),
    ]
    # two groups that overlap count a country once
    both = stance_series(data, coded, BORDER, ("NATO", "NB8"))
    assert as_tuples(both[both["stance"].eq(2)], "date", "count")[:2] == [
        ("2024-01-10", 1),
        ("2024-05-28", 1),
    ]
    assert both.groupby("date")["count"].sum().max() == 3


def test_permissiveness_is_a_mean_with_the_number_of_its_answers_and_a_minimum(tmp_path):
    _, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {BORDER: 1, "deep": 2})],
            "DEU": [make_statement("2024-05-28", {BORDER: -2})],
        },
    )
    table = mean_stance(positions(coded, "2024-06-01"), minimum=2)
    assert as_tuples(table, "actor", "answers", "mean") == [("DEU", 1, None), ("FRA", 2, 1.5)]


def test_days_may_be_given_as_text_date_or_timestamp(tmp_path):
    _, coded = make_dataset(tmp_path)
    for day in ("2024-06-01", dt.date(2024, 6, 1), pd.Timestamp("2024-06-01")):
        assert len(positions(coded, day)) == 1


@pytest.mark.parametrize("confidence", ["all", "high"])
def test_positions_on_many_days_at_once_are_those_of_each_day(curated_coded, confidence):
    days = ["2022-03-01", "2024-05-30", "2024-05-31", "2025-08-23", "2026-11-22"]
    together = positions_over(curated_coded, days, confidence)
    for day in days:
        each = positions(curated_coded, day, confidence)
        assert not each.empty or day < "2023"
        pd.testing.assert_frame_equal(
            together[together["on"].eq(day)].drop(columns="on").reset_index(drop=True), each
        )
    deep = positions_over(curated_coded, days, confidence, "deep")
    pd.testing.assert_frame_equal(deep, together[together["question"].eq("deep")].reset_index(drop=True))


def test_what_is_kept_of_the_words_is_not_changed_by_who_uses_it(curated_coded):
    before = position_setting_statements(curated_coded).copy()
    (
        visible_spells(curated_coded, "high"),
        changes(curated_coded, "2024-01-01", "2025-01-01"),
        positions(curated_coded, "2024-05-31"),
    )
    pd.testing.assert_frame_equal(position_setting_statements(curated_coded), before)
