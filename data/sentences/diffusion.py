"""Sentences on diffusion: who was first, how fast others followed, who fell back, and what followed major
events.
"""

from __future__ import annotations

import pandas as pd

from data.analysis.diffusion import ENOUGH_WAVES, MAJOR, WAVE_GAP_DAYS, WINDOWS, waves
from data.dataset import Dataset
from data.sentences.wording import (
    NAMED,
    SURE,
    Day,
    count_of,
    day,
    from_to,
    join_names,
    number,
    on_day,
    population,
)


def threshold_name(data: Dataset, threshold: int) -> str:
    """The name of a threshold: `conditional support or more`, `full support`."""
    names = {1: "conditional support or more", 2: "full support"}
    return names[threshold]


def spread_of(
    data: Dataset,
    found: pd.DataFrame,
    question: str,
    start: Day,
    on: Day,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    threshold: int = 1,
) -> str:
    """How many governments reached the threshold, which first, how long half of them took, and how many later
    fell back.

    Args:
        found: as from `diffusion.who_reached`.
    """
    who, short = population(data, groups, on), f"“{data.codebook.question(question).short}”"
    seen = found[~found["held_back"]]
    came, there = seen[seen["how"].ne("already")], int(seen["already"].sum())
    reached = f"{threshold_name(data, threshold)} on {short}"
    when = f"From {from_to(start, on)}"
    base = f"; {number(there)} already stood there" if there else ""
    if came.empty:
        return f"{when}, none of the {who} newly came to {reached}{SURE[confidence]}{base}."
    first = came[came["first"]]
    names = (
        join_names(data.names[first["actor"]].tolist()) if len(first) <= NAMED else f"{len(first)} of them"
    )
    what = who if len(came) > 1 else _one(who)
    said = [f"{when}, {len(came)} {what} came to {reached}{SURE[confidence]}{base}."]
    said.append(
        f"{names} came first, {on_day(first['since'].iloc[0], first['since_precision'].iloc[0])}"
        + (", or may have" if first["since_precision"].eq("month").any() and len(first) > 1 else "")
    )
    if len(came) >= 4:
        middle = came.sort_values("since").iloc[-(-len(came) // 2) - 1]
        said[-1] += (
            f"; half of them had come by {day(middle['since'], middle['since_precision']).removeprefix('about ')}"
        )
    said[-1] += "."
    spoke = int(came["how"].eq("first words").sum())
    moved = _count(len(came) - spoke, len(came))
    said.append(
        f"{_count(spoke, len(came)).capitalize()} with {'their' if spoke != 1 else 'its'} first words, {moved} by a move."
    )
    said.append(fallen(data, found, on))
    return " ".join(filter(None, said))


def _one(who: str) -> str:
    return "country" if who == "countries" else who.replace(" members", " member")


def _count(some: int, all_: int) -> str:
    return "all" if some == all_ and all_ > 1 else number(some) if some else "none"


def fallen(data: Dataset, found: pd.DataFrame, on: Day) -> str:
    """Which of the governments that reached the threshold later fell below it, up to the day, for a time or
    for good.
    """
    back = found[found["fell_on"].notna() & ~found["held_back"]]
    if back.empty:
        return "Nobody fell back below it."
    each = [
        f"{data.names[r.actor]} ({on_day(r.fell_on, r.fell_precision)}, {data.codebook.stance(int(r.fell_to)).name})"
        for r in back.itertuples()
    ]
    return f"{number(len(back)).capitalize()} later fell back below it, for a time or for good: {join_names(each)}."


def after_in_words(
    data: Dataset, events: pd.DataFrame, threshold: int, groups: tuple[str, ...], on: Day
) -> str:
    """After how many major events any actor reached the threshold within each window, and after which event
    most did.

    Every number is given with its base.

    Args:
        events: as from `diffusion.after_events`.
    """
    who, what = population(data, groups, on), threshold_name(data, threshold)
    parts = []
    for days in WINDOWS:
        known = events[events[f"within_{days}"].notna()]
        if known.empty:
            continue
        counts = [len(a.reached) for a in known[f"within_{days}"]]
        some = sum(c > 0 for c in counts)
        told = f"Within {days} days after {some} of {count_of(len(known), 'major event')} some of the {who} first reached {what}"
        if some:
            best = known.iloc[counts.index(max(counts))]
            after = best[f"within_{days}"]
            every = f"{len(after.reached)} of the {after.could_reach} that had not"
            told += (
                "; never more than one"
                if max(counts) == 1
                else f"; most after “{best['title']}” ({day(best['date'])}): {every}"
            )
        parts.append(told + ".")
    return (
        " ".join(parts)
        if parts
        else "No major event in these days has a window that is over and a day that is known."
    )


def too_few(found: pd.DataFrame, events: pd.DataFrame) -> str:
    """Why these numbers are not tested against chance; empty without steps or events.

    Args:
        found: as from `diffusion.who_reached`.
        events: as from `diffusion.after_events`.
    """
    came = int((found["how"].ne("already") & ~found["held_back"]).sum())
    if not came or events.empty:
        return ""
    steps = waves(found)
    few = (
        "They are too few to tell from chance once every event is looked at, so that no test is given."
        if steps < ENOUGH_WAVES
        else "No test against chance is given: the windows of many events overlap."
    )
    return (
        f"Small numbers, and to follow is not to be caused: {count_of(came, 'step')} came in "
        f"{count_of(steps, 'wave')} (more than {WAVE_GAP_DAYS} days apart), "
        f"beside {count_of(len(events), 'event')} of importance {MAJOR}, many of them within days of each other and chosen for their bearing on "
        f"positions. {few}"
    )


AFTER = (
    "A window begins on the day after the event: of the same day nobody knows which came first. The event's own actors are left out, of those "
    "counted and of the base. Steps of which only the month is known are not counted; where one may fall in a window it is said. Windows "
    "overlap, so that one step may be counted after several events."
)


def window_in_words(data: Dataset, actors: list[str], base: int) -> str:
    """The actors out of a base: `3 of 53: Bulgaria, Germany and Portugal`; `0 of 53`."""
    names = f": {join_names(sorted(data.names[actors]))}" if actors else ""
    return f"{len(actors)} of {base}{names}"
