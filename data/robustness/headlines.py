"""The headline sentences of the screens with their claims, so that they can be computed again from other
statements and compared.

The sentences come from the same functions as on the screens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from functools import partial
from typing import NamedTuple

import pandas as pd

from data.analysis.blocs import distances, placed_actors, tree_of
from data.analysis.comparison import agreement_between, comparable, mean_stance
from data.analysis.diffusion import who_reached
from data.dataset import Dataset
from data.rules.changes import counted_changes, net_change, shown_changes
from data.rules.membership import counted_countries, counted_members, members_on
from data.schema.fields import FIRST_DAY
from data.sentences.blocs import blocs
from data.sentences.changes import what_changed
from data.sentences.diffusion import spread_of
from data.sentences.stances import LATELY, latest_moves, shares_in_favour, sides, stand_on, state_of_play


class HeadlineInputs(NamedTuple):
    """The inputs of the headline sentences.

    Attributes:
        data: the dataset.
        coded: the coded statements.
        cells: the cells on the day `on`.
        on, since: the day shown, and the earlier day with which it is compared.
        groups, question: those selected.
        confidence: steps on statements below it are left out.
    """

    data: Dataset
    coded: pd.DataFrame
    cells: pd.DataFrame
    on: dt.date
    since: dt.date
    groups: tuple[str, ...]
    question: str
    confidence: str = "all"


class PublisherImpact(NamedTuple):
    """What changes without a publisher.

    Attributes:
        statements: ids of the statements whose sources are all from it.
        cells: actor, question and new stance (missing: no position) of each cell whose position on the day
            then differs.
        steps: actor, question and day of each step up to the day that is then missing, new or different.
    """

    publisher: str
    statements: list[str]
    cells: pd.DataFrame
    steps: list[tuple[str, str, pd.Timestamp]]


class Headline(NamedTuple):
    """A sentence of a screen.

    Attributes:
        screen: path of the screen that shows it.
        title: its subject.
        question: the question that it is about; None if it is about none or several.
        claim: what it claims, in words.
        rests_on: cells (positions of the day) or steps (moves and first words).
        made: computes the sentence, and its claim as a value by which two versions are compared.
        touched: takes the full inputs and returns a predicate: whether a publisher's impact can affect the
            sentence. Only then is it computed again.
    """

    screen: str
    title: str
    question: str | None
    claim: str
    rests_on: str
    made: Callable[[HeadlineInputs], tuple[str, Hashable]]
    touched: Callable[[HeadlineInputs], Callable[[PublisherImpact], bool]]


def headlines(data: Dataset, question: str) -> list[Headline]:
    """The headline sentences of the screens; the one on diffusion is for one question."""
    short = {q.code: f"“{q.short}”" for q in data.codebook.questions}
    return [
        Headline(
            "overview",
            "Where support is widest and narrowest",
            None,
            "which two questions are named",
            "cells",
            _play,
            _counted_cells,
        ),
        Headline(
            "overview",
            "The latest moves",
            None,
            "whether more moves led towards support or away from it, and who moved last",
            "steps",
            _latest,
            lambda g: _steps_of(_counted(g), _before_latest(g)),
        ),
        *(
            Headline(
                "timeline",
                f"Where they stand on {short[q]}",
                q,
                "whether more than half of those with a position support or permit it",
                "cells",
                partial(_stand, question=q),
                partial(_counted_cells, question=q),
            )
            for q in short
        ),
        Headline(
            "changes",
            "What changed",
            None,
            "who moved, from where to where",
            "steps",
            _changed,
            lambda g: _steps_of(set(members_on(g.data, g.groups, g.on)), pd.Timestamp(g.since)),
        ),
        Headline(
            "blocs",
            "Who stands like whom",
            None,
            "which countries the tree parts last",
            "cells",
            _blocs,
            lambda g: _cells_of(set(placed_actors(comparable(g.data, g.cells)))),
        ),
        Headline(
            "diffusion",
            f"Who came first on {short[question]}",
            question,
            "who came first, and how many fell back",
            "steps",
            _spread,
            lambda g: _steps_of(_counted(g), pd.Timestamp.min, question),
        ),
    ]


def _counted(ground: HeadlineInputs) -> set[str]:
    return set(counted_members(ground.data, ground.groups, ground.on))


def _counted_cells(ground: HeadlineInputs, question: str | None = None) -> Callable[[PublisherImpact], bool]:
    return _cells_of(_counted(ground), question)


def _cells_of(actors: set[str], question: str | None = None) -> Callable[[PublisherImpact], bool]:
    """A predicate: the impact includes a position of any of the actors, on the question if one is given."""
    return lambda loss: (
        len(loss.cells) > 0
        and any(a in actors and question in (None, q) for a, q, _ in loss.cells.itertuples(index=False))
    )


def _steps_of(
    actors: set[str], after: pd.Timestamp, question: str | None = None
) -> Callable[[PublisherImpact], bool]:
    """A predicate: the impact includes a step of any of the actors after a day, on the question if one is
    given.
    """
    return lambda loss: any(a in actors and question in (None, q) and day > after for a, q, day in loss.steps)


def _steps(ground: HeadlineInputs) -> pd.DataFrame:
    return counted_changes(ground.data, ground.coded, ground.on, ground.groups, ground.confidence)


def _play(ground: HeadlineInputs) -> tuple[str, Hashable]:
    """The claim: the questions with the largest and the smallest share in favour."""
    asked = ground.data, ground.cells, ground.on, ground.groups
    named = shares_in_favour(*asked).index
    return state_of_play(*asked), (named[0], named[-1]) if len(named) else None


def _latest(ground: HeadlineInputs) -> tuple[str, Hashable]:
    steps = _steps(ground)
    moves = steps[steps["change"].eq("move")]
    lately = moves.loc[moves["date"] > pd.Timestamp(ground.on) - LATELY, "size"]
    way = int(lately.gt(0).sum()) - int(lately.lt(0).sum())
    last = frozenset(moves.loc[moves["date"].eq(moves["date"].iloc[0]), "actor"]) if len(moves) else None
    return latest_moves(ground.data, steps, ground.on, ground.groups), ((way > 0) - (way < 0), last)


def _before_latest(ground: HeadlineInputs) -> pd.Timestamp:
    """The day after which steps matter: twelve months ago, or just before the latest move of all if that is
    earlier.
    """
    steps = _steps(ground)
    moves, year = steps.loc[steps["change"].eq("move"), "date"], pd.Timestamp(ground.on) - LATELY
    return min(year, moves.iloc[0] - pd.Timedelta(days=1)) if len(moves) else pd.Timestamp.min


def _stand(ground: HeadlineInputs, question: str) -> tuple[str, Hashable]:
    found = sides(ground.data, ground.cells, question, ground.on, ground.groups)
    return stand_on(
        ground.data, ground.cells, question, ground.on, ground.groups
    ), 2 * found.favour > found.base if found.base else None


def _changed(ground: HeadlineInputs) -> tuple[str, Hashable]:
    net = net_change(ground.coded, ground.since, ground.on, ground.confidence)
    net = net[net["actor"].isin(members_on(ground.data, ground.groups, ground.on))]
    steps = shown_changes(
        ground.data, ground.coded, ground.since, ground.on, ground.groups, ground.confidence
    )
    moves = steps[steps["change"].eq("move") & ~steps["belligerent"]]
    return (
        what_changed(ground.data, steps, net, ground.since, ground.on, ground.groups),
        frozenset(zip(moves["actor"], moves["question"], moves["from_stance"], moves["stance"], strict=True)),
    )


def _blocs(ground: HeadlineInputs) -> tuple[str, Hashable]:
    cells = comparable(ground.data, ground.cells)
    actors = placed_actors(cells)
    pairs = agreement_between(cells, actors)
    tree = tree_of(
        distances(pairs, actors), actors, mean_stance(cells).set_index("actor")["mean"].astype(float)
    )
    known = set(counted_countries(ground.data))
    return blocs(ground.data, pairs, tree, ground.on), frozenset(frozenset(b) & known for b in tree.branches)


def _spread(ground: HeadlineInputs) -> tuple[str, Hashable]:
    found = who_reached(
        ground.data, ground.coded, ground.question, FIRST_DAY, ground.on, ground.groups, ground.confidence
    )
    back = int((found["fell_on"].notna() & ~found["held_back"]).sum())
    sentence = spread_of(ground.data, found, ground.question, FIRST_DAY, ground.on, ground.groups)
    return sentence, (frozenset(found.loc[found["first"], "actor"]), back)
