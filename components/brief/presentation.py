"""The brief as slides, with native, editable tables and text.

Each slide has a finding as its title, and the statements behind it with their sources in its notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from components.brief.content import MARKS, YEARS, BriefInfo, QuestionSection, years_of_old
from components.brief.figures import BriefFigure
from components.brief.slide_layout import (
    EDGE,
    FOOT,
    ROOM,
    TOP,
    Box,
    Deck,
    Row,
    fitted_title,
    lines,
    on_slides,
)
from components.html.cards import LANGUAGES
from components.plotting.hover import DISSENT
from components.theme.palette import LIGHT
from data.dataset import Dataset
from data.export.citation import DATASET_LICENCE
from data.sentences.wording import count_of, day

HEAD: dict[str, Any] = {"fill": LIGHT.faint, "bold": True}
QUIET: dict[str, Any] = {"ink": LIGHT.muted, "fill": LIGHT.blank}
SMALL = 9  # font size of URLs in points
SOURCE_SLIDES = 8  # maximum number of slides of sources: the notes have all
PICTURE = 5.5  # height of an image in inches


class Drawn(NamedTuple):
    """A figure of the brief as a PNG image."""

    figure: BriefFigure
    png: bytes


def brief_pptx(data: Dataset, info: BriefInfo, pictures: Sequence[Drawn], missing: str = "") -> bytes:
    """Returns the brief as a PowerPoint file with 16:9 slides.

    Args:
        pictures: images of its figures, in their order.
        missing: why there are none, in a sentence.
    """
    deck = Deck(f"As of {day(info.choices.on)} · Strike Positions, data {info.version}, {DATASET_LICENCE}")
    _cover(deck, info, missing)
    if info.actors:
        _counts(deck, data, info)
        for part in info.parts:
            _standings(deck, data, info, part)
            for drawn in (p for p in pictures if p.figure.question == part.question.code):
                _picture(deck, data, info, part, drawn)
        _matrix(deck, data, info)
        _changes(deck, data, info)
        _trust(deck, data, info)
        _sources(deck, data, info)
    return deck.bytes(info.title, " ".join(info.scope), info.author, info.choices.on)


def _cover(deck: Deck, info: BriefInfo, missing: str) -> None:
    again = [f"This brief again: {info.link}"] if info.home else []
    slide = deck.add(info.title, "\n\n".join([*info.findings, info.citation, *again]))
    top = TOP
    for sentence in info.findings:
        top = deck.text(slide, sentence, EDGE, top, ROOM, 20, bold=True) + 0.12
    top += 0.15
    for line in [*info.scope, *([info.behind] if info.actors else []), missing, *again]:
        top = deck.text(slide, line, EDGE, top, ROOM, 12, LIGHT.muted) + 0.06 if line else top


def _counts(deck: Deck, data: Dataset, info: BriefInfo) -> None:
    """Adds the number of counted countries by stance and question.

    Left out for chosen actors, whose individual answers follow, and for a single question.
    """
    if info.choices.actors or len(info.parts) < 2:
        return
    scale = data.codebook.scale
    head = [
        Box("Question", **HEAD),
        *(_stance(data, s.code, "") for s in scale),
        Box("with a position", **HEAD),
    ]
    rows = []
    for part in info.parts:
        count = {p.stance: len(p.actors) for p in part.standing if p.stance is not None and not p.section}
        rows.append(
            [
                Box(part.question.title, bold=True),
                *(Box(str(count[s.code])) for s in scale),
                Box(str(sum(count.values())), bold=True),
            ]
        )
    notes = f"{info.findings[0]}\n\nThe statements behind each count stand in the notes of the slides on the question."
    _tables(deck, info.findings[0], lambda _: notes, head, rows, [3.9, 1.4, 1.4, 1.5, 1.4, 1.4, 1.333])


def _standings(deck: Deck, data: Dataset, info: BriefInfo, part: QuestionSection) -> None:
    """Adds the actors by stance on a question."""
    cells = info.cells[info.cells["question"].eq(part.question.code)]
    rows, before, years = [], "", years_of_old(cells)
    for place in part.standing:
        if place.section and place.section != before:
            rows.append([Box(place.section, ink=LIGHT.muted, bold=True, across=3)])
        before = place.section
        named = (
            ", ".join(" ".join(filter(None, [data.names[a], years.get(a, "")])) for a in place.actors)
            or "nobody"
        )
        label = (
            _stance(data, place.stance, place.actors[0] if place.actors else "")
            if place.stance is not None
            else Box(f"{place.sign} {place.name}", **QUIET)
        )
        rows.append([label, Box(str(len(place.actors))), Box(named)])
    notes = _notes(data, info, [part.question.asked, part.finding, part.recent], _refs(cells))
    title = _short(info, part)
    head = [Box("Stance", **HEAD), Box("How many", **HEAD), Box("Who", **HEAD)]
    above = ["" if title == part.finding else part.finding, part.recent, YEARS if years else ""]
    _tables(deck, title, lambda _: notes, head, rows, [2.3, 1.2, 8.833], " ".join(filter(None, above)))


def _short(info: BriefInfo, part: QuestionSection) -> str:
    """Returns the finding or, if it is too long for a title, the question and the day."""
    return (
        part.finding
        if fitted_title(part.finding)[0] == part.finding
        else f"{part.question.title}, {day(info.choices.on)}"
    )


def _picture(deck: Deck, data: Dataset, info: BriefInfo, part: QuestionSection, drawn: Drawn) -> None:
    cells = info.cells[info.cells["question"].eq(part.question.code)]
    slide = deck.add(drawn.figure.heading, _notes(data, info, [drawn.figure.alt], _refs(cells)))
    beside = drawn.figure.kind == "map"
    width = deck.picture(slide, drawn.png, drawn.figure.alt, EDGE, TOP, 7.2 if beside else ROOM, PICTURE)
    if beside:
        left = EDGE + width + 0.3
        room = ROOM - width - 0.3
        top = (
            deck.text(
                slide,
                part.finding,
                left,
                TOP,
                room,
                14 if _short(info, part) == part.finding else 11,
                bold=True,
            )
            + 0.15
        )
        top = deck.text(slide, part.recent, left, top, room, 11) + 0.15 if part.recent else top
        rows = [
            [_stance(data, p.stance, ""), Box(str(len(p.actors)))]
            for p in part.standing
            if p.stance is not None and not p.section
        ]
        deck.table(
            slide,
            [[Box("Countries", **HEAD), Box("How many", **HEAD)], *rows],
            [room - 1.4, 1.4],
            14,
            f"How many stand where: {part.question.title}",
            top,
            left,
        )


def _matrix(deck: Deck, data: Dataset, info: BriefInfo) -> None:
    """Adds every answer, one row per actor."""
    cells = {(c.actor, c.question): c for c in info.cells.itertuples()}
    questions = [p.question for p in info.parts]
    head = [Box("Actor", **HEAD), *(Box(q.short, **HEAD) for q in questions)]
    rows, actors, between = [], [], "\n" if len(questions) > 3 else ", "
    for row in info.rows.itertuples():
        name = Box(row.label if row.actor is None else data.names[row.actor], bold=True)
        if row.actor is None:
            rows.append([Box(row.label, ink=LIGHT.muted, bold=True, across=len(head))])
        elif row.note:
            rows.append([name, Box(row.note, across=len(questions), **QUIET)])
        else:
            rows.append([name, *(_cell(data, cells[row.actor, q.code], between) for q in questions)])
        actors.append(row.actor)
    there = {mark for marks in info.cells["marks"] for mark in marks} | (
        {DISSENT} if info.cells["dissent"].any() else set()
    )
    legend = "; ".join(f"{mark} {meaning}" for mark, meaning in MARKS.items() if mark in there)
    first = 1.8 if len(questions) > 3 else 3.2
    widths = [first, *[(ROOM - first) / len(questions)] * len(questions)]

    def notes(part: range) -> str:
        here = info.cells[info.cells["actor"].isin([actors[n] for n in part])]
        return _notes(data, info, [info.coverage, legend], _refs(here))

    _tables(deck, f"{info.title}, {day(info.choices.on)}: {info.coverage}", notes, head, rows, widths, legend)


def _changes(deck: Deck, data: Dataset, info: BriefInfo) -> None:
    """Adds what changed; text that does not fit into the title is above the table."""
    first, _, rest = info.changed.partition(". ")
    whole = fitted_title(info.changed)[0] == info.changed
    title, more = (info.changed, "") if whole else (f"{first}.", rest)
    head = [Box(name, **HEAD) for name in ("Day", "Who, on what", "From", "To", "Which way")]
    rows = [
        [
            Box(s.when),
            Box(s.label, bold=True),
            _stance(data, int(s.from_stance), s.actor) if s.change == "move" else Box("first words", **QUIET),
            _stance(data, s.stance, s.actor),
            Box(" ".join(filter(None, [s.direction, s.back]))),
        ]
        for s in info.steps.itertuples()
    ]

    def notes(part: range) -> str:
        return _notes(
            data,
            info,
            [info.changed, info.changed_note],
            [n for refs in info.steps["refs"].iloc[list(part)] for n in refs],
        )

    if not rows:
        slide = deck.add(title, notes(range(0)))
        deck.text(slide, more, EDGE, TOP, ROOM, 16)
    else:
        _tables(deck, title, notes, head, rows, [1.9, 4.3, 1.7, 1.7, 2.733], more)


def _trust(deck: Deck, data: Dataset, info: BriefInfo) -> None:
    title, *others = info.trust
    slide = deck.add(title, "\n\n".join([*info.trust, info.citation]))
    top = TOP
    for line in [*others, f"How to cite: {info.citation}"]:
        top = deck.text(slide, line, EDGE, top, ROOM, 13) + 0.06
    gaps = [[Box(g.gap, bold=True), Box(g.text.replace("`", ""))] for g in data.codebook.gaps]
    for n, (rows, size) in enumerate(
        on_slides(
            [Box("Limit", **HEAD), Box("What it means", **HEAD)],
            gaps,
            [2.0, ROOM - 2.0],
            FOOT - top - 0.2,
            10,
        )
    ):
        if n:
            slide, top = deck.add(f"The limits of the data ({n + 1})", ""), TOP - 0.1
        deck.table(slide, rows, [2.0, ROOM - 2.0], size, "The limits of the data", top + 0.1)


def _sources(deck: Deck, data: Dataset, info: BriefInfo) -> None:
    if info.sources.empty:
        return
    rows = [
        [Box(str(s.number)), Box(s.publisher, bold=True), Box(_described(data, s)), Box(s.url)]
        for s in info.sources.itertuples()
    ]
    head = [Box(name, **HEAD) for name in ("No.", "Publisher", "Kind, language, published", "Address")]
    widths = [0.5, 2.2, 2.6, ROOM - 5.3]
    pages = on_slides(head, rows, widths, smallest=SMALL)
    listed = sum(len(page) - 1 for page, _ in pages[:SOURCE_SLIDES])
    title = f"{count_of(len(rows), 'source')} stand behind this brief" + (
        ""
        if listed == len(rows)
        else f"; the first {listed} are listed, all stand in the notes of the slides that rest on them"
    )
    for n, (page, size) in enumerate(pages[:SOURCE_SLIDES], 1):
        slide = deck.add(
            _part(title, n, min(len(pages), SOURCE_SLIDES)), "\n".join(row[3].text for row in page[1:])
        )
        deck.table(slide, page, widths, size, title)


# Parts of slides --------------------------------------------------------------------------------------------


def _tables(
    deck: Deck,
    title: str,
    notes: Callable[[range], str],
    head: Row,
    rows: Sequence[Row],
    widths: Sequence[float],
    above: str = "",
) -> None:
    """Adds a table on as many slides as it needs.

    Args:
        notes: returns a slide's notes for the indices of its rows.
        above: text above the table.
    """
    start = lines(above, ROOM, 12) * 12 * 1.2 / 72 + 0.2 if above else 0
    pages = on_slides(head, rows, widths, FOOT - TOP - 0.1 - start)
    done = 0
    for n, (page, size) in enumerate(pages, 1):
        slide = deck.add(_part(title, n, len(pages)), notes(range(done, done + len(page) - 1)))
        top = deck.text(slide, above, EDGE, TOP, ROOM, 12, LIGHT.muted) + 0.1 if above else TOP
        deck.table(slide, page, widths, size, title, top)
        done += len(page) - 1


def _part(title: str, n: int, of: int) -> str:
    return f"{title} ({n} of {of})" if of > 1 else title


def _stance(data: Dataset, stance: int, actor: str) -> Box:
    point = data.codebook.stance(stance, actor)
    return Box(f"{point.glyph} {point.name}", LIGHT.stance[stance], LIGHT.on_stance[stance], bold=True)


def _cell(data: Dataset, cell: Any, between: str) -> Box:
    marks = "".join(cell.marks) + (DISSENT if cell.dissent else "")
    told = between.join(filter(None, [f"{cell.sign} {cell.name}", cell.when])) + (
        f" {marks}" if marks else ""
    )
    return (
        Box(told, **QUIET)
        if pd.isna(cell.stance)
        else Box(told, LIGHT.stance[cell.stance], LIGHT.on_stance[cell.stance])
    )


def _refs(cells: pd.DataFrame) -> list[int]:
    return [n for refs in [*cells["refs"], *cells["dissent_refs"]] for n in refs]


def _notes(data: Dataset, info: BriefInfo, said: Iterable[str], numbers: Iterable[int]) -> str:
    """Returns notes for the speaker: sentences, then statements with the URLs of their sources."""
    wanted = set(numbers)
    rows = info.statements[info.statements["number"].isin(wanted)]
    return "\n\n".join([*filter(None, said), *_told(data, info, rows)])


def _told(data: Dataset, info: BriefInfo, rows: pd.DataFrame) -> Iterator[str]:
    sources = info.sources.set_index("number")
    for row in rows.itertuples():
        said = data.statements_by_id.loc[row.statement]
        phrase = f" “{said['phrase']}”" if pd.notna(said["phrase"]) else ""
        head = f"[{row.number}] {data.names[row.actor]} · {said['speaker']}, {said['role']}, {day(said['date'], said['date_precision'])}"
        cited = (f"{n}: {sources.loc[n, 'publisher']}, {sources.loc[n, 'url']}" for n in row.sources)
        yield "\n".join([f"{head}: {said['summary']}{phrase}", *cited])


def _described(data: Dataset, row: Any) -> str:
    facts = [data.codebook.term("source_kinds", row.kind).name, LANGUAGES.get(row.language, row.language)]
    facts += [row.published] if pd.notna(row.published) else []
    facts += [f"state media of {data.names[row.state_media]}"] if pd.notna(row.state_media) else []
    return ", ".join(facts)
