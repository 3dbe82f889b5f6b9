"""Entry point of the app: `streamlit run dashboard.py`.

A new page is a file in `pages/` and a line here: its title, its path (also the file's name), an icon, its
filters, and a description for the overview's list of pages.
"""

import streamlit as st

from components.app.asgi import server_options
from components.app.navigation import run_app
from components.app.page_spec import PageSpec
from components.state.view_state import COMPARED

FACETS = ("actors", "about", "level", "voice", "kind", "source", "confidence")
PAGES = (
    PageSpec("Overview", "overview", ":material/home:", ("on", "group", "confidence", "stated", "known")),
    PageSpec(
        "Stance matrix",
        "matrix",
        ":material/grid_on:",
        ("on", "since", "group", "confidence", "stated", "known", "sort", "answers"),
        description="Every actor on every question, with the evidence behind each cell.",
    ),
    PageSpec(
        "Timeline",
        "timeline",
        ":material/view_timeline:",
        ("on", "start", "question", "group", "confidence", "stated", "known", "sort"),
        description="One question over time: who moved when, and on whose words.",
    ),
    PageSpec(
        "Country map",
        "map",
        ":material/map:",
        ("on", "question", "region", "group", "confidence", "stated", "known"),
        description="One question on the map, played through every day on which something changes.",
    ),
    PageSpec(
        "Country",
        "country",
        ":material/flag:",
        ("actor", "on", "start", "confidence", "stated", "known"),
        description="One actor: its answers on the day and over time, every statement, and its groups.",
    ),
    PageSpec(
        "Compare",
        "compare",
        ":material/balance:",
        ("actors", "question", "on", "start", "confidence", "stated", "known"),
        most_actors=COMPARED,
        description="Two to five actors side by side: how they differ, since when, and who moved first.",
    ),
    PageSpec(
        "What changed",
        "changes",
        ":material/compare_arrows:",
        ("on", "since", "about", "group", "confidence", "known"),
        description="Between two days: who moved, who spoke first, which way, and on whose words.",
    ),
    PageSpec(
        "Blocs",
        "blocs",
        ":material/hub:",
        ("on", "start", "group", "confidence", "stated", "known"),
        description="Who stands like whom: how far each pair agrees, blocs, and how far groups hold together.",
    ),
    PageSpec(
        "Diffusion",
        "diffusion",
        ":material/stairs:",
        ("on", "start", "question", "threshold", "group", "confidence", "known"),
        description="Who came to support first and who followed, how many days later, and after which events.",
    ),
    PageSpec(
        "Brief",
        "brief",
        ":material/summarize:",
        ("on", "since", "about", "group", "actors", "region", "confidence", "stated", "known"),
        figure=False,
        description="A day, questions, a group or countries: one document to take away, for paper or as slides.",
    ),
    PageSpec(
        "Evidence",
        "evidence",
        ":material/search:",
        ("on", "start", "group", *FACETS),
        FACETS,
        figure=False,
        description="Every statement, to search and filter, with its sources.",
    ),
    PageSpec(
        "How sure are we",
        "sure",
        ":material/troubleshoot:",
        ("on", "since", "question", "group", "known"),
        figure=False,
        description="Which headlines hold on the surest words, on recent ones, without any one publisher.",
    ),
    PageSpec(
        "Data and method",
        "method",
        ":material/menu_book:",
        ("on",),
        figure=False,
        description="The rules, the codebook, how far coders agree, how hard was looked, and how to cite.",
    ),
)

# Streamlit runs this file for each reader. At server start it also imports the file once, if it finds a line
# `app = st.App(...)` in it.
if __name__ == "__main__":
    run_app(PAGES)
else:
    app = st.App(__file__, **server_options(PAGES))
