"""How sure are we: the headline sentences of the screens, computed again on less, and which of them hold."""

import streamlit as st

from components.app.links import link_to
from components.app.page_context import View, view
from components.escape import as_text
from components.html.cards import stylesheet
from components.html.robustness_cards import headline_card, sure_shown, sure_table
from components.widgets.export_bar import draw_take_away
from data.robustness.checks import MONTHS, Findings, findings
from data.robustness.sentences import holding

CHECKED = ("Three checks. High confidence: positions and moves on less certain words are hidden; no older line comes back. Last "
           f"{MONTHS} months: only positions last stated in the {MONTHS} months up to the day. Publishers: the statements that rest on one publisher "
           "alone drop out, each publisher in turn, and positions are derived anew. = the same, ≈ other numbers or details, ≠ it comes to something "
           "else.")


def draw(seen: View) -> None:
    choices = seen.choices
    with st.spinner("Computing every sentence again, without each publisher in turn"):
        found = findings(seen.data, choices.known, choices.on, choices.since, choices.group, choices.question)
    st.title("How sure are we")
    told = holding(found, choices.on)
    st.markdown(as_text(told))
    st.markdown(f":small[{as_text(CHECKED)}]")
    # pixels of a row: of a height of its own the place is kept until the table is drawn
    st.dataframe(sure_table(found), hide_index=True, alt=told, height=35 * (len(found.headlines) + 1) + 2)
    draw_take_away(seen, sure_shown(seen.data, found, choices, told), figure=False)
    st.html(stylesheet(seen.colours))
    for n in range(len(found.headlines)):
        draw_headline(seen, found, n)


def draw_headline(seen: View, found: Findings, n: int) -> None:
    about = found.headlines[n]
    st.html(headline_card(found, n))
    link_to(about.screen, "Where it stands", ":material/arrow_forward:", seen.choices.with_(
        cell=None, id=None, confidence="all", stated="all", question=about.question or seen.choices.question))


draw(view())
