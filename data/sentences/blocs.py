"""Sentences on blocs: the two last branches of the tree, and the cohesion of groups."""

from __future__ import annotations

import pandas as pd

from data.analysis.blocs import ANSWERS, FEW_PAIRS, FEWEST_PAIRS, Tree, mean_agreement
from data.dataset import Dataset
from data.rules.membership import counted_countries, counted_members
from data.sentences.wording import Day, count_of, day, from_to, group_names, join_names, sure

LISTED = 8  # more countries are counted, not named


def blocs(
    data: Dataset, pairs: pd.DataFrame, tree: Tree, on: Day, confidence: str = "all", stated: str = "all"
) -> str:
    """The two branches of the tree that join last, counted countries only, and their agreement within and
    across.

    Args:
        pairs: as from `comparison.agreement_between`, for the actors of the tree.
    """
    known = set(counted_countries(data))
    countries = [a for a in tree.actors if a in known]
    asked = f"at least {ANSWERS} of the {len(data.codebook.questions)} questions"
    answer = f"{'has' if len(countries) == 1 else 'have'} a position{sure(confidence, stated)} on {asked}"
    start = f"On {day(on)}, {len(countries) or 'no'} countr{'y' if len(countries) == 1 else 'ies'} {answer}"
    parts = [part for branch in tree.branches if (part := [a for a in branch if a in known])]
    if len(parts) < 2:
        return f"{start}." if len(countries) < 2 else f"{start}; {_agree(pairs, countries)}."
    across, number = mean_agreement(pairs, parts[0], parts[1])
    said = [f"{_named(data, part)}{_within(pairs, part)}" for part in sorted(parts, key=len, reverse=True)]
    between = "" if across is None else f" Between the two it is {across:.2f} ({count_of(number, 'pair')})."
    return f"{start}. The two branches of the tree that join last are {said[0]} and {said[1]}.{between}"


def _named(data: Dataset, actors: list[str]) -> str:
    return join_names(sorted(data.names[actors])) if len(actors) <= LISTED else f"{len(actors)} countries"


def _within(pairs: pd.DataFrame, actors: list[str]) -> str:
    mean, number = mean_agreement(pairs, actors)
    return (
        "" if mean is None else f" (mean agreement {mean:.2f} among themselves, {count_of(number, 'pair')})"
    )


def _agree(pairs: pd.DataFrame, actors: list[str]) -> str:
    mean, number = mean_agreement(pairs, actors)
    return (
        f"their mean agreement is {mean:.2f} ({count_of(number, 'pair')})"
        if mean is not None
        else "no two of them can be compared"
    )


def group_among(
    data: Dataset, pairs: pd.DataFrame, actors: list[str], groups: tuple[str, ...], on: Day
) -> str:
    """The agreement of the selected groups' members with each other and with the other countries; empty
    without a group.

    Args:
        pairs: as from `comparison.agreement_between`, for these actors.
    """
    if not groups:
        return ""
    known, within = set(counted_countries(data)), set(counted_members(data, groups, on))
    members, others = [a for a in actors if a in within], [a for a in actors if a in known - within]
    said = f"Of these countries, {len(members)} {'is a member' if len(members) == 1 else 'are members'} of {group_names(data, groups)}"
    inside, number = mean_agreement(pairs, members)
    outside, more = mean_agreement(pairs, members, others)
    parts = [
        *(
            [f"their mean agreement is {inside:.2f} among themselves ({count_of(number, 'pair')})"]
            if inside is not None
            else []
        ),
        *(
            [f"{outside:.2f} with the other {len(others)} ({count_of(more, 'pair')})"]
            if outside is not None
            else []
        ),
    ]
    return f"{said}: {join_names(parts)}." if inside is not None else f"{said}: too few for a mean."


def extremes(data: Dataset, pairs: pd.DataFrame) -> pd.DataFrame:
    """The pair of counted countries that agrees least, at most one row; of several, the one with the most
    shared questions, then by code.
    """
    known = pairs[
        pairs["first"].isin(counted_countries(data)) & pairs["second"].isin(counted_countries(data))
    ].dropna(subset="score")
    return known.sort_values(
        ["score", "questions", "first", "second"], ascending=[True, False, True, True]
    ).head(1)


def held_together(data: Dataset, table: pd.DataFrame, start: Day, on: Day) -> str:
    """The groups whose members agree most and least on the day, and the number of pairs of each.

    Args:
        table: as from `blocs.cohesion`, up to the day.
    """
    now = table[table["date"].eq(table["date"].max())].dropna(subset="mean")
    now = now[now["pairs"] >= FEW_PAIRS].sort_values(["mean", "pairs"], ascending=False, kind="stable")
    name = {g.code: g.name for g in data.codebook.groups}
    if now.empty:
        return (
            f"From {from_to(start, on)}, no group has {FEW_PAIRS} pairs of members that can be compared on the last day, so that none is said to "
            "hold together more than another."
        )
    most, least = now.iloc[0], now.iloc[-1]
    if len(now) == 1:
        return f"On {day(on)}, {name[most['group']]} members have a mean agreement of {most['mean']:.2f} with each other ({most['pairs']} pairs)."
    said = f"On {day(on)}, {name[most['group']]} members agree most with each other (mean agreement {most['mean']:.2f}, {most['pairs']} pairs)"
    return (
        f"{said}, of the {len(now)} groups with at least {FEW_PAIRS} pairs; {name[least['group']]} members agree least ({least['mean']:.2f}, "
        f"{least['pairs']} pairs)."
    )


COHESION = (
    f"A mean rests on the pairs of member countries that can be compared on that day; under {FEWEST_PAIRS} pairs there is none, and under "
    f"{FEW_PAIRS} its mark is open. It changes when words change, when a member speaks to another question, and when a country joins or "
    "first speaks: a fall may be a new voice rather than a split."
)
