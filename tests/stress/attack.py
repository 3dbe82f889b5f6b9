"""A dataset of the curated one's form in which every free text attacks who shows it."""

from __future__ import annotations

import csv
import re
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from data.io.loader import CURATED

# What each would do, were it taken for more than text: run `hit()`, ask evil.invalid for something, or look
# like something else.
PAYLOADS = (
    "<img src=x onerror=hit()>",
    "<script>hit()</script>",
    "[x](javascript:hit())",
    "![x](http://evil.invalid/a.png)",
    "$\\href{javascript:hit()}{x}$ $$\\frac{1}{2}$$",
    '<a href="javascript:hit()">x</a>',
    "<b>bold</b><br>x<sub>y</sub>",
    ":red[x] :material/home: :smile: :blue-badge[x]",
    "=cmd|'/C calc'!A0",
    "\"onmouseover=\"hit()\"'onfocus='hit()'",
    "%{customdata[0]} %{x} %{y:.2f} <extra>x</extra>",
    "{{constructor.constructor('hit()')()}} ${hit()}",
    "</style></textarea></title><script>hit()</script>",
    "&lt;img src=x onerror=hit()&gt; &amp; &#60;",
    "**b** _i_ ~~s~~ # h --> <!-- x",
    "שלום \u200fעולם <u>",
    "http://evil.invalid/auto www.evil.invalid mailto:x@evil.invalid",
    "<iframe src=//evil.invalid></iframe>",
    "<svg onload=hit()>",
    "| a | b | --- [1]: http://evil.invalid",
    "\\[x\\] \\(y\\) \\begin{x}",
    "1. x - [ ] y > z",
    "<link rel=stylesheet href=//evil.invalid>",
    "]]> <?xml x?> &xxe;",
    "x<style>*{display:none}</style>",
)
URLS = (
    "https://source.example/a'onmouseover='hit()'/[x](javascript:hit())$x$*b*_c_",
    "http://source.example/:red[x]/a",
    "https://source.example/%22%3E%3Cscript%3Ehit()%3C/script%3E?a=1&amp;b=2#:~:text=x",
)
ID = "'[x](javascript:hit())$x$*b*:red[x]<img/src=x/onerror=hit()>"
_TURN = count()


def attack() -> str:
    """The next attack between two marks that tell where it begins and ends: `Qk7z<b>z7kQ`."""
    turn = next(_TURN)
    n = turn % len(PAYLOADS)
    return f"Qk{n}z{PAYLOADS[n]}z{n}kQ"


def shown_wrongly(text: str) -> list[str]:
    """The attacks in a text that do not stand there as they are; one may be cut short if three dots say
    so. Spaces and case do not count."""

    def plain(text: str) -> str:
        return re.sub(r"[\s\u200f\u200e\u2060-\u2069]", "", text).casefold()

    text, wrong = plain(text), []
    for found in re.finditer(r"qk(\d+)z", text):
        whole, there = f"{plain(PAYLOADS[int(found[1])])}z{found[1]}kq", text[found.end() :]
        same = next(
            (n for n, (a, b) in enumerate(zip(whole, there, strict=False)) if a != b),
            min(len(whole), len(there)),
        )
        if same < len(whole) and not there[same:].startswith(("…", "...", "%")):  # or in an address, encoded
            wrong.append(text[found.start() : found.end() + 80])
    return wrong


def _book(value: Any, path: tuple = ()) -> Any:
    """The codebook with its words replaced; its codes stay."""
    if isinstance(value, dict):
        return {
            k: v if k in ("code", "glyph", "from", "to", "actor") else _book(v, (*path, k))
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_book(v, path) for v in value]
    if not isinstance(value, str):
        return value
    return f"has said {attack()}" if "perfect" in path else f"{attack()} {next(_TURN)}"


def _sources(sources: list[dict]) -> None:
    for n, source in enumerate(sources):
        source["publisher"], source["url"] = attack(), URLS[n % len(URLS)]


def _table(directory: Path, name: str, change: dict) -> None:
    with (directory / name).open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {
            column: new(row) for column, new in change.items() if row[column] or column in ("note", "reason")
        }
    with (directory / name).open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _dump(file: Path, value: Any) -> None:
    file.write_text(
        yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100_000), encoding="utf-8"
    )


def attack_dataset(directory: Path) -> Path:
    """Writes it."""
    shutil.copytree(CURATED, directory)
    _dump(directory / "codebook.yaml", _book(yaml.safe_load((directory / "codebook.yaml").read_text())))
    names: dict[str, str] = {}
    systems: dict[str, str] = {}

    def named(row: dict) -> str:
        return names.setdefault(row["code"], f"{attack()} {row['code']}")

    _table(directory, "actors.csv", {"name": named})
    _table(
        directory,
        "systems.csv",
        {
            "name": lambda row: systems.setdefault(row["name"], f"{attack()} {len(systems)}"),
            "note": lambda row: attack(),
            "source": lambda row: URLS[0],
        },
    )
    _table(directory, "memberships.csv", {"note": lambda row: attack(), "source": lambda row: URLS[1]})
    _table(
        directory,
        "governments.csv",
        {"head": lambda row: attack(), "office": lambda row: attack(), "note": lambda row: attack()},
    )
    _table(directory, "state_media.csv", {"name": lambda row: attack(), "note": lambda row: attack()})
    _table(
        directory,
        "second_coding.csv",
        {
            "statement": lambda row: row["statement"] + ID,
            "coder": lambda row: f"{row['coder']} {PAYLOADS[0]}",
        },
    )
    first = None
    for file in (directory / "statements").glob("*.yaml"):
        told = yaml.safe_load(file.read_text())
        told["name"], told["search_note"] = names[told["actor"]], attack()
        for said in told["statements"]:
            said["id"] += ID
            for field in ("speaker", "role", "summary", "phrase", "rationale"):
                said[field] = attack()
            said["limits"] = [attack(), attack()]
            said["systems"] = [systems[name] for name in said.get("systems", [])]
            _sources(said["sources"])
            first = first or said
        _dump(file, told)
    events = yaml.safe_load((directory / "events.yaml").read_text())
    for event in events:
        event |= {"id": event["id"] + ID, "title": attack(), "summary": attack(), "place": attack()}
        _sources(event["sources"])
    _dump(directory / "events.yaml", events)
    with (directory / "corrections.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "statement", "field", "before", "after", "reason"])
        writer.writerow(["2026-11-24", first["id"], "speaker", attack(), first["speaker"], attack()])
    return directory
