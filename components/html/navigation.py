"""The links to the screens, as one list of plain links: there at once at its final height, and usable before any script of the app is.

`components/app/browser.py` lets Streamlit follow a plain click without loading the page anew; a click with Ctrl or the middle button is the browser's
own.
"""

from __future__ import annotations

import html
from collections.abc import Iterable


def navigation_html(links: Iterable[tuple[str, str, str, bool]]) -> str:
    """The list as HTML.

    Args:
        links: for each screen its address, its title, the name of its Material icon, and whether it is the one that is shown.
    """
    items = "".join(
        f'<li><a href="{html.escape(address)}"{" aria-current=page" if current else ""}><i aria-hidden="true">{html.escape(icon)}</i>'
        f"<span>{html.escape(title)}</span></a></li>" for address, title, icon, current in links)
    return f'<nav class="screens" aria-label="Screens"><ul>{items}</ul></nav>'
