"""Robustness page: headline sentences recomputed on less evidence, and which of them hold."""

import streamlit as st

from components.app.links import link_to
from components.app.page_context import PageContext, page_context
from components.escape import escape_markdown
from components.html.robustness_cards import headline_card, sure_export, sure_table
from components.widgets.export_bar import export_bar
from data.robustness.checks import MONTHS, Findings, check_headlines
from data.robustness.sentences import holding

CHECKED = (
    "Three checks. High confidence: positions and moves on less certain words are hidden; no older line comes back. Last "
    f"{MONTHS} months: only positions last stated in the {MONTHS} months up to the day. Publishers: the statements that rest on one publisher "
    "alone drop out, each publisher in turn, and positions are derived anew. = the same, ≈ other numbers or details, ≠ it comes to something "
    "else."
)


def draw(ctx: PageContext) -> None:
    choices = ctx.choices
    with st.spinner("Computing every sentence again, without each publisher in turn"):
        found = check_headlines(
            ctx.data, choices.known, choices.on, choices.since, choices.group, choices.question
        )
    st.title("How sure are we")
    told = holding(found, choices.on)
    st.markdown(escape_markdown(told))
    st.markdown(f":small[{escape_markdown(CHECKED)}]")
    # Pixels per row: a fixed height reserves the table's space until it is drawn.
    st.dataframe(sure_table(found), hide_index=True, alt=told, height=35 * (len(found.headlines) + 1) + 2)
    export_bar(ctx, sure_export(ctx.data, found, choices, told), figure=False)
    for n in range(len(found.headlines)):
        draw_headline(ctx, found, n)


def draw_headline(ctx: PageContext, found: Findings, n: int) -> None:
    about = found.headlines[n]
    st.html(headline_card(found, n))
    link_to(
        about.screen,
        "Where it stands",
        ":material/arrow_forward:",
        ctx.choices.replace(
            cell=None,
            id=None,
            confidence="all",
            stated="all",
            question=about.question or ctx.choices.question,
        ),
    )


draw(page_context())
