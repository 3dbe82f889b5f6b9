"""The order of rows of actors, the same in every figure: sections, ranks, and the basis of a rank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from components.escape import escape_html, escape_plotly
from components.plotting.hover import no_result_text
from components.state.view_state import ViewState
from components.theme.palette import Palette
from data.analysis.comparison import mean_stance
from data.dataset import Dataset
from data.rules.membership import memberships_on
from data.rules.spells import spells

BELLIGERENTS = "Ukraine and Russia (not counted)"
NOTHING_FOUND = "Looked for, nothing found"
NO_GROUP = "In none of the groups"
NO_POSITION = "No position up to this day"
NOT_ABOVE = " (not listed above)"
# Pixels: width of a character of a name, and margin of a plot without names.
LETTER, NO_NAMES = 6.1, 20


def order_actors(data: Dataset, coded: pd.DataFrame, cells: pd.DataFrame, choices: ViewState) -> pd.DataFrame:
    """Returns the actors of the cells in the reader's order, in sections.

    Counted countries come first, then Ukraine and Russia, then organisations. Actors for whom nothing at all
    was found are last in any order, under their own heading.

    Returns:
        actor (missing for a heading), label, note (for an actor without statements), rank_note (basis of the
        rank: number of answers, day of the first words or of the latest move), section.
    """
    actors = data.actors[data.actors["code"].isin(cells["actor"])].rename(columns={"code": "actor"})
    silent = cells["state"].isin(["nothing_found", "not_looked_for"]).groupby(cells["actor"]).all()
    rows = actors.assign(silent=actors["actor"].map(silent)).merge(
        _ranks(data, coded, cells, choices), on="actor"
    )
    rows["section"] = "Countries"
    rows.loc[rows["kind"].eq("organisation"), "section"] = "Organisations"
    rows.loc[rows["belligerent"], "section"] = BELLIGERENTS
    if choices.sort == "group":
        is_country = rows["section"].eq("Countries")
        rows.loc[is_country, "section"] = rows.loc[is_country, "first_group"]
        # A country is listed once, under the first of its groups, so the later groups are incomplete.
        first = rows.loc[is_country, "group_rank"].min()
        later = is_country & rows["group_rank"].gt(first)
        rows.loc[later, "section"] = rows.loc[later, "section"] + NOT_ABOVE
    unranked = {
        "permissiveness": rows["answers"].lt(choices.answers),
        "first": rows["first"].isna(),
        "latest": rows["latest"].isna(),
    }.get(choices.sort)
    if unranked is not None:
        rows.loc[rows["section"].eq("Countries") & unranked, "section"] = _unranked(choices)
    rows.loc[rows["silent"], "section"] = NOTHING_FOUND
    order = [
        *(g.name + more for g in data.codebook.groups for more in ("", NOT_ABOVE)),
        NO_GROUP,
        "Countries",
        _unranked(choices),
        BELLIGERENTS,
        "Organisations",
        NOTHING_FOUND,
    ]
    rows["section_rank"] = rows["section"].map({name: n for n, name in enumerate(order)})
    rows = rows.sort_values(["section_rank", "rank", "name"], ignore_index=True)
    # Organisations with a long name are labelled with their code.
    rows["label"] = rows["name"].where(rows["name"].str.len() <= 24, rows["actor"])
    queries = data.searches.set_index("actor")["queries"]
    rows["note"] = [
        no_result_text(queries.get(a, 0)) if s else ""
        for a, s in zip(rows["actor"], rows["silent"], strict=True)
    ]
    return _with_headings(rows[["actor", "label", "note", "rank_note", "section"]])


def _unranked(choices: ViewState) -> str:
    nothing = NO_POSITION + (
        "" if choices.confidence == choices.stated == "all" else ", or hidden by your filter"
    )
    few = f"Not ranked: fewer than {choices.answers} answers" if choices.answers > 1 else nothing
    return {"permissiveness": few, "first": NO_POSITION, "latest": "No move up to this day"}.get(
        choices.sort, ""
    )


def _with_headings(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds a heading before each section, unless there is only one."""
    sections = rows["section"].unique().tolist()
    if len(sections) < 2:
        return rows
    places = {section: n for n, section in enumerate(sections)}
    rows = pd.concat([heading_rows(sections, sections), rows])
    return rows.sort_values("section", key=lambda names: names.map(places), kind="stable", ignore_index=True)


def heading_rows(labels: list[str], sections: list[str]) -> pd.DataFrame:
    """Returns rows that are headings of sections, without an actor."""
    return pd.DataFrame(
        {"actor": [None] * len(labels), "label": labels, "note": "", "rank_note": "", "section": sections}
    )


def names_width(rows: pd.DataFrame) -> int:
    """Returns the width in pixels of the names and rank notes beside a plot."""
    named = rows[rows["actor"].notna()]
    letters = [len(row.rank_note) + max(map(len, row.label.split("\n"))) for row in named.itertuples()]
    return round(max(letters) * LETTER) + 14 if letters else NO_NAMES


def row_labels(rows: pd.DataFrame, colours: Palette) -> list[str]:
    """Returns the axis labels of the rows that have an actor.

    A label is the name, a link if the row has a `page`, and the rank note.
    """
    style = f"color:{colours.ink};text-decoration:none"

    def name(row: Any) -> str:
        # One link per line, because plotly ends a link at a line break.
        lines = [
            f'<a href="{escape_html(row.page)}" target="_self" style="{style}">{escape_plotly(line)}</a>'
            if row.page
            else escape_plotly(line)
            for line in row.label.split("\n")
        ]
        return "<br>".join(lines) + (
            f' <span style="color:{colours.muted}">{row.rank_note}</span>' if row.rank_note else ""
        )

    return [name(row) for row in rows[rows["actor"].notna()].itertuples()]


def _ranks(data: Dataset, coded: pd.DataFrame, cells: pd.DataFrame, choices: ViewState) -> pd.DataFrame:
    """Returns the rank of each actor in its section.

    Returns:
        actor, answers, first (words), latest (move), rank_note, rank (lower first; ties are sorted by name),
        first_group, group_rank.
    """
    table = mean_stance(cells, choices.answers)
    begun = spells(coded)
    begun = begun[begun["since"] <= pd.Timestamp(choices.on)]
    table["latest"] = (
        begun[begun["previous"].notna()].groupby("actor")["since"].max().reindex(table["actor"]).to_numpy()
    )
    table["first"] = begun.groupby("actor")["since"].min().reindex(table["actor"]).to_numpy()
    groups = [g.code for g in data.codebook.groups]
    now = memberships_on(data, choices.on)
    first = now.assign(n=now["group"].map(groups.index)).groupby("actor")["n"].min()
    table["group_rank"] = table["actor"].map(first)
    table["first_group"] = (
        table["group_rank"].map({n: g.name for n, g in enumerate(data.codebook.groups)}).fillna(NO_GROUP)
    )
    ways: dict[str, Callable[[pd.DataFrame], list[Any]]] = {
        "name": lambda t: [0] * len(t),
        "group": lambda t: [0] * len(t),
        # By mean, then by number of answers; those below the minimum number have no mean.
        "permissiveness": lambda t: [
            (9, 0) if pd.isna(m) else (-m, -n) for m, n in zip(t["mean"], t["answers"], strict=True)
        ],
        "first": lambda t: [0 if pd.isna(d) else d.toordinal() for d in t["first"]],
        "latest": lambda t: [0 if pd.isna(d) else -d.toordinal() for d in t["latest"]],
    }
    by = ways[choices.sort](table)
    codes = {value: n for n, value in enumerate(sorted(set(by)))}
    table["rank"] = [codes[value] for value in by]
    days = {
        name: ["" if pd.isna(d) else f"{d:%Y-%m-%d}" for d in table[name]] for name in ("first", "latest")
    }
    table["rank_note"] = ({"permissiveness": [str(n or "") for n in table["answers"]]} | days).get(
        choices.sort, ""
    )
    return table[["actor", "answers", "first", "latest", "rank_note", "rank", "first_group", "group_rank"]]
