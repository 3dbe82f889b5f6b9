"""Sentences on the changes between two days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data.dataset import Dataset
from data.rules.membership import members_on
from data.schema.codebook import Codebook
from data.sentences.wording import NAMED, SURE, Day, count_of, day, join_names, number, on_day, subjects


def direction(size: int) -> str:
    """The direction and size of a move: `two steps more permissive`."""
    return (
        f"{number(abs(size))} step{'s' if abs(size) > 1 else ''} {'more' if size > 0 else 'less'} permissive"
    )


def taken_back(book: Codebook, step: Any) -> str:
    """That a move was reversed: `Reversed on 3 June 2024: opposes.`, or `Reversed in part`; empty if it was
    not, up to the day shown.

    Args:
        step: a row of `changes.shown_changes`.
    """
    if pd.isna(step.back_on):
        return ""
    whole = (step.back_to <= step.from_stance) if step.size > 0 else (step.back_to >= step.from_stance)
    return (
        f"{'Reversed' if whole else 'Reversed in part'} {on_day(step.back_on, step.back_precision)}: "
        f"{book.stance(int(step.back_to), step.actor).name}."
    )


def what_changed(
    data: Dataset,
    steps: pd.DataFrame,
    net: pd.DataFrame,
    since: Day,
    on: Day,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    questions: Sequence[str] = (),
    actors: Sequence[str] = (),
) -> str:
    """How many actors moved in a period and in which direction, how many first words there were, and the net
    change.

    Countries and organisations are counted; changes of Ukraine and Russia are given separately.

    Args:
        steps: as from `changes.shown_changes` for these days, groups and confidence.
        net: as from `changes.net_change`.
        questions, actors: those to which `steps` and `net` are limited; empty for all.
    """
    members = list(actors) or members_on(data, groups, on)
    parties = set(data.actors.loc[data.actors["belligerent"], "code"]) & set(members)
    apart = f" ({join_names(sorted(data.names[a] for a in parties))} apart)" if parties else ""
    number = len(members) - len(parties)
    who = (
        f"actor{'s' if number != 1 else ''} chosen"
        if actors
        else subjects(data, groups)
        if groups
        else "actors"
    )
    base = f"{number} {who}{apart}"
    asked = join_names([f"“{data.codebook.question(q).short}”" for q in questions])
    when = f"After {day(since)} and up to {day(on)}" + (f", on {asked}" if asked else "")
    sure = f", on words{SURE[confidence]}" if SURE[confidence] else ""
    if steps.empty:
        return f"No move and no first words between {day(since)} and {day(on)}{f' on {asked}' if asked else ''}{sure}, among {base}."
    seen = steps[~steps["belligerent"]]
    moves, first = (seen[seen["change"].eq(change)] for change in ("move", "first words"))
    if moves.empty:
        said = [f"{when}, none of the {base} moved from one position to another{sure}."]
    else:
        said = [
            f"{when}, {moves['actor'].nunique()} of the {base} moved{sure} ({_who(data, moves)}): {count_of(len(moves), 'move')}, {_ways(moves)}."
        ]
    often = "once" if len(first) == 1 else count_of(len(first), "time")
    said.append(
        f"First words on a question came {often}, from {_who(data, first)}."
        if len(first)
        else "There were no first words."
    )
    said.append(_left(net[~net["actor"].isin(parties)]))
    return " ".join(said + _not_counted(data, steps[steps["belligerent"]]))


def _who(data: Dataset, steps: pd.DataFrame) -> str:
    """The actors by name, if there are few; else the number of countries and organisations."""
    actors = data.actors[data.actors["code"].isin(steps["actor"])]
    if len(actors) <= NAMED:
        return join_names(sorted(actors["name"]))
    kinds = actors["kind"].value_counts()
    words = (("country", "countries"), ("organisation", "organisations"))
    return join_names([f"{n} {one if n == 1 else many}" for one, many in words if (n := kinds.get(one, 0))])


def _ways(moves: pd.DataFrame) -> str:
    more, less = int(moves["size"].gt(0).sum()), int(moves["size"].lt(0).sum())
    if more and less:
        return f"{more} more permissive, {less} less"
    return f"{'all ' if len(moves) > 1 else ''}{'more' if more else 'less'} permissive"


def _left(net: pd.DataFrame) -> str:
    """The differences between the two days, ignoring the steps in between."""
    if net.empty:
        return "Net, no answer differs between the two days."
    parts = {
        "more permissive": net["size"].gt(0),
        "less permissive": net["size"].lt(0),
        "new": net["size"].isna(),
    }
    found = join_names(
        [f"{n} {what}" for what, rows in parts.items() if (n := int(rows.fillna(False).sum()))]
    )
    return f"Net, {count_of(len(net), 'answer')} differ{'s' if len(net) == 1 else ''} between the two days: {found}."


def _not_counted(data: Dataset, steps: pd.DataFrame) -> list[str]:
    if steps.empty:
        return []
    each = {
        name: dict(part["change"].value_counts())
        for name, part in steps.assign(name=steps["actor"].map(data.names)).groupby("name")
    }
    parts = [
        f"{name} ({', '.join(_of_change(change, n) for change, n in sorted(found.items(), reverse=True))})"
        for name, found in each.items()
    ]
    return [f"Not counted: {join_names(parts)}."]


def _of_change(change: str, count: int) -> str:
    return count_of(count, "move") if change == "move" else f"first words on {count_of(count, 'question')}"


def months_cut(data: Dataset, cut: pd.DataFrame) -> str:
    """The steps that may fall inside or outside the period, since only their month is known; empty if there
    are none.

    Args:
        cut: as from `changes.ambiguous_month_changes`.
    """

    def named(rows: pd.DataFrame) -> str:
        return "; ".join(
            f"{data.names[r.actor]}, “{data.codebook.question(r.question).short}”, {day(r.date, r.date_precision)}"
            for r in rows.itertuples()
        )

    parts = [
        f"{what}: {named(rows)}"
        for what, rows in (("Listed", cut[cut["listed"]]), ("Not listed", cut[~cut["listed"]]))
        if len(rows)
    ]
    return (
        f"Of these only the month is known, so that they may fall inside these days or outside. {'. '.join(parts)}."
        if parts
        else ""
    )
