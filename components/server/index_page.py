"""The page that every screen's address is answered with: Streamlit's own, with a script that tells the server which layout fits the window, and
styles that must be there before the first element is.

A server knows nothing of a browser's window until the page is drawn, and would have to draw it again. The script stands in the page itself, so that
the cookie is set before the session is opened, with which it comes. Knows Starlette, but not Streamlit.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from components.theme.layouts import WIDTHS

COOKIE = "layout"
_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def index_page(streamlits: str, style: str) -> str:
    """The page, made of Streamlit's own.

    Args:
        style: CSS.

    Raises:
        ValueError: Streamlit's page is not as expected.
    """
    for tag in ("<script", "</body>"):
        if tag not in streamlits:
            raise ValueError(f"Streamlit's index.html: found no {tag}, before which the app puts a script or styles of its own")
    page = streamlits.replace("<script", f"<script>{_SCRIPT}setLayoutCookie({list(WIDTHS)}, '{COOKIE}')</script>\n    <script", 1)
    # behind Streamlit's own, which come into the head
    return page.replace("</body>", f"<style>{style}</style>\n  </body>")


def routes(page: str, static: Path, prefix: str = "") -> list[BaseRoute]:
    """The page under each address that a screen can have, and the files of Streamlit that lie beside it.

    Args:
        page: as from `index_page`.
        static: the directory of Streamlit's own files.
        prefix: the path under which the whole app is served, if it is not the root.
    """
    root = f"/{prefix.strip('/')}/".replace("//", "/")
    files = [Route(root + file.name, partial(_file, file)) for file in static.iterdir() if file.is_file() and file.suffix != ".html"]
    # an address of no screen too: there Streamlit says so
    return [*files, Route(root, answer := partial(_page, page)), Route(root + "{screen}", answer)]


def _page(page: str, request: Request) -> Response:
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def _file(file: Path, request: Request) -> Response:
    return FileResponse(file)
