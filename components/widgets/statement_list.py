"""Lists of statements, drawn: cards, newest first, more of them when asked for, each with the ways on from it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.app.links import link_to
from components.app.page_context import View
from components.app.url_sync import choose
from components.escape import as_text
from components.html.cards import statement_card, stylesheet
from components.state.url import country_addresses
from components.widgets.evidence_drawer import cell_of_its_day
from components.widgets.pagination import in_parts
from data.query.search import Search


def draw_statements(seen: View, found: pd.DataFrame, search: Search, actor: bool = True) -> None:
    """The first of the statements, and more of them as long as the reader asks for more of the same search.

    Args:
        found: as from `search.find` for that search.
        actor: name the actors, where the statements are those of several.
    """
    pages = country_addresses(seen.data, seen.choices)

    def draw(part: pd.DataFrame) -> None:
        for said in part.to_dict("records"):
            st.html(statement_card(seen.data, said["id"], seen.colours, actor=actor, page=pages[said["actor"]]))
            _draw_ways_on(seen, said)
    st.html(stylesheet(seen.colours))
    in_parts("statements.shown", search, found, draw, "statements shown, newest first")


def _draw_ways_on(seen: View, said: dict) -> None:
    """From a statement to its own address and to the evidence of the cells that it speaks to."""
    with st.container(horizontal=True, vertical_alignment="center"):
        link_to("evidence", "Link to this statement", ":material/link:", seen.choices.with_(id=said["id"], cell=None, actor=None))
        for question in seen.data.codes.loc[seen.data.codes["statement"].eq(said["id"]), "question"]:
            label = f"{seen.data.names[said['actor']]}: {seen.data.codebook.question(question).short}"
            st.button(as_text(label), key=f"evidence.{said['id']}.{question}", icon=":material/fact_check:", type="tertiary",
                      help="Where it stood on that day, and on what evidence",
                      on_click=choose, kwargs={"cell": cell_of_its_day(seen, said, question)})
