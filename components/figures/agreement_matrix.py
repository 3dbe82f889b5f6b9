"""The agreement of each pair of actors, as a matrix in the order of a cluster tree.

Data are prepared first, testable without plotly; then the figure is drawn.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from components.escape import escape_plotly
from components.plotting.hover import heading
from components.plotting.layout import (
    EDGE,
    HOVER_STYLE,
    SMALL_SIZE,
    FigureBuilder,
    FigureText,
    LegendEntry,
    build_figure,
)
from components.plotting.row_order import row_labels
from components.state.url import actor_page_urls
from components.state.view_export import ViewExport, statements_behind_cells, view_name
from components.state.view_state import ViewState
from components.theme.layouts import DESKTOP, PHONE, TABLET
from components.theme.palette import Palette
from data.analysis.blocs import ANSWERS, Tree, distances, placed_actors, tree_of
from data.analysis.comparison import agreement_between, comparable, mean_stance
from data.cache import CACHE_SIZE, cached_on_dataset
from data.dataset import Dataset
from data.export.tables import named_rows
from data.rules.cell_states import cell_states
from data.rules.membership import counted_countries, members_on
from data.sentences.blocs import blocs, group_among
from data.sentences.wording import day, filter_suffix, group_names, join_names

MEMBER = "▸"  # precedes the name of a member of the chosen groups
STEP = 0.2  # of agreement, per shade of the palette


class BlocsInfo(NamedTuple):
    """Data of the matrix.

    Attributes:
        actors: one row per actor, in the order of the tree: actor, name, label (with a sign for members of
            the chosen groups), page (URL of the actor's page), answers (number of comparable ones), member,
            counted (bool).
        pairs: as from `comparison.agreement_between`, of these actors, with hover.
        tree: of the same actors.
        title: title of the figure.
        subtitle: lines below the title.
        sentence: the result in words.
        source: lines below the plot.
    """

    actors: pd.DataFrame
    pairs: pd.DataFrame
    tree: Tree
    title: str
    subtitle: list[str]
    sentence: str
    source: list[str]


@cached_on_dataset(CACHE_SIZE)
def blocs_info(
    data: Dataset, coded: pd.DataFrame, choices: ViewState, address: str, width: int = DESKTOP
) -> BlocsInfo:
    """Prepares the agreement of all actors with enough answers.

    Members of the chosen groups are marked, and the other actors are included too, because the position of a
    group is only visible relative to them.

    Args:
        address: URL of this view, for the source line.
        width: layout width in pixels, to which hover text is wrapped.
    """
    cells = comparable(data, cell_states(data, coded, choices.on, choices.confidence, choices.stated))
    actors = placed_actors(cells)
    pairs = agreement_between(cells, actors)
    mean = mean_stance(cells).set_index("actor")["mean"].astype(float)
    square = distances(pairs, actors)
    tree = tree_of(square, actors, mean)
    answers = {
        actor: dict(zip(held["question"], held["stance"], strict=True))
        for actor, held in cells.dropna(subset="stance").groupby("actor")
    }
    pairs["hover"] = [_hover(data, answers, p, 62 if width > PHONE else 40) for p in pairs.itertuples()]
    rows = pd.DataFrame({"actor": tree.actors})
    members = set(members_on(data, choices.group, choices.on)) if choices.group else set()
    rows["name"] = rows["actor"].map(data.names)
    rows["member"], rows["counted"] = rows["actor"].isin(members), rows["actor"].isin(counted_countries(data))
    short = (
        rows["name"].where(rows["name"].str.len() <= 16, rows["actor"]) if width >= TABLET else rows["actor"]
    )
    rows["label"] = [
        f"{MEMBER} {name}" if member else name for name, member in zip(short, rows["member"], strict=True)
    ]
    rows["page"] = rows["actor"].map(actor_page_urls(data, choices))
    rows["answers"] = rows["actor"].map(cells.groupby("actor")["stance"].count())
    apart = sorted(rows.loc[~rows["counted"], "name"])
    return BlocsInfo(
        actors=rows,
        pairs=pairs,
        tree=tree,
        title="Who stands like whom",
        subtitle=[
            f"{day(choices.on)} · the {len(actors)} of {len(data.actors)} actors with at least {ANSWERS} answers"
            f"{filter_suffix(choices.confidence, choices.known, choices.stated)}",
            *([f"{join_names(apart)}: shown, not counted"] if apart else []),
        ],
        sentence=" ".join(
            filter(
                None,
                [
                    blocs(data, pairs, tree, choices.on, choices.confidence, choices.stated),
                    group_among(data, pairs, actors, choices.group, choices.on),
                ],
            )
        ),
        source=[
            "Agreement: 1 minus the mean distance of stances as a share of the scale, over the questions that both have answered.",
            f"Source: Strike Positions, data {data.version}, by latest statement. Evidence: {address}",
        ],
    )


def blocs_export(data: Dataset, coded: pd.DataFrame, info: BlocsInfo, choices: ViewState) -> ViewExport:
    """Returns the export of the matrix, one row per pair."""
    return ViewExport(
        "blocs",
        "blocs",
        info.sentence,
        view_name(choices, "blocs"),
        "agreement",
        lambda: named_rows(data, info.pairs, "agreement"),
        lambda: matrix_of_agreement(info),
        lambda: said_of(data, coded, info, choices),
    )


def said_of(data: Dataset, coded: pd.DataFrame, info: BlocsInfo, choices: ViewState) -> list[str]:
    """Returns ids of the statements behind the answers of the actors shown."""
    cells = cell_states(data, coded, choices.on, choices.confidence, choices.stated)
    return statements_behind_cells(cells[cells["actor"].isin(info.actors["actor"])], coded, choices.on)


def _hover(data: Dataset, answers: dict[str, dict[str, int]], pair: Any, letters: int) -> str:
    one, other = answers[pair.first], answers[pair.second]
    sign = {s.code: escape_plotly(s.glyph) for s in data.codebook.scale}
    shared = [q for q in data.codebook.questions if q.code in one and q.code in other]
    lines = [f"{escape_plotly(q.short)}: {sign[one[q.code]]} {sign[other[q.code]]}" for q in shared]
    how = f"agreement {pair.score:.2f}" if pd.notna(pair.score) else "no figure"
    return "<br>".join(
        [
            heading(f"{data.names[pair.first]} and {data.names[pair.second]}", letters),
            f"{how}, over {pair.questions} question{'s' if pair.questions != 1 else ''} that both have answered",
            *lines,
        ]
    )


def shade(score: float) -> int:
    """Returns the index of the palette's shade for an agreement, 0 to 4; 0.2 begins the second shade."""
    return min(int(score / STEP + 1e-9), 4)


# Figure -----------------------------------------------------------------------------------------------------

LETTER = 6.3  # width of a character of a name in pixels
# Width of the tree in pixels, by the minimum width of the figure.
TREE = {PHONE: 48, TABLET: 84, DESKTOP: 124}
GAP = 8  # pixels between the matrix and the tree
TALLEST, LOWEST = 30, 13  # height of a row in pixels
UPRIGHT = 27  # pixels: codes above narrower columns are vertical
FIGURES = 21  # pixels: narrower cells show no number; it is in the hover text and in the table


@cached_on_dataset(CACHE_SIZE)
def agreement_figure(
    data: Dataset, info: BlocsInfo, choices: ViewState, colours: Palette, width: int = DESKTOP
) -> go.Figure:
    """Draws the matrix as a self-contained figure, with its tree to the right.

    Custom data of a cell: the two actors; on the diagonal the same actor twice.

    Args:
        width: layout width in pixels.
    """
    number = max(len(info.actors), 1)
    left = round(max(map(len, info.actors["label"]), default=0) * LETTER) + 30
    beside = next(pixels for least, pixels in reversed(TREE.items()) if width >= least)
    plot = width - 2 * EDGE - left
    across = (plot - beside) / number
    row = min(max(across, LOWEST), TALLEST)
    draft = FigureBuilder()
    place = {a: n for n, a in enumerate(info.tree.actors)}
    _draw_cells(draft, info, place, colours, across)
    _draw_tree(draft, info.tree, colours)
    _outline(draft, info, colours)
    upright = across < UPRIGHT
    share, begins = 1 - beside / plot, 1 - (beside - GAP) / plot
    names = info.actors.assign(rank_note=info.actors["answers"].astype(str))
    draft.update_layout(
        barmode="overlay",
        xaxis={
            "domain": [0, share],
            "range": [0, number],
            "side": "top",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "tickmode": "array",
            "tickvals": [n + 0.5 for n in range(len(info.actors))],
            "ticktext": [
                escape_plotly(f"{MEMBER}{a.actor}" if a.member and upright else a.actor)
                for a in info.actors.itertuples()
            ],
            "tickangle": -90 if upright else 0,
            "tickfont": {"size": 10, "color": colours.ink},
        },
        xaxis2={
            "domain": [begins, 1],
            "range": [-0.04, _top(info.tree)],
            "anchor": "y",
            "side": "top",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "tickmode": "array",
            "tickvals": _ticks(info.tree, beside),
            "ticktext": [f"{1 - t:.1f}" for t in _ticks(info.tree, beside)],
            "tickfont": {"size": 10, "color": colours.muted},
        },
        yaxis={
            "range": [number - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "tickmode": "array",
            "tickvals": list(range(len(info.actors))),
            "ticktext": row_labels(names, colours),
            "ticklabelstandoff": 4,
            "tickfont": {"size": 12 if row >= 16 else 10, "color": colours.ink},
        },
    )
    if len(info.actors) > 1:
        draft.add_annotation(
            text="joined at" if beside >= 80 else "at",
            showarrow=False,
            xref="paper",
            yref="paper",
            x=begins,
            y=1,
            xanchor="left",
            yanchor="bottom",
            yshift=18,
            font={"size": SMALL_SIZE, "color": colours.muted},
            borderpad=0,
        )
    frame = FigureText(
        info.title, info.subtitle, _legend(data, info, choices, colours), info.source, headroom=52
    )
    return build_figure(
        draft, frame, colours, width=width, plot_height=max(len(info.actors) * row, 60), left=left
    )


def _top(tree: Tree) -> float:
    return max(float(tree.joins["height"].max()) * 1.06, 0.1) if len(tree.joins) else 1.0


def _ticks(tree: Tree, pixels: int) -> list[float]:
    """Returns the ticks of the tree's scale, as 1 minus agreement: every 0.2, or 0.4 for a narrow tree."""
    step = 0.2 if pixels >= 80 else 0.4
    return [n * step for n in range(6) if n * step <= _top(tree)] if len(tree.joins) else []


def _draw_cells(
    draft: FigureBuilder, info: BlocsInfo, place: dict[str, int], colours: Palette, across: float
) -> None:
    there, back = (
        info.pairs.assign(row=info.pairs[a].map(place), column=info.pairs[b].map(place))
        for a, b in (("first", "second"), ("second", "first"))
    )
    itself = info.actors.assign(
        first=info.actors["actor"], second=info.actors["actor"], hover=info.actors["name"].map(escape_plotly)
    )
    itself["row"] = itself["column"] = itself["actor"].map(place)
    cells = pd.concat([there, back, itself[["first", "second", "row", "column", "hover"]]], ignore_index=True)
    same = cells["first"].eq(cells["second"])
    known = cells["score"].notna()
    shades = [shade(s) if k else None for s, k in zip(cells["score"], known, strict=True)]
    draft.add_bar(
        orientation="h",
        base=(cells["column"] + 0.02).tolist(),
        x=[0.96] * len(cells),
        y=cells["row"],
        width=0.96,
        marker={
            "color": [
                colours.paper if one else colours.blank if s is None else colours.agreement[s]
                for s, one in zip(shades, same, strict=True)
            ],
            "line": {"width": 0 if across < FIGURES else 1, "color": colours.faint},
        },
        text=[
            "" if across < FIGURES or one else "–" if not k else figure_of(s)
            for s, k, one in zip(cells["score"], known, same, strict=True)
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={
            "size": 10,
            "color": [colours.muted if s is None else colours.on_agreement[s] for s in shades],
        },
        customdata=[
            [info.tree.actors[r], info.tree.actors[c]]
            for r, c in zip(cells["row"], cells["column"], strict=True)
        ],
        hovertext=cells["hover"],
        **HOVER_STYLE,
    )


def figure_of(score: float) -> str:
    """Returns an agreement as text for a narrow cell: `.92`, `1`, `0`."""
    text = f"{score:.2f}"
    return {"1.00": "1", "0.00": "0"}.get(text, text[1:])


def _draw_tree(draft: FigureBuilder, tree: Tree, colours: Palette) -> None:
    x, y = [], []
    for join in tree.joins.itertuples():
        x += [join.low_left, join.height, join.height, join.low_right, None]
        y += [join.left, join.left, join.right, join.right, None]
    draft.add_scatter(
        mode="lines", xaxis="x2", x=x, y=y, line={"color": colours.muted, "width": 1.4}, hoverinfo="skip"
    )


def _outline(draft: FigureBuilder, info: BlocsInfo, colours: Palette) -> None:
    """Outlines the two branches that are joined last."""
    start = 0
    for branch in info.tree.branches if len(info.tree.branches) > 1 else []:
        end = start + len(branch)
        draft.add_shape(
            type="rect",
            xref="x",
            yref="y",
            x0=start,
            x1=end,
            y0=start - 0.5,
            y1=end - 0.5,
            line={"color": colours.ink, "width": 2},
            fillcolor="rgba(0,0,0,0)",
        )
        start = end


def _legend(data: Dataset, info: BlocsInfo, choices: ViewState, colours: Palette) -> list[list[LegendEntry]]:
    names = [f"{n * STEP:.1f} to {(n + 1) * STEP:.1f}" for n in range(5)]
    shades = [
        LegendEntry(name, "", fill, colours.ink, colours.faint)
        for name, fill in zip(names, colours.agreement, strict=True)
    ]
    marks = (
        [LegendEntry("the branches joined last", "", colours.paper, colours.ink, colours.ink)]
        if len(info.tree.branches) > 1
        else []
    )
    marks += [LegendEntry("questions answered", "4", None, colours.muted)]
    marks += (
        [LegendEntry(f"{group_names(data, choices.group)} member", MEMBER, None, colours.ink)]
        if info.actors["member"].any()
        else []
    )
    marks += (
        [LegendEntry("no figure", "–", colours.blank, colours.muted, colours.faint)]
        if info.pairs["score"].isna().any()
        else []
    )
    return [[LegendEntry("agreement:", "", None, colours.ink), *reversed(shades)], marks]


# The same as a table ----------------------------------------------------------------------------------------


def matrix_of_agreement(info: BlocsInfo) -> pd.DataFrame:
    """Returns the matrix as plain numbers in the order of the tree, one row and column per actor.

    A cell is empty on the diagonal and where a pair has no score. The first column is the number of answers.
    """
    both = pd.concat([info.pairs, info.pairs.rename(columns={"first": "second", "second": "first"})])
    table = both.pivot(index="first", columns="second", values="score").reindex(
        index=info.tree.actors, columns=info.tree.actors
    )
    names = info.actors.set_index("actor")["name"]
    table.insert(0, "Answers", info.actors.set_index("actor")["answers"])
    return table.set_axis(names, axis=0).rename_axis(index="Actor", columns=None)
