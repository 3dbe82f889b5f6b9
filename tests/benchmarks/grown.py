"""A dataset of the same form as the curated one, but larger: for benchmarks only."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from copy import deepcopy
from pathlib import Path

import yaml

from data.io.loader import CURATED
from data.schema.fields import FIRST_DAY

SETS = 4  # of actors, once there are more statements
SHORT = 60  # letters of texts that nobody reads


def write(directory: Path, times: int) -> Path:
    """Writes the curated dataset with `times` as many statements, on days of their own, and, if that is more
    than one, with four times the actors.

    The further actors belong to no group, so that a group shows as many as before.
    """
    shutil.copytree(CURATED, directory)
    if times == 1:
        return directory
    with (CURATED / "actors.csv").open(encoding="utf-8") as file:
        actors = list(csv.DictReader(file))
    codes = {
        (n, a["code"]): f"{'XYZ'[n - 1]}{place:02d}" if n else a["code"]
        for n in range(SETS)
        for place, a in enumerate(actors)
    }
    further = [
        {**a, "code": codes[n, a["code"]], "name": f"{a['name']} {n}", "belligerent": ""}
        for n in range(1, SETS)
        for a in actors
    ]
    with (directory / "actors.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(actors[0]))
        writer.writeheader()
        writer.writerows([*actors, *further])
    for a in actors:
        source = CURATED / "statements" / f"{a['code']}.yaml"
        told = yaml.load(source.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for n in range(SETS):
            code = codes[n, a["code"]]
            statements = [
                _copy(s, f"{code}-{{}}-{place}-{copy}", copy) if n or copy else s
                for place, s in enumerate(told["statements"])
                for copy in range(times // SETS + (n < times % SETS))
            ]
            record = told | {
                "actor": code,
                "name": f"{a['name']} {n}" if n else a["name"],
                "statements": statements,
            }
            (directory / "statements" / f"{code}.yaml").write_text(
                yaml.dump(record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
                encoding="utf-8",
            )
    return directory


def _copy(statement: dict, named: str, copy: int) -> dict:
    """The statement said some weeks earlier."""
    # a new object each: YAML would write one that comes twice as a reference
    day = dt.date.fromordinal(max(statement["date"].toordinal() - 9 * copy, FIRST_DAY.toordinal()))
    texts = {key: statement[key][:SHORT] for key in ("summary", "rationale") if key in statement}
    return deepcopy(statement) | texts | {"id": named.format(day), "date": day}
