"""Comparison of actors: agreement, mean stance, and the order in which they came to be in favour."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from data.dataset import Dataset
from data.rules.coded_statements import CELL, Day, day_range, days_apart
from data.rules.spells import visible_spells


def mean_stance(cells: pd.DataFrame, minimum: int = 1) -> pd.DataFrame:
    """The mean stance of each actor, and the number of answers it is taken of.

    Args:
        cells: as from `cell_states` or `positions`.
        minimum: actors with fewer answers get no mean.

    Returns:
        actor, answers, mean (-2..2; NA below the minimum).
    """
    table = cells.groupby("actor")["stance"].agg(answers="count", mean="mean").reset_index()
    table["mean"] = table["mean"].astype("Float64").where(table["answers"] >= minimum)
    return table


STEPS = 4  # from one end of the scale to the other
MIN_SHARED_QUESTIONS = 2  # answered by both actors; with fewer there is no score
FAVOUR = 1  # conditional support: the lowest stance that counts as in favour


def comparable(data: Dataset, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells without the stances for which a belligerent has its own words: these are not comparable on
    the common scale.

    Args:
        cells: as from `cell_states` or `positions`.
    """
    own = pd.MultiIndex.from_tuples(
        [(w.actor, w.code) for w in data.codebook.own_words], names=["actor", "stance"]
    )
    return cells.assign(
        stance=cells["stance"].mask(pd.MultiIndex.from_frame(cells[["actor", "stance"]]).isin(own))
    )


def spread(cells: pd.DataFrame) -> pd.DataFrame:
    """The largest distance between the actors on each question.

    Args:
        cells: as from `comparable`, of the actors compared.

    Returns:
        question, answers (actors with a position), distance (steps of the scale between the two extremes; NA
        with fewer than two answers).
    """
    stances = cells.astype({"stance": "Int8"}).groupby("question", sort=False)["stance"]
    table = stances.agg(answers="count", most="max", least="min").reset_index()
    table["distance"] = (table["most"] - table["least"]).where(table["answers"] > 1)
    return table[["question", "answers", "distance"]]


def agreement_between(cells: pd.DataFrame, actors: Sequence[str]) -> pd.DataFrame:
    """The agreement of each pair of actors: 1 minus the mean distance of their stances, as a share of the
    length of the scale.

    Only questions that both have answered count. With fewer than `MIN_SHARED_QUESTIONS` of them there is no
    score.

    Args:
        cells: as from `comparable`.

    Returns:
        first, second (in the order of `actors`, each pair once), questions (answered by both), score (0..1;
        NA with fewer than two questions).
    """
    table = (
        cells.pivot(index="actor", columns="question", values="stance")
        .reindex(actors)
        .astype("Float64")
        .to_numpy(float, na_value=np.nan)
    )
    one, other = np.triu_indices(len(actors), 1)
    apart = np.abs(table[one] - table[other])
    questions = np.isfinite(apart).sum(axis=1)
    score = 1 - np.nansum(apart, axis=1) / np.maximum(questions, 1) / STEPS
    names = np.array(actors, dtype=object)
    return pd.DataFrame(
        {
            "first": names[one],
            "second": names[other],
            "questions": questions,
            "score": pd.Series(score).astype("Float64").where(questions >= MIN_SHARED_QUESTIONS),
        }
    )


def first_in_favour(
    coded: pd.DataFrame,
    start: Day,
    on: Day,
    confidence: str = "all",
    threshold: int = FAVOUR,
    actors: Collection[str] | None = None,
) -> pd.DataFrame:
    """When actors came to be in favour, at least conditionally, from `start` to `on`, both included; one row
    per actor and question.

    With another `threshold`: when they came to that stance or a higher one. The date is the first day of the
    spell with which the actor reached the threshold, by first words or a move; later moves do not matter.

    An actor that stood there on the day before `start` is `already` there. Of the others, `first` are those
    that no other actor on the question can have preceded: two on the same day are both first, and a date
    known only to the month may be any of its days. An actor whose position is held back is never first.

    Args:
        actors: the actors to include; None for all.

    Returns:
        actor, question, stance (that it took), previous (the stance before, NA: first words), since,
        since_precision, statement, already, held_back, first, lag (days after the first; NA if the actor was
        already there or is held back, and wherever a date known only to the month leaves it open).

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    start = pd.Timestamp(start)
    rows = visible_spells(coded, confidence)
    rows = rows if actors is None else rows[rows["actor"].isin(actors)]
    rows = rows[rows["stance"].ge(threshold) & rows["from"].le(pd.Timestamp(on)) & ~rows["until"].lt(start)]
    rows = rows.drop_duplicates(CELL).reset_index(drop=True)
    month = rows["since_precision"].eq("month")
    earliest, latest = day_range(rows["since"], rows["since_precision"])
    # a date known only to the month of `start` may be before or after it; if the previous position was in
    # favour too, the actor was already there
    rows["already"] = latest.lt(start) | rows["previous"].ge(threshold).fillna(False).astype(bool)
    came = ~rows["already"] & ~rows["held_back"]
    rows["first"] = came & earliest.le(latest.where(came).groupby(rows["question"]).transform("min"))
    known = ~(rows["first"] & month).groupby(rows["question"]).transform("any").astype(bool)
    leaders = (
        rows[rows["first"]].drop_duplicates("question").set_index("question")[["since", "since_precision"]]
    )
    rows["lag"] = days_apart(leaders.reindex(rows["question"]).reset_index(drop=True), rows).where(
        came & known
    )
    return rows[
        [
            *CELL,
            "stance",
            "previous",
            "since",
            "since_precision",
            "statement",
            "already",
            "held_back",
            "first",
            "lag",
        ]
    ]
