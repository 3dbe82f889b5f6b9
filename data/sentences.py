"""Findings as sentences, computed from frames; no number is typed in. Neutral words, and every count with its base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from data.loading import Dataset
from data.transforms import counted, members_on, stance_counts

Day = dt.date | pd.Timestamp
FEW = 5              # a share of fewer says little


def day(date: Day, precision: str = "day") -> str:
    """`28 May 2024`, or `about May 2024` where only the month is known."""
    return f"{date.day} {date:%B %Y}" if precision == "day" else f"about {date:%B %Y}"


def on_day(date: Day, precision: str = "day") -> str:
    """`on 28 May 2024`, or `about May 2024`."""
    return day(date, precision) if precision == "month" else f"on {day(date)}"


def age(days: int) -> str:
    """A number of days in the words of a reader: `3 days`, `5 months`, `2 years`."""
    for unit, length in (("year", 365), ("month", 30)):
        if days >= 2 * length or (unit == "month" and days >= 45):
            n = round(days / length)
            return f"{n} {unit}{'s' if n != 1 else ''}"
    return f"{days} day{'s' if days != 1 else ''}"


def before(days: int) -> str:
    """How long before the day shown: `the same day`, `3 days before`."""
    return f"{age(days)} before" if days else "the same day"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def group_names(data: Dataset, groups: Sequence[str]) -> str:
    """The groups by name: `NATO and EU`."""
    return listed([data.codebook.term("groups", g).name for g in groups])


def whom(data: Dataset, groups: Sequence[str]) -> str:
    """Who is counted: `countries`, or `NATO members`."""
    return f"{group_names(data, groups)} members" if groups else "countries"


def state_of_play(data: Dataset, cells: pd.DataFrame, on: Day, groups: tuple[str, ...] = ()) -> str:
    """Where the counted countries stand, in one sentence: the question with the largest and the one with the smallest share that supports.

    Only questions on which at least `FEW` of them have a position are named.
    """
    actors = [a for a in counted(data) if a in set(members_on(data, groups, on))]
    counts = stance_counts(cells, actors)
    base = counts.groupby("question")["base"].first()
    favour = counts[counts["stance"] > 0].groupby("question")["count"].sum()
    share = (favour / base)[base >= FEW].sort_values(ascending=False, kind="stable")
    title = {q.code: f"“{q.title}”" for q in data.codebook.questions}
    if share.empty:
        return f"On {day(on)}, fewer than {FEW} {whom(data, groups)} have a position on any question: too few to compare."
    most, least = share.index[0], share.index[-1]
    start = f"Among {whom(data, groups)} with a position on {day(on)}, support or permission is widest on {title[most]}"
    start += f" ({favour[most]} of {base[most]})"
    return f"{start}." if most == least else f"{start} and narrowest on {title[least]} ({favour[least]} of {base[least]})."
