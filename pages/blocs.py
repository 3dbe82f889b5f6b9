"""Blocs: who stands like whom on the day, as a matrix with its tree, and how far groups hold together over time."""

import streamlit as st

from components.app.links import go_to, link_to, web_address
from components.app.page_context import View, view
from components.escape import as_text
from components.figures.agreement_matrix import BlocsInfo, agreement_figure, blocs_info, blocs_shown, matrix_of_agreement
from components.figures.cohesion import cohesion_figure, cohesion_info, cohesion_shown, cohesion_table
from components.widgets.chart import draw_chart, selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from data.sentences.blocs import COHESION, extremes
from data.sentences.comparison import AGREEMENT, agreement_in_words
from data.sentences.wording import listed


def chosen(key: str) -> None:
    """After a click: remembers whose page or comparison is wanted, for the run that draws the screen."""
    st.session_state["blocs.to"] = list(dict.fromkeys(selected(key) or []))


def follow(seen: View) -> None:
    """Goes on to what was clicked: one actor's page, or the comparison of several."""
    actors = st.session_state.pop("blocs.to", [])
    if len(actors) == 1:
        go_to("country", seen.choices.with_(actor=actors[0]))
    elif actors:
        go_to("compare", seen.choices.with_(actors=tuple(actors)))


def draw_matrix(seen: View, info: BlocsInfo) -> None:
    figure = agreement_figure(seen.data, info, seen.choices, seen.colours, seen.width)
    shown = blocs_shown(seen.data, seen.words, info, seen.choices)
    if seen.choices.brief:
        return draw_alone(seen, figure, shown)

    draw_top(info)
    st.markdown("Select a cell to compare the two, or one on the diagonal for the actor's own page.")
    draw_chart(seen, figure, shown, on_select=lambda: chosen(shown.key))
    st.markdown(as_text(AGREEMENT))
    draw_furthest(seen, info)
    draw_folded("The matrix as a table", "matrix", lambda: st.dataframe(matrix_of_agreement(info), alt=info.sentence))


def draw_top(info: BlocsInfo) -> None:
    st.title("Blocs")
    st.markdown(as_text(info.sentence))


def draw_furthest(seen: View, info: BlocsInfo) -> None:
    """A way to a comparison without the figure."""
    for pair in extremes(seen.data, info.pairs).itertuples():
        with st.container(horizontal=True, vertical_alignment="center"):
            link_to("compare", as_text(f"Compare {listed(seen.data.names[[pair.first, pair.second]].tolist())}"), ":material/balance:",
                    seen.choices.with_(actors=(pair.first, pair.second)))
            st.markdown(as_text(f"No two countries are further apart. {agreement_in_words(seen.data, pair)}"))


def draw_over_time(seen: View) -> None:
    st.header("How far groups hold together")
    info = cohesion_info(seen.data, seen.words, seen.choices, web_address("blocs", seen.data, seen.choices.with_(cell=None, id=None)))
    st.markdown(as_text(f"{info.sentence} {COHESION}"))
    if info.rows.empty:
        return
    draw_chart(seen, cohesion_figure(info, seen.colours, seen.width), cohesion_shown(seen.data, info, seen.choices))
    draw_folded("The means as a table", "means", lambda: st.dataframe(cohesion_table(info), hide_index=True, alt=info.sentence))


def draw(seen: View, info: BlocsInfo) -> None:
    if len(info.actors) > 1:
        draw_matrix(seen, info)
        if seen.choices.brief:
            return
    else:
        draw_top(info)
    draw_over_time(seen)


seen = view()
follow(seen)
info = blocs_info(seen.data, seen.words, seen.choices, web_address("blocs", seen.data, seen.choices.with_(cell=None, id=None)), seen.width)
draw(seen, info)
