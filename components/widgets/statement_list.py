"""A paginated list of statement cards, newest first, each with links."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.app.links import link_to
from components.app.page_context import PageContext
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.html.cards import statement_card
from components.state.url import actor_page_urls
from components.widgets.evidence_drawer import cell_of_its_day
from components.widgets.pagination import paginated
from data.query.search import Search


def draw_statements(ctx: PageContext, found: pd.DataFrame, search: Search, actor: bool = True) -> None:
    """Draws the first statements of a search, and more on request.

    Args:
        found: as from `search.find` for that search.
        actor: whether to name the actors, if the statements are those of several.
    """
    pages = actor_page_urls(ctx.data, ctx.choices)

    def draw(part: pd.DataFrame) -> None:
        for said in part.to_dict("records"):
            st.html(statement_card(ctx.data, said["id"], actor=actor, page=pages[said["actor"]]))
            _draw_ways_on(ctx, said)

    paginated("statements.shown", search, found, draw, "statements shown, newest first")


def _draw_ways_on(ctx: PageContext, said: dict) -> None:
    """Links a statement's own page, and draws buttons that open the evidence of its cells."""
    with st.container(horizontal=True, vertical_alignment="center"):
        link_to(
            "evidence",
            "Link to this statement",
            ":material/link:",
            ctx.choices.replace(id=said["id"], cell=None, actor=None),
        )
        for question in ctx.data.codes.loc[ctx.data.codes["statement"].eq(said["id"]), "question"]:
            label = f"{ctx.data.names[said['actor']]}: {ctx.data.codebook.question(question).short}"
            st.button(
                escape_markdown(label),
                key=f"evidence.{said['id']}.{question}",
                icon=":material/fact_check:",
                type="tertiary",
                help="Where it stood on that day, and on what evidence",
                on_click=update_state,
                kwargs={"cell": cell_of_its_day(ctx, said, question)},
            )
