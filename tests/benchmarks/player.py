"""How long the map takes from one day to the next while it is played or its slider pulled: `make bench`.

Prints the median step in milliseconds in a headless browser, for the maps of Europe and of the world, and
fails if it misses the target.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, HOW, ROOT, Reader, chromium, serve

TARGET = 50  # milliseconds, median
# Milliseconds from a pull at the slider to the next frame that shows another day, for each day in turn
STEPS = """async () => {
  const figure = document.querySelector('.js-plotly-plot'), rail = figure.querySelector('.slider-rail-touch-rect'), box = rail.getBoundingClientRect();
  const days = figure.layout.sliders[0].steps.length, times = [];
  const line = () => [...figure.querySelectorAll('.textpoint text')].map((t) => t.textContent).find((t) => /support or permit/.test(t));
  const frame = () => new Promise(requestAnimationFrame);
  const at = (type, share) => new MouseEvent(type, {bubbles: true, view: window, clientX: box.x + box.width * share, clientY: box.y + box.height / 2});
  for (let n = 0; n < days; n++) {
    await frame();
    const before = line(), start = performance.now();
    rail.dispatchEvent(at('mousedown', n / (days - 1)));
    while (line() === before && performance.now() - start < 2000) await new Promise((done) => setTimeout(done, 0));
    if (line() !== before) times.push(performance.now() - start);
    document.dispatchEvent(at('mouseup', n / (days - 1)));
    figure.dispatchEvent(at('mouseup', n / (days - 1)));
  }
  return times;
}"""


def main() -> int:
    path = chromium()
    if not path:
        print(HOW, file=sys.stderr)
        return 1
    missed = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = serve(ROOT / "dashboard.py", Path(folder))
        address = next(running)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for query in ("/map", "/map?region=world", "/map?question=deep"):
            page = Reader(browser.new_context(viewport={"width": 1280, "height": 1400}), address).open(query)
            page.wait_for_selector(".choroplethlayer path")
            page.wait_for_timeout(1_500)
            times = page.evaluate(STEPS)
            median = statistics.median(times)
            missed += median >= TARGET
            print(
                f"{query}: {len(times)} steps, median {median:.0f} ms (target under {TARGET}), slowest {max(times):.0f} ms"
            )
        browser.close()
        next(running, None)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
