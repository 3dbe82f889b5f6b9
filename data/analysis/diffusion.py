"""Diffusion of a position: which governments reached a stance and when, which fell back, and which moved
after major events.

Countries only, without Ukraine and Russia. A step known only to the month may have been on any day of it:
ranks and days after the first are then ranges, and no window of days after an event counts the step. Columns
as in `data/rules/coded_statements.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd

from data.analysis.comparison import FAVOUR, first_in_favour
from data.dataset import Dataset
from data.rules.changes import changes
from data.rules.coded_statements import Day, day_range, statements_on_question
from data.rules.membership import counted_members
from data.rules.spells import visible_spells

MAJOR = 3  # importance of the events after which steps are counted
WINDOWS = (7, 30)  # days after an event
WAVE_GAP_DAYS = 30  # days: a longer gap between two steps begins a new wave
# With fewer waves, no test can tell an effect from chance. Tried on every question: even a window on the days
# with the most steps, corrected for some thirty events, often does not reach significance at one in twenty.
ENOUGH_WAVES = 20


def who_reached(
    data: Dataset,
    coded: pd.DataFrame,
    question: str,
    start: Day,
    on: Day,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    threshold: int = FAVOUR,
) -> pd.DataFrame:
    """When each government first reached the threshold or a higher stance, from `start` to `on`; earliest
    first.

    Includes the counted countries, or the members of the groups on the last day.

    Returns:
        the columns of `comparison.first_in_favour` except `question` and `lag`, and: how (already, first
        words, move), earliest and latest (the range of the date; equal if the day is known), rank_low and
        rank_high (range of the rank, NA if the actor was already there or is held back), lag_low and lag_high
        (range of the days after the first, likewise), fell_on, fell_precision, fell_to and fell_statement (of
        the first later step below the threshold, up to `on`; missing if there is none).

    Raises:
        KeyError: for a confidence other than all, medium, high.
    """
    asked = statements_on_question(coded, question)
    rows = first_in_favour(asked, start, on, confidence, threshold, counted_members(data, groups, on)).drop(
        columns=["question", "lag"]
    )
    rows["how"] = (
        rows["previous"].isna().map({True: "first words", False: "move"}).mask(rows["already"], "already")
    )
    rows["earliest"], rows["latest"] = day_range(rows["since"], rows["since_precision"])
    rows = rows.join(_places(rows[rows["how"].ne("already") & ~rows["held_back"]]))
    falls = _falls(asked, on, confidence, threshold).rename(
        columns={"date": "on", "date_precision": "precision", "stance": "to"}
    )
    later = rows.reset_index()[["index", "actor", "since"]].merge(falls, on="actor")
    later = (
        later[later["on"] > later["since"]]
        .drop_duplicates("index")
        .set_index("index")[["on", "precision", "to", "statement"]]
    )
    rows = rows.join(later.add_prefix("fell_"))
    names = rows["actor"].map(data.names)
    return (
        rows.assign(name=names)
        .sort_values(["since", "earliest", "name"], ignore_index=True)
        .drop(columns="name")
    )


def _places(came: pd.DataFrame) -> pd.DataFrame:
    """The range of each actor's rank, and of its days after the first."""
    columns = ["rank_low", "rank_high", "lag_low", "lag_high"]
    if came.empty:
        return pd.DataFrame(columns=columns, dtype="Int64")
    first, last = came["earliest"].min(), came["latest"].min()  # range of the first date of all
    # how many certainly came before, and how many others may have
    earliest, latest = came["earliest"].to_numpy(), came["latest"].to_numpy()
    before, maybe = latest < earliest[:, None], earliest < latest[:, None]
    return pd.DataFrame(
        {
            "rank_low": 1 + before.sum(axis=1),
            "rank_high": 1 + maybe.sum(axis=1) - maybe.diagonal(),
            "lag_low": (came["earliest"] - last).dt.days.clip(lower=0),
            "lag_high": (came["latest"] - first).dt.days,
        },
        index=came.index,
    ).astype("Int64")


def _falls(asked: pd.DataFrame, on: Day, confidence: str, threshold: int) -> pd.DataFrame:
    """Steps from the threshold or above to below it, sorted by day; without those on statements below
    `confidence`.
    """
    steps = changes(asked, pd.Timestamp.min, on, confidence)
    return steps.loc[
        steps["from_stance"].ge(threshold).fillna(False) & steps["stance"].lt(threshold),
        ["actor", "date", "date_precision", "stance", "statement"],
    ]


def intervals_at_threshold(
    coded: pd.DataFrame,
    question: str,
    start: Day,
    on: Day,
    confidence: str = "all",
    threshold: int = FAVOUR,
    actors: Collection[str] | None = None,
) -> pd.DataFrame:
    """The intervals in which actors stood at the threshold or above, limited to the days from `start` to
    `on`; one row each.

    Moves above the threshold do not split an interval.

    Args:
        actors: the actors to include; None for all.

    Returns:
        actor, from, until (first day after it; the day after `on` where it lasts).
    """
    start, end = pd.Timestamp(start), pd.Timestamp(on) + pd.Timedelta(days=1)
    rows = visible_spells(statements_on_question(coded, question), confidence)
    rows = rows if actors is None else rows[rows["actor"].isin(actors)]
    rows = rows[rows["stance"].ge(threshold) & ~rows["held_back"]].assign(
        until=rows["until"].fillna(end).clip(upper=end)
    )
    rows = rows[(rows["from"] < rows["until"]) & (rows["until"] > start)].assign(
        **{"from": rows["from"].clip(lower=start)}
    )
    run = rows["from"].ne(rows.groupby("actor")["until"].shift()).cumsum()
    return rows.groupby(run).agg({"actor": "first", "from": "min", "until": "max"}).reset_index(drop=True)


def cumulative(found: pd.DataFrame, start: Day, on: Day) -> pd.DataFrame:
    """The number of actors that had reached the threshold by each day on which it may have changed, from
    `start` to `on`.

    Args:
        found: as from `who_reached`; those held back are left out.

    Returns:
        date, least (certainly reached it), most (may have reached it; larger only where a date is known to
        the month).
    """
    start, on = pd.Timestamp(start), pd.Timestamp(on)
    seen = found[~found["held_back"]]
    first, last = (seen[c].mask(seen["already"], start).clip(lower=start) for c in ("earliest", "latest"))
    days = pd.DatetimeIndex(sorted({start, on, *first[first <= on], *last[last <= on]}))
    return pd.DataFrame(
        {
            "date": days,
            "least": last.sort_values().searchsorted(days, side="right"),
            "most": first.sort_values().searchsorted(days, side="right"),
        }
    )


def waves(found: pd.DataFrame) -> int:
    """The number of waves of steps by which the threshold was reached: a gap of more than `WAVE_GAP_DAYS` days begins
    a new one.
    """
    days = found.loc[found["how"].ne("already") & ~found["held_back"], "since"].sort_values()
    return int((days.diff().dt.days > WAVE_GAP_DAYS).sum()) + 1 if len(days) else 0


class After(NamedTuple):
    """What followed an event within a number of days, without the event's own actors.

    Attributes:
        days: length of the window. It begins on the day after the event, since the order of events on the
            same day is unknown.
        reached, could_reach: codes of the actors that first reached the threshold in it, and how many had not
            by the day of the event.
        moved, with_position: codes of the actors that moved in it, and how many had a position to move from.
        months: how many steps known only to the month may fall in it; they are not counted.
    """

    days: int
    reached: list[str]
    could_reach: int
    moved: list[str]
    with_position: int
    months: int


def after_events(
    data: Dataset,
    coded: pd.DataFrame,
    found: pd.DataFrame,
    question: str,
    start: Day,
    on: Day,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    importance: int = MAJOR,
) -> pd.DataFrame:
    """The actors that reached the threshold or moved after each event of at least that importance, from
    `start` to `on`.

    A window that ends after `on` is left open, and so are all windows of an event known only to the month.

    Args:
        found: as from `who_reached` for the same statements, days, groups and confidence.

    Returns:
        id, date, date_precision, title, actors, and one column per window, `within_7` and `within_30`: an
        `After`, or None if the window is open.
    """
    countries = counted_members(data, groups, on)
    asked = statements_on_question(coded, question)
    steps = changes(asked, pd.Timestamp.min, on, confidence)
    first, last = day_range(steps["date"], steps["date_precision"])
    steps = steps.assign(earliest=first, latest=last, exact=steps["date_precision"].eq("day"))
    held = visible_spells(asked, confidence).query("not held_back").rename(columns={"from": "begin"})
    came = found[~found["held_back"]]
    events = data.events[
        data.events["importance"].ge(importance)
        & data.events["date"].between(pd.Timestamp(start), pd.Timestamp(on))
    ]
    events = events.sort_values("date", kind="stable")[
        ["id", "date", "date_precision", "title", "actors"]
    ].reset_index(drop=True)
    # plain rows: with some dozens of steps and events, a frame for each would take a hundred times as long
    came, steps, held = (
        list(frame[columns].itertuples())
        for frame, columns in (
            (came, ["actor", "already", "earliest", "since", "since_precision"]),
            (steps, ["actor", "earliest", "latest", "exact", "change"]),
            (held, ["actor", "begin", "until"]),
        )
    )
    for days in WINDOWS:
        events[f"within_{days}"] = [
            _after(event, days, came, steps, held, countries, pd.Timestamp(on))
            for event in events.itertuples()
        ]
    return events


def _after(
    event: Any,
    days: int,
    came: list[Any],
    steps: list[Any],
    held: list[Any],
    countries: list[str],
    on: pd.Timestamp,
) -> After | None:
    begin, last = event.date, event.date + pd.Timedelta(days=days)
    if event.date_precision != "day" or last > on:
        return None
    others = set(countries) - set(event.actors)
    by_then = {c.actor for c in came if c.already or c.earliest <= begin} & others
    within = {
        c.actor for c in came if c.since_precision == "day" and begin < c.since <= last and not c.already
    } & others
    stand = {h.actor for h in held if h.begin <= begin and not h.until <= begin} & others
    inside = [s for s in steps if s.actor in others and s.earliest <= last and s.latest > begin]
    moves = {s.actor for s in inside if s.exact and s.change == "move"}
    return After(
        days,
        sorted(within),
        len(others) - len(by_then),
        sorted(moves),
        len(stand),
        sum(not s.exact for s in inside),
    )


def densest(found: pd.DataFrame, days: int) -> tuple[pd.Timestamp, pd.Timestamp, int] | None:
    """The period of so many days in which most actors first reached the threshold, of steps known to the day;
    the earliest of equals.

    Returns:
        its first and last day, both included, and the number; None if there is no such step.
    """
    came = found[found["how"].ne("already") & ~found["held_back"] & found["since_precision"].eq("day")][
        "since"
    ].sort_values()
    if came.empty:
        return None
    length = pd.Timedelta(days=days - 1)
    counts = [int(came.between(d, d + length).sum()) for d in came]
    best = counts.index(max(counts))
    return came.iloc[best], came.iloc[best] + length, counts[best]
