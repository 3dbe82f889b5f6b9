"""What the matrix shows, tested on its prepared data, not on the picture; and what its figure carries."""

from __future__ import annotations

import datetime as dt

import pytest

from components.figures.stance_matrix import matrix_figure, matrix_info, matrix_table
from components.plotting.layout import plotly_config
from components.plotting.row_order import BELLIGERENTS, order_actors
from components.state.view_state import Cell, ViewState, default_choices
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import DARK, LIGHT
from data.rules.cell_states import cell_states
from data.sentences.wording import day
from tests.factories import as_tuples, make_dataset, make_statement

MAY = ViewState(on=dt.date(2024, 5, 31), since=dt.date(2024, 5, 29), group=("NATO",))
ADDRESS = "example.org/matrix?on=2024-05-31&group=NATO"


@pytest.fixture(scope="module")
def nato(curated, curated_coded):
    return matrix_info(curated, curated_coded, MAY, ADDRESS)


def cell(info, actor, question):
    return info.cells.set_index(["actor", "question"]).loc[(actor, question)]


def test_a_group_s_matrix_has_a_row_for_every_member_and_no_other(nato, curated):
    assert sorted(nato.rows["actor"].dropna()) == sorted(
        set(curated.memberships.query("group == 'NATO'")["actor"])
    )
    assert len(nato.cells) == 32 * 6


def test_a_cell_tells_since_when_who_why_and_what_the_code_means(nato):
    hover = cell(nato, "FRA", "border")["hover"]
    for part in (
        "France · Donated weapons near the border",
        "◐ conditional since 28 May 2024",
        "within stated limits",
        "Emmanuel Macron, President",
        "Why: ",
        "confidence: medium",
    ):
        assert part in hover.replace("<br>", " ")


def test_net_change_since_the_earlier_day_is_marked(nato):
    assert cell(nato, "USA", "border")["change"] == "more"
    assert cell(nato, "NOR", "border")["change"] == "first words"
    assert cell(nato, "FRA", "border")["change"] == ""
    assert "was opposes on 29 May 2024" in cell(nato, "USA", "border")["hover"]


def test_dissent_is_marked_and_named(nato):
    assert cell(nato, "ITA", "border")["dissent"]
    assert "Matteo Salvini" in cell(nato, "ITA", "border")["hover"]
    assert "same side, other terms" in cell(nato, "ITA", "border")["hover"].replace("<br>", " ")
    assert not cell(nato, "FRA", "border")["dissent"]


def test_blank_cells_say_what_they_are(curated, nato):
    assert "This is not a position" in cell(nato, "ALB", "own")["hover"]
    assert "Not yet spoken; first spoken of about July 2024" in cell(nato, "NOR", "deep")["hover"]
    albania = nato.rows.set_index("actor").loc["ALB"]
    assert (albania["section"], albania["note"]) == (
        "Looked for, nothing found",
        f"nothing found in {curated.searches.set_index('actor').at['ALB', 'queries']} look-ups",
    )


def test_title_subtitle_sentence_and_source_are_computed(nato, curated):
    assert nato.title == "Where NATO members stand on strikes inside Russia"
    assert nato.subtitle[0].startswith("31 May 2024 · 32 NATO members · ")
    assert nato.sentence.startswith(
        "Among NATO members with a position on 31 May 2024, support or permission is widest on “Right to strike” (14 of 14)"
    )
    assert curated.version in nato.source[0]
    assert ADDRESS in nato.source[1]


# Orders

ORDERED = {
    "FRA": [make_statement("2024-01-10", {"border": 2, "deep": 2})],
    "DEU": [make_statement("2024-01-05", {"border": -2}), make_statement("2024-03-01", {"border": 2})],
    "USA": [make_statement("2024-02-01", {"border": -2, "deep": -2})],
    "SWE": [],
}
MEMBERS = ["SWE,NATO,2024-03-07,", "FRA,NATO,1949-08-24,", "DEU,EU,1958-01-01,", "FRA,EU,1958-01-01,"]


def ordered(tmp_path, sort, answers=2):
    data, coded = make_dataset(
        tmp_path,
        ORDERED,
        members=MEMBERS,
        none_found={"SWE": ["right", "own", "border", "deep", "supply", "incursion"]},
    )
    choices = default_choices(data).replace(
        on=dt.date(2024, 6, 1), since=dt.date(2024, 5, 1), sort=sort, answers=answers
    )
    return as_tuples(
        order_actors(data, coded, cell_states(data, coded, choices.on), choices), "actor", "label"
    )


def names(lines):
    return [actor for actor, _ in lines if actor]


def test_by_name(tmp_path):
    assert names(ordered(tmp_path, "name"))[:3] == ["FRA", "DEU", "USA"]


def test_by_permissiveness_the_mean_counts_and_those_with_too_few_answers_stand_apart(tmp_path):
    assert ordered(tmp_path, "permissiveness", answers=2)[:5] == [
        (None, "Countries"),
        ("FRA", "France"),
        ("USA", "United States"),
        (None, "Not ranked: fewer than 2 answers"),
        ("DEU", "Germany"),
    ]


def test_by_permissiveness_with_a_lower_minimum_everybody_is_ranked(tmp_path):
    assert names(ordered(tmp_path, "permissiveness", answers=1))[:3] == ["FRA", "DEU", "USA"]


def test_by_latest_move_first_words_are_no_move(tmp_path):
    assert ordered(tmp_path, "latest")[:5] == [
        (None, "Countries"),
        ("DEU", "Germany"),
        (None, "No move up to this day"),
        ("FRA", "France"),
        ("USA", "United States"),
    ]


def test_by_group_each_country_stands_once_under_its_first_group(tmp_path):
    lines = ordered(tmp_path, "group")
    assert lines[:6] == [
        (None, "NATO"),
        ("FRA", "France"),
        (None, "EU (not listed above)"),
        ("DEU", "Germany"),
        (None, "In none of the groups"),
        ("USA", "United States"),
    ]


def test_belligerents_organisations_and_the_silent_have_sections_of_their_own(tmp_path):
    headings = [label for actor, label in ordered(tmp_path, "name") if actor is None]
    assert headings == ["Countries", "Looked for, nothing found"]


def test_belligerents_stand_apart_from_those_counted(curated, curated_coded):
    info = matrix_info(curated, curated_coded, default_choices(curated), "")
    section = info.rows.dropna().set_index("actor")["section"]
    assert section["UKR"] == section["RUS"] == BELLIGERENTS
    assert section["NATO"] == "Organisations"


# Figure and table


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
def test_the_figure_stands_alone_at_every_width_and_in_both_themes(curated, nato, colours, width):
    figure = matrix_figure(curated, nato, MAY, colours, width)
    said_ = " ".join(a.text for a in figure.layout.annotations).replace("&amp;", "&")
    for part in (
        "Where NATO members stand",
        "31 May 2024",
        "supports",
        "noncommittal",
        "opposes",
        "nothing found",
        "dissent",
        "Source: Strike Positions",
    ):
        assert part in said_
    cells = [trace for trace in figure.data if trace.type == "bar" and trace.hoverinfo != "skip"]
    assert sum(len(trace.y) for trace in cells) == 32 * 6
    assert {tuple(c) for trace in cells for c in trace.customdata} == set(
        zip(nato.cells["actor"], nato.cells["question"], strict=True)
    )


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_longer_ago_a_position_was_stated_the_less_of_its_cell_it_fills_and_its_sign_stands_off_what_is_under_it(
    tmp_path, colours
):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-01", {"border": 2})],
            "DEU": [make_statement("2023-05-01", {"border": 2})],
            "SWE": [make_statement("2022-05-01", {"border": 2})],
        },
    )
    choices = default_choices(data).replace(on=MAY.on)
    info = matrix_info(data, coded, choices, "")
    figure = matrix_figure(data, info, choices, colours, TABLET)
    whole, thin = [t for t in figure.data if t.type == "bar"]
    fills = {
        c[0]: fill for c, fill in zip(whole.customdata, whole.marker.color, strict=True) if c[1] == "border"
    }
    assert (fills["FRA"], fills["DEU"], fills["SWE"]) == (colours.stance[2], colours.paper, colours.paper)
    assert thin.hoverinfo == "skip" and len(whole.customdata) == len(info.cells)
    places = {a: n for n, a in enumerate(info.rows["actor"])}
    foot = {round(y + w / 2, 6): (y - w / 2, y + w / 2) for y, w in zip(thin.y, thin.width, strict=True)}
    signs = next(t for t in figure.data if t.type == "scatter" and "●" in t.text)
    ink = {}
    for y, sign, colour in zip(signs.y, signs.text, signs.textfont.color, strict=True):
        if sign == "●":
            actor = {n: a for a, n in places.items()}[round(y)]
            top, bottom = foot.get(round(places[actor] + whole.width / 2, 6), (None, None))
            ink[actor] = (colour, "whole" if top is None else "on it" if top < y < bottom else "above it")
    assert ink == {
        "FRA": (colours.on_stance[2], "whole"),
        "DEU": (colours.on_stance[2], "on it"),
        "SWE": (colours.ink, "above it"),
    }
    widths = sorted(thin.width)
    assert 0 < widths[0] < widths[1] < whole.width
    said_ = " ".join(a.text for a in figure.layout.annotations)
    assert (
        "thin: last stated over a year ago" in said_ and "thinnest: last stated over two years ago" in said_
    )
    assert "2 of the 3 positions were last stated before 31 May 2023." in info.sentence
    table = matrix_table(data, info)["Donated, near border"]
    assert table["Sweden"].endswith(", last stated 1 May 2022") and "last stated" not in table["France"]


def test_the_chosen_cell_is_outlined_and_nothing_fades(curated, nato):
    plain = matrix_figure(curated, nato, MAY, LIGHT)
    chosen = matrix_figure(curated, nato, MAY.replace(cell=Cell("FRA", "border")), LIGHT)
    assert len(chosen.layout.shapes) == len(plain.layout.shapes) + 1
    assert all(trace.unselected.marker.opacity == 1 for trace in chosen.data if trace.type == "bar")


@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
def test_the_downloaded_image_is_1920_by_1080(curated, nato, width):
    options = plotly_config(
        matrix_figure(curated, nato, MAY, LIGHT, width), "strike-positions_2024-05-31_NATO_matrix"
    )["toImageButtonOptions"]
    assert (
        round(options["width"] * options["scale"], 6),
        round(options["height"] * options["scale"], 6),
    ) == (1920, 1080)
    assert options["filename"] == "strike-positions_2024-05-31_NATO_matrix"


def test_text_of_the_data_is_no_markup_in_the_figure(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement(
                    "2024-05-28", {"border": 1}, speaker="<b>A</b>", rationale="<a href='https://x.org'>x</a>"
                )
            ]
        },
    )
    info = matrix_info(data, coded, default_choices(data), "")
    hover = cell(info, "FRA", "border")["hover"]
    assert "&lt;b&gt;A&lt;/b&gt;" in hover
    assert "<a " not in hover


def test_held_back_cells_show_neither_colour_nor_stance(curated, curated_coded):
    choices = default_choices(curated).replace(
        on=dt.date(2025, 11, 30), since=dt.date(2025, 10, 30), confidence="high"
    )
    held = cell(matrix_info(curated, curated_coded, choices, ""), "DEU", "deep")
    assert (held["state"], held["sign"], held["change"]) == ("held_back", "≈", "")
    assert "supports" not in held["hover"]


def test_the_table_says_the_same_as_the_figure(curated, nato):
    table = matrix_table(curated, nato)
    assert table.index.tolist() == [
        curated.actors.set_index("code").loc[a, "name"] for a in nato.rows["actor"].dropna()
    ]
    assert table.loc["France", "Donated, near border"] == "◐ conditional since 28 May 2024"
    assert (
        table.loc["United States", "Donated, near border"]
        == "◐ conditional since 30 May 2024, more permissive than before, dissent"
    )
    assert table.loc["Albania", "Right to strike"] == "– nothing found"
    assert table.loc["France", ["Section", "Answers"]].tolist() == ["Countries", 5]


def test_ukraine_s_early_pledge_to_donors_is_in_its_own_words_everywhere(curated, curated_coded):
    choices = default_choices(curated).replace(on=dt.date(2023, 1, 1), since=dt.date(2022, 12, 1))
    info = matrix_info(curated, curated_coded, choices, "")
    assert cell(info, "UKR", "border")["stance"] == -2
    assert "✕ pledges not to since 31 May 2022" in cell(info, "UKR", "border")["hover"]
    assert (
        matrix_table(curated, info).loc["Ukraine", "Donated, near border"]
        == "✕ pledges not to since 31 May 2022"
    )
    assert "Ukraine: pledges not to" in [
        a.text for a in matrix_figure(curated, info, choices, LIGHT).layout.annotations
    ]


def test_deep_permitted_further_than_the_border_carries_a_note(curated, curated_coded):
    info = matrix_info(curated, curated_coded, default_choices(curated), "")
    assert "deep strikes are permitted further" in cell(info, "NOR", "deep")["hover"]
    assert "deep strikes are permitted further" not in cell(info, "EST", "deep")["hover"]


def test_the_sentence_counts_small_groups_with_their_base_and_names_who_is_left_out(curated, curated_coded):
    choices = default_choices(curated)
    assert matrix_info(curated, curated_coded, choices.replace(group=("V4",)), "").sentence.startswith(
        "Among Visegrád Group members with a position on " + day(curated.last_day)
    )
    assert (
        "UN P5 members (Russia apart)"
        in matrix_info(curated, curated_coded, choices.replace(group=("P5",)), "").sentence
    )


def test_the_sentence_names_no_widest_and_narrowest_where_the_shares_are_the_same(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": 1, "deep": 2})],
            "DEU": [make_statement("2024-05-28", {"border": -2, "deep": -1})],
        },
    )
    assert matrix_info(data, coded, default_choices(data).replace(on=dt.date(2024, 5, 31)), "").sentence == (
        "Among countries with a position on 31 May 2024, support or permission is equally wide on “Donated, near border” (1 of 2) and "
        "“Donated, deep” (1 of 2). All 4 positions have been stated since 31 May 2023."
    )


def test_the_sentence_says_which_confidence_it_counts(curated, curated_coded):
    assert (
        "with a position of high confidence on"
        in matrix_info(
            curated, curated_coded, default_choices(curated).replace(confidence="high"), ""
        ).sentence
    )


def test_on_the_first_day_nobody_has_spoken_and_the_sentence_says_so(curated, curated_coded):
    first = default_choices(curated).replace(on=dt.date(2022, 2, 24), since=dt.date(2022, 2, 24))
    info = matrix_info(curated, curated_coded, first, "")
    assert (
        info.sentence == "On 24 February 2022, none of the countries has a stated position on any question."
    )
    assert matrix_figure(curated, info, first, LIGHT).layout.height > 0


def test_the_second_column_says_what_it_continues(curated, nato):
    said_ = [a.text for a in matrix_figure(curated, nato, MAY, LIGHT, DESKTOP).layout.annotations]
    assert any(text.endswith(", continued</b>") for text in said_)


def test_on_a_phone_the_questions_are_repeated_where_the_headings_are_out_of_sight(curated, nato):
    def repeated(width):
        return sum(
            list(trace.text) == nato.questions
            for trace in matrix_figure(curated, nato, MAY, LIGHT, width).data
            if trace.type == "scatter"
        )

    assert (repeated(PHONE), repeated(DESKTOP)) == (1, 0)
