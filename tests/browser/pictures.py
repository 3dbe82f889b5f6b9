"""Makes pictures from the running app.

`make pictures`: those of README and the user guide, and those of the steps that `docs/walks.md` shows. `make
screens`: every screen, light and dark, wide and narrow, into `pictures/`, to be looked at; that folder is not
kept.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from tests.browser.conftest import FLAGS, HOW, ROOT, Reader, chromium, serve  # noqa: E402
from tests.browser.test_screens import SCREENS  # noqa: E402
from tests.browser.test_walks import TOLD, Walk, briefer, researcher, student  # noqa: E402

KEPT, LOOKED_AT = ROOT / "docs" / "pictures", ROOT / "pictures"
SHOWN = {
    "overview": "/",
    "timeline": "/timeline?group=G7&question=deep",
    "map": "/map?on=2024-05-31",
    "matrix": "/matrix?on=2024-05-31&group=NATO",
}
WALKS = {"briefer": briefer, "researcher": researcher, "student": student}
WIDE, NARROW = {"width": 1280, "height": 1000}, {"width": 390, "height": 844}
LONGEST = 12_000  # pixels of a page in one picture


def save(png: bytes, path: Path) -> None:
    """With a palette of 256 colours, which the app's pages hardly exceed: a third of the size, the same to
    the eye."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.thumbnail((WIDE["width"], LONGEST))
    path.parent.mkdir(exist_ok=True)
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")


def seen(reader: Reader) -> Page:
    """The page once all its figures are drawn."""
    reader.wait_until_idle()
    page = reader.page
    if page.locator("[data-testid=stPlotlyChart]").count():
        page.wait_for_selector(".js-plotly-plot .main-svg .point, .js-plotly-plot .choroplethlayer path")
    page.wait_for_timeout(1_500)
    return page


def of_the_documents(browser: Browser, address: str) -> None:
    for name, query in SHOWN.items():
        reader = Reader(browser.new_context(viewport=WIDE), address)
        reader.open(query)
        save(seen(reader).screenshot(), KEPT / f"{name}.png")


def of_the_walks(browser: Browser, address: str, folder: Path) -> None:
    """The steps that the document shows; where something was taken away that is an image, that image."""
    wanted = set(re.findall(r"\(pictures/(walk-\w+-\d+)\.png\)", TOLD))
    for name, go in WALKS.items():

        def look(walk: Walk, taken: bytes | None, name: str = name) -> None:
            step = f"walk-{name}-{len(walk.steps)}"
            if step in wanted:
                wanted.remove(step)
                save(taken or seen(walk.reader).screenshot(), KEPT / f"{step}.png")

        go(Walk(Reader(browser.new_context(viewport=WIDE, accept_downloads=True), address), folder, look))
    if wanted:
        raise SystemExit(f"docs/walks.md shows steps that nobody walks: {', '.join(sorted(wanted))}")


def of_all_screens(browser: Browser, address: str) -> None:
    for size in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            reader = Reader(browser.new_context(viewport=size, color_scheme=scheme), address)
            for path in SCREENS:
                reader.page.set_viewport_size(size)
                reader.open(path)
                page = seen(reader)
                height = page.evaluate(
                    "Math.max(...[...document.querySelectorAll('[data-testid=stMain] > *')].map(e => e.scrollHeight), innerHeight)"
                )
                page.set_viewport_size(size | {"height": min(height + 40, LONGEST)})
                page.wait_for_timeout(500)
                name = re.sub(r"\W+", "_", path).strip("_") or "overview"
                save(page.screenshot(), LOOKED_AT / f"{name}.{size['width']}.{scheme}.png")


@contextmanager
def browser_and_app(folder: Path) -> Iterator[tuple[Browser, str]]:
    with sync_playwright() as playwright:
        running = serve(ROOT / "dashboard.py", folder)
        address = next(running)
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser, address
        browser.close()
        next(running, None)


def main(arguments: list[str]) -> int:
    if not chromium():
        print(HOW, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name, browser_and_app(Path(name)) as (browser, address):
        if "--screens" in arguments:
            of_all_screens(browser, address)
        else:
            of_the_documents(browser, address)
            of_the_walks(browser, address, Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
