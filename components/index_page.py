"""The page that every screen's address is answered with: Streamlit's own, with a script that tells the server which layout fits the window.

A server knows nothing of a browser's window until the page is drawn, and would have to draw it again. The script stands in the page itself, so that
the cookie is set before the session is opened, with which it comes. Knows Starlette, but not Streamlit.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from components.figure import WIDTHS

COOKIE = "layout"
# Streamlit 1.67: the sidebar stands open in windows wider than 768 pixels, as wide as the reader has drawn it; the page has 80 pixels of padding on
# each side in windows of 864 pixels and more, 16 in narrower ones. A wrong guess costs a second run, which `window.py` asks for.
_SCRIPT = f"""
try {{
  const sidebar = innerWidth > 768 ? Number(localStorage.getItem("sidebarWidth")) || 300 : 0
  const content = innerWidth - sidebar - (innerWidth < 864 ? 32 : 160)
  const fits = Math.max(...{list(WIDTHS)}.filter((width) => width <= content), {min(WIDTHS)})
  document.cookie = `{COOKIE}=${{fits}}; samesite=strict`
}} catch {{}}  // a browser without storage or cookies
"""


def index_page(streamlits: str) -> str:
    """The page, made of Streamlit's own.

    Raises:
        ValueError: Streamlit's page has no head to put the script in.
    """
    before, head, after = streamlits.partition("<script")
    if not head:
        raise ValueError("Streamlit's index.html: expected a <script>, found none")
    return f"{before}<script>{_SCRIPT}</script>\n    {head}{after}"


def routes(page: str, paths: Iterable[str], prefix: str = "") -> list[BaseRoute]:
    """The page under the address of each screen. Any other address is answered by Streamlit, with its own page.

    Args:
        page: as from `index_page`.
        paths: of the screens.
        prefix: the path under which the whole app is served, if it is not the root.
    """
    def answer(request: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})
    root = f"/{prefix.strip('/')}/".replace("//", "/")
    return [Route(root + path, answer) for path in ("", *paths)]
