"""The brief: a day, questions, a group or countries, as one document to take away: HTML for reading and paper, PowerPoint for the room."""

import streamlit as st

from components.app.links import home_address
from components.app.page_context import View, view
from components.brief.content import BriefInfo, brief_info, brief_shown
from components.brief.document import brief_html
from components.brief.figure_images import NO_CHROME, NoPictures, chrome, pictures
from components.brief.figures import PAGE, SLIDE, brief_figures
from components.brief.presentation import Drawn, brief_pptx
from components.escape import as_text
from components.widgets.evidence_drawer import open_evidence
from components.widgets.export_bar import draw_take_away
from data.sentences.wording import times

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def html_file(seen: View, info: BriefInfo) -> str:
    return brief_html(seen.data, info, brief_figures(seen.data, seen.words, info, PAGE))


def pptx_file(seen: View, info: BriefInfo) -> bytes:
    drawn, missing = [], NO_CHROME
    if chrome():          # else no figure need be made
        figures = brief_figures(seen.data, seen.words, info, SLIDE)
        try:
            drawn = [Drawn(figure, png) for figure, png in zip(figures, pictures([f.figure for f in figures]), strict=True)]
            missing = ""
        except NoPictures as error:
            missing = str(error)
    return brief_pptx(seen.data, info, drawn, missing)


def draw_downloads(seen: View, info: BriefInfo) -> None:
    """The files are made when they are asked for, not before."""
    with st.container(horizontal=True):
        st.download_button("HTML file", lambda: html_file(seen, info), f"{info.name}.html", "text/html", key="brief.html", on_click="ignore",
                           icon=":material/article:", type="primary", help="One file, about 5 MB: works without a network, prints on A4 and Letter.")
        st.download_button("PowerPoint", lambda: pptx_file(seen, info), f"{info.name}.pptx", PPTX, key="brief.pptx", on_click="ignore",
                           icon=":material/co_present:", type="primary",
                           help="Tables and text to edit; in the notes the statements with their sources.")
    st.markdown(":small[Made when you click, which takes a few seconds; pictures of maps and timelines for slides take longer.]")
    if not chrome():
        st.markdown(f":small[{as_text(NO_CHROME)}]")


def draw_preview(info: BriefInfo) -> None:
    """What the brief will say."""
    st.header("What is in it")
    for line in info.scope:
        st.markdown(as_text(line))
    for part in info.parts if info.actors else []:
        st.markdown(f"**{as_text(part.question.title)}**  \n{as_text(' '.join(filter(None, [part.finding, part.recent])))}")
    if info.changed:
        st.markdown(f"**What changed**  \n{as_text(' '.join(filter(None, [info.changed, info.changed_note])))}")
    st.markdown(f"**What it rests on**  \n{as_text(f'{info.coverage} {info.behind}')} {times(len(info.sources), 'source')}, numbered.")
    for sentence in info.trust:
        st.markdown(as_text(sentence))


def draw(seen: View) -> None:
    info = brief_info(seen.data, seen.words, seen.choices, home_address())
    st.title("Brief")
    st.markdown(f"**{as_text(info.title)}**")
    for sentence in info.findings:
        st.markdown(as_text(sentence))
    draw_downloads(seen, info)
    draw_take_away(seen, brief_shown(seen.data, info), figure=False)
    draw_preview(info)


seen = view()
draw(seen)
open_evidence(seen)
