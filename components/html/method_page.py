"""The codebook and the quality of the data, prepared for the method page."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from markupsafe import Markup

from components.html.cards import MACROS, blanks, definitions, stance_chip, terms_card, with_code
from components.html.environment import render
from data.analysis.intercoder import ALL, agreement, spoken_to
from data.dataset import Dataset
from data.rules.membership import members_on
from data.schema.codebook import Term


def rules(data: Dataset) -> Markup:
    """Returns the rules that turn statements into positions."""
    return terms_card((r.rule, r.text) for r in data.codebook.rules)


def gaps(data: Dataset) -> Markup:
    """Returns the known gaps of the data."""
    return terms_card((g.gap, g.text) for g in data.codebook.gaps)


def scale(data: Dataset) -> Markup:
    """Returns the scale, the kinds of blank and the age bands."""
    book = data.codebook
    points = [(stance_chip(book, s.code, "", f"{s.code}"), s.meaning) for s in book.scale]
    return MACROS.grid(
        [
            definitions("The scale, one for all questions", points),
            definitions("Cells without a position", blanks(book)),
            definitions("How long before the day a position was last stated", _terms(book.ages)),
        ]
    )


def questions(data: Dataset) -> Markup:
    """Returns what each question asks, and what each code means for it."""
    book = data.codebook
    return MACROS.grid(
        definitions(q.title, [(stance_chip(book, s.code, ""), q.codes[s.code]) for s in book.scale], q.asked)
        for q in book.questions
    )


def borderline(data: Dataset) -> Markup:
    """Returns how cases that could be coded either way are coded."""
    return terms_card((b.theme, b.rule) for b in data.codebook.borderline)


def vocabulary(data: Dataset) -> Markup:
    """Returns offices, confidence, voices, kinds of evidence and kinds of sources."""
    book = data.codebook
    sorts = [("evidence", _names(book.kinds)), ("sources", _names(book.source_kinds))]
    offices = [(f"{n}", t.name) for n, t in enumerate(book.levels, 1)]
    return MACROS.grid(
        [
            definitions("Confidence, least first", _terms(book.confidence)),
            definitions("Voices", _terms(book.voices)),
            definitions("Offices, highest first", offices),
            definitions("Kinds", sorts),
        ]
    )


def groups(data: Dataset, on: dt.date) -> Markup:
    """Returns the groups with their meaning and their number of members in the dataset on the day."""

    def name(group: Term) -> str:
        long = f" ({group.long})" if group.long != group.name else ""
        return f"{group.name}{long}: {len(members_on(data, (group.code,), on))}"

    return terms_card((name(g), g.meaning) for g in data.codebook.groups)


def glossary(data: Dataset) -> Markup:
    """Returns the glossary."""
    return terms_card((g.term, g.meaning) for g in data.codebook.glossary)


def corrections(data: Dataset) -> Markup:
    """Returns what a correction needs."""
    return render("corrections.html.j2", needs=map(with_code, data.codebook.corrections))


def agreement_table(data: Dataset) -> pd.DataFrame:
    """Returns intercoder agreement for readers: one row per question, then all; shares in percent."""
    titles = {q.code: q.short for q in data.codebook.questions} | {ALL: "All questions"}
    table = agreement(data).merge(
        spoken_to(data)[["question", "alpha", "same"]], on="question", suffixes=("", "_spoken")
    )
    table["question"] = table["question"].map(titles)
    for share in ("same_code", "same_side", "same"):
        table[share] *= 100
    return table.rename(
        columns={
            "question": "Question",
            "units": "Units",
            "codings": "Codings",
            "alpha": "Alpha (code)",
            "same_code": "Same code",
            "same_side": "Same side",
            "alpha_spoken": "Alpha (speaks to it)",
            "same": "Same (speaks to it)",
        }
    )


def coverage_table(data: Dataset, covered: pd.DataFrame) -> pd.DataFrame:
    """Returns coverage for readers. A day of which only the month is known is written as one: 2024-05.

    Args:
        covered: as from `coverage.coverage`.
    """
    states = {s.code: s.name for s in data.codebook.states}
    spoken, month = covered["last_spoken"], covered["last_spoken_precision"].eq("month")
    return pd.DataFrame(
        {
            "Actor": covered["name"],
            "Positions": covered["answers"],
            "State": covered["state"].map(states),
            "Latest words": spoken.dt.strftime("%Y-%m-%d").where(~month, spoken.dt.strftime("%Y-%m")),
            "Statements": covered["statements"],
            "Single source": covered["single_source"],
            "Look-ups": covered["queries"],
            "Searched until": covered["researched"].dt.strftime("%Y-%m-%d"),
        }
    )


def _names(terms: list[Term]) -> str:
    return "; ".join(t.name for t in terms)


def _terms(terms: list[Term]) -> list[tuple[str, str]]:
    return [(t.name, t.meaning) for t in terms]
