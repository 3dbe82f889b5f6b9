"""Who stands like whom: the tree of agreement, and how far groups hold together over time.

All rest on `comparison.agreement_between`; a distance is 1 minus that agreement. With `ENDPOINTS` of six questions any two actors share at
least two, so that each of their pairs has a score. Should a pair have none all the same (of more questions they may share fewer), the tree
puts it at the mean distance of the pairs that have one, which makes it neither nearer nor further; it stays a blank in the matrix.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from data.analysis.comparison import agreement_between, comparable
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.rules.coded_statements import CELL, Day, coded_statements
from data.rules.membership import counted_countries, memberships_on
from data.rules.positions import positions_over
from data.schema.fields import FIRST_DAY

ANSWERS = 4              # an actor must have given, to be placed among others
FEW_PAIRS = 6            # of four members; a mean of fewer is drawn as resting on little
FEWEST_PAIRS = 3         # of three members; a mean of fewer is no figure


def placed_actors(cells: pd.DataFrame, minimum: int = ANSWERS) -> list[str]:
    """Codes of the actors with at least so many comparable answers, in alphabetical order.

    Args:
        cells: as from `comparison.comparable`.
    """
    answers = cells.groupby("actor")["stance"].count()
    return sorted(answers.index[answers >= minimum])


def distances(pairs: pd.DataFrame, actors: list[str]) -> np.ndarray:
    """The distance of each actor from each, 0 to 1; pairs without a score stand at the mean of those that have one (0 if none has).

    Args:
        pairs: as from `comparison.agreement_between`, of these actors.

    Returns:
        a square, in the order of `actors`.
    """
    apart = 1 - pairs["score"].to_numpy(float, na_value=np.nan)
    known = apart[np.isfinite(apart)]
    place = {a: n for n, a in enumerate(actors)}
    square = np.zeros((len(actors), len(actors)))
    one, other = pairs["first"].map(place).to_numpy(int), pairs["second"].map(place).to_numpy(int)
    square[one, other] = square[other, one] = np.where(np.isfinite(apart), apart, known.mean() if len(known) else 0.0)
    return square


# The tree -------------------------------------------------------------------------------------------------------------

class Tree(NamedTuple):
    """Actors joined step by step, always the two branches whose members are nearest to each other on average (average linkage).

    Attributes:
        actors: in the order of the leaves, neighbours as near each other as the tree allows, the more permissive end first.
        joins: one a join, two branches side by side: left, right (where their stems stand, in leaves from 0), low_left, low_right (at what
            distance each branch was joined itself), height (the mean distance at which the two are joined).
        branches: the actors of the two branches that are joined last, in the order of `actors`; one branch if there are fewer than two actors.
    """

    actors: list[str]
    joins: pd.DataFrame
    branches: list[list[str]]


def tree_of(square: np.ndarray, actors: list[str], permissive: pd.Series) -> Tree:
    """The tree of the actors.

    Args:
        square: as from `distances`, in the order of `actors`.
        permissive: by actor, the mean of its stances.
    """
    columns = ["left", "right", "low_left", "low_right", "height"]
    if len(actors) < 2:
        return Tree(list(actors), pd.DataFrame(columns=columns, dtype=float), [list(actors)])
    # rounded, so that what is equal stays equal and the order does not hang on the last digit
    links = hierarchy.linkage(squareform(square.round(9), checks=False), "average", optimal_ordering=True)
    drawn = hierarchy.dendrogram(links, no_plot=True)
    order = [actors[n] for n in drawn["leaves"]]
    across = (np.array(drawn["icoord"]) - 5) / 10          # scipy puts leaves at 5, 15, 25 ...
    joins = pd.DataFrame({"left": across[:, 0], "right": across[:, 2], "low_left": [d[0] for d in drawn["dcoord"]],
                          "low_right": [d[3] for d in drawn["dcoord"]], "height": [d[1] for d in drawn["dcoord"]]})
    half = len(order) // 2
    if permissive.reindex(order[:half]).mean() < permissive.reindex(order[-half:]).mean():
        order = order[::-1]
        turned = {"left": len(order) - 1 - joins["right"], "right": len(order) - 1 - joins["left"], "low_left": joins["low_right"],
                  "low_right": joins["low_left"]}
        joins = joins.assign(**turned)
    parts = dict(zip(actors, hierarchy.cut_tree(links, n_clusters=2).ravel(), strict=True))
    branches = [[a for a in order if parts[a] == part] for part in dict.fromkeys(parts[a] for a in order)]
    return Tree(order, joins.sort_values(["height", "left"], ignore_index=True)[columns], branches)


def mean_agreement(pairs: pd.DataFrame, some: list[str], others: list[str] | None = None) -> tuple[float | None, int]:
    """The mean agreement of the pairs within `some`, or between `some` and `others`, and of how many pairs; None of none.

    Args:
        pairs: as from `comparison.agreement_between`.
    """
    first, second = pairs["first"].isin(some), pairs["second"].isin(some)
    chosen = first & second if others is None else first & pairs["second"].isin(others) | second & pairs["first"].isin(others)
    scores = pairs.loc[chosen, "score"].dropna()
    return (float(scores.mean()) if len(scores) else None, len(scores))


# Over time ------------------------------------------------------------------------------------------------------------

@cached_on_dataset(8)
def cohesion_known(data: Dataset, known: str = "now", confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """`cohesion` at the end of every month that the dataset knows, for the words as they are known now or then. Derived once a dataset."""
    return cohesion(data, coded_statements(data, known), pd.date_range(FIRST_DAY, data.last_day, freq="ME"), confidence, stated)


def cohesion(data: Dataset, coded: pd.DataFrame, days: list[Day] | pd.DatetimeIndex, confidence: str = "all", stated: str = "all") -> pd.DataFrame:
    """How far the member countries of each group agree on each day: the mean agreement of the pairs that have a score.

    Members of the day, counted ones only. Positions held back by `confidence` or `stated` are left out.

    Returns:
        date, group, members (with a score in any pair), pairs, mean (0..1; NA under `FEWEST_PAIRS`); groups in the codebook's order.
    """
    held = positions_over(coded, days, confidence, stated=stated)[["on", *CELL, "stance"]]
    held = comparable(data, held[held["actor"].isin(counted_countries(data))])
    rows = []
    for on, cells in held.groupby("on"):
        pairs = agreement_between(cells, sorted(cells["actor"].unique())).dropna(subset="score")
        now = memberships_on(data, on).groupby("group")["actor"].agg(set)
        for group in data.codebook.groups:
            within = now.get(group.code, set())
            some = pairs[pairs["first"].isin(within) & pairs["second"].isin(within)]
            rows.append((on, group.code, len({*some["first"], *some["second"]}), len(some), some["score"].mean() if len(some) else np.nan))
    table = pd.DataFrame(rows, columns=["date", "group", "members", "pairs", "mean"]).astype({"members": int, "pairs": int, "mean": "Float64"})
    table["mean"] = table["mean"].where(table["pairs"] >= FEWEST_PAIRS)
    return table
