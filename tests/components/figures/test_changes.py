"""What changed between two days: what is listed and counted, in which words, what is drawn, and the table."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from components.figures.changes import (
    FEW,
    MOST,
    changes_figure,
    changes_info,
    nearest_stretches,
    stretches_to_offer,
)
from components.html.change_cards import step_card
from components.state.view_state import Cell, default_choices
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import DARK, LIGHT
from data.export.tables import net_table, steps_table
from data.rules.changes import ambiguous_month_changes, changes, net_change, shown_changes
from data.sentences.changes import months_cut
from tests.factories import as_tuples, make_dataset, make_statement

MAY29, MAY31 = dt.date(2024, 5, 29), dt.date(2024, 5, 31)
# Reversed, reversed in part, not reversed; first words; Ukraine; the organisation
TOLD = {
    "FRA": [
        make_statement("2024-01-10", {"border": -2, "deep": -2}),
        make_statement("2024-05-02", {"border": 1, "deep": 2}),
        make_statement("2024-05-20", {"border": -2}),
        make_statement("2024-05-25", {"deep": 1}),
    ],
    "DEU": [
        make_statement("2024-01-10", {"border": -2}),
        make_statement("2024-05-10", {"border": 1}, confidence="medium"),
    ],
    "USA": [make_statement("2024-05-12", {"border": 2})],
    "UKR": [make_statement("2024-01-10", {"border": -2}), make_statement("2024-05-15", {"border": 2})],
    "NATO": [make_statement("2024-01-10", {"border": 1}), make_statement("2024-05-15", {"border": 2})],
}
APRIL30 = dt.date(2024, 4, 30)


def info_of(data, coded, width=800, **changed):
    choices = default_choices(data).replace(**changed)
    return changes_info(data, coded, choices, "example.org/changes", width), choices


@pytest.fixture
def may(tmp_path):
    data, coded = make_dataset(tmp_path, TOLD, members=["FRA,NATO,1949-08-24,", "DEU,NATO,1955-05-06,"])
    return data, coded


def sentence(data, coded, **changed):
    return info_of(data, coded, **({"since": APRIL30, "on": MAY31} | changed))[0].sentence


def test_between_29_and_31_may_2024_four_moves_and_six_first_words(curated, curated_coded):
    info, _ = info_of(curated, curated_coded, since=MAY29, on=MAY31)
    moves = info.steps[info.steps["change"].eq("move")]
    assert as_tuples(moves, "actor", "question", "from_stance", "stance", "date", "direction") == [
        ("USA", "border", -2, 1, "2024-05-30", "three steps more permissive"),
        ("DEU", "border", -2, 1, "2024-05-31", "three steps more permissive"),
        ("NATO", "border", 1, 2, "2024-05-31", "one step more permissive"),
        ("PRT", "border", -1, 1, "2024-05-31", "two steps more permissive"),
    ]
    assert len(info.steps) - len(moves) == 6
    assert info.title == "What changed, 29 May to 31 May 2024"
    assert info.sentence == (
        f"After 29 May 2024 and up to 31 May 2024, 4 of the {len(curated.actors) - 2} actors (Russia and Ukraine apart) moved (3 countries and 1 organisation): "
        "4 moves, all more permissive. First words on a question came 6 times, from 4 countries. Net, 10 answers differ between the two days: 4 more permissive and 6 new."
    )


def test_every_actor_is_listed_and_only_ukraine_and_russia_are_not_counted(may):
    data, coded = may
    steps = shown_changes(data, coded, APRIL30, MAY31)
    assert as_tuples(steps, "actor", "question", "change", "date", "belligerent") == [
        ("FRA", "border", "move", "2024-05-02", False),
        ("FRA", "deep", "move", "2024-05-02", False),
        ("DEU", "border", "move", "2024-05-10", False),
        ("USA", "border", "first words", "2024-05-12", False),
        ("NATO", "border", "move", "2024-05-15", False),
        ("UKR", "border", "move", "2024-05-15", True),
        ("FRA", "border", "move", "2024-05-20", False),
        ("FRA", "deep", "move", "2024-05-25", False),
    ]
    assert sentence(data, coded) == (
        "After 30 April 2024 and up to 31 May 2024, 3 of the 5 actors (Russia and Ukraine apart) moved (France, Germany and NATO): 6 moves, 4 more "
        "permissive, 2 less. First words on a question came once, from United States. Net, 4 answers differ between the two days: 3 more permissive and "
        "1 new. Not counted: Ukraine (1 move)."
    )


def test_a_group_means_its_member_countries(may):
    data, coded = may
    assert set(shown_changes(data, coded, APRIL30, MAY31, ("NATO",))["actor"]) == {"FRA", "DEU"}
    assert sentence(data, coded, group=("NATO",)).startswith(
        "After 30 April 2024 and up to 31 May 2024, 2 of the 2 NATO members moved (France and Germany)"
    )
    assert "Net, 2 answers differ between the two days: 2 more permissive." in sentence(
        data, coded, group=("NATO",)
    )


def test_a_move_that_was_taken_back_says_when_and_how_far(may):
    data, coded = may
    info, _ = info_of(data, coded, since=APRIL30, on=MAY31)
    assert [b for b in info.steps["back"] if b] == [
        "Reversed on 20 May 2024: opposes.",
        "Reversed in part on 25 May 2024: conditional.",
    ]
    # nothing said later than the day shown is used
    assert not any(info_of(data, coded, since=APRIL30, on=dt.date(2024, 5, 19))[0].steps["back"])


def test_a_further_step_the_same_way_takes_nothing_back(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-01-10", {"border": -2}),
                make_statement("2024-05-02", {"border": 1}),
                make_statement("2024-05-20", {"border": 2}),
            ]
        },
    )
    assert info_of(data, coded, since=APRIL30, on=MAY31)[0].steps["back"].tolist() == ["", ""]


def test_a_reversal_below_the_confidence_asked_for_is_said_all_the_same(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-01-10", {"border": -2}),
                make_statement("2024-05-02", {"border": 1}),
                make_statement("2024-05-20", {"border": -2}, confidence="low"),
            ]
        },
    )
    steps = shown_changes(data, coded, APRIL30, MAY31, confidence="high")
    assert as_tuples(steps, "date", "back_on", "back_to") == [("2024-05-02", "2024-05-20", -2)]


def test_confidence_leaves_out_steps_and_net_changes_on_less_certain_words(may):
    data, coded = may
    assert "DEU" not in set(shown_changes(data, coded, APRIL30, MAY31, confidence="high")["actor"])
    assert as_tuples(net_change(coded, APRIL30, MAY31, "high"), "actor", "question", "size") == [
        ("FRA", "deep", 3),
        ("NATO", "border", 1),
        ("UKR", "border", 4),
        ("USA", "border", None),
    ]
    assert "moved, on words of high confidence (France and NATO)" in sentence(data, coded, confidence="high")


def test_a_position_held_back_on_the_first_day_is_no_change(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-01-10", {"border": -2}, confidence="low"),
                make_statement("2024-05-02", {"border": 1}),
            ]
        },
    )
    assert len(net_change(coded, APRIL30, MAY31)) == 1
    assert net_change(coded, APRIL30, MAY31, "medium").empty


def test_only_the_questions_asked_for_are_shown_and_named(may):
    data, coded = may
    info, _ = info_of(data, coded, since=APRIL30, on=MAY31, about=("deep",))
    assert as_tuples(info.steps, "actor", "question", "size") == [("FRA", "deep", 4), ("FRA", "deep", -1)]
    assert set(info.net["question"]) == {"deep"}
    assert "up to 31 May 2024, on “Donated, deep”, 1 of the 5 actors" in info.sentence
    assert "Donated, deep" in info.subtitle[1]


@pytest.mark.parametrize(
    ("codes", "said_"),
    [
        (
            [-2, 2],
            "moved (France): 1 move, more permissive. There were no first words. Net, 1 answer differs between the two days: 1 more permissive.",
        ),
        (
            [2, -2],
            "moved (France): 1 move, less permissive. There were no first words. Net, 1 answer differs between the two days: 1 less permissive.",
        ),
        (
            [-2, 2, -2],
            "moved (France): 2 moves, 1 more permissive, 1 less. There were no first words. Net, no answer differs between the two days.",
        ),
        (
            [-2],
            "No move and no first words between 30 April 2024 and 31 May 2024, among 5 actors (Russia and Ukraine apart).",
        ),
    ],
)
def test_the_sentence_fits_its_numbers(tmp_path, codes, said_):
    days = ["2024-01-10", "2024-05-02", "2024-05-03"]
    assert sentence(
        *make_dataset(
            tmp_path, {"FRA": [make_statement(d, {"border": c}) for d, c in zip(days, codes, strict=False)]}
        )
    ).endswith(said_)


def test_more_movers_than_can_be_named_are_counted_by_kind(curated, curated_coded):
    assert (
        f"8 of the {len(curated.actors) - 2} actors (Russia and Ukraine apart) moved (7 countries and 1 organisation): 11 moves"
        in sentence(curated, curated_coded, on=dt.date(2024, 6, 30))
    )


def test_what_only_a_month_is_known_of_may_fall_outside_and_is_said(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {"border": 1}, date_precision="month"),
                make_statement("2024-06-01", {"border": 2}, date_precision="month"),
            ]
        },
    )
    every = changes(coded, "2022-02-23", "2026-01-01")
    assert as_tuples(ambiguous_month_changes(every, "2024-05-29", "2024-06-10"), "date", "listed") == [
        ("2024-05-01", False),
        ("2024-06-01", True),
    ]
    assert ambiguous_month_changes(every, "2024-04-30", "2024-06-30").empty
    assert months_cut(data, ambiguous_month_changes(every, "2024-05-29", "2024-06-10")) == (
        "Of these only the month is known, so that they may fall inside these days or outside. Listed: France, “Donated, near border”, about June 2024. "
        "Not listed: France, “Donated, near border”, about May 2024."
    )
    info, _ = info_of(data, coded, since=dt.date(2024, 5, 30), on=dt.date(2024, 6, 30))
    assert info.steps["when"].tolist() == ["about June 2024"]


@pytest.mark.parametrize(
    ("since", "drawn"), [(MAY29, {"move": 4, "first words": 6}), (dt.date(2024, 4, 30), {"move": 14})]
)
def test_first_words_are_drawn_where_there_is_room_and_else_said_to_be_left_out(
    curated, curated_coded, since, drawn
):
    info, _ = info_of(
        curated, curated_coded, since=since, on=MAY31 if since == MAY29 else dt.date(2024, 6, 30)
    )
    assert info.drawn["change"].value_counts().to_dict() == drawn
    assert ("Not drawn: first words" in " ".join(info.subtitle)) == (len(info.steps) > FEW)


def test_a_figure_never_grows_without_end(curated, curated_coded):
    many = pd.concat([curated_coded.assign(actor=a) for a in ("USA", "FRA", "DEU", "GBR")], ignore_index=True)
    many = many.sort_values(["actor", "question", "date"], ignore_index=True)
    info, _ = info_of(curated, many, since=dt.date(2022, 2, 24))
    assert info.drawn["change"].eq("move").sum() == MOST < info.steps["change"].eq("move").sum()
    assert "Not drawn: the earlier moves and first words" in info.subtitle[2]


@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("since", [MAY29, dt.date(2022, 2, 24)])
def test_the_figure_holds_a_row_a_step_with_what_a_click_needs(curated, curated_coded, width, colours, since):
    info, choices = info_of(curated, curated_coded, width, since=since, on=MAY31)
    figure = changes_figure(curated, info, choices, colours, width)
    bars = next(t for t in figure.data if t.type == "bar")
    assert [tuple(c) for c in bars.customdata] == [
        (a, q, f"{d:%Y-%m-%d}")
        for a, q, d in zip(info.drawn["actor"], info.drawn["question"], info.drawn["date"], strict=True)
    ]
    arrows = [(a.ax, a.x) for a in figure.layout.annotations if a.showarrow]
    moves = info.drawn[info.drawn["change"].eq("move")]
    assert arrows == list(zip(moves["from_stance"], moves["stance"], strict=True))
    assert len({round(y, 3) for y in bars.y}) == len(info.drawn)


def test_of_two_moves_only_that_of_the_open_day_is_outlined(may):
    info, choices = info_of(*may, since=APRIL30, on=MAY31)
    plain, open_ = (
        changes_figure(may[0], info, choices.replace(cell=cell), LIGHT).layout.shapes
        for cell in (None, Cell("FRA", "border", dt.date(2024, 5, 20)))
    )
    assert len(open_) == len(plain) + 1


def test_the_open_cell_is_outlined_on_the_row_of_its_day(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, since=MAY29, on=MAY31)
    plain = len(changes_figure(curated, info, choices, LIGHT).layout.shapes)
    for cell, more in (
        (Cell("USA", "border", dt.date(2024, 5, 30)), 1),
        (Cell("DEU", "border"), 1),
        (Cell("DEU", "deep"), 0),
    ):
        assert (
            len(changes_figure(curated, info, choices.replace(cell=cell), LIGHT).layout.shapes)
            == plain + more
        )


def test_the_stretches_offered_are_the_periods_of_the_codebook_and_the_latest_days_of_evidence(curated):
    latest = max(curated.statements["date"].max(), curated.events["date"].max())
    offered = {s.name: (s.since.isoformat(), s.on.isoformat()) for s in stretches_to_offer(curated)}
    assert offered == {
        "May and June 2024": ("2024-04-30", "2024-06-30"),
        "August 2024": ("2024-07-31", "2024-08-31"),
        "November 2024": ("2024-10-31", "2024-11-30"),
        "May 2025": ("2025-04-30", "2025-05-31"),
        "Latest 90 days of evidence": (f"{latest - pd.Timedelta(days=90):%Y-%m-%d}", f"{latest:%Y-%m-%d}"),
    }
    assert stretches_to_offer(curated)[0].help.startswith("1 May to 30 June 2024. ")


def test_where_nothing_changed_the_nearest_days_with_changes_are_offered(curated, curated_coded, may):
    _, choices = info_of(curated, curated_coded)
    assert [
        (s.since.isoformat(), s.on.isoformat(), s.help)
        for s in nearest_stretches(curated, curated_coded, choices)
    ] == [("2026-03-22", "2026-04-21", "1 change, first words included")]
    data, coded = may
    _, choices = info_of(data, coded, since=dt.date(2024, 3, 1), on=dt.date(2024, 3, 11))
    assert [(s.name, s.help) for s in nearest_stretches(data, coded, choices)] == [
        ("31 December 2023 to 10 January 2024", "5 changes, first words included"),
        ("1 May to 11 May 2024", "3 changes, first words included"),
    ]


def test_a_card_says_whose_words_they_were_and_shows_them_as_they_stand(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "UKR": [
                make_statement("2024-01-10", {"border": -2}),
                make_statement(
                    "2024-05-15", {"border": 1}, speaker="<b>A</b>", role="Minister", summary="<i>Yes</i>."
                ),
                make_statement("2024-05-20", {"border": -1}),
            ]
        },
    )
    info, _ = info_of(data, coded, since=APRIL30, on=MAY31)
    card = step_card(data, next(info.steps.itertuples()))
    for part in (
        "Ukraine · Donated weapons near the border",
        "not counted",
        "pledges not to",
        "15 May 2024",
        "Three steps more permissive.",
        "Reversed in part on 20 May 2024: holds back.",
        "&lt;b&gt;A&lt;/b&gt;, Minister: &lt;i&gt;Yes&lt;/i&gt;.",
        "https://example.org/a",
    ):
        assert part in card


def test_the_tables_have_stable_names(may):
    data, coded = may
    steps = shown_changes(data, coded, APRIL30, dt.date(2024, 5, 12))
    assert as_tuples(
        steps_table(data, steps),
        "actor",
        "name",
        "question",
        "change",
        "from_stance",
        "stance",
        "size",
        "date",
        "date_precision",
        "statement",
        "speaker",
        "url",
    ) == [
        (
            "FRA",
            "France",
            "border",
            "move",
            -2,
            1,
            3,
            "2024-05-02",
            "day",
            "FRA-1",
            "A. Minister",
            "https://example.org/a",
        ),
        (
            "FRA",
            "France",
            "deep",
            "move",
            -2,
            2,
            4,
            "2024-05-02",
            "day",
            "FRA-1",
            "A. Minister",
            "https://example.org/a",
        ),
        (
            "DEU",
            "Germany",
            "border",
            "move",
            -2,
            1,
            3,
            "2024-05-10",
            "day",
            "DEU-1",
            "A. Minister",
            "https://example.org/a",
        ),
        (
            "USA",
            "United States",
            "border",
            "first words",
            None,
            2,
            None,
            "2024-05-12",
            "day",
            "USA-0",
            "A. Minister",
            "https://example.org/a",
        ),
    ]
    assert as_tuples(
        net_table(data, net_change(coded, APRIL30, dt.date(2024, 5, 12))),
        "actor",
        "name",
        "question",
        "from_stance",
        "stance",
        "size",
    ) == [
        ("FRA", "France", "border", -2, 1, 3),
        ("FRA", "France", "deep", -2, 2, 4),
        ("DEU", "Germany", "border", -2, 1, 3),
        ("USA", "United States", "border", None, 2, None),
    ]
