"""The dataset on the command line: `python -m data check` and `python -m data positions`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import pandas as pd

from data.faults import DatasetError, near, one_of
from data.loading import CURATED, Dataset, load
from data.tables import positions_table


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    check = commands.add_parser("check", help="validate a dataset: exit 0 and its counts, or 1 and one line per fault")
    check.add_argument("directory", nargs="?", type=Path, default=CURATED, help="the dataset (default: %(default)s)")
    check.add_argument("--today", type=_day, help="the day after which no date can be (default: the real day)")

    positions = commands.add_parser("positions", help="the positions on a day, one row each")
    positions.add_argument("--on", type=_day, help="the day, as 2024-05-31 (default: the latest day searched)")
    positions.add_argument("--question", help="one question (default: all)")
    positions.add_argument("--group", action="append", help="members of a group on that day; may be repeated (default: every actor)")
    positions.add_argument("--confidence", default="all", help="hold back positions below it: all, medium or high (default: %(default)s)")
    positions.add_argument("--format", choices=["csv", "json"], default="csv")

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")          # names have letters that a terminal's own encoding may lack
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "check":
            print(_counts(load(asked.directory, asked.today), asked.directory))
        else:
            print(_positions(load(), asked), end="")
    except DatasetError as error:
        print(error)
        print(f"{len(error.faults)} fault(s) in {asked.directory if asked.command == 'check' else CURATED}", file=sys.stderr)
        return 1
    except _Refused as error:
        parser.error(str(error))
    return 0


class _Refused(Exception):
    """A parameter that names nothing; the message is for its user."""


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'found "{text}"; expected a day as 2024-05-31') from None


def _counts(data: Dataset, directory: Path) -> str:
    counted = {
        "actors": data.actors, "memberships": data.memberships, "systems": data.systems, "actors searched": data.searches,
        "statements": data.statements, "codes": data.codes, "sources": data.sources, "events": data.events,
        "governments": data.governments,
        "second codings": data.second_coding,
        "corrections": data.corrections,
        "state media": data.state_media,
    }
    lines = [f"{directory}: no faults; dataset {data.version}, searched until {data.last_day}"]
    return "\n".join(lines + [f"{len(frame):>6} {name}" for name, frame in counted.items()])


def _positions(data: Dataset, asked: argparse.Namespace) -> str:
    known = {"question": [q.code for q in data.codebook.questions], "group": [g.code for g in data.codebook.groups],
             "confidence": ["all", "medium", "high"]}
    for name, allowed in known.items():
        for value in _as_list(getattr(asked, name)):
            if value not in allowed:
                raise _Refused(f'--{name}: found "{value}"; expected {one_of(allowed)}{near(value, allowed)}')
    table = positions_table(data, asked.on or data.last_day, question=asked.question, groups=tuple(asked.group or ()), confidence=asked.confidence)
    return to_text(table, asked.format)


def _as_list(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value


def to_text(table: pd.DataFrame, form: str) -> str:
    return table.to_csv(index=False) if form == "csv" else table.to_json(orient="records", indent=1, force_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
