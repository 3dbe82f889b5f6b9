"""The only escapers: text for HTML, Markdown, Plotly labels and CSS."""

from __future__ import annotations

import html
import re
import textwrap
from functools import lru_cache

# Streamlit's Markdown makes a link of bare text after all escapes have been read; a word joiner, which has no width, prevents that.
_BARE_LINK = re.compile(r"(?i)(https?:)(?=//)|(www)(?=\.)|(?=@)")


def escape_css(text: str) -> str:
    """Text for a string of a style sheet within a page: whatever could end either stands as its number."""
    return "".join(c if c.isalnum() or c in " .,:·-" else f"\\{ord(c):x} " for c in text)


def escape_markdown(text: str) -> str:
    """Text for a place that reads Markdown, so that it shows as it stands: no links, emphasis, formulas or colours, all in one paragraph."""
    text = _BARE_LINK.sub(lambda m: f"{m.group()}\u2060", re.sub(r"\s+", " ", text))
    return re.sub(r"[^\w\s“”‘’…–—,;()\u2060]|_", lambda m: f"&#{ord(m.group())};", text)


def escape_html(value: object) -> str:
    """A value as text that shows as it stands."""
    return html.escape(str(value))


def escape_plotly(text: str) -> str:
    """Text of the data for plotly, which reads some HTML and fills in what stands in %{}: it shows as it stands."""
    return html.escape(text, quote=False).replace("%{", "&#37;{")


@lru_cache(10_000)
def wrap_plotly(text: str, width: int) -> str:
    """Text broken between words into lines of about `width` characters, safe for plotly."""
    if len(text) <= width and text.isprintable():
        return escape_plotly(text.rstrip())
    return "<br>".join(escape_plotly(line) for line in textwrap.wrap(text, width, break_long_words=False) or [""])
