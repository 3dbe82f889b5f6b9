"""Agreement of coders who coded the same statements, the second ones without seeing the first codes.

Krippendorff's alpha is 1 if all coders agree, 0 if they agree no more often than by chance, and negative if
they agree less. It is undefined if all codes are the same, since there is then no disagreement to expect by
chance. Units with a single coding carry no information and are left out.
"""

from __future__ import annotations

from typing import Literal

import krippendorff
import pandas as pd

from data.cache import cached_on_dataset
from data.dataset import Dataset

FIRST = "first"  # the coder of `data.codes`
ALL = "all"  # stands for all questions together
# Krippendorff's thresholds (Content Analysis): reliable from the first on; from the second on, for tentative
# conclusions only.
DEPENDABLE, TENTATIVE = 0.8, 0.667
FEW_UNITS = 30  # with fewer, one unit more or less changes alpha visibly
UNIT = ["statement", "question"]


def alpha(codings: pd.DataFrame, level: Literal["ordinal", "nominal"] = "ordinal") -> float | None:
    """Krippendorff's alpha, or None where it is undefined.

    Args:
        codings: one row per unit, one column per coder; NA where a coder did not code the unit.
        level: ordinal (codes one step apart disagree less than codes two apart) or nominal (codes agree or
            not).
    """
    paired = codings[codings.notna().sum(axis=1) >= 2].astype("float64")
    if paired.stack().nunique() < 2:
        return None
    return float(krippendorff.alpha(reliability_data=paired.to_numpy().T, level_of_measurement=level))


def codings(data: Dataset) -> pd.DataFrame:
    """Every code of the statements with a second coding: one row per statement and question, one column per
    coder, the first coding first.

    NA where the coder found that the statement does not speak to the question, or did not code the statement.
    """
    second = data.second_coding
    first = (
        data.codes[data.codes["statement"].isin(second["statement"])]
        .assign(coder=FIRST)
        .rename(columns={"stance": "code"})
    )
    rows = pd.concat(
        [first[[*UNIT, "coder", "code"]], second.dropna(subset="question")[[*UNIT, "coder", "code"]]]
    )
    coders = [FIRST, *sorted(second["coder"].unique())]
    return rows.pivot(index=UNIT, columns="coder", values="code").reindex(columns=coders).astype("Int8")


@cached_on_dataset(1)
def agreement(data: Dataset, first: bool = True) -> pd.DataFrame:
    """How often coders who coded the same statement on the same question gave the same code.

    Args:
        first: count the first coding as a coder; if False, only the second coders.

    Returns:
        question (those with a unit, in the codebook's order, then `ALL`), units (coded by at least two),
        codings, alpha (ordinal; NA where undefined), same_code (share of units with one code), same_side
        (share of units on one side: for, neither, against).
    """
    table = codings(data) if first else codings(data).drop(columns=FIRST)
    table = table[table.notna().sum(axis=1) >= 2]
    sides = table.map(lambda code: code if pd.isna(code) else (code > 0) - (code < 0))
    rows = [
        (
            question,
            len(units),
            int(units.notna().sum().sum()),
            alpha(units),
            units.nunique(axis=1).eq(1).mean(),
            sides.loc[units.index].nunique(axis=1).eq(1).mean(),
        )
        for question, units in _by_question(data, table)
    ]
    columns = ["question", "units", "codings", "alpha", "same_code", "same_side"]
    return pd.DataFrame(rows, columns=columns).astype({"alpha": "Float64"})


@cached_on_dataset(1)
def spoken_to(data: Dataset) -> pd.DataFrame:
    """How far coders agree on which questions a statement speaks to, whatever code they then give.

    Returns:
        question (in the codebook's order, then `ALL`), units (statements with a second coding; for `ALL`:
        times the questions), alpha (nominal; NA where undefined), same (share of units on which all agree).
    """
    second = data.second_coding
    asked = [q.code for q in data.codebook.questions]
    grid = pd.MultiIndex.from_product([sorted(second["statement"].unique()), asked], names=UNIT)
    table = codings(data).reindex(grid).notna().astype("Int8")
    statements = grid.get_level_values("statement")
    for coder, part in second.groupby("coder")["statement"]:
        # NA for statements that the coder was not given
        table.loc[~statements.isin(part), coder] = pd.NA
    rows = [
        (question, len(units), alpha(units, "nominal"), units.nunique(axis=1).eq(1).mean())
        for question, units in _by_question(data, table)
    ]
    return pd.DataFrame(rows, columns=["question", "units", "alpha", "same"]).astype({"alpha": "Float64"})


def _by_question(data: Dataset, table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The units of each question that has any, then all units under `ALL`."""
    question = table.index.get_level_values("question")
    parts = [(q.code, table[question == q.code]) for q in data.codebook.questions]
    return [(code, units) for code, units in [*parts, (ALL, table)] if len(units)]
