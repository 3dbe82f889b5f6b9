"""A list that a reader opens as soon as it can be seen stays open, in a window of any width, on a machine
with nothing to do and on a busy one; each screen is drawn by one run."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from components.theme.palette import palette
from tests.browser.conftest import ROOT, serve
from tests.browser.controls import TWO_FRAMES
from tests.browser.test_arrival import SCREENS, assert_arrives_once

WIDTHS = (390, 1000, 1280, 1600, 1920)
FILTERED = SCREENS[:-1]  # the last has only a day to choose
TRIES = 2  # of each screen at each width: 120 in all, and 12 more on a busy machine
STAYS = 5_000  # milliseconds


def _spin() -> None:
    while True:
        pass


@contextmanager
def busy() -> Iterator[None]:
    """Every processor of the machine has something else to do."""
    others = [
        multiprocessing.get_context("spawn").Process(target=_spin, daemon=True)
        for _ in range(os.cpu_count() or 1)
    ]
    for other in others:
        other.start()
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.join()


def stays_open(browser: Browser, address: str, width: int) -> bool:
    """Opens the first list of the filters as soon as it is there, and looks whether it is open five
    seconds later."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    try:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        if width <= 768:
            page.get_by_test_id("stExpandSidebarButton").click(timeout=60_000)
        box = page.locator("[data-testid=stSidebar]").get_by_role("combobox").first
        # where the sidebar still slides in, a click of the test's own making scrolls until it hits, and a
        # scroll closes a list
        box.click(trial=True, timeout=60_000)
        page.wait_for_function(TWO_FRAMES)
        place = box.bounding_box()
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        page.get_by_role("option").first.wait_for(timeout=10_000)
        page.wait_for_timeout(STAYS)
        return page.get_by_role("option").count() > 0
    finally:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_each_screen_is_drawn_by_one_run(browser, server, width):
    for path in SCREENS:
        context = browser.new_context(viewport={"width": width, "height": 900})
        assert_arrives_once(context.new_page(), server + path)
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_opened_at_once_stays_open(browser, server, width):
    closed = [
        path for path in FILTERED for _ in range(TRIES) if not stays_open(browser, server + path, width)
    ]
    assert closed == []


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_a_list_opened_at_once_stays_open_on_a_busy_machine(browser, server, width):
    with busy():
        closed = [
            path
            for path in ("/matrix", "/country?actor=FRA", "/timeline")
            if not stays_open(browser, server + path, width)
        ]
    assert closed == []


def source_line(page) -> str:
    """The foot of the figure, which names the version of the data."""
    return page.evaluate(
        "document.querySelector('.js-plotly-plot').layout.annotations.map(a => a.text).find(text => text.startsWith('Source'))"
    )


def test_an_open_list_and_a_half_typed_day_survive_a_change_of_theme_and_an_edit_of_the_data(
    browser, tmp_path
):
    dataset = tmp_path / "dataset"
    shutil.copytree(ROOT / "data" / "curated", dataset)
    running = serve(ROOT / "dashboard.py", tmp_path, DATASET=str(dataset))
    address, schemes = next(running), iter(["dark", "light"] * 30)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/matrix?on=2024-05-31&group=G7")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=60_000)

    def change_theme() -> None:
        scheme = next(schemes)
        page.emulate_media(color_scheme=scheme)
        # figures have colours of their own: a run has drawn them anew
        page.wait_for_function(
            "paper => document.querySelector('.js-plotly-plot')?._fullLayout?.paper_bgcolor === paper",
            arg=palette(scheme).paper,
            timeout=60_000,
        )

    def edit() -> None:
        before = source_line(page)
        file = dataset / "codebook.yaml"
        file.write_text(file.read_text(encoding="utf-8") + "# looked through once more\n", encoding="utf-8")
        for _ in range(10):  # the server looks for edits every few seconds
            change_theme()
            if source_line(page) != before:
                return
            page.wait_for_timeout(1_000)
        pytest.fail("the edit was not read")

    for act in (change_theme, edit):
        page.get_by_role("combobox", name="Confidence").click()
        expect(page.get_by_role("option")).to_have_count(3)
        act()
        expect(page.get_by_role("option")).to_have_count(3)
        page.keyboard.press("Escape")

    year = page.get_by_role("spinbutton", name="year, As-of day")
    year.click()
    page.keyboard.type("20")
    for act in (change_theme, edit):
        expect(year).to_have_text("20")
        act()
        expect(year).to_have_text("20")
        expect(year).to_be_focused()
    page.context.close()
    next(running, None)
