"""The dataset as a Frictionless Data Package: CSV tables, and `datapackage.json` with a description of every
column.

The same dataset gives the same bytes, whenever and wherever it is exported.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.export.citation import DATASET_LICENCE, FILE, citation
from data.export.columns import Column, Table, package_tables
from data.export.csv_xlsx import BETWEEN, csv_text
from data.export.tables import flat
from data.io.loader import CURATED
from data.rules.coded_statements import coded_statements
from data.rules.spells import spells

NAME = "strike-positions"
DESCRIPTOR = "datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": f"Creative Commons Attribution 4.0 International ({DATASET_LICENCE})",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
# Files in a ZIP need a time; the earliest of the format stands for none.
NO_TIME = (1980, 1, 1, 0, 0, 0)
APOSTROPHE = (
    "A text that a spreadsheet would run has an apostrophe before it: one that begins with = + - @ (in their wide forms too, after spaces too), a "
    "tab or the end of a line. To undo it, take one apostrophe off each text that begins with apostrophes followed by any of these."
)
IN_SHORT = "If a spreadsheet would run the text, an apostrophe stands before it (README.md)."


def package_frames(data: Dataset) -> dict[str, pd.DataFrame]:
    """The tables of the package by name, with the columns of `columns.package_tables`, as they are written:
    days and lists as text.
    """
    frames = {
        "actors": data.actors,
        "memberships": data.memberships,
        "governments": data.governments,
        "questions": pd.DataFrame([q.model_dump() for q in data.codebook.questions]),
        "statements": data.statements,
        "codes": data.codes,
        "sources": data.sources,
        "spells": spells(coded_statements(data)),
        "events": data.events,
        "event_sources": data.event_sources,
        "systems": data.systems.astype({"range_km": "Int64"}),
        "searches": data.searches,
        "second_coding": data.second_coding,
        "corrections": data.corrections,
        "state_media": data.state_media,
    }
    return {
        name: flat(frames[name][[c.name for c in table.columns]])
        for name, table in package_tables(data.codebook).items()
    }


def package_files(data: Dataset) -> dict[str, bytes]:
    """Every file of the package by name, the descriptor last."""
    tables = package_tables(data.codebook)
    files = {f"{name}.csv": csv_text(frame).encode() for name, frame in package_frames(data).items()}
    # from the loaded codebook, since its file may have changed since
    book = yaml.safe_dump(
        data.codebook.model_dump(mode="json", exclude_unset=True, by_alias=True),
        allow_unicode=True,
        sort_keys=False,
        width=120,
    )
    descriptor = json.dumps(_descriptor(data, tables, files), ensure_ascii=False, indent=2) + "\n"
    return files | {
        "codebook.yaml": book.encode(),
        "LICENSE": (CURATED / "LICENSE").read_bytes(),
        "README.md": _readme(data, tables).encode(),
        DESCRIPTOR: descriptor.encode(),
    }


@cached_on_dataset(1)
def package_zip(data: Dataset) -> bytes:
    """The package as a ZIP file. Cached on the dataset."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in package_files(data).items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            # fixed: the default depends on the operating system
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return file.getvalue()


def write_package(data: Dataset, directory: Path) -> None:
    """Writes the package into a directory, creating it if needed.

    An earlier export there is replaced; tables that only the earlier one has are removed.

    Raises:
        FileExistsError: the path is a file, or the directory holds something else; the message says what is
            expected.
        OSError: the directory cannot be written.
    """
    if directory.exists() and not directory.is_dir():
        raise FileExistsError("found a file; expected a directory, or a name that is free")
    before = _earlier_export(directory)
    if before is None:
        raise FileExistsError(
            "found other files in it; expected an empty directory, an earlier export or a name that is free"
        )
    directory.mkdir(parents=True, exist_ok=True)
    files = package_files(data)
    for name in before - set(files):
        (directory / name).unlink(missing_ok=True)
    for name, content in files.items():
        (directory / name).write_bytes(content)


def _earlier_export(directory: Path) -> set[str] | None:
    """The CSV files of an earlier export; empty for an empty or missing directory; None if it holds anything
    else.
    """
    if not directory.exists() or not any(directory.iterdir()):
        return set()
    try:
        told = json.loads((directory / DESCRIPTOR).read_text(encoding="utf-8"))
        if told["name"] != NAME:
            return None
        # only names that an export can have, so that no other file is ever removed
        return {
            resource["path"] for resource in told["resources"] if re.fullmatch(r"\w+\.csv", resource["path"])
        }
    except (OSError, ValueError, TypeError, LookupError):
        return None


# Descriptor -------------------------------------------------------------------------------------------------


def _descriptor(data: Dataset, tables: dict[str, Table], files: dict[str, bytes]) -> dict[str, Any]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    home = told.get("url") or told.get("repository-code")
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": told["title"],
        "description": told["abstract"],
        "version": data.version,
        **({"homepage": home} if home else {}),
        "keywords": told["keywords"],
        "licenses": [LICENCE],
        "contributors": [{"title": author["name"], "roles": ["author"]} for author in told["authors"]],
        "resources": [_resource(name, table, files[f"{name}.csv"]) for name, table in tables.items()],
    }


def _resource(name: str, table: Table, content: bytes) -> dict[str, Any]:
    key = {"primaryKey": list(table.key)} if table.key else {}
    foreign = [_foreign_key(column) for column in table.columns if column.of]
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "description": f"{table.says}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column, table.key) for column in table.columns],
            "missingValues": [""],
            **key,
            **({"foreignKeys": foreign} if foreign else {}),
        },
    }


def _field(column: Column, key: tuple[str, ...]) -> dict[str, Any]:
    bounds: dict[str, Any] = {"required": True} if column.filled else {}
    if column.allowed:
        bounds["enum"] = list(column.allowed)
    if key == (column.name,):
        bounds["unique"] = True
    told = {
        "name": column.name,
        "type": column.type,
        "description": f"{column.says}.{f' {IN_SHORT}' if column.is_text else ''}",
    }
    return told | ({"constraints": bounds} if bounds else {})


def _foreign_key(column: Column) -> dict[str, Any]:
    resource, field = column.of.split(".")
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [field]}}


def _readme(data: Dataset, tables: dict[str, Table]) -> str:
    book = data.codebook
    asked = "\n".join(f"- `{q.code}` {q.title}: {q.asked}" for q in book.questions)
    held = "\n".join(f"- `{name}.csv`: {table.says}." for name, table in tables.items())
    rules = "\n".join(f"- **{r.rule}**: {r.text}" for r in book.rules)
    gaps = "\n".join(f"- **{g.gap}**: {g.text}" for g in book.gaps)
    return f"""# Strike Positions, dataset {data.version}

Where governments stand on Ukrainian strikes inside Russia since 24 February 2022, searched until {data.last_day}. A position is derived from
dated, sourced statements: {", ".join(f"{s.code} {s.name}" for s in book.scale)}.

{asked}

What each code means for each question is in `codebook.yaml`.

## The files

{held}

`datapackage.json` says of every column what it holds, and how the tables hang together (https://datapackage.org). All CSV files are UTF-8,
with a comma between cells and an empty cell where there is no value; lists in a cell have “{BETWEEN}” between.

{APOSTROPHE}

## How positions are derived

{rules}

## The limits of the data

{gaps}

## Licence and citation

{DATASET_LICENCE}; see `LICENSE`.

> {citation(data)}
"""
