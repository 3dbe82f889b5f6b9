"""Sentences on what the dataset holds and how reliable it is: searches, coverage, coder agreement,
confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.analysis.intercoder import ALL, DEPENDABLE, FEW_UNITS, TENTATIVE, agreement, spoken_to
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.query.search import Search
from data.schema.fields import FIRST_DAY
from data.sentences.wording import Day, count_of, day, join_names, on_day


@cached_on_dataset(1)
def searched(data: Dataset) -> str:
    """The latest day and the effort of the search, and its results."""
    return f"{looked(data)[:-1]}; {count_of(len(data.statements), 'statement')}, {count_of(len(data.sources), 'source')}."


def looked(data: Dataset) -> str:
    """The latest day and the effort of the search."""
    silent = int((~data.searches["actor"].isin(data.statements["actor"])).sum())
    return (
        f"Searched until {day(data.last_day)}: {count_of(int(data.searches['queries'].sum()), 'look-up')} on {count_of(len(data.searches), 'actor')} "
        f"(nothing found for {silent})."
    )


def other_version(data: Dataset, named: str) -> str:
    """That a link was made with another version of the data and, if that is older, what has been corrected
    since.

    Args:
        named: version that the link gives, as `Dataset.version`.
    """
    made = pd.to_datetime(named.partition("-")[0], format="%Y.%m.%d", errors="coerce")
    said = f"This link was made with data {named}; shown are data {data.version}, so that it may show something else."
    since = data.corrections[data.corrections["date"] > made]
    if since.empty:
        return said
    of = count_of(since["statement"].nunique(), "statement")
    return f"{said} Since {day(made)}, {count_of(len(since), 'value')} of {of} {'was' if len(since) == 1 else 'were'} corrected."


def holds(data: Dataset) -> str:
    """What the dataset holds, in counts."""
    dates, actors = data.statements["date"], data.statements["actor"].nunique()
    span = f", said or done from {day(dates.min())} to {day(dates.max())}" if len(dates) else ""
    return (
        f"The dataset holds {count_of(len(data.statements), 'statement')} by {actors} of {count_of(len(data.actors), 'actor')}{span}, with "
        f"{count_of(len(data.codes), 'code')} on {count_of(len(data.codebook.questions), 'question')} and {count_of(len(data.sources), 'source')}; "
        f"beside them stand {count_of(len(data.events), 'event')} and {count_of(len(data.systems), 'weapon system')}."
    )


def covered(data: Dataset, table: pd.DataFrame, on: Day) -> str:
    """How many actors have any position on the day, the states of the others, and how uneven the search
    effort is.

    Args:
        table: as from `coverage.coverage` for that day.
    """
    states = table["state"].value_counts()
    others = "; ".join(
        f"{s.name}: {states[s.code]}" for s in data.codebook.states if s.code != "stated" and s.code in states
    )
    looked = table["queries"]
    return (
        f"On {day(on)}, {states.get('stated', 0)} of {count_of(len(table), 'actor')} {'has' if len(table) == 1 else 'have'} a position on at least "
        f"one of {count_of(len(data.codebook.questions), 'question')}"
        + (f" ({others})" if others else "")
        + f". Half of the actors were looked up {count_of(int(looked.quantile(0.5, interpolation='lower')), 'time')} or fewer; the fewest look-ups "
        f"on one were {looked.min()}, the most {looked.max()}."
    )


def agreed(data: Dataset) -> str:
    """The agreement of coders: over all questions, among the second coders alone, and on which questions
    statements speak to.

    Also names the figures that are least reliable.
    """
    every, blind, spoken = agreement(data), agreement(data, first=False), spoken_to(data)
    if every.empty:
        return "No statement has been coded by a second coder."
    title = {q.code: f"“{q.short}”" for q in data.codebook.questions}
    coders, statements = data.second_coding["coder"].nunique(), data.second_coding["statement"].nunique()
    said = [
        f"Over all questions alpha is {_alpha(every)} ({_units(every)}), among the {count_of(coders, 'second coder')} alone {_alpha(blind)} "
        f"({_units(blind)}); on which questions a statement speaks to at all it is {_alpha(spoken)} ({count_of(statements, 'statement')})."
    ]
    each = every[every["question"].ne(ALL)]
    for low, high, words in (
        (TENTATIVE, DEPENDABLE, "Enough for tentative conclusions only"),
        (-1, TENTATIVE, "Too low to conclude from"),
    ):
        if len(found := each[each["alpha"].between(low, high, inclusive="left").fillna(False)]):
            said.append(
                f"{words}: {join_names([f'{title[r.question]} ({r.alpha:.2f})' for r in found.itertuples()])}."
            )
    if len(few := each[each["units"] < FEW_UNITS]):
        said.append(
            f"Few units, so a rough figure: {join_names([f'{title[r.question]} ({r.units})' for r in few.itertuples()])}."
        )
    if len(same := each[each["alpha"].isna()]):
        names = join_names(
            [f"{title[r.question]} ({count_of(r.codings, 'coding')})" for r in same.itertuples()]
        )
        said.append(f"Not defined, since all codings are the same: {names}.")
    return " ".join(said)


def _alpha(table: pd.DataFrame) -> str:
    found = table.loc[table["question"].eq(ALL), "alpha"].dropna()
    return f"{found.item():.2f}" if len(found) else "not defined"


def _units(table: pd.DataFrame) -> str:
    return count_of(int(table.loc[table["question"].eq(ALL), "units"].sum()), "unit")


def how_sure(data: Dataset, cells: pd.DataFrame, actors: Sequence[str]) -> str:
    """The confidence of the statements that set the actors' positions, and how many have one source; empty
    without positions.

    Args:
        cells: as from `cell_states.cell_states`.
    """
    stated = cells[cells["actor"].isin(actors) & cells["state"].eq("stated")]
    if stated.empty:
        return ""
    found = stated["confidence"].value_counts()
    shares = ", ".join(
        f"{found[c.code]} {c.name}" for c in reversed(data.codebook.confidence) if c.code in found
    )
    single = int(stated["set_by"].isin(_on_one_source(data)).sum())
    return f"Confidence of the {count_of(len(stated), 'position')} counted: {shares}; {single} on a single source."


@cached_on_dataset(1)
def _on_one_source(data: Dataset) -> list[str]:
    """Ids of the statements with a single source."""
    counts = data.sources["statement"].value_counts()
    return counts.index[counts.eq(1)].tolist()


def search_result(data: Dataset, found: pd.DataFrame, search: Search) -> str:
    """How many statements a search finds, by how many actors, over which days, and how well they are sourced.

    Args:
        found: as from `search.find`.
    """
    when = (
        f"Up to {day(search.on)}"
        if search.start == FIRST_DAY
        else f"From {day(search.start)} to {day(search.on)}"
    )
    everything = f"the {len(data.statements)} statements in the dataset"
    if found.empty:
        return f"{when}, none of {everything} matches."
    sources = data.sources[data.sources["statement"].isin(found["id"])].groupby("statement")
    single, state = int(sources.size().eq(1).sum()), int(sources["state_media"].count().gt(0).sum())
    actors, first, last = found["actor"].nunique(), found.iloc[-1], found.iloc[0]
    span = f"the first {on_day(first['date'], first['date_precision'])}, the latest {on_day(last['date'], last['date_precision'])}"
    return (
        f"{when}, {len(found)} of {everything} match{'es' if len(found) == 1 else ''}, by {actors} actor{'s' if actors > 1 else ''}"
        + (f": {span}" if len(found) > 1 else f", said {on_day(last['date'], last['date_precision'])}")
        + f". Of these, {single} rest{'s' if single == 1 else ''} on a single source and {state} cite{'s' if state == 1 else ''} state media."
    )
