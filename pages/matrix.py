"""The stance matrix: actors by questions on the day."""

import streamlit as st

from components.cards import glossary, stylesheet
from components.choices import Cell
from components.evidence import cell_picker, open_evidence
from components.figure import toolbar
from components.filters import as_text
from components.frame import View, choose, view, web_address
from components.matrix import matrix_figure, matrix_info, matrix_table

FIGURE = "matrix"


def select_cell() -> None:
    """A click on a cell opens its evidence. A click on the cell selected last takes plotly's selection away: it opens it again."""
    points = st.session_state[FIGURE]["selection"]["points"]
    if points:
        st.session_state["matrix.selected"] = Cell(*points[0]["customdata"][:2])
    choose(cell=st.session_state.get("matrix.selected"))


def draw(seen: View) -> None:
    choices = seen.choices
    info = matrix_info(seen.data, seen.words, choices, web_address("matrix", seen.data, choices.with_(cell=None)), seen.width)
    st.title("Stance matrix")
    st.markdown(as_text(info.sentence))
    st.markdown("Select a cell to open the evidence behind it.")
    figure = matrix_figure(seen.data, info, choices, seen.colours, seen.width)
    group = "-".join(choices.group) or "all"
    st.plotly_chart(figure, theme=None, key=FIGURE, on_select=select_cell, selection_mode="points", alt=info.sentence,
                    config=toolbar(figure, f"{choices.on}_{group}_matrix"))
    cell_picker(seen, info.rows["actor"].dropna().tolist())
    with st.expander("What the words mean"):
        st.html(stylesheet(seen.colours) + glossary(seen.data, seen.colours))
    with st.expander("The same as a table"):
        st.dataframe(matrix_table(seen.data, info), alt=info.sentence)


seen = view()
draw(seen)
open_evidence(seen)
