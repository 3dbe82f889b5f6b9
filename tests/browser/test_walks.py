"""Three readers, each from the bare address to what they came for. One control used is one action; they are counted."""

from __future__ import annotations

import io
import struct

import pandas as pd
from playwright.sync_api import Locator, expect

from tests.browser.test_matrix import CELL, WAIT, click, drawer


class Walk:
    """A reader on the way, who counts what has been used."""

    def __init__(self, reader, folder):
        self.reader, self.folder, self.page, self.actions = reader, folder, reader.open("/"), 0

    def use(self, control: Locator) -> None:
        control.click()
        self._count()

    def choose(self, label: str, *options: str) -> None:
        """Chooses from a filter: opening it and picking from it is one control."""
        field = self.page.locator("[data-testid=stSidebar]").get_by_label(label, exact=True).first
        for option in options:
            field.click()
            self.page.keyboard.type(option, delay=10)
            self.page.get_by_role("option", name=option, exact=True).click()
            self.reader.settle()
        self.page.keyboard.press("Escape")
        self._count()

    def set_day(self, label: str, year: str, month: str, day: str) -> None:
        field = self.page.locator("[data-testid=stDateInput]").filter(has_text=label)
        field.get_by_role("spinbutton").first.click()
        self.page.keyboard.type(year + month + day, delay=40)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")
        self._count()

    def take(self, control: Locator) -> bytes:
        with self.page.expect_download(timeout=WAIT) as download:
            control.click()
        self.actions += 1
        path = self.folder / download.value.suggested_filename
        download.value.save_as(path)
        return path.read_bytes()

    def _count(self) -> None:
        self.actions += 1
        self.reader.settle()


def test_a_briefer_gets_the_map_of_deep_strikes_for_nato_on_a_day_as_an_image_in_five_actions(reader, tmp_path):
    walk = Walk(reader, tmp_path)
    walk.use(walk.page.locator("[data-testid=stSidebar]").get_by_role("link", name="Country map"))
    walk.choose("Question", "Donated weapons, deep strikes")
    walk.set_day("As-of day", "2024", "11", "19")
    walk.choose("Group", "NATO")
    assert reader.query() == "on=2024-11-19&question=deep&group=NATO"
    texts = " ".join(walk.page.locator(".js-plotly-plot text").all_text_contents())
    for told in ("Donated weapons, deep strikes: where NATO members stand", "19 November 2024", "supports", "opposes", "Source: Strike Positions"):
        assert told in texts, told
    image = walk.take(walk.page.get_by_role("button", name="PNG", exact=True))
    assert struct.unpack(">II", image[16:24]) == (1920, 1080)
    assert walk.actions <= 5


def test_a_researcher_gets_from_a_cell_that_surprises_to_statement_source_data_and_citation_in_six_actions(reader, tmp_path, curated):
    walk = Walk(reader, tmp_path)
    walk.use(walk.page.locator("[data-testid=stSidebar]").get_by_role("link", name="Stance matrix"))
    walk.page.wait_for_selector(".barlayer .point")
    x, y = walk.page.evaluate(CELL, ["HUN", "deep"])
    walk.page.mouse.move(x, 500)
    walk.page.mouse.wheel(0, y - 500)          # scrolling uses no control
    walk.page.wait_for_timeout(500)
    click(reader, "HUN", "deep")
    walk.actions += 1
    panel = drawer(walk.page)
    expect(panel).to_contain_text("Hungary · Donated weapons, deep strikes", timeout=WAIT)
    assert panel.locator(".sp-card a[href^='https://']").count() >= 1
    walk.use(panel.get_by_role("link", name="All of Hungary"))
    statements = pd.read_csv(io.BytesIO(walk.take(walk.page.get_by_role("button", name="Statements", exact=True))))
    assert set(statements["actor"]) == {"HUN"} and statements["deep"].notna().any()
    walk.use(walk.page.get_by_role("button", name="Cite"))
    expect(walk.page.locator("[data-testid=stPopoverBody]")).to_contain_text(curated.version, timeout=WAIT)
    assert walk.actions <= 6


def test_a_student_learns_how_france_and_germany_differ_in_plain_words_in_four_actions(reader, tmp_path):
    walk = Walk(reader, tmp_path)
    walk.use(walk.page.locator("[data-testid=stSidebar]").get_by_role("link", name="Compare"))
    walk.choose("Actors compared", "France", "Germany")
    page = walk.page.locator("[data-testid=stMain]")
    expect(page).to_contain_text("France and Germany differ on", timeout=WAIT)
    expect(page).to_contain_text("Different positions", timeout=WAIT)
    walk.use(page.get_by_text("What the words mean"))
    expect(page).to_contain_text("noncommittal", timeout=WAIT)
    assert walk.actions <= 4
