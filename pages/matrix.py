"""The stance matrix: actors by questions on the day."""

import streamlit as st

from components.app.links import web_address
from components.app.page_context import View, view
from components.escape import as_text
from components.figures.stance_matrix import matrix_figure, matrix_info, matrix_shown, matrix_table
from components.html.cards import glossary, stylesheet
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded


def draw(seen: View) -> None:
    choices = seen.choices
    info = matrix_info(seen.data, seen.words, choices, web_address("matrix", seen.data, choices.with_(cell=None)), seen.width)
    figure = matrix_figure(seen.data, info, choices, seen.colours, seen.width)
    shown = matrix_shown(seen.data, seen.words, info, choices)
    if choices.brief:
        return draw_alone(seen, figure, shown)

    st.title("Stance matrix")
    st.markdown(as_text(info.sentence))
    st.markdown("Select a cell to open the evidence behind it.")
    draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key))
    cell_picker(seen, info.rows["actor"].dropna().tolist())
    draw_folded("What the words mean", "words", lambda: st.html(stylesheet(seen.colours) + glossary(seen.data, seen.colours)))
    draw_folded("The same as a table", "table", lambda: st.dataframe(matrix_table(seen.data, info), alt=info.sentence))


seen = view()
draw(seen)
open_evidence(seen)
