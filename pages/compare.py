"""Comparison page: how two to five actors differ on the day, since when, and who moved first."""

import pandas as pd
import streamlit as st

from components.app.links import link_to, page_url
from components.app.page_context import PageContext, page_context
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.figures.comparison import (
    CompareInfo,
    agreement_table,
    compare_export,
    compare_figure,
    compare_info,
    compare_table,
    first_table,
    ready_pairs,
)
from components.figures.timeline import (
    ZOOM,
    how_to_use,
    timeline_export,
    timeline_figure,
    timeline_info,
    timeline_table,
)
from components.html.cards import glossary
from components.plotting.hover import DISSENT
from components.state.view_state import COMPARED, Cell
from components.widgets.chart import chart
from components.widgets.evidence_drawer import cell_picker, open_evidence, open_selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from data.analysis.comparison import agreement_between, comparable, first_in_favour
from data.sentences.comparison import AGREEMENT, agreement_in_words, who_was_first
from data.sentences.wording import day, join_names


def draw_start(ctx: PageContext, chosen: list[str]) -> None:
    """Draws the page without a comparison: how to begin, and suggested pairs."""
    data, choices = ctx.data, ctx.choices
    st.title("Compare")
    alone = chosen[0] if chosen else None
    known = f"{data.names[alone]} alone is no comparison: choose" if alone else "Choose"
    st.markdown(
        escape_markdown(
            f"{known} 2 to {COMPARED} actors under “Actors compared” in the filters, or begin with a pair."
        )
    )
    pairs = ready_pairs(data, ctx.coded, choices.on, alone)
    whose = f"{data.names[alone]} and the country" if alone else "the two countries"
    st.markdown(
        escape_markdown(
            f"Ready pairs: {whose} with the most statements up to {day(choices.on)}, and for each question {whose} furthest "
            "apart; of several, those with the most statements."
        )
    )
    for pair in pairs.itertuples():
        with st.container(horizontal=True, vertical_alignment="center"):
            names = join_names(data.names[[pair.first, pair.second]].tolist())
            link_to(
                "compare",
                escape_markdown(names),
                ":material/compare_arrows:",
                choices.replace(
                    actors=(pair.first, pair.second),
                    question=[*pair.questions, choices.question][0],
                    cell=None,
                    id=None,
                ),
            )
            furthest = join_names([f"“{data.codebook.question(q).short}”" for q in pair.questions])
            st.markdown(escape_markdown(f"furthest apart on {furthest}" if furthest else "most statements"))


def draw_sentences(info: CompareInfo, ctx: PageContext) -> None:
    """Draws one sentence per question, differences first.

    Where dissent stands beside a position, a button opens its evidence.
    """
    dissent = info.cells[info.cells["dissent"]]
    for section, rows in info.rows.groupby("section", sort=False):
        st.header(section)
        for row in rows.itertuples():
            st.markdown(f"**{escape_markdown(row.title)}**: {escape_markdown(row.sentence)}")
            if len(beside := dissent[dissent["question"].eq(row.question)]):
                draw_dissent(ctx, beside)


def draw_dissent(ctx: PageContext, cells: pd.DataFrame) -> None:
    with st.container(horizontal=True):
        for cell in cells.itertuples():
            st.button(
                escape_markdown(f"{DISSENT} {ctx.data.names[cell.actor]}: dissent"),
                key=f"compare.{cell.actor}.{cell.question}",
                type="tertiary",
                help="Who speaks otherwise, and on what evidence",
                on_click=update_state,
                kwargs={"cell": Cell(cell.actor, cell.question), "id": None},
            )


def draw_side_by_side(info: CompareInfo, ctx: PageContext) -> None:
    figure = compare_figure(ctx.data, info, ctx.choices, ctx.colours, ctx.width)
    shown = compare_export(ctx.data, ctx.coded, info, ctx.choices)
    if ctx.choices.figure_only:
        return draw_figure_only(ctx, figure, shown)

    st.markdown("Select a cell to open the evidence behind it.")
    chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key))
    cell_picker(ctx, info.actors)


def draw_over_time(info: CompareInfo, ctx: PageContext, found: pd.DataFrame, address: str) -> None:
    data, choices = ctx.data, ctx.choices
    st.header("Over time")
    first = who_was_first(data, found, info.actors, choices.question, choices.start, choices.on)
    st.markdown(escape_markdown(first))
    lanes = timeline_info(data, ctx.coded, choices.replace(sort="name"), address, ctx.width, info.actors)
    figure = timeline_figure(data, lanes, choices, ctx.colours, ctx.width)
    st.markdown(how_to_use(figure))
    shown = timeline_export(
        data, lanes._replace(sentence=first), choices, "compare", "compared-timeline", info.actors
    )
    chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key), config=ZOOM)
    lazy_section(
        "The timeline as a table", "time", lambda: st.dataframe(timeline_table(data, lanes), alt=first)
    )


def draw_first(info: CompareInfo, ctx: PageContext, found: pd.DataFrame) -> None:
    st.header("Who moved first")
    days = f"from {day(ctx.choices.start)} to {day(ctx.choices.on)}"
    st.markdown(
        escape_markdown(
            f"The first day, {days}, on which each stood at conditional support or more, whatever came later. Where only the month is "
            "known, no days are counted."
        )
    )
    st.dataframe(
        first_table(ctx.data, found, info, ctx.choices), alt=f"When each came to be in favour, {days}."
    )


def draw_agreement(info: CompareInfo, ctx: PageContext) -> None:
    st.header("How far they agree")
    pairs = agreement_between(comparable(ctx.data, info.cells), info.actors)
    if len(pairs) == 1:
        st.markdown(escape_markdown(agreement_in_words(ctx.data, next(pairs.itertuples()))))
    else:
        st.dataframe(
            agreement_table(ctx.data, pairs),
            placeholder="too few questions",
            alt="How far each pair of actors agrees.",
            column_config={"Agreement": st.column_config.NumberColumn(format="%.2f")},
        )
    st.markdown(escape_markdown(AGREEMENT))


def draw(ctx: PageContext, actors: list[str], left_out: list[str]) -> None:
    data, choices = ctx.data, ctx.choices
    address = page_url("compare", data, choices.replace(cell=None, id=None, group=()))
    info = compare_info(data, ctx.coded, actors, choices.without_selection(), address, ctx.width)
    if choices.figure_only:
        return draw_side_by_side(info, ctx)

    st.title("Compare")
    st.markdown(escape_markdown(info.sentence))
    if left_out:
        st.info(
            escape_markdown(
                f"At most {COMPARED} are compared at once: {join_names(data.names[left_out].tolist())} left out."
            )
        )
    draw_sentences(info, ctx)
    draw_side_by_side(info, ctx)
    found = first_in_favour(ctx.coded, choices.start, choices.on, choices.confidence, actors=actors)
    lazy_section("What the words mean", "words", lambda: st.html(glossary(ctx.data)))
    lazy_section(
        "The comparison as a table",
        "table",
        lambda: st.dataframe(compare_table(data, info), alt=info.sentence),
    )
    draw_over_time(info, ctx, found, address)
    draw_first(info, ctx, found)
    draw_agreement(info, ctx)


ctx = page_context()
actors = list(ctx.choices.actors)
if len(actors) > 1:
    draw(ctx, actors[:COMPARED], actors[COMPARED:])
else:
    draw_start(ctx, actors)
open_evidence(ctx)
