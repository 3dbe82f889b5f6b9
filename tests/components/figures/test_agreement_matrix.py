"""Who stands like whom: distances, the tree, the map and cohesion, by hand and against other ways to
reckon them."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from components.figures.agreement_matrix import (
    agreement_figure,
    blocs_info,
    figure_of,
    matrix_of_agreement,
    shade,
)
from components.figures.cohesion import cohesion_figure, cohesion_info, cohesion_table
from components.plotting.label_placement import spread_apart
from components.state.view_state import default_choices
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import DARK, LIGHT
from data.analysis.blocs import ANSWERS, cohesion, distances, mean_agreement, placed_actors, tree_of
from data.analysis.comparison import MIN_SHARED_QUESTIONS, agreement_between, comparable
from data.rules.cell_states import cell_states
from data.rules.membership import counted_members
from data.rules.positions import positions
from data.sentences.blocs import blocs, extremes, group_among
from tests.factories import as_tuples, make_dataset, make_statement


def pairs_of(actors, **scores):
    """Pairs of actors with their scores, as `AB=0.5`; the others have none."""
    each = list(combinations(actors, 2))
    return pd.DataFrame(
        {
            "first": [a for a, _ in each],
            "second": [b for _, b in each],
            "questions": 4,
            "score": pd.array([scores.get(a + b) for a, b in each], dtype="Float64"),
        }
    )


def square_of(actors, **scores):
    return distances(pairs_of(actors, **scores), list(actors))


LEANS = pd.Series({"A": 2.0, "B": 1.0, "C": -1.0, "D": -2.0})
FOUR = {"AB": 0.9, "AC": 0.4, "AD": 0.2, "BC": 0.5, "BD": 0.3, "CD": 0.8}


# Distances --------------------------------------------------------------------------------------------------------------


def test_a_distance_is_what_agreement_lacks_and_the_same_both_ways():
    square = square_of("ABC", AB=0.75, AC=0.0, BC=1.0)
    assert square.tolist() == [[0, 0.25, 1], [0.25, 0, 0], [1, 0, 0]]


def test_a_pair_without_a_score_stands_at_the_mean_of_those_that_have_one():
    assert square_of("ABC", AB=0.75, AC=0.25)[1, 2] == 0.5
    assert square_of("ABC").tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_so_many_answers_are_asked_for_that_any_two_actors_share_enough_questions(curated):
    assert 2 * ANSWERS - len(curated.codebook.questions) >= MIN_SHARED_QUESTIONS


@pytest.mark.parametrize("on", ["2022-12-31", "2024-05-31", "2025-11-30", "2026-11-22"])
def test_no_pair_of_those_placed_is_without_a_score(curated, curated_coded, on):
    cells = comparable(curated, cell_states(curated, curated_coded, on))
    assert agreement_between(cells, placed_actors(cells))["score"].notna().all()


def test_what_ukraine_says_in_words_of_its_own_is_no_answer_here(tmp_path):
    codes = {"right": 2, "own": 2, "border": -2, "deep": 2}
    data, coded = make_dataset(
        tmp_path, {"UKR": [make_statement("2024-05-01", codes)], "FRA": [make_statement("2024-05-01", codes)]}
    )
    assert placed_actors(comparable(data, cell_states(data, coded, "2024-06-01"))) == ["FRA"]


# The tree ---------------------------------------------------------------------------------------------------------------


def test_the_tree_joins_the_nearest_first_and_branches_at_the_mean_distance_of_their_members():
    tree = tree_of(square_of("ABCD", **FOUR), list("ABCD"), LEANS)
    assert (
        tree.actors == list("ABCD")
        or tree.actors == list("BACD")
        or tree.actors[:2] in (["A", "B"], ["B", "A"])
    )
    assert tree.joins["height"].round(6).tolist() == [
        0.1,
        0.2,
        0.65,
    ]  # the last: the mean of 0.6, 0.8, 0.5 and 0.7
    assert [set(b) for b in tree.branches] == [{"A", "B"}, {"C", "D"}]


def test_the_more_permissive_end_comes_first_whichever_way_the_tree_is_turned():
    square = square_of("ABCD", **FOUR)
    assert set(tree_of(square, list("ABCD"), LEANS).actors[:2]) == {"A", "B"}
    turned = tree_of(square, list("ABCD"), -LEANS)
    assert set(turned.actors[:2]) == {"C", "D"}
    # where the stems of the first join stand, its two actors stand
    first = turned.joins.iloc[0]
    assert {turned.actors[int(first["left"])], turned.actors[int(first["right"])]} == {"A", "B"}


def average_linkage(square):
    """Heights at which clusters are joined, reckoned in plain loops."""
    clusters, heights = [[n] for n in range(len(square))], []
    while len(clusters) > 1:
        apart = {
            (a, b): np.mean([square[i][j] for i in clusters[a] for j in clusters[b]])
            for a, b in combinations(range(len(clusters)), 2)
        }
        (a, b), height = min(apart.items(), key=lambda item: item[1])
        heights.append(round(float(height), 6))
        clusters = [c for n, c in enumerate(clusters) if n not in (a, b)] + [clusters[a] + clusters[b]]
    return sorted(heights)


def test_the_tree_of_random_distances_is_that_of_plain_loops_and_its_stems_stand_where_its_actors_do():
    source = np.random.default_rng(7)
    for number in (2, 3, 6, 9):
        names = [chr(65 + n) for n in range(number)]
        square = squareform(source.random(number * (number - 1) // 2))
        tree = tree_of(square, names, pd.Series(source.random(number), names))
        assert tree.joins["height"].round(6).tolist() == average_linkage(square)
        assert sorted(tree.actors) == names
        for join in tree.joins[(tree.joins["low_left"] == 0) & (tree.joins["low_right"] == 0)].itertuples():
            one, other = (names.index(tree.actors[int(at)]) for at in (join.left, join.right))
            assert join.height == pytest.approx(square[one, other])


def test_nobody_and_a_single_actor_have_a_tree_too():
    assert tree_of(np.zeros((0, 0)), [], LEANS).actors == []
    assert tree_of(np.zeros((1, 1)), ["A"], LEANS).branches == [["A"]]


def test_ends_of_lines_are_moved_apart_as_little_as_needed():
    assert spread_apart([0.1, 0.9], 0.2, 0, 1) == [0.1, 0.9]
    assert spread_apart([0.5, 0.5], 0.2, 0, 1) == pytest.approx([0.4, 0.6])
    assert spread_apart([0.98, 1.0, 0.2], 0.1, 0, 1) == pytest.approx([0.9, 1.0, 0.2])
    assert spread_apart([0.0, 0.01], 0.1, 0, 1) == pytest.approx([0.0, 0.1])


# Over time --------------------------------------------------------------------------------------------------------------

MEMBERS = ["FRA,NATO,1949-04-04,", "DEU,NATO,1955-05-06,", "USA,NATO,1949-04-04,", "SWE,NATO,2024-03-07,"]
THREE = {
    "FRA": [make_statement("2024-01-01", {"right": 2, "own": 2})],
    "DEU": [make_statement("2024-01-01", {"right": 2, "own": 0})],
    "USA": [make_statement("2024-02-01", {"right": -2, "own": 2})],
    "SWE": [make_statement("2024-01-01", {"right": 2, "own": 2})],
    "UKR": [make_statement("2024-01-01", {"right": 2, "own": 2})],
}


def test_cohesion_is_the_mean_of_the_pairs_of_that_day_s_members_and_none_of_fewer_than_three(tmp_path):
    data, coded = make_dataset(tmp_path, THREE, members=[*MEMBERS, "UKR,NATO,2024-01-01,"])
    table = cohesion(data, coded, ["2024-01-31", "2024-02-29", "2024-03-31"])
    found = as_tuples(table[table["group"].eq("NATO")], "date", "members", "pairs", "mean")
    # France and Germany 0.75; France and the United States 0.5; Germany and the United States 0.25
    assert [f[:3] for f in found] == [("2024-01-31", 2, 1), ("2024-02-29", 3, 3), ("2024-03-31", 4, 6)]
    assert found[0][3] is None
    assert found[1][3] == pytest.approx(0.5)
    # Sweden: 1 with France, 0.75 with Germany, 0.5 with the United States
    assert found[2][3] == pytest.approx((0.75 + 0.5 + 0.25 + 1 + 0.75 + 0.5) / 6)


def test_cohesion_leaves_out_what_is_held_back(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        THREE | {"USA": [make_statement("2024-02-01", {"right": -2, "own": 2}, confidence="low")]},
        members=MEMBERS,
    )
    table = cohesion(data, coded, ["2024-03-31"], "medium")
    assert as_tuples(table[table["group"].eq("NATO")], "members", "pairs") == [(3, 3)]


@pytest.mark.parametrize("on", ["2023-06-30", "2024-08-31", "2026-06-30"])
def test_cohesion_of_the_curated_groups_is_that_of_plain_loops(curated, curated_coded, on):
    held = {}
    for row in positions(curated_coded, on).itertuples():
        held.setdefault(row.actor, {})[row.question] = row.stance
    table = cohesion(curated, curated_coded, [on]).set_index("group")
    for group in ("NATO", "EU", "G7", "BRICS"):
        scores = []
        for a, b in combinations(counted_members(curated, (group,), on), 2):
            both = held.get(a, {}).keys() & held.get(b, {}).keys()
            if len(both) >= 2:
                scores.append(1 - sum(abs(held[a][q] - held[b][q]) for q in both) / len(both) / 4)
        assert table.at[group, "pairs"] == len(scores)
        if len(scores) >= 3:
            assert table.at[group, "mean"] == pytest.approx(sum(scores) / len(scores))


# The dataset itself -----------------------------------------------------------------------------------------------------


def test_the_baltic_states_and_poland_are_closer_to_each_other_than_any_of_them_is_to_hungary(
    curated, curated_coded
):
    cells = comparable(curated, cell_states(curated, curated_coded, "2025-11-30"))
    four = ["EST", "LVA", "LTU", "POL"]
    pairs = agreement_between(cells, [*four, "HUN"]).set_index(["first", "second"])["score"]
    assert pairs.notna().all()
    within, to_hungary = [pairs[a, b] for a, b in combinations(four, 2)], [pairs[a, "HUN"] for a in four]
    assert min(within) > max(to_hungary)


def test_the_heights_of_the_curated_tree_are_those_of_scipy_s_own_cophenetic_distances(
    curated, curated_coded
):
    cells = comparable(curated, cell_states(curated, curated_coded, "2025-11-30"))
    actors = placed_actors(cells)
    square = distances(agreement_between(cells, actors), actors)
    tree = tree_of(square, actors, pd.Series(0.0, actors))
    links = hierarchy.linkage(squareform(square), "average")
    assert tree.joins["height"].max() == pytest.approx(hierarchy.cophenet(links).max())
    assert tree.joins["height"].sum() == pytest.approx(links[:, 2].sum())


# Sentences and figures --------------------------------------------------------------------------------------------------

ALIKE = {"right": 2, "own": 2, "border": 1, "deep": 1}
UNLIKE = {"right": -2, "own": -2, "border": -2, "deep": -2}
PARTED = {
    "FRA": [make_statement("2024-05-01", ALIKE)],
    "DEU": [make_statement("2024-05-01", ALIKE | {"deep": 2})],
    "SWE": [make_statement("2024-05-01", UNLIKE)],
    "RUS": [make_statement("2024-05-01", UNLIKE)],
    "USA": [make_statement("2024-05-01", {"right": 2})],
}


def asked(data, **choices):
    return default_choices(data).replace(on=dt.date(2024, 6, 1), since=dt.date(2024, 5, 2), **choices)


def test_the_sentence_names_the_branches_that_are_joined_last_and_counts_countries_only(tmp_path):
    data, coded = make_dataset(tmp_path, PARTED)
    info = blocs_info(data, coded, asked(data), "here")
    assert info.sentence == (
        "On 1 June 2024, 3 countries have a position on at least 4 of the 6 questions. The two branches of the tree that join last are France and Germany "
        "(mean agreement 0.94 among themselves, 1 pair) and Sweden. Between the two it is 0.09 (2 pairs)."
    )
    assert info.tree.branches[1] in (["SWE", "RUS"], ["RUS", "SWE"])
    assert "Russia: shown, not counted" in info.subtitle


def test_members_of_a_chosen_group_are_marked_and_the_others_stay(tmp_path):
    data, coded = make_dataset(tmp_path, PARTED, members=MEMBERS)
    info = blocs_info(data, coded, asked(data, group=("NATO",)), "here")
    assert dict(zip(info.actors["actor"], info.actors["member"], strict=True)) == {
        "FRA": True,
        "DEU": True,
        "SWE": True,
        "RUS": False,
    }
    assert "3 are members of NATO" in info.sentence


def test_with_nobody_to_place_the_sentence_says_so(tmp_path):
    data, coded = make_dataset(tmp_path)
    info = blocs_info(data, coded, asked(data), "here")
    assert info.sentence == "On 1 June 2024, no countries have a position on at least 4 of the 6 questions."
    assert extremes(data, info.pairs).empty
    assert group_among(data, info.pairs, [], ("NATO",), dt.date(2024, 6, 1)).endswith("too few for a mean.")


def test_the_means_in_the_sentence_are_those_of_the_pairs():
    pairs = pairs_of("ABCD", **FOUR)
    assert mean_agreement(pairs, ["A", "B"]) == (0.9, 1)
    assert mean_agreement(pairs, ["A", "B"], ["C", "D"]) == (pytest.approx(0.35), 4)
    assert mean_agreement(pairs, ["A"]) == (None, 0)


def test_the_furthest_apart_are_countries_that_are_counted(tmp_path):
    data, coded = make_dataset(tmp_path, PARTED)
    info = blocs_info(data, coded, asked(data), "here")
    assert as_tuples(extremes(data, info.pairs), "first", "second") == [("DEU", "SWE")]
    assert blocs(data, info.pairs, info.tree, dt.date(2024, 6, 1), "high").startswith(
        "On 1 June 2024, 3 countries have a position of high confidence"
    )


@pytest.mark.parametrize(
    ("width", "colours"), [(PHONE, LIGHT), (TABLET, DARK), (DESKTOP, LIGHT), (DESKTOP, DARK)]
)
def test_the_figure_stands_alone_and_its_cells_lead_on(curated, curated_coded, width, colours):
    choices = default_choices(curated).replace(
        on=dt.date(2025, 11, 30), since=dt.date(2025, 11, 1), group=("V4",)
    )
    info = blocs_info(curated, curated_coded, choices, "example.org/blocs", width)
    matrix = agreement_figure(curated, info, choices, colours, width)
    text = " ".join(a.text for a in matrix.layout.annotations)
    assert "30 November 2025" in text and curated.version in text and "Visegrád Group member" in text
    cells = {tuple(c): t for c, t in zip(matrix.data[0].customdata, matrix.data[0].text, strict=True)}
    assert len(cells) == len(info.actors) ** 2
    assert ("POL", "POL") in cells
    if width >= DESKTOP:
        assert cells["EST", "LVA"] == "1" and cells["POL", "HUN"] == cells["HUN", "POL"]


def test_every_shade_has_its_figure_and_the_table_holds_what_the_figure_shows(curated, curated_coded):
    assert [shade(s) for s in (0, 0.19, 0.2, 0.6, 0.99, 1)] == [0, 0, 1, 3, 4, 4]
    assert [figure_of(s) for s in (0, 0.5, 0.9375, 1)] == ["0", ".50", ".94", "1"]
    choices = default_choices(curated).replace(on=dt.date(2025, 11, 30), since=dt.date(2025, 11, 1))
    info = blocs_info(curated, curated_coded, choices, "here")
    table = matrix_of_agreement(info)
    assert table.at["Poland", "HUN"] == table.at["Hungary", "POL"]
    assert table["Answers"].min() >= ANSWERS


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_lines_of_groups_differ_in_dash_or_mark_and_are_named_at_their_ends(curated, curated_coded, width):
    choices = default_choices(curated).replace(on=dt.date(2025, 11, 30), since=dt.date(2025, 11, 1))
    info = cohesion_info(curated, curated_coded, choices, "here")
    figure = cohesion_figure(info, LIGHT, width)
    lines = [t for t in figure.data if t.mode == "lines+markers"]
    signs = {(t.line.dash, t.marker.symbol[-1].removesuffix("-open")) for t in lines}
    assert len(signs) == len(lines) == info.rows["group"].nunique()
    ends = [a.text for a in figure.layout.annotations if a.xref == "x2"]
    table = cohesion_table(info)
    nato = table[table["Group"].eq("NATO")].iloc[0]
    assert nato["Pairs"] > 200 and nato["Day"] == "2025-11-30"
    assert any(e.startswith(f"NATO {nato['Mean agreement']:.2f} ({nato['Pairs']})") for e in ends)


def test_the_line_of_a_group_breaks_where_it_has_too_few_pairs(tmp_path):
    files = THREE | {
        "USA": [
            make_statement("2024-02-01", {"right": -2, "own": 2}),
            make_statement("2024-03-10", {"right": -2, "own": 2}, confidence="low"),
            make_statement("2024-05-10", {"right": -2, "own": 2}),
        ]
    }
    data, coded = make_dataset(tmp_path, files, members=MEMBERS[:3])
    info = cohesion_info(data, coded, asked(data, confidence="high").replace(on=dt.date(2024, 6, 15)), "here")
    line = next(t for t in cohesion_figure(info, LIGHT).data if t.mode == "lines+markers")
    assert [y is None or y != y for y in line.y] == [False, True, True, False, False]
