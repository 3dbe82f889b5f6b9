"""Query results as flat tables, for the command line and other programs.

Column names are stable (described in `data/export/columns.py`, those of views in
`data/export/view_columns.py`). Days are text; lists are text, joined with `; `.
"""

from __future__ import annotations

import pandas as pd

from data.analysis.coverage import coverage
from data.dataset import Dataset
from data.export.columns import package_tables
from data.export.csv_xlsx import BETWEEN
from data.export.view_columns import view_tables
from data.rules.changes import changes
from data.rules.coded_statements import Day, coded_statements
from data.rules.membership import members_on, memberships_on
from data.rules.positions import positions


def positions_table(
    data: Dataset,
    on: Day,
    question: str | None = None,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    actors: tuple[str, ...] = (),
    known: str = "now",
    stated: str = "all",
) -> pd.DataFrame:
    """The positions on a day, one row each; of every actor unless groups or actors are named. Blanks have no
    row.

    Args:
        known: now, or then for what was public on the day.
        stated: all, or in how many months before the day (24, 12) a position must have been stated.

    Returns:
        actor, name, question, stance (-2..2), stance_name, since, since_precision, statement, last_stated,
        last_statement, confidence, age_band (recent, over_1_year, over_2_years); sorted by actor, questions
        in the codebook's order. `statement` began the spell; `confidence` is that of the latest statement
        that set the position, which may be another one. `stance_name` is the scale's name for the code,
        whoever the actor.
    """
    rows = positions(coded_statements(data, known), on, confidence, stated)
    rows = _asked(data, rows, on, question, groups, actors)
    rows = _in_order(data, rows, ["actor", "question"])
    rows["name"] = rows["actor"].map(data.names)
    rows["stance_name"] = _stance_names(data, rows["stance"])
    return flat(rows)[
        [
            "actor",
            "name",
            "question",
            "stance",
            "stance_name",
            "since",
            "since_precision",
            "statement",
            "last_stated",
            "last_statement",
            "confidence",
            "age_band",
        ]
    ]


def changes_table(
    data: Dataset,
    since: Day,
    on: Day,
    question: str | None = None,
    groups: tuple[str, ...] = (),
    confidence: str = "all",
    actors: tuple[str, ...] = (),
    known: str = "now",
) -> pd.DataFrame:
    """Every move and all first words after `since`, up to and including `on`, sorted by day; reversals
    included.

    Of every actor unless groups or actors are named. Steps on statements below `confidence` are left out.

    Args:
        known: now, or then for what was public on each day.

    Returns:
        actor, name, question, change (first words, move), from_stance (NA for first words), from_stance_name,
        stance, stance_name, size (NA for first words), date, date_precision, known (the day on which it
        became public), statement, speaker, confidence, url (of the best source).
    """
    rows = _asked(
        data, changes(coded_statements(data, known), since, on, confidence), on, question, groups, actors
    )
    return steps_table(data, _in_order(data, rows, ["date", "actor", "question"]))


def steps_table(data: Dataset, steps: pd.DataFrame) -> pd.DataFrame:
    """Steps as a flat table, in the order given.

    Args:
        steps: as from `changes.changes`.

    Returns:
        as `changes_table`.
    """
    said = data.statements_by_id.loc[steps["statement"]].reset_index()
    rows = steps.reset_index(drop=True).assign(
        name=steps["actor"].map(data.names).array,
        from_stance_name=_stance_names(data, steps["from_stance"]).array,
        stance_name=_stance_names(data, steps["stance"]).array,
        known=said["disclosed"].fillna(said["date"]),
        speaker=said["speaker"],
    )
    rows = rows.join(_best_sources(data.sources, "statement")["url"], on="statement")
    return flat(rows)[
        [
            "actor",
            "name",
            "question",
            "change",
            "from_stance",
            "from_stance_name",
            "stance",
            "stance_name",
            "size",
            "date",
            "date_precision",
            "known",
            "statement",
            "speaker",
            "confidence",
            "url",
        ]
    ]


def net_table(data: Dataset, net: pd.DataFrame) -> pd.DataFrame:
    """Net changes, sorted by name, then in the order of the questions.

    Args:
        net: as from `changes.net_change`.

    Returns:
        actor, name, question, from_stance (-2..2, NA: no position on the first day), stance, size (NA where
        from_stance is).
    """
    rows = _in_order(data, net.assign(name=net["actor"].map(data.names)), ["name", "question"])
    return rows[["actor", "name", "question", "from_stance", "stance", "size"]]


def statements_table(data: Dataset, statements: pd.DataFrame) -> pd.DataFrame:
    """Statements as a flat table, in the order given.

    Args:
        statements: rows of `data.statements`.

    Returns:
        id, date, date_precision, actor, name, speaker, role, level, voice, kind, confidence, one column per
        question with the statement's code (-2..2, NA: not coded), summary, sources (how many), state_media
        (True if any source is), url (of the best source).
    """
    questions = [q.code for q in data.codebook.questions]
    codes = (
        data.codes.pivot(index="statement", columns="question", values="stance")
        .reindex(columns=questions)
        .astype("Int8")
    )
    rows = statements.assign(name=statements["actor"].map(data.names))
    rows = rows.join(codes, on="id").join(_best_sources(data.sources, "statement"), on="id")
    return flat(rows)[
        [
            "id",
            "date",
            "date_precision",
            "actor",
            "name",
            "speaker",
            "role",
            "level",
            "voice",
            "kind",
            "confidence",
            *questions,
            "summary",
            "sources",
            "state_media",
            "url",
        ]
    ]


def cells_table(data: Dataset, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of a view, blanks included, in the order given.

    Args:
        cells: as from `cell_states.cell_states` or `cell_states_over`; with `dissent` (bool), if the view
            marks it.

    Returns:
        actor, name, question, state, stance (-2..2, NA: no position is shown), stance_name, since,
        since_precision, statement, last_stated, last_statement, confidence, age_band, queries, and dissent if
        `cells` has it.
    """
    rows = cells.assign(name=cells["actor"].map(data.names), stance_name=_stance_names(data, cells["stance"]))
    columns = [c.name for c in view_tables(data.codebook)["cells"].columns if c.name in rows]
    return flat(rows[columns])


def stretches_table(data: Dataset, spans: pd.DataFrame) -> pd.DataFrame:
    """Periods of one stance, in the order given.

    Args:
        spans: actor, question, stance, held_back (bool), age_band, statement, from, last (the last day
            shown).

    Returns:
        actor, name, question, stance, stance_name, from, to, statement (that began the spell), held_back,
        age_band.
    """
    return named_rows(data, spans.assign(to=spans["last"]), "stretches")


def named_rows(data: Dataset, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows of a view with the columns of one of `view_columns.view_tables`; adds the names of actors and
    stances.

    Args:
        rows: with all columns of the table except the names.
        kind: name of the table.
    """
    names = {
        column: f"{column}_name" if column != "actor" else "name"
        for column in ("actor", "first", "second")
        if column in rows
    }
    rows = rows.assign(**{name: rows[column].map(data.names) for column, name in names.items()})
    rows = rows.assign(stance_name=_stance_names(data, rows["stance"])) if "stance" in rows else rows
    return flat(rows[[c.name for c in view_tables(data.codebook)[kind].columns]])


def sources_table(data: Dataset, statements: pd.Series) -> pd.DataFrame:
    """Every source of some statements, by statement in the order given, the best first.

    Args:
        statements: ids.

    Returns:
        statement, order, publisher, url, published, language, kind, state_media.
    """
    place = {statement: n for n, statement in enumerate(statements)}
    rows = data.sources[data.sources["statement"].isin(place)]
    rows = rows.assign(place=rows["statement"].map(place)).sort_values(["place", "order"])
    return flat(rows[[c.name for c in package_tables(data.codebook)["sources"].columns]])


def events_table(
    data: Dataset, on: Day, start: Day = pd.Timestamp.min, actors: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The events from `start` to `on`, sorted by day; if actors are named, those in which any of them takes
    part.

    Returns:
        id, date, date_precision, title, kind, actors (their codes), place, summary, importance (3 highest),
        sources (how many), state_media (True if any source is), url (of the best source).
    """
    rows = data.events[data.events["date"].between(pd.Timestamp(start), pd.Timestamp(on))]
    if actors:
        rows = rows[rows["actors"].map(lambda codes: bool(set(codes) & set(actors)))]
    rows = rows.sort_values(["date", "id"]).join(_best_sources(data.event_sources, "event"), on="id")
    return flat(rows)[
        [
            "id",
            "date",
            "date_precision",
            "title",
            "kind",
            "actors",
            "place",
            "summary",
            "importance",
            "sources",
            "state_media",
            "url",
        ]
    ]


def actors_table(
    data: Dataset, on: Day, groups: tuple[str, ...] = (), actors: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The actors with their groups on a day, the search effort for each, and its results up to that day;
    sorted by code.

    Returns:
        actor, name, kind, region, belligerent, aliases, groups (their codes), and as `coverage.coverage`:
        state, queries, researched, statements, single_source, answers, last_spoken, last_spoken_precision.
    """
    member = (
        memberships_on(data, on)
        .groupby("actor")["group"]
        .agg(lambda groups: tuple(sorted(groups)))
        .rename("groups")
    )
    rows = data.actors.rename(columns={"code": "actor"}).drop(columns=["lat", "lon"]).join(member, on="actor")
    rows = rows.merge(
        coverage(data, coded_statements(data), on).drop(columns="name"), on="actor", validate="one_to_one"
    )
    return flat(_asked(data, rows, on, None, groups, actors))


def _asked(
    data: Dataset,
    rows: pd.DataFrame,
    on: Day,
    question: str | None,
    groups: tuple[str, ...],
    actors: tuple[str, ...],
) -> pd.DataFrame:
    """The rows that match the question, the groups and the actors; an empty filter matches all."""
    rows = rows[rows["actor"].isin(members_on(data, groups, on))]
    rows = rows[rows["actor"].isin(actors)] if actors else rows
    return rows[rows["question"].eq(question)] if question else rows


def _in_order(data: Dataset, rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Sorts rows by the columns `by`, questions in the codebook's order."""
    rank = {q.code: n for n, q in enumerate(data.codebook.questions)}
    return rows.sort_values(by, key=lambda c: c.map(rank) if c.name == "question" else c, ignore_index=True)


def _stance_names(data: Dataset, stances: pd.Series) -> pd.Series:
    return stances.map({s.code: s.name for s in data.codebook.scale})


def _best_sources(sources: pd.DataFrame, owner: str) -> pd.DataFrame:
    """The number of sources of each owner, whether any is state media, and the URL of the best."""
    return (
        sources.sort_values("order")
        .groupby(owner)
        .agg(
            sources=("url", "size"),
            state_media=("state_media", lambda s: s.notna().any()),
            url=("url", "first"),
        )
    )


def flat(rows: pd.DataFrame) -> pd.DataFrame:
    """Formats days (2024-05-31) and lists (`SCALP; Taurus`) as text."""
    return pd.DataFrame({name: _flat_column(column) for name, column in rows.reset_index(drop=True).items()})


def _flat_column(column: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_dtype(column):
        return column.dt.strftime("%Y-%m-%d")
    if any(isinstance(value, tuple) for value in column):
        return pd.Series(
            [BETWEEN.join(value) or None if isinstance(value, tuple) else None for value in column],
            index=column.index,
            dtype="str",
        )
    return column
