"""Blocs page: agreement of actors on the day as a matrix with its tree, and cohesion of groups over time."""

import streamlit as st

from components.app.links import go_to, link_to, page_url
from components.app.page_context import PageContext, page_context
from components.escape import escape_markdown
from components.figures.agreement_matrix import (
    BlocsInfo,
    agreement_figure,
    blocs_export,
    blocs_info,
    matrix_of_agreement,
)
from components.figures.cohesion import cohesion_export, cohesion_figure, cohesion_info, cohesion_table
from components.widgets.chart import chart, selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from data.sentences.blocs import COHESION, extremes
from data.sentences.comparison import AGREEMENT, agreement_in_words
from data.sentences.wording import join_names


def chosen(key: str) -> None:
    """Callback after a click: stores the actors whose page or comparison the next run switches to."""
    st.session_state["blocs.to"] = list(dict.fromkeys(selected(key) or []))


def follow(ctx: PageContext) -> None:
    """Switches to the page that was requested by a click: one actor's page, or the comparison of several."""
    actors = st.session_state.pop("blocs.to", [])
    if len(actors) == 1:
        go_to("country", ctx.choices.replace(actor=actors[0]))
    elif actors:
        go_to("compare", ctx.choices.replace(actors=tuple(actors)))


def draw_matrix(ctx: PageContext, info: BlocsInfo) -> None:
    figure = agreement_figure(ctx.data, info, ctx.choices, ctx.colours, ctx.width)
    shown = blocs_export(ctx.data, ctx.coded, info, ctx.choices)
    if ctx.choices.figure_only:
        return draw_figure_only(ctx, figure, shown)

    draw_top(info)
    st.markdown("Select a cell to compare the two, or one on the diagonal for the actor's own page.")
    chart(ctx, figure, shown, on_select=lambda: chosen(shown.key))
    st.markdown(escape_markdown(AGREEMENT))
    draw_furthest(ctx, info)
    lazy_section(
        "The matrix as a table", "matrix", lambda: st.dataframe(matrix_of_agreement(info), alt=info.sentence)
    )


def draw_top(info: BlocsInfo) -> None:
    st.title("Blocs")
    st.markdown(escape_markdown(info.sentence))


def draw_furthest(ctx: PageContext, info: BlocsInfo) -> None:
    """Links to the comparison of the countries furthest apart, without the figure."""
    for pair in extremes(ctx.data, info.pairs).itertuples():
        with st.container(horizontal=True, vertical_alignment="center"):
            link_to(
                "compare",
                escape_markdown(f"Compare {join_names(ctx.data.names[[pair.first, pair.second]].tolist())}"),
                ":material/balance:",
                ctx.choices.replace(actors=(pair.first, pair.second)),
            )
            st.markdown(
                escape_markdown(f"No two countries are further apart. {agreement_in_words(ctx.data, pair)}")
            )


def draw_over_time(ctx: PageContext) -> None:
    st.header("How far groups hold together")
    info = cohesion_info(
        ctx.data,
        ctx.coded,
        ctx.choices.without_selection(),
        page_url("blocs", ctx.data, ctx.choices.without_selection()),
    )
    st.markdown(escape_markdown(f"{info.sentence} {COHESION}"))
    if info.rows.empty:
        return
    chart(ctx, cohesion_figure(info, ctx.colours, ctx.width), cohesion_export(ctx.data, info, ctx.choices))
    lazy_section(
        "The means as a table",
        "means",
        lambda: st.dataframe(cohesion_table(info), hide_index=True, alt=info.sentence),
    )


def draw(ctx: PageContext, info: BlocsInfo) -> None:
    if len(info.actors) > 1:
        draw_matrix(ctx, info)
        if ctx.choices.figure_only:
            return
    else:
        draw_top(info)
    draw_over_time(ctx)


ctx = page_context()
follow(ctx)
info = blocs_info(
    ctx.data,
    ctx.coded,
    ctx.choices.without_selection(),
    page_url("blocs", ctx.data, ctx.choices.without_selection()),
    ctx.width,
)
draw(ctx, info)
