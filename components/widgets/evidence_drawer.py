"""The evidence drawer, which opens beside any view in which a cell or a statement is selected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.app.links import link_to
from components.app.page_context import PageContext, page_context
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.html.cards import MACROS, PARTS, history_table, stance_chip, statement_card
from components.html.environment import render
from components.state.url import month_before
from components.state.view_state import Cell, actor_labels
from components.widgets.chart import selected
from data.rules.evidence import CellEvidence, cell_evidence
from data.sentences.stances import under_earlier_government
from data.sentences.wording import before, day, on_day

DRAWER_WIDTH = 620  # pixels; the reader can drag it wider


def open_evidence(view: PageContext) -> None:
    """Opens the drawer if a cell or a statement is chosen, unless the figure is shown alone.

    Closing the drawer removes the cell or statement from the choices.
    """
    if view.choices.figure_only:
        return
    cell, statement = view.choices.cell, view.choices.id
    if statement:
        said = view.data.statements_by_id.loc[statement]
        _drawer(
            f"{view.data.names[said['actor']]} · {said['speaker']}",
            lambda: _draw_statement(view, statement),
            cell=None,
            id=None,
        )
    elif cell:
        name, question = view.data.names[cell.actor], view.data.codebook.question(cell.question)
        _drawer(f"{name} · {question.title}", lambda: _draw_cell(view, cell), cell=None)


def open_selected(key: str) -> None:
    """Callback after a click in a figure: opens the evidence of the mark.

    A statement's mark opens the statement; a cell or span opens its evidence, on the day in its custom data
    if any.

    Args:
        key: key of the figure, as given to `chart`.
    """
    match selected(key):
        case [statement]:
            update_state(id=statement, cell=None)
        case [actor, question]:
            update_state(cell=Cell(actor, question), id=None)
        case [actor, question, last]:
            update_state(
                cell=page_context().choices.cell_on(actor, question, dt.date.fromisoformat(last)), id=None
            )


def _drawer(title: str, draw: Callable[[], None], **closed: None) -> None:
    """Opens a drawer.

    Args:
        closed: choices to change when the reader closes it.
    """
    st.dialog(
        escape_markdown(title),
        position="right",
        width=DRAWER_WIDTH,
        on_dismiss=lambda: update_state(**closed),
    )(draw)()


def _go(**changed: object) -> None:
    """Changes choices from inside the drawer and reruns the whole page."""
    update_state(**changed)
    st.rerun()


def link_to_actor(view: PageContext, actor: str) -> None:
    """Links to an actor's page with the same day and filters."""
    link_to(
        "country",
        escape_markdown(f"All of {view.data.names[actor]}"),
        ":material/flag:",
        view.choices.for_another_page().replace(actor=actor),
    )


def _draw_statement(view: PageContext, statement: str) -> None:
    link_to_actor(view, view.data.statements_by_id.loc[statement, "actor"])
    show_statement(view, statement)
    link_to(
        "evidence",
        "This statement on a page of its own",
        ":material/link:",
        view.choices.replace(id=statement, cell=None),
    )


def show_statement(view: PageContext, statement: str, stays: bool = False) -> None:
    """Draws a statement, its part on each question, and buttons that open the evidence of its day.

    Args:
        stays: the statement has a page of its own, beside which the evidence opens; in a drawer the evidence
            replaces the statement.
    """
    data = view.data
    said = data.statements_by_id.loc[statement]
    st.html(statement_card(data, statement, view.choices.question))
    (st.header if stays else st.subheader)("Its part in the record")
    for code in data.codes[data.codes["statement"].eq(statement)].itertuples():
        history = cell_evidence(data, view.coded, said["actor"], code.question, said["date"]).history
        part = PARTS[history.loc[history["statement"].eq(statement), "part"].item()]
        title = data.codebook.question(code.question).title
        with st.container(border=True, gap="xsmall"):
            st.html(stance_chip(data.codebook, code.stance, said["actor"], title) + f" {part}")
            label = f"{title}: where {data.names[said['actor']]} stood on that day"
            if st.button(
                escape_markdown(label),
                key=f"record.{code.question}",
                icon=":material/fact_check:",
                type="tertiary",
            ):
                _go(id=statement if stays else None, cell=cell_of_its_day(view, said, code.question))


def cell_of_its_day(view: PageContext, said: pd.Series, question: str) -> Cell:
    """Returns the cell that a statement speaks to, on the day of the statement."""
    return view.choices.cell_on(said["actor"], question, said["date"].date())


def _draw_cell(view: PageContext, cell: Cell) -> None:
    link_to_actor(view, cell.actor)
    if cell.on:
        # The figure showed another day than the view's, so the evidence is of that day.
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(MACROS.quiet_line(f"As it stood on {day(cell.on)}."))
            if st.button(
                "Use this day",
                help=f"Shows the whole view as of {day(cell.on)} and puts the day in the address.",
            ):
                _go(on=cell.on, since=month_before(cell.on), cell=Cell(cell.actor, cell.question))
        view = replace(view, choices=view.choices.replace(on=cell.on))
    _draw(view, cell.actor, cell.question)


def _draw(view: PageContext, actor: str, question: str) -> None:
    found = cell_evidence(
        view.data, view.coded, actor, question, view.choices.on, view.choices.confidence, view.choices.stated
    )
    st.html(_answer(view, actor, question, found))
    _tell_of_secrets(view, found)
    cell = found.cell
    if cell["state"] == "stated":
        _section(view, question, "The words that began this position", [cell["statement"]])
        if cell["set_by"] != cell["statement"]:
            _section(view, question, "The latest words that set it", [cell["set_by"]])
        if cell["last_statement"] not in {cell["statement"], cell["set_by"]}:
            _section(view, question, "The latest government words on it", [cell["last_statement"]])
        _section(
            view,
            question,
            "The strongest statement against this reading",
            [found.against] if found.against else [],
            f"None since {day(cell['since'], cell['since_precision'])}: no words on this question are coded otherwise, and no dissent stands.",
        )
    elif len(past := found.history[found.history["part"].ne("later")]):
        _section(view, question, "What was said so far", past["statement"].tolist()[-3:])
    _dissent(view, question, found)
    _before_and_after(view, found)
    if len(found.history):
        st.subheader("Every word on this question")
        st.html(history_table(view.data, found.history))
    st.subheader("How it was searched")
    draw_search(view, actor)


def _tell_of_secrets(view: PageContext, found: CellEvidence) -> None:
    """Lists statements that count on the day but were not public then, with a button that sets known=then."""
    if view.choices.known == "then":
        st.html(MACROS.quiet_line("Only what was public on the day is used."))
        return
    on = pd.Timestamp(view.choices.on)
    hidden = found.history[found.history["date"].le(on) & found.history["disclosed"].gt(on)]
    for word in hidden.itertuples():
        said = f"{word.speaker}, {day(word.date, word.date_precision)}"
        st.html(
            MACROS.quiet_line(f"Not public on this day: {said}; it became public on {day(word.disclosed)}.")
        )
    if len(hidden) and st.button("Show what was public on this day", icon=":material/lock_clock:"):
        _go(known="then")


def _section(
    view: PageContext, question: str, heading: str, statements: list[str], otherwise: str = ""
) -> None:
    st.subheader(heading)
    if statements:
        st.html(Markup().join(statement_card(view.data, s, question) for s in statements))
    else:
        st.html(MACROS.quiet_line(otherwise))


def _answer(view: PageContext, actor: str, question: str, found: CellEvidence) -> Markup:
    """Returns the answer in two or three plain sentences, as HTML."""
    data, cell, on = view.data, found.cell, view.choices.on
    asked, state = data.codebook.question(question), data.codebook.term("states", cell["state"])
    shown = {
        "asked": asked.asked,
        "state": state,
        "on": day(on),
        "held_back": found.held_back,
        "odd": found.deep_beyond_border and question in {"border", "deep"},
    }
    if state.code != "stated":
        first = (
            on_day(cell["first_spoken"], cell["first_spoken_precision"]) if state.code == "not_yet" else ""
        )
        return render("cell_answer.html.j2", **shown, first=first)
    stance = data.codebook.stance(int(cell["stance"]), actor)
    last = day(cell["last_stated"], data.statements_by_id.loc[cell["last_statement"], "date_precision"])
    return render(
        "cell_answer.html.j2",
        **shown,
        stance=stance,
        since=day(cell["since"], cell["since_precision"]),
        says=f"{data.names[actor]} {asked.codes[stance.code]}",
        last=f"{last}, {before(int(cell['age']))}",
        confidence=cell["confidence"],
        earlier=under_earlier_government(data, actor, cell, on),
    )


def _dissent(view: PageContext, question: str, found: CellEvidence) -> None:
    """Draws cards of dissent in force, and a line that names earlier dissent."""
    past = found.history[
        found.history["part"].eq("dissent") & ~found.history["statement"].isin(found.dissent["statement"])
    ]
    if found.dissent.empty and past.empty:
        return
    st.subheader("Dissent")
    cards = []
    for row in found.dissent.itertuples():
        relation = (
            "Same side as the line, other terms."
            if row.same_side
            else "Departs from the line."
            if pd.notna(row.line)
            else "There is no line to depart from yet."
        )
        cards += [
            MACROS.quiet_line(f"{relation} It stands beside the line until {day(row.until)}."),
            statement_card(view.data, row.statement, question),
        ]
    if len(past):
        names = "; ".join(f"{w.speaker} ({day(w.date, w.date_precision)})" for w in past.itertuples())
        cards.append(MACROS.quiet_line(f"Earlier dissent, now history: {names}."))
    st.html(Markup().join(cards))


def _before_and_after(view: PageContext, found: CellEvidence) -> None:
    if found.before is None and found.after is None:
        return
    book, said = view.data.codebook, view.data.statements_by_id["speaker"]

    def described(row: pd.Series) -> str:
        stance = book.stance(row["stance"], row["actor"])
        return f"{stance.glyph} {stance.name}, from {day(row['since'], row['since_precision'])} ({said[row['statement']]})"

    st.subheader("Before and after")
    spells = (("Before:", found.before), ("After, not used for this day:", found.after))
    st.html(
        render(
            "before_and_after.html.j2",
            spells=[(label, described(row)) for label, row in spells if row is not None],
        )
    )


def draw_search(view: PageContext, actor: str) -> None:
    """Draws how thoroughly an actor was searched for, so that a blank can be weighed.

    The line has the number of look-ups, the last day of the search, and the questions without a result.
    """
    rows = view.data.searches[view.data.searches["actor"].eq(actor)]
    if rows.empty:
        st.html(MACROS.quiet_line("Nobody has searched for this actor yet."))
        return
    row = rows.iloc[0]
    none = "; ".join(view.data.codebook.question(q).title for q in row["none_found"])
    note = f" {row['search_note']}" if pd.notna(row["search_note"]) else ""
    found = f" Nothing usable found on: {none}." if none else ""
    st.html(MACROS.quiet_line(f"{row['queries']} look-ups, until {day(row['researched'])}.{found}{note}"))


def cell_picker(view: PageContext, actors: list[str], question: str | None = None) -> None:
    """Draws a form that opens the evidence of a cell: for keyboards, screen readers and small viewports.

    Args:
        question: the only question, on a page that shows just one.
    """
    if not actors:
        return
    labels = actor_labels(view.data)
    titles = {q.code: q.title for q in view.data.codebook.questions if question in (None, q.code)}
    codes = [code for code in labels if code in actors]
    open_ = view.choices.cell or Cell("", "")
    with st.form("cell_picker", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        actor = st.selectbox(
            "Evidence for",
            codes,
            index=codes.index(open_.actor) if open_.actor in codes else 0,
            format_func=labels.get,
        )
        asked = question or st.selectbox(
            "on question",
            list(titles),
            index=list(titles).index(open_.question) if open_.question else 0,
            format_func=titles.get,
        )
        if st.form_submit_button("Show the evidence"):
            _go(cell=Cell(actor, asked), id=None)
