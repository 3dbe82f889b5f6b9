"""The same question has one answer: the API's function, the command line's and the matrix's agree on any
day, under any filters."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import random

import pandas as pd

from components.figures.stance_matrix import matrix_info
from components.server.api import _csv
from components.state.view_state import default_choices
from data.__main__ import _positions
from data.dataset import Dataset
from data.query.endpoints import parse_parameters
from data.rules.cell_states import cell_states
from data.rules.coded_statements import STATED, THRESHOLDS, coded_statements
from data.schema.fields import FIRST_DAY

HELD = ["actor", "question", "stance", "statement", "confidence", "age_band"]


def compare_answers(data: Dataset, draws: int, seed: int) -> int:
    """Asks so many random questions in three ways; how many rows were compared."""
    chance, compared = random.Random(seed), 0
    questions, groups = [q.code for q in data.codebook.questions], [g.code for g in data.codebook.groups]
    for _ in range(draws):
        on = FIRST_DAY + dt.timedelta(days=chance.randrange((data.last_day - FIRST_DAY).days + 1))
        group, question = (
            chance.sample(groups, chance.choice([0, 0, 1, 2])),
            chance.choice([None, None, *questions]),
        )
        confidence, stated, known = (
            chance.choice(list(THRESHOLDS)),
            chance.choice(list(STATED)),
            chance.choice(["now", "then"]),
        )
        query = {
            "on": [on.isoformat()],
            "group": group,
            "confidence": [confidence],
            "stated": [stated],
            "known": [known],
        } | ({"question": [question]} if question else {})
        printed = _positions(
            data,
            argparse.Namespace(
                on=on,
                question=question,
                group=group,
                confidence=confidence,
                stated=stated,
                known=known,
                actors=None,
                format="csv",
            ),
        )
        assert _csv(data, "positions", parse_parameters(data, "positions", query), None) == printed
        choices = default_choices(data).replace(
            on=on, group=tuple(group), confidence=confidence, stated=stated, known=known
        )
        cells = shown_cells(data, choices)
        cells = cells[cells["state"].eq("stated") & (cells["question"].eq(question) if question else True)]
        rows = pd.read_csv(io.StringIO(printed), dtype={"stance": "Int8"})
        expected = cells[HELD].sort_values(["actor", "question"], ignore_index=True).astype(object)
        pd.testing.assert_frame_equal(
            rows[HELD].sort_values(["actor", "question"], ignore_index=True).astype(object),
            expected,
            check_column_type=False,
        )
        compared += len(rows)
    return compared


def shown_cells(data: Dataset, choices) -> pd.DataFrame:
    """The cells of the matrix, without the words and the order that cost most of its time."""
    cells = cell_states(
        data, coded_statements(data, choices.known), choices.on, choices.confidence, choices.stated
    )
    members = set(
        data.memberships.loc[
            (data.memberships["from"] <= pd.Timestamp(choices.on))
            & ~(data.memberships["to"] < pd.Timestamp(choices.on))
            & data.memberships["group"].isin(choices.group),
            "actor",
        ]
    )
    return cells[cells["actor"].isin(members)] if choices.group else cells


def test_api_command_line_and_matrix_agree_on_random_days_under_random_filters(curated):
    assert compare_answers(curated, draws=30, seed=20240531) > 300


def test_what_the_matrix_shows_are_these_cells(curated, curated_coded):
    choices = default_choices(curated).replace(
        on=dt.date(2024, 5, 31), group=("NATO", "EU"), confidence="high"
    )
    shown, cells = matrix_info(curated, curated_coded, choices, "").cells, shown_cells(curated, choices)
    assert set(
        zip(shown["actor"], shown["question"], shown["state"], shown["statement"].fillna(""), strict=True)
    ) == set(
        zip(cells["actor"], cells["question"], cells["state"], cells["statement"].fillna(""), strict=True)
    )
