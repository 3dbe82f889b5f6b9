"""What the browser tests of `make test` look at by samples, in full; and what rarely breaks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serve
from tests.browser.test_country import assert_leads_to_country
from tests.browser.test_frame import assert_filters_of_a_link, assert_page_in_spite_of
from tests.browser.test_screens import SCREENS, barriers, turn_dark


@pytest.mark.parametrize("path", SCREENS)
def test_no_barrier_to_access_that_axe_knows_in_either_theme(reader, path):
    reader.open(path)
    assert barriers(reader) == []
    turn_dark(reader)
    assert barriers(reader) == []
    assert reader.outside == [] and reader.errors == []


@pytest.mark.parametrize("width", [390, 820])
def test_a_link_shows_its_choices_in_the_filters_though_five_readers_arrive_at_once(new_reader, width):
    assert_filters_of_a_link(new_reader(width=width) for _ in range(5))


@pytest.mark.parametrize(
    "query",
    [
        "on=2024-13-45&group=NAT0",
        "%00%ff=%fe&cell=..",
        "on=&since=&group=&cell=&id=",
        "x" * 3000,
        "group=NATO%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_any_mangled_address_gives_the_page_and_says_what_was_not_understood(reader, query):
    assert_page_in_spite_of(reader, query)


@pytest.mark.parametrize(
    ("path", "where", "actor"),
    [
        ("/timeline?on=2024-05-31&group=V4", ".ytick a >> text=Poland", "POL"),
        ("/evidence?on=2024-05-31&id=FRA-2024-05-28-macron", "text=All of France", "FRA"),
        ("/country?on=2024-05-31", ".sp-links a >> text=Poland", "POL"),
    ],
)
def test_other_mentions_of_an_actor_lead_to_its_page_on_the_same_day_too(reader, path, where, actor):
    reader.open(path)
    assert_leads_to_country(reader, where, actor)


def test_the_frame_holds_ten_more_screens_and_a_link_opens_its_own_on_a_slow_server_too(new_reader, tmp_path):
    pages = tmp_path / "screens"
    pages.mkdir()
    filters = ("on", "since", "question", "group", "confidence", "sort", "answers", "region")
    for n in range(12):
        (pages / f"screen{n}.py").write_text(
            "import streamlit as st\nfrom components.app.page_context import page_context\nctx = page_context()\n"
            f"st.title('Screen {n}')\nst.text(f'{{ctx.choices.on}} {{ctx.choices.group}} {{ctx.choices.question}}')\n"
        )
    script = tmp_path / "app.py"
    script.write_text(
        "import time\nfrom pathlib import Path\nimport streamlit as st\nfrom components.app import navigation as shell\nfrom components.app.navigation import register_pages, run_app\nfrom components.app.page_spec import PageSpec\n"
        # a busy server: what the browser has to tell must not overtake the navigation, or the first screen would be shown
        "navigation = shell._navigation\nshell._navigation = lambda screens: (time.sleep(1), navigation(screens))[1]\n"
        f"SCREENS = [PageSpec(f'Screen {{n}}', f'screen{{n}}', ':material/home:', {filters!r}, folder=Path({str(pages)!r})) for n in range(12)]\n"
        "if __name__ == '__main__':\n    run_app(SCREENS)\nelse:\n    register_pages(SCREENS)\n    app = st.App(__file__)\n"
    )
    running = serve(script, tmp_path)
    reader = new_reader(width=820, address=next(running))
    page = reader.open("/screen3?on=2024-05-31&group=NATO&question=deep")
    expect(page.locator("h1")).to_have_text("Screen 3")
    for n in (11, 7, 0):
        page.get_by_role("link", name=f"Screen {n}", exact=True).click()
        reader.wait_until_idle()
        assert page.locator("h1").inner_text() == f"Screen {n}"
        assert page.get_by_text("2024-05-31 ('NATO',) deep").is_visible()
        assert reader.query() == "on=2024-05-31&question=deep&group=NATO"
    next(running, None)
