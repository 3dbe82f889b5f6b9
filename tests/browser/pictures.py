"""Makes the README's pictures from the running app: `make pictures`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from tests.browser.conftest import FLAGS, HOW, ROOT, Reader, chromium, serve  # noqa: E402

PICTURES = {
    "overview": "/",
    "timeline": "/timeline?group=G7&question=deep",
    "map": "/map?on=2024-05-31",
    "matrix": "/matrix?on=2024-05-31&group=NATO",
    "evidence": "/matrix?on=2024-05-31&group=NATO&cell=USA.border",
}


def main() -> int:
    path = chromium()
    if not path:
        print(HOW, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = serve(ROOT / "dashboard.py", Path(folder))
        address = next(running)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, query in PICTURES.items():
            reader = Reader(browser.new_context(viewport={"width": 1440, "height": 1200}), address)
            page = reader.open(query)
            page.wait_for_selector(".js-plotly-plot .main-svg .point, .js-plotly-plot .choroplethlayer path")
            page.wait_for_timeout(1_500)
            page.screenshot(path=ROOT / "docs" / "pictures" / f"{name}.png")
            print(f"docs/pictures/{name}.png")
        browser.close()
        next(running, None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
