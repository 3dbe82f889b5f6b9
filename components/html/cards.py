"""Statements, events and terms as HTML, rendered from the templates beside this module.

The templates escape the data. A URL in the data only becomes a link if it is http or https. Does not use
Streamlit, so that pages and documents share the cards.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from components.html.environment import ENVIRONMENT, render
from components.theme.palette import Palette
from components.theme.styles import CARDS, colour_properties
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.schema.codebook import Codebook
from data.sentences.wording import day

# The macros of that template, as functions that return HTML.
MACROS: Any = ENVIRONMENT.get_template("macros.html.j2").module
# Names of the languages of sources; any other is shown as its code.
LANGUAGES = {
    "ar": "Arabic",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bs": "Bosnian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lb": "Luxembourgish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "nn": "Norwegian",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sr": "Serbian",
    "sv": "Swedish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
# The part of a statement in a position (`part` of `evidence.CellEvidence.history`).
PARTS = {
    "began": "began the position",
    "sets": "set the line",
    "comment": "comment",
    "dissent": "dissent",
    "later": "said later",
}


def stylesheet(colours: Palette) -> Markup:
    """Returns the cards' styles for a standalone document; the app's pages already have them."""
    return Markup(f"<style>\n{colour_properties(colours)}\n{CARDS}</style>")


def stance_chip(book: Codebook, stance: int, actor: str, label: str = "", age_band: str = "recent") -> Markup:
    """Returns a chip with the colour, sign and name of an actor's stance.

    Args:
        label: text before the name, such as a question's short title.
        age_band: unless the position was stated in the past year, the colour is only a line below the text.
    """
    return MACROS.chip(book.stance(stance, actor), label, age_band)


def statement_card(
    data: Dataset, statement: str, question: str | None = None, actor: bool = False, page: str = ""
) -> Markup:
    """Returns one statement with all its fields.

    These are who, when, what, limits, why it was coded so, confidence and sources.

    Args:
        statement: its id.
        question: the question whose code comes first.
        actor: whether to name the actor before the speaker, for cards of several actors.
        page: URL of the actor's page, linked from its name.

    Raises:
        KeyError: for an unknown id.
    """
    book = data.codebook
    said = data.statements_by_id.loc[statement]
    codes = data.codes[data.codes["statement"].eq(statement)].sort_values(
        "question", key=lambda q: q.ne(question or ""), kind="stable"
    )
    dissent = said["voice"] == "dissent"
    level = book.term("levels", said["level"]).name
    facts = [
        ("Limits", "; ".join(said["limits"])),
        ("Systems", "; ".join(_with_range(data, s) for s in said["systems"])),
        ("Why this code", said["rationale"]),
        ("Sets the line", _sets(book, codes) if not dissent else "no: dissent never does"),
        ("Confidence", f"{said['confidence']} – {book.term('confidence', said['confidence']).meaning}"),
        (
            "Kind",
            f"{book.term('kinds', said['kind']).name}, by {'an' if level[0] in 'aeiou' else 'a'} {level}",
        ),
        ("Sources", sources_list(data, statement)),
        ("Corrected", _corrections(data, statement)),
    ]
    return render(
        "statement_card.html.j2",
        said=said,
        dissent=dissent,
        actor=inner_link(page, data.names[said["actor"]]) if actor else "",
        when=_when(said),
        chips=[
            stance_chip(book, c.stance, said["actor"], book.question(c.question).short)
            for c in codes.itertuples()
        ],
        phrase="" if pd.isna(said["phrase"]) else said["phrase"],
        facts=[fact for fact in facts if fact[1]],
    )


def _when(said: pd.Series) -> str:
    when = day(said["date"], said["date_precision"])
    when = when[0].upper() + when[1:]
    if said["date_precision"] == "month":
        when += " (only the month is certain)"
    return when if pd.isna(said["disclosed"]) else f"{when}; became public on {day(said['disclosed'])}"


def _with_range(data: Dataset, name: str) -> str:
    km = data.systems.set_index("name").loc[name, "range_km"]
    return name if pd.isna(km) else f"{name} (range about {int(km)} km)"


def _sets(book: Codebook, codes: pd.DataFrame) -> str:
    sets = [book.question(c.question).short for c in codes.itertuples() if c.sets_position]
    if not sets:
        return "no: evidence that does not move the line"
    return "on every question it speaks to" if len(sets) == len(codes) else f"on {'; '.join(sets)} only"


def sources_list(data: Dataset, statement: str) -> Markup:
    """Returns the sources of a statement, best first; a single source is marked as such."""
    rows = data.sources[data.sources["statement"].eq(statement)].sort_values("order")
    return MACROS.sources([source_line(data, row) for row in rows.itertuples()])


def _corrections(data: Dataset, statement: str) -> Markup | None:
    """Returns what was changed since the statement was first published, and why."""
    rows = data.corrections[data.corrections["statement"].eq(statement)]
    items = [
        f"{day(row.date)}: {_field_name(data.codebook, row.field)} was {_was(row.before)} {row.reason}"
        for row in rows.itertuples()
    ]
    return MACROS.bullets(items) if items else None


def _field_name(book: Codebook, field: str) -> str:
    name, _, question = field.partition(".")
    return (
        f"the code on “{book.question(question).short}”"
        if question
        else f"the field “{name.replace('_', ' ')}”"
    )


def _was(before: str | float) -> str:
    return "empty." if pd.isna(before) else f"“{before}”."


def source_line(data: Dataset, row: Any) -> Markup:
    """Returns a source as a link with its kind, language and day of publication; state media are marked.

    Args:
        row: of `data.sources` or `data.event_sources`.
    """
    facts = [data.codebook.term("source_kinds", row.kind).name, LANGUAGES.get(row.language, row.language)]
    facts += [row.published] if pd.notna(row.published) else []
    return MACROS.source_line(
        row.url, row.publisher, facts, "" if pd.isna(row.state_media) else data.names[row.state_media]
    )


def event_list(data: Dataset, start: dt.date, on: dt.date) -> Markup:
    """Returns the events between two days, latest first: day, title, summary, sources."""
    rows = data.events[data.events["date"].between(pd.Timestamp(start), pd.Timestamp(on))].sort_values(
        "date", ascending=False
    )
    cards = _event_cards(data)
    return Markup().join(cards[event] for event in rows["id"])


@cached_on_dataset(1)
def _event_cards(data: Dataset) -> dict[str, Markup]:
    sources = {event: part.sort_values("order") for event, part in data.event_sources.groupby("event")}
    return {
        e.id: render(
            "event_card.html.j2",
            title=e.title,
            when=day(e.date, e.date_precision),
            summary=e.summary,
            sources=[source_line(data, row) for row in sources[e.id].itertuples()],
        )
        for e in data.events.itertuples()
    }


def link(url: str, label: str) -> Markup:
    """Returns a link that opens in a new tab if the URL is http or https, otherwise only the label."""
    return MACROS.link(url, label)


def inner_link(address: str, label: str) -> Markup:
    """Returns a link to another page if its URL is relative (`country?actor=FRA`), otherwise only the label."""
    return MACROS.inner_link(address if re.fullmatch(r"[a-z]+(\?[\w.&=%+-]*)?", address) else "", label)


def actor_links(data: Dataset, actors: Iterable[str], pages: Mapping[str, str]) -> Markup:
    """Returns the names of actors, each a link to its page.

    Args:
        pages: URLs by code, as from `url.actor_page_urls`.
    """
    return MACROS.actor_links([inner_link(pages[a], data.names[a]) for a in actors])


def history_table(data: Dataset, history: pd.DataFrame) -> Markup:
    """Returns all statements on one question, oldest first: day, stance, speaker, and the part of each."""
    roles = data.statements_by_id["role"]
    return render(
        "history_table.html.j2",
        words=[
            (
                w.part,
                day(w.date, w.date_precision),
                stance_chip(data.codebook, w.stance, w.actor),
                f"{w.speaker}, {roles[w.statement]}",
                PARTS[w.part],
            )
            for w in history.itertuples()
        ],
    )


def glossary(data: Dataset) -> Markup:
    """Returns the codebook's scale, kinds of blank, questions and glossary."""
    book = data.codebook
    points = [(stance_chip(book, s.code, ""), s.meaning) for s in book.scale]
    parts = (
        ("Stances", points),
        ("Cells without a position", blanks(book)),
        ("Questions", [(q.short, q.asked) for q in book.questions]),
        ("Words", [(g.term, g.meaning) for g in book.glossary]),
    )
    return Markup().join(definitions(name, rows) for name, rows in parts)


def blanks(book: Codebook) -> list[tuple[str, str]]:
    """Returns the kinds of cell without a position that have a sign, with their meaning."""
    return [(f"{s.glyph} {s.name}", s.meaning) for s in book.states if s.glyph]


def definitions(name: str, rows: Iterable[tuple[str, str]], note: str = "") -> Markup:
    """Returns a card with a name, a note below it, and terms beside their meanings."""
    return MACROS.definitions(name, rows, note)


def terms_card(rows: Iterable[tuple[str, str]]) -> Markup:
    """Returns a card of longer terms, each above its meaning, in two columns if the width allows."""
    return MACROS.terms_card([(with_code(term), with_code(meaning)) for term, meaning in rows])


def with_code(value: str) -> Markup:
    """Returns text as is, but with parts in backticks (`like these`) as code."""
    return MACROS.with_code(re.split(r"`([^`]+)`", value))
