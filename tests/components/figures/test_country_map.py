"""The country map: what is prepared for each day, and how it is drawn."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from components.figures.country_map import MAPS, map_figure, map_info, map_table
from components.state.view_state import Cell, default_choices
from components.theme.palette import DARK, LIGHT
from data.rules.cell_states import cell_states, change_days
from data.sentences.wording import EARLIER
from tests.factories import as_tuples, make_dataset, make_statement

MAY = dt.date(2024, 5, 31)


def info_of(data, coded, **changed):
    choices = default_choices(data).replace(**changed)
    return map_info(data, coded, choices, "example.org/map"), choices


def test_every_day_on_which_something_changes_can_be_played_and_the_day_shown(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {"border": 1}),
                make_statement("2024-06-01", {"border": 1}),
                make_statement("2024-11-17", {"border": 2}),
            ],
            "DEU": [
                make_statement("2024-05-01", {"border": 0}, sets_position=False),
                make_statement("2024-05-31", {"border": 1}),
            ],
        },
    )
    info, _ = info_of(data, coded, on=dt.date(2024, 8, 1))
    assert [f"{d:%Y-%m-%d}" for d in info.days] == [
        "2024-05-01",
        "2024-05-28",
        "2024-05-31",
        "2024-08-01",
        "2024-11-17",
    ]
    france = info.cells[info.cells["actor"].eq("FRA")]
    assert as_tuples(france, "on", "state", "stance", "sign") == [
        ("2024-05-01", "not_yet", None, "›"),
        ("2024-05-28", "stated", 1, "◐"),
        ("2024-05-31", "stated", 1, "◐"),
        ("2024-08-01", "stated", 1, "◐"),
        ("2024-11-17", "stated", 2, "●"),
    ]


def test_a_group_adds_the_days_on_which_its_members_change(curated, curated_coded):
    alone = set(change_days(curated, curated_coded, "border"))
    nato = set(change_days(curated, curated_coded, "border", ("NATO",)))
    assert nato - alone == {pd.Timestamp("2023-04-04"), pd.Timestamp("2024-03-07")} - alone
    info, _ = info_of(curated, curated_coded, on=MAY, group=("NATO",))
    members = info.cells.groupby("on")["actor"].agg(set)
    assert "SWE" not in members[pd.Timestamp("2023-04-04")]
    assert "SWE" in members[pd.Timestamp("2024-03-07")]
    assert "NATO" not in members[pd.Timestamp(MAY)]


@pytest.mark.parametrize(
    ("confidence", "stated"), [("all", "all"), ("high", "all"), ("all", "12"), ("high", "24")]
)
def test_on_every_day_the_map_shows_the_cells_of_the_matrix(curated, curated_coded, confidence, stated):
    info, _ = info_of(curated, curated_coded, on=MAY, confidence=confidence, stated=stated)
    for on in info.days[::6]:
        cells = cell_states(curated, curated_coded, on, confidence, stated).query("question == 'border'")
        assert as_tuples(
            info.cells[info.cells["on"].eq(on)], "actor", "state", "stance", "statement"
        ) == as_tuples(cells, "actor", "state", "stance", "statement")


@pytest.mark.parametrize("stated", ["all", "12"])
def test_between_two_days_that_can_be_played_nothing_changes(curated, curated_coded, stated):
    info, _ = info_of(curated, curated_coded, question="deep", stated=stated)
    for before, after in list(zip(info.days, info.days[1:], strict=False))[::7]:
        same = cell_states(curated, curated_coded, after - pd.Timedelta(days=1), stated=stated).query(
            "question == 'deep'"
        )
        assert as_tuples(info.cells[info.cells["on"].eq(before)], "actor", "state", "stance") == as_tuples(
            same, "actor", "state", "stance"
        )


def test_each_frame_carries_its_own_hover_and_custom_data(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, on=MAY)
    figure = map_figure(curated, info, choices, LIGHT)
    assert [f.name for f in figure.frames] == [f"{d:%Y-%m-%d}" for d in info.days]
    for frame in figure.frames:
        countries = frame.data[0]
        assert {tuple(c[1:]) for c in countries.customdata} == {("border", frame.name)}
        assert [c[0] for c in countries.customdata] == list(countries.locations)
        day = pd.Timestamp(frame.name)
        assert all(f"{day.day} {day:%B %Y}" in hover for hover in countries.hovertext)


def test_the_day_shown_stands_at_first(curated, curated_coded):
    choices = default_choices(curated).replace(on=MAY)
    figure = map_figure(
        curated, map_info(curated, curated_coded, choices, "", dt.date(2024, 11, 19)), choices, LIGHT
    )
    assert figure.layout.sliders[0].steps[figure.layout.sliders[0].active].label == "19 Nov 2024"
    assert {c[2] for c in figure.data[0].customdata} == {"2024-11-19"}
    assert figure.data[-1].text[0].startswith("<b>19 November 2024</b>")


@pytest.mark.parametrize("region", list(MAPS))
def test_states_too_small_to_see_are_points_and_the_belligerents_are_outlined_last(
    curated, curated_coded, region
):
    info, choices = info_of(curated, curated_coded, on=MAY, region=region)
    countries, points = map_figure(curated, info, choices, LIGHT).data[:2]
    dots = curated.actors.dropna(subset="lat")
    on_this_map = [MAPS[region].shows(lon, lat) for lon, lat in zip(dots["lon"], dots["lat"], strict=True)]
    pointed = {c[0] for c in points.customdata}
    assert pointed == set(dots.loc[on_this_map, "code"]) >= {"VAT", "XKX", "MLT", "LUX", "CYP"}
    assert ("BHR" in pointed) == (region == "world")
    assert set(countries.locations[-2:]) == {"RUS", "UKR"}
    assert set(countries.marker.line.color[-2:]) == {LIGHT.ink}
    shown = {c[0] for c in [*countries.customdata, *points.customdata]}
    assert shown == set(curated.actors.loc[curated.actors["kind"].eq("country"), "code"])


def test_under_the_sign_of_a_position_older_than_a_year_stands_its_year_in_each_frame_by_that_frame_s_day(
    tmp_path,
):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2023-03-01", {"border": 1})],
            "DEU": [make_statement("2024-03-01", {"border": -2})],
            "SWE": [
                make_statement("2024-03-02", {"border": 2}),
                make_statement("2024-09-01", {"border": 2}, sets_position=False),
            ],
            "NATO": [make_statement("2023-05-01", {"border": 0})],
        },
    )
    info, choices = info_of(data, coded, on=dt.date(2025, 4, 1))
    figure = map_figure(data, info, choices, LIGHT)

    def years(traces):
        signs, names = traces[2], traces[5]
        under = {(sign[0], sign[sign.index("’") :].partition("<")[0]) for sign in signs.text if "’" in sign}
        # what stands out of a small country still stands on its colour
        assert all(
            (size > 0) == ("’" in sign) for sign, size in zip(signs.text, signs.marker.size, strict=True)
        )
        return under, names.text[-1]

    assert {frame.name: years(frame.data) for frame in figure.frames} == {
        "2023-03-01": (set(), "NATO"),
        "2023-05-01": (set(), "NATO"),
        "2024-03-01": (set(), "NATO"),
        "2024-03-02": ({("◐", "’23")}, "NATO"),
        "2025-04-01": ({("◐", "’23"), ("✕", "’24")}, "NATO ’23"),
    }
    assert years(figure.data) == years(figure.frames[-1].data)
    told = " ".join(a.text for a in figure.layout.annotations)
    assert "year of the last statement, if over a year ago" in told
    fresh, choices = info_of(data, coded, on=dt.date(2024, 3, 1))
    assert (
        "Last stated 1 March 2023 (over two years ago)"
        in info.cells[info.cells["actor"].eq("FRA")]["hover"].iloc[-1]
    )
    assert fresh.cells["age_band"].dropna().eq("recent").sum() < fresh.cells["age_band"].notna().sum()


def test_organisations_stand_beside_the_map_and_are_not_counted(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, on=MAY)
    bodies = map_figure(curated, info, choices, LIGHT).data[3]
    assert [c[0] for c in bodies.customdata] == ["EU", "G7", "NATO", "OSCE", "UN"]
    then = info.cells[info.cells["on"].eq(pd.Timestamp(MAY)) & info.cells["stance"].notna()]
    counted = then[~then["actor"].isin(["EU", "G7", "NATO", "OSCE", "UN", "RUS", "UKR"])]
    assert info.counts[info.days.index(pd.Timestamp(MAY))].startswith(
        f"{(counted['stance'] > 0).sum()} of {len(counted)} countries"
    )


@pytest.mark.parametrize("width", [340, 560, 800, 1000])
@pytest.mark.parametrize("region", list(MAPS))
def test_signs_keep_clear_of_each_other_and_large_countries_have_theirs(
    curated, curated_coded, region, width
):
    info, choices = info_of(curated, curated_coded, on=MAY, region=region)
    signs = map_figure(curated, info, choices, DARK, width).data[2]
    assert len(signs.text) == len(signs.lon) > 8
    if region == "europe":
        assert len(signs.text) > 20
    spots = list(zip(signs.lon, signs.lat, strict=True))
    assert len(set(spots)) == len(spots)


def test_the_chosen_country_is_outlined_and_nothing_fades(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, on=MAY)
    countries = map_figure(curated, info, choices.replace(cell=Cell("FRA", "border")), LIGHT).data[0]
    widths = dict(zip(countries.locations, countries.marker.line.width, strict=True))
    assert widths["FRA"] == max(widths.values()) == 3
    assert countries.unselected.marker.opacity == 1


def test_no_country_has_the_colour_of_a_stance_without_one(curated, curated_coded):
    info, choices = info_of(curated, curated_coded, on=dt.date(2022, 2, 24))
    countries = map_figure(curated, info, choices, LIGHT).data[0]
    assert set(countries.z) == {-3}
    assert "none of the countries has a stated position" in info.sentence


def test_the_table_says_what_the_map_shows(curated, curated_coded):
    info, _ = info_of(curated, curated_coded, on=MAY)
    table = map_table(curated, info)
    assert table.loc["France", "Stance"] == "conditional"
    assert table.loc["Albania", "Stance"] == "nothing found"
    assert len(table) == len(curated.actors)


def test_from_the_day_on_which_another_government_followed_a_country_says_so(curated, curated_coded):
    info, _ = info_of(curated, curated_coded, on=MAY)
    stated = info.cells[info.cells["state"].eq("stated")]
    assert stated["earlier_government"].any() and not stated["earlier_government"].all()
    assert (
        stated["hover"].str.contains(EARLIER, regex=False).tolist() == stated["earlier_government"].tolist()
    )
