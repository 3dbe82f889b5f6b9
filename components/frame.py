"""The app's frame: the list of screens, the shared filters, and the reader's choices in step with the address.

`open_app` runs a screen inside the frame. A screen calls `view()` for what it needs; that works inside the frame and, from the
address alone, without it (as when a test runs one page file).

The address is read when a reader arrives at a screen or the address is not one that this visit has written; a click that was on
its way while the address changed carries the old one, which must not undo the newer choice.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from components import filters
from components.choices import OF_ONE_SCREEN, Choices, Missing, address, cited_address, lasting_address, missing, page_address, read_address
from components.dataset import one_edition, served
from components.figure import DESK
from components.filters import as_text
from components.log import timed
from components.navigation import navigation_html
from components.page_style import place_of_chosen
from components.palette import Palette, palette
from components.window import page_width
from data.faults import DatasetError
from data.live import Edition
from data.loading import Dataset
from data.sentences.extent import other_version
from data.sentences.wording import statement_name
from data.transforms import words_known

NAME = "Strike Positions"
PAGES = Path(__file__).parent.parent / "pages"
# How many addresses may be on their way to the server at once while a reader clicks fast.
REMEMBERED = 4
NOTES_SHOWN = 6
# How many screens are drawn at once: more would only share the processor among them, each would take longer, and the server would be slow to send
# what is done. Who comes meanwhile waits for a turn.
_TURNS = BoundedSemaphore((os.cpu_count() or 1) + 1)
# Seconds that a browser has a screen's first figure to itself: on arrival at the screen, when there is more to build, and after an act; and between
# two looks whether the reader has done something meanwhile.
_ARRIVAL, _ACT, _LOOK = 0.35, 0.1, 0.02


@dataclass(frozen=True)
class Screen:
    """One screen: its name, its path in the address (also its file's name), an icon, the filters it takes, its folder, whether it has a figure that
    can be shown alone, and what a reader finds there."""

    title: str
    path: str
    icon: str
    filters: tuple[str, ...] = ()
    folder: Path = PAGES
    figure: bool = True
    about: str = ""

    @property
    def file(self) -> Path:
        return self.folder / f"{self.path}.py"


@dataclass(frozen=True)
class View:
    """All that a screen needs: data, choices, and how it will be looked at.

    Attributes:
        words: as `transforms.words_known`, as the reader asked; derived once a dataset.
        width: pixels that figures may count on.
    """

    data: Dataset
    words: pd.DataFrame
    choices: Choices
    colours: Palette
    width: int


def declare(screens: Sequence[Screen]) -> None:
    """Tells Streamlit the screens when the server starts.

    Until it knows of a navigation, Streamlit takes every file in `pages/` for a page of its own and would run it without the frame for the
    first reader who arrives by a link.
    """
    # Streamlit warns that no reader's run is under way; at the start of the server that is as it should be
    warner = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    warner.disabled = True
    _navigation(screens)
    warner.disabled = False


def _navigation(screens: Sequence[Screen]) -> tuple[list[st.Page], st.Page]:
    """The pages, and the one that the reader chose. The first screen stands at `/`."""
    pages = [st.Page(s.file, title=s.title, url_path=s.path, icon=s.icon, default=n == 0) for n, s in enumerate(screens)]
    return pages, st.navigation(pages, position="hidden")


def open_app(screens: Sequence[Screen]) -> None:
    """Draws the frame and runs the chosen screen in it."""
    st.set_page_config(page_title=NAME, page_icon=str(PAGES.parent / "static" / "icon.svg"), layout="wide")
    # Before all that the browser can answer to: an answer that overtook the navigation would name no screen, and give the first one
    pages, chosen = _navigation(screens)
    screen = screens[pages.index(chosen)]
    if screen is not screens[0]:
        st.set_page_config(page_title=f"{screen.title} · {NAME}")
    try:
        with timed(f"screen {screen.path}"), _TURNS, one_edition() as edition:
            _run(screens, screen, chosen, edition)
    except DatasetError as error:
        st.error(f"The dataset cannot be used: {len(error.faults)} fault(s). `python -m data check` lists them.")


def _run(screens: Sequence[Screen], screen: Screen, chosen: st.Page, edition: Edition) -> None:
    """One run of a screen, all of it on one edition of the dataset."""
    data = edition.data
    width, state = page_width(), st.session_state
    if not state.get("frame.finished", True):
        # the reader or the browser acted before the run before was drawn to its end: Streamlit drops what of that had not been sent yet
        filters.send_again()
    state["frame.width"], state["frame.finished"], state["frame.screens"], state["frame.figure"] = width, False, screens, False
    _follow_data(data)
    _adopt_address(data, screen)
    if state["choices"].brief:
        chosen.run()
    else:
        choices = _draw_around(edition, screens, screen)
        try:
            chosen.run()
        except Exception:          # not what ends a run for the sake of the next: that must come through, or what the reader did would be lost
            _write_address(data, choices)
            raise
        # after the screen: to change its address takes a browser 10 to 25 milliseconds
        _write_address(data, choices)
    st.session_state["frame.finished"] = True


def _draw_around(edition: Edition, screens: Sequence[Screen], screen: Screen) -> Choices:
    """Draws all that stands around a screen: the links to the screens, the filters, and what there is to say of the data and of the link that led
    here. Gives the choices with what the reader set in the filters."""
    data, before = edition.data, st.session_state["choices"]
    with st.sidebar:
        # first, so that nothing below is moved by it; what the reader has just set in a filter is put into the links where they stand
        links = st.container(key="screens").empty()
        links.html(_links(data, screens, screen, before))
        choices = filters.draw(data, before, screen.filters)
        if choices != before:
            links.html(_links(data, screens, screen, choices))
    st.session_state["choices"] = choices
    _tell_of_faults(edition)
    _tell_what_was_not_understood(data, choices)
    _tell_of_other_data(data, choices)
    return choices


def _links(data: Dataset, screens: Sequence[Screen], shown: Screen, choices: Choices) -> str:
    """The links to all screens, with these choices, and the place of the filter below them that grows with what is chosen in it."""
    place, choices = place_of_chosen(len(choices.actors)), choices.with_(**OF_ONE_SCREEN)
    # a style that came first would be dropped when the browser makes the HTML safe
    return navigation_html((page_address(data, "./" if one is screens[0] else one.path, choices), one.title,
                            one.icon.removeprefix(":material/").removesuffix(":"), one is shown) for one in screens) + f"<style>{place}</style>"


def view() -> View:
    """The data and the reader's choices, for the screen that is running."""
    data = served()
    state = st.session_state
    if "choices" not in state:
        state["choices"] = read_address(data, _query())[0]
    choices = state["choices"]
    # what stands alone is scaled to any window
    width = DESK if choices.brief else state.get("frame.width", DESK)
    return View(data, words_known(data, choices.known), choices, palette(st.context.theme.type or "light"), width)


def let_draw() -> None:
    """Leaves the browser alone with the first figure of a run for a moment: what came with it would be built before it is drawn."""
    state = st.session_state
    if state.get("frame.figure", True) or not st.context.url:
        return          # a later figure, or nobody who looks
    end = monotonic() + (_ACT if state["frame.drawn"] else _ARRIVAL)
    while monotonic() < end:
        sleep(_LOOK)
        state["frame.figure"] = True          # where Streamlit reads or writes this it ends a run for the sake of the next
    state["frame.drawn"] = True


def choose(**changed: Any) -> None:
    """Changes choices from a screen's own callback (a click on a cell); the address follows in the run after it."""
    choices = st.session_state["choices"].with_(**changed)
    # what was clicked may have been drawn from an earlier edition of the dataset
    st.session_state["choices"], st.session_state["frame.clicked"] = choices, True
    for name in changed:
        filters.forget(name)


def link_to(path: str, label: str, icon: str, choices: Choices) -> None:
    """A link to another screen with these choices. Every mention of a screen leads there by this."""
    data = served()
    query = address(data, choices)
    if "frame.path" in st.session_state:
        st.page_link(PAGES / f"{path}.py", label=label, icon=icon, query_params=query)
    else:
        # without the frame Streamlit knows no other page
        st.link_button(label, f"/{path}?{urlencode(query, doseq=True)}", icon=icon)


def other_screens() -> Sequence[Screen]:
    """The screens of which there is something to tell; none without the frame, which alone knows them."""
    return [screen for screen in st.session_state.get("frame.screens", ()) if screen.about]


def go_to(path: str, choices: Choices) -> None:
    """Leaves for another screen with these choices, as after a click in a figure. Without the frame, which knows no other, it stays."""
    if "frame.path" in st.session_state:
        st.switch_page(PAGES / f"{path}.py", query_params=address(served(), choices))


def home_address() -> str:
    """The address of the dashboard as the reader's browser knows it, without a slash at its end; empty where no browser asked."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{here.path.rpartition('/')[0]}" if here.netloc else ""


def web_address(path: str, data: Dataset, choices: Choices) -> str:
    """The address of a view, as short as it can be cited."""
    return cited_address(data, home_address(), path, choices)


def whole_address(path: str, data: Dataset, choices: Choices) -> str:
    """The address of a view with every key and the version of the data, as it can be handed on."""
    return f"{home_address()}/{path}?{urlencode(lasting_address(data, choices), doseq=True)}"


def _query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _follow_data(data: Dataset) -> None:
    """Keeps what a reader has chosen, as far as the dataset still knows it: it may have been edited since the reader's last run."""
    state = st.session_state
    known, last_day = state.get("frame.data", (data.version, data.last_day))
    edited, clicked = known != data.version, state.pop("frame.clicked", False)
    state["frame.data"] = data.version, data.last_day
    if not (edited or clicked) or "frame.path" not in state:
        return
    choices = filters.chosen(data, state["choices"]) if edited else state["choices"]
    query = address(data, choices)
    if edited and choices.on == last_day:
        query.pop("on", None)          # the latest day, whichever that is
    before, (choices, notes) = choices, read_address(data, query)
    if edited or notes:
        state["choices"], state["frame.notes"], state["frame.noted"] = choices, notes, choices
        state["frame.missing"], state["frame.told"] = missing(data, query), "The data have been edited; part of what was chosen is no longer in them."
        # a filter whose choice stays is left alone: a list may be open in it, or a date half typed
        filters.forget_changed(before, choices)


def _adopt_address(data: Dataset, screen: Screen) -> None:
    state, query, path = st.session_state, _query(), screen.path
    if state.get("frame.path") == path and query in state["frame.addresses"]:
        return
    if state.get("frame.path") == path:
        # a link within one screen: Streamlit tells the server its address and leaves the browser's as it was
        st.query_params.from_dict(query)
    else:
        state["frame.drawn"] = False
    state["choices"], state["frame.notes"] = read_address(data, query)
    if state["frame.notes"] or not screen.figure:
        # a figure alone could not say what is wrong with the link
        state["choices"] = state["choices"].with_(brief=False)
    state["frame.noted"], state["frame.missing"] = state["choices"], missing(data, query)
    state["frame.told"] = "Part of the link was not understood; the rest is shown."
    state["frame.path"], state["frame.addresses"] = path, [query]
    filters.forget_all()


def _write_address(data: Dataset, choices: Choices) -> None:
    query = address(data, choices)
    if query != _query():
        st.query_params.from_dict(query)
    state = st.session_state
    state["frame.addresses"] = [*[a for a in state["frame.addresses"] if a != query], query][-REMEMBERED:]


def _tell_of_faults(edition: Edition) -> None:
    if count := len(edition.faults):
        st.warning(as_text(f"The newest edit of the data has {count} fault{'s' * (count > 1)} and is not used. What is shown is version "
                                   f"{edition.data.version}, the latest without any."), icon=":material/edit_off:")


def _tell_what_was_not_understood(data: Dataset, choices: Choices) -> None:
    """Until the reader chooses something else: by then the notes have done their work. Beside them, the way to what may have been meant."""
    notes = st.session_state["frame.notes"]
    if not notes or choices != st.session_state["frame.noted"]:
        return
    more = [f"and {len(notes) - NOTES_SHOWN} more"] if len(notes) > NOTES_SHOWN else []
    said = "\n".join(f"- {as_text(note)}" for note in notes[:NOTES_SHOWN] + more)
    st.warning(f"{st.session_state['frame.told']}\n\n{said}", icon=":material/link_off:")
    for one in st.session_state["frame.missing"][:NOTES_SHOWN]:
        _offer_nearest(data, choices, one)


def _tell_of_other_data(data: Dataset, choices: Choices) -> None:
    """A link that names another version of the data may show something else than it showed to who made it."""
    if choices.version in (None, data.version):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(as_text(other_version(data, choices.version)), icon=":material/history:")
        st.button("Continue with these data", on_click=choose, kwargs={"version": None}, type="tertiary")


def _offer_nearest(data: Dataset, choices: Choices, one: Missing) -> None:
    """Links to this screen with what is most like the name that was not understood."""
    what = "statement has the id" if one.key == "id" else "actor is called"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(as_text(f"No {what} “{one.asked}”. " + ("Nearest to it:" if one.nearest else "Nothing here is like it.")))
        for code in one.nearest:
            label = statement_name(data, code) if one.key == "id" else data.names[code]
            meant = (*choices.actors, code) if one.key == "actors" else code
            link_to(st.session_state["frame.path"], as_text(label), ":material/arrow_forward:", choices.with_(**{one.key: meant}))
