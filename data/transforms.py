"""The rules that turn statements into positions. They decide what a reader is told: each has its tests.

Pure functions, frames in, frames out; nothing is changed in place. A day is anything pandas reads as one. Columns shared
by the frames below:

    actor, question     codes
    stance              -2 (opposes) to 2 (supports)
    since               first day of the spell; since_precision: day, or month (the day then only orders)
    statement           id of the statement that began the spell
    set_by              id of the latest statement that set the line: what the position is read from
    confidence          of `set_by`: low, medium, high
    age_band            how long ago it was last stated: one of AGES

The order of the rules: `words` puts what was said in order, `known_then` as it became public; `setting_words` picks what sets a line;
`spells`, `stretches`, `positions`, `changes` and `net_change` follow from it; `cell_states` says what each cell of a screen shows;
`dissent_on` what stands beside it; `members_on`, `counted_on`, `stance_counts`, `stance_series` and `group_medians` say who is counted;
`shown_changes` and `cut_months` which changes are shown; `comparable`, `spread`, `agreement_between` and `first_in_favour` compare."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.fields import FIRST_DAY
from data.kept import kept
from data.loading import Dataset

Day = str | dt.date | pd.Timestamp
CONFIDENCE = {"low": 0, "medium": 1, "high": 2}
# What a reader may ask for; "all" holds nothing back.
THRESHOLDS = {"all": 0, "medium": 1, "high": 2}
# How long ago a position was last stated: the calendar months after which each band begins, the newest first.
AGES = {"recent": 0, "over_1_year": 12, "over_2_years": 24}
# What a reader may ask for: in how many months before the day a position must have been stated; "all" hides nothing for its age.
STATED = {"all": math.inf, "24": 24, "12": 12}
DISSENT_MONTHS = 12
CELL = ["actor", "question"]
FAR = pd.Timestamp("2262-01-01")            # stands for "it lasts" where days are compared


# What was said -------------------------------------------------------------------------------------------------------

def words(data: Dataset) -> pd.DataFrame:
    """Every coded word, one row a statement and question, in the order in which words count.

    Within an actor and question: by day; on the same day the higher office last, then the later in the file, so that the
    last row of a day is the one that wins it.

    Returns:
        statement, actor, question, stance, sets_position, voice, date, date_precision, office (0 is the highest), order, speaker,
        confidence, disclosed (the day on which it became public, where later than `date`), succeeded (the day on which the government of
        that time was followed by another, NaT: not so far).
    """
    office = {level.code: rank for rank, level in enumerate(data.codebook.levels)}
    said = data.statements[["id", "actor", "order", "date", "date_precision", "disclosed", "speaker", "level", "voice", "confidence"]]
    said = said.rename(columns={"id": "statement"}).assign(office=said["level"].map(office)).drop(columns="level").sort_values("date")
    begun = data.governments[["actor", "from"]].rename(columns={"from": "succeeded"}).sort_values("succeeded")
    begun = begun.astype({"actor": said["actor"].dtype, "succeeded": said["date"].dtype})          # of a table without rows they are others
    said = pd.merge_asof(said, begun, left_on="date", right_on="succeeded", by="actor", direction="forward", allow_exact_matches=False)
    rows = _in_order(data.codes.merge(said, on="statement", validate="many_to_one"))
    return rows[["statement", *CELL, "stance", "sets_position", "voice", "date", "date_precision", "office", "order", "speaker", "confidence",
                 "disclosed", "succeeded"]]


def _in_order(words: pd.DataFrame) -> pd.DataFrame:
    return words.sort_values([*CELL, "date", "office", "order"], ascending=[True, True, True, False, True], ignore_index=True)


def known_then(words: pd.DataFrame) -> pd.DataFrame:
    """The words as they became public: what was kept secret counts from the day of its disclosure, so that any day shows what was known on it.

    An act disclosed after newer words on the same question sets nothing any more: by then it was history.

    Returns:
        as `words`.
    """
    rows, late = words.copy(), words["disclosed"].notna()
    for word in words[late & words["sets_position"]].itertuples():
        # in the order in which words count, so that of one day those are newer that win it
        newer = words[words["actor"].eq(word.actor) & words["question"].eq(word.question) & words["sets_position"] & (words.index > word.Index)]
        if (newer["disclosed"].fillna(newer["date"]) <= word.disclosed).any():
            rows.loc[word.Index, "sets_position"] = False
    rows.loc[late, "date"], rows.loc[late, "date_precision"] = words["disclosed"], "day"
    return _in_order(rows)


@kept(1)
def setting_words(words: pd.DataFrame) -> pd.DataFrame:
    """Government words that set a line, one a day and cell, each with the spell that it belongs to. Derived once for the words, and shared.

    A spell is the stretch between two different codes: words that repeat the code prolong it.

    Returns:
        actor, question, stance, date, set_by, confidence, succeeded (as in `words`), since, since_precision, statement, previous (the
        stance before the spell, NA in the first), begins (True for the words that began the spell); sorted by actor, question, date.
    """
    said = words[words["sets_position"] & words["voice"].eq("government")]
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


@kept(1)
def spells(words: pd.DataFrame) -> pd.DataFrame:
    """Stretches of one stance, one row each. Derived once for the words, and shared.

    Returns:
        actor, question, stance, previous (NA: first words), since, since_precision, until (first day of the next spell, NaT: it lasts),
        statement, confidence (of the statement that began it).
    """
    begun = setting_words(words).query("begins").reset_index(drop=True)
    begun["until"] = begun.groupby(CELL)["since"].shift(-1)
    return begun[[*CELL, "stance", "previous", "since", "since_precision", "until", "statement", "confidence"]]


@kept(16)
def stretches(words: pd.DataFrame, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """Spells, cut where a position begins or ceases to be held back by `confidence` or `stated`. Derived once for the words, and shared.

    Within a spell the words that set it change, and with them how sure they are; and it ages until it is stated again. On any day the
    stretch agrees with `cell_states`.

    Returns:
        actor, question, stance, held_back, from, until (first day of the next stretch, NaT: it lasts), and of its spell: since,
        since_precision, statement, previous.

    Raises:
        KeyError: for a confidence other than all, medium, high, or a `stated` other than all, 24, 12.
    """
    return _joined_where_same(_pieces(words), confidence, stated, [])


@kept(16)
def aged_stretches(words: pd.DataFrame, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """As `stretches`, cut also where a position passes from one band of age to another, with the column `age_band`."""
    return _joined_where_same(_pieces(words), confidence, stated, ["age_band"])


def _joined_where_same(pieces: pd.DataFrame, confidence: str, stated: str, also: list[str]) -> pd.DataFrame:
    """Neighbouring pieces of a spell as one where all of them are held back or none is, and the columns `also` are the same."""
    rows = pieces.assign(held_back=_held_back(pieces, confidence, stated))
    same = ["statement", "held_back", *also]
    rows = rows[rows[same].ne(rows.groupby("cell")[same].shift()).any(axis=1)].reset_index(drop=True)
    rows["until"] = rows.groupby("cell")["from"].shift(-1)
    return rows[[*CELL, "stance", "held_back", "from", "until", "since", "since_precision", "statement", "previous", *also]]


@kept(1)
def _pieces(words: pd.DataFrame) -> pd.DataFrame:
    """`_turns`, each cut where a band of age begins before the government speaks again, with the first day (from) and the band (age_band)."""
    rows = _turns(words)
    spoken_again = rows.groupby("cell")["date"].shift(-1)
    begins = {band: rows["date"] + pd.DateOffset(months=months) + pd.Timedelta(days=1) if months else rows["date"] for band, months in AGES.items()}
    parts = [rows.assign(**{"from": first.astype(rows["date"].dtype), "age_band": band})[~(first >= spoken_again)] for band, first in begins.items()]
    return pd.concat(parts).sort_values(["cell", "from"], ignore_index=True)


@kept(4)
def words_known(data: Dataset, known: str = "now") -> pd.DataFrame:
    """The words as they are known now, or as they were then: see `words` and `known_then`. Derived once a dataset.

    Args:
        known: now or then.
    """
    return known_then(words(data)) if known == "then" else words(data)


@kept(16)
def words_on(words: pd.DataFrame, question: str) -> pd.DataFrame:
    """The words on one question, in the same order; picked once, and shared."""
    return words[words["question"].eq(question)]


@kept(16)
def words_of(words: pd.DataFrame, actor: str) -> pd.DataFrame:
    """The words of one actor, in the same order; picked once, and shared."""
    return words[words["actor"].eq(actor)]


# Where an actor stands ------------------------------------------------------------------------------------------------

def positions(words: pd.DataFrame, on: Day, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """Positions on a day, one row an actor and question that has one.

    Positions are derived from all words. Only then is a position left out whose setting words (`set_by`) are below `confidence`, or that
    was not stated in the months before the day that `stated` asks for: an older line never comes back to life.

    Returns:
        actor, question, stance, since, since_precision, statement, set_by, last_stated (latest government words on the question,
        comments included), last_statement, confidence, earlier_government (True: another government has followed since `set_by`), age (days
        since last_stated), age_band (as from `age_bands`).

    Raises:
        KeyError: for a confidence other than all, medium, high, or a `stated` other than all, 24, 12.
    """
    now = _positions_on(words, pd.Timestamp(on))
    return now[~_held_back(now, confidence, stated)].drop(columns="cell").reset_index(drop=True)


POSITION = ["stance", "since", "since_precision", "statement", "set_by", "last_stated", "last_statement", "confidence", "earlier_government", "age",
            "age_band"]


@kept(16)
def _positions_on(words: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """As `positions`, with the number of each cell in `_turns` (cell)."""
    rows = _turns(words)
    now = rows[rows["date"] <= on].drop_duplicates("cell", keep="last")
    return _aged(now, on)[["cell", *CELL, *POSITION]].reset_index(drop=True)


def _aged(now: pd.DataFrame, on: pd.Timestamp | pd.Series) -> pd.DataFrame:
    return now.assign(earlier_government=(now["succeeded"] <= on).astype("boolean"), age=(on - now["last_stated"]).dt.days,
                      age_band=age_bands(now["last_stated"], on))


def age_bands(last_stated: pd.Series, on: pd.Timestamp | pd.Series) -> pd.Series:
    """How long before `on` each position was last stated, as one of AGES.

    A band begins on the day after so many calendar months have passed: words of 28 May 2024 are recent up to 28 May 2025. Where only the
    month of the words is known, the day that orders them counts.
    """
    passed = {band: last_stated + pd.DateOffset(months=months) < on for band, months in reversed(AGES.items()) if months}
    return pd.Series(np.select(list(passed.values()), list(passed), next(iter(AGES))), last_stated.index, dtype="str")


def positions_over(words: pd.DataFrame, days: Sequence[Day], confidence: str = "all", question: str | None = None,
                   stated: str = "all") -> pd.DataFrame:
    """Positions on each of several days, as `positions`, with the column `on` for the day; by day, actor and question.

    Args:
        question: the only one; None for all.
    """
    now = _positions_over(words, days, question)
    return now[~_held_back(now, confidence, stated)].drop(columns="cell").reset_index(drop=True)


def _positions_over(words: pd.DataFrame, days: Sequence[Day], question: str | None) -> pd.DataFrame:
    rows = _turns(words)
    rows = rows[rows["question"].eq(question)] if question else rows
    each = pd.DataFrame({"on": sorted({*pd.to_datetime(list(days))})}).astype(words["date"].dtype)
    # rows of the latest day by then, by their number, so that nothing of them changes on the way
    cells = each.merge(rows[["cell"]].drop_duplicates(), how="cross")
    found = pd.merge_asof(cells, rows[["cell", "date"]].assign(row=range(len(rows))).sort_values("date", kind="stable"), left_on="on",
                          right_on="date", by="cell").dropna(subset="row")
    now = rows.iloc[found["row"].astype("int64")].assign(on=found["on"].to_numpy())
    return _aged(now, now["on"])[["on", "cell", *CELL, *POSITION]].reset_index(drop=True)


@kept(1)
def _turns(words: pd.DataFrame) -> pd.DataFrame:
    """Every day on which an actor's government speaks to a question on which it has a position by then: the words that set it last, as
    `setting_words`, and the latest words (last_stated, last_statement); by actor, question and date. Actor and question together have a
    number (cell), by which rows are found and joined many times faster than by both."""
    spoken = words.loc[words["voice"].eq("government"), [*CELL, "date", "statement"]].drop_duplicates([*CELL, "date"], keep="last")
    spoken = spoken.rename(columns={"statement": "last_statement"}).assign(last_stated=spoken["date"])
    setting = setting_words(words)
    setting = setting.assign(row=range(len(setting)))[[*CELL, "date", "row"]].sort_values("date", kind="stable")
    last = pd.merge_asof(spoken.sort_values("date", kind="stable"), setting, on="date", by=CELL).dropna(subset="row").sort_values([*CELL, "date"])
    sets = setting_words(words).drop(columns=["begins", "date", *CELL]).iloc[last["row"].astype("int64")].reset_index(drop=True)
    turns = pd.concat([last.drop(columns="row").reset_index(drop=True), sets], axis=1)
    return turns.assign(cell=turns.groupby(CELL).ngroup())


def changes(words: pd.DataFrame, since: Day, on: Day, confidence: str = "all") -> pd.DataFrame:
    """What changed after `since`, up to and including `on`: every step, reversals too, by day; steps on words below `confidence` are left out.

    Returns:
        actor, question, change ("first words": from no position to one; "move": from one to another), from_stance (NA for first words),
        stance, size (stance minus from_stance, NA for first words), date, date_precision, statement, confidence.

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    rows = spells(words)
    rows = rows[~below(rows["confidence"], confidence)]
    rows = rows[rows["since"].between(pd.Timestamp(since), pd.Timestamp(on), inclusive="right")]
    rows = rows.rename(columns={"previous": "from_stance", "since": "date", "since_precision": "date_precision"})
    rows["change"] = rows["from_stance"].isna().map({True: "first words", False: "move"})
    rows["size"] = (rows["stance"] - rows["from_stance"]).astype("Int8")
    columns = [*CELL, "change", "from_stance", "stance", "size", "date", "date_precision", "statement", "confidence"]
    return rows.sort_values(["date", *CELL])[columns].reset_index(drop=True)


def net_change(words: pd.DataFrame, since: Day, on: Day, confidence: str = "all") -> pd.DataFrame:
    """The difference between two days, steps in between left aside; one row a cell that differs.

    A cell whose position is held back by `confidence` on either day is left out: what the reader does not see is not compared.

    Returns:
        actor, question, from_stance (NA: no position on the first day), stance, size (NA where from_stance is).

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    then, both = _positions_on(words, pd.Timestamp(since)).set_index("cell"), _positions_on(words, pd.Timestamp(on))
    shown = ~(below(both["confidence"], confidence) | below(both["cell"].map(then["confidence"]), confidence))
    both = both.assign(from_stance=both["cell"].map(then["stance"]).astype("Int8"))[shown]
    both["size"] = (both["stance"] - both["from_stance"]).astype("Int8")
    return both.loc[both["size"].ne(0).fillna(True), [*CELL, "from_stance", "stance", "size"]].reset_index(drop=True)


def below(confidences: pd.Series, confidence: str) -> pd.Series:
    """Which of the confidences are below what a reader asks for (True); a missing one is not.

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    return confidences.map(CONFIDENCE) < THRESHOLDS[confidence]


def _held_back(rows: pd.DataFrame, confidence: str, stated: str) -> pd.Series:
    """Which positions (confidence, age_band) a reader's filters hide: as `below`, or last stated longer ago than asked for."""
    return below(rows["confidence"], confidence) | (rows["age_band"].map(AGES) >= STATED[stated])


def day_range(days: pd.Series, precision: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The first and the last day that each may be: the day itself, or those of its month where only that is known."""
    month, of_month = precision.eq("month"), days.dt.to_period("M").dt
    return days.where(~month, of_month.start_time), days.where(~month, of_month.end_time.dt.normalize())


def days_apart(first: pd.DataFrame, second: pd.DataFrame) -> pd.Series:
    """Days from `first.since` to `second.since`, row by row; NA where either is known to the month only."""
    exact = first["since_precision"].eq("day") & second["since_precision"].eq("day")
    return (second["since"] - first["since"]).dt.days.astype("Int64").where(exact)


def deep_beyond_border(positions: pd.DataFrame) -> pd.DataFrame:
    """Actors that permit deep strikes further than strikes near the border, both stated: shown with a note, not mended.

    Returns:
        actor, border, deep (stances).
    """
    table = positions.pivot(index="actor", columns="question", values="stance").reindex(columns=["border", "deep"])
    odd = table[table["deep"].gt(table["border"])].astype("int8")
    return odd.rename_axis(columns=None).reset_index()


# Dissent --------------------------------------------------------------------------------------------------------------

def dissent_on(words: pd.DataFrame, on: Day) -> pd.DataFrame:
    """Dissent that stands beside the positions on a day. It never moves them.

    It stands for 12 months, until the same speaker speaks for the government, or until another government follows; later it is history.

    Returns:
        actor, question, statement, stance, date, date_precision, speaker, until (first day on which it no longer stands),
        line (the position's stance, NA: none), same_side (True: the code equals the line's, other terms).
    """
    said, on = _dissent(words), pd.Timestamp(on)
    return said.loc[(said["from"] <= on) & (on < said["to"]), DISSENT].reset_index(drop=True)


DISSENT = [*CELL, "statement", "stance", "date", "date_precision", "speaker", "until", "line", "same_side"]


def dissent_over(words: pd.DataFrame, days: Sequence[Day]) -> pd.DataFrame:
    """Dissent that stands on each of several days, as `dissent_on`, with the column `on` for the day."""
    said = _dissent(words)
    each = pd.DataFrame({"on": sorted({*pd.to_datetime(list(days))})}).astype(said["date"].dtype)
    rows = each.merge(said, how="cross")
    return rows.loc[(rows["from"] <= rows["on"]) & (rows["on"] < rows["to"]), ["on", *DISSENT]].reset_index(drop=True)


@kept(1)
def _dissent(words: pd.DataFrame) -> pd.DataFrame:
    """Dissenting words beside each line during which they stand: as `dissent_on`, and from, to (first day after); by actor, question and day."""
    said = words[words["voice"].eq("dissent")].sort_values("date", kind="stable")
    turned = words.loc[words["voice"].eq("government"), ["actor", "speaker", "date"]].rename(columns={"date": "turned"})
    said = pd.merge_asof(said, turned.sort_values("turned"), left_on="date", right_on="turned", by=["actor", "speaker"],
                         direction="forward", allow_exact_matches=False)
    said["until"] = pd.concat([said["date"] + pd.DateOffset(months=DISSENT_MONTHS), said["turned"], said["succeeded"]], axis=1).min(axis=1)
    lines = setting_words(words)[[*CELL, "date", "stance"]].rename(columns={"date": "set", "stance": "line"}).astype({"line": "Int8"})
    none = said[CELL].drop_duplicates().assign(set=pd.Timestamp.min, line=pd.NA)          # before any line
    lines = pd.concat([none.astype(lines.dtypes), lines]).sort_values([*CELL, "set"], kind="stable")
    lines["next"] = lines.groupby(CELL)["set"].shift(-1)
    rows = said.merge(lines, on=CELL)
    rows["from"], rows["to"] = rows[["date", "set"]].max(axis=1), rows[["until", "next"]].min(axis=1)
    rows["same_side"] = rows["stance"].eq(rows["line"]).fillna(False).astype(bool)
    return rows.loc[rows["from"] < rows["to"], [*DISSENT, "from", "to"]].sort_values([*CELL, "date"], kind="stable", ignore_index=True)


# Governments -----------------------------------------------------------------------------------------------------------

def head_on(data: Dataset, actor: str, on: Day) -> pd.Series | None:
    """The head of government whose tenure was the latest to begin by the day: a row of `data.governments`; None where none is known."""
    rows = data.governments
    rows = rows[rows["actor"].eq(actor) & (rows["from"] <= pd.Timestamp(on))]
    return rows.iloc[-1] if len(rows) else None


# What a cell shows ----------------------------------------------------------------------------------------------------

def cell_states(data: Dataset, words: pd.DataFrame, on: Day, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """The state of every cell on a day, the same for all screens; one row an actor and question.

    States: stated; held_back (hidden by `confidence` or `stated`, as in `positions`); words_only (only comments or dissent so far); not_yet (first
    words come later); nothing_found (searched for); not_looked_for. None of them is noncommittal, and a blank is no position.

    Returns:
        actor, question, state, the columns of `positions` (missing unless stated), first_spoken (for not_yet: the day on which the
        actor first speaks to the question), first_spoken_precision, queries (look-ups spent on the actor; 0: not searched).
    """
    # what is kept is shared by all readers of that day: each gets a copy to work on
    return _cells_on(data, words, pd.Timestamp(on), confidence, stated).copy(deep=False)


@kept(64)
def _cells_on(data: Dataset, words: pd.DataFrame, on: pd.Timestamp, confidence: str, stated: str) -> pd.DataFrame:
    cells = _grid(data, words).assign(on=on)
    return _states(cells, _positions_on(words, on).assign(on=on), confidence, stated).drop(columns="on")


def cell_states_over(data: Dataset, words: pd.DataFrame, days: Sequence[Day], question: str | None = None, confidence: str = "all",
                     stated: str = "all") -> pd.DataFrame:
    """The state of every cell on each of several days, as `cell_states`, with the column `on` for the day.

    Args:
        question: the only one; None for all.
    """
    each = pd.DataFrame({"on": pd.to_datetime(list(days)).astype(words["date"].dtype)})
    cells = _grid(data, words)
    cells = each.merge(cells[cells["question"].eq(question)] if question else cells, how="cross")
    return _states(cells, _positions_over(words, days, question), confidence, stated)


def _states(grid: pd.DataFrame, derived: pd.DataFrame, confidence: str, stated: str) -> pd.DataFrame:
    """As `cell_states_over`.

    Args:
        grid: rows of `_grid`, on each day (on).
        derived: positions on the same days, as from `_positions_over`.
    """
    grid = grid.merge(derived.drop(columns=CELL), on=["on", "cell"], how="left", validate="many_to_one")
    # a column at a time: a frame's `astype` and `mask` copy all of it
    grid["stance"], grid["age"] = grid["stance"].astype("Int8"), grid["age"].astype("Int64")
    held_back, spoken = _held_back(grid, confidence, stated), grid["first_spoken"] <= grid["on"]
    states = {"held_back": held_back, "stated": grid["stance"].notna(), "words_only": spoken, "not_yet": grid["first_spoken"].notna(),
              "nothing_found": grid["missed"] & grid["queries"].gt(0)}
    grid["state"] = pd.Series(np.select(list(states.values()), list(states), "not_looked_for"), grid.index, dtype="str")
    if held_back.any():
        grid[POSITION] = grid[POSITION].mask(held_back)
    first = ["first_spoken", "first_spoken_precision"]
    not_yet = grid["state"].eq("not_yet")
    for column in first:
        grid[column] = grid[column].where(not_yet)
    return grid[["on", *CELL, "state", *POSITION, *first, "queries"]]


@kept(8)
def _grid(data: Dataset, words: pd.DataFrame) -> pd.DataFrame:
    """What is the same on every day: a row an actor and question, with its number in `_turns` (cell; -1: never a position), the first day of any
    words (first_spoken, first_spoken_precision), the look-ups spent on the actor (queries), and whether they found nothing (missed)."""
    grid = pd.MultiIndex.from_product([data.actors["code"], [q.code for q in data.codebook.questions]], names=CELL).to_frame(index=False)
    first = words.sort_values("date", kind="stable").groupby(CELL, as_index=False)[["date", "date_precision"]].first()
    grid = grid.merge(first.rename(columns={"date": "first_spoken", "date_precision": "first_spoken_precision"}), on=CELL, how="left")
    grid = grid.merge(_turns(words)[[*CELL, "cell"]].drop_duplicates(), on=CELL, how="left").fillna({"cell": -1}).astype({"cell": "int64"})
    grid["queries"] = grid["actor"].map(data.searches.set_index("actor")["queries"]).fillna(0).astype("int64")
    none = data.searches[["actor", "none_found"]].explode("none_found").dropna()
    grid["missed"] = pd.MultiIndex.from_frame(grid[CELL]).isin(pd.MultiIndex.from_frame(none))
    return grid


def change_days(data: Dataset, words: pd.DataFrame, question: str, groups: tuple[str, ...] = (), confidence: str = "all",
                stated: str = "all") -> list[pd.Timestamp]:
    """The days on which any cell of the question changes its state or stance, or a country joins or leaves one of the groups."""
    asked = words_on(words, question)
    first = asked.groupby("actor")["date"].min()
    joined = data.memberships[data.memberships["group"].isin(groups)]
    days = pd.concat([stretches(asked, confidence, stated)["from"], first, joined["from"], joined["to"] + pd.Timedelta(days=1)]).dropna()
    return sorted(days[days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(data.last_day))].unique())


def permissiveness(cells: pd.DataFrame, minimum: int = 1) -> pd.DataFrame:
    """How permissive each actor is: the mean of its stances, with the number of answers that it rests on.

    Args:
        cells: as from `cell_states` or `positions`.
        minimum: actors with fewer answers get no mean.

    Returns:
        actor, answers, mean (-2..2; NA below the minimum).
    """
    table = cells.groupby("actor")["stance"].agg(answers="count", mean="mean").reset_index()
    table["mean"] = table["mean"].astype("Float64").where(table["answers"] >= minimum)
    return table
