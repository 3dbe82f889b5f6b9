"""Two to five actors side by side: how they differ on the day, since when, and who moved first."""

import pandas as pd
import streamlit as st

from components.app.links import link_to, web_address
from components.app.page_context import View, view
from components.app.url_sync import choose
from components.escape import as_text
from components.figures.comparison import (
    CompareInfo,
    agreement_table,
    compare_figure,
    compare_info,
    compare_shown,
    compare_table,
    first_table,
    ready_pairs,
)
from components.figures.timeline import ZOOM, how_to_use, timeline_figure, timeline_info, timeline_shown, timeline_table
from components.html.cards import glossary, stylesheet
from components.plotting.hover import DISSENT
from components.state.view_state import COMPARED, Cell
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from data.analysis.comparison import agreement_between, comparable, first_in_favour
from data.sentences.comparison import AGREEMENT, agreement_in_words, who_was_first
from data.sentences.wording import day, listed


def draw_start(seen: View, chosen: list[str]) -> None:
    """No comparison yet: how to begin, and pairs that are worth a look."""
    data, choices = seen.data, seen.choices
    st.title("Compare")
    alone = chosen[0] if chosen else None
    known = f"{data.names[alone]} alone is no comparison: choose" if alone else "Choose"
    st.markdown(as_text(f"{known} 2 to {COMPARED} actors under “Actors compared” in the filters, or begin with a pair."))
    pairs = ready_pairs(data, seen.words, choices.on, alone)
    whose = f"{data.names[alone]} and the country" if alone else "the two countries"
    st.markdown(as_text(f"Ready pairs: {whose} with the most statements up to {day(choices.on)}, and for each question {whose} furthest "
                        "apart; of several, those with the most statements."))
    for pair in pairs.itertuples():
        with st.container(horizontal=True, vertical_alignment="center"):
            names = listed(data.names[[pair.first, pair.second]].tolist())
            link_to("compare", as_text(names), ":material/compare_arrows:",
                    choices.with_(actors=(pair.first, pair.second), question=[*pair.questions, choices.question][0], cell=None, id=None))
            furthest = listed([f"“{data.codebook.question(q).short}”" for q in pair.questions])
            st.markdown(as_text(f"furthest apart on {furthest}" if furthest else "most statements"))


def draw_sentences(info: CompareInfo, seen: View) -> None:
    """A sentence a question, differences first; where dissent stands beside a position, the way to its evidence."""
    dissent = info.cells[info.cells["dissent"]]
    for section, rows in info.rows.groupby("section", sort=False):
        st.header(section)
        for row in rows.itertuples():
            st.markdown(f"**{as_text(row.title)}**: {as_text(row.sentence)}")
            if len(beside := dissent[dissent["question"].eq(row.question)]):
                draw_dissent(seen, beside)


def draw_dissent(seen: View, cells: pd.DataFrame) -> None:
    with st.container(horizontal=True):
        for cell in cells.itertuples():
            st.button(as_text(f"{DISSENT} {seen.data.names[cell.actor]}: dissent"), key=f"compare.{cell.actor}.{cell.question}", type="tertiary",
                      help="Who speaks otherwise, and on what evidence", on_click=choose,
                      kwargs={"cell": Cell(cell.actor, cell.question), "id": None})


def draw_side_by_side(info: CompareInfo, seen: View) -> None:
    figure = compare_figure(seen.data, info, seen.choices, seen.colours, seen.width)
    shown = compare_shown(seen.data, seen.words, info, seen.choices)
    if seen.choices.brief:
        return draw_alone(seen, figure, shown)

    st.markdown("Select a cell to open the evidence behind it.")
    draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key))
    cell_picker(seen, info.actors)


def draw_over_time(info: CompareInfo, seen: View, found: pd.DataFrame, address: str) -> None:
    data, choices = seen.data, seen.choices
    st.header("Over time")
    first = who_was_first(data, found, info.actors, choices.question, choices.start, choices.on)
    st.markdown(as_text(first))
    lanes = timeline_info(data, seen.words, choices.with_(sort="name"), address, seen.width, info.actors)
    figure = timeline_figure(data, lanes, choices, seen.colours, seen.width)
    st.markdown(how_to_use(figure))
    shown = timeline_shown(data, lanes._replace(sentence=first), choices, "compare", "compared-timeline", info.actors)
    draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key), config=ZOOM)
    draw_folded("The timeline as a table", "time", lambda: st.dataframe(timeline_table(data, lanes), alt=first))


def draw_first(info: CompareInfo, seen: View, found: pd.DataFrame) -> None:
    st.header("Who moved first")
    days = f"from {day(seen.choices.start)} to {day(seen.choices.on)}"
    st.markdown(as_text(f"The first day, {days}, on which each stood at conditional support or more, whatever came later. Where only the month is "
                        "known, no days are counted."))
    st.dataframe(first_table(seen.data, found, info, seen.choices), alt=f"When each came to be in favour, {days}.")


def draw_agreement(info: CompareInfo, seen: View) -> None:
    st.header("How far they agree")
    pairs = agreement_between(comparable(seen.data, info.cells), info.actors)
    if len(pairs) == 1:
        st.markdown(as_text(agreement_in_words(seen.data, next(pairs.itertuples()))))
    else:
        st.dataframe(agreement_table(seen.data, pairs), placeholder="too few questions", alt="How far each pair of actors agrees.",
                     column_config={"Agreement": st.column_config.NumberColumn(format="%.2f")})
    st.markdown(as_text(AGREEMENT))


def draw(seen: View, actors: list[str], left_out: list[str]) -> None:
    data, choices = seen.data, seen.choices
    address = web_address("compare", data, choices.with_(cell=None, id=None, group=()))
    info = compare_info(data, seen.words, actors, choices, address, seen.width)
    if choices.brief:
        return draw_side_by_side(info, seen)

    st.title("Compare")
    st.markdown(as_text(info.sentence))
    if left_out:
        st.info(as_text(f"At most {COMPARED} are compared at once: {listed(data.names[left_out].tolist())} left out."))
    draw_sentences(info, seen)
    draw_side_by_side(info, seen)
    found = first_in_favour(seen.words, choices.start, choices.on, choices.confidence, actors=actors)
    draw_folded("What the words mean", "words", lambda: st.html(stylesheet(seen.colours) + glossary(seen.data, seen.colours)))
    draw_folded("The comparison as a table", "table", lambda: st.dataframe(compare_table(data, info), alt=info.sentence))
    draw_over_time(info, seen, found, address)
    draw_first(info, seen, found)
    draw_agreement(info, seen)


seen = view()
actors = list(seen.choices.actors)
if len(actors) > 1:
    draw(seen, actors[:COMPARED], actors[COMPARED:])
else:
    draw_start(seen, actors)
open_evidence(seen)
