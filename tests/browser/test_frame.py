"""The frame in a real browser: links, history, themes, and room for more screens."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import serve
from tests.browser.controls import choose

ALL = ["/", "/matrix", "/matrix?on=2024-05-31&group=NATO", "/matrix?on=2024-05-31&group=NATO&cell=FRA.border",
       "/timeline?group=NATO", "/timeline?group=G7&id=FRA-2024-05-28-macron", "/map?on=2024-05-31", "/changes?since=2024-05-29&on=2024-05-31",
       "/brief?on=2024-05-31&group=G7", "/evidence?text=ATACMS", "/evidence?id=FRA-2024-05-28-macron", "/compare",
       "/compare?actors=FRA&actors=DEU&actors=UKR&on=2024-06-30", "/method", "/blocs?on=2025-11-30&group=V4", "/diffusion?question=supply&on=2026-06-30",
       "/sure?on=2025-11-30", "/country?actor=ITA&on=2024-05-31", "/country?actor=Frnace"]


def test_a_link_opens_the_first_time_on_a_fresh_server(reader):
    page = reader.open("/matrix?on=2024-05-31&group=NATO")
    assert page.locator("h1").inner_text() == "Stance matrix"
    assert page.locator("[data-testid=stSidebar]").get_by_text("Filters").is_visible()


def test_filters_replace_the_address_and_back_moves_between_screens(reader):
    page = reader.open("/matrix?on=2024-05-31")
    before = page.evaluate("history.length")
    choose(page, "Confidence", "High only")
    reader.settle()
    assert reader.query() == "on=2024-05-31&confidence=high"
    assert page.evaluate("history.length") == before
    page.get_by_role("link", name="Overview").click()
    reader.settle()
    assert page.locator("h1").inner_text() == "Strike Positions"
    assert reader.query() == "on=2024-05-31&confidence=high"
    page.go_back()
    reader.settle()
    assert page.locator("h1").inner_text() == "Stance matrix"
    assert reader.query() == "on=2024-05-31&confidence=high"


def test_back_restores_the_choices_that_were_made_there(reader):
    page = reader.open("/matrix?on=2024-05-31")
    page.get_by_role("link", name="Overview").click()
    reader.settle()
    choose(page, "Confidence", "High only")
    reader.settle()
    page.go_back()
    reader.settle()
    assert reader.query() == "on=2024-05-31"
    assert page.locator("[data-testid=stSelectbox]").filter(has_text="Confidence").locator("input").input_value() == "All"


@pytest.mark.parametrize("width", [390, 820])
def test_a_link_shows_its_choices_in_the_filters_in_a_window_of_any_width(new_reader, width):
    # five readers at once: what was lost was lost by chance, when the browser told its width before the filters had been sent
    readers = [new_reader(width=width) for _ in range(5)]
    for reader in readers:
        reader.page.goto(f"{reader.address}/evidence?on=2024-05-31&group=NATO&confidence=medium&text=launch", wait_until="commit")
    for reader in readers:
        reader.settle()
        expect(reader.page.get_by_label("Search", exact=True)).to_have_value("launch", timeout=30_000)
        expect(reader.page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect]").first).to_contain_text("NATO", timeout=30_000)


def test_clicks_faster_than_the_server_lose_nothing(reader):
    page = reader.open("/matrix?on=2024-05-31")
    choose(page, "Confidence", "High only")
    choose(page, "Order of rows", "Latest move")
    reader.settle()
    assert reader.query() == "on=2024-05-31&confidence=high&sort=latest"


@pytest.mark.parametrize("query", ["on=2024-13-45&group=NAT0", "%00%ff=%fe&cell=..", "on=&since=&group=&cell=&id=", "x" * 3000, "group=NATO%3Cscript%3Ealert(1)%3C/script%3E"])
def test_any_mangled_address_gives_the_page_and_says_what_was_not_understood(reader, query):
    page = reader.open(f"/matrix?{query}")
    assert page.locator("h1").inner_text() == "Stance matrix"
    assert page.get_by_text("Part of the link was not understood").is_visible()
    assert page.locator("[data-testid=stException]").count() == 0
    assert reader.errors == []


@pytest.mark.parametrize("path", ALL)
def test_no_barrier_to_access_that_axe_knows_in_either_theme_and_nothing_asked_of_any_other_address(reader, path):
    page = reader.open(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("scheme => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === scheme", arg=scheme)
        page.wait_for_timeout(500)          # until the window has told the app of it
        reader.settle()
        # nothing is left out, Streamlit's own elements neither; what fails only while it is open stands in docs/accessibility.md. What passes is only
        # counted: to describe each element of it takes most of the time
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(v["id"], node["target"], node["failureSummary"]) for v in found for node in v["nodes"]] == []
    assert reader.outside == []
    assert reader.errors == []


def test_the_frame_holds_ten_more_screens_and_a_link_opens_its_own_on_a_slow_server_too(new_reader, tmp_path):
    pages = tmp_path / "screens"
    pages.mkdir()
    filters = ("on", "since", "question", "group", "confidence", "sort", "answers", "region")
    for n in range(12):
        (pages / f"screen{n}.py").write_text("import streamlit as st\nfrom components.frame import view\nseen = view()\n"
                                             f"st.title('Screen {n}')\nst.text(f'{{seen.choices.on}} {{seen.choices.group}} {{seen.choices.question}}')\n")
    script = tmp_path / "app.py"
    script.write_text(
        "import time\nfrom pathlib import Path\nimport streamlit as st\nfrom components import frame\nfrom components.frame import Screen, declare, open_app\n"
        # a busy server: what the browser has to tell must not overtake the navigation, or the first screen would be shown
        "navigation = frame._navigation\nframe._navigation = lambda screens: (time.sleep(1), navigation(screens))[1]\n"
        f"SCREENS = [Screen(f'Screen {{n}}', f'screen{{n}}', ':material/home:', {filters!r}, Path({str(pages)!r})) for n in range(12)]\n"
        "if __name__ == '__main__':\n    open_app(SCREENS)\nelse:\n    declare(SCREENS)\n    app = st.App(__file__)\n")
    running = serve(script, tmp_path)
    reader = new_reader(width=820, address=next(running))
    page = reader.open("/screen3?on=2024-05-31&group=NATO&question=deep")
    expect(page.locator("h1")).to_have_text("Screen 3", timeout=30_000)
    for n in (11, 7, 0):
        page.get_by_role("link", name=f"Screen {n}", exact=True).click()
        reader.settle()
        assert page.locator("h1").inner_text() == f"Screen {n}"
        assert page.get_by_text("2024-05-31 ('NATO',) deep").is_visible()
        assert reader.query() == "on=2024-05-31&question=deep&group=NATO"
    next(running, None)
