"""Notices above a page about the dataset and the URL."""

from __future__ import annotations

import streamlit as st

from components.app.links import link_to
from components.app.session import session
from components.app.url_sync import update_state
from components.escape import escape_markdown
from components.state.url import UnknownName
from components.state.view_state import ViewState
from data.dataset import Dataset
from data.io.live_reload import Snapshot
from data.sentences.coverage import other_version
from data.sentences.wording import statement_name

NOTES_SHOWN = 6


def show_dataset_issues(edition: Snapshot) -> None:
    if count := len(edition.faults):
        st.warning(
            escape_markdown(
                f"The newest edit of the data has {count} fault{'s' * (count > 1)} and is not used. What is shown is version "
                f"{edition.data.version}, the latest without any."
            ),
            icon=":material/edit_off:",
        )


def show_url_issues(data: Dataset, choices: ViewState) -> None:
    """Lists the parts of the URL that were not understood, with links to the nearest names.

    The notice disappears as soon as the reader changes a choice.
    """
    notes = session().notes
    if not notes or choices != session().noted:
        return
    more = [f"and {len(notes) - NOTES_SHOWN} more"] if len(notes) > NOTES_SHOWN else []
    items = "\n".join(f"- {escape_markdown(note)}" for note in notes[:NOTES_SHOWN] + more)
    st.warning(f"{session().lead}\n\n{items}", icon=":material/link_off:")
    for one in session().unknown[:NOTES_SHOWN]:
        _offer_nearest(data, choices, one)


def show_other_version(data: Dataset, choices: ViewState) -> None:
    """Warns that the link was made for another version of the data and may have shown something else there."""
    if choices.version in (None, data.version):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(escape_markdown(other_version(data, choices.version)), icon=":material/history:")
        st.button(
            "Continue with these data", on_click=update_state, kwargs={"version": None}, type="tertiary"
        )


def _offer_nearest(data: Dataset, choices: ViewState, one: UnknownName) -> None:
    """Links to the current page with the names most similar to one that was not understood."""
    what = "statement has the id" if one.key == "id" else "actor is called"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            escape_markdown(
                f"No {what} “{one.asked}”. "
                + ("Nearest to it:" if one.nearest else "Nothing here is like it.")
            )
        )
        for code in one.nearest:
            label = statement_name(data, code) if one.key == "id" else data.names[code]
            meant = (*choices.actors, code) if one.key == "actors" else code
            link_to(
                session().path,
                escape_markdown(label),
                ":material/arrow_forward:",
                choices.replace(**{one.key: meant}),
            )
