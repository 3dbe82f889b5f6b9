"""What changed: moves and first words between two days, which way, and on whose words."""

import pandas as pd
import streamlit as st

from components.app.links import link_to, web_address
from components.app.page_context import View, view
from components.app.url_sync import choose
from components.escape import as_text
from components.figures.changes import ChangesInfo, Stretch, changes_figure, changes_info, changes_shown, nearest_stretches, stretches_to_offer
from components.html.cards import stylesheet
from components.html.change_cards import step_card
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import open_evidence, open_selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from components.widgets.pagination import in_parts
from data.export.tables import net_table, steps_table
from data.schema.fields import FIRST_DAY


def look_at(stretch: Stretch) -> None:
    choices = view().choices
    # the first day of other screens has to stay before the day shown
    choose(since=stretch.since, on=stretch.on, start=choices.start if choices.start < stretch.on else FIRST_DAY)


def draw(seen: View) -> None:
    data, choices = seen.data, seen.choices
    info = changes_info(data, seen.words, choices, web_address("changes", data, choices.with_(cell=None, id=None)), seen.width)
    shown = changes_shown(data, info, choices)
    if choices.brief and len(info.steps):
        return draw_alone(seen, changes_figure(data, info, choices, seen.colours, seen.width), shown)
    if info.steps.empty:
        draw_top(seen, info)
        draw_nearest(seen)
        return
    figure = changes_figure(data, info, choices, seen.colours, seen.width)
    draw_top(seen, info)
    draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key))
    st.html(stylesheet(seen.colours))
    for change, title in (("move", "Moves"), ("first words", "First words")):
        draw_steps(seen, title, info.steps[info.steps["change"].eq(change)])
    draw_tables(seen, info.steps, info.net, info.sentence)


def draw_top(seen: View, info: ChangesInfo) -> None:
    st.title("What changed")
    draw_stretches(seen, stretches_to_offer(seen.data), "stretches")
    st.markdown(as_text(info.sentence))
    if info.note:
        st.markdown(f":small[{as_text(info.note)}]")
    if len(info.steps):
        st.markdown("Select a row to open the evidence behind it.")


def draw_stretches(seen: View, stretches: list[Stretch], key: str) -> None:
    with st.container(horizontal=True, key=key):
        for stretch in stretches:
            chosen = (stretch.since, stretch.on) == (seen.choices.since, seen.choices.on)
            st.button(as_text(stretch.name), key=f"changes.{stretch.name}", help=as_text(stretch.help), on_click=look_at, args=[stretch],
                      icon=":material/check:" if chosen else None, type="primary" if chosen else "secondary")


def draw_nearest(seen: View) -> None:
    nearest = nearest_stretches(seen.data, seen.words, seen.choices)
    st.markdown("The nearest days with any:" if nearest else "Nor at any other time, under these filters.")
    draw_stretches(seen, nearest, "nearest")


def draw_steps(seen: View, title: str, steps: pd.DataFrame) -> None:
    if len(steps):
        st.header(title)
        asked = seen.choices.with_(cell=None, id=None)
        in_parts(f"changes.{title}", asked, steps, lambda part: draw_cards(seen, part), f"{title.lower()} shown, by day")


def draw_cards(seen: View, steps: pd.DataFrame) -> None:
    for step in steps.itertuples():
        key = f"{step.statement}.{step.question}"
        card = st.container(gap=None)
        card.html(step_card(seen.data, step, seen.colours))
        with card.container(horizontal=True, vertical_alignment="center"):
            st.button("Evidence on that day", key=f"cell.{key}", icon=":material/fact_check:", type="tertiary", on_click=choose,
                      kwargs={"cell": seen.choices.cell_on(step.actor, step.question, step.date.date()), "id": None})
            st.button("The statement", key=f"id.{key}", icon=":material/format_quote:", type="tertiary", on_click=choose,
                      kwargs={"id": step.statement, "cell": None})
            link_to("evidence", "Link to it", ":material/link:", seen.choices.with_(id=step.statement, cell=None, about=()))


def draw_tables(seen: View, steps: pd.DataFrame, net: pd.DataFrame, alt: str) -> None:
    st.markdown(as_text("As tables. Stances: " + ", ".join(f"{s.code} {s.name}" for s in seen.data.codebook.scale) + "."))

    def net_change() -> None:
        st.markdown("Steps in between are left aside. No first stance: no position on the first day.")
        st.dataframe(net_table(seen.data, net), hide_index=True, alt=alt)

    draw_folded("The net change between the two days", "net", net_change)
    draw_folded("All moves and first words", "steps", lambda: st.dataframe(
        steps_table(seen.data, steps), hide_index=True, column_config={"url": st.column_config.LinkColumn()}, alt=alt))


seen = view()
draw(seen)
open_evidence(seen)
