"""The dataset's answers as flat tables, for the command line and other programs: stable column names, days as text."""

from __future__ import annotations

import pandas as pd

from data.loading import Dataset
from data.transforms import Day, members_on, positions, words


def positions_table(data: Dataset, on: Day, question: str | None = None, groups: tuple[str, ...] = (), confidence: str = "all") -> pd.DataFrame:
    """The positions on a day, one row each; rows only where there is a position; every actor unless groups are named.

    Returns:
        actor, name, question, stance (-2..2), stance_name, since, since_precision, statement, last_stated, last_statement, confidence;
        sorted by actor, questions in the codebook's order. `statement` began the position; `confidence` is that of the latest words that set
        it, which may be others. `stance_name` is the scale's name for the code, whoever the actor.
    """
    book = data.codebook
    rows = positions(words(data), on, confidence)
    rows = rows[rows["actor"].isin(members_on(data, groups, on))]
    if question:
        rows = rows[rows["question"].eq(question)]
    rank = {q.code: n for n, q in enumerate(book.questions)}
    rows = rows.sort_values(["actor", "question"], key=lambda c: c.map(rank) if c.name == "question" else c)
    rows["name"] = rows["actor"].map(data.names)
    rows["stance_name"] = rows["stance"].map({s.code: s.name for s in book.scale})
    for column in ("since", "last_stated"):
        rows[column] = rows[column].dt.strftime("%Y-%m-%d")
    return rows[["actor", "name", "question", "stance", "stance_name", "since", "since_precision", "statement", "last_stated", "last_statement",
                 "confidence"]].reset_index(drop=True)


def statements_table(data: Dataset, statements: pd.DataFrame) -> pd.DataFrame:
    """Statements as one flat table, in the order given.

    Args:
        statements: rows of `data.statements`.

    Returns:
        id, date, date_precision, actor, name, speaker, role, level, voice, kind, confidence, one column a question with its code (-2..2, NA
        where it is not spoken to), summary, sources (how many), state_media (True if any source is), url (of the best source).
    """
    questions = [q.code for q in data.codebook.questions]
    codes = data.codes.pivot(index="statement", columns="question", values="stance").reindex(columns=questions).astype("Int8")
    sources = data.sources.sort_values("order").groupby("statement").agg(
        sources=("url", "size"), state_media=("state_media", lambda s: s.notna().any()), url=("url", "first"))
    rows = statements.assign(name=statements["actor"].map(data.names), date=statements["date"].dt.strftime("%Y-%m-%d"))
    rows = rows.join(codes, on="id").join(sources, on="id")
    return rows[["id", "date", "date_precision", "actor", "name", "speaker", "role", "level", "voice", "kind", "confidence", *questions, "summary",
                 "sources", "state_media", "url"]].reset_index(drop=True)


def changes_table(data: Dataset, steps: pd.DataFrame) -> pd.DataFrame:
    """Steps as one flat table, in the order given.

    Args:
        steps: as from `transforms.changes`.

    Returns:
        actor, name, question, change ("first words" or "move"), from_stance (-2..2, NA for first words), stance, size (NA for first words),
        date, date_precision, statement, speaker, url (of the best source).
    """
    best = data.sources.sort_values("order").groupby("statement")["url"].first()
    rows = steps.assign(name=steps["actor"].map(data.names), date=steps["date"].dt.strftime("%Y-%m-%d"),
                        speaker=steps["statement"].map(data.said["speaker"]), url=steps["statement"].map(best))
    return rows[["actor", "name", "question", "change", "from_stance", "stance", "size", "date", "date_precision", "statement", "speaker",
                 "url"]].reset_index(drop=True)


def net_table(data: Dataset, net: pd.DataFrame) -> pd.DataFrame:
    """Net changes as one flat table, by name, then in the order of the questions.

    Args:
        net: as from `transforms.net_change`.

    Returns:
        actor, name, question, from_stance (-2..2, NA: no position on the first day), stance, size (NA where from_stance is).
    """
    rank = {q.code: n for n, q in enumerate(data.codebook.questions)}
    rows = net.assign(name=net["actor"].map(data.names))
    rows = rows.sort_values(["name", "question"], key=lambda c: c.map(rank) if c.name == "question" else c)
    return rows[["actor", "name", "question", "from_stance", "stance", "size"]].reset_index(drop=True)
