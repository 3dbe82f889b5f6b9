"""Lanes over time: spans of positions and marks of statements.

A lane is an actor on one question, or a question of one actor. The module first prepares data, then draws
them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Literal

import pandas as pd

from components.escape import wrap_plotly
from components.plotting.hover import DISSENT, heading, speeches
from components.plotting.layout import HOVER_STYLE, NO_HOVER_STYLE, SMALL_SIZE, FigureBuilder, LegendEntry
from components.plotting.legend import THICKNESS, age_entries, state_entries
from components.state.view_export import ViewExport
from components.state.view_state import ViewState
from components.theme.palette import Palette
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.export.tables import stretches_table
from data.rules.coded_statements import CELL, day_range
from data.rules.spells import visible_spells, visible_spells_by_age
from data.sentences.wording import day

Lane = Literal["actor", "question"]
ONE_DAY = pd.Timedelta(days=1)
# Diameter in pixels by office: head, minister, official; all others have the smallest.
OFFICES = {0: 13, 1: 10, 2: 8}
SMALLEST = 7
SPAN = 0.56  # share of a lane: height of a span that was stated in the past year
AROUND = 9  # pixels beside a mark that are kept free of text
_PARTS = {
    "sets": "sets the line",
    "comment": "comment: does not move the line",
    "dissent": "dissent: does not move the line",
}


def spans_info(
    data: Dataset,
    asked: pd.DataFrame,
    actors: Collection[str],
    choices: ViewState,
    letters: int,
    lane: Lane = "actor",
) -> pd.DataFrame:
    """Returns the spans of one stance from the choices' `start` to their `on`, both included.

    A span ends where its position enters another age band or is stated again.

    Args:
        asked: as from `coded_statements.statements_on_question` or `statements_by_actor`.
        actors: those whose lanes are shown.
        letters: maximum length of a line of hover text in characters.

    Returns:
        lane (the actor's or the question's code), actor, question, stance, held_back, age_band, statement
        (that began the position), from, until (first day after the span), last (its last day, whose evidence
        a click opens), hover.
    """
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    rows = visible_spells_by_age(asked, choices.confidence, choices.stated)
    rows = rows[rows["actor"].isin(actors)]
    rows["until"] = rows["until"].fillna(on + ONE_DAY).clip(upper=on + ONE_DAY)
    rows["from"] = rows["from"].clip(lower=start)
    rows = rows[rows["from"] < rows["until"]].reset_index(drop=True)
    rows["last"] = rows["until"] - ONE_DAY
    rows["lane"] = rows[lane]
    rows["end"] = rows.groupby([*CELL, "statement"])["last"].transform("max")
    rows["hover"] = ["<br>".join(_span_lines(data, row, on, letters, lane)) for row in rows.itertuples()]
    return rows[
        ["lane", *CELL, "stance", "held_back", "age_band", "statement", "from", "until", "last", "hover"]
    ]


def _named(data: Dataset, actor: str, question: str, lane: Lane) -> str:
    return data.names[actor] if lane == "actor" else data.codebook.question(question).short


def _span_lines(data: Dataset, row: Any, on: pd.Timestamp, letters: int, lane: Lane) -> list[str]:
    point, began, question = (
        data.codebook.stance(row.stance, row.actor),
        speeches(data)[row.statement],
        data.codebook.question(row.question),
    )
    end = f", still so on {day(on)}" if row.end == on else f" to {day(row.end)}"
    lines = [
        heading(_named(data, row.actor, row.question, lane), letters),
        f"{point.glyph} {point.name} from {day(row.since, row.since_precision)}{end}",
        wrap_plotly(f"{data.names[row.actor]} {question.codes[row.stance]}.", letters),
        wrap_plotly(f"Began with {began.speaker}, {began.role}", letters),
    ]
    if row.age_band != "recent":
        lines.append(f"In this part last stated {data.codebook.term('ages', row.age_band).name}")
    if row.held_back:
        hidden = data.codebook.term("states", "held_back")
        lines.append(f"{hidden.glyph} {hidden.name.capitalize()}")
    return lines


def marks_info(
    data: Dataset,
    asked: pd.DataFrame,
    actors: Collection[str],
    choices: ViewState,
    letters: int,
    lane: Lane = "actor",
) -> pd.DataFrame:
    """Returns the statements from the choices' `start` to their `on`, both included.

    Args:
        asked, actors, letters: as for `spans_info`.

    Returns:
        One row per statement and lane, by day: lane, statement, actor, question, stance, date, first, last
            (days between which the statement was made), month (bool: only the month is known), office (0 is
            the highest), part (sets, comment, dissent), differs (bool: coded otherwise than the line on that
            day), hover.
    """
    shown = asked["date"].between(pd.Timestamp(choices.start), pd.Timestamp(choices.on)) & asked[
        "actor"
    ].isin(actors)
    rows = asked[shown].sort_values("date", kind="stable")
    lines = (
        visible_spells(asked)[[*CELL, "from", "stance"]]
        .rename(columns={"stance": "line"})
        .sort_values("from", kind="stable")
    )
    rows = pd.merge_asof(rows, lines, left_on="date", right_on="from", by=CELL).reset_index(drop=True)
    rows["lane"] = rows[lane]
    rows["month"] = rows["date_precision"].eq("month")
    rows["first"], rows["last"] = day_range(rows["date"], rows["date_precision"])
    rows["part"] = (
        rows["sets_position"]
        .map({True: "sets", False: "comment"})
        .where(rows["voice"].eq("government"), "dissent")
    )
    rows["differs"] = rows["stance"].ne(rows["line"])
    rows["hover"] = [
        _mark_hover(data, lane, letters, *row) for row in zip(*(rows[c] for c in _MARKED), strict=True)
    ]
    return rows[
        [
            "lane",
            "statement",
            *CELL,
            "stance",
            "date",
            "first",
            "last",
            "month",
            "office",
            "part",
            "differs",
            "hover",
        ]
    ]


_MARKED = ["statement", *CELL, "stance", "date", "part"]


@cached_on_dataset(4000)  # a statement's text is the same on any day
def _mark_hover(
    data: Dataset,
    lane: Lane,
    letters: int,
    statement: str,
    actor: str,
    question: str,
    stance: int,
    date: pd.Timestamp,
    part: str,
) -> str:
    said, point = speeches(data)[statement], data.codebook.stance(stance, actor)
    return "<br>".join(
        [
            heading(f"{_named(data, actor, question, lane)} · {said.speaker}, {said.role}", letters),
            f"{day(date, said.date_precision)} · {point.glyph} {point.name} · {_PARTS[part]}",
            wrap_plotly(said.summary, letters),
        ]
    )


# Figure -----------------------------------------------------------------------------------------------------


def draw_spans(
    draft: FigureBuilder,
    spans: pd.DataFrame,
    choices: ViewState,
    place: dict[str, int],
    outlined: set[str],
    colours: Palette,
) -> None:
    """Draws spans as bars on `y`; the longer ago they were last stated, the thinner.

    The span whose evidence is open has an outline. A transparent bar above each, as high as a span stated in
    the past year, takes hover and clicks. Custom data: actor, question and the last day.

    Args:
        spans: as from `spans_info`.
        place: position of each lane on `y`.
        outlined: actors whose spans have an edge in the text colour.
    """
    bars = {
        "orientation": "h",
        "base": spans["from"],
        "x": milliseconds(spans["from"], spans["until"]),
        "y": spans["lane"].map(place).astype(float),
    }
    draft.add_bar(
        **bars,
        width=(SPAN * spans["age_band"].map(THICKNESS)).tolist(),
        **NO_HOVER_STYLE,
        marker={
            "color": [
                colours.blank if h else colours.stance[s]
                for s, h in zip(spans["stance"], spans["held_back"], strict=True)
            ],
            "line": {
                "width": [1.5 if a in outlined else 0.5 for a in spans["actor"]],
                "color": [
                    colours.ink if a in outlined else colours.muted if h else colours.paper
                    for a, h in zip(spans["actor"], spans["held_back"], strict=True)
                ],
            },
            "pattern": {
                "shape": ["/" if h else "" for h in spans["held_back"]],
                "fillmode": "overlay",
                "fgcolor": colours.muted,
                "size": 6,
                "solidity": 0.15,
            },
        },
    )
    draft.add_bar(
        **bars,
        width=SPAN,
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        customdata=[
            [a, q, f"{d:%Y-%m-%d}"]
            for a, q, d in zip(spans["actor"], spans["question"], spans["last"], strict=True)
        ],
        hovertext=spans["hover"],
        **HOVER_STYLE,
    )
    if choices.cell:
        on = pd.Timestamp(choices.cell.on or choices.on)
        chosen = spans[
            spans["actor"].eq(choices.cell.actor)
            & spans["question"].eq(choices.cell.question)
            & (spans["from"] <= on)
            & (on < spans["until"])
        ]
        for lane, start, end in zip(chosen["lane"].map(place), chosen["from"], chosen["until"], strict=True):
            draft.add_shape(
                type="rect",
                xref="x",
                yref="y",
                x0=start,
                x1=end,
                y0=lane - 0.31,
                y1=lane + 0.31,
                line={"color": colours.accent, "width": 3},
                fillcolor="rgba(0,0,0,0)",
            )


def draw_words(
    draft: FigureBuilder,
    data: Dataset,
    spans: pd.DataFrame,
    marks: pd.DataFrame,
    place: dict[str, int],
    colours: Palette,
    day_width: float,
) -> None:
    """Writes its stance on each position, so that readers need not know the colours.

    The text is as near to the position's end as the marks allow, and above a bar that is too thin for it. It
    is left out where there is no room, and on positions that are held back, which are hatched.

    Args:
        spans, marks, place: as for `draw_spans` and `draw_marks`.
        day_width: pixels per day.
    """
    coded, pixel = {s.code: f"{s.glyph} {s.name}" for s in data.codebook.scale}, ONE_DAY / day_width
    origin = spans["from"].min()
    rows = spans[~spans["held_back"]].sort_values([*CELL, "from"])
    # One text for all consecutive spans of a position.
    run = rows["from"].ne(rows.groupby([*CELL, "statement"])["until"].shift()).cumsum()
    whole = rows.groupby(run).agg(
        lane=("lane", "first"), stance=("stance", "first"), first=("from", "first"), until=("until", "last")
    )
    said, taken = marks[marks["part"].ne("dissent")], defaultdict(list)
    for lane, first, last in zip(
        said["lane"], (said["first"] - origin) / pixel, (said["last"] - origin) / pixel, strict=True
    ):
        taken[lane].append((first, last))
    inside: tuple[list[Any], ...] = ([], [], [], [])  # days, places, texts, colours
    above: tuple[list[Any], ...] = ([], [], [], [])
    for n, lane, stance, first, until in whole.itertuples():
        end = _room_for(coded[stance], (first - origin) / pixel, (until - origin) / pixel, taken[lane])
        if end is None:
            continue
        start, end = (origin + x * pixel for x in (end - _length(coded[stance]), end))
        under = rows.loc[run.eq(n) & (rows["from"] < end) & (rows["until"] > start), "age_band"].map(
            THICKNESS
        )
        if under.eq(1).all():
            some, y, ink = inside, place[lane], colours.on_stance[stance]
        else:
            some, y, ink = above, place[lane] - SPAN * under.max() / 2, colours.ink
        for column, value in zip(some, (end, y, coded[stance], ink), strict=True):
            column.append(value)
    for (days, places, texts, inks), position in ((inside, "middle left"), (above, "top left")):
        draft.add_scatter(
            mode="text",
            x=days,
            y=places,
            text=texts,
            textposition=position,
            textfont={"size": SMALL_SIZE, "color": inks},
            hoverinfo="skip",
        )


def _length(text: str) -> float:
    """Returns the width in pixels of a text on a span."""
    return len(text) * SMALL_SIZE * 0.56


def _room_for(text: str, first: float, until: float, taken: list[tuple[float, float]]) -> float | None:
    """Returns the rightmost end of a text at which it touches no mark; None if there is none. All in pixels."""
    length, end = _length(text), until - 6
    while end - length > first:
        touched = [a for a, b in taken if a < end + AROUND and b > end - length - AROUND]
        if not touched:
            return end
        end = min(touched) - AROUND
    return None


def draw_marks(
    draft: FigureBuilder,
    marks: pd.DataFrame,
    choices: ViewState,
    place: dict[str, int],
    colours: Palette,
    day_width: float,
    lane: int,
) -> None:
    """Draws statements on the spans, and dissent above them.

    Where only the month is known, the mark is a bar as long as the month. Custom data: the statement's id.

    Args:
        marks: as from `marks_info`.
        place: position of each lane on `y`.
        day_width: pixels per day.
        lane: height of a lane in pixels.
    """
    rows = marks.assign(size=marks["office"].map(OFFICES).fillna(SMALLEST) - (0 if lane > 30 else 2))
    rows["line"] = rows["lane"].map(place).astype(float) + _offsets(rows, day_width)
    told = rows["differs"] | rows["part"].eq("dissent")
    rows["fill"] = [
        colours.stance[s] if t else colours.paper for s, t in zip(rows["stance"], told, strict=True)
    ]
    rows["edge"] = [3 if s == choices.id else 1 for s in rows["statement"]]
    rows["opacity"] = rows["part"].map({"sets": 1.0, "comment": 0.6, "dissent": 1.0})
    months, days = rows[rows["month"]], rows[~rows["month"]]
    draft.add_bar(
        orientation="h",
        base=months["first"],
        x=milliseconds(months["first"], months["last"] + ONE_DAY),
        y=months["line"],
        width=7 / lane,
        marker={
            "color": months["fill"].tolist(),
            "opacity": months["opacity"].tolist(),
            "line": {"width": months["edge"].tolist(), "color": colours.ink},
        },
        customdata=months[["statement"]].to_numpy(),
        hovertext=months["hover"],
        **HOVER_STYLE,
    )
    draft.add_scatter(
        mode="markers",
        x=days["date"],
        y=days["line"],
        marker={
            "size": days["size"].tolist(),
            "color": days["fill"].tolist(),
            "opacity": days["opacity"].tolist(),
            "symbol": ["diamond" if p == "dissent" else "circle" for p in days["part"]],
            "line": {"width": days["edge"].tolist(), "color": colours.ink},
        },
        customdata=days[["statement"]].to_numpy(),
        hovertext=days["hover"],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def milliseconds(first: pd.Series, until: pd.Series) -> list[float]:
    """Returns the length of bars on an axis of days, in milliseconds."""
    return ((until - first).dt.total_seconds() * 1000).tolist()


def _offsets(rows: pd.DataFrame, day_width: float) -> list[float]:
    """Returns the vertical offset of each mark in its lane, in lanes.

    A mark is in the middle, or beside it where it would cover another; dissent is above the span.
    """
    taken: dict[tuple[str, float], float] = {}
    offsets = []
    for row in rows.itertuples():
        at = row.date.toordinal() * day_width
        levels = [-0.39] if row.part == "dissent" else [0.0, 0.16, -0.16]
        free = [level for level in levels if at - taken.get((row.lane, level), -1e9) >= row.size * 0.8]
        level = free[0] if free else min(levels, key=lambda n: taken[row.lane, n])
        taken[row.lane, level] = at
        offsets.append(level)
    return offsets


def lanes_legend(
    data: Dataset, spans: pd.DataFrame, marks: pd.DataFrame, colours: Palette
) -> list[LegendEntry]:
    """Returns legend entries for the age bands, marks and held-back spans that occur."""
    parts = set(marks["part"])
    entries = age_entries(
        data.codebook, set(spans.loc[~spans["held_back"], "age_band"]), colours, boxed=False
    )
    entries += state_entries(data.codebook, {"held_back"} if spans["held_back"].any() else (), colours)
    entries += [LegendEntry("statement; larger: higher office", "○", None, colours.ink)] if parts else []
    entries += (
        [LegendEntry("coloured: not as the line", "●", None, colours.muted)] if marks["differs"].any() else []
    )
    entries += [LegendEntry("comment", "○", None, colours.muted)] if "comment" in parts else []
    entries += [LegendEntry("dissent", DISSENT, None, colours.ink)] if "dissent" in parts else []
    entries += (
        [LegendEntry("only the month is known", "▭", None, colours.ink)] if marks["month"].any() else []
    )
    return entries


# The same as a table ----------------------------------------------------------------------------------------


def lanes_export(data: Dataset, spans: pd.DataFrame, marks: pd.DataFrame, **told: Any) -> ViewExport:
    """Returns the export of a figure of lanes: one row per span, and every statement marked on it.

    Args:
        told: path, key, sentence, name and table, as in `ViewExport`.
    """
    return ViewExport(
        kind="stretches",
        rows=lambda: stretches_table(data, spans.sort_values(["actor", "question", "from"])),
        statements=lambda: [*spans["statement"], *marks["statement"]],
        **told,
    )


def spans_table(
    data: Dataset, spans: pd.DataFrame, lanes: pd.Series, names: pd.Series, heading: str
) -> pd.DataFrame:
    """Returns the spans as plain text, by lane: stance, first and last day; those held back are marked.

    Args:
        lanes: codes in the order of the figure.
        names: names of the lanes, by code.
        heading: heading of the column of names.
    """
    order = {lane: n for n, lane in enumerate(lanes) if lane is not None}
    rows = spans.sort_values(
        ["lane", "from"], key=lambda c: c.map(order) if c.name == "lane" else c, kind="stable"
    )
    hidden, ages = (
        data.codebook.term("states", "held_back").name,
        {a.code: a.name for a in data.codebook.ages},
    )
    stance = [
        data.codebook.stance(s, a).name + (f" ({hidden})" if h else "")
        for a, s, h in zip(rows["actor"], rows["stance"], rows["held_back"], strict=True)
    ]
    return pd.DataFrame(
        {
            heading: rows["lane"].map(names),
            "Stance": stance,
            "From": rows["from"].dt.strftime("%Y-%m-%d"),
            "To": rows["last"].dt.strftime("%Y-%m-%d"),
            "Last stated": rows["age_band"].map(ages),
        }
    ).set_index(heading)
