"""The way in: what this is, until when, how far it can be trusted, and where governments stand on the day."""

import pandas as pd
import streamlit as st

from components.app.links import link_to, other_screens, web_address
from components.app.page_context import NAME, View, view
from components.app.url_sync import choose
from components.escape import as_text
from components.figures.stance_counts import CountsInfo, counts_figure, counts_info, counts_shown, counts_table
from components.html.cards import stylesheet
from components.html.change_cards import move_line, moves_info
from components.theme.layouts import DESK
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import open_evidence
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from data.rules.cell_states import cell_states
from data.rules.changes import counted_changes
from data.rules.membership import counted_on
from data.schema.fields import FIRST_DAY
from data.sentences.coverage import how_sure, searched
from data.sentences.stances import latest_moves
from data.sentences.wording import day

FIGURE_SHARE, BETWEEN = 0.62, 16          # of the width, beside the moves; pixels between the two


def draw(seen: View) -> None:
    data, choices = seen.data, seen.choices
    beside = seen.width >= DESK and not choices.brief
    width = int((seen.width - BETWEEN) * FIGURE_SHARE) if beside else seen.width
    info = counts_info(data, seen.words, choices, web_address("", data, choices.with_(cell=None)), width)
    cells = cell_states(data, seen.words, choices.on, choices.confidence, choices.stated)
    if choices.brief:
        return draw_counts(seen, info, cells, width)

    actors = counted_on(data, choices.group, choices.on)
    steps = counted_changes(data, seen.words, choices.on, choices.group, choices.confidence)
    st.title(NAME)
    st.markdown("Where governments stand on Ukrainian strikes inside Russia, on any day since 24 February 2022, with the evidence.")
    st.markdown(as_text(" ".join([info.sentence, latest_moves(data, steps, choices.on, choices.group)])))
    left, right = st.columns([FIGURE_SHARE, 1 - FIGURE_SHARE]) if beside else (st.container(), st.container())
    with left:
        draw_counts(seen, info, cells, width, f"{searched(data)} {how_sure(data, cells, actors)} Data {data.version}.")
    with right:
        draw_moves(seen, steps)
    draw_ways(seen)
    draw_folded("The counts as a table", "counts", lambda: st.dataframe(
        counts_table(data, seen.words, choices), alt="How many countries hold each stance, by question."))


def draw_counts(seen: View, info: CountsInfo, cells: pd.DataFrame, width: int, trust: str = "") -> None:
    figure = counts_figure(seen.data, info, seen.colours, width)
    shown = counts_shown(seen.data, seen.words, cells, info, seen.choices)
    if seen.choices.brief:
        return draw_alone(seen, figure, shown)
    draw_chart(seen, figure, shown, caption=trust)


def draw_moves(seen: View, steps: pd.DataFrame) -> None:
    st.header("Latest moves")
    st.html(stylesheet(seen.colours))
    moves = moves_info(seen.data, steps)
    if moves["change"].ne("move").all():
        then = ". The latest first words:" if len(moves) else "."
        st.markdown(as_text(f"No move up to {day(seen.choices.on)}{then}"))
    with st.container(gap=None):
        for n, move in enumerate(moves.itertuples()):
            st.button(as_text(move.label), key=f"move.{n}", type="tertiary", icon=":material/chevron_right:", icon_position="right",
                      on_click=choose, kwargs={"cell": move.cell})
            st.html(move_line(seen.data, move, seen.colours))
    since = moves["date"].min() - pd.Timedelta(days=1)
    if since >= pd.Timestamp(FIRST_DAY):
        link_to("changes", f"All that changed since {day(since)}", ":material/compare_arrows:",
                seen.choices.with_(since=since.date(), cell=None))


def draw_ways(seen: View) -> None:
    with st.container(key="ways"):
        st.header("The other screens")
        for screen in other_screens():
            link_to(screen.path, f"**{screen.title}** {screen.about}", screen.icon, seen.choices.with_(cell=None))


seen = view()
draw(seen)
open_evidence(seen)
