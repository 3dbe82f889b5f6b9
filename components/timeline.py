"""The timeline: one question, a lane an actor, and above it how many governments stood where. Prepared data first, then the figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.choices import Choices
from components.figure import DESK, EDGE, PHONE, POINTED, TABLET, Frame, LegendEntry, shown_text, stand_alone, wrapped
from components.hover import DISSENT, heading
from components.legend import stance_entries, state_entries
from components.palette import Palette
from components.rows import BELLIGERENTS, names_width, ordered_rows, row_names
from data.loading import Dataset
from data.records import QuestionText
from data.sentences import ONLY_SURE, day, listed, rise_in_words, source, stand_on, whom
from data.transforms import cell_states_over, changes, members_on, stance_series, steepest_rise, stretches

RISE_DAYS = 30            # over which the steepest rise is sought
NEAR_DAYS = 7             # an event within so many days before steps of positions is the likelier context
ONE_DAY = pd.Timedelta(days=1)


class TimelineInfo(NamedTuple):
    """What the timeline shows, from `start` to `on`, both included.

    Attributes:
        lanes: one a lane, in order: actor (missing: a section's heading), label, rank_note, section; only actors with words on the question.
        spans: actor, stance, held_back, from, until (first day after it), last (the last day, whose evidence a click opens), hover.
        marks: statement, actor, stance, date, first, last (days between which it was said), month (bool: only the month is known), office
            (0 is the highest), part (sets, comment, dissent), differs (coded otherwise than the line on that day), hover.
        counts: from, until, stance, count, below (countries in more permissive stances), hover: a row a stance and stretch of days; None where
            nothing is counted.
        events: date, title, importance, rank (0 is labelled first), hover.
        title, sentence: words of the figure; subtitle, source: lines of them.
    """

    start: pd.Timestamp
    on: pd.Timestamp
    lanes: pd.DataFrame
    spans: pd.DataFrame
    marks: pd.DataFrame
    counts: pd.DataFrame | None
    events: pd.DataFrame
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


def timeline_info(data: Dataset, words: pd.DataFrame, choices: Choices, address: str, width: int = DESK,
                  actors: Sequence[str] = ()) -> TimelineInfo:
    """Prepares the timeline for the reader's choices.

    Args:
        address: of this view, for the source line.
        width: pixels that the figure may count on: hover text is broken to fit.
        actors: the only ones, whatever group is chosen; then nothing is counted, and there is no sentence.
    """
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    letters = 62 if width > PHONE else 40
    asked = words[words["question"].eq(choices.question)]
    shown = list(actors) or members_on(data, choices.group, choices.on)
    cells = cell_states_over(data, words, [on], choices.question, choices.confidence)
    cells = cells[cells["actor"].isin(shown)]
    spoken = set(asked.loc[asked["date"] <= on, "actor"]) & set(shown)
    lanes = ordered_rows(data, asked, cells[cells["actor"].isin(spoken)], choices.with_(answers=1))
    if choices.sort == "permissiveness":
        lanes["rank_note"] = ""         # of one question a rank rests on one answer
    question = data.codebook.question(choices.question)
    series = stance_series(data, words, choices.question, choices.group, confidence=choices.confidence)
    rise = steepest_rise(series[series["date"] <= on], RISE_DAYS)
    return TimelineInfo(
        start=start, on=on, lanes=lanes,
        spans=_spans(data, asked[asked["actor"].isin(spoken)], choices, letters),
        marks=_marks(data, asked[asked["actor"].isin(spoken)], choices, letters),
        counts=None if actors else _counts(data, series, choices),
        events=_events(data, words, choices, letters),
        title=f"{question.title}: positions over time",
        subtitle=[f"{day(start)} to {day(on)} · {len(spoken)} of {len(shown)} actors have spoken to it · {_ORDERS[choices.sort]}"
                  f"{ONLY_SURE[choices.confidence]}"],
        sentence="" if actors else " ".join([stand_on(data, cells, choices.question, choices.on, choices.group, choices.confidence),
                                             *([rise_in_words(rise)] if rise else [])]),
        source=[*_silent(data, cells[~cells["actor"].isin(spoken)]),
                source(data, "a day"), f"Evidence behind every span and mark: {address}"],
    )


_ORDERS = {"name": "by name", "group": "by group, then by name", "permissiveness": "most permissive first", "first": "first words first",
           "latest": "latest move first"}


def _spans(data: Dataset, asked: pd.DataFrame, choices: Choices, letters: int) -> pd.DataFrame:
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    rows = stretches(asked, choices.confidence)
    rows["until"] = rows["until"].fillna(on + ONE_DAY).clip(upper=on + ONE_DAY)
    rows["from"] = rows["from"].clip(lower=start)
    rows = rows[rows["from"] < rows["until"]].reset_index(drop=True)
    rows["last"] = rows["until"] - ONE_DAY
    question = data.codebook.question(choices.question)
    rows["hover"] = ["<br>".join(_span_lines(data, row, question, on, letters)) for row in rows.itertuples()]
    return rows[["actor", "stance", "held_back", "from", "until", "last", "hover"]]


def _span_lines(data: Dataset, row: tuple, question: QuestionText, on: pd.Timestamp, letters: int) -> list[str]:
    point, name, began = data.codebook.stance(row.stance, row.actor), data.names[row.actor], data.said.loc[row.statement]
    end = f", still so on {day(on)}" if row.last == on else f" to {day(row.last)}"
    lines = [heading(name, letters), f"{point.glyph} {point.name} from {day(row.since, row.since_precision)}{end}",
             wrapped(f"{name} {question.codes[row.stance]}.", letters), wrapped(f"Began with {began['speaker']}, {began['role']}", letters)]
    return lines + (["≈ Held back: the words it rests on are below the confidence asked for"] if row.held_back else [])


def _marks(data: Dataset, asked: pd.DataFrame, choices: Choices, letters: int) -> pd.DataFrame:
    rows = asked[asked["date"].between(pd.Timestamp(choices.start), pd.Timestamp(choices.on))].sort_values("date", kind="stable")
    lines = stretches(asked)[["actor", "from", "stance"]].rename(columns={"stance": "line"}).sort_values("from", kind="stable")
    rows = pd.merge_asof(rows, lines, left_on="date", right_on="from", by="actor").reset_index(drop=True)
    rows["month"] = rows["date_precision"].eq("month")
    rows["first"] = rows["date"].where(~rows["month"], rows["date"].dt.to_period("M").dt.start_time)
    rows["last"] = rows["date"].where(~rows["month"], rows["date"].dt.to_period("M").dt.end_time.dt.normalize())
    rows["part"] = rows["sets_position"].map({True: "sets", False: "comment"}).where(rows["voice"].eq("government"), "dissent")
    rows["differs"] = rows["stance"].ne(rows["line"])
    rows["hover"] = ["<br>".join(_mark_lines(data, row, letters)) for row in rows.itertuples()]
    return rows[["statement", "actor", "stance", "date", "first", "last", "month", "office", "part", "differs", "hover"]]


_PARTS = {"sets": "sets the line", "comment": "comment: does not move the line", "dissent": "dissent: does not move the line"}


def _mark_lines(data: Dataset, row: tuple, letters: int) -> list[str]:
    said, point = data.said.loc[row.statement], data.codebook.stance(row.stance, row.actor)
    return [heading(f"{data.names[row.actor]} · {said['speaker']}, {said['role']}", letters),
            f"{day(row.date, said['date_precision'])} · {point.glyph} {point.name} · {_PARTS[row.part]}", wrapped(said["summary"], letters)]


def _counts(data: Dataset, series: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    table = series.pivot(index="date", columns="stance", values="count")
    days = table.index[table.index > start]
    # the counts that hold when the stretch shown begins
    table = table.reindex(table.index.union([start])).ffill().fillna(0).astype(int).loc[[start, *days[days <= on]]]
    until = [*table.index[1:], on + ONE_DAY]
    names, who = {s.code: f"{s.glyph} {s.name}" for s in data.codebook.scale}, whom(data, choices.group, on)
    hover = ["<br>".join([f"<b>{_stretch(begin, end - ONE_DAY)}</b>", f"{row.sum()} {shown_text(who)} with a position",
                          *(f"{names[s]}: {row[s]}" for s in names if row.get(s, 0))])
             for (begin, row), end in zip(table.iterrows(), until, strict=True)]
    below = table[sorted(table, reverse=True)].cumsum(axis=1) - table
    long = table.assign(until=until, hover=hover).melt(["until", "hover"], var_name="stance", value_name="count", ignore_index=False)
    long = long.rename_axis("from").reset_index()
    long["below"] = [below.at[row["from"], row["stance"]] for _, row in long.iterrows()]
    return long.loc[long["count"] > 0, ["from", "until", "stance", "count", "below", "hover"]].reset_index(drop=True)


def _stretch(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _events(data: Dataset, words: pd.DataFrame, choices: Choices, letters: int) -> pd.DataFrame:
    """Events of the stretch. The important ones are labelled first, and of them those that positions on the question followed."""
    rows = data.events[data.events["date"].between(pd.Timestamp(choices.start), pd.Timestamp(choices.on))]
    steps = changes(words[words["question"].eq(choices.question)], choices.start, choices.on)["date"]
    near = [int(steps.between(d, d + pd.Timedelta(days=NEAR_DAYS)).sum()) for d in rows["date"]]
    rows = rows.assign(near=near).sort_values(["importance", "near", "date"], ascending=[False, False, True])
    rows = rows.assign(rank=range(len(rows)))
    rows["hover"] = [f"{heading(e.title, letters)}<br>{day(e.date, e.date_precision)}<br>{wrapped(e.summary, letters)}" for e in rows.itertuples()]
    return rows.sort_values("date")[["date", "title", "importance", "rank", "hover"]].reset_index(drop=True)


def _silent(data: Dataset, cells: pd.DataFrame) -> list[str]:
    """Whoever has no lane, by the kind of blank: nobody is left out without a word."""
    lines = []
    for state in data.codebook.states:
        names = sorted(cells.loc[cells["state"].eq(state.code), "actor"].map(data.names))
        if names:
            lines.append(f"{state.name.capitalize()}: {listed(names)}.")
    return lines


# Figure ---------------------------------------------------------------------------------------------------------------

MARGIN = 0.008            # of the stretch, to the right of its last day, so that a mark on it is whole
COUNTS = 120              # pixels: the counts' height
FEW_LANES = 14            # so many stand wide enough apart to be read on a slide
LABEL_LINE, LABEL_LETTER = 13, 5.4
OFFICES = {0: 13, 1: 10, 2: 8}          # diameter by office: head, minister, official; any other is smallest
SMALLEST = 7


def timeline_figure(data: Dataset, info: TimelineInfo, choices: Choices, colours: Palette, width: int = DESK) -> go.Figure:
    """The timeline as a figure that can stand alone and be zoomed.

    Custom data: of a span actor, question and its last day; of a mark the statement's id.

    Args:
        width: pixels that the figure may count on.
    """
    left = names_width(info.lanes)
    lane = 40 if len(info.lanes) <= FEW_LANES else 28
    labels, levels = _placed(info, width - 2 * EDGE - left, 2 if width < TABLET else 3)
    band = levels * 3 * LABEL_LINE + 16
    lanes = max(len(info.lanes), 1) * lane
    counted = info.counts is not None
    plot = (COUNTS if counted else 0) + band + lanes
    place = {actor: n for n, actor in enumerate(info.lanes["actor"]) if actor is not None}
    end = info.on + max(ONE_DAY, (info.on - info.start) * MARGIN)
    figure = go.Figure()
    if counted:
        _draw_counts(figure, info, colours)
    _draw_events(figure, info, labels, colours, band)
    _draw_spans(figure, info, choices, place, colours)
    _draw_marks(figure, info, choices, place, colours, (width - left) / max((info.on - info.start).days, 1), lane)
    figure.update_layout(
        barmode="overlay", uirevision=f"{choices.question} {info.start} {info.on}",
        xaxis={"range": [info.start, end], "anchor": "y2" if counted else "y3", "side": "top", "showgrid": True, "gridcolor": colours.faint,
               "zeroline": False, "ticks": "", "nticks": 4 if width < TABLET else 10, "tickfont": {"size": 11, "color": colours.muted},
               "type": "date", "minallowed": info.start, "maxallowed": end},
        yaxis={"domain": [0, lanes / plot], "range": [len(info.lanes) - 0.5, -0.5], "fixedrange": True, "showgrid": False, "zeroline": False,
               "ticks": "", "tickmode": "array", "tickvals": list(place.values()), "ticklabelstandoff": 4,
               "tickfont": {"size": 12, "color": colours.ink},
               "ticktext": row_names(info.lanes, colours)},
        yaxis2={"domain": [(lanes + band) / plot, 1], "showticklabels": len(info.counts) > 0, "fixedrange": True,
                "showgrid": True, "gridcolor": colours.faint, "zeroline": False,
                "ticks": "", "nticks": 4, "rangemode": "tozero", "tickfont": {"size": 11, "color": colours.muted}} if counted else None,
        yaxis3={"domain": [lanes / plot, (lanes + band) / plot], "range": [0, band], "fixedrange": True, "visible": False},
    )
    for n, row in enumerate(info.lanes.itertuples()):
        if row.actor is None:
            figure.add_annotation(text=f"<b>{shown_text(row.label)}</b>", showarrow=False, xref="paper", yref="y", x=0, y=n, xanchor="left",
                                  yanchor="middle", xshift=-left, font={"size": 12, "color": colours.muted})
    if not place:
        figure.add_annotation(text="Nobody has spoken to it in this dataset by then.", showarrow=False, xref="paper", yref="y", x=0, y=0,
                              xanchor="left", font={"size": 12, "color": colours.muted})
    if counted and len(info.counts):
        figure.add_annotation(text="Countries by stance", showarrow=False, xref="paper", yref="paper", x=0, y=1, xanchor="left", yanchor="top",
                              xshift=4, yshift=-2, font={"size": 11, "color": colours.muted})
    frame = Frame(info.title, info.subtitle, _legend(data, info, colours), info.source, headroom=30)
    stand_alone(figure, frame, colours, width=width, plot_height=plot, left=left)
    return figure.update_layout(dragmode="zoom" if width >= TABLET else False)


def _milliseconds(rows: pd.DataFrame) -> list[float]:
    return ((rows["until"] - rows["from"]).dt.total_seconds() * 1000).tolist()


def _draw_counts(figure: go.Figure, info: TimelineInfo, colours: Palette) -> None:
    rows = info.counts
    figure.add_bar(yaxis="y2", x=rows["from"], width=_milliseconds(rows), offset=0, base=rows["below"], y=rows["count"],
                   marker={"color": [colours.stance[s] for s in rows["stance"]], "line": {"width": 0}}, hovertext=rows["hover"], **POINTED)


def _draw_spans(figure: go.Figure, info: TimelineInfo, choices: Choices, place: dict[str, int], colours: Palette) -> None:
    rows = info.spans
    outlined = set(info.lanes.loc[info.lanes["section"].eq(BELLIGERENTS), "actor"])
    figure.add_bar(
        orientation="h", base=rows["from"], x=_milliseconds(rows), y=rows["actor"].map(place).astype(float), width=0.56,
        marker={"color": [colours.blank if h else colours.stance[s] for s, h in zip(rows["stance"], rows["held_back"], strict=True)],
                "line": {"width": [1.5 if a in outlined else 0.5 for a in rows["actor"]],
                         "color": [colours.ink if a in outlined else colours.muted if h else colours.paper
                                   for a, h in zip(rows["actor"], rows["held_back"], strict=True)]},
                "pattern": {"shape": ["/" if h else "" for h in rows["held_back"]], "fillmode": "overlay", "fgcolor": colours.muted, "size": 6,
                            "solidity": 0.15}},
        customdata=[[a, choices.question, f"{d:%Y-%m-%d}"] for a, d in zip(rows["actor"], rows["last"], strict=True)],
        hovertext=rows["hover"], **POINTED)
    if choices.cell and choices.cell.actor in place:
        on, line = pd.Timestamp(choices.cell.on or choices.on), place[choices.cell.actor]
        chosen = rows[rows["actor"].eq(choices.cell.actor) & (rows["from"] <= on) & (on < rows["until"])]
        for start, end in zip(chosen["from"], chosen["until"], strict=True):
            figure.add_shape(type="rect", xref="x", yref="y", x0=start, x1=end, y0=line - 0.31, y1=line + 0.31,
                             line={"color": colours.accent, "width": 3}, fillcolor="rgba(0,0,0,0)")


def _draw_marks(figure: go.Figure, info: TimelineInfo, choices: Choices, place: dict[str, int], colours: Palette, day_width: float,
                lane: int) -> None:
    """Statements on the spans, dissent above them; where only the month is known, a bar as long as the month."""
    rows = info.marks.assign(size=info.marks["office"].map(OFFICES).fillna(SMALLEST) - (0 if lane > 30 else 2))
    rows["line"] = rows["actor"].map(place).astype(float) + _offsets(rows, day_width, lane)
    told = rows["differs"] | rows["part"].eq("dissent")
    rows["fill"] = [colours.stance[s] if t else colours.paper for s, t in zip(rows["stance"], told, strict=True)]
    rows["edge"] = [3 if s == choices.id else 1 for s in rows["statement"]]
    rows["opacity"] = rows["part"].map({"sets": 1.0, "comment": 0.6, "dissent": 1.0})
    months, days = rows[rows["month"]], rows[~rows["month"]]
    figure.add_bar(
        orientation="h", base=months["first"], x=((months["last"] - months["first"] + ONE_DAY).dt.total_seconds() * 1000).tolist(), y=months["line"],
        width=7 / lane, marker={"color": months["fill"].tolist(), "opacity": months["opacity"].tolist(),
                                "line": {"width": months["edge"].tolist(), "color": colours.ink}},
        customdata=months[["statement"]].to_numpy(), hovertext=months["hover"], **POINTED)
    figure.add_scatter(
        mode="markers", x=days["date"], y=days["line"],
        marker={"size": days["size"].tolist(), "color": days["fill"].tolist(), "opacity": days["opacity"].tolist(),
                "symbol": ["diamond" if p == "dissent" else "circle" for p in days["part"]],
                "line": {"width": days["edge"].tolist(), "color": colours.ink}},
        customdata=days[["statement"]].to_numpy(), hovertext=days["hover"], hovertemplate="%{hovertext}<extra></extra>",
        unselected={"marker": {"opacity": None}}, selected={"marker": {"opacity": None}})


def _offsets(rows: pd.DataFrame, day_width: float, lane: int) -> list[float]:
    """Where in its lane a mark stands: in the middle, or beside it where it would cover another; dissent above the span. In lanes."""
    taken: dict[tuple[str, float], float] = {}
    offsets = []
    for row in rows.itertuples():
        at = row.date.toordinal() * day_width
        levels = [-0.39] if row.part == "dissent" else [0.0, 0.16, -0.16]
        free = [level for level in levels if at - taken.get((row.actor, level), -1e9) >= row.size * 0.8]
        level = free[0] if free else min(levels, key=lambda n: taken[row.actor, n])
        taken[row.actor, level] = at
        offsets.append(level)
    return offsets


class _Label(NamedTuple):
    """An event's label: its day, lines, level (0 is the highest), and on which side of its line it stands."""

    date: pd.Timestamp
    lines: list[str]
    level: int
    anchor: str


def _placed(info: TimelineInfo, width: float, levels: int) -> tuple[list[_Label], int]:
    """Labels that fit without touching each other or another's line, the most important first; and the number of levels used."""
    span = max((info.on - info.start).days, 1)
    kept: list[_Label] = []
    taken: list[tuple[int, float, float, float]] = []        # level, left and right edge of the label, its line
    for event in info.events.sort_values("rank").itertuples():
        whole = wrapped(event.title, 20).split("<br>")
        lines = whole if len(whole) <= 3 else [*whole[:2], f"{whole[2]} …"]
        size = max(map(len, lines)) * LABEL_LETTER + 4
        x = (event.date - info.start).days / span * width
        anchor = "left" if x < size / 2 else "right" if x > width - size / 2 else "center"
        begin = {"left": x, "right": x - size, "center": x - size / 2}[anchor]
        for level in range(levels):
            clear = all((level != other or begin + size < a or b < begin)
                        and (level >= other or not a - 3 < x < b + 3)               # its line would run through a lower label
                        and (level <= other or not begin - 3 < line < begin + size + 3)
                        for other, a, b, line in taken)
            if clear:
                kept.append(_Label(event.date, lines, level, anchor))
                taken.append((level, begin, begin + size, x))
                break
    return kept, max((label.level for label in kept), default=0) + 1


def _draw_events(figure: go.Figure, info: TimelineInfo, labels: list[_Label], colours: Palette, band: int) -> None:
    """Ticks for all events, labels and lines for those with room."""
    rows = info.events
    figure.add_scatter(mode="markers", yaxis="y3", x=rows["date"], y=[6] * len(rows), hovertext=rows["hover"], **POINTED,
                       marker={"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": colours.muted}})
    for label in labels:
        top = band - label.level * 3 * LABEL_LINE
        figure.add_annotation(text="<br>".join(label.lines), showarrow=False, xref="x", yref="y3", x=label.date, y=top - 4, xanchor=label.anchor,
                              yanchor="top", align=label.anchor, font={"size": 10, "color": colours.ink}, borderpad=0)
        figure.add_shape(type="line", xref="x", yref="y3", x0=label.date, x1=label.date, y0=0, y1=top - 6 - len(label.lines) * LABEL_LINE,
                         line={"color": colours.muted, "width": 1, "dash": "dot"}, layer="below")
        figure.add_shape(type="line", xref="x", yref="y domain", x0=label.date, x1=label.date, y0=0, y1=1,
                         line={"color": colours.muted, "width": 1, "dash": "dot"}, layer="below")


def _legend(data: Dataset, info: TimelineInfo, colours: Palette) -> list[list[LegendEntry]]:
    """All stances, then the marks that occur."""
    parts = set(info.marks["part"])
    marks = state_entries(data.codebook, {"held_back"} if info.spans["held_back"].any() else (), colours)
    marks += [LegendEntry("statement; larger: higher office", "○", None, colours.ink)] if parts else []
    marks += [LegendEntry("coloured: not as the line", "●", None, colours.muted)] if info.marks["differs"].any() else []
    marks += [LegendEntry("comment", "○", None, colours.muted)] if "comment" in parts else []
    marks += [LegendEntry("dissent", DISSENT, None, colours.ink)] if "dissent" in parts else []
    marks += [LegendEntry("only the month is known", "▭", None, colours.ink)] if info.marks["month"].any() else []
    return [stance_entries(data.codebook, colours), marks]


# The same as a table --------------------------------------------------------------------------------------------------

def timeline_table(data: Dataset, info: TimelineInfo) -> pd.DataFrame:
    """The spans as plain text, lane by lane: actor, stance, first and last day shown; held back ones say so."""
    order = {actor: n for n, actor in enumerate(info.lanes["actor"]) if actor is not None}
    rows = info.spans.sort_values(["actor", "from"], key=lambda c: c.map(order) if c.name == "actor" else c, kind="stable")
    stance = [data.codebook.stance(s, a).name + (" (held back)" if h else "")
              for a, s, h in zip(rows["actor"], rows["stance"], rows["held_back"], strict=True)]
    return pd.DataFrame({"Actor": rows["actor"].map(data.names), "Stance": stance, "From": rows["from"].dt.strftime("%Y-%m-%d"),
                         "To": rows["last"].dt.strftime("%Y-%m-%d")}).set_index("Actor")
