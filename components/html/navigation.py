"""The links to the screens, as one list of plain links: there at once at its final height, and usable before any script of the app is.

`components/app/browser.py` lets Streamlit follow a plain click without loading the page anew; a click with Ctrl or the middle button is the browser's
own.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from components.html.environment import render


def navigation_html(links: Iterable[tuple[str, str, str, bool]], style: str) -> Markup:
    """The list as HTML.

    Args:
        links: for each screen its address, its title, the name of its Material icon, and whether it is the one that is shown.
        style: CSS that comes with it, behind it: a style that came first would be dropped when the browser makes the HTML safe.
    """
    return render("navigation.html.j2", links=links, style=style)
