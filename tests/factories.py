"""Small datasets written out in a test: only what the test is about, the rest from defaults that are
valid."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from data.dataset import Dataset
from data.io.loader import CURATED, load
from data.rules.coded_statements import coded_statements

TODAY = dt.date(2026, 1, 1)
NAMES = {
    "FRA": "France",
    "DEU": "Germany",
    "USA": "United States",
    "SWE": "Sweden",
    "UKR": "Ukraine",
    "RUS": "Russia",
    "NATO": "NATO",
}
HEADERS = {
    "actors.csv": "code,name,kind,region,belligerent,lat,lon",
    "systems.csv": "name,kind,range_km,suppliers,source,note",
    "memberships.csv": "actor,group,from,to,source,note",
    "governments.csv": "actor,head,office,from,to,source,note",
    "state_media.csv": "domain,name,state,note",
    "second_coding.csv": "statement,question,coder,code",
    "corrections.csv": "date,statement,field,before,after,reason",
}


def make_statement(day: str, codes: dict[str, int], **more: Any) -> dict[str, Any]:
    """A valid statement of a minister for the government, but for what is named."""
    defaults = {
        "date_precision": "day",
        "speaker": "A. Minister",
        "role": "Minister",
        "level": "minister",
        "voice": "government",
        "kind": "statement",
        "summary": "Said what is coded.",
        "confidence": "high",
        "rationale": "Plain words.",
        "sources": [{"publisher": "Paper", "url": "https://example.org/a", "language": "en", "kind": "news"}],
    }
    return defaults | {"date": dt.date.fromisoformat(day), "codes": codes} | more


def write_dataset(
    directory: Path,
    files: dict[str, list[dict]] | None = None,
    *,
    none_found: dict[str, list[str]] | None = None,
    members: list[str] = (),
    queries: int = 5,
    second: list[str] = (),
    heads: list[str] = (),
    corrections: list[str] = (),
    aliases: dict[str, str] | None = None,
) -> Path:
    """A whole dataset directory: actor -> statements; `members` are rows of memberships.csv without source
    and note, `heads` of governments.csv (actor, head, office, from, to), `second` of second_coding.csv,
    `corrections` of corrections.csv; `aliases` of actors by code, as in actors.csv, which has no such
    column without them."""
    shutil.copy(CURATED / "codebook.yaml", directory)
    (directory / "statements").mkdir()
    rows = [
        f"{code},{name},{'organisation' if code == 'NATO' else 'country'},,{'yes' if code in ('UKR', 'RUS') else ''},,"
        for code, name in NAMES.items()
    ]
    content = {
        "actors.csv": rows,
        "systems.csv": ["SCALP,missile,250,FRA,https://example.org/s,"],
        "memberships.csv": [f"{m},https://example.org/m," for m in members],
        "state_media.csv": ["tass.com,TASS,RUS,"],
        "governments.csv": [f"{h},https://example.org/h," for h in heads],
        "second_coding.csv": second,
        "corrections.csv": corrections,
    }
    headers = dict(HEADERS)
    if aliases is not None:
        headers["actors.csv"] += ",aliases"
        content["actors.csv"] = [f"{row},{aliases.get(row.partition(',')[0], '')}" for row in rows]
    for name, header in headers.items():
        (directory / name).write_text("\n".join([header, *content.get(name, [])]) + "\n")
    event = {
        "id": "kursk",
        "date": dt.date(2024, 8, 6),
        "date_precision": "day",
        "title": "Kursk",
        "kind": "incursion",
        "actors": ["UKR"],
        "summary": "It began.",
        "importance": 3,
        "sources": make_statement("2024-08-06", {"own": 0})["sources"],
    }
    (directory / "events.yaml").write_text(yaml.safe_dump([event], sort_keys=False))
    for actor, statements in (files or {"FRA": [make_statement("2024-05-28", {"border": 1})]}).items():
        records = [{"id": f"{actor}-{n}"} | s for n, s in enumerate(statements)]
        head = {
            "actor": actor,
            "name": NAMES[actor],
            "researched": TODAY,
            "queries": queries,
            "none_found": (none_found or {}).get(actor, []),
        }
        (directory / "statements" / f"{actor}.yaml").write_text(
            yaml.safe_dump(head | {"statements": records}, sort_keys=False)
        )
    return directory


def make_dataset(
    directory: Path, files: dict[str, list[dict]] | None = None, **more: Any
) -> tuple[Dataset, pd.DataFrame]:
    """A small dataset, loaded, and its words in order."""
    data = load(write_dataset(directory, files, **more), TODAY)
    return data, coded_statements(data)


def as_tuples(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    """Columns as plain tuples, to be compared with what a test writes out: days as text, missing as None."""

    def plain(value: Any) -> Any:
        if isinstance(value, pd.Timestamp):
            return value.date().isoformat()
        if not isinstance(value, (tuple, list)) and pd.isna(value):
            return None
        return value.item() if hasattr(value, "item") else value

    return [tuple(plain(v) for v in row) for row in frame[list(columns)].itertuples(index=False)]
