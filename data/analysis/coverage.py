"""Search effort and results for each actor, by which a blank or a position can be weighed."""

from __future__ import annotations

import pandas as pd

from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.rules.cell_states import cell_states
from data.rules.coded_statements import Day


@cached_on_dataset(CACHE_SIZE)
def coverage(data: Dataset, coded: pd.DataFrame, on: Day) -> pd.DataFrame:
    """The coverage of every actor on a day, one row each, also for actors for whom nothing was found.

    Look-ups are those of the whole dataset: the search effort does not depend on the day.

    Returns:
        actor, name, state (the first of its cells' states in the codebook's order: `stated` if it has any
        position, `nothing_found` only if no cell has a statement), queries (look-ups; 0: not searched),
        researched (NaT: not searched), statements (up to the day), single_source (those of them with one
        source), answers (questions with a position), last_spoken (the latest government statement up to the
        day, NaT: none), last_spoken_precision; sorted by name.
    """
    day = pd.Timestamp(on)
    sources = data.sources["statement"].value_counts()
    said = data.statements.assign(single_source=data.statements["id"].map(sources).eq(1))
    said = said[said["date"] <= day].groupby("actor")
    spoken = (
        coded[coded["voice"].eq("government") & (coded["date"] <= day)]
        .sort_values("date", kind="stable")
        .groupby("actor")
    )
    fullest = {state.code: rank for rank, state in enumerate(data.codebook.states)}
    cells = cell_states(data, coded, on)
    each = [
        cells.sort_values("state", key=lambda s: s.map(fullest), kind="stable")
        .groupby("actor")["state"]
        .first(),
        data.searches.set_index("actor")[["queries", "researched"]],
        said.agg(statements=("id", "size"), single_source=("single_source", "sum")),
        cells["state"].eq("stated").groupby(cells["actor"]).sum().rename("answers"),
        spoken[["date", "date_precision"]]
        .last()
        .rename(columns={"date": "last_spoken", "date_precision": "last_spoken_precision"}),
    ]
    table = data.actors[["code", "name"]].rename(columns={"code": "actor"})
    for part in each:
        table = table.join(part, on="actor", validate="one_to_one")
    counts = ["queries", "statements", "single_source", "answers"]
    table[counts] = table[counts].fillna(0).astype("int64")
    columns = [
        "actor",
        "name",
        "state",
        "queries",
        "researched",
        "statements",
        "single_source",
        "answers",
        "last_spoken",
        "last_spoken_precision",
    ]
    return table.sort_values("name", ignore_index=True)[columns]
