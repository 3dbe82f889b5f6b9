"""The HTML page at the URL of every page: Streamlit's index.html with a script and styles added.

The script sets a cookie with the layout width that fits the viewport. Otherwise the server would only learn
the width after the first render, and would have to render again. It is inline, so that the cookie is set
before the session is opened and is sent with that request. The styles are inline because the first element
needs them. Uses Starlette, not Streamlit.
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
    """Returns Streamlit's index.html with the script and the styles inserted.

    Args:
        streamlits: text of Streamlit's index.html.
        style: CSS.

    Raises:
        ValueError: if Streamlit's index.html lacks an expected tag.
    """
    for tag in ("<script", "</body>"):
        if tag not in streamlits:
            raise ValueError(
                f"Streamlit's index.html: found no {tag}, before which the app puts a script or styles of its own"
            )
    page = streamlits.replace(
        "<script", f"<script>{_SCRIPT}prepareLayout({list(WIDTHS)}, '{COOKIE}')</script>\n    <script", 1
    )
    # In the body, after Streamlit's own styles, which are added to the head.
    return page.replace("</body>", f"<style>{style}</style>\n  </body>")


def routes(page: str, static: Path, prefix: str = "") -> list[BaseRoute]:
    """Returns routes for the index page, at the URL of every page, and for Streamlit's files beside it.

    Args:
        page: as from `index_page`.
        static: directory of Streamlit's static files.
        prefix: path under which the whole app is served, if it is not the root.
    """
    root = f"/{prefix.strip('/')}/".replace("//", "/")
    files = [
        Route(root + file.name, partial(_file, file))
        for file in static.iterdir()
        if file.is_file() and file.suffix != ".html"
    ]
    # The URL of an unknown page gets the index page too: Streamlit reports there that the page does not
    # exist.
    return [*files, Route(root, answer := partial(_page, page)), Route(root + "{screen}", answer)]


def _page(page: str, request: Request) -> Response:
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def _file(file: Path, request: Request) -> Response:
    return FileResponse(file)
