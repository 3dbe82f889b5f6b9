"""The dataset's answers as flat tables, for the command line and other programs: stable column names, days as text."""

from __future__ import annotations

import pandas as pd

from data.loading import Dataset
from data.transforms import Day, members_on, positions, words


def positions_table(data: Dataset, on: Day, question: str | None = None, groups: tuple[str, ...] = (), confidence: str = "all") -> pd.DataFrame:
    """The positions on a day, one row each; rows only where there is a position; every actor unless groups are named.

    Returns:
        actor, name, question, stance (-2..2), stance_name, since, since_precision, statement, last_stated, last_statement, confidence;
        sorted by actor, questions in the codebook's order. `statement` began the position; `confidence` is that of the latest words that set
        it, which may be others. `stance_name` is the scale's name for the code, whoever the actor.
    """
    book = data.codebook
    rows = positions(words(data), on, confidence)
    rows = rows[rows["actor"].isin(members_on(data, groups, on))]
    if question:
        rows = rows[rows["question"].eq(question)]
    rank = {q.code: n for n, q in enumerate(book.questions)}
    rows = rows.sort_values(["actor", "question"], key=lambda c: c.map(rank) if c.name == "question" else c)
    rows["name"] = rows["actor"].map(data.names)
    rows["stance_name"] = rows["stance"].map({s.code: s.name for s in book.scale})
    for column in ("since", "last_stated"):
        rows[column] = rows[column].dt.strftime("%Y-%m-%d")
    return rows[["actor", "name", "question", "stance", "stance_name", "since", "since_precision", "statement", "last_stated", "last_statement",
                 "confidence"]].reset_index(drop=True)
