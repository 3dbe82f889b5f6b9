"""Diffusion page: how support for strikes spread.

It shows who came to support first, who followed and how many days later, who fell back, and what followed
major events.
"""

import streamlit as st

from components.app.links import page_url
from components.app.page_context import PageContext, page_context
from components.escape import escape_markdown
from components.figures.diffusion import (
    DiffusionInfo,
    after_table,
    diffusion_export,
    diffusion_figure,
    diffusion_info,
    reached_table,
)
from components.widgets.chart import chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from data.sentences.diffusion import AFTER


def draw(ctx: PageContext) -> None:
    choices = ctx.choices
    info = diffusion_info(
        ctx.data,
        ctx.coded,
        choices.without_selection(),
        page_url("diffusion", ctx.data, choices.without_selection()),
        ctx.width,
    )
    figure = diffusion_figure(ctx.data, info, choices, ctx.colours, ctx.width) if len(info.found) else None
    shown = diffusion_export(ctx.data, info, choices)
    if choices.figure_only and figure:
        return draw_figure_only(ctx, figure, shown)

    st.title("Diffusion")
    st.markdown(escape_markdown(info.sentence))
    if figure:
        st.markdown("Select a mark to open the statement behind it.")
        chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key))
        cell_picker(ctx, info.found["actor"].tolist(), choices.question)
        lazy_section(
            "The same as a table, with the days after the first",
            "table",
            lambda: st.dataframe(reached_table(ctx.data, info), hide_index=True, alt=info.sentence),
        )
    draw_after(ctx, info)


def draw_after(ctx: PageContext, info: DiffusionInfo) -> None:
    st.header("After major events")
    st.markdown(escape_markdown(" ".join(filter(None, [info.followed, info.few]))))
    st.markdown(f":small[{escape_markdown(AFTER)}]")
    if len(info.after):
        st.dataframe(after_table(ctx.data, info), hide_index=True, alt=info.followed)


ctx = page_context()
draw(ctx)
open_evidence(ctx)
