"""What the overview says: counts, latest moves and sentences, tested on prepared data; and what its figure
carries."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from components.figures.stance_counts import counts_figure, counts_info, counts_table, segment_text
from components.html.change_cards import move_line, moves_info
from components.plotting.layout import plotly_config
from components.state.view_state import Cell, default_choices
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import DARK, LIGHT
from data.rules.cell_states import cell_states
from data.rules.changes import counted_changes
from data.rules.membership import counted_members
from data.rules.stance_counts import stance_counts
from data.sentences.coverage import how_sure, searched
from data.sentences.stances import age_of_words, how_recent, latest_moves
from data.sentences.wording import day
from tests.factories import as_tuples, make_dataset, make_statement
from tests.harness import alone, app, shown

ADDRESS = "example.org/?on=2024-05-31&group=NATO"
MAY, JUNE = dt.date(2024, 5, 31), dt.date(2024, 6, 30)
FILES = {
    "FRA": [
        make_statement("2024-01-10", {"border": -2}),
        make_statement("2024-05-28", {"border": 1}, confidence="medium"),
        make_statement("2024-06-10", {"border": 2}),
    ],
    "DEU": [
        make_statement("2023-02-01", {"border": -2}),
        make_statement("2024-05-15", {"border": 1}, date_precision="month", confidence="low"),
    ],
    "USA": [
        make_statement("2024-02-01", {"deep": -2}),
        make_statement("2024-03-01", {"border": 0}, sets_position=False),
    ],
    "UKR": [make_statement("2024-01-01", {"border": -2}), make_statement("2024-05-30", {"border": 2})],
    "NATO": [make_statement("2024-01-01", {"border": -2}), make_statement("2024-05-30", {"border": 2})],
}
MEMBERS = ["FRA,NATO,1949-08-24,", "USA,NATO,1949-08-24,", "DEU,EU,1958-01-01,"]


def prepared(tmp_path, **chosen):
    """A small dataset, choices on it, and the counts prepared for them."""
    data, coded = make_dataset(tmp_path, FILES, members=MEMBERS, none_found={"USA": ["own"]})
    choices = (
        default_choices(data).replace(on=MAY, **chosen)
        if "on" not in chosen
        else default_choices(data).replace(**chosen)
    )
    return data, coded, choices, counts_info(data, coded, choices, ADDRESS)


def of_curated(curated, curated_coded, width=DESKTOP, **chosen):
    choices = default_choices(curated).replace(**chosen)
    return choices, counts_info(curated, curated_coded, choices, ADDRESS, width)


# Counts


def test_each_question_has_a_row_in_the_codebook_s_order_with_its_base_and_the_rest(tmp_path):
    _, _, _, info = prepared(tmp_path)
    assert info.countries == 4
    assert as_tuples(info.rows, "question", "base", "blank") == [
        ("right", 0, 4),
        ("own", 0, 4),
        ("border", 2, 2),
        ("deep", 1, 3),
        ("supply", 0, 4),
        ("incursion", 0, 4),
    ]


def test_only_stances_that_somebody_holds_have_a_segment_from_supports_to_opposes(tmp_path):
    _, _, _, info = prepared(tmp_path, on=dt.date(2024, 5, 1))
    assert as_tuples(info.segments, "question", "stance", "count", "base", "start") == [
        ("border", -2, 2, 2, 0),
        ("deep", -2, 1, 1, 0),
    ]
    assert "✕ opposes: 2 of 2 with a position" in info.segments["hover"][0]
    assert info.segments["hover"][0].endswith(
        "<br>Stated in the past year: France<br>Last stated over a year ago: Germany"
    )
    assert as_tuples(info.rows[info.rows["base"].gt(0)], "question", "base", "recent") == [
        ("border", 2, 1),
        ("deep", 1, 1),
    ]


def test_a_group_counts_its_member_countries_and_never_the_organisation(tmp_path):
    _, _, _, info = prepared(tmp_path, group=("NATO",))
    assert (info.countries, info.subtitle) == (2, ["31 May 2024 · 2 NATO members"])
    assert as_tuples(info.segments, "question", "stance", "count") == [("border", 1, 1), ("deep", -2, 1)]


def test_what_confidence_holds_back_is_not_counted_and_the_figure_says_so(tmp_path):
    _, _, _, info = prepared(tmp_path, confidence="medium")
    assert as_tuples(info.segments, "question", "stance", "count", "base") == [
        ("border", 1, 1, 1),
        ("deep", -2, 1, 1),
    ]
    assert info.subtitle == [
        "31 May 2024 · 4 countries (Russia and Ukraine apart) · medium and high confidence"
    ]
    assert "1 hidden by your filter" in info.rows["hover"][2]


def test_countries_without_a_position_are_told_by_what_kind_of_blank_they_are(tmp_path):
    data, coded, choices, info = prepared(tmp_path)
    assert info.rows["hover"][2].split("<br>")[1:] == [
        "2 of 4 have a stated position",
        "1 words, no position",
        "1 not looked for",
    ]
    table = counts_table(data, coded, choices)
    assert table.loc["Donated, near border"].to_dict() == {
        "supports": 0,
        "conditional": 2,
        "noncommittal": 0,
        "reluctant": 0,
        "opposes": 0,
        "with a position": 2,
        "stated in the past year": 2,
        "words, no position": 1,
        "nothing found": 0,
        "not looked for": 1,
        "counted": 4,
    }
    assert table.loc["Ukraine's own weapons", "nothing found"] == 1


@pytest.mark.parametrize("confidence", ["all", "high"])
@pytest.mark.parametrize("group", [(), ("NATO",), ("P5", "G7")])
def test_the_curated_counts_are_those_of_the_rules(curated, curated_coded, group, confidence):
    choices, info = of_curated(curated, curated_coded, on=MAY, group=group, confidence=confidence)
    cells, actors = cell_states(curated, curated_coded, MAY, confidence), counted_members(curated, group, MAY)
    counts = stance_counts(cells, actors).query("count > 0")
    columns = ("question", "stance", "count", "base")
    assert as_tuples(info.segments, *columns) == as_tuples(counts, *columns)
    table = counts_table(curated, curated_coded, choices)
    assert table["with a position"].tolist() == info.rows["base"].tolist()
    assert (
        table.drop(columns=["with a position", "stated in the past year", "counted"])
        .sum(axis=1)
        .eq(len(actors))
        .all()
    )


def test_a_bar_does_not_fill_the_width_for_a_handful_of_countries(curated, curated_coded):
    _, early = of_curated(curated, curated_coded, on=dt.date(2022, 7, 24))
    assert early.span == early.countries / 2
    _, nato = of_curated(curated, curated_coded, on=MAY, group=("NATO",))
    assert nato.span == nato.rows["base"].max() == 20


def test_a_segment_shows_sign_and_number_as_far_as_they_fit():
    assert [segment_text("●", 12, pixels) for pixels in (60, 20, 8)] == ["● 12", "12", ""]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
def test_the_figure_stands_alone_at_every_width_and_in_both_themes(curated, curated_coded, colours, width):
    _, info = of_curated(curated, curated_coded, width, on=MAY, group=("NATO",))
    figure = counts_figure(curated, info, colours, width)
    said_ = " ".join(a.text for a in figure.layout.annotations).replace("&amp;", "&")
    for part in (
        "Strikes in Russia",
        "31 May 2024 · 32 NATO members",
        "supports",
        "noncommittal",
        "opposes",
        "have a<br>position",
        "stated in<br>past year",
        "<b>20</b> of 32",
        curated.version,
        ADDRESS,
    ):
        assert part in said_
    names = list(figure.layout.yaxis.ticktext) if figure.layout.yaxis.showticklabels else said_
    assert all(q.short in names for q in curated.codebook.questions)
    assert sum(figure.data[0].x) == info.rows["base"].sum()
    assert all(trace.unselected.marker.opacity in (None, 1) for trace in figure.data)
    options = plotly_config(figure, "2024-05-31_NATO_counts")["toImageButtonOptions"]
    assert (
        round(options["width"] * options["scale"], 6),
        round(options["height"] * options["scale"], 6),
    ) == (1920, 1080)


def test_names_stand_above_the_bars_on_a_phone_and_beside_them_elsewhere(curated, curated_coded):
    _, info = of_curated(curated, curated_coded)
    assert [
        counts_figure(curated, info, LIGHT, width).layout.yaxis.showticklabels
        for width in (PHONE, 486, TABLET, DESKTOP)
    ] == [False, True, True, True]


def test_on_the_first_day_the_figure_is_empty_and_says_so(curated, curated_coded):
    _, info = of_curated(curated, curated_coded, on=dt.date(2022, 2, 24))
    assert info.segments.empty
    assert info.rows["base"].eq(0).all()
    assert (
        info.sentence == "On 24 February 2022, none of the countries has a stated position on any question."
    )
    countries = curated.actors["kind"].eq("country") & ~curated.actors["belligerent"]
    assert f"<b>0</b> of {countries.sum()}" in [
        a.text for a in counts_figure(curated, info, LIGHT).layout.annotations
    ]


# Latest moves


def test_steps_of_the_counted_come_latest_first_and_none_after_the_day(tmp_path):
    data, coded, _, _ = prepared(tmp_path)
    assert as_tuples(counted_changes(data, coded, MAY), "actor", "question", "change", "date") == [
        ("FRA", "border", "move", "2024-05-28"),
        ("DEU", "border", "move", "2024-05-15"),
        ("USA", "deep", "first words", "2024-02-01"),
        ("FRA", "border", "first words", "2024-01-10"),
        ("DEU", "border", "first words", "2023-02-01"),
    ]


def test_steps_of_a_group_are_those_of_its_members(tmp_path):
    data, coded, _, _ = prepared(tmp_path)
    assert set(counted_changes(data, coded, MAY, ("NATO",))["actor"]) == {"FRA", "USA"}


def test_steps_on_words_less_sure_than_asked_for_are_left_out(tmp_path):
    data, coded, _, _ = prepared(tmp_path)
    for confidence, movers in {"all": ["FRA", "DEU"], "medium": ["FRA"], "high": []}.items():
        steps = counted_changes(data, coded, MAY, (), confidence)
        assert steps.loc[steps["change"].eq("move"), "actor"].tolist() == movers


def test_steps_of_one_day_go_by_name_then_question(curated, curated_coded):
    steps = counted_changes(curated, curated_coded, MAY, ("NATO",))
    same = steps[steps["date"].eq(pd.Timestamp(2024, 5, 28)) & steps["change"].eq("move")]
    assert as_tuples(same, "actor", "question")[:3] == [("DNK", "border"), ("DNK", "deep"), ("FRA", "border")]


def test_moves_come_first_and_first_words_fill_what_is_left(tmp_path):
    data, coded, _, _ = prepared(tmp_path)
    lines = moves_info(data, counted_changes(data, coded, MAY), 3)
    assert as_tuples(lines, "label", "when", "change") == [
        ("France · Donated, near border", "28 May 2024", "move"),
        ("Germany · Donated, near border", "about May 2024", "move"),
        ("United States · Donated, deep", "1 February 2024", "first words"),
    ]
    assert len(moves_info(data, counted_changes(data, coded, MAY), 1)) == 1


def test_a_move_opens_its_evidence_as_of_its_day_only_if_the_actor_has_moved_on(tmp_path):
    data, coded, _, _ = prepared(tmp_path)
    lines = moves_info(data, counted_changes(data, coded, JUNE))
    assert lines["cell"].tolist()[:3] == [
        Cell("FRA", "border"),
        Cell("FRA", "border", dt.date(2024, 5, 28)),
        Cell("DEU", "border"),
    ]


def test_a_line_shows_both_stances_with_their_signs_and_colours(tmp_path):
    data, coded, _, _ = prepared(tmp_path)
    move, *_, first = moves_info(data, counted_changes(data, coded, MAY)).itertuples()
    html = move_line(data, move)
    assert html.index("✕ opposes") < html.index("→") < html.index("◐ conditional") < html.index("28 May 2024")
    assert html.index('data-stance="-2"') < html.index('data-stance="1"')
    assert "first words" in move_line(data, first)


def test_no_moves_and_no_first_words_give_no_lines(curated, curated_coded):
    assert moves_info(curated, counted_changes(curated, curated_coded, "2022-02-24")).empty


# Sentences


def moved(tmp_path, on, **chosen):
    data, coded, _, _ = prepared(tmp_path)
    return latest_moves(data, counted_changes(data, coded, on, **chosen), on, chosen.get("groups", ()))


def test_the_moves_of_the_last_twelve_months_are_counted_with_their_base(tmp_path):
    assert (
        moved(tmp_path, JUNE)
        == "In the twelve months before, 2 of the 4 countries moved (3 moves towards support), last on 10 June 2024 (France)."
    )


def test_moves_of_a_group_have_the_group_as_base_and_a_month_is_called_one(tmp_path):
    assert (
        moved(tmp_path, JUNE, groups=("EU",))
        == "In the twelve months before, 1 of the 1 EU members moved (1 move towards support), last about May 2024 (Germany)."
    )


def test_when_nobody_moved_lately_the_latest_move_is_still_named(tmp_path):
    assert (
        moved(tmp_path, dt.date(2025, 7, 1))
        == "None of the 4 countries moved in the twelve months before; the latest move was on 10 June 2024 (France)."
    )


def test_when_nobody_ever_moved_the_sentence_says_so(tmp_path):
    assert (
        moved(tmp_path, dt.date(2024, 3, 1))
        == "None of the 4 countries had moved from one position to another by then."
    )


def test_moves_both_ways_are_told_apart(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-01-01", {"border": 2}), make_statement("2024-02-01", {"border": 1})],
            "DEU": [make_statement("2024-01-01", {"deep": -2}), make_statement("2024-02-01", {"deep": 0})],
        },
    )
    assert latest_moves(data, counted_changes(data, coded, MAY), MAY) == (
        "In the twelve months before, 2 of the 4 countries moved (1 move towards support and 1 move away from support), last on 1 February 2024 (France and Germany)."
    )
    away = counted_changes(data, coded, MAY).query("actor == 'FRA'")
    assert "(1 move away from support)" in latest_moves(data, away, MAY)


def test_the_age_of_words_is_the_month_by_which_half_were_last_stated(tmp_path):
    data, coded, _, _ = prepared(tmp_path)
    cells, actors = cell_states(data, coded, JUNE), counted_members(data, (), JUNE)
    assert (
        age_of_words(cells, actors)
        == "Half of the 3 stated positions were last stated in May 2024 or earlier."
    )
    assert (
        age_of_words(cells, ["FRA", "DEU"])
        == "Half of the 2 stated positions were last stated in May 2024 or earlier."
    )
    assert age_of_words(cells, ["FRA"]) == "The one stated position was last stated in June 2024."
    assert age_of_words(cells, ["SWE"]) == ""


def test_how_many_positions_are_older_than_a_year_is_counted(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2023-01-10", {"border": 1, "deep": 1})],
            "DEU": [make_statement("2024-01-11", {"border": 1})],
            "SWE": [],
        },
    )

    def told(on, *actors, stated="all"):
        return how_recent(cell_states(data, coded, on, stated=stated), actors, dt.date.fromisoformat(on))

    assert told("2024-03-01", "FRA", "DEU") == "2 of the 3 positions were last stated before 1 March 2023."
    assert told("2024-03-01", "FRA") == "None of the 2 positions has been stated since 1 March 2023."
    assert told("2024-03-01", "DEU") == "The one position has been stated since 1 March 2023."
    assert told("2026-03-01", "DEU") == "The one position was last stated before 1 March 2025."
    assert told("2024-01-10", "FRA") == "All 2 positions have been stated since 10 January 2023."
    assert told("2024-01-11", "FRA", "DEU") == "2 of the 3 positions were last stated before 11 January 2023."
    assert (
        told("2024-03-01", "FRA", "DEU", stated="12")
        == "The one position has been stated since 1 March 2023."
    )
    assert told("2024-03-01", "SWE") == ""
    assert told("2023-02-01", "FRA") == ""  # nothing in the data can be older than a year


def test_how_hard_was_searched_is_counted(tmp_path):
    data, _ = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-05-28", {"border": 1})], "SWE": []},
        none_found={"SWE": ["right"]},
        queries=600,
    )
    assert (
        searched(data)
        == "Searched until 1 January 2026: 1,200 look-ups on 2 actors (nothing found for 1); 1 statement, 1 source."
    )


def test_how_sure_the_words_are_is_counted_on_what_is_shown(tmp_path):
    two = [
        make_statement("2024-05-28", {"border": 1})["sources"][0] | {"publisher": name}
        for name in ("Paper", "Wire")
    ]
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": 1, "deep": 1}, confidence="low")],
            "DEU": [make_statement("2024-05-28", {"border": 1}, sources=two)],
        },
    )
    for confidence, sentence in {
        "all": "Confidence of the 3 positions counted: 1 high, 2 low; 2 on a single source.",
        "high": "Confidence of the 1 position counted: 1 high; 0 on a single source.",
    }.items():
        assert (
            how_sure(data, cell_states(data, coded, MAY, confidence), counted_members(data, (), MAY))
            == sentence
        )
    assert how_sure(data, cell_states(data, coded, MAY), ["SWE"]) == ""


# The page


def plain(test):
    return shown(test).replace("&#40;", "(").replace("&#41;", ")").replace("&#58;", ":").replace("&#46;", ".")


def test_the_page_says_what_it_is_the_state_of_play_and_until_when(curated):
    test = app({"on": "2024-05-31", "group": "NATO"})
    assert not test.exception
    for part in (
        "Strike Positions",
        "Among NATO members with a position on 31 May 2024",
        "of the 32 NATO members moved",
        "positions were last stated before 31 May 2023",
        f"Searched until {day(curated.last_day)}:",
    ):
        assert part in plain(test)


def test_a_move_opens_the_drawer_with_its_evidence():
    test = app({"on": "2024-05-31", "group": "NATO"})
    found = [b for b in test.button if b.label.startswith("Germany")]
    assert len(found) == 1
    found[0].click().run()
    assert not test.exception
    assert test.session_state["session"].choices.cell == Cell("DEU", "border")
    assert "The words that began this position" in [s.value for s in test.subheader]


def test_a_day_before_all_words_is_no_error_and_says_that_nobody_moved():
    test = alone("overview")
    test.query_params["on"] = "2022-02-24"
    test.run()
    assert not test.exception
    assert "No move up to 24 February 2022." in plain(test)
