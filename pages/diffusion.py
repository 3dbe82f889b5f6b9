"""Diffusion: who came to support first, who followed and how many days later, who fell back, and what followed major events."""

import streamlit as st

from components.chart import draw_chart
from components.diffusion import DiffusionInfo, after_table, diffusion_figure, diffusion_info, reached_table
from components.evidence import open_evidence, open_selected
from components.filters import as_text
from components.frame import View, view, web_address
from data.sentences.diffusion import AFTER

FIGURE = "diffusion"


def draw(seen: View) -> None:
    choices = seen.choices
    info = diffusion_info(seen.data, seen.words, choices, web_address("diffusion", seen.data, choices.with_(cell=None, id=None)), seen.width)
    st.title("Diffusion")
    st.markdown(as_text(info.sentence))
    if len(info.found):
        st.markdown("Select a mark to open the statement behind it.")
        figure = diffusion_figure(seen.data, info, choices, seen.colours, seen.width)
        draw_chart(seen, figure, FIGURE, info.sentence, question=choices.question, on_select=lambda: open_selected(FIGURE))
        with st.expander("The same as a table, with the days after the first"):
            st.dataframe(reached_table(seen.data, info), hide_index=True, alt=info.sentence)
    draw_after(seen, info)


def draw_after(seen: View, info: DiffusionInfo) -> None:
    st.subheader("After major events")
    st.markdown(as_text(" ".join(filter(None, [info.followed, info.few]))))
    st.markdown(f":small[{as_text(AFTER)}]")
    if len(info.after):
        st.dataframe(after_table(seen.data, info), hide_index=True, alt=info.followed)


seen = view()
draw(seen)
open_evidence(seen)
