"""Content of the brief on a day, questions and actors, as plain data without layout."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from components.figures.changes import ChangesInfo, changes_info
from components.plotting.hover import DISSENT, is_old, last_stated_notes, names_of, with_markers
from components.plotting.row_order import order_actors
from components.state.url import to_query
from components.state.view_export import ViewExport, file_name, view_name
from components.state.view_state import ViewState
from data.analysis.comparison import comparable, spread
from data.dataset import Dataset
from data.export.citation import author, citation
from data.export.tables import cells_table
from data.rules.cell_states import cell_states
from data.rules.changes import counted_changes
from data.rules.coded_statements import CELL
from data.rules.dissent import dissent_on
from data.rules.membership import counted_members, members_on
from data.schema.codebook import QuestionText
from data.sentences.actor import actor_stands
from data.sentences.changes import what_changed
from data.sentences.comparison import compared, stances_beside
from data.sentences.coverage import how_sure, looked
from data.sentences.stances import age_of_words, how_recent, latest_moves, stand_on, state_of_play
from data.sentences.wording import EARLIER, count_of, day, filter_suffix, join_names, source, subjects

# The choices that a brief depends on.
KEPT = ("on", "since", "about", "group", "actors", "region", "confidence", "stated", "known")
FEW = 5  # up to so many actors are named; more are counted
YEARS = "’24 after a name: last stated in that year, over a year before the day."
NOT_COUNTED, BODIES = "Ukraine and Russia, not counted", "Organisations, not counted"
# Marks of a cell, and their meaning.
EARLIER_MARK, DEEP_MARK = "†", "‡"
MARKS = {
    DISSENT: "dissent stands beside it",
    EARLIER_MARK: EARLIER[0].lower() + EARLIER[1:],
    DEEP_MARK: "deep strikes permitted further than strikes near the border; both as stated",
}
# The part of a statement in what is shown, in order.
PARTS = {
    "began": "began the position",
    "sets": "sets the line",
    "move": "moved it",
    "first": "first words",
    "dissent": "dissent",
}


class StanceGroup(NamedTuple):
    """The actors with the same stance, or the same kind of blank, on a question.

    Attributes:
        section: empty for the countries that are counted, otherwise why they are not.
        stance: None where there is no position.
        sign: sign of the stance or the kind of blank.
        name: name of the stance or the kind of blank.
        actors: codes, by name.
    """

    section: str
    stance: int | None
    sign: str
    name: str
    actors: tuple[str, ...]


class QuestionSection(NamedTuple):
    """A question in the brief.

    Attributes:
        finding: one sentence.
        recent: sentence on how many of the positions are old; may be empty.
        standing: the actors by stance.
    """

    question: QuestionText
    finding: str
    recent: str
    standing: list[StanceGroup]


class BriefInfo(NamedTuple):
    """The content of a brief.

    Attributes:
        choices: the choices that the brief depends on.
        actors: codes of the actors shown, by name.
        title: title of the brief.
        scope: lines on the day, the actors and the questions.
        findings: sentences.
        parts: one per question.
        rows: rows of the matrix, as from `row_order.order_actors`.
        cells: as from `hover.with_markers`, with name (of the stance or blank), when (since when, and when
            last stated if over a year ago), marks (of MARKS), refs and dissent_refs (numbers of statements).
        coverage: how many of the cells have a stated position.
        changed: the sentence on what changed.
        changed_note: as `note` in `ChangesInfo`.
        steps: as in `ChangesInfo`, with refs.
        statements: number, statement, actor, uses (tuples of a question's code and a key of PARTS), sources
            (their numbers); by actor and question.
        behind: how many statements these are, in a sentence.
        sources: rows of `data.sources`, each URL once, and number.
        trust: sentences on how reliable this is.
        citation: how to cite the dataset.
        author: author of the dataset.
        version: version of the data.
        link: URL that reproduces the brief.
        home: base URL of the app.
        name: name of its files, without extension.
    """

    choices: ViewState
    actors: list[str]
    title: str
    scope: list[str]
    findings: list[str]
    parts: list[QuestionSection]
    rows: pd.DataFrame
    cells: pd.DataFrame
    coverage: str
    changed: str
    changed_note: str
    steps: pd.DataFrame
    statements: pd.DataFrame
    behind: str
    sources: pd.DataFrame
    trust: list[str]
    citation: str
    author: str
    version: str
    link: str
    home: str
    name: str


def brief_info(data: Dataset, coded: pd.DataFrame, choices: ViewState, home: str) -> BriefInfo:
    """Prepares a brief for the reader's choices.

    Args:
        home: base URL of the app, without a trailing slash; empty if unknown.
    """
    choices = of_a_brief(choices)
    questions = [q for q in data.codebook.questions if q.code in choices.about or not choices.about]
    codes = [q.code for q in questions]
    actors = brief_actors(data, choices)
    asked = coded[coded["question"].isin(codes)]
    cells = cell_states(data, coded, choices.on, choices.confidence, choices.stated)
    cells = cells[cells["actor"].isin(actors) & cells["question"].isin(codes)].reset_index(drop=True)
    beside = dissent_on(coded, choices.on).merge(cells[CELL], on=CELL)
    change = changes_info(data, asked[asked["actor"].isin(actors)], choices, "")
    statements = _statements(data, cells, beside, change.steps, codes)
    cited = data.sources[data.sources["statement"].isin(statements["statement"])].merge(
        statements[["statement", "number"]], on="statement"
    )
    cited = cited.sort_values(["number", "order"])
    sources = cited.drop_duplicates("url").assign(number=lambda rows: range(1, len(rows) + 1))
    cited["source"] = cited["url"].map(sources.set_index("url")["number"])
    statements["sources"] = _gathered(cited, "statement", "source", statements["statement"])
    who = actors if choices.actors else counted_members(data, choices.group, choices.on)
    return BriefInfo(
        choices=choices,
        actors=actors,
        title=_title(data, choices, actors),
        scope=_scope(data, choices, questions, actors),
        findings=_findings(data, asked, cells, questions, choices, actors, who),
        parts=[
            QuestionSection(
                q,
                _finding(data, cells, q, choices, actors),
                how_recent(here := cells[cells["question"].eq(q.code)], who, choices.on),
                _standings(data, here),
            )
            for q in questions
        ],
        rows=order_actors(data, asked, cells, choices.replace(answers=min(choices.answers, len(questions)))),
        cells=_told(data, cells, beside, statements),
        coverage=f"{int(cells['state'].eq('stated').sum())} of {count_of(len(cells), 'cell')} have a stated position.",
        changed=_changed(data, change, choices, actors),
        changed_note=change.note,
        steps=change.steps.assign(
            refs=_gathered(statements, "statement", "number", change.steps["statement"])
        ),
        statements=statements,
        behind=_behind(data, statements),
        sources=sources.reset_index(drop=True),
        trust=[
            said
            for said in (how_sure(data, cells, who), age_of_words(cells, who), looked(data), source(data))
            if said
        ],
        citation=citation(data),
        author=author(),
        version=data.version,
        home=home,
        link=f"{home}/brief?{urlencode({k: v for k, v in to_query(data, choices, whole=True).items() if k in KEPT}, doseq=True)}",
        name=file_name(view_name(choices, "brief", whom=[*choices.group, *choices.actors[:FEW]])),
    )


def of_a_brief(choices: ViewState) -> ViewState:
    """Resets the choices that a brief does not depend on, so that the same filters give the same brief."""
    return ViewState(**{name: getattr(choices, name) for name in KEPT})


def brief_actors(data: Dataset, choices: ViewState) -> list[str]:
    """Returns codes of the actors in a brief, by name.

    These are the chosen actors, or the members of the chosen groups on the day; if both are chosen, the
    actors that are both; if neither is, all.
    """
    members = members_on(data, choices.group, choices.on)
    return sorted((a for a in members if not choices.actors or a in choices.actors), key=data.names.get)


# Text -------------------------------------------------------------------------------------------------------


def _title(data: Dataset, choices: ViewState, actors: list[str]) -> str:
    if not choices.actors:
        return f"Where {subjects(data, choices.group)} stand on strikes inside Russia"
    return f"{_named(data, actors)} on strikes inside Russia"


def _named(data: Dataset, actors: list[str]) -> str:
    """Returns the chosen actors by name if they are few, otherwise their number."""
    return (
        join_names(data.names[actors].tolist())
        if 0 < len(actors) <= FEW
        else count_of(len(actors), "chosen actor")
    )


def _scope(data: Dataset, choices: ViewState, questions: list[QuestionText], actors: list[str]) -> list[str]:
    who = f"{len(actors)} {subjects(data, choices.group) if choices.group else 'actors'}"
    if choices.actors:
        members = f", those of them that are {subjects(data, choices.group)}" if choices.group else ""
        who = f"{join_names(data.names[actors].tolist()) or 'nobody'}{members}"
    return [
        f"As of {day(choices.on)}{filter_suffix(choices.confidence, choices.known, choices.stated)}. "
        f"What changed: after {day(choices.since)}, up to and "
        "including it.",
        f"On whom: {who}.",
        f"On what: {join_names([f'“{q.title}”' for q in questions])}.",
    ]


def _findings(
    data: Dataset,
    asked: pd.DataFrame,
    cells: pd.DataFrame,
    questions: list[QuestionText],
    choices: ViewState,
    actors: list[str],
    who: list[str],
) -> list[str]:
    """Returns the findings as sentences.

    They are those of the overview, of the comparison or of an actor's page; for a single question, its own.
    """
    on, group, filters = choices.on, choices.group, (choices.confidence, choices.stated)
    if not actors:
        return [
            f"There is nobody to report on: {'none of the chosen actors is' if choices.actors else 'there were'} "
            f"{'among the' if choices.actors else 'no'} {subjects(data, group)} on {day(on)}."
        ]
    alone = [_finding(data, cells, q, choices, actors) for q in questions] if len(questions) == 1 else []
    recent = list(filter(None, [how_recent(cells, who, on)]))
    if choices.actors and len(actors) == 1 and not alone:
        return [actor_stands(data, asked, cells, actors[0], on, *filters)]
    if choices.actors:
        return [*(alone or [compared(data, spread(comparable(data, cells)), actors, on, *filters)]), *recent]
    return [
        *(alone or [state_of_play(data, cells, on, group, *filters)]),
        *recent,
        latest_moves(data, counted_changes(data, asked, on, group, choices.confidence), on, group),
    ]


def _finding(
    data: Dataset, cells: pd.DataFrame, question: QuestionText, choices: ViewState, actors: list[str]
) -> str:
    if choices.actors:
        return (
            f"{question.title}, {day(choices.on)}: {stances_beside(data, cells, question.code)}"
            if actors
            else ""
        )
    return stand_on(data, cells, question.code, choices.on, choices.group, choices.confidence, choices.stated)


def _changed(data: Dataset, change: ChangesInfo, choices: ViewState, actors: list[str]) -> str:
    if not choices.actors:
        return change.sentence
    return (
        what_changed(
            data,
            change.steps,
            change.net,
            choices.since,
            choices.on,
            choices.group,
            choices.confidence,
            choices.about,
            actors,
        )
        if actors
        else ""
    )


def _behind(data: Dataset, statements: pd.DataFrame) -> str:
    n = len(statements)
    return (
        f"{count_of(n, 'statement')} stand{'s' if n == 1 else ''} behind what is shown, of the {len(data.statements):,} in the dataset: those that "
        "began a position, the latest that set it, those of moves and first words, and dissent. By actor, then by question."
    )


def _standings(data: Dataset, cells: pd.DataFrame) -> list[StanceGroup]:
    """Returns the actors by stance on one question.

    All stances come first for the countries that are counted, then the actors that are not, then each kind of
    blank.
    """
    book, rows = data.codebook, data.actors.set_index("code")
    cells = cells.assign(name=cells["actor"].map(data.names)).sort_values("name")
    held = cells[cells["state"].eq("stated")]
    kinds = (
        held["actor"]
        .map(rows["kind"])
        .where(~held["actor"].map(rows["belligerent"]).astype(bool), "belligerent")
    )
    found = []
    for kind, section in (("country", ""), ("belligerent", NOT_COUNTED), ("organisation", BODIES)):
        for point in book.scale:
            there = held.loc[kinds.eq(kind) & held["stance"].eq(point.code), "actor"].tolist()
            # A party to the war is listed by itself, because its stances are worded for it.
            for actors in (
                [[a] for a in there]
                if kind == "belligerent"
                else [there]
                if there or kind == "country"
                else []
            ):
                name = book.stance(point.code, actors[0] if kind == "belligerent" else None).name
                found.append(StanceGroup(section, point.code, point.glyph, name, tuple(actors)))
    blank = dict(iter(cells.groupby("state")["actor"]))
    return found + [
        StanceGroup("", None, s.glyph, s.name, tuple(blank[s.code]))
        for s in book.states
        if s.code in blank and s.code != "stated"
    ]


def years_of_old(cells: pd.DataFrame) -> dict[str, str]:
    """Returns the year in which each old position was last stated, such as `’24`, by the actor's code.

    A position is old if it was last stated more than a year before the day.

    Args:
        cells: as from `cell_states.cell_states`, of one question.
    """
    return {c.actor: f"{c.last_stated:’%y}" for c in cells.itertuples() if is_old(c)}


# Statements and cells ---------------------------------------------------------------------------------------


def _statements(
    data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame, steps: pd.DataFrame, questions: list[str]
) -> pd.DataFrame:
    """Returns the statements behind all that is shown, numbered by actor and question.

    They are those that began a position, the latest that set it, those of moves and first words, and dissent.
    """
    held = cells[cells["state"].eq("stated")]
    uses = pd.concat(
        [
            held[[*CELL, "statement"]].assign(part="began"),
            held.loc[held["set_by"].ne(held["statement"]), [*CELL, "set_by"]]
            .rename(columns={"set_by": "statement"})
            .assign(part="sets"),
            steps[[*CELL, "statement"]].assign(
                part=steps["change"].map({"move": "move", "first words": "first"})
            ),
            beside[[*CELL, "statement"]].assign(part="dissent"),
        ],
        ignore_index=True,
    )
    said = data.statements_by_id.loc[uses["statement"], "date"].to_numpy()
    uses = uses.assign(
        name=uses["actor"].map(data.names), place=uses["question"].map(questions.index), date=said
    )
    uses = uses.sort_values(["name", "place", "date"], kind="stable").drop_duplicates(
        ["statement", "question", "part"]
    )
    first = uses.drop_duplicates("statement")[["statement", "actor"]].reset_index(drop=True)
    first.insert(0, "number", range(1, len(first) + 1))
    pairs = uses.assign(use=list(zip(uses["question"], uses["part"], strict=True)))
    return first.assign(uses=_gathered(pairs, "statement", "use", first["statement"]))


def _gathered(rows: pd.DataFrame, key: str, value: str, wanted: Iterable[str]) -> list[Any]:
    """Returns for each wanted key a tuple of its distinct values, in order."""
    found: dict[str, dict] = {}
    for name, one in zip(rows[key], rows[value], strict=True):
        found.setdefault(name, {})[one] = None
    return [tuple(found.get(name, ())) for name in wanted]


def _told(data: Dataset, cells: pd.DataFrame, beside: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Returns the cells with the columns of the matrix: name, when, refs, marks, dissent_refs."""
    number = statements.set_index("statement")["number"]
    against = (
        beside.assign(number=beside["statement"].map(number))
        .groupby(CELL)["number"]
        .agg(lambda n: tuple(sorted(n)))
        .to_dict()
    )
    told = with_markers(data, cells, beside)
    told["name"] = names_of(data, told)
    told["when"] = [
        f"since {day(c.since, c.since_precision)}"
        if c.state == "stated"
        else f"first {day(c.first_spoken, c.first_spoken_precision)}"
        if c.state == "not_yet"
        else ""
        for c in told.itertuples()
    ]
    told["when"] += last_stated_notes(data, told)
    told["refs"] = [
        tuple(sorted({int(number[c.statement]), int(number[c.set_by])})) if c.state == "stated" else ()
        for c in told.itertuples()
    ]
    earlier = told["earlier_government"].fillna(False).astype(bool)
    told["marks"] = [
        tuple(mark for mark, there in ((EARLIER_MARK, before), (DEEP_MARK, beyond)) if there)
        for before, beyond in zip(
            earlier, told["deep_beyond_border"] & told["state"].eq("stated"), strict=True
        )
    ]
    told["dissent_refs"] = [against.get((c.actor, c.question), ()) for c in told.itertuples()]
    return told


# Export -----------------------------------------------------------------------------------------------------


def brief_export(data: Dataset, info: BriefInfo) -> ViewExport:
    """Returns the export of the brief: its cells, and the statements that it numbers."""

    def table() -> pd.DataFrame:
        shorts = {q.code: q.short for q in (part.question for part in info.parts)}
        told = info.cells.assign(
            Actor=info.cells["actor"].map(data.names), short=info.cells["question"].map(shorts)
        )
        return told.pivot(index="Actor", columns="short", values="name")[list(shorts.values())]

    name = info.name.removeprefix(file_name(""))
    return ViewExport(
        "brief",
        "brief",
        " ".join(info.findings),
        name,
        "cells",
        lambda: cells_table(data, info.cells),
        table,
        lambda: info.statements["statement"].tolist(),
    )
