"""Building blocks of the sentences: days, durations, lists, populations and the source of a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeAlias

import pandas as pd

from data.dataset import Dataset
from data.rules.membership import members_on

Day: TypeAlias = dt.date | pd.Timestamp
SURE = {"all": "", "medium": " of medium or high confidence", "high": " of high confidence"}
# The same, at the end of a figure's subtitle.
ONLY_SURE = {"all": "", "medium": " · medium and high confidence", "high": " · high confidence only"}
STATED_IN = {
    "all": "",
    "24": " last stated in the past 24 months",
    "12": " last stated in the past 12 months",
}
ONLY_STATED_IN = {
    "all": "",
    "24": " · last stated in the past 24 months",
    "12": " · last stated in the past 12 months",
}
ONLY_PUBLIC = {"now": "", "then": " · only what was public on the day"}
NAMED = 3  # more actors are counted, not named
EARLIER = "Stated under an earlier government"


def day(date: Day, precision: str = "day") -> str:
    """`28 May 2024`, or `about May 2024` if only the month is known."""
    return f"{date.day} {date:%B %Y}" if precision == "day" else f"about {date:%B %Y}"


def on_day(date: Day, precision: str = "day") -> str:
    """`on 28 May 2024`, or `about May 2024`."""
    return day(date, precision) if precision == "month" else f"on {day(date)}"


def humanize_days(days: int) -> str:
    """A duration in completed whole units: `3 days`, `5 months`, `2 years`."""
    for unit, length in (("year", 365.25), ("month", 365.25 / 12)):
        # one day added, so that a unit counts as complete although years and months differ in length
        n = int((days + 1) / length)
        if n >= 2 or (unit == "month" and days >= 45):
            return f"{n} {unit}{'s' if n != 1 else ''}"
    return f"{days} day{'s' if days != 1 else ''}"


def before(days: int) -> str:
    """The time before the day shown: `the same day`, `3 days before`."""
    return f"{humanize_days(days)} before" if days else "the same day"


def join_names(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def group_names(data: Dataset, groups: Sequence[str]) -> str:
    """The names of the groups: `NATO and EU`."""
    return join_names([data.codebook.term("groups", g).name for g in groups])


def filter_suffix(confidence: str, known: str, stated: str = "all") -> str:
    """The active filters, for the end of a figure's subtitle; empty if there are none."""
    return ONLY_SURE[confidence] + ONLY_STATED_IN[stated] + ONLY_PUBLIC[known]


def sure(confidence: str, stated: str = "all") -> str:
    """The active filters, to follow "position": ` of high confidence last stated in the past 12 months`;
    empty if there are none.
    """
    return SURE[confidence] + STATED_IN[stated]


def subjects(data: Dataset, groups: Sequence[str]) -> str:
    """Whose positions a figure shows: `governments`, or `NATO members`."""
    return f"{group_names(data, groups)} members" if groups else "governments"


def source(data: Dataset, until: str = "the day") -> str:
    """The source of a figure, and how a position is derived.

    Args:
        until: the day up to which statements count, in words.
    """
    return f"Source: Strike Positions, data {data.version}. Position: the latest government statement up to {until} that sets the line."


def population(data: Dataset, groups: Sequence[str], on: Day) -> str:
    """The countries that are counted: `countries`, or `UN P5 members (Russia apart)`."""
    if not groups:
        return "countries"
    apart = data.actors[
        data.actors["belligerent"] & data.actors["code"].isin(members_on(data, tuple(groups), on))
    ]["name"].tolist()
    return f"{group_names(data, groups)} members" + (f" ({join_names(apart)} apart)" if apart else "")


def count_of(number: int, thing: str) -> str:
    """A number of things: `1 source`, `1,194 sources`."""
    return f"{number:,} {thing}{'s' if number != 1 else ''}"


def number(n: int) -> str:
    """Numbers up to twelve in words (0: `no`), larger ones in digits."""
    words = (
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    )
    return words[n] if n < len(words) else str(n)


def statement_name(data: Dataset, statement: str) -> str:
    """The display name of a statement: `France · Emmanuel Macron, 28 May 2024`."""
    said = data.statements_by_id.loc[statement]
    return f"{data.names[said['actor']]} · {said['speaker']}, {day(said['date'], said['date_precision'])}"


def from_to(first: Day, last: Day) -> str:
    """`29 May to 31 May 2024`, `2 June 2023 to 31 May 2024`, `31 May 2024`."""
    if first == last:
        return day(last)
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first.year}'} to {day(last)}"
