"""Brief page: one document on a day, questions and a group or countries.

It is offered as HTML for reading and printing, and as PowerPoint.
"""

import streamlit as st

from components.app.links import base_url
from components.app.page_context import PageContext, page_context
from components.brief.content import BriefInfo, brief_export, brief_info
from components.brief.document import brief_html
from components.brief.figure_images import NO_CHROME, RenderingUnavailable, find_chrome, render_pngs
from components.brief.figures import PAGE, SLIDE, brief_figures
from components.brief.presentation import Drawn, brief_pptx
from components.escape import escape_markdown
from components.widgets.evidence_drawer import open_evidence
from components.widgets.export_bar import export_bar
from data.sentences.wording import count_of

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def html_file(ctx: PageContext, info: BriefInfo) -> str:
    return brief_html(ctx.data, info, brief_figures(ctx.data, ctx.coded, info, PAGE))


def pptx_file(ctx: PageContext, info: BriefInfo) -> bytes:
    drawn, missing = [], NO_CHROME
    if find_chrome():  # without a browser no figures are needed
        figures = brief_figures(ctx.data, ctx.coded, info, SLIDE)
        try:
            drawn = [
                Drawn(figure, png)
                for figure, png in zip(figures, render_pngs([f.figure for f in figures]), strict=True)
            ]
            missing = ""
        except RenderingUnavailable as error:
            missing = str(error)
    return brief_pptx(ctx.data, info, drawn, missing)


def draw_downloads(ctx: PageContext, info: BriefInfo) -> None:
    """Draws the download buttons. The files are only made on request."""
    with st.container(horizontal=True):
        st.download_button(
            "HTML file",
            lambda: html_file(ctx, info),
            f"{info.name}.html",
            "text/html",
            key="brief.html",
            on_click="ignore",
            icon=":material/article:",
            type="primary",
            help="One file, about 5 MB: works without a network, prints on A4 and Letter.",
        )
        st.download_button(
            "PowerPoint",
            lambda: pptx_file(ctx, info),
            f"{info.name}.pptx",
            PPTX,
            key="brief.pptx",
            on_click="ignore",
            icon=":material/co_present:",
            type="primary",
            help="Tables and text to edit; in the notes the statements with their sources.",
        )
    st.markdown(
        ":small[Made when you click, which takes a few seconds; pictures of maps and timelines for slides take longer.]"
    )
    if not find_chrome():
        st.markdown(f":small[{escape_markdown(NO_CHROME)}]")


def draw_preview(info: BriefInfo) -> None:
    """Draws a preview of the brief's content."""
    st.header("What is in it")
    for line in info.scope:
        st.markdown(escape_markdown(line))
    for part in info.parts if info.actors else []:
        st.markdown(
            f"**{escape_markdown(part.question.title)}**  \n{escape_markdown(' '.join(filter(None, [part.finding, part.recent])))}"
        )
    if info.changed:
        st.markdown(
            f"**What changed**  \n{escape_markdown(' '.join(filter(None, [info.changed, info.changed_note])))}"
        )
    st.markdown(
        f"**What it rests on**  \n{escape_markdown(f'{info.coverage} {info.behind}')} {count_of(len(info.sources), 'source')}, numbered."
    )
    for sentence in info.trust:
        st.markdown(escape_markdown(sentence))


def draw(ctx: PageContext) -> None:
    info = brief_info(ctx.data, ctx.coded, ctx.choices, base_url())
    st.title("Brief")
    st.markdown(f"**{escape_markdown(info.title)}**")
    for sentence in info.findings:
        st.markdown(escape_markdown(sentence))
    draw_downloads(ctx, info)
    export_bar(ctx, brief_export(ctx.data, info), figure=False)
    draw_preview(info)


ctx = page_context()
draw(ctx)
open_evidence(ctx)
