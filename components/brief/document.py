"""The brief as one HTML file: whole without a network, without scripts but for its figures, and on paper. Strings in, a string out."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence

import pandas as pd
from plotly.offline import get_plotlyjs

from components.brief.content import MARKS, PARTS, YEARS, BriefInfo, QuestionSection, StanceGroup, years_of_old
from components.brief.figures import BriefFigure
from components.brief.style import brief_style
from components.escape import escape_html
from components.figures.country_map import outlines_script
from components.html.cards import link, source_line, stance_chip, stylesheet, with_code
from components.plotting.hover import DISSENT, is_old
from components.theme.palette import LIGHT
from data.dataset import Dataset
from data.export.citation import DATASET_LICENCE
from data.sentences.wording import day

# Draws every figure from the JSON beside it; the words in its place were for readers without scripts.
DRAW = """
for (const place of document.querySelectorAll(".figure")) {
  const figure = JSON.parse(document.getElementById(place.id + "-json").textContent);
  place.textContent = "";
  Plotly.newPlot(place, figure.data, figure.layout, {displayModeBar: false, responsive: false, showTips: false});
}
"""


def brief_html(data: Dataset, info: BriefInfo, figures: Sequence[BriefFigure]) -> str:
    """The brief as a document that fetches nothing, and forbids it: only its own scripts, known by their digests, may run.

    Args:
        figures: as from `brief_figures`.
    """
    scripts = [get_plotlyjs(), outlines_script([info.choices.region]), DRAW] if figures else []
    policy = "; ".join(["default-src 'none'", f"script-src {' '.join(map(_digest, scripts)) or chr(39) + 'none' + chr(39)}",
                        "style-src 'unsafe-inline'", "img-src data:"])
    parts = [_head(info), *(_question(data, info, part, figures) for part in info.parts if info.actors), _changes(data, info),
             _statements(data, info), _sources(data, info), _trust(data, info)]
    return ('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{escape_html(policy)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{escape_html(info.title)}, {escape_html(day(info.choices.on))}</title>\n{stylesheet(LIGHT)}\n{brief_style(info)}\n"
            "</head>\n<body>\n<main>\n"
            + "\n".join(p for p in [parts[0], _matrix(data, info), *parts[1:]] if p) + "\n</main>\n"
            + "\n".join(f"<script>{script}</script>" for script in scripts) + "\n</body>\n</html>\n")


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _section(name: str, title: str, *inside: str) -> str:
    return f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{escape_html(title)}</h2>\n' + "\n".join(filter(None, inside)) + "</section>"


def _paragraphs(sentences: Iterable[str], kind: str = "") -> str:
    return "".join(f'<p class="{kind}">{escape_html(s)}</p>' if kind else f"<p>{escape_html(s)}</p>" for s in sentences)


def _head(info: BriefInfo) -> str:
    ways = [("matrix", "Every answer"), *((f"q-{p.question.code}", p.question.short) for p in info.parts), ("changes", "What changed"),
            ("statements", "Statements"), ("sources", "Sources"), ("trust", "How far to trust this")]
    nav = " · ".join(f'<a href="#{name}">{escape_html(label)}</a>' for name, label in ways) if info.actors else ""
    return (f"<header><h1>{escape_html(info.title)}</h1>{_paragraphs(info.scope, 'scope')}"
            f'<p class="scope">Strike Positions, data {escape_html(info.version)}.</p></header>\n<nav aria-label="In this brief">{nav}</nav>\n'
            f'<section class="findings" aria-label="Findings">{_paragraphs(info.findings)}</section>')


# Tables ---------------------------------------------------------------------------------------------------------------

def _refs(numbers: Iterable[int], before: str = "") -> str:
    """References to statements, by number."""
    refs = ", ".join(f'<a href="#s{n}">{n}</a>' for n in numbers)
    return f' <span class="refs">{before}[{refs}]</span>' if refs else ""


def _matrix(data: Dataset, info: BriefInfo) -> str:
    if not info.actors:
        return ""
    cells = {(c.actor, c.question): c for c in info.cells.itertuples()}
    questions = [p.question for p in info.parts]
    head = "".join(f'<th scope="col">{escape_html(q.short)}</th>' for q in questions)
    rows = []
    for row in info.rows.itertuples():
        if row.actor is None:
            rows.append(f'<tr class="part"><th scope="colgroup" colspan="{len(questions) + 1}">{escape_html(row.label)}</th></tr>')
        elif row.note:
            rows.append(f'<tr><th scope="row">{escape_html(data.names[row.actor])}</th>'
                        f'<td class="quiet" colspan="{len(questions)}">{escape_html(row.note)}</td></tr>')
        else:
            rows.append(f'<tr><th scope="row">{escape_html(data.names[row.actor])}</th>'
                        + "".join(f"<td>{_cell(data, cells[row.actor, q.code])}</td>" for q in questions) + "</tr>")
    there = {mark for marks in info.cells["marks"] for mark in marks} | ({DISSENT} if info.cells["dissent"].any() else set())
    legend = "; ".join(f"{mark} {escape_html(meaning)}" for mark, meaning in MARKS.items() if mark in there)
    underlined = " A stance that is only underlined was last stated over a year ago, thinly underlined over two years ago."
    old = underlined if any(map(is_old, info.cells.itertuples())) else ""
    note = f"{info.coverage} Numbers in brackets lead to the statements on which a position rests.{old}"
    return _section("matrix", "Every answer", f'<p class="quiet">{escape_html(note)}{f" {legend}." if legend else ""}</p>',
                    f'<table class="matrix"><caption>{escape_html(info.title)}, {escape_html(day(info.choices.on))}</caption>'
                    f'<thead><tr><th scope="col">Actor</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>')


def _cell(data: Dataset, cell: tuple) -> str:
    marks = "".join(cell.marks) + (DISSENT if cell.dissent and not cell.dissent_refs else "")
    told = (stance_chip(data.codebook, cell.stance, cell.actor, age_band=cell.age_band) if pd.notna(cell.stance)
            else f'<span class="quiet">{escape_html(cell.sign)} {escape_html(cell.name)}</span>')
    return (f'{told}{f" {marks}" if marks else ""}<br><span class="when">{escape_html(cell.when)}</span>{_refs(cell.refs)}'
            + _refs(cell.dissent_refs, f"{DISSENT} "))


def _question(data: Dataset, info: BriefInfo, part: QuestionSection, figures: Sequence[BriefFigure]) -> str:
    code = part.question.code
    cells = info.cells[info.cells["question"].eq(code)]
    refs, years = {c.actor: c.refs for c in cells.itertuples()}, years_of_old(cells)
    drawn = [_figure(f"{code}-{n}", f) for n, f in enumerate(f for f in figures if f.question == code)]
    return _section(f"q-{code}", part.question.title, _paragraphs([part.question.asked], "quiet"),
                    _paragraphs(filter(None, [part.finding, part.recent]), "finding"),
                    standing_table(data, part.standing, refs, years), _paragraphs([YEARS] if years else [], "quiet"), *drawn)


def standing_table(data: Dataset, standing: Sequence[StanceGroup], refs: dict[str, Sequence[int]], years: dict[str, str]) -> str:
    """Who stands where on a question, as a table: a row a stance, then who is not counted, then each kind of blank.

    Args:
        refs: numbers of statements, by actor; years: as from `content.years_of_old`.
    """
    rows, before = [], ""
    for place in standing:
        if place.section and place.section != before:
            rows.append(f'<tr class="part"><th scope="colgroup" colspan="3">{escape_html(place.section)}</th></tr>')
        before = place.section
        who = ", ".join(f"{_with_year(data, a, years)}{_refs(refs.get(a, ()))}" for a in place.actors) or "nobody"
        told = (stance_chip(data.codebook, place.stance, place.actors[0] if place.actors else "") if place.stance is not None
                else f'<span class="quiet">{escape_html(place.sign)} {escape_html(place.name)}</span>')
        rows.append(f'<tr><th scope="row">{told}</th><td class="number">{len(place.actors)}</td><td>{who}</td></tr>')
    return (f'<table class="standing"><thead><tr><th scope="col">Stance</th><th scope="col">How many</th><th scope="col">Who</th></tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table>")


def _with_year(data: Dataset, actor: str, years: dict[str, str]) -> str:
    return escape_html(" ".join(filter(None, [data.names[actor], years.get(actor, "")])))


def _figure(name: str, drawn: BriefFigure) -> str:
    """A figure's place, its words for readers without scripts, and its data: as JSON that no tag can end."""
    layout = drawn.figure.layout
    held = json.dumps(json.loads(drawn.figure.to_json()), separators=(",", ":")).replace("<", "\\u003c")
    return (f'<div class="figure" id="f-{name}" role="img" aria-label="{escape_html(drawn.alt)}" style="height:{int(layout.height)}px">'
            f'<p class="quiet">A {escape_html(drawn.kind)} is drawn here where scripts may run. {escape_html(drawn.alt)}</p></div>'
            f'<script type="application/json" id="f-{name}-json">{held}</script>')


def _changes(data: Dataset, info: BriefInfo) -> str:
    if not info.actors:
        return ""
    rows = "".join(
        f'<tr><td class="when">{escape_html(s.when)}</td><th scope="row">{escape_html(s.label)}</th>'
        f'<td>{stance_chip(data.codebook, int(s.from_stance), s.actor) if s.change == "move" else "first words "}→ '
        f'{stance_chip(data.codebook, s.stance, s.actor)}</td>'
        f'<td>{escape_html(" ".join(filter(None, [s.direction, s.back])))}{_refs(s.refs)}</td></tr>'
        for s in info.steps.itertuples())
    table = ('<table class="changes"><thead><tr><th scope="col">Day</th><th scope="col">Who, on what</th><th scope="col">From and to</th>'
             f'<th scope="col">Which way</th></tr></thead><tbody>{rows}</tbody></table>') if rows else ""
    return _section("changes", "What changed", _paragraphs([info.changed]), _paragraphs(filter(None, [info.changed_note]), "quiet"), table)


# What it rests on -----------------------------------------------------------------------------------------------------

def _statements(data: Dataset, info: BriefInfo) -> str:
    if info.statements.empty:
        return ""
    return _section("statements", "Statements", _paragraphs([info.behind], "quiet"), *(_statement(data, s) for s in info.statements.itertuples()))


def _statement(data: Dataset, row: tuple) -> str:
    book, said = data.codebook, data.statements_by_id.loc[row.statement]
    coded = data.codes[data.codes["statement"].eq(row.statement)].set_index("question")["stance"]
    parts: dict[str, list[str]] = {}
    for question, part in row.uses:
        parts.setdefault(question, []).append(PARTS[part])
    uses = " ".join(f"{stance_chip(book, coded[q], row.actor, book.question(q).short)}<span class='quiet'>{escape_html(', '.join(p))}</span>"
                    for q, p in parts.items())
    when = day(said["date"], said["date_precision"])
    public = "" if pd.isna(said["disclosed"]) else f"; became public on {day(said['disclosed'])}"
    facts = [*([f"Limits: {'; '.join(said['limits'])}."] if said["limits"] else []), f"Why this code: {said['rationale']}",
             f"Confidence: {said['confidence']}."]
    phrase = f" “{escape_html(said['phrase'])}”" if pd.notna(said["phrase"]) else ""
    sources = ", ".join(f'<a href="#source-{n}">{n}</a>' for n in row.sources)
    return (f'<article class="statement" id="s{row.number}"><p><b>[{row.number}] {escape_html(data.names[row.actor])}</b> · {escape_html(said["speaker"])}, '
            f'{escape_html(said["role"])} · {escape_html(when + public)}</p><p>{uses}</p><p>{escape_html(said["summary"])}{phrase}</p>'
            f'<p class="quiet">{escape_html(" ".join(facts))} Source{"s" if len(row.sources) != 1 else ""}: {sources}</p></article>')


def _sources(data: Dataset, info: BriefInfo) -> str:
    if info.sources.empty:
        return ""
    items = "".join(f'<li id="source-{s.number}" value="{s.number}">{source_line(data, s)}<br><span class="address">{escape_html(s.url)}</span></li>'
                    for s in info.sources.itertuples())
    return _section("sources", "Sources", f'<ol class="sources">{items}</ol>')


def _trust(data: Dataset, info: BriefInfo) -> str:
    gaps = "".join(f"<li>{escape_html(g.gap)}: {with_code(g.text)}</li>" for g in data.codebook.gaps)
    again = link(info.link, info.link) if info.home else ""
    return _section(
        "trust", "How far to trust this", _paragraphs(info.trust), f"<h3>The limits of the data</h3><ul>{gaps}</ul>" if gaps else "",
        f"<h3>How to cite</h3><p>{escape_html(info.citation)}</p><p class='quiet'>The dataset is under {escape_html(DATASET_LICENCE)}.</p>",
        f'<h3>This brief again</h3><p class="address">{again}</p>' if again else "")
