"""A list that a reader opens as soon as it can be seen stays open, in a window of any width, on a machine with nothing to do and on a busy one; each
screen is drawn by one run."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from tests.browser.test_arrival import SCREENS, assert_arrives_once

WIDTHS = (390, 1000, 1280, 1600, 1920)
FILTERED = SCREENS[:-1]          # the last has only a day to choose
TRIES = 2          # of each screen at each width: 120 in all, and 12 more on a busy machine
STAYS = 5_000          # milliseconds


def _spin() -> None:
    while True:
        pass


@contextmanager
def busy() -> Iterator[None]:
    """Every processor of the machine has something else to do."""
    others = [multiprocessing.get_context("spawn").Process(target=_spin, daemon=True) for _ in range(os.cpu_count() or 1)]
    for other in others:
        other.start()
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.join()


def stays_open(browser: Browser, address: str, width: int) -> bool:
    """Opens the first list of the filters as soon as it is there, and looks whether it is open five seconds later."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    try:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        if width <= 768:
            page.get_by_test_id("stExpandSidebarButton").click(timeout=60_000)
        box = page.locator("[data-testid=stSidebar]").get_by_role("combobox").first
        box.click(timeout=60_000)
        page.get_by_role("option").first.wait_for(timeout=60_000)
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
    closed = [path for path in FILTERED for _ in range(TRIES) if not stays_open(browser, server + path, width)]
    assert closed == []


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_a_list_opened_at_once_stays_open_on_a_busy_machine(browser, server, width):
    with busy():
        closed = [path for path in ("/matrix", "/country?actor=FRA", "/timeline") if not stays_open(browser, server + path, width)]
    assert closed == []
