"""The dataset on the command line: `python -m data` with `check`, `positions`, `changelog` or `export`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import pandas as pd

from data.dataset import Dataset
from data.export.csv_xlsx import csv_text
from data.export.data_package import package_frames, write_package
from data.io.loader import CURATED, load
from data.query.endpoints import parse_parameters, run_query
from data.query.parameters import InvalidParameter
from data.schema.errors import DatasetError
from data.sentences.changelog import entry


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    check = commands.add_parser(
        "check", help="validate a dataset: exit 0 and its counts, or 1 and one line per fault"
    )
    check.add_argument(
        "directory", nargs="?", type=Path, default=CURATED, help="the dataset (default: %(default)s)"
    )
    check.add_argument(
        "--today", type=_day, help="the day after which no date can be (default: the real day)"
    )

    positions = commands.add_parser("positions", help="the positions on a day, one row each")
    positions.add_argument(
        "--on", type=_day, help="the day, as 2024-05-31 (default: the latest day searched)"
    )
    positions.add_argument("--question", help="one question (default: all)")
    positions.add_argument(
        "--group",
        action="append",
        help="members of a group on that day; may be repeated (default: every actor)",
    )
    positions.add_argument(
        "--confidence",
        default="all",
        help="hide positions below it: all, medium or high (default: %(default)s)",
    )
    positions.add_argument(
        "--stated",
        default="all",
        help="only positions last stated in so many months before the day: all, 24 or 12 "
        "(default: %(default)s)",
    )
    positions.add_argument(
        "--known", default="now", help="now, or then for what was public on the day (default: %(default)s)"
    )
    positions.add_argument(
        "--actors",
        metavar="ACTOR",
        action="append",
        help="one actor's code; may be repeated (default: every actor)",
    )
    positions.add_argument("--format", choices=["csv", "json"], default="csv")

    commands.add_parser("changelog", help="what CHANGELOG.md has to say of the version that is there")

    export = commands.add_parser(
        "export", help="the whole dataset as a Frictionless data package: CSV tables and datapackage.json"
    )
    export.add_argument(
        "directory", type=Path, help="where to; absent, empty or an earlier export, which is replaced"
    )

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # the terminal's encoding may lack letters of names
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "check":
            print(_counts(load(asked.directory, asked.today), asked.directory))
        elif asked.command == "positions":
            print(_positions(load(), asked), end="")
        elif asked.command == "changelog":
            print(entry(load()), end="")
        else:
            print(_export(load(), asked.directory))
    except DatasetError as error:
        print(error)
        print(
            f"{len(error.faults)} fault(s) in {asked.directory if asked.command == 'check' else CURATED}",
            file=sys.stderr,
        )
        return 1
    except InvalidParameter as error:
        parser.error(f"--{error}" if asked.command == "positions" else str(error))
    return 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'found "{text}"; expected a day as 2024-05-31') from None


def _counts(data: Dataset, directory: Path) -> str:
    counted = {
        "actors": data.actors,
        "memberships": data.memberships,
        "systems": data.systems,
        "actors searched": data.searches,
        "statements": data.statements,
        "codes": data.codes,
        "sources": data.sources,
        "events": data.events,
        "governments": data.governments,
        "second codings": data.second_coding,
        "corrections": data.corrections,
        "state media": data.state_media,
    }
    lines = [f"{directory}: no faults; dataset {data.version}, searched until {data.last_day}"]
    return "\n".join(lines + [f"{len(frame):>6} {name}" for name, frame in counted.items()])


def _positions(data: Dataset, asked: argparse.Namespace) -> str:
    given = {
        "on": asked.on and asked.on.isoformat(),
        "question": asked.question,
        "confidence": asked.confidence,
        "stated": asked.stated,
        "known": asked.known,
    }
    query = {name: [value] for name, value in given.items() if value is not None}
    query |= {"group": asked.group or [], "actors": asked.actors or []}
    return to_text(run_query(data, "positions", parse_parameters(data, "positions", query)), asked.format)


def _export(data: Dataset, directory: Path) -> str:
    try:
        write_package(data, directory)
    except OSError as error:
        raise InvalidParameter(f"{directory}: {error.strerror or error}") from None
    lines = [f"{directory}: dataset {data.version} as a data package, datapackage.json says what it holds"]
    return "\n".join(lines + [f"{len(frame):>6} {name}.csv" for name, frame in package_frames(data).items()])


def to_text(table: pd.DataFrame, form: str) -> str:
    return (
        csv_text(table)
        if form == "csv"
        else table.to_json(orient="records", indent=1, force_ascii=False) + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
