"""The entry of `CHANGELOG.md` for a version of the data: its corrections, value by value, and its size."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.dataset import Dataset
from data.sentences.wording import count_of


def entry(data: Dataset) -> str:
    """The entry of the loaded version: a heading, each value corrected on the day of the version, and the
    counts.

    The editor of the data describes additions between the two by hand.
    """
    day = pd.to_datetime(data.version.partition("-")[0], format="%Y.%m.%d")
    lines = [correction(row) for row in data.corrections[data.corrections["date"].eq(day)].itertuples()]
    return (
        f"## {data.version}\n\n"
        + "".join(f"- {line}\n" for line in lines)
        + ("\n" if lines else "")
        + f"{counts(data)}\n"
    )


def correction(row: Any) -> str:
    """A corrected value: `FRA-2024-05-28-macron, date: “2024-05-27” became “2024-05-28”. Why.`

    Args:
        row: of `data.corrections`.
    """
    before, after = (f"“{value}”" if pd.notna(value) else "nothing" for value in (row.before, row.after))
    return f"{row.statement}, {row.field}: {before} became {after}. {row.reason}"


def counts(data: Dataset) -> str:
    """The size of a version."""
    held = {
        "actor": data.actors,
        "statement": data.statements,
        "code": data.codes,
        "source": data.sources,
        "event": data.events,
        "membership": data.memberships,
        "weapon system": data.systems,
        "head of government": data.governments,
        "second coding": data.second_coding,
    }
    what = [
        count_of(len(frame), name).replace("head of governments", "heads of government")
        for name, frame in held.items()
    ]
    return f"Holds {', '.join(what)}."
