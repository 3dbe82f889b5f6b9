"""The export bar below every view.

It has a permalink, images, the data, the statements behind the view, a citation and a link to the figure
alone.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from components.app.links import permalink
from components.app.page_context import PageContext
from components.state.url import relative_url
from components.state.view_export import CSV, XLSX, ViewExport, rows_csv, statements_csv, workbook
from components.widgets.lazy_section import lazy_section
from data.dataset import Dataset
from data.export.citation import bibtex, citation

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_HTML = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
_CSS = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def export_bar(ctx: PageContext, shown: ViewExport, figure: bool = True) -> None:
    """Draws the export bar.

    Args:
        figure: whether the view has a figure, under the key of `shown`; images are made of it.
    """
    address = permalink(shown.path, ctx.data, ctx.choices)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"{shown.key}-take-away"
    ):
        _draw_browsers_own(shown, address, figure)
        _draw_file(
            shown, "CSV", "The data shown, one row each, for a program", partial(rows_csv, shown), "csv", CSV
        )
        _draw_file(
            shown,
            "Excel",
            "The data, the statements behind it with all sources, and what the columns hold",
            partial(workbook, ctx.data, shown, ctx.choices, address),
            "xlsx",
            XLSX,
        )
        if shown.statements:
            _draw_file(
                shown,
                "Statements",
                "The statements behind it, each with its best source (CSV)",
                partial(statements_csv, ctx.data, shown),
                "csv",
                CSV,
                "_statements",
            )
        with st.container(width="content"):
            lazy_section(
                "Cite",
                f"{shown.key}.cite",
                partial(_draw_citation, ctx.data, address),
                st.popover,
                type="tertiary",
                icon=":material/format_quote:",
            )
        if figure:
            alone = relative_url(
                ctx.data, shown.path, ctx.choices.replace(figure_only=True, cell=None, id=None)
            )
            st.link_button(
                "Figure alone",
                alone,
                icon=":material/slideshow:",
                type="tertiary",
                help="Nothing but the figure at 16:9, in a new tab: for a screenshot, or to be embedded",
            )


def _draw_citation(data: Dataset, address: str) -> None:
    st.code(citation(data, address), language=None, wrap_lines=True)
    st.code(bibtex(data, address), language="bibtex", wrap_lines=True)
    st.markdown("The link, with every choice and the version of the data:")
    st.code(address, language=None, wrap_lines=True)


def _draw_browsers_own(shown: ViewExport, address: str, figure: bool) -> None:
    component = st.components.v2.component("strike_positions_take_away", html=_HTML, js=_JS, css=_CSS)
    key = f"{shown.key}.{'browsers_own' if figure else 'copy_link'}"
    component(key=key, data={"address": address, "figure": shown.key if figure else None}, width="content")


def _draw_file(
    shown: ViewExport, label: str, help: str, make: partial, ending: str, mime: str, more: str = ""
) -> None:
    st.download_button(
        label,
        make,
        f"{shown.file}{more}.{ending}",
        mime,
        key=f"{shown.key}.{label}",
        help=help,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
