"""How far coders agree: alpha against published figures, and on small second codings written out in the
test."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from data.analysis.intercoder import ALL, agreement, alpha, codings, spoken_to
from data.sentences.coverage import agreed
from tests.factories import as_tuples, make_dataset, make_statement

# Krippendorff's own example: 4 observers, 12 units, values missing; nominal 0.743 and ordinal 0.815 are the
# figures he gives for it.
PUBLISHED = pd.DataFrame(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
).T.astype("Int8")
# On the border two coders agree with the first on one side; on deep strikes coder B turns every code round;
# of the last statement B says nothing.
FILES = {
    "FRA": [
        make_statement("2024-05-01", {"border": 2, "deep": 2}),
        make_statement("2024-05-02", {"border": 1, "deep": -2}),
        make_statement("2024-05-03", {"border": -2, "deep": 2}),
        make_statement("2024-05-04", {"own": 2}),
        make_statement("2024-05-05", {"supply": 1}),
    ]
}
SECOND = [
    "FRA-0,border,B,2",
    "FRA-1,border,B,2",
    "FRA-2,border,B,-2",
    "FRA-0,border,C,2",
    "FRA-1,border,C,1",
    "FRA-2,border,C,-2",
    "FRA-0,deep,B,-2",
    "FRA-1,deep,B,2",
    "FRA-2,deep,B,-2",
    "FRA-3,,B,",
    "FRA-3,own,C,2",
]


def second_coding(tmp_path):
    return make_dataset(tmp_path, FILES, second=SECOND)[0]


@pytest.mark.parametrize(("level", "published"), [("ordinal", 0.815), ("nominal", 0.743)])
def test_alpha_is_what_krippendorff_published_for_his_example(level, published):
    assert alpha(PUBLISHED, level) == pytest.approx(published, abs=0.0005)


def test_a_unit_with_one_coding_makes_no_difference():
    lonely = pd.concat([PUBLISHED, pd.DataFrame([[1, None, None, None]], dtype="Int8")], ignore_index=True)
    assert alpha(lonely) == alpha(PUBLISHED)


def test_coders_who_agree_throughout_have_1():
    assert alpha(pd.DataFrame({"A": [2, 1, -2, 0], "B": [2, 1, -2, 0]})) == 1.0


def test_coders_who_always_say_the_opposite_are_below_chance():
    # observed disagreement is whole; expected by chance is 4 of 7 pairs: 1 - 1 / (4/7)
    assert alpha(pd.DataFrame({"A": [2, -2, 2, -2], "B": [-2, 2, -2, 2]})) == pytest.approx(-0.75)


def test_a_step_apart_counts_less_than_the_whole_scale_apart():
    first = [2, 1, 0, -1, -2]
    assert alpha(pd.DataFrame({"A": first, "B": [1, 1, 0, -1, -2]})) > alpha(
        pd.DataFrame({"A": first, "B": [-2, 1, 0, -1, -2]})
    )


@pytest.mark.parametrize(
    "table", [{"A": [2, 2, 2], "B": [2, 2, 2]}, {"A": [2, None], "B": [None, 1]}, {"A": [], "B": []}]
)
def test_without_two_different_codes_alpha_is_not_defined_and_nobody_is_warned(table):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert alpha(pd.DataFrame(table, dtype="Int8")) is None


def test_the_first_coding_is_the_dataset_s_and_only_of_what_was_coded_again(tmp_path):
    table = codings(second_coding(tmp_path))
    assert list(table.columns) == ["first", "B", "C"]
    assert table.loc[("FRA-1", "border")].tolist() == [1, 2, 1]
    assert "FRA-4" not in table.index.get_level_values("statement")


def test_each_question_has_its_units_codings_and_shares_of_agreement(tmp_path):
    table = agreement(second_coding(tmp_path)).round(2)
    assert as_tuples(table, "question", "units", "codings", "same_code", "same_side") == [
        ("own", 1, 2, 1.0, 1.0),
        ("border", 3, 9, 0.67, 1.0),
        ("deep", 3, 6, 0.0, 0.0),
        (ALL, 7, 17, 0.43, 0.57),
    ]
    figures = table.set_index("question")["alpha"]
    assert pd.isna(figures["own"])
    assert figures["deep"] < 0 < figures[ALL] < figures["border"] < 1


def test_the_blind_coders_are_compared_without_the_first(tmp_path):
    table = agreement(second_coding(tmp_path), first=False)
    assert as_tuples(table, "question", "units", "codings") == [("border", 3, 6), (ALL, 3, 6)]


def test_whether_a_statement_speaks_to_a_question_is_asked_of_every_statement_coded_again(tmp_path):
    table = spoken_to(second_coding(tmp_path)).set_index("question")
    assert table["units"].to_dict() == {
        "right": 4,
        "own": 4,
        "border": 4,
        "deep": 4,
        "supply": 4,
        "incursion": 4,
        ALL: 24,
    }
    # B, who found that the fourth speaks to no question, disagrees on own; C, who did not code deep, on three
    # units
    assert table["same"].round(2).to_dict() == {
        "right": 1.0,
        "own": 0.75,
        "border": 1.0,
        "deep": 0.25,
        "supply": 1.0,
        "incursion": 1.0,
        ALL: 0.83,
    }
    assert table["alpha"]["border"] == 1.0
    assert pd.isna(table["alpha"]["right"])


def test_a_coder_says_nothing_of_a_statement_that_was_not_given_to_them(tmp_path):
    given = make_dataset(tmp_path, FILES, second=["FRA-0,border,B,2", "FRA-0,deep,B,2", "FRA-3,own,C,2"])[0]
    assert spoken_to(given).set_index("question").loc[ALL, "same"] == 1.0


def test_the_sentence_names_what_is_low_small_or_not_defined(tmp_path):
    sentence = agreed(second_coding(tmp_path))
    assert "(7 units), among the 2 second coders alone" in sentence
    assert "Too low to conclude from: “Donated, deep” (-0.67)" in sentence
    assert "Few units, so a rough figure: “Ukraine's own weapons” (1)" in sentence
    assert "Not defined, since all codings are the same: “Ukraine's own weapons” (2 codings)" in sentence


def test_without_a_second_coding_nothing_is_claimed(tmp_path):
    data, _ = make_dataset(tmp_path, FILES)
    assert agreement(data).empty
    assert agreed(data) == "No statement has been coded by a second coder."


def test_the_curated_second_coding_is_whole(curated):
    table = agreement(curated).set_index("question")
    assert list(table.index) == [q.code for q in curated.codebook.questions] + [ALL]
    assert table.loc[ALL, "units"] == table.drop(ALL)["units"].sum()
    assert table.loc[ALL, "codings"] == table.drop(ALL)["codings"].sum()
    assert spoken_to(curated).set_index("question").loc[ALL, "units"] == curated.second_coding[
        "statement"
    ].nunique() * len(curated.codebook.questions)
    assert table["same_code"].le(table["same_side"]).all()
