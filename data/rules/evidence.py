"""The evidence behind a cell, as plain data without widgets."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from data.dataset import Dataset
from data.rules.cell_states import cell_states
from data.rules.coded_statements import CELL, CONFIDENCE, Day
from data.rules.dissent import dissent_on
from data.rules.positions import deep_beyond_border, positions
from data.rules.spells import position_setting_statements, spells


class CellEvidence(NamedTuple):
    """The evidence behind one cell on a day.

    Attributes:
        cell: the cell's row of `cell_states`, nothing held back: evidence is shown in full.
        held_back: whether the reader's filters hide the position in views.
        history: every statement on the question, oldest first: columns of
            `coded_statements.coded_statements`, and `part`: began (the spell), sets (a position), comment,
            dissent, later (after the day).
        against: id of the strongest statement against the position, None if there is none.
        before, after: the spells before and after the present one (rows of `spells`), None where there is
            none.
        dissent: rows of `dissent_on` for the cell.
        deep_beyond_border: whether the actor permits deep strikes further than strikes near the border, both
            stated.
    """

    cell: pd.Series
    held_back: bool
    history: pd.DataFrame
    against: str | None
    before: pd.Series | None
    after: pd.Series | None
    dissent: pd.DataFrame
    deep_beyond_border: bool


def cell_evidence(
    data: Dataset,
    coded: pd.DataFrame,
    actor: str,
    question: str,
    on: Day,
    confidence: str = "all",
    stated: str = "all",
) -> CellEvidence:
    """The evidence behind an actor's cell for a question on a day.

    Raises:
        KeyError: for an actor or question that the dataset does not have.
    """
    on = pd.Timestamp(on)
    here = coded[coded["actor"].eq(actor) & coded["question"].eq(question)]
    cell = cell_states(data, here, on).set_index(CELL).loc[(actor, question)]
    stretches = spells(here)
    # from all statements: dissent ends when its speaker speaks for the government, on any question
    beside = dissent_on(coded, on)
    beside = beside[beside["actor"].eq(actor) & beside["question"].eq(question)]
    past, later = stretches[stretches["since"] <= on], stretches[stretches["since"] > on]
    return CellEvidence(
        cell=cell,
        held_back=cell["state"] == "stated" and positions(here, on, confidence, stated).empty,
        history=here.assign(part=_parts(here, cell, on)).reset_index(drop=True),
        against=_strongest_against(here, cell, beside, on),
        before=past.iloc[-2] if len(past) > 1 else None,
        after=later.iloc[0] if len(later) else None,
        dissent=beside,
        deep_beyond_border=actor in set(deep_beyond_border(positions(coded, on))["actor"]),
    )


def _parts(here: pd.DataFrame, cell: pd.Series, on: pd.Timestamp) -> pd.Series:
    part = pd.Series("comment", index=here.index)
    part[here["statement"].isin(position_setting_statements(here)["set_by"])] = "sets"
    part[here["voice"].eq("dissent")] = "dissent"
    part[here["statement"].eq(cell["statement"])] = "began"
    part[here["date"] > on] = "later"
    return part


def _strongest_against(
    here: pd.DataFrame, cell: pd.Series, beside: pd.DataFrame, on: pd.Timestamp
) -> str | None:
    """The statement that most contradicts the position: made since the position began, or dissent that stands
    beside it.

    Largest distance of the codes first; then the higher office, the higher confidence, the later day.
    """
    if cell["state"] != "stated":
        return None
    now = here["date"].between(cell["since"], on) | here["statement"].isin(beside["statement"])
    said = here[now & here["stance"].ne(cell["stance"])]
    if said.empty:
        return None
    ranked = said.assign(
        distance=(said["stance"] - int(cell["stance"])).abs(), clarity=said["confidence"].map(CONFIDENCE)
    )
    return ranked.sort_values(
        ["distance", "office", "clarity", "date"], ascending=[False, True, False, False]
    )["statement"].iloc[0]
