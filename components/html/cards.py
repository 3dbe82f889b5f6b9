"""Statements and cells as HTML: text from the data is escaped here, and only http(s) addresses become links.

Strings in, strings out, no Streamlit: the same card serves a screen and a document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

import pandas as pd

from components.escape import escape_html
from components.theme.palette import Palette
from components.theme.styles import CARDS, colour_properties
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.schema.codebook import Codebook
from data.sentences.wording import day

# Languages that occur as sources, in words; any other shows its code.
LANGUAGES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bs": "Bosnian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hu": "Hungarian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovene", "sr": "Serbian", "sv": "Swedish", "uk": "Ukrainian", "zh": "Chinese",
}
# What part words play for a position (`part` of `evidence.CellEvidence.history`).
PARTS = {"began": "began the position", "sets": "set the line", "comment": "comment", "dissent": "dissent", "later": "said later"}


def stylesheet(colours: Palette) -> str:
    """The cards' styles in these colours, for a document that stands alone; a page of the app has them already."""
    return f"<style>\n{colour_properties(colours)}\n{CARDS}</style>"


def stance_chip(book: Codebook, stance: int, actor: str, label: str = "", age_band: str = "recent") -> str:
    """A stance of an actor with its colour, sign and name; `label` before the name (a question's short title).

    Of a position that was not stated in the past year (`age_band`) the colour is but a line under it.
    """
    point = book.stance(stance, actor)
    before = f"{escape_html(label)}: " if label else ""
    return (f'<span class="sp-chip" data-stance="{stance}" data-age="{escape_html(age_band)}">'
            f"{before}{escape_html(point.glyph)} {escape_html(point.name)}</span>")


def statement_card(data: Dataset, statement: str, question: str | None = None, actor: bool = False, page: str = "") -> str:
    """One statement, whole: who, when, what, on which limits, why it was coded so, how sure, and where to read it.

    Args:
        statement: its id.
        question: put its code on this question first.
        actor: name the actor before the speaker, where cards of several stand together.
        page: address of the actor's page, to which its name leads.

    Raises:
        KeyError: for an unknown id.
    """
    book = data.codebook
    said = data.statements_by_id.loc[statement]
    codes = data.codes[data.codes["statement"].eq(statement)].sort_values("question", key=lambda q: q.ne(question or ""), kind="stable")
    chips = "".join(stance_chip(book, c.stance, said["actor"], book.question(c.question).short) for c in codes.itertuples())
    dissent = said["voice"] == "dissent"
    who = f"{inner_link(page, data.names[said['actor']])} · {escape_html(said['speaker'])}" if actor else escape_html(said["speaker"])
    level = book.term("levels", said["level"]).name
    facts = [
        ("Limits", _listed(said["limits"])),
        ("Systems", _listed(_with_range(data, s) for s in said["systems"])),
        ("Why this code", escape_html(said["rationale"])),
        ("Sets the line", _sets(book, codes) if not dissent else "no: dissent never does"),
        ("Confidence", f"{escape_html(said['confidence'])} – {escape_html(book.term('confidence', said['confidence']).meaning)}"),
        ("Kind", f"{escape_html(book.term('kinds', said['kind']).name)}, by {'an' if level[0] in 'aeiou' else 'a'} {escape_html(level)}"),
        ("Sources", sources_list(data, statement)),
        ("Corrected", _corrections(data, statement)),
    ]
    return (
        f'<article class="sp-card{" dissent" if dissent else ""}">'
        f'<p><span class="sp-who">{who}</span>, {escape_html(said["role"])}'
        f'{" <span class=sp-tag>dissent</span>" if dissent else ""}<br>'
        f'<span class="sp-quiet">{_when(said)}</span></p>'
        f"<p>{chips}</p><p>{escape_html(said['summary'])}</p>"
        + (f'<p class="sp-phrase">“{escape_html(said["phrase"])}”</p>' if pd.notna(said["phrase"]) else "")
        + "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value) + "</dl></article>"
    )


def _when(said: pd.Series) -> str:
    when = day(said["date"], said["date_precision"])
    when = when[0].upper() + when[1:]
    if said["date_precision"] == "month":
        when += " (only the month is certain)"
    return when if pd.isna(said["disclosed"]) else f"{when}; became public on {day(said['disclosed'])}"


def _listed(items: Iterable[str]) -> str:
    return "; ".join(escape_html(i) for i in items)


def _with_range(data: Dataset, name: str) -> str:
    km = data.systems.set_index("name").loc[name, "range_km"]
    return name if pd.isna(km) else f"{name} (range about {int(km)} km)"


def _sets(book: Codebook, codes: pd.DataFrame) -> str:
    sets = [book.question(c.question).short for c in codes.itertuples() if c.sets_position]
    if not sets:
        return "no: evidence that does not move the line"
    return "on every question it speaks to" if len(sets) == len(codes) else f"on {_listed(sets)} only"


def sources_list(data: Dataset, statement: str) -> str:
    """The sources of a statement, best first; a single one is said to be so."""
    rows = data.sources[data.sources["statement"].eq(statement)].sort_values("order")
    single = '<p class="sp-quiet">A single source.</p>' if len(rows) == 1 else ""
    return "<ul>" + "".join(f"<li>{source_line(data, row)}</li>" for row in rows.itertuples()) + f"</ul>{single}"


def _corrections(data: Dataset, statement: str) -> str:
    """What was changed since the statement was first published, and why."""
    rows = data.corrections[data.corrections["statement"].eq(statement)]
    items = [f"{escape_html(day(row.date))}: {_field_name(data.codebook, row.field)} was {_was(row.before)} {escape_html(row.reason)}" for row in rows.itertuples()]
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>" if items else ""


def _field_name(book: Codebook, field: str) -> str:
    name, _, question = field.partition(".")
    return f"the code on “{escape_html(book.question(question).short)}”" if question else f"the field “{escape_html(name.replace('_', ' '))}”"


def _was(before: str | float) -> str:
    return "empty." if pd.isna(before) else f"“{escape_html(before)}”."


def source_line(data: Dataset, row: tuple) -> str:
    """A source as a link, with what kind it is, its language and when it was published; state media are said to be so.

    Args:
        row: of `data.sources` or `data.event_sources`.
    """
    facts = [data.codebook.term("source_kinds", row.kind).name, LANGUAGES.get(row.language, row.language)]
    facts += [row.published] if pd.notna(row.published) else []
    state = "" if pd.isna(row.state_media) else f" <span class=sp-tag>state media of {escape_html(data.names[row.state_media])}</span>"
    return f"{link(row.url, row.publisher)} <span class=sp-quiet>({escape_html(', '.join(facts))})</span>{state}"


def event_list(data: Dataset, start: dt.date, on: dt.date) -> str:
    """The events from one day to another, latest first: day, title, summary, sources."""
    rows = data.events[data.events["date"].between(pd.Timestamp(start), pd.Timestamp(on))].sort_values("date", ascending=False)
    cards = _event_cards(data)
    return "".join(cards[event] for event in rows["id"])


@cached_on_dataset(1)
def _event_cards(data: Dataset) -> dict[str, str]:
    sources = {event: part.sort_values("order") for event, part in data.event_sources.groupby("event")}
    return {
        e.id: f'<article class="sp-card"><p><span class="sp-who">{escape_html(e.title)}</span><br><span class="sp-quiet">'
              f"{escape_html(day(e.date, e.date_precision))}</span></p><p>{escape_html(e.summary)}</p><ul>"
              + "".join(f"<li>{source_line(data, row)}</li>" for row in sources[e.id].itertuples()) + "</ul></article>"
        for e in data.events.itertuples()}


def link(url: str, label: str) -> str:
    """A link that opens apart, only for http and https; for anything else the label alone."""
    if not url.startswith(("https://", "http://")):
        return escape_html(label)
    return f'<a href="{escape_html(url)}" target="_blank" rel="noopener noreferrer">{escape_html(label)}</a>'


def inner_link(address: str, label: str) -> str:
    """A link to another screen of the app, by an address relative to this one (`country?actor=FRA`); for anything else the label alone."""
    if not re.fullmatch(r"[a-z]+(\?[\w.&=%+-]*)?", address):
        return escape_html(label)
    return f'<a href="{escape_html(address)}">{escape_html(label)}</a>'


def actor_links(data: Dataset, actors: Iterable[str], pages: Mapping[str, str]) -> str:
    """Names of actors, each a link to its page.

    Args:
        pages: addresses by code, as from `url.actor_page_urls`.
    """
    return '<span class="sp-links">' + " · ".join(inner_link(pages[a], data.names[a]) for a in actors) + "</span>"


def history_table(data: Dataset, history: pd.DataFrame) -> str:
    """Every word on one question, oldest first: day, stance, who, and what part it plays."""
    rows = "".join(
        f'<tr class="{escape_html(w.part)}"><td>{escape_html(day(w.date, w.date_precision))}</td><td>{stance_chip(data.codebook, w.stance, w.actor)}</td>'
        f"<td>{escape_html(w.speaker)}, {escape_html(data.statements_by_id.loc[w.statement, 'role'])}</td><td>{escape_html(PARTS[w.part])}</td></tr>"
        for w in history.itertuples())
    return f'<table class="sp-history"><thead><tr><th>Day</th><th>Stance</th><th>Who</th><th>Part</th></tr></thead><tbody>{rows}</tbody></table>'


def glossary(data: Dataset) -> str:
    """The scale, the kinds of blank, the questions and the words of the field, as the codebook has them."""
    book = data.codebook
    points = [(stance_chip(book, s.code, ""), escape_html(s.meaning)) for s in book.scale]
    blanks = [(f"{escape_html(s.glyph)} {escape_html(s.name)}", escape_html(s.meaning)) for s in book.states if s.glyph]
    asked = [(escape_html(q.short), escape_html(q.asked)) for q in book.questions]
    terms = [(escape_html(g.term), escape_html(g.meaning)) for g in book.glossary]
    parts = (("Stances", points), ("Cells without a position", blanks), ("Questions", asked), ("Words", terms))
    return "".join(definitions(name, rows) for name, rows in parts)


def definitions(name: str, rows: Iterable[tuple[str, str]], note: str = "") -> str:
    """A card with a name, a note below it, and terms (HTML) beside their meanings (HTML)."""
    below = f'<p class="sp-quiet">{escape_html(note)}</p>' if note else ""
    return (f'<section class="sp-card"><p class="sp-who">{escape_html(name)}</p>{below}<dl>'
            + "".join(f"<dt>{term}</dt><dd>{meaning}</dd>" for term, meaning in rows) + "</dl></section>")


def terms_card(rows: Iterable[tuple[str, str]]) -> str:
    """A card of longer terms, each above its meaning, in two columns where there is room."""
    each = "".join(f"<div><dt>{with_code(term)}</dt><dd>{with_code(meaning)}</dd></div>" for term, meaning in rows)
    return f'<section class="sp-card"><dl class="sp-terms">{each}</dl></section>'


def with_code(value: str) -> str:
    """Text that shows as it stands, but for `words in backticks`, which show as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape_html(value))
