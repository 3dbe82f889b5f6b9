"""The server around Streamlit: API, index page, security headers, and the watch over the dataset's files."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from components.app.navigation import register_pages
from components.app.page_spec import PageSpec
from components.server import api, index_page
from components.server.dataset import LIVE, current_dataset, startup_error
from components.server.logs import configure_logging
from components.server.security import SecurityMiddleware, frame_ancestors, preload_link_header, security_headers
from components.theme.styles import page_style
from data.schema.errors import DatasetError


@asynccontextmanager
async def _watching(app: st.App) -> AsyncIterator[None]:
    """Looks for edits of the dataset as long as the server runs."""
    ended = LIVE.watch()
    yield
    ended.set()


def server_options(pages: Sequence[PageSpec]) -> dict[str, Any]:
    """What Streamlit's App takes beside the script: routes, lifespan and middleware. To be called once, when the server starts.

    Raises:
        SystemExit: with a sentence, where the dataset or EMBED_IN cannot be used.
    """
    register_pages(pages)
    configure_logging()
    try:
        current_dataset()
        embed_in = frame_ancestors(os.environ.get("EMBED_IN", ""))
    except DatasetError as error:
        sys.exit(startup_error(error))
    except ValueError as error:
        sys.exit(str(error))
    # seconds after which a thread that renders lets the one that sends have its turn: else the figure waits until all of a page is rendered
    sys.setswitchinterval(0.001)
    prefix, static = st.get_option("server.baseUrlPath"), Path(st.__file__).parent / "static"
    page = index_page.index_page((static / "index.html").read_text(encoding="utf-8"), page_style(len(pages)))
    security = Middleware(SecurityMiddleware, headers=security_headers(page, embed_in), prefix=prefix, early=preload_link_header(static, prefix))
    return {"routes": [*api.routes(prefix), *index_page.routes(page, static, prefix)], "lifespan": _watching, "middleware": [security]}
