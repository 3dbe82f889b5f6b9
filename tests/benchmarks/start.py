"""How long the first reader of a server that has just been started waits, and how long the command line
takes: `make bench`.

The app and the ready-made page are started in turn, a browser opens them as soon as they answer, and the
clock stops at the first figure. All on a warm disk; the browser itself runs already.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.screens import WATCH, YARDSTICKS, commands, record_one, serve
from tests.browser.conftest import FLAGS, HOW, ROOT, chromium

REPEATS = 5
CHECK = 1.0  # seconds for `python -m data check`, Python's start included


def shown_after(
    command: list[str], path: str, recorded: Path, playwright: object, browser: str
) -> tuple[float, float]:
    """Seconds from the start of a server until it answers, and until a reader has a figure."""
    chrome = playwright.chromium.launch(executable_path=browser, args=FLAGS)
    page = chrome.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.add_init_script(f"({WATCH})()")
    with ExitStack() as running:
        begun = time.monotonic()
        server, _ = serve(running, command, recorded)
        answers = time.monotonic() - begun
        page.goto(server + path)
        page.wait_for_function("() => bench.first !== null", timeout=60_000)
        shown = time.monotonic() - begun
    chrome.close()
    return answers, shown


def told(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


def main() -> int:
    path = chromium()
    if not path:
        print(HOW, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        recorded = Path(folder)
        record_one(recorded, "overview")
        shutil.copy(YARDSTICKS / "ready.py", recorded / "ready.py")
        with sync_playwright() as playwright:
            pairs = {"app": [], "ready": []}
            for _ in range(REPEATS):
                pairs["app"].append(shown_after(commands(recorded)["app"], "/", recorded, playwright, path))
                pairs["ready"].append(
                    shown_after(commands(recorded)["ready"], "/?case=overview", recorded, playwright, path)
                )
    for name, pair in pairs.items():
        answers, shown = zip(*pair, strict=True)
        print(f"{name:6} answers after {told(answers)}, first figure after {told(shown)}")
    first = {name: statistics.median(shown for _, shown in pair) for name, pair in pairs.items()}
    print(
        f"first figure: {first['app'] / first['ready']:.2f} of the ready-made page, which does nothing at its start"
    )
    took = []
    for _ in range(REPEATS):
        begun = time.monotonic()
        subprocess.run([sys.executable, "-m", "data", "check"], cwd=ROOT, check=True, capture_output=True)
        took.append(time.monotonic() - begun)
    print(
        f"python -m data check: {told(took)}, target {CHECK:.0f} s: {'held' if statistics.median(took) < CHECK else 'missed'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
