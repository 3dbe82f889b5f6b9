"""Options of the ASGI app around Streamlit: routes, security middleware, reload of the dataset."""

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
from components.server.security import (
    SecurityMiddleware,
    frame_ancestors,
    preload_link_header,
    security_headers,
)
from components.theme.styles import page_style
from data.schema.errors import DatasetError


@asynccontextmanager
async def _watching(app: st.App) -> AsyncIterator[None]:
    """Lifespan: watches the dataset's files for edits while the server runs."""
    ended = LIVE.watch()
    yield
    ended.set()


def server_options(pages: Sequence[PageSpec]) -> dict[str, Any]:
    """Returns the arguments of Streamlit's App other than the script: routes, lifespan and middleware.

    Must be called once, at server start: it registers the pages, configures logging and loads the dataset.

    Raises:
        SystemExit: with a one-sentence message if the dataset or the variable EMBED_IN is invalid.
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
    # Thread switch interval in seconds. A short one lets the thread that sends messages run while another
    # renders; otherwise a figure is only sent when the whole page has been rendered.
    sys.setswitchinterval(0.001)
    prefix, static = st.get_option("server.baseUrlPath"), Path(st.__file__).parent / "static"
    page = index_page.index_page((static / "index.html").read_text(encoding="utf-8"), page_style(len(pages)))
    security = Middleware(
        SecurityMiddleware,
        headers=security_headers(page, embed_in),
        prefix=prefix,
        early=preload_link_header(static, prefix),
    )
    return {
        "routes": [*api.routes(prefix), *index_page.routes(page, static, prefix)],
        "lifespan": _watching,
        "middleware": [security],
    }
