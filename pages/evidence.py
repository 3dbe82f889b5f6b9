"""Evidence page: every statement, searchable and filterable, or one statement on a page of its own."""

from dataclasses import fields, replace

import pandas as pd
import streamlit as st

from components.app.filters import facet_label, search_box
from components.app.links import link_to
from components.app.page_context import PageContext, page_context
from components.app.page_spec import NAME
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.state.url import month_before
from components.state.view_export import ViewExport, view_name
from components.widgets.evidence_drawer import link_to_actor, open_evidence, show_statement
from components.widgets.export_bar import export_bar
from components.widgets.lazy_section import lazy_section
from components.widgets.statement_list import draw_statements
from data.export.tables import statements_table
from data.query.search import Search, find, hits_without_each_filter
from data.sentences.coverage import search_result
from data.sentences.wording import statement_name

DEFAULTS = {f.name: f.default for f in fields(Search) if f.name != "on"}


def draw_all(ctx: PageContext) -> None:
    found = find(ctx.data, ctx.choices.search)
    st.title("Evidence")
    search_box(ctx.choices, search)
    st.markdown(escape_markdown(search_result(ctx.data, found, ctx.choices.search)))
    if found.empty:
        draw_ways_out(ctx)
        return
    if any(getattr(ctx.choices, name) != default for name, default in DEFAULTS.items()):
        st.button(
            "Clear the search and all filters",
            icon=":material/close:",
            type="tertiary",
            on_click=update_state,
            kwargs=DEFAULTS,
        )
    export_bar(ctx, shown_of(ctx, found, search_result(ctx.data, found, ctx.choices.search)), figure=False)
    draw_statements(ctx, found, ctx.choices.search)
    draw_table(ctx, found)


def shown_of(ctx: PageContext, statements: pd.DataFrame, sentence: str, *told: str) -> ViewExport:
    """Returns the export of statements.

    Args:
        told: parts of the files' name before the day.
    """
    return ViewExport(
        "evidence",
        "evidence",
        sentence,
        view_name(ctx.choices, "evidence", *told),
        "statements",
        rows=lambda: statements_table(ctx.data, statements),
        table=lambda: statements_table(ctx.data, statements).set_index("id"),
        statements=lambda: statements["id"].tolist(),
    )


def search(text: str) -> None:
    update_state(text="".join(c for c in text if c.isprintable()).strip())


def draw_ways_out(ctx: PageContext) -> None:
    """Lists the single conditions without which the search would match, with the number of matches."""
    names = {"days": "Days", "text": "Search", "group": "Group"}
    counts = hits_without_each_filter(ctx.data, ctx.choices.search)
    st.markdown(
        "Dropping one of these would find some:"
        if len(counts)
        else "No single condition is to blame: try fewer or shorter words, or drop several filters."
    )
    last = ctx.data.last_day
    with st.container(horizontal=True):
        for condition, count in counts.items():
            days = {"on": last, "since": month_before(last), "start": DEFAULTS["start"]}
            st.button(
                f"{names.get(condition) or facet_label(condition)} ({count})",
                key=f"evidence.without.{condition}",
                icon=":material/close:",
                on_click=update_state,
                kwargs=days if condition == "days" else {condition: DEFAULTS[condition]},
            )
        st.button("Clear the search and all filters", on_click=update_state, kwargs=DEFAULTS)


def draw_table(ctx: PageContext, found: pd.DataFrame) -> None:
    lazy_section(
        "The same as a table",
        "table",
        lambda: st.dataframe(
            statements_table(ctx.data, found),
            hide_index=True,
            column_config={"url": st.column_config.LinkColumn()},
            alt=search_result(ctx.data, found, ctx.choices.search),
        ),
    )


def draw_one(ctx: PageContext, statement: str) -> None:
    title = statement_name(ctx.data, statement)
    st.set_page_config(page_title=f"{title} · {NAME}")
    st.title(escape_markdown(title))
    others = ctx.choices.replace(id=None, cell=None)
    count = len(find(ctx.data, others.search))
    link_to(
        "evidence",
        f"All {count} statements that match" if count else "All statements",
        ":material/arrow_back:",
        others,
    )
    link_to_actor(ctx, ctx.data.statements_by_id.loc[statement, "actor"])
    show_statement(ctx, statement, stays=True)
    export_bar(
        ctx,
        shown_of(ctx, ctx.data.statements[ctx.data.statements["id"].eq(statement)], title, statement),
        figure=False,
    )


ctx = page_context()
if ctx.choices.id:
    draw_one(ctx, ctx.choices.id)
else:
    draw_all(ctx)
# The page already shows the statement, so the drawer only opens for cells.
open_evidence(replace(ctx, choices=ctx.choices.replace(id=None)))
