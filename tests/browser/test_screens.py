"""One visit to each screen: what must hold wherever a reader arrives."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from data.dataset import Dataset
from tests.browser.conftest import Reader

# The addresses, and what the images of their figures are called; LAST stands for the latest day of the data
SCREENS = {
    "/": ["LAST_all_counts"],
    "/matrix": ["LAST_all_matrix"],
    "/matrix?on=2024-05-31&group=NATO": ["2024-05-31_NATO_matrix"],
    "/matrix?on=2024-05-31&group=NATO&cell=FRA.border": [],
    "/timeline?group=NATO": ["border_LAST_NATO_timeline"],
    "/timeline?group=G7&id=FRA-2024-05-28-macron": [],
    "/map?on=2024-05-31": ["border_2024-05-31_all_map"],
    "/changes?since=2024-05-29&on=2024-05-31": ["2024-05-29_2024-05-31_all_changes"],
    "/brief?on=2024-05-31&group=G7": [],
    "/evidence?text=ATACMS": [],
    "/evidence?id=FRA-2024-05-28-macron": [],
    "/compare": [],
    "/compare?actors=FRA&actors=DEU&actors=UKR&on=2024-06-30": [
        "2024-06-30_FRA-DEU-UKR_compare",
        "border_2024-06-30_FRA-DEU-UKR_compared-timeline",
    ],
    "/method": [],
    "/blocs?on=2025-11-30&group=V4": [],
    "/diffusion?question=supply&on=2026-06-30": [],
    "/sure?on=2025-11-30": [],
    "/country?actor=ITA&on=2024-05-31": ["2024-05-31_ITA_country"],
    "/country?actor=Frnace": [],
}
# Further views of screens that are visited anyway: `make test-stress` visits them too
FURTHER = {
    "/matrix?on=2024-05-31&group=NATO",
    "/timeline?group=G7&id=FRA-2024-05-28-macron",
    "/evidence?id=FRA-2024-05-28-macron",
    "/compare",
    "/country?actor=Frnace",
}
# Those with the most kinds of elements between them; `make test-stress` looks at all of them in the dark
IN_THE_DARK = [
    "/matrix?on=2024-05-31&group=NATO&cell=FRA.border",
    "/map?on=2024-05-31",
    "/evidence?text=ATACMS",
    "/method",
]
# Texts that stand outside of their figure
OUTSIDE = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((figure) => {
  const frame = figure.getBoundingClientRect();
  return [...figure.querySelectorAll('text')].filter((t) => t.textContent.trim()).filter((t) => {
    const r = t.getBoundingClientRect();
    return r.width && (r.left < frame.left - 2 || r.right > frame.right + 2);
  }).map((t) => t.textContent);
})"""


# The window itself never scrolls: Streamlit's main part does
SIDEWAYS = "() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')].some((e) => e.scrollWidth > e.clientWidth + 2)"


def barriers(reader: Reader) -> list[tuple]:
    """What axe finds wrong: the rule, the elements, how to mend it. Nothing is left out, Streamlit's own
    elements neither; what fails only while it is open stands in docs/accessibility.md. What passes is only
    counted: to describe each element of it takes most of the time."""
    found = Axe().run(reader.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(v["id"], node["target"], node["failureSummary"]) for v in found for node in v["nodes"]]


def assert_all_fits(reader: Reader, width: int) -> None:
    """In a window of that width nothing runs out of a figure, and the page does not scroll sideways."""
    reader.page.set_viewport_size({"width": width, "height": 1000})
    reader.wait_until_idle()
    # a figure is laid out anew once the window has told its width
    reader.page.wait_for_function(f"() => ({OUTSIDE})().length === 0")
    assert not reader.page.evaluate(SIDEWAYS)


def turn_dark(reader: Reader) -> None:
    reader.page.emulate_media(color_scheme="dark")
    reader.page.wait_for_function(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark'"
    )
    reader.wait_until_idle()


@pytest.mark.parametrize("path", [path for path in SCREENS if path not in FURTHER])
def test_a_screen_has_no_barrier_that_axe_knows_fits_the_window_gives_its_images_and_asks_nothing_of_any_other_address(
    reader: Reader, tmp_path: Path, curated: Dataset, path: str
):
    page = reader.open(path)
    assert reader.runs_on_arrival == 1
    assert barriers(reader) == []
    for n, name in enumerate(SCREENS[path]):
        assert reader.image(tmp_path, n) == (
            f"strike-positions_{name.replace('LAST', str(curated.last_day))}.png",
            (1920, 1080),
        )
    if path in IN_THE_DARK:
        turn_dark(reader)
        assert barriers(reader) == []
    assert not page.evaluate(SIDEWAYS)
    assert_all_fits(reader, 390)
    assert reader.outside == []
    assert reader.errors == []


def test_a_figure_with_long_rows_fits_a_window_of_any_width(new_reader):
    reader = new_reader(width=1600)
    reader.open("/changes?since=2022-02-24")
    for width in (1600, 1280, 820, 390):
        assert_all_fits(reader, width)
