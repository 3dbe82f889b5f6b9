"""Opens the app: `streamlit run dashboard.py`.

A new screen is one file in `pages/` and one line here: its title, its path (also the file's name), an icon, and the filters it takes.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from components import api
from components.dataset import LIVE, served, why_not
from components.frame import Screen, declare, open_app
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
    Screen("Evidence", "evidence", ":material/search:",
           ("on", "start", "group", "actors", "about", "level", "voice", "kind", "source", "statement_confidence")),
    Screen("Data and method", "method", ":material/menu_book:", ("on",)),
)

if __name__ == "__main__":
    open_app(SCREENS)          # a reader's run
else:
    declare(SCREENS)           # the server's start
    write_log()
    try:
        served()
    except DatasetError as error:
        sys.exit(why_not(error))

    @asynccontextmanager
    async def watching(app: st.App) -> AsyncIterator[None]:
        """As long as the server runs, edits of the dataset are looked for."""
        ended = LIVE.watch()
        yield
        ended.set()

    app = st.App(__file__, routes=api.routes(st.get_option("server.baseUrlPath")), lifespan=watching)
