"""Spells: how long each stance of an actor lasted, and when a filter hides it."""

from __future__ import annotations

import pandas as pd

from data.cache import cached_on_dataset
from data.rules.coded_statements import AGES, CELL, hidden_by_filters


@cached_on_dataset(1)
def position_setting_statements(coded: pd.DataFrame) -> pd.DataFrame:
    """Government words that set a line, one a day and cell, each with the spell that it belongs to. Derived once for the words, and shared.

    A spell is the stretch between two different codes: words that repeat the code prolong it.

    Returns:
        actor, question, stance, date, set_by, confidence, succeeded (as in `coded_statements`), since, since_precision, statement, previous (the
        stance before the spell, NA in the first), begins (True for the words that began the spell); sorted by actor, question, date.
    """
    said = coded[coded["sets_position"] & coded["voice"].eq("government")]
    said = said.drop_duplicates([*CELL, "date"], keep="last").reset_index(drop=True)
    before = said.groupby(CELL)["stance"].shift()
    begins = said["stance"].ne(before).rename("begins")
    spell = begins.cumsum()
    first = said.groupby(spell)[["date", "date_precision", "statement"]].transform("first")
    return pd.DataFrame({
        "actor": said["actor"], "question": said["question"], "stance": said["stance"], "date": said["date"],
        "set_by": said["statement"], "confidence": said["confidence"], "succeeded": said["succeeded"],
        "since": first["date"], "since_precision": first["date_precision"], "statement": first["statement"],
        "previous": before.where(begins).groupby(spell).transform("first").astype("Int8"), "begins": begins,
    })


@cached_on_dataset(1)
def spells(coded: pd.DataFrame) -> pd.DataFrame:
    """Stretches of one stance, one row each. Derived once for the words, and shared.

    Returns:
        actor, question, stance, previous (NA: first words), since, since_precision, until (first day of the next spell, NaT: it lasts),
        statement, confidence (of the statement that began it).
    """
    begun = position_setting_statements(coded).query("begins").reset_index(drop=True)
    begun["until"] = begun.groupby(CELL)["since"].shift(-1)
    return begun[[*CELL, "stance", "previous", "since", "since_precision", "until", "statement", "confidence"]]


@cached_on_dataset(16)
def visible_spells(coded: pd.DataFrame, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """Spells, cut where a position begins or ceases to be held back by `confidence` or `stated`. Derived once for the words, and shared.

    Within a spell the words that set it change, and with them how sure they are; and it ages until it is stated again. On any day the
    stretch agrees with `cell_states`.

    Returns:
        actor, question, stance, held_back, from, until (first day of the next stretch, NaT: it lasts), and of its spell: since,
        since_precision, statement, previous.

    Raises:
        KeyError: for a confidence other than all, medium, high, or a `stated` other than all, 24, 12.
    """
    return _joined_where_same(_pieces(coded), confidence, stated, [])


@cached_on_dataset(16)
def visible_spells_by_age(coded: pd.DataFrame, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """As `visible_spells`, cut also where a position passes from one band of age to another, with the column `age_band`."""
    return _joined_where_same(_pieces(coded), confidence, stated, ["age_band"])


def _joined_where_same(pieces: pd.DataFrame, confidence: str, stated: str, also: list[str]) -> pd.DataFrame:
    """Neighbouring pieces of a spell as one where all of them are held back or none is, and the columns `also` are the same."""
    rows = pieces.assign(held_back=hidden_by_filters(pieces, confidence, stated))
    same = ["statement", "held_back", *also]
    rows = rows[rows[same].ne(rows.groupby("cell")[same].shift()).any(axis=1)].reset_index(drop=True)
    rows["until"] = rows.groupby("cell")["from"].shift(-1)
    return rows[[*CELL, "stance", "held_back", "from", "until", "since", "since_precision", "statement", "previous", *also]]


@cached_on_dataset(1)
def _pieces(coded: pd.DataFrame) -> pd.DataFrame:
    """`position_days`, each cut where a band of age begins before the government speaks again, with the first day (from) and the band (age_band)."""
    rows = position_days(coded)
    spoken_again = rows.groupby("cell")["date"].shift(-1)
    begins = {band: rows["date"] + pd.DateOffset(months=months) + pd.Timedelta(days=1) if months else rows["date"] for band, months in AGES.items()}
    parts = [rows.assign(**{"from": first.astype(rows["date"].dtype), "age_band": band})[~(first >= spoken_again)] for band, first in begins.items()]
    return pd.concat(parts).sort_values(["cell", "from"], ignore_index=True)


@cached_on_dataset(1)
def position_days(coded: pd.DataFrame) -> pd.DataFrame:
    """Every day on which an actor's government speaks to a question on which it has a position by then: the words that set it last, as
    `position_setting_statements`, and the latest words (last_stated, last_statement); by actor, question and date. Actor and question together have a
    number (cell), by which rows are found and joined many times faster than by both."""
    spoken = coded.loc[coded["voice"].eq("government"), [*CELL, "date", "statement"]].drop_duplicates([*CELL, "date"], keep="last")
    spoken = spoken.rename(columns={"statement": "last_statement"}).assign(last_stated=spoken["date"])
    setting = position_setting_statements(coded)
    setting = setting.assign(row=range(len(setting)))[[*CELL, "date", "row"]].sort_values("date", kind="stable")
    last = pd.merge_asof(spoken.sort_values("date", kind="stable"), setting, on="date", by=CELL).dropna(subset="row").sort_values([*CELL, "date"])
    sets = position_setting_statements(coded).drop(columns=["begins", "date", *CELL]).iloc[last["row"].astype("int64")].reset_index(drop=True)
    turns = pd.concat([last.drop(columns="row").reset_index(drop=True), sets], axis=1)
    return turns.assign(cell=turns.groupby(CELL).ngroup())
