"""Sentences that compare actors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data.analysis.comparison import MIN_SHARED_QUESTIONS, STEPS
from data.dataset import Dataset
from data.sentences.wording import Day, count_of, day, join_names, on_day, sure


def stances_beside(data: Dataset, cells: pd.DataFrame, question: str) -> str:
    """Each actor's position on a question and its first day, to follow the question's title.

    A stance that several actors share is worded once; every blank is explained.

    Args:
        cells: as from `cell_states.cell_states`, of the actors compared.
    """
    said, before = [], ""
    for cell in (
        cells[cells["question"].eq(question)]
        .sort_values(["stance", "since"], ascending=[False, True], kind="stable")
        .itertuples()
    ):
        if cell.state != "stated":
            said.append(blank_in_words(data, cell))
            continue
        phrase = data.codebook.perfect(question, cell.stance, cell.actor)
        said.append(
            " ".join(
                [
                    data.names[cell.actor],
                    *([phrase] if phrase != before else []),
                    f"since {day(cell.since, cell.since_precision)}",
                ]
            )
        )
        before = phrase
    return "; ".join(said) + "."


def blank_in_words(data: Dataset, cell: Any) -> str:
    """Why an actor has no position, as a clause: `nothing was found for Malta in 4 look-ups`.

    Args:
        cell: a row of `cell_states.cell_states` that is not stated.
    """
    name = data.names[cell.actor]
    return {
        "held_back": f"{name} has a position, hidden by your filter",
        "words_only": f"for {name} there is only comment or dissent, no position",
        "not_yet": f"{name} had not spoken to it yet",
        "nothing_found": f"nothing was found for {name} in {count_of(cell.queries, 'look-up')}",
        "not_looked_for": f"nobody has looked for {name} yet",
    }[cell.state]


def compared(
    data: Dataset,
    apart: pd.DataFrame,
    actors: Sequence[str],
    on: Day,
    confidence: str = "all",
    stated: str = "all",
) -> str:
    """On how many questions the actors differ and where most, agree, or cannot be compared, in one sentence.

    Args:
        apart: as from `comparison.spread`.
    """
    differ, same = apart[apart["distance"].gt(0).fillna(False)], int(apart["distance"].eq(0).sum())
    most = differ.loc[differ["distance"].eq(differ["distance"].max()), "question"]
    named = join_names([f"“{data.codebook.question(q).short}”" for q in most])
    parts = [
        *(
            [f"differ on {len(differ)} ({'most on ' if len(most) < len(differ) else ''}{named})"]
            if len(differ)
            else []
        ),
        *([f"hold the same position on {same}"] if same else []),
    ]
    if rest := len(apart) - len(differ) - same:
        parts.append(
            f"cannot be compared on {rest}, where fewer than two have a comparable position{sure(confidence, stated)}"
        )
    return f"On {day(on)}, of the {len(apart)} questions, {join_names(data.names[list(actors)].tolist())} {join_names(parts)}."


def agreement_in_words(data: Dataset, pair: Any) -> str:
    """The agreement of two actors: `France and Germany: 0.90 over the 5 questions that both have answered.`

    Args:
        pair: a row of `comparison.agreement_between`.
    """
    names = join_names(data.names[[pair.first, pair.second]].tolist())
    if pd.isna(pair.score):
        both = "no question" if not pair.questions else f"only {count_of(pair.questions, 'question')}"
        return f"{names}: no figure, since both have answered {both}, and it takes {MIN_SHARED_QUESTIONS}."
    return f"{names}: {pair.score:.2f} over the {pair.questions} questions that both have answered."


AGREEMENT = (
    "1 means the same position on every question that both have answered, 0 opposite ends of the scale on all of them; on one question each "
    f"step apart costs 1/{STEPS}. It says how close the words are, not how important."
)


def who_was_first(
    data: Dataset, found: pd.DataFrame, actors: Sequence[str], question: str, start: Day, on: Day
) -> str:
    """Which of the actors was the first to be in favour, and how many days later the others followed, in one
    sentence.

    Args:
        found: as from `comparison.first_in_favour` for those days, for the actors compared.
    """
    rows = found[found["question"].eq(question)].sort_values("since", kind="stable")
    shown, held_back = rows[~rows["held_back"]], rows[rows["held_back"]]
    came = shown[~shown["already"]]
    parts = [
        _lead(
            data,
            came,
            f"to be in favour, at least conditionally, on “{data.codebook.question(question).short}”",
        ),
        *(f"{data.names[r.actor]} followed {_behind(r)}" for r in came[~came["first"]].itertuples()),
        *_together(data, shown.loc[shown["already"], "actor"], f"already stood there before {day(start)}"),
        *_together(data, held_back["actor"], "came to it on words below the confidence asked for"),
        *(
            _together(data, [a for a in actors if a not in set(rows["actor"])], "did not in these days")
            if len(came)
            else []
        ),
    ]
    return f"From {day(start)} to {day(on)}, " + "; ".join(parts) + "."


def _lead(data: Dataset, came: pd.DataFrame, what: str) -> str:
    """Which actor was the first to come to be in favour; or that none came, or that a date known only to the
    month leaves it open.
    """
    if came.empty:
        return f"none of those compared newly came {what}"
    first = came[came["first"]]
    who, when = (
        join_names(data.names[first["actor"]].tolist()),
        on_day(first["since"].iloc[0], first["since_precision"].iloc[0]),
    )
    if len(came) == 1:
        return f"only {who} newly came {what}, {when}"
    if len(first) == 1:
        return f"{who} was the first {what}, {when}"
    if first["since_precision"].eq("day").all():
        return f"{who} were the first {what}, on the same day, {day(first['since'].iloc[0])}"
    each = join_names(
        [f"{data.names[r.actor]} ({day(r.since, r.since_precision)})" for r in first.itertuples()]
    )
    return f"it is not known to the day who was the first {what}: {each}"


def _behind(row: Any) -> str:
    """`3 days later, on 31 May 2024`; only the date if the number of days is unknown."""
    when = on_day(row.since, row.since_precision)
    return when if pd.isna(row.lag) else f"{count_of(row.lag, 'day')} later, {when}"


def _together(data: Dataset, actors: Sequence[str], did: str) -> list[str]:
    """What several actors have in common, as one clause; an empty list without actors."""
    return [f"{join_names(data.names[list(actors)].tolist())} {did}"] if len(actors) else []
