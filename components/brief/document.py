"""The brief as one HTML file that works offline and on paper; only its figures use scripts.

Values are prepared here; the templates, style sheet and script beside this module define the layout.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from components.brief.content import MARKS, PARTS, YEARS, BriefInfo, QuestionSection, years_of_old
from components.brief.figures import PAGE, BriefFigure
from components.escape import escape_css
from components.figures.country_map import outlines_script
from components.html.cards import link, source_line, stance_chip, stylesheet, with_code
from components.html.environment import render
from components.plotting.hover import DISSENT, is_old
from components.theme.palette import LIGHT
from data.dataset import Dataset
from data.export.citation import DATASET_LICENCE
from data.sentences.wording import day

STYLE = (Path(__file__).parent / "brief.css").read_text(encoding="utf-8")
# Draws every figure from the JSON beside it, and removes its placeholder for readers without scripts.
DRAW = (Path(__file__).parent / "draw.js").read_text(encoding="utf-8")


def brief_html(data: Dataset, info: BriefInfo, figures: Sequence[BriefFigure]) -> str:
    """Returns the brief as a document.

    Only two things are marked as safe with `Markup`: the project's own styles and scripts, and JSON in which
    no tag can occur.

    Args:
        figures: as from `brief_figures`.
    """
    scripts = [get_plotlyjs(), outlines_script([info.choices.region]), DRAW] if figures else []
    on = day(info.choices.on)
    cells = list(info.cells.itertuples())
    there = {mark for cell in cells for mark in cell.marks} | {DISSENT for cell in cells if cell.dissent}
    return str(
        render(
            "brief.html.j2",
            info=info,
            on=on,
            names=data.names.to_dict(),
            dissent=DISSENT,
            licence=DATASET_LICENCE,
            scripts=map(Markup, scripts),
            digests=map(_digest, scripts),
            card_styles=stylesheet(LIGHT),
            css=Markup(STYLE),
            colours=LIGHT,
            font=Markup(LIGHT.font),
            width=PAGE.map_width,
            foot=escape_css(f"{info.title}, {on} · Strike Positions, data {info.version}"),
            rows=info.rows.itertuples(),
            cells={(c.actor, c.question): _cell(data, c) for c in cells},
            some_old=any(map(is_old, cells)),
            legend=[(mark, meaning) for mark, meaning in MARKS.items() if mark in there],
            questions=[_question(data, info, part, figures) for part in info.parts],
            steps=[_step(data, s) for s in info.steps.itertuples()],
            statements=[_statement(data, s) for s in info.statements.itertuples()],
            sources=[(s.number, source_line(data, s), s.url) for s in info.sources.itertuples()],
            gaps=[(g.gap, with_code(g.text)) for g in data.codebook.gaps],
            again=link(info.link, info.link) if info.home else "",
        )
    )


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _cell(data: Dataset, cell: Any) -> dict[str, Any]:
    """Prepares a cell of the matrix. Dissent is one of its marks if no statement is numbered for it."""
    return cell._asdict() | {
        "chip": stance_chip(data.codebook, cell.stance, cell.actor, age_band=cell.age_band)
        if pd.notna(cell.stance)
        else "",
        "marks": "".join(cell.marks) + (DISSENT if cell.dissent and not cell.dissent_refs else ""),
    }


def _question(
    data: Dataset, info: BriefInfo, part: QuestionSection, figures: Sequence[BriefFigure]
) -> dict[str, Any]:
    """Prepares a question with its actors by stance.

    Each actor has its name, the year if its position is old, and the numbers of its statements.
    """
    code = part.question.code
    cells = info.cells[info.cells["question"].eq(code)]
    refs, years = dict(zip(cells["actor"], cells["refs"], strict=True)), years_of_old(cells)
    standing = [
        place._asdict()
        | {
            "chip": ""
            if place.stance is None
            else stance_chip(data.codebook, place.stance, place.actors[0] if place.actors else ""),
            "who": [
                (" ".join(filter(None, [data.names[a], years.get(a)])), refs.get(a, ())) for a in place.actors
            ],
        }
        for place in part.standing
    ]
    return part._asdict() | {
        "standing": standing,
        "years": YEARS if years else "",
        "figures": [
            {
                "id": f"{code}-{n}",
                "kind": f.kind,
                "alt": f.alt,
                "height": int(f.figure.layout.height),
                "json": _json(f),
            }
            for n, f in enumerate(f for f in figures if f.question == code)
        ],
    }


def _json(drawn: BriefFigure) -> Markup:
    """Returns a figure's data as JSON in which no tag can occur."""
    return Markup(
        json.dumps(json.loads(drawn.figure.to_json()), separators=(",", ":")).replace("<", "\\u003c")
    )


def _step(data: Dataset, step: Any) -> dict[str, Any]:
    return step._asdict() | {
        "before": stance_chip(data.codebook, int(step.from_stance), step.actor)
        if step.change == "move"
        else "",
        "after": stance_chip(data.codebook, step.stance, step.actor),
    }


def _statement(data: Dataset, row: Any) -> dict[str, Any]:
    """Prepares a statement with its number and its part for each question."""
    said = data.statements_by_id.loc[row.statement]
    coded = data.codes[data.codes["statement"].eq(row.statement)].set_index("question")["stance"]
    parts: dict[str, list[str]] = {}
    for question, part in row.uses:
        parts.setdefault(question, []).append(PARTS[part])
    return said.to_dict() | {
        "number": row.number,
        "sources": row.sources,
        "when": day(said["date"], said["date_precision"]),
        "public": "" if pd.isna(said["disclosed"]) else day(said["disclosed"]),
        "phrase": "" if pd.isna(said["phrase"]) else said["phrase"],
        "uses": [
            (stance_chip(data.codebook, coded[q], row.actor, label=data.codebook.question(q).short), names)
            for q, names in parts.items()
        ],
    }
