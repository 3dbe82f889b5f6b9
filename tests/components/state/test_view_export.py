"""What a view shows can be taken away whole: its data, the statements behind it with every source, and
what the columns mean."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from components.figures.actor_timeline import actor_timeline_export, actor_timeline_info
from components.figures.agreement_matrix import blocs_export, blocs_info
from components.figures.changes import changes_export, changes_info
from components.figures.cohesion import cohesion_export, cohesion_info
from components.figures.comparison import compare_export, compare_info
from components.figures.country_map import map_export, map_info
from components.figures.diffusion import diffusion_export, diffusion_info
from components.figures.stance_counts import counts_export, counts_info
from components.figures.stance_matrix import matrix_export, matrix_info
from components.figures.timeline import timeline_export, timeline_info
from components.html.robustness_cards import sure_export
from components.state.url import parse_query, permalink_query
from components.state.view_export import columns_of, rows_csv, statements_behind_view, view_name, workbook
from components.state.view_state import default_choices
from data.export.tables import positions_table
from data.robustness.checks import check_headlines
from data.rules.cell_states import cell_states
from data.rules.coded_statements import coded_statements

MAY = dt.date(2024, 5, 31)
LINK = "https://example.org/matrix?on=2024-05-31"


@pytest.fixture(scope="module")
def choices(curated):
    return default_choices(curated).replace(on=MAY, since=dt.date(2024, 5, 1), group=("NATO",))


@pytest.fixture(scope="module")
def views(curated, curated_coded, choices):
    cells = cell_states(curated, curated_coded, MAY)
    matrix = matrix_info(curated, curated_coded, choices, LINK)
    blocs = blocs_info(curated, curated_coded, choices, LINK)
    return {
        "matrix": matrix_export(curated, curated_coded, matrix, choices),
        "map": map_export(curated, curated_coded, map_info(curated, curated_coded, choices, LINK), choices),
        "timeline": timeline_export(curated, timeline_info(curated, curated_coded, choices, LINK), choices),
        "counts": counts_export(
            curated, curated_coded, cells, counts_info(curated, curated_coded, choices, LINK), choices
        ),
        "changes": changes_export(curated, changes_info(curated, curated_coded, choices, LINK), choices),
        "compare": compare_export(
            curated,
            curated_coded,
            compare_info(curated, curated_coded, ["FRA", "ITA"], choices, LINK),
            choices,
        ),
        "blocs": blocs_export(curated, curated_coded, blocs, choices),
        "cohesion": cohesion_export(
            curated, cohesion_info(curated, coded_statements(curated), choices, LINK), choices
        ),
        "diffusion": diffusion_export(
            curated, diffusion_info(curated, curated_coded, choices, LINK), choices
        ),
        "sure": sure_export(
            curated, check_headlines(curated, "now", MAY, choices.since, choices.group), choices, ""
        ),
        "country": actor_timeline_export(
            curated, actor_timeline_info(curated, curated_coded, "ITA", choices, LINK), "ITA", choices
        ),
    }


VIEWS = [
    "matrix",
    "map",
    "timeline",
    "counts",
    "changes",
    "compare",
    "blocs",
    "cohesion",
    "diffusion",
    "sure",
    "country",
]


@pytest.mark.parametrize("view", VIEWS)
def test_every_column_that_leaves_a_view_is_described_and_every_statement_behind_it_is_in_the_dataset(
    curated, views, view
):
    shown = views[view]
    described = columns_of(curated, shown.kind)
    assert list(shown.rows().columns) == [
        c for c in described.loc[described["Sheet"].eq("Data"), "Column"] if c != "dissent" or view != "map"
    ]
    assert len(shown.rows()) and set(shown.statements() if shown.statements else []) <= set(
        curated.statements["id"]
    )
    read = pd.read_csv(io.StringIO(rows_csv(shown)))
    assert len(read) == len(shown.rows()) and list(read.columns) == list(shown.rows().columns)


def test_the_data_of_a_matrix_are_the_positions_of_its_day_and_the_blanks_beside_them(curated, views):
    rows = views["matrix"].rows()
    assert len(rows) == 32 * 6
    held = rows[rows["state"].eq("stated")].sort_values(["actor", "question"], ignore_index=True)
    asked = positions_table(curated, MAY, groups=("NATO",)).sort_values(
        ["actor", "question"], ignore_index=True
    )
    assert (
        held["stance"].tolist() == asked["stance"].tolist()
        and held["statement"].tolist() == asked["statement"].tolist()
    )
    assert rows.loc[rows["state"].ne("stated"), ["stance", "statement"]].isna().all(axis=None)


def test_behind_a_cell_stand_the_words_that_set_it_and_the_dissent_beside_it(curated, views):
    found = statements_behind_view(curated, views["compare"])
    assert {"FRA", "ITA"} == set(found["actor"])
    assert found["voice"].eq("dissent").any() and found["date"].is_monotonic_decreasing
    assert found["date"].max() <= "2024-05-31"


def test_the_map_gives_the_day_that_it_shows(curated, curated_coded, choices):
    earlier = map_info(curated, curated_coded, choices, LINK, dt.date(2024, 5, 1))
    shown = map_export(curated, curated_coded, earlier, choices)
    at = {r.actor: r.stance for r in shown.rows().itertuples()}
    assert at["USA"] == -2 and max(statements_behind_view(curated, shown)["date"]) <= "2024-05-01"


def test_a_workbook_holds_what_is_shown_its_data_its_statements_with_all_sources_and_how_to_cite_it(
    curated, views, choices
):
    book = openpyxl.load_workbook(io.BytesIO(workbook(curated, views["matrix"], choices, LINK)))
    assert book.sheetnames == ["About", "As shown", "Data", "Statements", "Sources", "Columns"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=2)}
    assert (
        about["What it shows"] == views["matrix"].sentence
        and about["Link"] == LINK
        and curated.version in about["To cite"]
    )
    statements = {row[0].value for row in book["Statements"].iter_rows(min_row=2)}
    cited = [row[0].value for row in book["Sources"].iter_rows(min_row=2)]
    assert statements == set(cited) == set(views["matrix"].statements())
    assert len(cited) == curated.sources["statement"].isin(statements).sum()
    assert book["As shown"].max_row == 33 and book["As shown"]["A2"].value in curated.names.values


def test_a_workbook_of_what_rests_on_no_single_statements_has_none(curated, views, choices):
    book = openpyxl.load_workbook(io.BytesIO(workbook(curated, views["cohesion"], choices, LINK)))
    assert book.sheetnames == ["About", "As shown", "Data", "Columns"]


def test_files_are_called_by_what_they_show(choices):
    assert view_name(choices, "map", "border") == "border_2024-05-31_NATO_map"
    assert (
        view_name(choices.replace(group=()), "changes", "2024-05-01") == "2024-05-01_2024-05-31_all_changes"
    )
    assert view_name(choices, "compare", whom=["FRA", "ITA"]) == "2024-05-31_FRA-ITA_compare"


def test_a_link_to_hand_on_names_every_choice_and_the_version_and_leads_back(curated, choices):
    link = permalink_query(curated, choices)
    assert (
        link["version"] == [curated.version]
        and link["confidence"] == ["all"]
        and link["on"] == ["2024-05-31"]
    )
    assert parse_query(curated, link) == (choices.replace(version=curated.version), [])
