"""The parts of an actor's page as HTML, and as tables.

The parts are answers, groups, medians and the list of all actors. Does not use Streamlit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from components.html.cards import MACROS, actor_links, definitions, stance_chip
from components.html.environment import render
from components.plotting.hover import DISSENT, dissent_terms, is_old, names_of, no_result_text
from data.analysis.actor_profile import memberships_of
from data.dataset import Dataset
from data.sentences.actor import against_median, median_name, membership
from data.sentences.wording import EARLIER, Day, before, day, on_day


def answer_card(data: Dataset, cell: Any, beside: pd.DataFrame) -> Markup:
    """Returns a card with the answer to one question.

    For a position: stance in the question's terms, since when, last stated, limits, confidence. For a blank:
    its kind.

    Args:
        cell: a row of `cell_states.cell_states`.
        beside: the dissent that stands beside it, rows of `dissent.dissent_on`.
    """
    book, question = data.codebook, data.codebook.question(cell.question)
    shown = {
        "title": question.title,
        "state": book.term("states", cell.state),
        "mark": DISSENT,
        "dissent": [_dissent(data, row) for row in beside.itertuples()],
    }
    if cell.state != "stated":
        return render("answer_card.html.j2", **shown, blank=_blank(data, cell))
    last = data.statements_by_id.loc[cell.last_statement, "date_precision"]
    facts = [
        ("Since", day(cell.since, cell.since_precision)),
        ("Last stated", f"{day(cell.last_stated, last)}, {before(int(cell.age))}"),
        ("Limits", _limits(data, cell)),
        ("Confidence", cell.confidence),
    ]
    return render(
        "answer_card.html.j2",
        **shown,
        chip=stance_chip(book, cell.stance, cell.actor, age_band=cell.age_band),
        says=f"{data.names[cell.actor]} {question.codes[cell.stance]}.",
        facts=facts,
        old=book.term("ages", cell.age_band).name if is_old(cell) else "",
        earlier=f"{EARLIER}." if cell.earlier_government else "",
    )


def _limits(data: Dataset, cell: Any) -> str:
    return "; ".join(data.statements_by_id.loc[cell.set_by, "limits"]) or "none stated"


def _blank(data: Dataset, cell: Any) -> str:
    meaning = data.codebook.term("states", cell.state).meaning
    if cell.state == "not_yet":
        return f"{meaning} First spoken of {on_day(cell.first_spoken, cell.first_spoken_precision)}."
    return (
        f"{no_result_text(cell.queries).capitalize()}. This is not a position."
        if cell.state == "nothing_found"
        else meaning
    )


def _dissent(data: Dataset, row: Any) -> str:
    return f"{row.speaker}, {day(row.date, row.date_precision)}: {dissent_terms(data, row)}"


def groups_line(data: Dataset, actor: str, on: Day) -> Markup:
    """Returns the groups of which an actor is or was a member, with days, as HTML; empty if there are none."""
    rows = memberships_of(data, actor).itertuples()
    return render(
        "groups_line.html.j2",
        groups=[(data.codebook.term("groups", r.group).name, membership(r, on)) for r in rows],
    )


def median_cards(data: Dataset, medians: pd.DataFrame, cells: pd.DataFrame) -> Markup:
    """Returns one card per question: the actor's answer and the median of each of its groups.

    Args:
        medians: as from `stance_counts.group_medians`.
        cells: the actor's, as from `cell_states.cell_states`.
    """
    own = dict(zip(cells["question"], cells.itertuples(), strict=True))
    cards = []
    for question, rows in medians.groupby("question", sort=False):
        cell, state = own[question], data.codebook.term("states", own[question].state)
        stance = (
            stance_chip(data.codebook, cell.stance, cell.actor, age_band=cell.age_band)
            if cell.state == "stated"
            else MACROS.quiet_span(f"{state.glyph} {state.name}")
        )
        lines = [("Own", stance)] + [
            (data.codebook.term("groups", r.group).name, against_median(data, r)) for r in rows.itertuples()
        ]
        cards.append(definitions(data.codebook.question(question).short, lines))
    return MACROS.grid(cards)


def actor_list(data: Dataset, pages: Mapping[str, str]) -> Markup:
    """Returns links to the pages of all actors: countries by region, organisations last.

    Args:
        pages: URLs by code, as from `url.actor_page_urls`.
    """
    rows = data.actors.sort_values("name").assign(
        part=data.actors["region"].where(data.actors["kind"].eq("country"), "Organisations")
    )
    order = [*sorted(set(rows["part"].dropna()) - {"Organisations"}), "Organisations"]
    return render(
        "actor_list.html.j2",
        parts=[
            (part, actor_links(data, codes, pages))
            for part in order
            if len(codes := rows.loc[rows["part"].eq(part), "code"])
        ],
    )


# The same as tables -----------------------------------------------------------------------------------------


def answers_table(data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame) -> pd.DataFrame:
    """Returns the answers as plain text, one row per question.

    Args:
        cells: the actor's, as from `cell_states.cell_states`.
        beside: its dissent, rows of `dissent.dissent_on`.
    """
    dissent = {
        q: "; ".join(_dissent(data, row) for row in part.itertuples())
        for q, part in beside.groupby("question")
    }
    stated = cells["state"].eq("stated")
    return pd.DataFrame(
        {
            "Question": [data.codebook.question(q).short for q in cells["question"]],
            "Answer": names_of(data, cells),
            "Since": [
                day(c.since, c.since_precision) if s else ""
                for c, s in zip(cells.itertuples(), stated, strict=True)
            ],
            "Last stated": [
                day(c.last_stated, data.statements_by_id.loc[c.last_statement, "date_precision"]) if s else ""
                for c, s in zip(cells.itertuples(), stated, strict=True)
            ],
            "How long ago": cells["age_band"].map({a.code: a.name for a in data.codebook.ages}).fillna(""),
            "Limits": [
                _limits(data, c) if s else "" for c, s in zip(cells.itertuples(), stated, strict=True)
            ],
            "Confidence": cells["confidence"].fillna(""),
            "Dissent": [dissent.get(q, "") for q in cells["question"]],
        }
    ).set_index("Question")


def medians_table(data: Dataset, medians: pd.DataFrame) -> pd.DataFrame:
    """Returns the medians as plain text, one row per question and group.

    Args:
        medians: as from `stance_counts.group_medians`.
    """
    return pd.DataFrame(
        {
            "Question": [data.codebook.question(q).short for q in medians["question"]],
            "Group": [data.codebook.term("groups", g).name for g in medians["group"]],
            "Others with a position": medians["others"],
            "Median": ["too few" if pd.isna(m) else median_name(data, m) for m in medians["median"]],
            "Steps more permissive": medians["size"],
        }
    )


def systems_table(data: Dataset, systems: pd.DataFrame) -> pd.DataFrame:
    """Returns the weapon systems with columns named for readers, one row per system.

    Args:
        systems: as from `actor_profile.systems_of`.
    """
    first = [s if s.statements else None for s in systems.itertuples()]
    return pd.DataFrame(
        {
            "System": systems["name"],
            "Kind": systems["kind"],
            "Range (km)": systems["range_km"].astype("Int64"),
            "Listed as supplier": systems["supplier"].map({True: "yes", False: "no"}),
            "Statements": systems["statements"],
            "First spoken of": [day(s.date, s.date_precision) if s else "" for s in first],
            "By": [s.speaker + (" (dissent)" if s.voice == "dissent" else "") if s else "" for s in first],
            "Note": systems["note"].fillna(""),
            "Source of the range": systems["source"],
        }
    )
