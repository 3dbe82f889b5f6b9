"""The shared filters. Each widget shows one choice and gives it back; labels are for readers, values are codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields

import streamlit as st

from components.state.view_state import COMPARED, REGIONS, SORTS, ViewState, thresholds
from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.query.parameters import LONGEST_SEARCH, SINCE_DAYS, month_before
from data.query.search import facet_counts
from data.schema.fields import FIRST_DAY
from data.schema.text import normalize

_PREFIX = "choice."
_CONFIDENCE = {"all": "All", "medium": "Medium and high", "high": "High only"}
_STATED = {"all": "At any time", "24": "In the last 24 months", "12": "In the last 12 months"}


def draw(data: Dataset, choices: ViewState, names: tuple[str, ...]) -> ViewState:
    """Draws the named filters and gives the choices with what the reader set in them.

    Raises:
        KeyError: for a name without a filter.
    """
    if names:
        st.header("Filters", divider="gray")
    for name in names:
        choices = _WIDGETS[name](data, choices)
    return choices


def chosen(data: Dataset, choices: ViewState) -> ViewState:
    """The choices with what a reader has just set in any filter, also before it is drawn."""
    for key in _set():
        name, value = key.removeprefix(_PREFIX), st.session_state[key]
        if name == "known":
            value = "then" if value else "now"
        if name in _FACETS or value is None and name in ("on", "since", "start"):
            continue
        choices = choices.replace(**{name: tuple(value) if isinstance(value, list) else value})
    return _as_set(data, choices)


def reset_widget(name: str) -> None:
    """The filter takes its value from the choices when it is drawn next, not from what was last set in it."""
    st.session_state.pop(_PREFIX + name, None)


def reset_all_widgets() -> None:
    for key in _set():
        del st.session_state[key]


def reset_changed_widgets(before: ViewState, after: ViewState) -> None:
    """Each filter whose choice has become another takes it from the choices when it is drawn next; all do where the day has: it bounds the rest."""
    if before.on != after.on:
        reset_all_widgets()
    for field in fields(ViewState):
        if getattr(before, field.name) != getattr(after, field.name):
            reset_widget(field.name)


def resync_widgets() -> None:
    """The browser is sent what stands in the filters, also where it should know it already."""
    for key in _set():
        st.session_state[key] = st.session_state[key]


def search_box(choices: ViewState, searched: Callable[[str], None]) -> None:
    """The box for the words of a search, for a screen's own part: on a phone the other filters are folded away.

    Args:
        searched: called with what the reader has typed.
    """
    key = _key("text", choices.text)
    st.text_input("Search", key=key, on_change=lambda: searched(st.session_state[key]), max_chars=LONGEST_SEARCH, icon=":material/search:",
                  placeholder="ATACMS, or “launch sites”",
                  help="In summaries, phrases, limits, weapon systems, and the names and offices of speakers. All words must occur, "
                       "whole or as the beginning of a word; words in quotes, exactly so. Capitals and accents make no difference. "
                       "An actor's code or usual name, as UK or Holland, finds all that it said.")


SHORTEST_SHOWN = 3          # letters of an alias that stands beside the name: shorter ones are codes


@cached_on_dataset(1)
def actor_labels(data: Dataset) -> dict[str, str]:
    """What lists of actors show, by code and in the order of names: the name, and in brackets the first alias unless it has but two letters.

    The browser matches what a reader types with these labels alone, so that other aliases find nothing, and it ranks a label that begins with it
    above one whose words begin with its letters: UK would be Ukraine before United Kingdom. In a name that begins with the initials by which another
    actor is called, a word joiner, which has no width, after the first letter turns that round.
    """
    rows = data.actors.sort_values("name")[["code", "name", "aliases"]]
    called = {}
    for code, name, aliases in rows.itertuples(index=False):
        initials = "".join(word[0] for word in normalize(name).split())
        if initials in map(normalize, aliases[1:]):          # the first is shown, or a mere code, as SL of Sierra Leone
            called[initials] = code
    labels = {}
    for code, name, aliases in rows.itertuples(index=False):
        if any(normalize(name).startswith(letters) for letters, other in called.items() if other != code):
            name = f"{name[0]}\u2060{name[1:]}"
        labels[code] = f"{name} ({aliases[0]})" if aliases and len(aliases[0]) >= SHORTEST_SHOWN else name
    return labels


def _set() -> list[str]:
    """Keys of the filters that have a value."""
    return [key for key in st.session_state if str(key).startswith(_PREFIX)]


def _key(name: str, value: object) -> str:
    """The widget's key, its value put in place unless the reader has one in it already."""
    key = _PREFIX + name
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def _on(data: Dataset, choices: ViewState) -> ViewState:
    on = st.date_input("As-of day", min_value=FIRST_DAY, max_value=data.last_day, format="YYYY-MM-DD", key=_key("on", choices.on),
                       help="Positions are shown as they stood on this day; nothing said later is used.")
    if on == choices.on:
        return choices
    # the earlier day stays where the reader put it, unless it was only the default or would no longer be earlier
    follows = choices.since == month_before(choices.on) or choices.since >= on
    if follows:
        reset_widget("since")
    reaches = choices.start < on
    if not reaches:
        reset_widget("start")
    return choices.replace(on=on, since=month_before(on) if follows else choices.since, start=choices.start if reaches else FIRST_DAY)


def _since(data: Dataset, choices: ViewState) -> ViewState:
    latest = max(choices.on - dt.timedelta(days=1), FIRST_DAY)
    since = st.date_input("Changes since", min_value=FIRST_DAY, max_value=latest, format="YYYY-MM-DD", key=_key("since", min(choices.since, latest)),
                          help=f"Shows what differs from this earlier day ({SINCE_DAYS} days before the as-of day unless set).")
    return choices.replace(since=since)


def _start(data: Dataset, choices: ViewState) -> ViewState:
    latest = choices.on - dt.timedelta(days=1)
    if latest < FIRST_DAY:
        return choices
    start = st.date_input("From", min_value=FIRST_DAY, max_value=latest, format="YYYY-MM-DD", key=_key("start", min(choices.start, latest)),
                          help="The first day shown. The as-of day is the last.")
    return choices.replace(start=start)


def _question(data: Dataset, choices: ViewState) -> ViewState:
    titles = {q.code: q.title for q in data.codebook.questions}
    return choices.replace(question=st.selectbox("Question", list(titles), format_func=titles.get, key=_key("question", choices.question)))


def _questions(data: Dataset, choices: ViewState) -> ViewState:
    titles = {q.code: q.title for q in data.codebook.questions}
    return choices.replace(about=tuple(st.multiselect("Questions", list(titles), format_func=titles.get, key=_key("about", list(choices.about)),
                                                    placeholder="All questions")))


def _group(data: Dataset, choices: ViewState) -> ViewState:
    names = {g.code: g.name for g in data.codebook.groups}
    group = st.multiselect("Group", list(names), format_func=names.get, key=_key("group", list(choices.group)), placeholder="All actors",
                           help="Member countries on the as-of day; of any of the groups if several are chosen.")
    return choices.replace(group=tuple(group))


def _confidence(data: Dataset, choices: ViewState) -> ViewState:
    return choices.replace(confidence=st.selectbox(
        "Confidence", list(_CONFIDENCE), format_func=_CONFIDENCE.get, key=_key("confidence", choices.confidence),
        help="Hides positions whose setting words are less certain. Positions are always derived from all words."))


def _stated(data: Dataset, choices: ViewState) -> ViewState:
    return choices.replace(stated=st.selectbox(
        "Last stated", list(_STATED), format_func=_STATED.get, key=_key("stated", choices.stated),
        help="Hides positions on which the government has said nothing for longer before the as-of day. No older position takes their place."))


def _sort(data: Dataset, choices: ViewState) -> ViewState:
    return choices.replace(sort=st.selectbox("Order of rows", list(SORTS), format_func=SORTS.get, key=_key("sort", choices.sort)))


def _answers(data: Dataset, choices: ViewState) -> ViewState:
    if choices.sort != "permissiveness":
        return choices
    options = list(range(1, len(data.codebook.questions) + 1))
    return choices.replace(answers=st.selectbox(
        "Rank actors with at least", options, format_func=lambda n: f"{n} answer{'s' if n > 1 else ''}", key=_key("answers", choices.answers),
        help="A mean over one or two answers says little; actors with fewer than this stand below the ranked ones."))


def _threshold(data: Dataset, choices: ViewState) -> ViewState:
    names = {s.code: f"{s.glyph} {s.name}" + (" or more" if s.code < thresholds(data)[-1] else "") for s in data.codebook.scale}
    return choices.replace(threshold=st.selectbox(
        "Counted as reached", thresholds(data), format_func=names.get, key=_key("threshold", choices.threshold),
        help="From which point of the scale on a government counts as having reached it."))


def _known(data: Dataset, choices: ViewState) -> ViewState:
    then = st.checkbox("Only what was public on the day", key=_key("known", choices.known == "then"),
                       help="An act that became public later than it happened counts from its own day, unless this is set: then from the day of its "
                            "disclosure.")
    return choices.replace(known="then" if then else "now")


def _region(data: Dataset, choices: ViewState) -> ViewState:
    return choices.replace(region=st.selectbox("Map of", list(REGIONS), format_func=REGIONS.get, key=_key("region", choices.region)))


def _actor(data: Dataset, choices: ViewState) -> ViewState:
    labels = actor_labels(data)
    return choices.replace(actor=st.selectbox("Actor", list(labels), index=None, format_func=labels.get, key=_key("actor", choices.actor),
                                            placeholder="Choose an actor"))


def _compared(data: Dataset, choices: ViewState) -> ViewState:
    labels = actor_labels(data)
    # a link may name more: they stay until the reader takes them out
    actors = st.multiselect("Actors compared", list(labels), format_func=labels.get, key=_key("actors", list(choices.actors)),
                            max_selections=max(COMPARED, len(choices.actors)), placeholder=f"2 to {COMPARED} actors", select_all=False)
    return choices.replace(actors=tuple(actors))


def _actors_chosen(data: Dataset, choices: ViewState) -> ViewState:
    labels = actor_labels(data)
    return choices.replace(actors=tuple(st.multiselect("Actors", list(labels), format_func=labels.get, key=_key("actors", list(choices.actors)),
                                                     placeholder="All, or those of the group", select_all=False,
                                                     help="Only these; with a group, those of them that belong to it.")))


# What a reader may choose in each facet of the statements: its label, and names by code.
_FACETS: dict[str, tuple[str, Callable[[Dataset], dict[str, str]]]] = {
    "actors": ("Actor", actor_labels),
    "about": ("Question", lambda data: {q.code: q.short for q in data.codebook.questions}),
    "level": ("Office", lambda data: _term_names(data.codebook.levels)),
    "voice": ("Voice", lambda data: _term_names(data.codebook.voices)),
    "kind": ("Kind of evidence", lambda data: _term_names(data.codebook.kinds)),
    "source": ("Kind of source", lambda data: _term_names(data.codebook.source_kinds)),
    "confidence": ("Confidence of the statement", lambda data: _CONFIDENCE),
}


def _term_names(terms: list) -> dict[str, str]:
    return {t.code: t.name[0].upper() + t.name[1:] for t in terms}


def facet_label(facet: str) -> str:
    """What readers call a facet."""
    return _FACETS[facet][0]


def _facet(facet: str) -> Callable[[Dataset, ViewState], ViewState]:
    """A widget whose options say how many statements they would find under all other conditions; what would find none is left out."""
    def draw_facet(data: Dataset, choices: ViewState) -> ViewState:
        label, names_of = _FACETS[facet]
        names, choices = names_of(data), _as_set(data, choices)
        counts, chosen = facet_counts(data, choices.search, facet), getattr(choices, facet)
        # Streamlit keeps the labels that a reader chose, and would drop those whose count has changed
        st.session_state[_PREFIX + facet] = list(chosen) if isinstance(chosen, tuple) else chosen
        shown = {"format_func": lambda code: f"{names[code]} ({counts[code]})", "key": _PREFIX + facet}
        if facet == "confidence":
            return choices.replace(confidence=st.selectbox(label, list(names), **shown, help="How sure the coding of each statement is."))
        options = [code for code in names if counts[code] or code in chosen]
        # what is typed should have the actor that it means as its first option, not all that match
        select_all = facet != "actors"
        return choices.replace(**{facet: tuple(st.multiselect(label, options, **shown, placeholder="All", select_all=select_all))})
    return draw_facet


def _as_set(data: Dataset, choices: ViewState) -> ViewState:
    """The choices with what the reader has just set in any facet, those too that are drawn further down: counts depend on all of them."""
    for facet, (_, names_of) in _FACETS.items():
        value = st.session_state.get(_PREFIX + facet)
        if value is not None:
            by_name = {name: code for code, name in names_of(data).items()}
            # a click that was on its way while the counts changed speaks of a label that is no more
            codes = [by_name.get(v.rpartition(" (")[0], v) for v in ([value] if isinstance(value, str) else value)]
            choices = choices.replace(**{facet: codes[0] if isinstance(value, str) else tuple(codes)})
    return choices


_WIDGETS: dict[str, Callable[[Dataset, ViewState], ViewState]] = {
    "on": _on, "since": _since, "start": _start, "question": _question, "questions": _questions, "group": _group, "confidence": _confidence,
    "stated": _stated,
    "actors_chosen": _actors_chosen,
    "sort": _sort, "answers": _answers, "threshold": _threshold, "region": _region, "actor": _actor, "compared": _compared, "known": _known,
    **{facet: _facet(facet) for facet in ("actors", "about", "level", "voice", "kind", "source")}, "statement_confidence": _facet("confidence"),
}
