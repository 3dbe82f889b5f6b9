"""Under every view, the ways to take it away: a link, images, its data, the statements behind it, a citation, and the figure alone."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.app.links import permalink
from components.app.page_context import PageContext
from components.state.url import relative_url
from components.state.view_export import CSV, XLSX, ViewExport, rows_csv, statements_csv, workbook
from components.widgets.lazy_section import lazy_section
from data.dataset import Dataset
from data.export.citation import bibtex, citation

# The browser does these by itself. An image is drawn by the figure's own button, which asks for the format in the moment of the click.
_JS = """
export default function ({ data, parentElement }) {
  const told = parentElement.querySelector("[role=status]");
  const tell = (text) => { told.textContent = text; setTimeout(() => (told.textContent = ""), 4000); };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(data.address);
    } catch {                                   // no clipboard without https: the way of old browsers
      const field = Object.assign(document.createElement("textarea"), { value: data.address });
      document.body.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      if (!copied) return tell("The browser does not allow it: the link is under “Cite”");
    }
    tell("Copied");
  };
  const image = (format) => {
    const figure = document.querySelector(`.st-key-${data.figure} .js-plotly-plot`);
    const button = figure?.querySelector(".modebar-btn");
    if (!button) {                              // a click before the figure is drawn waits for it
      tell("The figure is being drawn");
      return setTimeout(() => parentElement.isConnected && image(format), 300);
    }
    const options = figure._context.toImageButtonOptions;
    const usual = options.format;
    options.format = format;
    button.click();
    options.format = usual;
  };
  const acts = { link: copy, png: () => image("png"), svg: () => image("svg") };
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = acts[button.name];
    button.hidden = !data.figure && button.name !== "link";
  }
}
"""
_HTML = """<div>
<button name="link" title="This view, with every choice and the version of the data"><i aria-hidden="true">link</i>Copy link</button>
<button name="png" hidden title="The figure, 1920 by 1080"><i aria-hidden="true">image</i>PNG</button>
<button name="svg" hidden title="The figure, to scale and to edit"><i aria-hidden="true">polyline</i>SVG</button>
<span role="status"></span>
</div>"""
_CSS = """
div { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; min-height: 2.5rem;
  font-family: var(--st-font); font-size: .875rem; color: var(--st-text-color); }
button { all: unset; cursor: pointer; display: flex; gap: .5rem; align-items: center; }
button[hidden] { display: none; }
button:hover { text-decoration: underline; }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 3px; border-radius: 3px; }
i { font: normal 1.25rem "Material Symbols Rounded"; }
"""


def export_bar(ctx: PageContext, shown: ViewExport, figure: bool = True) -> None:
    """Draws the row.

    Args:
        figure: the view has a figure, under the key of `shown`, from which images are made.
    """
    address = permalink(shown.path, ctx.data, ctx.choices)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{shown.key}-take-away"):
        _draw_browsers_own(shown, address, figure)
        _draw_file(shown, "CSV", "The data shown, one row each, for a program", partial(rows_csv, shown), "csv", CSV)
        _draw_file(shown, "Excel", "The data, the statements behind it with all sources, and what the columns hold",
                   partial(workbook, ctx.data, shown, ctx.choices, address), "xlsx", XLSX)
        if shown.statements:
            _draw_file(shown, "Statements", "The statements behind it, each with its best source (CSV)", partial(statements_csv, ctx.data, shown),
                       "csv", CSV, "_statements")
        with st.container(width="content"):
            lazy_section("Cite", f"{shown.key}.cite", partial(_draw_citation, ctx.data, address), st.popover, type="tertiary",
                        icon=":material/format_quote:")
        if figure:
            alone = relative_url(ctx.data, shown.path, ctx.choices.replace(brief=True, cell=None, id=None))
            st.link_button("Figure alone", alone, icon=":material/slideshow:", type="tertiary",
                           help="Nothing but the figure at 16:9, in a new tab: for a screenshot, or to be embedded")


def _draw_citation(data: Dataset, address: str) -> None:
    st.code(citation(data, address), language=None, wrap_lines=True)
    st.code(bibtex(data, address), language="bibtex", wrap_lines=True)
    st.markdown("The link, with every choice and the version of the data:")
    st.code(address, language=None, wrap_lines=True)


def _draw_browsers_own(shown: ViewExport, address: str, figure: bool) -> None:
    component = st.components.v2.component("strike_positions_take_away", html=_HTML, js=_JS, css=_CSS)
    key = f"{shown.key}.{'browsers_own' if figure else 'copy_link'}"
    component(key=key, data={"address": address, "figure": shown.key if figure else None}, width="content")


def _draw_file(shown: ViewExport, label: str, help: str, make: partial, ending: str, mime: str, more: str = "") -> None:
    st.download_button(label, make, f"{shown.file}{more}.{ending}", mime, key=f"{shown.key}.{label}", help=help, on_click="ignore", type="tertiary",
                       icon=":material/download:")
