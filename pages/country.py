"""Actor page: one actor's answers on the day and over time, the statements behind them, and their limits."""

import pandas as pd
import streamlit as st

from components.app.links import link_to, page_url
from components.app.page_context import PageContext, page_context
from components.app.page_spec import NAME
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.figures.actor_timeline import actor_timeline_export, actor_timeline_info, actor_timeline_table
from components.figures.timeline import ZOOM, TimelineInfo, how_to_use, timeline_figure
from components.html import actor_page as parts
from components.state.url import actor_page_urls
from components.state.view_state import Cell
from components.theme.layouts import DESKTOP, TABLET
from components.widgets.chart import chart
from components.widgets.evidence_drawer import draw_search, open_evidence, open_selected
from components.widgets.figure_only import draw_figure_only
from components.widgets.lazy_section import lazy_section
from components.widgets.statement_list import draw_statements
from data.analysis.actor_profile import systems_of
from data.query.search import Search, facet_counts, find
from data.rules.cell_states import cell_states
from data.rules.dissent import dissent_on
from data.rules.stance_counts import group_medians
from data.sentences.actor import not_spoken_to
from data.sentences.wording import day

# The sections: anchor in the URL (#answers) and heading.
SECTIONS = {
    "answers": "Answers on the day",
    "time": "Over time",
    "groups": "Beside its groups",
    "systems": "Weapon systems",
    "silence": "Not spoken to",
    "statements": "Every statement",
}
LISTED = (
    "“Listed as supplier” is what the dataset’s list of systems says: the actor makes the system, or has given, pledged or discussed it; the "
    "note says more. It is no proof that any was given. Ranges are the longest commonly published."
)


def draw_actors(ctx: PageContext) -> None:
    st.title("Country")
    st.markdown(
        escape_markdown(
            f"Where one country or organisation stands on {day(ctx.choices.on)}: since when, on whose words, with which limits. "
            "Choose one among the filters, or here."
        )
    )
    st.html(parts.actor_list(ctx.data, actor_page_urls(ctx.data, ctx.choices)))


def draw(ctx: PageContext, actor: str) -> None:
    data, choices = ctx.data, ctx.choices
    cells = cell_states(data, ctx.coded, choices.on, choices.confidence, choices.stated)
    own = cells[cells["actor"].eq(actor)]
    info = actor_timeline_info(
        data,
        ctx.coded,
        actor,
        choices.without_selection(),
        page_url("country", data, choices.without_selection()),
        ctx.width,
    )

    if choices.figure_only:
        return draw_time(ctx, info, actor)
    st.set_page_config(page_title=f"{data.names[actor]} · {NAME}")

    st.title(escape_markdown(data.names[actor]))
    st.markdown(escape_markdown(info.sentence))
    if groups := parts.groups_line(data, actor, choices.on):
        st.html(groups)
    st.markdown("On this page: " + " · ".join(f"[{name}](#{anchor})" for anchor, name in SECTIONS.items()))
    link_to(
        "country",
        "All actors",
        ":material/arrow_back:",
        choices.replace(actor=None, cell=None, id=None, voice=()),
    )
    draw_answers(ctx, own, dissent_on(ctx.coded, choices.on).query("actor == @actor"))
    heading("time")
    draw_time(ctx, info, actor)
    draw_groups(ctx, own, group_medians(data, cells, actor, choices.on))
    draw_systems(ctx, actor)
    draw_silence(ctx, own, actor)
    draw_words(ctx, actor)


def heading(section: str) -> None:
    st.header(SECTIONS[section], anchor=section)


def draw_answers(ctx: PageContext, own: pd.DataFrame, beside: pd.DataFrame) -> None:
    heading("answers")
    across = 3 if ctx.width >= DESKTOP else 2 if ctx.width >= TABLET else 1
    for n in range(0, len(own), across):
        for column, cell in zip(st.columns(across), own.iloc[n : n + across].itertuples(), strict=False):
            # Side by side the cards have the same height; below each other each is drawn without waiting for
            # the others' height.
            with column.container(border=True, height="stretch" if across > 1 else "content"):
                st.html(parts.answer_card(ctx.data, cell, beside[beside["question"].eq(cell.question)]))
                st.button(
                    escape_markdown(f"Evidence: {ctx.data.codebook.question(cell.question).short}"),
                    key=f"answer.{cell.question}",
                    type="tertiary",
                    icon=":material/fact_check:",
                    on_click=update_state,
                    kwargs={"cell": Cell(cell.actor, cell.question), "id": None},
                )
    lazy_section(
        "The answers as a table",
        "answers",
        lambda: st.dataframe(
            parts.answers_table(ctx.data, own, beside), alt="The answers to all questions on the day."
        ),
    )


def draw_time(ctx: PageContext, info: TimelineInfo, actor: str) -> None:
    figure = timeline_figure(ctx.data, info, ctx.choices, ctx.colours, ctx.width)
    shown = actor_timeline_export(ctx.data, info, actor, ctx.choices)
    if ctx.choices.figure_only:
        return draw_figure_only(ctx, figure, shown)

    st.markdown(how_to_use(figure))
    chart(ctx, figure, shown, on_select=lambda: open_selected(shown.key), config=ZOOM)
    lazy_section(
        "The timeline as a table",
        "time",
        lambda: st.dataframe(actor_timeline_table(ctx.data, info), alt=info.sentence),
    )


def draw_groups(ctx: PageContext, own: pd.DataFrame, medians: pd.DataFrame) -> None:
    heading("groups")
    if medians.empty:
        st.markdown(
            escape_markdown(f"On {day(ctx.choices.on)} it belongs to none of the groups in the dataset.")
        )
        return
    st.markdown(
        escape_markdown(
            f"The median is that of the group’s other member countries on {day(ctx.choices.on)} that have a position, Ukraine and "
            "Russia apart."
        )
    )
    st.html(parts.median_cards(ctx.data, medians, own))
    lazy_section(
        "The medians as a table",
        "groups",
        lambda: st.dataframe(
            parts.medians_table(ctx.data, medians),
            hide_index=True,
            placeholder="–",
            alt="The median of each group, by question.",
        ),
    )


def draw_systems(ctx: PageContext, actor: str) -> None:
    heading("systems")
    systems = systems_of(ctx.data, actor, ctx.choices.on)
    if systems.empty:
        st.markdown(
            "It is listed as a supplier of none of the systems in the dataset, and its statements up to this day name none."
        )
        return
    st.markdown(escape_markdown(LISTED))
    st.dataframe(
        parts.systems_table(ctx.data, systems),
        hide_index=True,
        placeholder="–",
        column_config={"Source of the range": st.column_config.LinkColumn()},
        alt="Systems that it is listed for or has spoken of.",
    )


def draw_silence(ctx: PageContext, own: pd.DataFrame, actor: str) -> None:
    heading("silence")
    lines = not_spoken_to(ctx.data, own, actor, ctx.choices.on)
    st.markdown(
        "\n".join(f"- {escape_markdown(line)}" for line in lines) or "It has spoken to every question."
    )
    draw_search(ctx, actor)


def draw_words(ctx: PageContext, actor: str) -> None:
    heading("statements")
    every = Search(on=ctx.choices.on, actors=(actor,))
    search = Search(on=ctx.choices.on, actors=(actor,), voice=ctx.choices.voice)
    counts = facet_counts(ctx.data, every, "voice")
    names = {"": f"All ({counts.sum()})"} | {
        v.code: f"{v.name.capitalize()} ({counts[v.code]})" for v in ctx.data.codebook.voices
    }
    chosen = ctx.choices.voice[0] if len(ctx.choices.voice) == 1 else ""
    st.session_state["country.voice"] = chosen
    st.segmented_control(
        "Whose words",
        list(names),
        format_func=lambda code: escape_markdown(names[code]),
        key="country.voice",
        required=True,
        on_change=choose_voice,
    )
    draw_statements(ctx, find(ctx.data, search), search, actor=False)


def choose_voice() -> None:
    voice = st.session_state["country.voice"]
    update_state(voice=(voice,) if voice else ())


ctx = page_context()
if ctx.choices.actor:
    draw(ctx, ctx.choices.actor)
else:
    draw_actors(ctx)
open_evidence(ctx)
