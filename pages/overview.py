"""Overview page: where governments stand on the day, until when that was searched, and how reliable it is."""

import pandas as pd
import streamlit as st

from components.app.links import described_pages, link_to, page_url
from components.app.page_context import PageContext, page_context
from components.app.page_spec import NAME
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.figures.stance_counts import (
    CountsInfo,
    counts_export,
    counts_figure,
    counts_info,
    counts_table,
)
from components.html.change_cards import move_line, moves_info
from components.theme.layouts import DESKTOP
from components.widgets.chart import chart
from components.widgets.evidence_drawer import open_evidence
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from data.rules.cell_states import cell_states
from data.rules.changes import counted_changes
from data.rules.membership import counted_members
from data.schema.fields import FIRST_DAY
from data.sentences.coverage import how_sure, searched
from data.sentences.stances import latest_moves
from data.sentences.wording import day

FIGURE_SHARE, BETWEEN = 0.62, 16  # share of the width beside the moves; pixels between the two


def draw(ctx: PageContext) -> None:
    data, choices = ctx.data, ctx.choices
    beside = ctx.width >= DESKTOP and not choices.figure_only
    width = int((ctx.width - BETWEEN) * FIGURE_SHARE) if beside else ctx.width
    info = counts_info(
        data, ctx.coded, choices.without_selection(), page_url("", data, choices.without_selection()), width
    )
    cells = cell_states(data, ctx.coded, choices.on, choices.confidence, choices.stated)
    if choices.figure_only:
        return draw_counts(ctx, info, cells, width)

    actors = counted_members(data, choices.group, choices.on)
    steps = counted_changes(data, ctx.coded, choices.on, choices.group, choices.confidence)
    st.title(NAME)
    st.markdown(
        "Where governments stand on Ukrainian strikes inside Russia, on any day since 24 February 2022, with the evidence."
    )
    st.markdown(
        escape_markdown(" ".join([info.sentence, latest_moves(data, steps, choices.on, choices.group)]))
    )
    left, right = st.columns([FIGURE_SHARE, 1 - FIGURE_SHARE]) if beside else (st.container(), st.container())
    with left:
        draw_counts(
            ctx, info, cells, width, f"{searched(data)} {how_sure(data, cells, actors)} Data {data.version}."
        )
    with right:
        draw_moves(ctx, steps)
    draw_ways(ctx)
    lazy_section(
        "The counts as a table",
        "counts",
        lambda: st.dataframe(
            counts_table(data, ctx.coded, choices), alt="How many countries hold each stance, by question."
        ),
    )


def draw_counts(ctx: PageContext, info: CountsInfo, cells: pd.DataFrame, width: int, trust: str = "") -> None:
    figure = counts_figure(ctx.data, info, ctx.colours, width)
    shown = counts_export(ctx.data, ctx.coded, cells, info, ctx.choices)
    if ctx.choices.figure_only:
        return draw_figure_only(ctx, figure, shown)
    chart(ctx, figure, shown, caption=trust)


def draw_moves(ctx: PageContext, steps: pd.DataFrame) -> None:
    st.header("Latest moves")
    moves = moves_info(ctx.data, steps)
    if moves["change"].ne("move").all():
        then = ". The latest first words:" if len(moves) else "."
        st.markdown(escape_markdown(f"No move up to {day(ctx.choices.on)}{then}"))
    with st.container(gap=None):
        for n, move in enumerate(moves.itertuples()):
            st.button(
                escape_markdown(move.label),
                key=f"move.{n}",
                type="tertiary",
                icon=":material/chevron_right:",
                icon_position="right",
                on_click=update_state,
                kwargs={"cell": move.cell},
            )
            st.html(move_line(ctx.data, move))
    since = moves["date"].min() - pd.Timedelta(days=1)
    if since >= pd.Timestamp(FIRST_DAY):
        link_to(
            "changes",
            f"All that changed since {day(since)}",
            ":material/compare_arrows:",
            ctx.choices.replace(since=since.date(), cell=None),
        )


def draw_ways(ctx: PageContext) -> None:
    with st.container(key="ways"):
        st.header("The other screens")
        for screen in described_pages():
            link_to(
                screen.path,
                f"**{screen.title}** {screen.description}",
                screen.icon,
                ctx.choices.without_selection(),
            )


ctx = page_context()
draw(ctx)
open_evidence(ctx)
