"""Robustness: the headline sentences of the screens, computed again on less evidence, and whether their
claims still hold.

There are three checks:

- *Sure*: only positions and steps on statements of high confidence. The others are held back as by a reader's
  filter, so no older position takes their place.
- *Recent*: only positions last stated in the twelve months up to the day. Sentences on moves do not depend on
  positions and are not checked.
- *Publisher*: without the statements whose sources are all from one publisher, for each such publisher in
  turn. Positions are then derived again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import NamedTuple

import pandas as pd

from data.cache import CachingFrame, cached_on_dataset
from data.dataset import Dataset
from data.robustness.headlines import Headline, HeadlineInputs, PublisherImpact, headlines
from data.rules.cell_states import cell_states
from data.rules.changes import changes
from data.rules.coded_statements import CELL, coded_statements
from data.rules.positions import positions

MONTHS = 12  # a position last stated longer ago is not recent
SURE, RECENT, PUBLISHER = "sure", "recent", "publisher"
SAME, NUMBERS, CHANGED = "same", "numbers", "changed"
_BETWEEN = "\x1f"  # occurs in no name of a publisher or actor


class Outcome(NamedTuple):
    """A headline under a check.

    Attributes:
        headline: its index in `Findings.headlines`.
        check: `SURE`, `RECENT` or `PUBLISHER`.
        publisher: the one that is left out; None for the other checks.
        verdict: same (the same sentence), numbers (the same claim with other numbers or details) or changed
            (another claim).
        sentence: the sentence under the check.
    """

    headline: int
    check: str
    publisher: str | None
    verdict: str
    sentence: str


class Findings(NamedTuple):
    """The results of all checks.

    Attributes:
        headlines: all headlines.
        sentences: their sentences as the screens show them.
        outcomes: their outcomes; a publisher that cannot affect a headline has none.
        publishers: how many publishers were left out in turn.
    """

    headlines: list[Headline]
    sentences: list[str]
    outcomes: list[Outcome]
    publishers: int


@cached_on_dataset(8)
def check_headlines(
    data: Dataset,
    known: str,
    on: dt.date,
    since: dt.date,
    groups: tuple[str, ...] = (),
    question: str = "border",
) -> Findings:
    """Every headline under every check. Cached on the dataset.

    Args:
        known: now, or then for what was public on each day.
    """
    coded = coded_statements(data, known)
    ground = HeadlineInputs(data, coded, cell_states(data, coded, on), on, since, groups, question)
    asked = headlines(data, question)
    now = [h.made(ground) for h in asked]
    outcomes = []
    sure = ground._replace(cells=cell_states(data, coded, on, "high"), confidence="high")
    recent = ground._replace(cells=cell_states(data, coded, on, stated=str(MONTHS)))
    for n, headline in enumerate(asked):
        outcomes.append(_outcome(n, headline, SURE, None, sure, now[n]))
        if headline.rests_on == "cells":
            outcomes.append(_outcome(n, headline, RECENT, None, recent, now[n]))
    losses, touched = what_is_lost(data, coded, on), [h.touched(ground) for h in asked]
    for loss in losses:
        less = None
        for n, headline in enumerate(asked):
            if touched[n](loss):
                less = less or _without(ground, loss)
                outcomes.append(_outcome(n, headline, PUBLISHER, loss.publisher, less, now[n]))
    return Findings(asked, [sentence for sentence, _ in now], outcomes, len(losses))


def _outcome(
    n: int,
    headline: Headline,
    check: str,
    publisher: str | None,
    ground: HeadlineInputs,
    now: tuple[str, Hashable],
) -> Outcome:
    sentence, comes_to = headline.made(ground)
    verdict = SAME if sentence == now[0] else NUMBERS if comes_to == now[1] else CHANGED
    return Outcome(n, check, publisher, verdict, sentence)


def sole_publishers(data: Dataset) -> pd.Series:
    """The publisher of each statement whose sources are all from one publisher, indexed by statement."""
    each = data.sources.groupby("statement")["publisher"]
    return each.first()[each.nunique().eq(1)]


def what_is_lost(data: Dataset, coded: pd.DataFrame, on: dt.date) -> list[PublisherImpact]:
    """The impact of each publisher that is the only one of some statement, sorted by publisher.

    All are computed in one pass: the cells that a publisher's statements code are derived without these
    statements, as cells of additional actors.
    """
    sole = sole_publishers(data)
    spoken = coded.assign(publisher=coded["statement"].map(sole))
    touched = spoken.dropna(subset="publisher")[["publisher", *CELL]].drop_duplicates()
    rows = coded.merge(touched, on=CELL)
    rows = rows[rows["publisher"].ne(rows["statement"].map(sole).fillna(""))]
    rows["actor"] = rows["publisher"] + _BETWEEN + rows["actor"]
    rows = rows.drop(columns="publisher").sort_values(CELL, kind="stable", ignore_index=True)
    steps = ["date", "date_precision", "from_stance", "stance"]
    before = touched.merge(positions(coded, on)[[*CELL, "stance"]], on=CELL, how="left")
    after = _named(positions(rows, on)[[*CELL, "stance"]])
    cells = before.merge(after, on=["publisher", *CELL], how="left", suffixes=("_before", "")).astype(
        {"stance_before": "Int8", "stance": "Int8"}
    )
    same = (
        cells["stance"].eq(cells["stance_before"]).fillna(False)
        | cells["stance"].isna() & cells["stance_before"].isna()
    )
    cells = cells.loc[~same, ["publisher", *CELL, "stance"]]
    was = touched.merge(changes(coded, pd.Timestamp.min, on)[[*CELL, *steps]], on=CELL)
    now = _named(changes(rows, pd.Timestamp.min, on)[[*CELL, *steps]])
    both = pd.concat([was, now]).astype({"from_stance": "Int8"})
    differ = both[~both.duplicated(["publisher", *CELL, *steps], keep=False)]
    lost = sole.index.to_series().groupby(sole).agg(list)
    by_cell, by_step = dict(iter(cells.groupby("publisher"))), dict(iter(differ.groupby("publisher")))
    none = cells.head(0)
    return [
        PublisherImpact(
            p,
            lost[p],
            by_cell.get(p, none).drop(columns="publisher"),
            list(by_step[p][[*CELL, "date"]].itertuples(index=False, name=None)) if p in by_step else [],
        )
        for p in sorted(lost.index, key=str.casefold)
    ]


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Splits the combined names of publisher and actor again."""
    parts = rows["actor"].str.split(_BETWEEN, n=1, expand=True, regex=False).reindex(columns=[0, 1])
    return rows.assign(publisher=parts[0], actor=parts[1])


def _without(ground: HeadlineInputs, loss: PublisherImpact) -> HeadlineInputs:
    coded = CachingFrame(ground.coded[~ground.coded["statement"].isin(loss.statements)])
    cells = ground.cells.merge(
        loss.cells.assign(other=True), on=CELL, how="left", suffixes=("", "_new"), validate="one_to_one"
    )
    other = cells["other"].eq(True)
    cells["stance"] = cells["stance"].mask(other, cells["stance_new"])
    cells["state"] = cells["state"].mask(
        other, cells["stance"].notna().map({True: "stated", False: "words_only"})
    )
    return ground._replace(coded=coded, cells=cells[ground.cells.columns])
