"""Opens the app: `streamlit run dashboard.py`.

A new screen is one file in `pages/` and one line here: its title, its path (also the file's name), an icon, and the filters it takes.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from components import api
from components.dataset import LIVE, served, why_not
from components.frame import Screen, declare, open_app
from components.guard import Guard, frame_ancestors, security_headers
from components.log import write_log
from data.faults import DatasetError

SCREENS = (
    Screen("Overview", "overview", ":material/home:", ("on", "group", "confidence", "known")),
    Screen("Stance matrix", "matrix", ":material/grid_on:", ("on", "since", "group", "confidence", "known", "sort", "answers")),
    Screen("Timeline", "timeline", ":material/view_timeline:", ("on", "start", "question", "group", "confidence", "known", "sort")),
    Screen("Country map", "map", ":material/map:", ("on", "question", "region", "group", "confidence", "known")),
    Screen("Country", "country", ":material/flag:", ("actor", "on", "start", "confidence", "known")),
    Screen("Compare", "compare", ":material/balance:", ("compared", "question", "on", "start", "confidence", "known")),
    Screen("What changed", "changes", ":material/compare_arrows:", ("on", "since", "questions", "group", "confidence", "known")),
    Screen("Blocs", "blocs", ":material/hub:", ("on", "start", "group", "confidence", "known")),
    Screen("Diffusion", "diffusion", ":material/stairs:", ("on", "start", "question", "threshold", "group", "confidence", "known")),
    Screen("Brief", "brief", ":material/summarize:",
           ("on", "since", "questions", "group", "actors_chosen", "region", "confidence", "known"), figure=False),
    Screen("Evidence", "evidence", ":material/search:",
           ("on", "start", "group", "actors", "about", "level", "voice", "kind", "source", "statement_confidence"), figure=False),
    Screen("How sure are we", "sure", ":material/troubleshoot:", ("on", "since", "question", "group", "known"), figure=False),
    Screen("Data and method", "method", ":material/menu_book:", ("on",), figure=False),
)

if __name__ == "__main__":
    open_app(SCREENS)          # a reader's run
else:
    declare(SCREENS)           # the server's start
    write_log()
    try:
        served()
        embed_in = frame_ancestors(os.environ.get("EMBED_IN", ""))
    except DatasetError as error:
        sys.exit(why_not(error))
    except ValueError as error:
        sys.exit(str(error))

    @asynccontextmanager
    async def watching(app: st.App) -> AsyncIterator[None]:
        """As long as the server runs, edits of the dataset are looked for."""
        ended = LIVE.watch()
        yield
        ended.set()

    prefix = st.get_option("server.baseUrlPath")
    headers = security_headers(Path(st.__file__).parent / "static" / "index.html", embed_in)
    app = st.App(__file__, routes=api.routes(prefix), lifespan=watching, middleware=[Middleware(Guard, headers=headers, prefix=prefix)])
