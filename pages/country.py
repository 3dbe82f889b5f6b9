"""One actor: its answers on the day and over time, on whose words and with which limits."""

import pandas as pd
import streamlit as st

from components.app.links import link_to, web_address
from components.app.page_context import NAME, View, view
from components.app.url_sync import choose
from components.escape import as_text
from components.figures.actor_timeline import actor_timeline_info, actor_timeline_shown, actor_timeline_table
from components.figures.timeline import ZOOM, TimelineInfo, how_to_use, timeline_figure
from components.html import actor_page as parts
from components.html.cards import stylesheet
from components.state.url import country_addresses
from components.state.view_state import Cell
from components.theme.layouts import DESK, TABLET
from components.widgets.chart import draw_chart
from components.widgets.evidence_drawer import draw_search, open_evidence, open_selected
from components.widgets.figure_only import draw_alone
from components.widgets.lazy_section import draw_folded
from components.widgets.statement_list import draw_statements
from data.analysis.actor_profile import systems_of
from data.query.search import Search, facet_counts, find
from data.rules.cell_states import cell_states
from data.rules.dissent import dissent_on
from data.rules.stance_counts import group_medians
from data.sentences.actor import not_spoken_to
from data.sentences.wording import day

# The sections: anchor in the address (#answers) and heading.
SECTIONS = {"answers": "Answers on the day", "time": "Over time", "groups": "Beside its groups", "systems": "Weapon systems",
            "silence": "Not spoken to", "statements": "Every statement"}
LISTED = (
    "“Listed as supplier” is what the dataset’s list of systems says: the actor makes the system, or has given, pledged or discussed it; the "
    "note says more. It is no proof that any was given. Ranges are the longest commonly published.")


def draw_actors(seen: View) -> None:
    st.title("Country")
    st.markdown(as_text(f"Where one country or organisation stands on {day(seen.choices.on)}: since when, on whose words, with which limits. "
                        "Choose one among the filters, or here."))
    st.html(stylesheet(seen.colours) + parts.actor_list(seen.data, country_addresses(seen.data, seen.choices)))


def draw(seen: View, actor: str) -> None:
    data, choices = seen.data, seen.choices
    cells = cell_states(data, seen.words, choices.on, choices.confidence, choices.stated)
    own = cells[cells["actor"].eq(actor)]
    info = actor_timeline_info(data, seen.words, actor, choices, web_address("country", data, choices.with_(cell=None, id=None)), seen.width)

    if choices.brief:
        return draw_time(seen, info, actor)
    st.set_page_config(page_title=f"{data.names[actor]} · {NAME}")

    st.title(as_text(data.names[actor]))
    st.markdown(as_text(info.sentence))
    st.html(stylesheet(seen.colours) + parts.groups_line(data, actor, choices.on))
    st.markdown("On this page: " + " · ".join(f"[{name}](#{anchor})" for anchor, name in SECTIONS.items()))
    link_to("country", "All actors", ":material/arrow_back:", choices.with_(actor=None, cell=None, id=None, voice=()))
    draw_answers(seen, own, dissent_on(seen.words, choices.on).query("actor == @actor"))
    heading("time")
    draw_time(seen, info, actor)
    draw_groups(seen, own, group_medians(data, cells, actor, choices.on))
    draw_systems(seen, actor)
    draw_silence(seen, own, actor)
    draw_words(seen, actor)


def heading(section: str) -> None:
    st.header(SECTIONS[section], anchor=section)


def draw_answers(seen: View, own: pd.DataFrame, beside: pd.DataFrame) -> None:
    heading("answers")
    across = 3 if seen.width >= DESK else 2 if seen.width >= TABLET else 1
    for n in range(0, len(own), across):
        for column, cell in zip(st.columns(across), own.iloc[n:n + across].itertuples(), strict=False):
            # beside each other they are of one height; below each other nothing has to wait for the others to know its own
            with column.container(border=True, height="stretch" if across > 1 else "content"):
                st.html(parts.answer_card(seen.data, cell, beside[beside["question"].eq(cell.question)], seen.colours))
                st.button(as_text(f"Evidence: {seen.data.codebook.question(cell.question).short}"), key=f"answer.{cell.question}", type="tertiary",
                          icon=":material/fact_check:", on_click=choose, kwargs={"cell": Cell(cell.actor, cell.question), "id": None})
    draw_folded("The answers as a table", "answers", lambda: st.dataframe(
        parts.answers_table(seen.data, own, beside), alt="The answers to all questions on the day."))


def draw_time(seen: View, info: TimelineInfo, actor: str) -> None:
    figure = timeline_figure(seen.data, info, seen.choices, seen.colours, seen.width)
    shown = actor_timeline_shown(seen.data, info, actor, seen.choices)
    if seen.choices.brief:
        return draw_alone(seen, figure, shown)

    st.markdown(how_to_use(figure))
    draw_chart(seen, figure, shown, on_select=lambda: open_selected(shown.key), config=ZOOM)
    draw_folded("The timeline as a table", "time", lambda: st.dataframe(actor_timeline_table(seen.data, info), alt=info.sentence))


def draw_groups(seen: View, own: pd.DataFrame, medians: pd.DataFrame) -> None:
    heading("groups")
    if medians.empty:
        st.markdown(as_text(f"On {day(seen.choices.on)} it belongs to none of the groups in the dataset."))
        return
    st.markdown(as_text(f"The median is that of the group’s other member countries on {day(seen.choices.on)} that have a position, Ukraine and "
                        "Russia apart."))
    st.html(parts.median_cards(seen.data, medians, own, seen.colours))
    draw_folded("The medians as a table", "groups", lambda: st.dataframe(
        parts.medians_table(seen.data, medians), hide_index=True, placeholder="–", alt="The median of each group, by question."))


def draw_systems(seen: View, actor: str) -> None:
    heading("systems")
    systems = systems_of(seen.data, actor, seen.choices.on)
    if systems.empty:
        st.markdown("It is listed as a supplier of none of the systems in the dataset, and its statements up to this day name none.")
        return
    st.markdown(as_text(LISTED))
    st.dataframe(parts.systems_table(seen.data, systems), hide_index=True, placeholder="–",
                 column_config={"Source of the range": st.column_config.LinkColumn()}, alt="Systems that it is listed for or has spoken of.")


def draw_silence(seen: View, own: pd.DataFrame, actor: str) -> None:
    heading("silence")
    lines = not_spoken_to(seen.data, own, actor, seen.choices.on)
    st.markdown("\n".join(f"- {as_text(line)}" for line in lines) or "It has spoken to every question.")
    draw_search(seen, actor)


def draw_words(seen: View, actor: str) -> None:
    heading("statements")
    every = Search(on=seen.choices.on, actors=(actor,))
    search = Search(on=seen.choices.on, actors=(actor,), voice=seen.choices.voice)
    counts = facet_counts(seen.data, every, "voice")
    names = {"": f"All ({counts.sum()})"} | {v.code: f"{v.name.capitalize()} ({counts[v.code]})" for v in seen.data.codebook.voices}
    chosen = seen.choices.voice[0] if len(seen.choices.voice) == 1 else ""
    st.session_state["country.voice"] = chosen
    st.segmented_control("Whose words", list(names), format_func=lambda code: as_text(names[code]), key="country.voice", required=True,
                         on_change=choose_voice)
    draw_statements(seen, find(seen.data, search), search, actor=False)


def choose_voice() -> None:
    voice = st.session_state["country.voice"]
    choose(voice=(voice,) if voice else ())


seen = view()
if seen.choices.actor:
    draw(seen, seen.choices.actor)
else:
    draw_actors(seen)
open_evidence(seen)
