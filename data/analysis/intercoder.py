"""How far coders agree who coded the same statements, the second ones without sight of the first codes.

Krippendorff's alpha is 1 where all agree, 0 where they agree no more often than by chance, and below 0 where they agree less. It is not
defined where every code is the same: there is no chance to compare with. Units with a single coding tell nothing and are left out.
"""

from __future__ import annotations

from typing import Literal

import krippendorff
import pandas as pd

from data.cache import cached_on_dataset
from data.dataset import Dataset

FIRST = "first"           # the coder whose codes the dataset holds
ALL = "all"               # stands for all questions together
# Krippendorff's own marks (Content Analysis): from here on dependable; below that, down to here, for tentative conclusions only.
DEPENDABLE, TENTATIVE = 0.8, 0.667
FEW_UNITS = 30            # on fewer, one unit more or less moves alpha visibly
UNIT = ["statement", "question"]


def alpha(codings: pd.DataFrame, level: Literal["ordinal", "nominal"] = "ordinal") -> float | None:
    """Krippendorff's alpha, or None where it is not defined.

    Args:
        codings: one row a unit, one column a coder; NA where a coder did not code the unit.
        level: how codes differ: ordinal (a step is nearer than two) or nominal (the same or not).
    """
    paired = codings[codings.notna().sum(axis=1) >= 2].astype("float64")
    if paired.stack().nunique() < 2:
        return None
    return float(krippendorff.alpha(reliability_data=paired.to_numpy().T, level_of_measurement=level))


def codings(data: Dataset) -> pd.DataFrame:
    """Every code of the statements that were coded again: one row a statement and question, one column a coder, the first coding first.

    NA where the coder found that the statement does not speak to the question.
    """
    second = data.second_coding
    first = data.codes[data.codes["statement"].isin(second["statement"])].assign(coder=FIRST).rename(columns={"stance": "code"})
    rows = pd.concat([first[[*UNIT, "coder", "code"]], second.dropna(subset="question")[[*UNIT, "coder", "code"]]])
    coders = [FIRST, *sorted(second["coder"].unique())]
    return rows.pivot(index=UNIT, columns="coder", values="code").reindex(columns=coders).astype("Int8")


@cached_on_dataset(1)
def agreement(data: Dataset, first: bool = True) -> pd.DataFrame:
    """Whether those who coded the same statement on the same question gave it the same code.

    Args:
        first: count the first coding as a coder; without it, only the second coders.

    Returns:
        question (those with a unit, in the codebook's order, then `ALL`), units (coded by at least two), codings, alpha (ordinal; NA where
        not defined), same_code (share of units on which all gave the same code), same_side (share on which all were on the same side: for,
        neither, against).
    """
    table = codings(data) if first else codings(data).drop(columns=FIRST)
    table = table[table.notna().sum(axis=1) >= 2]
    sides = table.map(lambda code: code if pd.isna(code) else (code > 0) - (code < 0))
    rows = [(question, len(units), int(units.notna().sum().sum()), alpha(units), units.nunique(axis=1).eq(1).mean(),
             sides.loc[units.index].nunique(axis=1).eq(1).mean()) for question, units in _by_question(data, table)]
    columns = ["question", "units", "codings", "alpha", "same_code", "same_side"]
    return pd.DataFrame(rows, columns=columns).astype({"alpha": "Float64"})


@cached_on_dataset(1)
def spoken_to(data: Dataset) -> pd.DataFrame:
    """Whether coders agree on which questions a statement speaks to, whatever code they then give.

    Returns:
        question (in the codebook's order, then `ALL`), units (statements coded again; for `ALL`: times the questions), alpha (nominal; NA
        where not defined), same (share of units on which all agree).
    """
    second = data.second_coding
    asked = [q.code for q in data.codebook.questions]
    grid = pd.MultiIndex.from_product([sorted(second["statement"].unique()), asked], names=UNIT)
    table = codings(data).reindex(grid).notna().astype("Int8")
    statements = grid.get_level_values("statement")
    for coder, part in second.groupby("coder")["statement"]:
        # of a statement that they were not given, coders say neither yes nor no
        table.loc[~statements.isin(part), coder] = pd.NA
    rows = [(question, len(units), alpha(units, "nominal"), units.nunique(axis=1).eq(1).mean()) for question, units in _by_question(data, table)]
    return pd.DataFrame(rows, columns=["question", "units", "alpha", "same"]).astype({"alpha": "Float64"})


def _by_question(data: Dataset, table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The units of each question that has any, then all of them."""
    question = table.index.get_level_values("question")
    parts = [(q.code, table[question == q.code]) for q in data.codebook.questions]
    return [(code, units) for code, units in [*parts, (ALL, table)] if len(units)]
