"""Changes page: moves and first words between two days, their direction, and the statements behind them."""

import pandas as pd
import streamlit as st

from components.app.links import link_to, page_url
from components.app.page_context import PageContext, page_context
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.figures.changes import (
    ChangesInfo,
    Stretch,
    changes_export,
    changes_figure,
    changes_info,
    nearest_stretches,
    stretches_to_offer,
)
from components.html.change_cards import step_card
from components.widgets.chart import chart
from components.widgets.evidence_drawer import open_evidence, open_selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from components.widgets.pagination import paginated
from data.export.tables import net_table, steps_table
from data.schema.fields import FIRST_DAY


def look_at(stretch: Stretch) -> None:
    choices = page_context().choices
    # The first day of other pages must stay before the as-of day.
    update_state(
        since=stretch.since, on=stretch.on, start=choices.start if choices.start < stretch.on else FIRST_DAY
    )


def draw(ctx: PageContext) -> None:
    data, choices = ctx.data, ctx.choices
    info = changes_info(
        data,
        ctx.coded,
        choices.without_selection(),
        page_url("changes", data, choices.without_selection()),
        ctx.width,
    )
    shown = changes_export(data, info, choices)
    if choices.figure_only and len(info.steps):
        return draw_figure_only(ctx, changes_figure(data, info, choices, ctx.colours, ctx.width), shown)
    if info.steps.empty:
        draw_top(ctx, info)
        draw_nearest(ctx)
        return
    figure = changes_figure(data, info, choices, ctx.colours, ctx.width)
    draw_top(ctx, info)
    chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key))
    for change, title in (("move", "Moves"), ("first words", "First words")):
        draw_steps(ctx, title, info.steps[info.steps["change"].eq(change)])
    draw_tables(ctx, info.steps, info.net, info.sentence)


def draw_top(ctx: PageContext, info: ChangesInfo) -> None:
    st.title("What changed")
    draw_stretches(ctx, stretches_to_offer(ctx.data), "stretches")
    st.markdown(escape_markdown(info.sentence))
    if info.note:
        st.markdown(f":small[{escape_markdown(info.note)}]")
    if len(info.steps):
        st.markdown("Select a row to open the evidence behind it.")


def draw_stretches(ctx: PageContext, stretches: list[Stretch], key: str) -> None:
    with st.container(horizontal=True, key=key):
        for stretch in stretches:
            chosen = (stretch.since, stretch.on) == (ctx.choices.since, ctx.choices.on)
            st.button(
                escape_markdown(stretch.name),
                key=f"changes.{stretch.name}",
                help=escape_markdown(stretch.help),
                on_click=look_at,
                args=[stretch],
                icon=":material/check:" if chosen else None,
                type="primary" if chosen else "secondary",
            )


def draw_nearest(ctx: PageContext) -> None:
    nearest = nearest_stretches(ctx.data, ctx.coded, ctx.choices)
    st.markdown("The nearest days with any:" if nearest else "Nor at any other time, under these filters.")
    draw_stretches(ctx, nearest, "nearest")


def draw_steps(ctx: PageContext, title: str, steps: pd.DataFrame) -> None:
    if len(steps):
        st.header(title)
        asked = ctx.choices.without_selection()
        paginated(
            f"changes.{title}",
            asked,
            steps,
            lambda part: draw_cards(ctx, part),
            f"{title.lower()} shown, by day",
        )


def draw_cards(ctx: PageContext, steps: pd.DataFrame) -> None:
    for step in steps.itertuples():
        key = f"{step.statement}.{step.question}"
        card = st.container(gap=None)
        card.html(step_card(ctx.data, step))
        with card.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Evidence on that day",
                key=f"cell.{key}",
                icon=":material/fact_check:",
                type="tertiary",
                on_click=update_state,
                kwargs={"cell": ctx.choices.cell_on(step.actor, step.question, step.date.date()), "id": None},
            )
            st.button(
                "The statement",
                key=f"id.{key}",
                icon=":material/format_quote:",
                type="tertiary",
                on_click=update_state,
                kwargs={"id": step.statement, "cell": None},
            )
            link_to(
                "evidence",
                "Link to it",
                ":material/link:",
                ctx.choices.replace(id=step.statement, cell=None, about=()),
            )


def draw_tables(ctx: PageContext, steps: pd.DataFrame, net: pd.DataFrame, alt: str) -> None:
    st.markdown(
        escape_markdown(
            "As tables. Stances: " + ", ".join(f"{s.code} {s.name}" for s in ctx.data.codebook.scale) + "."
        )
    )

    def net_change() -> None:
        st.markdown("Steps in between are left aside. No first stance: no position on the first day.")
        st.dataframe(net_table(ctx.data, net), hide_index=True, alt=alt)

    lazy_section("The net change between the two days", "net", net_change)
    lazy_section(
        "All moves and first words",
        "steps",
        lambda: st.dataframe(
            steps_table(ctx.data, steps),
            hide_index=True,
            column_config={"url": st.column_config.LinkColumn()},
            alt=alt,
        ),
    )


ctx = page_context()
draw(ctx)
open_evidence(ctx)
