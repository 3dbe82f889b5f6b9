"""Every statement, searchable and filterable, with links; or one statement on a page of its own."""

from dataclasses import fields, replace

import pandas as pd
import streamlit as st

from components.cards import statement_card, stylesheet
from components.choices import month_before
from components.evidence import cell_of_its_day, open_evidence, show_statement
from components.filters import as_text, facet_label, search_box
from components.frame import NAME, View, choose, link_to, view
from components.more import in_parts
from data.search import Search, find, loosened
from data.sentences import day, search_result
from data.tables import statements_table

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
    st.html(stylesheet(seen.colours))
    in_parts("evidence.shown", seen.choices.search, found, lambda part: draw_cards(seen, part), "statements shown, newest first")
    draw_table(seen, found)


def search(text: str) -> None:
    choose(text="".join(c for c in text if c.isprintable()).strip())


def draw_cards(seen: View, found: pd.DataFrame) -> None:
    for said in found.to_dict("records"):
        st.html(statement_card(seen.data, said["id"], seen.colours, actor=True))
        draw_ways_on(seen, said)


def draw_ways_on(seen: View, said: dict) -> None:
    """From a statement to its own address and to the evidence of the cells that it speaks to."""
    with st.container(horizontal=True, vertical_alignment="center"):
        link_to("evidence", "Link to this statement", ":material/link:", seen.choices.with_(id=said["id"], cell=None))
        for question in seen.data.codes.loc[seen.data.codes["statement"].eq(said["id"]), "question"]:
            label = f"{seen.data.names[said['actor']]}: {seen.data.codebook.question(question).short}"
            st.button(as_text(label), key=f"evidence.{said['id']}.{question}", icon=":material/fact_check:", type="tertiary",
                      help="Where it stood on that day, and on what evidence",
                      on_click=choose, kwargs={"cell": cell_of_its_day(seen, said, question)})


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
    table = st.expander("The same as a table", on_change="rerun")
    if table.open:        # rows are only sent to those who look at them
        table.dataframe(statements_table(seen.data, found), hide_index=True, column_config={"url": st.column_config.LinkColumn()},
                        alt=search_result(seen.data, found, seen.choices.search))


def draw_one(seen: View, statement: str) -> None:
    said = seen.data.said.loc[statement]
    title = f"{seen.data.names[said['actor']]} · {said['speaker']}, {day(said['date'], said['date_precision'])}"
    st.set_page_config(page_title=f"{title} · {NAME}")
    st.title(as_text(title))
    others = seen.choices.with_(id=None, cell=None)
    count = len(find(seen.data, others.search))
    link_to("evidence", f"All {count} statements that match" if count else "All statements", ":material/arrow_back:", others)
    show_statement(seen, statement, stays=True)


seen = view()
if seen.choices.id:
    draw_one(seen, seen.choices.id)
else:
    draw_all(seen)
# a statement has this page to itself: the drawer is for cells
open_evidence(replace(seen, choices=seen.choices.with_(id=None)))
