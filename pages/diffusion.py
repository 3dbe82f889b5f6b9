"""Diffusion: who came to support first, who followed and how many days later, who fell back, and what followed major events."""

import streamlit as st

from components.app.links import web_address
from components.app.page_context import View, view
from components.escape import as_text
from components.figures.diffusion import DiffusionInfo, after_table, diffusion_figure, diffusion_info, diffusion_shown, reached_table
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from data.sentences.diffusion import AFTER


def draw(seen: View) -> None:
    choices = seen.choices
    info = diffusion_info(seen.data, seen.words, choices, web_address("diffusion", seen.data, choices.with_(cell=None, id=None)), seen.width)
    figure = diffusion_figure(seen.data, info, choices, seen.colours, seen.width) if len(info.found) else None
    shown = diffusion_shown(seen.data, info, choices)
    if choices.brief and figure:
        return draw_alone(seen, figure, shown)

    st.title("Diffusion")
    st.markdown(as_text(info.sentence))
    if figure:
        st.markdown("Select a mark to open the statement behind it.")
        draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key))
        cell_picker(seen, info.found["actor"].tolist(), choices.question)
        draw_folded("The same as a table, with the days after the first", "table",
                    lambda: st.dataframe(reached_table(seen.data, info), hide_index=True, alt=info.sentence))
    draw_after(seen, info)


def draw_after(seen: View, info: DiffusionInfo) -> None:
    st.header("After major events")
    st.markdown(as_text(" ".join(filter(None, [info.followed, info.few]))))
    st.markdown(f":small[{as_text(AFTER)}]")
    if len(info.after):
        st.dataframe(after_table(seen.data, info), hide_index=True, alt=info.followed)


seen = view()
draw(seen)
open_evidence(seen)
