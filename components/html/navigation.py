"""The links to the pages, as a list of plain HTML links.

The list has its final height at once, and works before any script of the app has run.
`components/app/browser.js` makes Streamlit follow a plain click without reloading the page; the browser
handles clicks with Ctrl or the middle button.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from components.html.environment import render


def navigation_html(links: Iterable[tuple[str, str, str, bool]], style: str) -> Markup:
    """Returns the list as HTML.

    Args:
        links: for each page its URL, title, name of its Material icon, and whether it is the current page.
        style: CSS to append; sanitising in the browser would drop a style element at the start.
    """
    return render("navigation.html.j2", links=links, style=style)
