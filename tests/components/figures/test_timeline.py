"""The timeline: spans, marks, counts and events as prepared, and how they are drawn."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from components.figures.timeline import timeline_figure, timeline_info, timeline_table
from components.state.view_state import Cell, default_choices
from components.theme.palette import DARK, LIGHT
from data.rules.cell_states import cell_states
from data.rules.stance_counts import stance_series, steepest_rise
from tests.factories import as_tuples, make_dataset, make_statement


def info_of(data, coded, width=800, **changed):
    choices = default_choices(data).replace(**changed)
    return timeline_info(data, coded, choices, "example.org/timeline", width), choices


def test_spans_follow_the_setting_words_and_end_on_the_day_shown(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2023-06-01", {"border": -2}),
                make_statement("2024-05-28", {"border": 1}),
                make_statement("2024-11-17", {"border": 2}),
            ]
        },
    )
    info, _ = info_of(data, coded, on=dt.date(2024, 12, 31), start=dt.date(2024, 1, 1))
    assert as_tuples(info.spans, "actor", "stance", "from", "until", "last") == [
        ("FRA", -2, "2024-01-01", "2024-05-28", "2024-05-27"),
        ("FRA", 1, "2024-05-28", "2024-11-17", "2024-11-16"),
        ("FRA", 2, "2024-11-17", "2025-01-01", "2024-12-31"),
    ]


def test_nothing_said_later_than_the_day_shown_is_used(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": 1}), make_statement("2024-11-17", {"border": 2})],
            "DEU": [make_statement("2024-05-31", {"border": 1})],
        },
    )
    info, _ = info_of(data, coded, on=dt.date(2024, 5, 30))
    assert as_tuples(info.spans, "actor", "stance", "last") == [("FRA", 1, "2024-05-30")]
    assert info.marks["statement"].tolist() == ["FRA-0"]
    assert info.lanes["actor"].tolist() == ["FRA"]
    assert "Germany" in info.source[0] and info.source[0].startswith("Not yet spoken")


def test_a_position_held_back_stays_a_span_without_its_colour(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {"border": 1}, confidence="low"),
                make_statement("2024-05-28", {"border": 1}),
            ]
        },
    )
    info, choices = info_of(data, coded, confidence="high")
    assert as_tuples(info.spans, "stance", "held_back", "from") == [
        (1, True, "2024-05-01"),
        (1, False, "2024-05-28"),
        (1, False, "2025-05-29"),
    ]
    assert info.counts["from"].min() == pd.Timestamp("2024-05-28")
    spans = next(t for t in timeline_figure(data, info, choices, LIGHT).data if t.orientation == "h")
    assert list(spans.marker.color) == [LIGHT.blank, LIGHT.stance[1], LIGHT.stance[1]]


def test_a_span_grows_thin_a_year_after_the_last_statement_and_thinner_after_another_until_it_is_stated_again(
    tmp_path,
):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2022-03-01", {"border": 1}),
                make_statement("2024-06-01", {"border": 1}, sets_position=False),
            ]
        },
    )
    info, choices = info_of(data, coded, on=dt.date(2025, 12, 31))
    assert as_tuples(info.spans, "from", "last", "age_band") == [
        ("2022-03-01", "2023-03-01", "recent"),
        ("2023-03-02", "2024-03-01", "over_1_year"),
        ("2024-03-02", "2024-05-31", "over_2_years"),
        ("2024-06-01", "2025-06-01", "recent"),
        ("2025-06-02", "2025-12-31", "over_1_year"),
    ]
    drawn, pointed = [t for t in timeline_figure(data, info, choices, LIGHT).data if t.orientation == "h"][:2]
    full, thin, thinnest = drawn.width[:3]
    assert full > thin > thinnest > 0 and list(drawn.width[3:]) == [full, thin]
    # the whole height answers to the pointer, and nothing fades when another is chosen
    assert (pointed.width, len(pointed.customdata), drawn.hoverinfo, drawn.unselected.marker.opacity) == (
        full,
        5,
        "skip",
        1,
    )
    assert all("still so on 31 December 2025" in hover for hover in info.spans["hover"])
    said_ = " ".join(a.text for a in timeline_figure(data, info, choices, LIGHT).layout.annotations)
    assert (
        "thin: last stated over a year ago" in said_ and "thinnest: last stated over two years ago" in said_
    )


def test_a_legend_names_only_the_ages_that_occur(tmp_path):
    data, coded = make_dataset(tmp_path, {"FRA": [make_statement("2022-03-01", {"border": 1})]})
    info, choices = info_of(data, coded, on=dt.date(2023, 6, 1))
    said_ = " ".join(a.text for a in timeline_figure(data, info, choices, LIGHT).layout.annotations)
    assert "thin: last stated over a year ago" in said_ and "thinnest" not in said_
    info, choices = info_of(data, coded, on=dt.date(2023, 6, 1), stated="12")
    said_ = " ".join(a.text for a in timeline_figure(data, info, choices, LIGHT).layout.annotations)
    assert "hidden by your filter" in said_ and "thin:" not in said_


def test_positions_hidden_for_their_age_leave_the_counts_on_their_day_and_come_back_when_stated_again(
    tmp_path,
):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2022-03-01", {"border": 1}),
                make_statement("2024-06-01", {"border": 1}, sets_position=False),
            ]
        },
    )
    info, _ = info_of(data, coded, on=dt.date(2024, 12, 31), stated="12")
    assert as_tuples(info.counts.query("count > 0"), "from", "until", "count") == [
        ("2022-03-01", "2023-03-02", 1),
        ("2024-06-01", "2025-01-01", 1),
    ]


def test_marks_tell_setting_words_comments_and_dissent_apart_and_a_month_is_a_range(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {"border": 1}, level="head"),
                make_statement("2024-06-01", {"border": 1}, sets_position=False),
                make_statement("2024-06-15", {"border": -2}, voice="dissent"),
                make_statement("2024-08-10", {"border": 1}, date_precision="month"),
            ]
        },
    )
    info, _ = info_of(data, coded)
    assert as_tuples(info.marks, "statement", "part", "differs", "month", "first", "last", "office") == [
        ("FRA-0", "sets", False, False, "2024-05-28", "2024-05-28", 0),
        ("FRA-1", "comment", False, False, "2024-06-01", "2024-06-01", 1),
        ("FRA-2", "dissent", True, False, "2024-06-15", "2024-06-15", 1),
        ("FRA-3", "sets", False, True, "2024-08-01", "2024-08-31", 1),
    ]


def test_counts_take_membership_day_by_day_and_stack_without_gaps(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "SWE": [make_statement("2024-01-10", {"border": 2})],
            "FRA": [make_statement("2024-02-01", {"border": -1})],
        },
        members=["FRA,NATO,1949-08-24,", "SWE,NATO,2024-03-07,"],
    )
    info, _ = info_of(data, coded, group=("NATO",), on=dt.date(2024, 4, 1), start=dt.date(2024, 1, 1))
    assert as_tuples(
        info.counts.sort_values(["from", "below"]), "from", "until", "stance", "count", "below"
    ) == [
        ("2024-02-01", "2024-03-07", -1, 1, 0),
        ("2024-03-07", "2024-04-02", 2, 1, 0),
        ("2024-03-07", "2024-04-02", -1, 1, 1),
    ]


def test_the_counts_that_hold_at_the_start_are_there(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2023-02-01", {"border": -2}), make_statement("2024-05-28", {"border": 1})]},
    )
    info, _ = info_of(data, coded, start=dt.date(2024, 1, 1), on=dt.date(2024, 12, 31))
    assert as_tuples(info.counts.sort_values("from"), "from", "stance") == [
        ("2024-01-01", -2),
        ("2024-05-28", 1),
    ]


@pytest.mark.parametrize("question", ["right", "own", "border", "deep", "supply", "incursion"])
@pytest.mark.parametrize(
    ("confidence", "stated"), [("all", "all"), ("high", "all"), ("all", "12"), ("medium", "24")]
)
def test_on_any_day_spans_and_counts_agree_with_the_cells(
    curated, curated_coded, question, confidence, stated
):
    info, _ = info_of(curated, curated_coded, question=question, confidence=confidence, stated=stated)
    counted = set(curated.actors.query("kind == 'country' and not belligerent")["code"])
    for on in pd.date_range("2022-03-01", curated.last_day, freq="71D"):
        cells = cell_states(curated, curated_coded, on, confidence, stated).query(
            "question == @question and state == 'stated'"
        )
        spans = info.spans[(info.spans["from"] <= on) & (on < info.spans["until"]) & ~info.spans["held_back"]]
        assert set(as_tuples(spans, "actor", "stance", "age_band")) == set(
            as_tuples(cells, "actor", "stance", "age_band")
        )
        counts = info.counts[(info.counts["from"] <= on) & (on < info.counts["until"])]
        held = cells[cells["actor"].isin(counted)]["stance"].value_counts()
        assert dict(zip(counts["stance"], counts["count"], strict=True)) == held.to_dict()


def test_the_border_count_rises_most_steeply_in_may_and_june_2024(curated, curated_coded):
    series = stance_series(curated, curated_coded, "border")
    rise = steepest_rise(series, 30)
    assert pd.Timestamp("2024-05-01") <= rise.first < rise.last <= pd.Timestamp("2024-06-30")
    favour = series[series["stance"] > 0].groupby("date")["count"].sum()
    months = favour.resample("MS").last().ffill().diff()
    assert set(months.nlargest(1).index) <= {pd.Timestamp("2024-05-01"), pd.Timestamp("2024-06-01")}


def test_the_steepest_rise_of_a_small_series():
    series = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-01-01", "2024-05-01", "2024-05-20", "2024-08-01"]),
            "stance": [1, 1, 1, 1],
            "count": [1, 3, 6, 7],
        }
    )
    assert steepest_rise(series, 30) == (pd.Timestamp("2024-04-20"), pd.Timestamp("2024-05-20"), 1, 6)
    assert steepest_rise(series.assign(stance=-1), 30) is None


def test_events_that_positions_followed_are_labelled_first(curated, curated_coded):
    info, _ = info_of(curated, curated_coded)
    first = info.events.sort_values("rank").iloc[0]
    assert (first["date"], first["importance"]) == (pd.Timestamp("2024-05-30"), 3)
    assert info.events.sort_values("rank")["importance"].is_monotonic_decreasing


@pytest.mark.parametrize("width", [340, 560, 800, 1000])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_figure_holds_every_span_and_mark_with_what_a_click_needs(curated, curated_coded, width, colours):
    info, choices = info_of(curated, curated_coded, width, question="deep")
    figure = timeline_figure(curated, info, choices, colours, width)
    custom = [tuple(c) for t in figure.data if t.customdata is not None for c in t.customdata]
    assert {c for c in custom if len(c) == 3} == {
        (a, "deep", f"{d:%Y-%m-%d}") for a, d in zip(info.spans["actor"], info.spans["last"], strict=True)
    }
    assert {c[0] for c in custom if len(c) == 1} == set(info.marks["statement"])


@pytest.mark.parametrize("width", [340, 800])
def test_long_spans_name_their_stance_clear_of_every_mark_so_that_no_colour_need_be_known(
    curated, curated_coded, width
):
    info, choices = info_of(curated, curated_coded, width, question="deep", group=("G7",))
    figure = timeline_figure(curated, info, choices, LIGHT, width)
    lanes = dict(enumerate(info.lanes["lane"]))
    # above a thin bar a text stands a little higher than its lane
    named = [
        (lanes[round(y)], pd.Timestamp(x), text)
        for t in figure.data
        if t.type == "scatter" and t.mode == "text" and t.yaxis is None
        for x, y, text in zip(t.x, t.y, t.text, strict=True)
    ]
    told = {(lane, text) for lane, _, text in named}
    assert len(told) == len(named)
    assert {("CAN", "● supports"), ("FRA", "◐ conditional")} <= told and (
        width < 800 or ("ITA", "✕ opposes") in told
    )
    names = {s.code: f"{s.glyph} {s.name}" for s in curated.codebook.scale}
    day = (width - 120) / (info.on - info.start).days
    for lane, end, text in named:
        start = end - pd.Timedelta(days=len(text) * 5.5 / day)
        span = info.spans[
            info.spans["lane"].eq(lane) & (info.spans["from"] <= end) & (info.spans["until"] > start)
        ]
        assert [names[s] for s in span["stance"].unique()] == [text]
        beside = info.marks[info.marks["lane"].eq(lane) & info.marks["part"].ne("dissent")]
        assert not (beside["first"].lt(end) & beside["last"].gt(start)).any()


def test_labels_do_not_touch_each_other(curated, curated_coded):
    from components.plotting.event_labels import LABEL_LETTER, placed

    info, _ = info_of(curated, curated_coded)
    labels, _ = placed(info.events, info.start, info.on, 650, 3)
    assert len(labels) >= 6
    for level in {label.level for label in labels}:
        spans = []
        for label in (lab for lab in labels if lab.level == level):
            x, size = (
                (label.date - info.start).days / (info.on - info.start).days * 650,
                max(map(len, label.lines)) * LABEL_LETTER,
            )
            spans.append(
                {"left": (x, x + size), "right": (x - size, x), "center": (x - size / 2, x + size / 2)}[
                    label.anchor
                ]
            )
        spans.sort()
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


def test_the_chosen_span_and_mark_are_outlined(curated, curated_coded):
    info, choices = info_of(curated, curated_coded)
    plain = timeline_figure(curated, info, choices, LIGHT)
    span = timeline_figure(
        curated, info, choices.replace(cell=Cell("DEU", "border", dt.date(2023, 6, 1))), LIGHT
    )
    assert len(span.layout.shapes) == len(plain.layout.shapes) + 1
    mark = timeline_figure(curated, info, choices.replace(id="FRA-2024-05-28-macron"), LIGHT)
    widths = next(t for t in mark.data if t.type == "scatter" and t.customdata is not None)
    assert [
        w
        for c, w in zip(widths.customdata, widths.marker.line.width, strict=True)
        if c[0] == "FRA-2024-05-28-macron"
    ] == [3]


@pytest.mark.parametrize("sort", ["name", "group", "permissiveness", "first", "latest"])
def test_lanes_stand_in_every_order_and_nobody_is_lost(curated, curated_coded, sort):
    info, _ = info_of(curated, curated_coded, sort=sort)
    assert set(info.lanes["actor"].dropna()) == set(curated_coded.query("question == 'border'")["actor"])
    assert info.lanes["actor"].dropna().is_unique


def test_lanes_by_first_words_stand_by_their_day(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "SWE": [make_statement("2024-05-26", {"border": 2})],
            "FRA": [make_statement("2024-05-28", {"border": 1})],
            "DEU": [make_statement("2023-02-03", {"border": -2})],
        },
    )
    info, _ = info_of(data, coded, sort="first")
    assert as_tuples(info.lanes, "label", "rank_note") == [
        ("Germany", "2023-02-03"),
        ("Sweden", "2024-05-26"),
        ("France", "2024-05-28"),
    ]


def test_before_anybody_spoke_the_figure_says_so(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, on=dt.date(2022, 2, 26))
    figure = timeline_figure(curated, info, choices, LIGHT)
    assert any("Nobody has spoken" in a.text for a in figure.layout.annotations)
    assert "none of the countries" in info.sentence


def test_the_table_says_what_the_lanes_show(curated, curated_coded):
    info, _ = info_of(curated, curated_coded)
    france = timeline_table(curated, info).loc["France"]
    turns = france[france["Stance"].ne(france["Stance"].shift())]
    assert as_tuples(turns, "Stance", "From")[:2] == [
        ("opposes", france["From"].iloc[0]),
        ("conditional", "2024-05-28"),
    ]
