"""What changed between two days: one row per move, with the stances before and after.

Data are prepared first, testable without plotly; then the figure is drawn.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly, wrap_plotly
from components.plotting.hover import heading
from components.plotting.layout import (
    EDGE,
    HOVER_STYLE,
    SMALL_SIZE,
    TEXT_SIZE,
    FigureBuilder,
    FigureText,
    LegendEntry,
    build_figure,
)
from components.plotting.legend import stance_entries
from components.state.view_export import ViewExport, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE
from components.theme.palette import Palette
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.export.tables import steps_table
from data.rules.changes import ambiguous_month_changes, net_change, shown_changes
from data.rules.membership import members_on
from data.schema.fields import FIRST_DAY
from data.sentences.changes import direction, months_cut, taken_back, what_changed
from data.sentences.wording import count_of, day, filter_suffix, from_to, join_names, source, subjects

LATEST_DAYS = 90
ONE_DAY = dt.timedelta(days=1)
# If there are more rows than FEW, only the moves are drawn, if any; never more than the latest MOST of
# either.
FEW, MOST = 24, 60


class Stretch(NamedTuple):
    """A period: after `since`, up to and including `on`.

    Attributes:
        name: label of its button.
        help: description in plain words.
    """

    name: str
    since: dt.date
    on: dt.date
    help: str


class ChangesInfo(NamedTuple):
    """Data on what changed after `since`, up to and including `on`.

    Attributes:
        steps: as from `changes.shown_changes`, with label (actor and question), when, direction (in words;
            empty for first words), back (that it was taken back, in words; otherwise empty), hover.
        drawn: the rows of `steps` in the figure: moves, then first words.
        net: as from `changes.net_change`, of the actors shown.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        note: on changes of which only a month is known, in which the period begins or ends; may be empty.
        source: lines below the plot.
    """

    steps: pd.DataFrame
    drawn: pd.DataFrame
    net: pd.DataFrame
    title: str
    subtitle: list[str]
    sentence: str
    note: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def changes_info(
    data: Dataset, coded: pd.DataFrame, choices: ViewState, address: str, width: int = DESKTOP
) -> ChangesInfo:
    """Prepares what changed.

    Args:
        address: URL of this view, for the source line.
        width: layout width in pixels, to which hover text is wrapped.
    """
    since, on, asked = choices.since, choices.on, _asked(coded, choices)
    whole = shown_changes(data, asked, pd.Timestamp.min, data.last_day, choices.group, choices.confidence)
    steps = _in_words(
        data,
        shown_changes(data, asked, since, on, choices.group, choices.confidence),
        since,
        on,
        62 if width > PHONE else 40,
    )
    net = net_change(asked, since, on, choices.confidence)
    net = net[net["actor"].isin(members_on(data, choices.group, on))]
    drawn = _drawn(steps)
    return ChangesInfo(
        steps=steps,
        drawn=drawn,
        net=net,
        title=f"What changed, {from_to(since, on)}",
        subtitle=_subtitle(data, steps, drawn, choices),
        sentence=what_changed(data, steps, net, since, on, choices.group, choices.confidence, choices.about),
        note=months_cut(data, ambiguous_month_changes(whole, since, on)),
        source=[source(data, "a day"), f"Evidence behind every row: {address}"],
    )


def _asked(coded: pd.DataFrame, choices: ViewState) -> pd.DataFrame:
    return coded[coded["question"].isin(choices.about)] if choices.about else coded


def _in_words(data: Dataset, steps: pd.DataFrame, since: dt.date, on: dt.date, letters: int) -> pd.DataFrame:
    short = {q.code: q.short for q in data.codebook.questions}
    apart = steps["belligerent"].map({True: " (not counted)", False: ""})
    steps["label"] = steps["actor"].map(data.names) + apart + " · " + steps["question"].map(short)
    steps["when"] = [day(s.date, s.date_precision) for s in steps.itertuples()]
    steps["direction"] = ["" if pd.isna(s.size) else direction(s.size) for s in steps.itertuples()]
    steps["back"] = [taken_back(data.codebook, s) for s in steps.itertuples()]
    steps["hover"] = ["<br>".join(_hover_lines(data, s, letters)) for s in steps.itertuples()]
    return steps


def _hover_lines(data: Dataset, step: Any, letters: int) -> list[str]:
    book, said, question = (
        data.codebook,
        data.statements_by_id.loc[step.statement],
        data.codebook.question(step.question),
    )
    after = book.stance(step.stance, step.actor)
    if step.change == "move":
        before = book.stance(int(step.from_stance), step.actor)
        way = f"{before.glyph} {before.name} → {after.glyph} {after.name}: {step.direction}"
    else:
        way = f"First words: {after.glyph} {after.name}"
    return [
        heading(f"{data.names[step.actor]} · {question.title}", letters),
        wrap_plotly(way, letters),
        wrap_plotly(f"{data.names[step.actor]} {question.codes[step.stance]}.", letters),
        wrap_plotly(f"{step.when[0].upper()}{step.when[1:]}, {said['speaker']}, {said['role']}", letters),
        *([wrap_plotly(step.back, letters)] if step.back else []),
    ]


def _drawn(steps: pd.DataFrame) -> pd.DataFrame:
    moves, first = steps[steps["change"].eq("move")], steps[steps["change"].eq("first words")]
    return pd.concat(
        [moves.tail(MOST), first.tail(MOST) if len(steps) <= FEW or moves.empty else first.head(0)],
        ignore_index=True,
    )


def _subtitle(data: Dataset, steps: pd.DataFrame, drawn: pd.DataFrame, choices: ViewState) -> list[str]:
    moves, first = (int(steps["change"].eq(change).sum()) for change in ("move", "first words"))
    found = " and ".join([count_of(moves, "move"), *([f"{first:,} first words"] if first else [])])
    parties = sorted(data.names[steps.loc[steps["belligerent"], "actor"].unique()])
    apart = f", {join_names(parties)} included" if parties else ""
    who = subjects(data, choices.group) if choices.group else "all actors"
    about = join_names([data.codebook.question(q).short for q in choices.about]) or "all questions"
    lines = [
        f"After {day(choices.since)}, up to and including {day(choices.on)}: {found}{apart}",
        f"{who[0].upper()}{who[1:]} · {about}{filter_suffix(choices.confidence, choices.known)}",
    ]
    left_out = [
        f"{'the earlier ' if change == 'move' else ''}{coded}"
        for change, number, coded in (("move", moves, "moves"), ("first words", first, "first words"))
        if number > drawn["change"].eq(change).sum()
    ]
    return lines + ([f"Not drawn: {join_names(left_out)}; the address below lists them."] if left_out else [])


# Periods to choose ------------------------------------------------------------------------------------------


def stretches_to_offer(data: Dataset) -> list[Stretch]:
    """Returns the codebook's periods, and the latest days of evidence."""
    offered = [
        Stretch(p.name, max(p.start - ONE_DAY, FIRST_DAY), p.end, f"{from_to(p.start, p.end)}. {p.meaning}")
        for p in data.codebook.periods
    ]
    latest = data.last_day if data.statements.empty else data.statements["date"].max().date()
    since = max(latest - dt.timedelta(days=LATEST_DAYS), FIRST_DAY)
    if since < latest:
        offered.append(
            Stretch(
                f"Latest {LATEST_DAYS} days of evidence",
                since,
                latest,
                f"{from_to(since + ONE_DAY, latest)}, the day of the latest statement in the dataset.",
            )
        )
    return offered


def nearest_stretches(data: Dataset, coded: pd.DataFrame, choices: ViewState) -> list[Stretch]:
    """Returns the nearest periods of the same length before and after the chosen one with any change.

    The filters are the same.
    """
    asked, length = _asked(coded, choices), choices.on - choices.since
    known = shown_changes(data, asked, pd.Timestamp.min, data.last_day, choices.group, choices.confidence)[
        "date"
    ]
    ends = []
    if len(before := known[known <= pd.Timestamp(choices.since)]):
        ends.append(before.max().date())
    if len(after := known[known > pd.Timestamp(choices.on)]):
        ends.append(min(after.min().date() + length - ONE_DAY, data.last_day))
    found = []
    for on in ends:
        since = max(on - length, FIRST_DAY)
        steps = shown_changes(data, asked, since, on, choices.group, choices.confidence)
        if since < on and len(steps):
            found.append(
                Stretch(
                    from_to(since, on), since, on, f"{count_of(len(steps), 'change')}, first words included"
                )
            )
    return found


# Figure -----------------------------------------------------------------------------------------------------

# Height of a row in pixels, by the maximum number of rows: a few are far apart on a slide, and many are still
# legible.
ROWS = {12: 32, 30: 24, MOST * 2 + 2: 20}
ROW_WITH_NAME_ABOVE = 46
# Pixels: size of a mark of a move, and of first words; width of a character of a name; minimum width of the
# plot beside the names; minimum width of a column with a stance's name.
MARK, SMALL_MARK = 18, 15
LETTER, NARROWEST, COLUMN = 6.0, 230, 84


@cached_on_dataset(CACHE_SIZE)
def changes_figure(
    data: Dataset, info: ChangesInfo, choices: ViewState, colours: Palette, width: int = DESKTOP
) -> go.Figure:
    """Draws what changed as a self-contained figure: one row per step, the five stances across.

    Custom data of a row: actor, question and the step's day.

    Args:
        width: layout width in pixels.
    """
    lines = _lines(info.drawn, choices)
    names = lines[lines["step"].notna()]
    beside = (
        round((names["day"].str.len() + 2 + names["label"].str.len()).max() * LETTER) + 14
        if len(names)
        else 0
    )
    above = width - 2 * EDGE - beside < NARROWEST
    left = 0 if above else beside
    row = (
        ROW_WITH_NAME_ABOVE if above else next(pixels for most, pixels in ROWS.items() if len(lines) <= most)
    )
    lines["y"] = lines.index + (0.2 if above else 0.0)
    steps = info.drawn.assign(y=lines.dropna(subset=["step"]).set_index("step")["y"])
    draft = FigureBuilder()
    _draw_rows(draft, steps, choices, colours)
    _draw_marks(draft, data, steps, colours)
    _draw_names(draft, lines, colours, left, above)
    draft.update_layout(
        barmode="overlay",
        xaxis={
            "range": [-2.5, 2.5],
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": colours.faint,
            "zeroline": False,
            "ticks": "",
            "side": "top",
            "tickmode": "array",
            "tickvals": [s.code for s in data.codebook.scale],
            "ticktext": [
                escape_plotly(f"{s.glyph} {s.name}" if (width - 2 * EDGE - left) / 5 >= COLUMN else s.glyph)
                for s in data.codebook.scale
            ],
            "tickfont": {"size": 12, "color": colours.ink},
        },
        yaxis={"range": [len(lines) - 0.5, -0.5], "fixedrange": True, "visible": False},
    )
    for text, x, anchor in (("← less permissive", 0, "left"), ("more permissive →", 1, "right")):
        draft.add_annotation(
            text=text,
            showarrow=False,
            xref="paper",
            yref="paper",
            x=x,
            y=1,
            xanchor=anchor,
            yanchor="bottom",
            yshift=24,
            font={"size": SMALL_SIZE, "color": colours.muted},
            borderpad=0,
        )
    frame = FigureText(info.title, info.subtitle, _legend(data, info, colours), info.source, headroom=46)
    return build_figure(draft, frame, colours, width=width, plot_height=max(len(lines), 1) * row, left=left)


def _lines(drawn: pd.DataFrame, choices: ViewState) -> pd.DataFrame:
    """Returns the lines of the figure: label, day, step (its row in `drawn`; missing for a heading)."""
    # The title has the year if it is the same everywhere.
    year = choices.since.year != choices.on.year
    lines = []
    for change, name in (("move", "Moves"), ("first words", "First words")):
        part = drawn[drawn["change"].eq(change)]
        if len(part):
            lines.append({"label": f"{name}: {len(part)}", "day": "", "step": None})
        for step in part.itertuples():
            when = f"{step.when}" if year else step.when.rpartition(" ")[0]
            lines.append({"label": step.label, "day": when, "step": step.Index})
    return pd.DataFrame(lines, columns=["label", "day", "step"]).astype({"step": "Int64"})


def _draw_rows(draft: FigureBuilder, steps: pd.DataFrame, choices: ViewState, colours: Palette) -> None:
    """Draws transparent bars, so that the whole row takes hover and clicks and is easy to tap.

    The step whose evidence is open has an outline.
    """
    days = steps["date"].dt.strftime("%Y-%m-%d")
    draft.add_bar(
        orientation="h",
        base=-2.5,
        x=[5] * len(steps),
        y=steps["y"],
        width=0.9,
        marker={"color": "rgba(0,0,0,0)"},
        customdata=[list(row) for row in zip(steps["actor"], steps["question"], days, strict=True)],
        hovertext=steps["hover"],
        **HOVER_STYLE,
    )
    if cell := choices.cell:
        chosen = steps[
            steps["actor"].eq(cell.actor)
            & steps["question"].eq(cell.question)
            & steps["date"].eq(pd.Timestamp(cell.on or choices.on))
        ]
        for y in chosen["y"]:
            draft.add_shape(
                type="rect",
                xref="x domain",
                yref="y",
                x0=0,
                x1=1,
                y0=y - 0.46,
                y1=y + 0.46,
                fillcolor="rgba(0,0,0,0)",
                line={"color": colours.accent, "width": 3},
            )


def _draw_marks(draft: FigureBuilder, data: Dataset, steps: pd.DataFrame, colours: Palette) -> None:
    """Draws moves as an arrow from an open mark to a filled one, first words as a single mark."""
    moves, first = steps[steps["change"].eq("move")], steps[steps["change"].ne("move")]
    for step in moves.itertuples():
        draft.add_annotation(
            text="",
            showarrow=True,
            xref="x",
            yref="y",
            axref="x",
            ayref="y",
            x=step.stance,
            y=step.y,
            ax=int(step.from_stance),
            ay=step.y,
            standoff=MARK / 2 + 2,
            startstandoff=MARK / 2 + 1,
            arrowhead=2,
            arrowwidth=1.8,
            arrowcolor=colours.muted,
        )
    glyphs = {s.code: escape_plotly(s.glyph) for s in data.codebook.scale}
    for x, y, size, filled in (
        (moves["from_stance"].astype(int), moves["y"], MARK, False),
        (moves["stance"], moves["y"], MARK, True),
        (first["stance"], first["y"], SMALL_MARK, True),
    ):
        fill = [colours.stance[s] for s in x]
        draft.add_scatter(
            mode="markers+text",
            x=x,
            y=y,
            text=[glyphs[s] for s in x],
            textposition="middle center",
            hoverinfo="skip",
            textfont={
                "size": TEXT_SIZE - (2 if size == SMALL_MARK else 1),
                "color": [colours.on_stance[s] for s in x] if filled else colours.ink,
            },
            marker={
                "symbol": "square",
                "size": size,
                "opacity": 1,
                "color": fill if filled else colours.paper,
                "line": {"width": 0 if filled else 2.5, "color": fill},
            },
        )


def _draw_names(draft: FigureBuilder, lines: pd.DataFrame, colours: Palette, left: int, above: bool) -> None:
    for line in lines.itertuples():
        head = pd.isna(line.step)
        named = escape_plotly(line.label)
        text = (
            f"<b>{named}</b>" if head else f'<span style="color:{colours.muted}">{line.day}</span>  {named}'
        )
        draft.add_annotation(
            text=text,
            showarrow=False,
            xref="paper",
            yref="y",
            x=0,
            y=line.Index - 0.22 if above and not head else line.Index,
            xanchor="left",
            yanchor="middle",
            xshift=-left,
            borderpad=0,
            bgcolor=colours.paper,
            font={"size": 12, "color": colours.muted if head else colours.ink},
        )


def _legend(data: Dataset, info: ChangesInfo, colours: Palette) -> list[list[LegendEntry]]:
    marks = (
        [
            LegendEntry("a move:", "", None, colours.ink),
            LegendEntry("before", "", colours.paper, colours.ink, colours.muted),
            LegendEntry("after", "", colours.muted, colours.ink),
        ]
        if info.drawn["change"].eq("move").any()
        else []
    )
    return [stance_entries(data.codebook, colours), marks]


def changes_export(data: Dataset, info: ChangesInfo, choices: ViewState) -> ViewExport:
    """Returns the export of what changed: every step, drawn or not."""
    return ViewExport(
        "changes",
        "changes",
        info.sentence,
        view_name(choices, "changes", f"{choices.since}"),
        "changes",
        lambda: steps_table(data, info.steps),
        lambda: changes_table(info),
        lambda: info.steps["statement"].tolist(),
    )


def changes_table(info: ChangesInfo) -> pd.DataFrame:
    """Returns the steps as plain text, by day: change, day, direction, and whether it was taken back."""
    steps = info.steps
    return pd.DataFrame(
        {
            "When": steps["when"].to_numpy(),
            "Change": steps["change"].to_numpy(),
            "Direction": steps["direction"].to_numpy(),
            "Taken back": steps["back"].to_numpy(),
        },
        index=pd.Index(steps["label"], name="Whose, and on what"),
    )
