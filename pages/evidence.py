"""Every statement, searchable and filterable, with links; or one statement on a page of its own."""

from dataclasses import fields, replace

import pandas as pd
import streamlit as st

from components.app.filters import facet_label, search_box
from components.app.links import link_to
from components.app.page_context import NAME, View, view
from components.app.url_sync import choose
from components.escape import as_text
from components.state.url import month_before
from components.state.view_export import Shown, view_name
from components.widgets.evidence_drawer import link_to_actor, open_evidence, show_statement
from components.widgets.export_bar import draw_take_away
from components.widgets.lazy_section import draw_folded
from components.widgets.statement_list import draw_statements
from data.export.tables import statements_table
from data.query.search import Search, find, loosened
from data.sentences.coverage import search_result
from data.sentences.wording import statement_name

DEFAULTS = {f.name: f.default for f in fields(Search) if f.name != "on"}


def draw_all(seen: View) -> None:
    found = find(seen.data, seen.choices.search)
    st.title("Evidence")
    search_box(seen.choices, search)
    st.markdown(as_text(search_result(seen.data, found, seen.choices.search)))
    if found.empty:
        draw_ways_out(seen)
        return
    if any(getattr(seen.choices, name) != default for name, default in DEFAULTS.items()):
        st.button("Clear the search and all filters", icon=":material/close:", type="tertiary", on_click=choose, kwargs=DEFAULTS)
    draw_take_away(seen, shown_of(seen, found, search_result(seen.data, found, seen.choices.search)), figure=False)
    draw_statements(seen, found, seen.choices.search)
    draw_table(seen, found)


def shown_of(seen: View, statements: pd.DataFrame, sentence: str, *told: str) -> Shown:
    """Statements as they can be taken away.

    Args:
        told: what their files' name begins with.
    """
    return Shown("evidence", "evidence", sentence, view_name(seen.choices, "evidence", *told), "statements",
                 rows=lambda: statements_table(seen.data, statements), table=lambda: statements_table(seen.data, statements).set_index("id"),
                 statements=lambda: statements["id"].tolist())


def search(text: str) -> None:
    choose(text="".join(c for c in text if c.isprintable()).strip())


def draw_ways_out(seen: View) -> None:
    """Which single condition keeps everything away, with the number that would be found without it."""
    names = {"days": "Days", "text": "Search", "group": "Group"}
    counts = loosened(seen.data, seen.choices.search)
    st.markdown("Dropping one of these would find some:" if len(counts) else
                "No single condition is to blame: try fewer or shorter words, or drop several filters.")
    last = seen.data.last_day
    with st.container(horizontal=True):
        for condition, count in counts.items():
            days = {"on": last, "since": month_before(last), "start": DEFAULTS["start"]}
            st.button(f"{names.get(condition) or facet_label(condition)} ({count})", key=f"evidence.without.{condition}", icon=":material/close:",
                      on_click=choose, kwargs=days if condition == "days" else {condition: DEFAULTS[condition]})
        st.button("Clear the search and all filters", on_click=choose, kwargs=DEFAULTS)


def draw_table(seen: View, found: pd.DataFrame) -> None:
    draw_folded("The same as a table", "table", lambda: st.dataframe(
        statements_table(seen.data, found), hide_index=True, column_config={"url": st.column_config.LinkColumn()},
        alt=search_result(seen.data, found, seen.choices.search)))


def draw_one(seen: View, statement: str) -> None:
    title = statement_name(seen.data, statement)
    st.set_page_config(page_title=f"{title} · {NAME}")
    st.title(as_text(title))
    others = seen.choices.with_(id=None, cell=None)
    count = len(find(seen.data, others.search))
    link_to("evidence", f"All {count} statements that match" if count else "All statements", ":material/arrow_back:", others)
    link_to_actor(seen, seen.data.said.loc[statement, "actor"])
    show_statement(seen, statement, stays=True)
    draw_take_away(seen, shown_of(seen, seen.data.statements[seen.data.statements["id"].eq(statement)], title, statement), figure=False)


seen = view()
if seen.choices.id:
    draw_one(seen, seen.choices.id)
else:
    draw_all(seen)
# a statement has this page to itself: the drawer is for cells
open_evidence(replace(seen, choices=seen.choices.with_(id=None)))
