"""Findings as sentences, computed from frames; no number is typed in. Neutral words, and every count with its base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data.loading import Dataset
from data.transforms import Rise, counted, members_on, stance_counts

Day = dt.date | pd.Timestamp
FEW = 5              # a share of fewer says little
SURE = {"all": "", "medium": " of medium or high confidence", "high": " of high confidence"}


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


def whom(data: Dataset, groups: Sequence[str], on: Day) -> str:
    """Who is counted: `countries`, or `UN P5 members (Russia apart)`."""
    if not groups:
        return "countries"
    apart = data.actors[data.actors["belligerent"] & data.actors["code"].isin(members_on(data, tuple(groups), on))]["name"].tolist()
    return f"{group_names(data, groups)} members" + (f" ({listed(apart)} apart)" if apart else "")


def state_of_play(data: Dataset, cells: pd.DataFrame, on: Day, groups: tuple[str, ...] = (), confidence: str = "all") -> str:
    """Where the counted countries stand, in one sentence: the question with the largest and the one with the smallest share that supports.

    Only questions on which at least `FEW` of them have a position are named, or, in a small group, those on which most have one.

    Args:
        cells: as from `transforms.cell_states` for that day and confidence.
    """
    actors = [a for a in counted(data) if a in set(members_on(data, groups, on))]
    counts = stance_counts(cells, actors)
    base = counts.groupby("question")["base"].first()
    who = whom(data, groups, on)
    sure = SURE[confidence]
    if not base.max():
        return f"On {day(on)}, none of the {who} has a stated position{sure} on any question."
    favour = counts[counts["stance"] > 0].groupby("question")["count"].sum()
    share = (favour / base)[base >= min(FEW, base.max())].sort_values(ascending=False, kind="stable")
    title = {q.code: f"“{q.short}”" for q in data.codebook.questions}
    most, least = share.index[0], share.index[-1]
    start = f"Among {who} with a position{sure} on {day(on)}, support or permission is widest on {title[most]}"
    start += f" ({favour[most]} of {base[most]})"
    return f"{start}." if most == least else f"{start} and narrowest on {title[least]} ({favour[least]} of {base[least]})."


def stand_on(data: Dataset, cells: pd.DataFrame, question: str, on: Day, groups: tuple[str, ...] = (), confidence: str = "all") -> str:
    """Where the counted countries stand on one question, in one sentence.

    Args:
        cells: as from `transforms.cell_states` for that day and confidence.
    """
    short = f"“{data.codebook.question(question).short}”"
    sure = SURE[confidence]
    favour, middle, against, base = sides(data, cells, question, on, groups)
    who = whom(data, groups, on)
    if not base:
        return f"On {day(on)}, none of the {who} has a stated position{sure} on {short}."
    others = listed([f"{n} {what}" for n, what in ((against, "discourage it or rule it out"), (middle, "take no side")) if n])
    return f"On {day(on)}, {favour} of the {base} {who} with a position{sure} on {short} support or permit it" + (f"; {others}." if others else ".")


class Sides(NamedTuple):
    """How many countries stand on each side of a question; base: how many have a position."""

    favour: int
    middle: int
    against: int
    base: int


def sides(data: Dataset, cells: pd.DataFrame, question: str, on: Day, groups: tuple[str, ...] = ()) -> Sides:
    """The counted countries by side, organisations and belligerents apart.

    Args:
        cells: as from `transforms.cell_states` for that day.
    """
    actors = set(counted(data)) & set(members_on(data, groups, on))
    held = cells.loc[cells["question"].eq(question) & cells["actor"].isin(actors), "stance"].dropna()
    return Sides(int((held > 0).sum()), int((held == 0).sum()), int((held < 0).sum()), len(held))


def rise_in_words(rise: Rise) -> str:
    """When the number in favour rose most: `The number that support or permit rose most in the 30 days to 18 June 2024: from 4 to 19.`"""
    days = (rise.last - rise.first).days
    return f"The number that support or permit rose most in the {days} days to {day(rise.last)}: from {rise.start} to {rise.end}."
