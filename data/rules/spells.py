"""Spells: how long each stance of an actor lasted, and when a filter hides it."""

from __future__ import annotations

import pandas as pd

from data.cache import cached_on_dataset
from data.rules.coded_statements import AGES, CELL, hidden_by_filters


@cached_on_dataset(1)
def position_setting_statements(coded: pd.DataFrame) -> pd.DataFrame:
    """Government statements that set a position, one per cell and day, each with its spell. Cached, so all
    callers share the frame.

    A spell lasts from one code to the next different one: statements that repeat the code prolong it.

    Returns:
        actor, question, stance, date, set_by, confidence, succeeded (as in `coded_statements`), since,
        since_precision, statement, previous (the stance before the spell, NA in the first), begins (True for
        the statement that began the spell); sorted by actor, question, date.
    """
    said = coded[coded["sets_position"] & coded["voice"].eq("government")]
    said = said.drop_duplicates([*CELL, "date"], keep="last").reset_index(drop=True)
    before = said.groupby(CELL)["stance"].shift()
    begins = said["stance"].ne(before).rename("begins")
    spell = begins.cumsum()
    first = said.groupby(spell)[["date", "date_precision", "statement"]].transform("first")
    return pd.DataFrame(
        {
            "actor": said["actor"],
            "question": said["question"],
            "stance": said["stance"],
            "date": said["date"],
            "set_by": said["statement"],
            "confidence": said["confidence"],
            "succeeded": said["succeeded"],
            "since": first["date"],
            "since_precision": first["date_precision"],
            "statement": first["statement"],
            "previous": before.where(begins).groupby(spell).transform("first").astype("Int8"),
            "begins": begins,
        }
    )


@cached_on_dataset(1)
def spells(coded: pd.DataFrame) -> pd.DataFrame:
    """Spells of one stance, one row each. Cached, so all callers share the frame.

    Returns:
        actor, question, stance, previous (NA: first words), since, since_precision, until (first day of the
        next spell, NaT: it lasts), statement, confidence (of the statement that began it).
    """
    begun = position_setting_statements(coded).query("begins").reset_index(drop=True)
    begun["until"] = begun.groupby(CELL)["since"].shift(-1)
    return begun[
        [*CELL, "stance", "previous", "since", "since_precision", "until", "statement", "confidence"]
    ]


@cached_on_dataset(16)
def visible_spells(coded: pd.DataFrame, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """Spells, split where a position begins or ceases to be held back by `confidence` or `stated`. Cached, so
    all callers share the frame.

    Within a spell the statement that sets the position changes, and with it the confidence; and the position
    ages until it is stated again. On any day the result agrees with `cell_states`.

    Returns:
        actor, question, stance, held_back, from, until (first day of the next row of the cell, NaT: it
        lasts), and of the spell: since, since_precision, statement, previous.

    Raises:
        KeyError: for a confidence other than all, medium, high, or a `stated` other than all, 24, 12.
    """
    return _joined_where_same(_pieces(coded), confidence, stated, [])


@cached_on_dataset(16)
def visible_spells_by_age(coded: pd.DataFrame, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """As `visible_spells`, split also where a position passes from one age band to the next, with the column
    `age_band`.
    """
    return _joined_where_same(_pieces(coded), confidence, stated, ["age_band"])


def _joined_where_same(pieces: pd.DataFrame, confidence: str, stated: str, also: list[str]) -> pd.DataFrame:
    """Joins consecutive pieces of a spell that agree in held_back and in the columns `also`."""
    rows = pieces.assign(held_back=hidden_by_filters(pieces, confidence, stated))
    same = ["statement", "held_back", *also]
    rows = rows[rows[same].ne(rows.groupby("cell")[same].shift()).any(axis=1)].reset_index(drop=True)
    rows["until"] = rows.groupby("cell")["from"].shift(-1)
    return rows[
        [
            *CELL,
            "stance",
            "held_back",
            "from",
            "until",
            "since",
            "since_precision",
            "statement",
            "previous",
            *also,
        ]
    ]


@cached_on_dataset(1)
def _pieces(coded: pd.DataFrame) -> pd.DataFrame:
    """`position_days`, each row split where an age band begins before the government speaks again, with its
    first day (from) and band (age_band).
    """
    rows = position_days(coded)
    spoken_again = rows.groupby("cell")["date"].shift(-1)
    begins = {
        band: rows["date"] + pd.DateOffset(months=months) + pd.Timedelta(days=1) if months else rows["date"]
        for band, months in AGES.items()
    }
    parts = [
        rows.assign(**{"from": first.astype(rows["date"].dtype), "age_band": band})[~(first >= spoken_again)]
        for band, first in begins.items()
    ]
    return pd.concat(parts).sort_values(["cell", "from"], ignore_index=True)


@cached_on_dataset(1)
def position_days(coded: pd.DataFrame) -> pd.DataFrame:
    """One row for each day on which a government speaks to a question on which it has a position by then.

    Returns:
        the columns of `position_setting_statements` for the statement that last set the position (without
        begins; date is the day of the row), last_stated and last_statement (the government's latest
        statement, of that day), cell (a number for actor and question, by which rows are selected and joined
        many times faster than by both columns); sorted by actor, question and date.
    """
    spoken = coded.loc[coded["voice"].eq("government"), [*CELL, "date", "statement"]].drop_duplicates(
        [*CELL, "date"], keep="last"
    )
    spoken = spoken.rename(columns={"statement": "last_statement"}).assign(last_stated=spoken["date"])
    setting = position_setting_statements(coded)
    setting = setting.assign(row=range(len(setting)))[[*CELL, "date", "row"]].sort_values(
        "date", kind="stable"
    )
    last = (
        pd.merge_asof(spoken.sort_values("date", kind="stable"), setting, on="date", by=CELL)
        .dropna(subset="row")
        .sort_values([*CELL, "date"])
    )
    sets = (
        position_setting_statements(coded)
        .drop(columns=["begins", "date", *CELL])
        .iloc[last["row"].astype("int64")]
        .reset_index(drop=True)
    )
    turns = pd.concat([last.drop(columns="row").reset_index(drop=True), sets], axis=1)
    return turns.assign(cell=turns.groupby(CELL).ngroup())
