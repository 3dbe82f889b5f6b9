"""Blocs: the tree of agreement, and the cohesion of groups over time.

Everything is based on `comparison.agreement_between`; the distance of two actors is 1 minus their agreement.
With six questions, any two actors with at least `ANSWERS` answers share at least two questions, so each pair
has a score. With more questions a pair may have none: the tree then uses the mean distance of the pairs that
have one, which makes the two neither nearer nor further; the matrix leaves it blank.
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

ANSWERS = 4  # least number of comparable answers of an actor in the tree
FEW_PAIRS = 6  # all pairs of four members; a mean of fewer is marked as weak
FEWEST_PAIRS = 3  # all pairs of three members; of fewer there is no mean


def placed_actors(cells: pd.DataFrame, minimum: int = ANSWERS) -> list[str]:
    """Codes of the actors with at least `minimum` comparable answers, in alphabetical order.

    Args:
        cells: as from `comparison.comparable`.
    """
    answers = cells.groupby("actor")["stance"].count()
    return sorted(answers.index[answers >= minimum])


def distances(pairs: pd.DataFrame, actors: list[str]) -> np.ndarray:
    """The matrix of distances between the actors, 0 to 1; a pair without a score gets the mean of the other
    pairs (0 if none has a score).

    Args:
        pairs: as from `comparison.agreement_between`, for these actors.

    Returns:
        a square matrix in the order of `actors`.
    """
    apart = 1 - pairs["score"].to_numpy(float, na_value=np.nan)
    known = apart[np.isfinite(apart)]
    place = {a: n for n, a in enumerate(actors)}
    square = np.zeros((len(actors), len(actors)))
    one, other = pairs["first"].map(place).to_numpy(int), pairs["second"].map(place).to_numpy(int)
    square[one, other] = square[other, one] = np.where(
        np.isfinite(apart), apart, known.mean() if len(known) else 0.0
    )
    return square


# The tree ---------------------------------------------------------------------------------------------------


class Tree(NamedTuple):
    """A tree of actors, built by joining the two branches whose members have the smallest mean distance
    (average linkage).

    Attributes:
        actors: in the order of the leaves: neighbours as near each other as the tree allows, the more
            permissive end first.
        joins: one row per join of two branches: left, right (x of their stems, in leaves from 0), low_left,
            low_right (distance at which each branch was itself joined), height (mean distance at which the
            two are joined).
        branches: the actors of the two branches that are joined last, in the order of `actors`; a single
            branch if there are fewer than two actors.
    """

    actors: list[str]
    joins: pd.DataFrame
    branches: list[list[str]]


def tree_of(square: np.ndarray, actors: list[str], permissive: pd.Series) -> Tree:
    """The tree of the actors.

    Args:
        square: as from `distances`, in the order of `actors`.
        permissive: the mean stance of each actor, by code.
    """
    columns = ["left", "right", "low_left", "low_right", "height"]
    if len(actors) < 2:
        return Tree(list(actors), pd.DataFrame(columns=columns, dtype=float), [list(actors)])
    # rounded, so that equal distances stay equal and the order does not depend on the last digit
    links = hierarchy.linkage(squareform(square.round(9), checks=False), "average", optimal_ordering=True)
    drawn = hierarchy.dendrogram(links, no_plot=True)
    order = [actors[n] for n in drawn["leaves"]]
    across = (np.array(drawn["icoord"]) - 5) / 10  # scipy puts leaves at 5, 15, 25 ...
    joins = pd.DataFrame(
        {
            "left": across[:, 0],
            "right": across[:, 2],
            "low_left": [d[0] for d in drawn["dcoord"]],
            "low_right": [d[3] for d in drawn["dcoord"]],
            "height": [d[1] for d in drawn["dcoord"]],
        }
    )
    half = len(order) // 2
    if permissive.reindex(order[:half]).mean() < permissive.reindex(order[-half:]).mean():
        order = order[::-1]
        turned = {
            "left": len(order) - 1 - joins["right"],
            "right": len(order) - 1 - joins["left"],
            "low_left": joins["low_right"],
            "low_right": joins["low_left"],
        }
        joins = joins.assign(**turned)
    parts = dict(zip(actors, hierarchy.cut_tree(links, n_clusters=2).ravel(), strict=True))
    branches = [[a for a in order if parts[a] == part] for part in dict.fromkeys(parts[a] for a in order)]
    return Tree(order, joins.sort_values(["height", "left"], ignore_index=True)[columns], branches)


def mean_agreement(
    pairs: pd.DataFrame, some: list[str], others: list[str] | None = None
) -> tuple[float | None, int]:
    """The mean agreement of the pairs within `some`, or between `some` and `others`, and the number of these
    pairs.

    Args:
        pairs: as from `comparison.agreement_between`.

    Returns:
        the mean (None if no pair has a score), and the number of pairs with a score.
    """
    first, second = pairs["first"].isin(some), pairs["second"].isin(some)
    chosen = (
        first & second
        if others is None
        else first & pairs["second"].isin(others) | second & pairs["first"].isin(others)
    )
    scores = pairs.loc[chosen, "score"].dropna()
    return (float(scores.mean()) if len(scores) else None, len(scores))


# Over time --------------------------------------------------------------------------------------------------


@cached_on_dataset(8)
def cohesion_known(
    data: Dataset, known: str = "now", confidence: str = "all", stated: str = "all"
) -> pd.DataFrame:
    """As `cohesion`, at the end of every month that the dataset covers. Cached on the dataset.

    Args:
        known: now, or then for what was public on each day.
    """
    return cohesion(
        data,
        coded_statements(data, known),
        pd.date_range(FIRST_DAY, data.last_day, freq="ME"),
        confidence,
        stated,
    )


def cohesion(
    data: Dataset,
    coded: pd.DataFrame,
    days: list[Day] | pd.DatetimeIndex,
    confidence: str = "all",
    stated: str = "all",
) -> pd.DataFrame:
    """The mean agreement between the member countries of each group on each day, over the pairs that have a
    score.

    Includes the counted countries that are members on the day. Positions held back by `confidence` or
    `stated` are left out.

    Returns:
        date, group, members (with a score in any pair), pairs, mean (0..1; NA under `FEWEST_PAIRS`); groups
        in the codebook's order.
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
            rows.append(
                (
                    on,
                    group.code,
                    len({*some["first"], *some["second"]}),
                    len(some),
                    some["score"].mean() if len(some) else np.nan,
                )
            )
    table = pd.DataFrame(rows, columns=["date", "group", "members", "pairs", "mean"]).astype(
        {"members": int, "pairs": int, "mean": "Float64"}
    )
    table["mean"] = table["mean"].where(table["pairs"] >= FEWEST_PAIRS)
    return table
