"""Three readers, each from the bare address to what they came for. One control used is one action; they are
counted.

`docs/walks.md` tells the same steps in the same words; its pictures are made by walking them (`make
pictures`).
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable

import pandas as pd
from playwright.sync_api import Locator, expect

from tests import ROOT
from tests.browser.controls import choose
from tests.browser.test_matrix import CELL, click, drawer

TOLD = (ROOT / "docs" / "walks.md").read_text()


class Walk:
    """A reader on the way.

    Attributes:
        steps: what has been done, a line an action, as `docs/walks.md` tells it.
        look: called after each step, with what was taken away in it, if anything.
    """

    def __init__(self, reader, folder, look: Callable[[Walk, bytes | None], None] = lambda walk, taken: None):
        self.reader, self.folder, self.look, self.page = reader, folder, look, reader.open("/")
        self.steps: list[str] = []

    def use(self, told: str, control: Locator | Callable[[], None]) -> None:
        """Uses a control: clicks on it, or calls what uses it."""
        (control if callable(control) else control.click)()
        self._done(told)

    def choose(self, told: str, label: str, *options: str) -> None:
        """Chooses from a filter: opening it and picking from it is one control."""
        for option in options:
            choose(self.page, label, option)
            self.reader.wait_until_idle()
        self._done(told)

    def set_day(self, told: str, label: str, year: str, month: str, day: str) -> None:
        field = self.page.locator("[data-testid=stDateInput]").filter(has_text=label)
        field.get_by_role("spinbutton").first.click()
        self.page.keyboard.type(year + month + day, delay=40)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")
        self._done(told)

    def take(self, told: str, control: Locator) -> bytes:
        with self.page.expect_download() as download:
            control.click()
        path = self.folder / download.value.suggested_filename
        download.value.save_as(path)
        self._done(told, path.read_bytes())
        return path.read_bytes()

    def _done(self, told: str, taken: bytes | None = None) -> None:
        self.reader.wait_until_idle()
        self.steps.append(told)
        self.look(self, taken)


def steps_told(heading: str) -> list[str]:
    """The numbered steps of a section of `docs/walks.md`."""
    return re.findall(r"(?m)^\d+\. (.*)$", TOLD.partition(f"\n## {heading}\n")[2].partition("\n## ")[0])


def briefer(walk: Walk) -> None:
    walk.use(
        "Open “Country map”.",
        walk.page.locator("[data-testid=stSidebar]").get_by_role("link", name="Country map"),
    )
    walk.choose("Question: “Donated weapons, deep strikes”.", "Question", "Donated weapons, deep strikes")
    walk.set_day("As-of day: 2024-11-19.", "As-of day", "2024", "11", "19")
    walk.choose("Group: NATO.", "Group", "NATO")
    assert walk.reader.query() == "on=2024-11-19&question=deep&group=NATO"
    texts = " ".join(walk.page.locator(".js-plotly-plot text").all_text_contents())
    for told in (
        "Donated weapons, deep strikes: where NATO members stand",
        "19 November 2024",
        "supports",
        "opposes",
        "Source: Strike Positions",
    ):
        assert told in texts, told
    image = walk.take("“PNG” below the map.", walk.page.get_by_role("button", name="PNG", exact=True))
    assert struct.unpack(">II", image[16:24]) == (1920, 1080)


def researcher(walk: Walk) -> None:
    walk.use(
        "Open “Stance matrix”.",
        walk.page.locator("[data-testid=stSidebar]").get_by_role("link", name="Stance matrix"),
    )
    expect(walk.page.locator("h1")).to_have_text("Stance matrix")  # the screen before has cells too
    walk.reader.wait_until_idle()
    x, y = walk.page.evaluate(CELL, ["HUN", "deep"])
    walk.page.mouse.move(x, 500)
    walk.page.mouse.wheel(0, y - 500)  # scrolling uses no control
    walk.page.wait_for_function(
        f"""(cell) => {{
      const was = window.cellAt;
      window.cellAt = ({CELL})(cell)[1];
      return was === window.cellAt && 0 < was && was < innerHeight;
    }}""",
        arg=["HUN", "deep"],
    )
    walk.use("Select the cell of Hungary and “Donated, deep”.", lambda: click(walk.reader, "HUN", "deep"))
    panel = drawer(walk.page)
    expect(panel).to_contain_text("Hungary · Donated weapons, deep strikes")
    assert panel.locator(".sp-card a[href^='https://']").count() >= 1
    walk.use("“All of Hungary” in the evidence.", panel.get_by_role("link", name="All of Hungary"))
    statements = pd.read_csv(
        io.BytesIO(
            walk.take(
                "“Statements” below the figure.",
                walk.page.get_by_role("button", name="Statements", exact=True),
            )
        )
    )
    assert set(statements["actor"]) == {"HUN"} and statements["deep"].notna().any()
    walk.use("“Cite”.", walk.page.get_by_role("button", name="Cite"))


def student(walk: Walk) -> None:
    walk.use(
        "Open “Compare”.", walk.page.locator("[data-testid=stSidebar]").get_by_role("link", name="Compare")
    )
    walk.choose("Actors compared: France and Germany.", "Actors compared", "France", "Germany")
    page = walk.page.locator("[data-testid=stMain]")
    expect(page).to_contain_text("France and Germany differ on")
    expect(page).to_contain_text("Different positions")
    walk.use("Unfold “What the words mean”.", page.get_by_text("What the words mean"))
    expect(page).to_contain_text("noncommittal")


def test_a_briefer_gets_the_map_of_deep_strikes_for_nato_on_a_day_as_an_image_in_five_actions(
    reader, tmp_path
):
    walk = Walk(reader, tmp_path)
    briefer(walk)
    assert walk.steps == steps_told("The briefer") and len(walk.steps) <= 5


def test_a_researcher_gets_from_a_cell_that_surprises_to_statement_source_data_and_citation_in_six_actions(
    reader, tmp_path, curated
):
    walk = Walk(reader, tmp_path)
    researcher(walk)
    expect(walk.page.locator("[data-testid=stPopoverBody]")).to_contain_text(curated.version)
    assert walk.steps == steps_told("The researcher") and len(walk.steps) <= 6


def test_a_student_learns_how_france_and_germany_differ_in_plain_words_in_four_actions(reader, tmp_path):
    walk = Walk(reader, tmp_path)
    student(walk)
    assert walk.steps == steps_told("The student") and len(walk.steps) <= 4
