"""Matrix page: the stances of actors by question on the day."""

import streamlit as st

from components.app.links import page_url
from components.app.page_context import PageContext, page_context
from components.escape import escape_markdown
from components.figures.stance_matrix import matrix_export, matrix_figure, matrix_info, matrix_table
from components.html.cards import glossary
from components.widgets.chart import chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section


def draw(ctx: PageContext) -> None:
    choices = ctx.choices
    info = matrix_info(
        ctx.data,
        ctx.coded,
        choices.without_selection(),
        page_url("matrix", ctx.data, choices.without_selection()),
        ctx.width,
    )
    figure = matrix_figure(ctx.data, info, choices, ctx.colours, ctx.width)
    shown = matrix_export(ctx.data, ctx.coded, info, choices)
    if choices.figure_only:
        return draw_figure_only(ctx, figure, shown)

    st.title("Stance matrix")
    st.markdown(escape_markdown(info.sentence))
    st.markdown("Select a cell to open the evidence behind it.")
    chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key))
    cell_picker(ctx, info.rows["actor"].dropna().tolist())
    lazy_section("What the words mean", "words", lambda: st.html(glossary(ctx.data)))
    lazy_section(
        "The same as a table", "table", lambda: st.dataframe(matrix_table(ctx.data, info), alt=info.sentence)
    )


ctx = page_context()
draw(ctx)
open_evidence(ctx)
