"""How far the members of each group agree, over time.

Data are prepared first, testable without plotly; then the figure is drawn.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly
from components.plotting.label_placement import spread_apart
from components.plotting.layout import EDGE, HOVER_STYLE, FigureBuilder, FigureText, LegendEntry, build_figure
from components.state.view_export import ViewExport, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import Palette
from data.analysis.blocs import FEW_PAIRS, FEWEST_PAIRS, cohesion, cohesion_known
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.export.tables import named_rows
from data.sentences.blocs import held_together
from data.sentences.wording import count_of, day, filter_suffix, from_to


class CohesionInfo(NamedTuple):
    """Data of the figure.

    Attributes:
        rows: one row per day and group that has a mean on any day: date, group, name, members, pairs, mean
            (NA: too few pairs), few (rests on few pairs), hover; groups in the order of the codebook, each by
            day, from the first to the last day with a mean.
        start: first day.
        on: last day.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        source: lines below the plot.
    """

    rows: pd.DataFrame
    start: pd.Timestamp
    on: pd.Timestamp
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def cohesion_info(data: Dataset, coded: pd.DataFrame, choices: ViewState, address: str) -> CohesionInfo:
    """Prepares the cohesion of the chosen groups, or of all.

    The days are the end of every month from `start`, and the as-of day.

    Args:
        coded: as `coded_statements.coded_statements` for the reader's choice of `known`.
        address: URL of this view, for the source line.
    """
    start, on = pd.Timestamp(choices.start), pd.Timestamp(choices.on)
    months = cohesion_known(data, choices.known, choices.confidence, choices.stated)
    months = months[months["date"].between(start, on, inclusive="left")]
    table = pd.concat(
        [months, cohesion(data, coded, [on], choices.confidence, choices.stated)], ignore_index=True
    )
    table = table[table["group"].isin(choices.group or table["group"])]
    place, names = (
        {g.code: value(n, g) for n, g in enumerate(data.codebook.groups)}
        for value in (lambda n, g: n, lambda n, g: g.name)
    )
    spans = table.dropna(subset="mean").groupby("group")["date"].agg(["min", "max"]).reindex(table["group"])
    table = table.assign(
        inside=table["date"].between(spans["min"].set_axis(table.index), spans["max"].set_axis(table.index))
    )
    rows = table[table["inside"]].sort_values(
        ["group", "date"], key=lambda c: c.map(place) if c.name == "group" else c, ignore_index=True
    )
    rows["name"], rows["few"] = rows["group"].map(names), rows["pairs"] < FEW_PAIRS
    rows["hover"] = [
        ""
        if pd.isna(r.mean)
        else f"<b>{escape_plotly(r.name)}</b><br>{day(r.date)}<br>mean agreement {r.mean:.2f}<br>"
        f"{count_of(r.pairs, 'pair')} of {r.members} members"
        for r in rows.itertuples(index=False)
    ]
    silent = [names[g] for g in dict.fromkeys(table["group"]) if g not in set(rows["group"])]
    return CohesionInfo(
        rows=rows,
        start=start,
        on=on,
        title="How far groups hold together",
        subtitle=[
            f"Mean agreement of member countries, {from_to(start, on)}{filter_suffix(choices.confidence, choices.known, choices.stated)}",
            "At the end of each month and on the last day, members of the day; the number of pairs stands at the right",
            *([f"Never {FEWEST_PAIRS} pairs to compare: {', '.join(silent)}"] if silent else []),
        ],
        sentence=held_together(data, table, start, on),
        source=[
            "Agreement of a pair: over the questions that both have answered on the day, at least two. Ukraine and Russia left out.",
            f"Source: Strike Positions, data {data.version}, by latest statement. Evidence: {address}",
        ],
    )


# Figure -----------------------------------------------------------------------------------------------------

HEIGHT, LETTER, LINE = 380, 6.0, 15
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "triangle-down",
    "pentagon",
    "star",
    "hexagon",
    "cross",
    "x",
    "bowtie",
)


def cohesion_figure(info: CohesionInfo, colours: Palette, width: int = DESKTOP) -> go.Figure:
    """Draws the cohesion of groups as a self-contained figure.

    Each group is a line with its own dash and mark, labelled at its end.

    Args:
        width: layout width in pixels.
    """
    phone = width <= PHONE
    groups = list(dict.fromkeys(info.rows["group"]))
    last = info.rows.groupby("group", sort=False).tail(1).set_index("group")
    ends = {g: _end(last.loc[g], info.on, phone) for g in groups}
    room = round(max(map(len, ends.values()), default=0) * LETTER) + 24
    plot = width - 2 * EDGE - 34
    share = 1 - room / plot
    draft = FigureBuilder()
    heights = spread_apart([float(last.at[g, "mean"]) for g in groups], LINE / HEIGHT * 1.04, 0.0, 1.0)
    for n, (group, height) in enumerate(zip(groups, heights, strict=True)):
        rows = info.rows[info.rows["group"].eq(group)]
        ink = colours.agreement[4] if n % 2 else colours.ink
        symbol = SYMBOLS[n % len(SYMBOLS)]
        draft.add_scatter(
            mode="lines+markers",
            x=rows["date"],
            y=[None if pd.isna(m) else m for m in rows["mean"]],
            hovertext=rows["hover"],
            line={"color": ink, "width": 1.6, "dash": DASHES[n % len(DASHES)], "shape": "linear"},
            marker={
                "symbol": [f"{symbol}-open" if few else symbol for few in rows["few"]],
                "color": ink,
                "opacity": 1,
                "size": [7 if k % 4 == 3 or k == len(rows) - 1 or k == 0 else 1 for k in range(len(rows))],
            },
            **HOVER_STYLE,
        )
        end = rows.iloc[-1]
        draft.add_scatter(
            mode="lines",
            xaxis="x2",
            x=[0, 14],
            y=[float(end["mean"]), height],
            hoverinfo="skip",
            line={"color": ink, "width": 1},
        )
        draft.add_scatter(
            mode="markers",
            xaxis="x2",
            x=[18],
            y=[height],
            hoverinfo="skip",
            cliponaxis=False,
            marker={"symbol": f"{symbol}-open" if end["few"] else symbol, "size": 7, "color": ink},
        )
        draft.add_annotation(
            text=escape_plotly(ends[group]),
            showarrow=False,
            xref="x2",
            yref="y",
            x=24,
            y=height,
            xanchor="left",
            yanchor="middle",
            font={"size": 11, "color": colours.ink},
            borderpad=0,
        )
    span = max(info.on - info.start, pd.Timedelta(days=1))
    draft.update_layout(
        xaxis={
            "domain": [0, share],
            "range": [info.start, info.on + span * 0.01],
            "type": "date",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "side": "top",
            "nticks": 4 if width < TABLET else 8,
            "anchor": "y",
            "tickfont": {"size": 11, "color": colours.muted},
        },
        xaxis2={
            "domain": [share, 1],
            "range": [0, room],
            "visible": False,
            "fixedrange": True,
            "anchor": "y",
        },
        yaxis={
            "range": [-0.02, 1.04],
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": colours.faint,
            "zeroline": False,
            "ticks": "",
            "tickmode": "array",
            "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1],
            "tickfont": {"size": 11, "color": colours.muted},
        },
    )
    marks = [
        LegendEntry(f"open: under {FEW_PAIRS} pairs", "○", None, colours.ink),
        LegendEntry("1: the same positions, 0: opposite ends", "", None, colours.muted),
    ]
    return build_figure(
        draft,
        FigureText(info.title, info.subtitle, [marks], info.source, headroom=28),
        colours,
        width=width,
        plot_height=HEIGHT,
        left=34,
    )


def _end(row: pd.Series, on: pd.Timestamp, phone: bool) -> str:
    """Returns the label at the end of a line: the group, its mean and its number of pairs.

    If the line ends before the last day, the label has the month of its end.
    """
    short = row["name"] if not phone or len(row["name"]) <= 6 else row.name
    return f"{short} {row['mean']:.2f} ({row['pairs']})" + (
        "" if row["date"] == on else f", {row['date']:%b %Y}"
    )


# The same as a table ----------------------------------------------------------------------------------------


def cohesion_export(data: Dataset, info: CohesionInfo, choices: ViewState) -> ViewExport:
    """Returns the export of the groups' cohesion, one row per group and day."""
    return ViewExport(
        "blocs",
        "cohesion",
        info.sentence,
        view_name(choices, "cohesion"),
        "cohesion",
        lambda: named_rows(data, info.rows, "cohesion"),
        lambda: cohesion_table(info),
        None,
    )


def cohesion_table(info: CohesionInfo) -> pd.DataFrame:
    """Returns the means as plain numbers, the latest day first: one row per group and day."""
    rows = info.rows.dropna(subset="mean").sort_values("date", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Day": [f"{d:%Y-%m-%d}" for d in rows["date"]],
            "Group": rows["name"],
            "Mean agreement": rows["mean"].astype(float).round(3),
            "Pairs": rows["pairs"],
            "Members": rows["members"],
        }
    )
