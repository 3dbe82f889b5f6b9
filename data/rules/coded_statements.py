"""Coded statements in order of precedence, and the columns, filters and thresholds that the other rules
share.

Pure functions from frames to frames; no argument is modified. A day is anything that pandas parses as one.
Columns shared by the frames of this package:

    actor, question     codes
    stance              -2 (opposes) to 2 (supports)
    since               first day of the spell; since_precision: day, or month (the day then only sorts)
    statement           id of the statement that began the spell
    set_by              id of the latest statement that set the position; its stance is the position
    confidence          of `set_by`: low, medium, high
    age_band            how long ago the position was last stated: one of AGES
"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd

from data.cache import CachingFrame, cached_on_dataset
from data.dataset import Dataset

Day = str | dt.date | pd.Timestamp
CONFIDENCE = {"low": 0, "medium": 1, "high": 2}
# Confidence filter: a position below the threshold is held back; "all" holds nothing back.
THRESHOLDS = {"all": 0, "medium": 1, "high": 2}
# Age bands since a position was last stated: the calendar months after which each begins, newest first.
AGES = {"recent": 0, "over_1_year": 12, "over_2_years": 24}
# Age filter: a position must have been stated in so many months before the day; "all" hides none for its age.
STATED = {"all": math.inf, "24": 24, "12": 12}
CELL = ["actor", "question"]
FAR = pd.Timestamp("2262-01-01")  # stands for "no end" where days are compared


@cached_on_dataset(4)
def coded_statements(data: Dataset, as_known: str = "now") -> CachingFrame:
    """Every coded statement in order of precedence, one row per statement and question. Cached on the
    dataset.

    Within an actor and question, rows are sorted by day; on the same day the higher office comes last, then
    the later in the file. The last row of a day is therefore the one that counts.

    Args:
        as_known: "now" for all that is known today; "then" for what was public on each day: see
            `as_public_then`.

    Returns:
        statement, actor, question, stance, sets_position, voice, date, date_precision, office (0 is the
        highest), order, speaker, confidence, disclosed (the day on which the statement became public, where
        later than `date`), succeeded (the day on which another government followed the one in office at the
        time; NaT: none has).
    """
    if as_known == "then":
        return CachingFrame(as_public_then(coded_statements(data)))
    office = {level.code: rank for rank, level in enumerate(data.codebook.levels)}
    said = data.statements[
        [
            "id",
            "actor",
            "order",
            "date",
            "date_precision",
            "disclosed",
            "speaker",
            "level",
            "voice",
            "confidence",
        ]
    ]
    said = (
        said.rename(columns={"id": "statement"})
        .assign(office=said["level"].map(office))
        .drop(columns="level")
        .sort_values("date")
    )
    begun = data.governments[["actor", "from"]].rename(columns={"from": "succeeded"}).sort_values("succeeded")
    # an empty table has other dtypes, which `merge_asof` refuses
    begun = begun.astype({"actor": said["actor"].dtype, "succeeded": said["date"].dtype})
    said = pd.merge_asof(
        said,
        begun,
        left_on="date",
        right_on="succeeded",
        by="actor",
        direction="forward",
        allow_exact_matches=False,
    )
    rows = _in_order(data.codes.merge(said, on="statement", validate="many_to_one"))
    return CachingFrame(
        rows[
            [
                "statement",
                *CELL,
                "stance",
                "sets_position",
                "voice",
                "date",
                "date_precision",
                "office",
                "order",
                "speaker",
                "confidence",
                "disclosed",
                "succeeded",
            ]
        ]
    )


def _in_order(coded: pd.DataFrame) -> pd.DataFrame:
    return coded.sort_values(
        [*CELL, "date", "office", "order"], ascending=[True, True, True, False, True], ignore_index=True
    )


def as_public_then(coded: pd.DataFrame) -> pd.DataFrame:
    """Coded statements as they became public: a secret statement counts from the day of its disclosure.

    Positions derived from the result therefore show what was known on each day. A disclosed statement sets no
    position if a newer one that sets a position on the question was already public by the day of the
    disclosure.

    Returns:
        as `coded_statements`.
    """
    rows, late = coded.copy(), coded["disclosed"].notna()
    for act in coded[late & coded["sets_position"]].itertuples():
        # rows are in order of precedence, so of the same day the ones that take precedence are newer
        newer = coded[
            coded["actor"].eq(act.actor)
            & coded["question"].eq(act.question)
            & coded["sets_position"]
            & (coded.index > act.Index)
        ]
        if (newer["disclosed"].fillna(newer["date"]) <= act.disclosed).any():
            rows.loc[act.Index, "sets_position"] = False
    rows.loc[late, "date"], rows.loc[late, "date_precision"] = coded["disclosed"], "day"
    return _in_order(rows)


@cached_on_dataset(16)
def statements_on_question(coded: pd.DataFrame, question: str) -> CachingFrame:
    """The statements on one question, in the same order. Cached, so all callers share the frame."""
    return CachingFrame(coded[coded["question"].eq(question)])


@cached_on_dataset(16)
def statements_by_actor(coded: pd.DataFrame, actor: str) -> CachingFrame:
    """The statements of one actor, in the same order. Cached, so all callers share the frame."""
    return CachingFrame(coded[coded["actor"].eq(actor)])


def age_bands(last_stated: pd.Series, on: pd.Timestamp | pd.Series) -> pd.Series:
    """The age band of each position on the day `on`, from the day on which it was last stated: one of AGES.

    A band begins on the day after so many calendar months have passed: a statement of 28 May 2024 is recent
    up to 28 May 2025. Where only the month of the statement is known, the day that sorts it counts.
    """
    passed = {
        band: last_stated + pd.DateOffset(months=months) < on
        for band, months in reversed(AGES.items())
        if months
    }
    return pd.Series(
        np.select(list(passed.values()), list(passed), next(iter(AGES))), last_stated.index, dtype="str"
    )


def below(confidences: pd.Series, confidence: str) -> pd.Series:
    """True for confidences below the threshold `confidence`; False for missing ones.

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    return confidences.map(CONFIDENCE) < THRESHOLDS[confidence]


def hidden_by_filters(rows: pd.DataFrame, confidence: str, stated: str) -> pd.Series:
    """True for positions that the filters hide: below `confidence`, or last stated longer ago than `stated`
    allows.

    Args:
        rows: positions with the columns confidence and age_band.

    Raises:
        KeyError: for a confidence other than all, medium, high, or a `stated` other than all, 24, 12.
    """
    return below(rows["confidence"], confidence) | (rows["age_band"].map(AGES) >= STATED[stated])


def day_range(days: pd.Series, precision: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The first and the last day that each date can be: the day itself, or the limits of its month if only
    that is known.
    """
    month, of_month = precision.eq("month"), days.dt.to_period("M").dt
    return days.where(~month, of_month.start_time), days.where(~month, of_month.end_time.dt.normalize())


def days_apart(first: pd.DataFrame, second: pd.DataFrame) -> pd.Series:
    """Days from `first.since` to `second.since`, row by row; NA where either is known only to the month."""
    exact = first["since_precision"].eq("day") & second["since_precision"].eq("day")
    return (second["since"] - first["since"]).dt.days.astype("Int64").where(exact)
