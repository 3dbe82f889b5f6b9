"""Escaping of text for HTML, Markdown, plotly labels and CSS."""

from __future__ import annotations

import html
import re
import textwrap
from functools import lru_cache

# Streamlit's Markdown turns bare URLs into links after it has resolved escapes. A word joiner, which has no
# width, prevents this.
_BARE_LINK = re.compile(r"(?i)(https?:)(?=//)|(www)(?=\.)|(?=@)")


def escape_css(text: str) -> str:
    """Escapes text for a string in an inline style sheet: what could end either becomes a numeric escape."""
    return "".join(c if c.isalnum() or c in " .,:·-" else f"\\{ord(c):x} " for c in text)


def escape_markdown(text: str) -> str:
    """Escapes text for Markdown, so that it is shown as is.

    It contains no links, emphasis, formulas or colours, and is a single paragraph.
    """
    text = _BARE_LINK.sub(lambda m: f"{m.group()}\u2060", re.sub(r"\s+", " ", text))
    return re.sub(r"[^\w\s“”‘’…–—,;()\u2060]|_", lambda m: f"&#{ord(m.group())};", text)


def escape_html(value: object) -> str:
    """Escapes a value for HTML, so that it is shown as is."""
    return html.escape(str(value))


def escape_plotly(text: str) -> str:
    """Escapes text for plotly, which interprets some HTML and substitutes %{...}, so that it is shown as is."""
    return html.escape(text, quote=False).replace("%{", "&#37;{")


@lru_cache(10_000)
def wrap_plotly(text: str, width: int) -> str:
    """Wraps text between words into lines of about `width` characters, escaped for plotly."""
    if len(text) <= width and text.isprintable():
        return escape_plotly(text.rstrip())
    return "<br>".join(
        escape_plotly(line) for line in textwrap.wrap(text, width, break_long_words=False) or [""]
    )
