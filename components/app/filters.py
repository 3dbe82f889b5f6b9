"""The shared filters: one widget per field of the view state that a page names.

Labels are for readers, values are codes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields

import streamlit as st

from components.app.page_spec import PageSpec
from components.state.view_state import FIELDS, ViewState, Widget, actor_labels
from data.dataset import Dataset
from data.query.parameters import LONGEST_SEARCH, SINCE_DAYS, month_before
from data.query.search import facet_counts
from data.schema.fields import FIRST_DAY

_PREFIX = "choice."


def draw(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    """Draws the filters of a page and returns the choices with the values set in them.

    Raises:
        KeyError: if a filter's name is not a field of the view state.
    """
    if page.filters:
        st.header("Filters", divider="gray")
    for name in page.filters:
        if name in page.facets:
            choices = _facet(data, choices, name)
        elif name in _OWN:
            choices = _OWN[name](data, choices, page)
        else:
            choices = _list(data, choices, name)
    return choices


def with_widget_values(data: Dataset, choices: ViewState) -> ViewState:
    """Returns the choices with the values just set in any filter, even before it is drawn."""
    for key in _set():
        name, value = key.removeprefix(_PREFIX), st.session_state[key]
        if name == "known":
            value = "then" if value else "now"
        if FIELDS[name].metadata["facet"] or value is None and name in ("on", "since", "start"):
            continue
        choices = choices.replace(**{name: tuple(value) if isinstance(value, list) else value})
    return _with_facet_values(data, choices)


def reset_widget(name: str) -> None:
    """Makes the filter take its value from the choices at its next render, and not from session state."""
    st.session_state.pop(_PREFIX + name, None)


def reset_all_widgets() -> None:
    for key in _set():
        del st.session_state[key]


def reset_changed_widgets(before: ViewState, after: ViewState) -> None:
    """Resets the filters whose choice has changed, so that they take the new one at their next render.

    A change of the as-of day resets all filters, because the day limits the values of the others.
    """
    if before.on != after.on:
        reset_all_widgets()
    for field in fields(ViewState):
        if getattr(before, field.name) != getattr(after, field.name):
            reset_widget(field.name)


def resync_widgets() -> None:
    """Sends the values of all filters to the browser again, even those that it should already have."""
    for key in _set():
        st.session_state[key] = st.session_state[key]


def search_box(choices: ViewState, searched: Callable[[str], None]) -> None:
    """Draws the search box in the body of a page: on a phone the other filters are collapsed.

    Args:
        searched: callback, called with the text that the reader has entered.
    """
    key = _key("text", choices.text)
    st.text_input(
        "Search",
        key=key,
        on_change=lambda: searched(st.session_state[key]),
        max_chars=LONGEST_SEARCH,
        icon=":material/search:",
        placeholder="ATACMS, or “launch sites”",
        help="In summaries, phrases, limits, weapon systems, and the names and offices of speakers. All words must occur, "
        "whole or as the beginning of a word; words in quotes, exactly so. Capitals and accents make no difference. "
        "An actor's code or usual name, as UK or Holland, finds all that it said.",
    )


def _set() -> list[str]:
    """Returns the session state keys of the filters that have a value."""
    return [key for key in st.session_state if str(key).startswith(_PREFIX)]


def _key(name: str, value: object) -> str:
    """Returns the widget's session state key; sets the value if the key has none yet."""
    key = _PREFIX + name
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def _on(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    on = st.date_input(
        "As-of day",
        min_value=FIRST_DAY,
        max_value=data.last_day,
        format="YYYY-MM-DD",
        key=_key("on", choices.on),
        help="Positions are shown as they stood on this day; nothing said later is used.",
    )
    if on == choices.on:
        return choices
    # The earlier day stays as the reader set it, unless it was the default or would no longer be earlier.
    follows = choices.since == month_before(choices.on) or choices.since >= on
    if follows:
        reset_widget("since")
    reaches = choices.start < on
    if not reaches:
        reset_widget("start")
    return choices.replace(
        on=on,
        since=month_before(on) if follows else choices.since,
        start=choices.start if reaches else FIRST_DAY,
    )


def _since(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    latest = max(choices.on - dt.timedelta(days=1), FIRST_DAY)
    since = st.date_input(
        "Changes since",
        min_value=FIRST_DAY,
        max_value=latest,
        format="YYYY-MM-DD",
        key=_key("since", min(choices.since, latest)),
        help=f"Shows what differs from this earlier day ({SINCE_DAYS} days before the as-of day unless set).",
    )
    return choices.replace(since=since)


def _start(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    latest = choices.on - dt.timedelta(days=1)
    if latest < FIRST_DAY:
        return choices
    start = st.date_input(
        "From",
        min_value=FIRST_DAY,
        max_value=latest,
        format="YYYY-MM-DD",
        key=_key("start", min(choices.start, latest)),
        help="The first day shown. The as-of day is the last.",
    )
    return choices.replace(start=start)


def _list(data: Dataset, choices: ViewState, name: str) -> ViewState:
    """Draws a multiselect or selectbox as the field's `Widget` declares it."""
    widget: Widget = FIELDS[name].metadata["widget"]
    value, options = getattr(choices, name), widget.options(data)
    if isinstance(value, tuple):
        chosen = tuple(
            st.multiselect(
                widget.label,
                list(options),
                format_func=options.get,
                key=_key(name, list(value)),
                placeholder=widget.placeholder,
                help=widget.help,
            )
        )
    else:
        chosen = st.selectbox(
            widget.label, list(options), format_func=options.get, key=_key(name, value), help=widget.help
        )
    return choices.replace(**{name: chosen})


def _answers(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    if choices.sort != "permissiveness":
        return choices
    options = list(range(1, len(data.codebook.questions) + 1))
    return choices.replace(
        answers=st.selectbox(
            "Rank actors with at least",
            options,
            format_func=lambda n: f"{n} answer{'s' if n > 1 else ''}",
            key=_key("answers", choices.answers),
            help="A mean over one or two answers says little; actors with fewer than this stand below the ranked ones.",
        )
    )


def _known(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    then = st.checkbox(
        "Only what was public on the day",
        key=_key("known", choices.known == "then"),
        help="An act that became public later than it happened counts from its own day, unless this is set: then from the day of its "
        "disclosure.",
    )
    return choices.replace(known="then" if then else "now")


def _actor(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    labels = actor_labels(data)
    return choices.replace(
        actor=st.selectbox(
            "Actor",
            list(labels),
            index=None,
            format_func=labels.get,
            key=_key("actor", choices.actor),
            placeholder="Choose an actor",
        )
    )


def _actors(data: Dataset, choices: ViewState, page: PageSpec) -> ViewState:
    labels, most = actor_labels(data), page.most_actors
    # A URL may name more actors than the limit: they stay until the reader removes them.
    compared = (
        {
            "label": "Actors compared",
            "max_selections": max(most, len(choices.actors)),
            "placeholder": f"2 to {most} actors",
        }
        if most
        else {
            "label": "Actors",
            "placeholder": "All, or those of the group",
            "help": "Only these; with a group, those of them that belong to it.",
        }
    )
    actors = st.multiselect(
        options=list(labels),
        format_func=labels.get,
        key=_key("actors", list(choices.actors)),
        select_all=False,
        **compared,
    )
    return choices.replace(actors=tuple(actors))


# Filters with their own rules.
_OWN: dict[str, Callable[[Dataset, ViewState, PageSpec], ViewState]] = {
    "on": _on,
    "since": _since,
    "start": _start,
    "answers": _answers,
    "known": _known,
    "actor": _actor,
    "actors": _actors,
}


def facet_label(facet: str) -> str:
    """Returns the label of a facet."""
    return FIELDS[facet].metadata["facet"].label


def _facet(data: Dataset, choices: ViewState, name: str) -> ViewState:
    """Draws a list whose options state how many statements each would match under all other conditions.

    In a multiselect, options without matches are left out unless they are chosen.
    """
    facet: Widget = FIELDS[name].metadata["facet"]
    labels, choices = facet.options(data), _with_facet_values(data, choices)
    counts, chosen = facet_counts(data, choices.search, name), getattr(choices, name)
    # Streamlit stores the labels that a reader chose and drops those whose count has changed, so the value is
    # written again.
    st.session_state[_PREFIX + name] = list(chosen) if isinstance(chosen, tuple) else chosen
    common = {
        "format_func": lambda code: f"{labels[code]} ({counts[code]})",
        "key": _PREFIX + name,
        "help": facet.help,
    }
    if isinstance(chosen, str):
        return choices.replace(**{name: st.selectbox(facet.label, list(labels), **common)})
    options = [code for code in labels if counts[code] or code in chosen]
    # With "select all", the first option would be all matches; typed text should have the actor it means as
    # its first option.
    return choices.replace(
        **{
            name: tuple(
                st.multiselect(
                    facet.label, options, placeholder=facet.placeholder, select_all=name != "actors", **common
                )
            )
        }
    )


def _with_facet_values(data: Dataset, choices: ViewState) -> ViewState:
    """Returns the choices with the values that the reader has just set in any facet.

    This includes facets that are drawn further down, because the counts of each depend on all of them.
    """
    for name, field in FIELDS.items():
        value = st.session_state.get(_PREFIX + name)
        if field.metadata["facet"] and value is not None:
            by_label = {label: code for code, label in field.metadata["facet"].options(data).items()}
            # A click sent before the counts changed carries a label that no longer exists; the part before
            # the count is unchanged.
            codes = [
                by_label.get(v.rpartition(" (")[0], v) for v in ([value] if isinstance(value, str) else value)
            ]
            choices = choices.replace(**{name: codes[0] if isinstance(value, str) else tuple(codes)})
    return choices
