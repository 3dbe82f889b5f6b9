"""Descriptions of every column of the tables exported from views; shared columns are in
`data/export/columns.py`.
"""

from __future__ import annotations

from dataclasses import replace

from data.export.columns import (
    ACTOR,
    NAME,
    QUESTION,
    SINCE,
    STANCE,
    STATEMENT,
    Column,
    Table,
    answer_tables,
    codes_of,
    stance_name,
)
from data.schema.codebook import Codebook


def view_tables(book: Codebook) -> dict[str, Table]:
    """The tables exported from views, by name, beside those of `answer_tables`."""
    positions = {c.name: c for c in answer_tables(book)["positions"].columns}
    optional = {name: replace(column, filled=False) for name, column in positions.items()}
    return {
        "cells": Table(
            "What a view shows of each actor and question on the day, those without a position included",
            (
                ACTOR,
                NAME,
                QUESTION,
                Column(
                    "state",
                    "stated where a position is shown; else the kind of blank",
                    allowed=codes_of(book.states),
                ),
                *(
                    optional[name]
                    for name in (
                        "stance",
                        "stance_name",
                        "since",
                        "since_precision",
                        "statement",
                        "last_stated",
                        "last_statement",
                        "confidence",
                        "age_band",
                    )
                ),
                Column(
                    "queries",
                    "Look-ups spent on the actor in all, whatever the day; 0: nobody has searched",
                    "integer",
                ),
                Column("dissent", "True where dissent stands beside it", "boolean"),
            ),
            ("actor", "question"),
        ),
        "stretches": Table(
            "Stretches of time in which an actor held one stance, as far as the view shows them",
            (
                ACTOR,
                NAME,
                QUESTION,
                STANCE,
                stance_name(book),
                Column("from", "First day shown", "date"),
                Column("to", "Last day shown", "date"),
                positions["statement"],
                Column(
                    "held_back",
                    "True where a filter hides it: the words it rests on are below the confidence asked for, or too old",
                    "boolean",
                ),
                replace(positions["age_band"], says="How long ago it was last stated on these days"),
            ),
            ("actor", "question", "from"),
        ),
        "agreement": Table(
            "How far each pair of actors agrees on the day",
            (
                *(
                    replace(column, name=f"{which}{name}")
                    for which in ("first", "second")
                    for column, name in ((ACTOR, ""), (NAME, "_name"))
                ),
                Column("questions", "Questions that both have answered", "integer"),
                Column(
                    "score",
                    "1 minus the mean distance of their stances as a share of the scale; empty under two questions",
                    "number",
                    False,
                ),
            ),
            ("first", "second"),
        ),
        "cohesion": Table(
            "How far the members of a group agree, at the end of each month and on the day",
            (
                Column("date", "Day", "date"),
                Column("group", "Code of the group", allowed=codes_of(book.groups)),
                Column("members", "Member countries counted on that day", "integer"),
                Column("pairs", "Pairs of them that have an agreement", "integer"),
                Column(
                    "mean",
                    "Mean agreement of these pairs; empty where they are too few",
                    "number",
                    filled=False,
                ),
            ),
            ("date", "group"),
        ),
        "reached": Table(
            "When each country came to stand at a point of the scale or above",
            (
                ACTOR,
                NAME,
                QUESTION,
                STANCE,
                stance_name(book),
                Column(
                    "how",
                    "already (before the first day), first words or move",
                    allowed=("already", "first words", "move"),
                ),
                *SINCE,
                Column("earliest", "First day on which it may have been", "date"),
                Column("latest", "Last day on which it may have been", "date"),
                *(
                    Column(
                        f"{what}_{end}",
                        f"{says}, {bound}; empty for who was already there",
                        "integer",
                        filled=False,
                    )
                    for what, says in (("rank", "Place in the order"), ("lag", "Days after the first"))
                    for end, bound in (("low", "at least"), ("high", "at most"))
                ),
                Column(
                    "fell_on", "Day of the first later step back below; empty: none", "date", filled=False
                ),
                replace(STANCE, name="fell_to", says="Stance to which it fell", filled=False),
                replace(STATEMENT, says="Id of the statement with which it came to it"),
            ),
            ("actor",),
        ),
        "outcomes": Table(
            "What becomes of the headline sentences when they are reckoned again on less",
            (
                Column("headline", "What the sentence is about"),
                Column("shown", "The sentence as the screens show it"),
                Column("check", "On what it was reckoned again"),
                Column("publisher", "Publisher left out; empty for other checks", filled=False),
                Column(
                    "verdict",
                    "same, numbers (other numbers or details) or changed (it comes to something else)",
                ),
                Column("sentence", "The sentence then"),
            ),
        ),
        "counts": Table(
            "How many countries hold each stance, by question",
            (
                QUESTION,
                STANCE,
                stance_name(book),
                Column("count", "Countries that hold it", "integer"),
                Column("base", "Countries counted that have a position on the question", "integer"),
            ),
            ("question", "stance"),
        ),
    }
