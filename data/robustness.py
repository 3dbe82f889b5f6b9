"""How sure we are: the headline sentences of the screens, reckoned again on less, and whether what they come down to is still the same.

Three checks. *Sure*: only positions and steps on words of high confidence; the others are held back as by a reader's filter, so that no older
line comes back to life. *Recent*: only positions last stated in the twelve months up to the day; sentences on moves rest on no position and are
left as they are. *Publisher*: without the statements that rest on one publisher alone, each publisher in turn; positions are then derived anew.

The sentences are made by the same functions as on their screens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from data.blocs import distances, placed_actors, tree_of
from data.comparison import agreement_between, comparable
from data.counting import counted, counted_on, members_on, stance_counts
from data.diffusion import who_reached
from data.fields import FIRST_DAY
from data.loading import Dataset
from data.moves import counted_changes, shown_changes
from data.sentences.blocs import blocs
from data.sentences.diffusion import spread_of
from data.sentences.findings import FEW, LATELY, latest_moves, sides, stand_on, state_of_play
from data.sentences.moves import what_changed
from data.transforms import CELL, cell_states, changes, net_change, permissiveness, positions, words_known

MONTHS = 12              # a position last stated longer ago is not recent
SURE, RECENT, PUBLISHER = "sure", "recent", "publisher"
SAME, NUMBERS, CHANGED = "same", "numbers", "changed"
_BETWEEN = "\x1f"        # no publisher and no actor has it in its name


class Ground(NamedTuple):
    """What sentences are made from: words, the cells of the day, what was asked, and from which confidence on steps are taken."""

    data: Dataset
    words: pd.DataFrame
    cells: pd.DataFrame
    on: dt.date
    since: dt.date
    groups: tuple[str, ...]
    question: str
    confidence: str = "all"


class Headline(NamedTuple):
    """A sentence of a screen.

    Attributes:
        screen: path of the screen on which it stands; title: what it is about; question: the one it is about, if any.
        claim: what it comes down to, in words.
        rests_on: cells (positions of the day) or steps (moves and first words).
        made: gives the sentence, and what it comes down to as a value, by which two versions are compared.
        touched: from all that is known, gives which losses can matter to it at all: only for those is it made again.
    """

    screen: str
    title: str
    question: str | None
    claim: str
    rests_on: str
    made: Callable[[Ground], tuple[str, Hashable]]
    touched: Callable[[Ground], Callable[[Loss], bool]]


class Outcome(NamedTuple):
    """A headline under a check: which, whether it is the same (`same`, `numbers`: only numbers or details differ, `changed`), and how it then reads.

    Attributes:
        publisher: the one that is left out; None for the other checks.
    """

    headline: int
    check: str
    publisher: str | None
    verdict: str
    sentence: str


class Findings(NamedTuple):
    """All headlines with their sentences as the screens show them, what became of them, and how many publishers were left out in turn."""

    headlines: list[Headline]
    sentences: list[str]
    outcomes: list[Outcome]
    publishers: int


# The headlines ----------------------------------------------------------------------------------------------------------

def headlines(data: Dataset, question: str) -> list[Headline]:
    """The headline sentences of the screens, those on moves over time for one question."""
    short = {q.code: f"“{q.short}”" for q in data.codebook.questions}
    return [
        Headline("overview", "Where support is widest and narrowest", None, "which two questions are named", "cells", _play,
                 lambda g: _cells_of(_counted(g))),
        Headline("overview", "The latest moves", None, "whether more moves led towards support or away from it, and who moved last", "steps", _latest,
                 lambda g: _steps_of(_counted(g), _before_latest(g))),
        *(Headline("timeline", f"Where they stand on {short[q]}", q, "whether more than half of those with a position support or permit it", "cells",
                   lambda g, q=q: _stand(g, q), lambda g, q=q: _cells_of(_counted(g), q)) for q in short),
        Headline("changes", "What changed", None, "who moved, from where to where", "steps", _changed,
                 lambda g: _steps_of(set(members_on(g.data, g.groups, g.on)), pd.Timestamp(g.since))),
        Headline("blocs", "Who stands like whom", None, "which countries the tree parts last", "cells", _blocs,
                 lambda g: _cells_of(set(placed_actors(comparable(g.data, g.cells))))),
        Headline("diffusion", f"Who came first on {short[question]}", question, "who came first, and how many fell back", "steps", _spread,
                 lambda g: _steps_of(_counted(g), pd.Timestamp.min, question)),
    ]


def _counted(ground: Ground) -> set[str]:
    return set(counted_on(ground.data, ground.groups, ground.on))


def _cells_of(actors: set[str], question: str | None = None) -> Callable[[Loss], bool]:
    """Losses of a position of any of the actors, on the question if one is named."""
    return lambda loss: len(loss.cells) > 0 and any(a in actors and question in (None, q) for a, q, _ in loss.cells.itertuples(index=False))


def _steps_of(actors: set[str], after: pd.Timestamp, question: str | None = None) -> Callable[[Loss], bool]:
    """Losses of a step of any of the actors after a day, on the question if one is named."""
    return lambda loss: any(a in actors and question in (None, q) and day > after for a, q, day in loss.steps)


def _steps(ground: Ground) -> pd.DataFrame:
    return counted_changes(ground.data, ground.words, ground.on, ground.groups, ground.confidence)


def _play(ground: Ground) -> tuple[str, Hashable]:
    """With the questions of the largest and the smallest share in favour, as `state_of_play` picks them."""
    counts = stance_counts(ground.cells, counted_on(ground.data, ground.groups, ground.on))
    base = counts.groupby("question")["base"].first()
    favour = counts[counts["stance"] > 0].groupby("question")["count"].sum()
    share = (favour / base)[base >= max(min(FEW, base.max()), 1)].sort_values(ascending=False, kind="stable")
    return (state_of_play(ground.data, ground.cells, ground.on, ground.groups), (share.index[0], share.index[-1]) if len(share) else None)


def _latest(ground: Ground) -> tuple[str, Hashable]:
    steps = _steps(ground)
    moves = steps[steps["change"].eq("move")]
    lately = moves.loc[moves["date"] > pd.Timestamp(ground.on) - LATELY, "size"]
    way = int(lately.gt(0).sum()) - int(lately.lt(0).sum())
    last = frozenset(moves.loc[moves["date"].eq(moves["date"].iloc[0]), "actor"]) if len(moves) else None
    return latest_moves(ground.data, steps, ground.on, ground.groups), ((way > 0) - (way < 0), last)


def _before_latest(ground: Ground) -> pd.Timestamp:
    """The twelve months are looked at, and the latest move of all if it is older."""
    steps = _steps(ground)
    moves, year = steps.loc[steps["change"].eq("move"), "date"], pd.Timestamp(ground.on) - LATELY
    return min(year, moves.iloc[0] - pd.Timedelta(days=1)) if len(moves) else pd.Timestamp.min


def _stand(ground: Ground, question: str) -> tuple[str, Hashable]:
    found = sides(ground.data, ground.cells, question, ground.on, ground.groups)
    return stand_on(ground.data, ground.cells, question, ground.on, ground.groups), 2 * found.favour > found.base if found.base else None


def _changed(ground: Ground) -> tuple[str, Hashable]:
    net = net_change(ground.words, ground.since, ground.on, ground.confidence)
    net = net[net["actor"].isin(members_on(ground.data, ground.groups, ground.on))]
    steps = shown_changes(ground.data, ground.words, ground.since, ground.on, ground.groups, ground.confidence)
    moves = steps[steps["change"].eq("move") & ~steps["belligerent"]]
    return (what_changed(ground.data, steps, net, ground.since, ground.on, ground.groups),
            frozenset(zip(moves["actor"], moves["question"], moves["from_stance"], moves["stance"], strict=True)))


def _blocs(ground: Ground) -> tuple[str, Hashable]:
    cells = comparable(ground.data, ground.cells)
    actors = placed_actors(cells)
    pairs = agreement_between(cells, actors)
    tree = tree_of(distances(pairs, actors), actors, permissiveness(cells).set_index("actor")["mean"].astype(float))
    known = set(counted(ground.data))
    return blocs(ground.data, pairs, tree, ground.on), frozenset(frozenset(b) & known for b in tree.branches)


def _spread(ground: Ground) -> tuple[str, Hashable]:
    found = who_reached(ground.data, ground.words, ground.question, FIRST_DAY, ground.on, ground.groups, ground.confidence)
    back = int((found["fell_on"].notna() & ~found["held_back"]).sum())
    sentence = spread_of(ground.data, found, ground.question, FIRST_DAY, ground.on, ground.groups)
    return sentence, (frozenset(found.loc[found["first"], "actor"]), back)


# The checks -------------------------------------------------------------------------------------------------------------

@lru_cache(maxsize=8)
def findings(data: Dataset, known: str, on: dt.date, since: dt.date, groups: tuple[str, ...] = (), question: str = "border") -> Findings:
    """Every headline under every check, for the words as they are known now or then. Reckoned once a dataset and choice."""
    words = words_known(data, known)
    ground = Ground(data, words, cell_states(data, words, on), on, since, groups, question)
    asked = headlines(data, question)
    now = [h.made(ground) for h in asked]
    outcomes = []
    sure = ground._replace(cells=cell_states(data, words, on, "high"), confidence="high")
    recent = ground._replace(cells=recent_only(ground.cells, on))
    for n, headline in enumerate(asked):
        outcomes.append(_outcome(n, headline, SURE, None, sure, now[n]))
        if headline.rests_on == "cells":
            outcomes.append(_outcome(n, headline, RECENT, None, recent, now[n]))
    losses, touched = what_is_lost(data, words, on), [h.touched(ground) for h in asked]
    for loss in losses:
        less = None
        for n, headline in enumerate(asked):
            if touched[n](loss):
                less = less or _without(ground, loss)
                outcomes.append(_outcome(n, headline, PUBLISHER, loss.publisher, less, now[n]))
    return Findings(asked, [sentence for sentence, _ in now], outcomes, len(losses))


def _outcome(n: int, headline: Headline, check: str, publisher: str | None, ground: Ground, now: tuple[str, Hashable]) -> Outcome:
    sentence, comes_to = headline.made(ground)
    verdict = SAME if sentence == now[0] else NUMBERS if comes_to == now[1] else CHANGED
    return Outcome(n, check, publisher, verdict, sentence)


def recent_only(cells: pd.DataFrame, on: dt.date, months: int = MONTHS) -> pd.DataFrame:
    """The cells, those held back whose position was last stated longer ago than so many months.

    Args:
        cells: as from `transforms.cell_states` for that day.
    """
    old = cells["last_stated"] < pd.Timestamp(on) - pd.DateOffset(months=months)
    return cells.assign(state=cells["state"].mask(old, "held_back"), stance=cells["stance"].mask(old))


class Loss(NamedTuple):
    """What changes without a publisher.

    Attributes:
        statements: ids of those that rest on it alone.
        cells: frame of actor, question, stance of each position of the day that is then another one (missing: none at all).
        steps: actor, question and day of each of the steps up to the day that are then missing, new or others.
    """

    publisher: str
    statements: list[str]
    cells: pd.DataFrame
    steps: list[tuple[str, str, pd.Timestamp]]


def sole_publishers(data: Dataset) -> pd.Series:
    """The publisher of each statement all of whose sources are from one: by statement."""
    each = data.sources.groupby("statement")["publisher"]
    return each.first()[each.nunique().eq(1)]


def what_is_lost(data: Dataset, words: pd.DataFrame, on: dt.date) -> list[Loss]:
    """What each publisher on which some statement rests alone holds up, by its name.

    All are reckoned in one go: the cells that a publisher's statements speak to are derived without them, as those of so many more actors.
    """
    sole = sole_publishers(data)
    spoken = words.assign(publisher=words["statement"].map(sole))
    touched = spoken.dropna(subset="publisher")[["publisher", *CELL]].drop_duplicates()
    rows = words.merge(touched, on=CELL)
    rows = rows[rows["publisher"].ne(rows["statement"].map(sole).fillna(""))]
    rows["actor"] = rows["publisher"] + _BETWEEN + rows["actor"]
    rows = rows.drop(columns="publisher").sort_values(CELL, kind="stable", ignore_index=True)
    steps = ["date", "date_precision", "from_stance", "stance"]
    before = touched.merge(positions(words, on)[[*CELL, "stance"]], on=CELL, how="left")
    after = _named(positions(rows, on)[[*CELL, "stance"]])
    cells = before.merge(after, on=["publisher", *CELL], how="left", suffixes=("_before", "")).astype({"stance_before": "Int8", "stance": "Int8"})
    same = cells["stance"].eq(cells["stance_before"]).fillna(False) | cells["stance"].isna() & cells["stance_before"].isna()
    cells = cells.loc[~same, ["publisher", *CELL, "stance"]]
    was = touched.merge(changes(words, pd.Timestamp.min, on)[[*CELL, *steps]], on=CELL)
    now = _named(changes(rows, pd.Timestamp.min, on)[[*CELL, *steps]])
    both = pd.concat([was, now]).astype({"from_stance": "Int8"})
    differ = both[~both.duplicated(["publisher", *CELL, *steps], keep=False)]
    lost = sole.index.to_series().groupby(sole).agg(list)
    by_cell, by_step = dict(iter(cells.groupby("publisher"))), dict(iter(differ.groupby("publisher")))
    none = cells.head(0)
    return [Loss(p, lost[p], by_cell.get(p, none).drop(columns="publisher"),
                 list(by_step[p][[*CELL, "date"]].itertuples(index=False, name=None)) if p in by_step else [])
            for p in sorted(lost.index, key=str.casefold)]


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Publisher and actor apart again."""
    parts = rows["actor"].str.split(_BETWEEN, n=1, expand=True, regex=False).reindex(columns=[0, 1])
    return rows.assign(publisher=parts[0], actor=parts[1])


def _without(ground: Ground, loss: Loss) -> Ground:
    words = ground.words[~ground.words["statement"].isin(loss.statements)]
    cells = ground.cells.merge(loss.cells.assign(other=True), on=CELL, how="left", suffixes=("", "_new"), validate="one_to_one")
    other = cells["other"].eq(True)
    cells["stance"] = cells["stance"].mask(other, cells["stance_new"])
    cells["state"] = cells["state"].mask(other, cells["stance"].notna().map({True: "stated", False: "words_only"}))
    return ground._replace(words=words, cells=cells[ground.cells.columns])
