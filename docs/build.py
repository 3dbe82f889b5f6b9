"""Writes the parts of the documents that the code and the codebook determine.

`python docs/build.py` writes them; with `--check` it writes nothing, names each document that is not up to
date and exits 1. A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`, where NAME is
a key of PARTS.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
from components.state.view_state import FIELDS  # noqa: E402
from data.dataset import Dataset  # noqa: E402
from data.export.columns import Column, Table, answer_tables, package_tables  # noqa: E402
from data.io.loader import load  # noqa: E402
from data.query.endpoints import ENDPOINTS, FILES, ROOT  # noqa: E402
from data.query.parameters import PARAMETERS  # noqa: E402
from data.rules.cell_states import cell_states  # noqa: E402
from data.rules.coded_statements import coded_statements  # noqa: E402
from data.schema.codebook import Term  # noqa: E402

DOCUMENTS = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
PART = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.S)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |\n" for line in lines
    )


def bullets(items: Iterable[tuple[str, str]]) -> str:
    return "".join(f"- **{name}**: {text}\n" for name, text in items)


def codes(values: Iterable[object]) -> str:
    return ", ".join(f"`{value}`" for value in values)


# The URL and the API -------------------------------------------------------------------------------------------------


def url_keys(data: Dataset) -> str:
    """The keys of a view's URL, from the fields of the view state."""
    rows = []
    for name, field in FIELDS.items():
        parameter = field.metadata["parameter"]
        rows.append(
            (f"`{name}`", parameter.takes, parameter.default, "no" if field.metadata["page_only"] else "yes")
        )
    return table(("key", "values", "default", "carried to other pages"), rows)


def endpoints(data: Dataset) -> str:
    """The routes of the API."""
    answers, rows = answer_tables(data.codebook), []
    for name, endpoint in ENDPOINTS.items():
        forms = [form for file, _, form in (f.rpartition(".") for f in FILES) if file == name]
        rows.append(
            (f"`{ROOT}/{name}.{{{','.join(forms)}}}`", codes(endpoint.parameters), f"{answers[name].says}.")
        )
    return table(
        ("route", "parameters", "rows"),
        [*rows, (f"`{ROOT}/dataset.zip`", "none", "The whole dataset as a data package.")],
    )


def parameters(data: Dataset) -> str:
    """The parameters of the API and the tables that take them."""
    taken = {
        name: [table for table, endpoint in ENDPOINTS.items() if name in endpoint.parameters]
        for name in PARAMETERS
    }
    return table(
        ("parameter", "values", "taken by"),
        [
            (f"`{n}`", p.takes, "all" if len(taken[n]) == len(ENDPOINTS) else ", ".join(taken[n]))
            for n, p in PARAMETERS.items()
        ],
    )


def columns(tables: dict[str, Table], suffix: str = "") -> str:
    """Each table with its columns."""

    def values(column: Column) -> str:
        known = f"a value of `{column.of}`" if column.of else codes(column.allowed)
        return "; ".join(filter(None, [known, "" if column.filled else "may be empty"]))

    parts = []
    for name, one in tables.items():
        key = f" Key: {codes(one.key)}." if one.key else ""
        rows = [(f"`{c.name}`", c.type, c.says, values(c)) for c in one.columns]
        parts.append(
            f"### {name}{suffix}\n\n{one.says}.{key}\n\n{table(('column', 'type', 'what it holds', 'values'), rows)}"
        )
    return "\n".join(parts)


# The codebook --------------------------------------------------------------------------------------------------------


def scale(data: Dataset) -> str:
    book = data.codebook
    own = "".join(
        f"- {data.names[w.actor]} at {w.code}: “{w.name}” in place of “{book.stance(w.code).name}”.\n"
        for w in book.own_words
    )
    return (
        table(("code", "sign", "name", "meaning"), [(s.code, s.glyph, s.name, s.meaning) for s in book.scale])
        + f"\n{own}"
    )


def questions(data: Dataset) -> str:
    """What each question asks, and what each code means for it after the actor's name."""
    scale = data.codebook.scale
    return "\n".join(
        f"### {q.title} (`{q.code}`)\n\n{q.asked}\n\n"
        + table(("code", "the actor ..."), [(s.code, q.codes[s.code]) for s in scale])
        for q in data.codebook.questions
    )


def blanks(data: Dataset) -> str:
    return table(
        ("sign", "blank", "meaning"),
        [(s.glyph, s.name, s.meaning) for s in data.codebook.states if s.code != "stated"],
    )


def vocabulary(data: Dataset) -> str:
    """The codes of a statement's other fields, and the groups."""

    def meaning(term: Term) -> str:
        return " ".join(
            filter(None, [f"{term.long}." if term.long and term.long != term.name else "", term.meaning])
        )

    book = data.codebook
    lists = {
        "Offices, highest first": book.levels,
        "Confidence, lowest first": book.confidence,
        "Voices": book.voices,
        "Kinds of evidence": book.kinds,
        "Kinds of sources": book.source_kinds,
        "Groups": book.groups,
    }
    parts = []
    for heading, terms in lists.items():
        rows = [(f"`{t.code}`", t.name, meaning(t)) for t in terms]
        width = 3 if any(row[2] for row in rows) else 2
        parts.append(
            f"### {heading}\n\n{table(('code', 'name', 'meaning')[:width], [row[:width] for row in rows])}"
        )
    return "\n".join(parts)


def gaps(data: Dataset) -> str:
    """The limits of the data, with the numbers that show them."""
    cells = cell_states(data, coded_statements(data), data.last_day)
    silent = cells.groupby("actor")["state"].agg(lambda states: set(states) == {"nothing_found"}).sum()
    second = data.second_coding
    numbers = (
        f"{silent} of {len(data.actors)} actors have no usable statement at all. The fewest look-ups spent on an actor were "
        f"{data.searches['queries'].min()}. {second['statement'].nunique()} statements were coded again by {second['coder'].nunique()} "
        "coders who did not see the first codes."
    )
    return f"{numbers}\n\n{bullets((g.gap, g.text) for g in data.codebook.gaps)}"


PARTS: dict[str, Callable[[Dataset], str]] = {
    "url-keys": url_keys,
    "endpoints": endpoints,
    "parameters": parameters,
    "answer-columns": lambda data: columns(answer_tables(data.codebook)),
    "package-columns": lambda data: columns(package_tables(data.codebook), ".csv"),
    "scale": scale,
    "questions": questions,
    "borderline": lambda data: bullets((b.theme, b.rule) for b in data.codebook.borderline),
    "rules": lambda data: bullets((r.rule, r.text) for r in data.codebook.rules),
    "blanks": blanks,
    "vocabulary": vocabulary,
    "gaps": gaps,
    "corrections": lambda data: "".join(f"- {correction}\n" for correction in data.codebook.corrections),
    "glossary": lambda data: bullets((g.term, g.meaning) for g in data.codebook.glossary),
}


# Documents -----------------------------------------------------------------------------------------------------------


def outdated(data: Dataset) -> dict[str, str]:
    """The documents whose generated parts are not up to date: path from the root -> the text that the
    document should have."""
    found = {}
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        new = PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]](data)}\n{part[3]}", text)
        if new != text:
            found[path.relative_to(PROJECT).as_posix()] = new
    return found


def main(arguments: Sequence[str]) -> int:
    changed = outdated(load())
    for name, text in changed.items():
        if "--check" in arguments:
            print(f"{name} is not up to date: `make docs` writes its generated parts")
        else:
            (PROJECT / name).write_text(text, encoding="utf-8")
            print(f"{name} written")
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
