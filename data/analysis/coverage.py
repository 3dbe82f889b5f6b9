"""How hard was looked for each actor, and what came of it: what a blank, or a position, can be weighed by."""

from __future__ import annotations

import pandas as pd

from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.cell_states import cell_states
from data.rules.coded_statements import Day


@cached_on_dataset(CACHE_SIZE)
def coverage(data: Dataset, coded: pd.DataFrame, on: Day) -> pd.DataFrame:
    """Every actor, one row each, those too for whom nothing was found, as of a day.

    Look-ups are of the whole dataset: how hard was searched does not depend on the day that a reader asks for.

    Returns:
        actor, name, state (the fullest of its cells, in the codebook's order of states: `stated` if it has any position,
        `nothing_found` if no cell has words), queries (look-ups; 0: not searched), researched (NaT: not searched), statements (up to the
        day), single_source (those of them with one source), answers (questions with a position), last_spoken (the latest government words
        up to the day, NaT: none), last_spoken_precision; sorted by name.
    """
    day = pd.Timestamp(on)
    sources = data.sources["statement"].value_counts()
    said = data.statements.assign(single_source=data.statements["id"].map(sources).eq(1))
    said = said[said["date"] <= day].groupby("actor")
    spoken = coded[coded["voice"].eq("government") & (coded["date"] <= day)].sort_values("date", kind="stable").groupby("actor")
    fullest = {state.code: rank for rank, state in enumerate(data.codebook.states)}
    cells = cell_states(data, coded, on)
    each = [
        cells.sort_values("state", key=lambda s: s.map(fullest), kind="stable").groupby("actor")["state"].first(),
        data.searches.set_index("actor")[["queries", "researched"]],
        said.agg(statements=("id", "size"), single_source=("single_source", "sum")),
        cells["state"].eq("stated").groupby(cells["actor"]).sum().rename("answers"),
        spoken[["date", "date_precision"]].last().rename(columns={"date": "last_spoken", "date_precision": "last_spoken_precision"}),
    ]
    table = data.actors[["code", "name"]].rename(columns={"code": "actor"})
    for part in each:
        table = table.join(part, on="actor", validate="one_to_one")
    counts = ["queries", "statements", "single_source", "answers"]
    table[counts] = table[counts].fillna(0).astype("int64")
    columns = ["actor", "name", "state", "queries", "researched", "statements", "single_source", "answers", "last_spoken", "last_spoken_precision"]
    return table.sort_values("name", ignore_index=True)[columns]
