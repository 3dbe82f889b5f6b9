"""An actor's memberships, and the weapon systems that it supplies or speaks of."""

from __future__ import annotations

import pandas as pd

from data.dataset import Dataset
from data.rules.coded_statements import Day


def memberships_of(data: Dataset, actor: str) -> pd.DataFrame:
    """All memberships of an actor, past and future ones included: group, start, end (the last day; NaT: it
    lasts); in the order of the codebook's groups, then by start.
    """
    place = {g.code: n for n, g in enumerate(data.codebook.groups)}
    rows = data.memberships[data.memberships["actor"].eq(actor)].rename(
        columns={"from": "start", "to": "end"}
    )
    rows = rows.sort_values(
        ["group", "start"], key=lambda c: c.map(place) if c.name == "group" else c, ignore_index=True
    )
    return rows[["group", "start", "end"]]


def systems_of(data: Dataset, actor: str, on: Day) -> pd.DataFrame:
    """The weapon systems that list the actor as a supplier, or of which it has spoken up to the day, dissent
    included.

    Being listed means that the actor makes the system or has given, pledged or discussed it; it does not
    prove that any was given.

    Returns:
        name, kind, range_km, supplier (True: listed as one), statements (how many of the actor's statements
        name the system), and of the first of them (missing if there is none): statement, date,
        date_precision, speaker, voice; note, source; suppliers first, then by range (longest first) and name.
    """
    said = data.statements[data.statements["actor"].eq(actor) & (data.statements["date"] <= pd.Timestamp(on))]
    said = (
        said.sort_values(["date", "order"])
        .explode("systems")
        .dropna(subset="systems")
        .rename(columns={"id": "statement"})
    )
    first = said.drop_duplicates("systems").set_index("systems")[
        ["statement", "date", "date_precision", "speaker", "voice"]
    ]
    rows = data.systems.assign(supplier=[actor in s for s in data.systems["suppliers"]])
    rows = rows.join(said["systems"].value_counts().rename("statements"), on="name").join(first, on="name")
    rows = rows[rows["supplier"] | rows["statements"].notna()]
    rows["statements"] = rows["statements"].fillna(0).astype("int64")
    rows = rows.sort_values(
        ["supplier", "range_km", "name"], ascending=[False, False, True], ignore_index=True
    )
    return rows[
        [
            "name",
            "kind",
            "range_km",
            "supplier",
            "statements",
            "statement",
            "date",
            "date_precision",
            "speaker",
            "voice",
            "note",
            "source",
        ]
    ]
