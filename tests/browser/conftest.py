"""A real browser on a real server, with the network cut off except for the app.

Without a browser on the machine these tests are skipped, and the summary says which and how to get one; with REQUIRE_BROWSER set
(as CI does) that is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ROOT = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The network is cut off by the browser itself. Playwright's routes would do it too, but with them nothing is cached and every page is loaded anew.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-features=PreloadTopChromeWebUI"]
HOW = "no Chromium on this machine: install one (Debian: apt-get install chromium) or name it with CHROMIUM=/path/to/chromium"


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if not path:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(HOW)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def serve(script: Path, directory: Path, **environment: str) -> Iterator[str]:
    """Serves a script as a reader's machine would, until the tests are done; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = directory / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.address", "127.0.0.1"],
                                  cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)} | environment, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
        yield address
        assert "Traceback" not in log.read_text(), log.read_text()
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(ROOT / "dashboard.py", tmp_path_factory.mktemp("server"))


# True once no run has been under way for a third of a second; drawing a figure keeps the page from asking, so that it is drawn by then.
QUIET = """() => {
  const app = document.querySelector('[data-testid=stApp]'), now = performance.now();
  if (app?.getAttribute('data-test-script-state') !== 'notRunning' || document.querySelector('[data-stale=true]')) window.busyAt = now;
  return app && now - (window.busyAt ??= now) > 350;
}"""


class Reader:
    """A reader's browser: opens paths of the app, and keeps what went wrong on the way."""

    def __init__(self, context: BrowserContext, address: str):
        self.address, self.outside, self.errors = address, [], []
        self.page = self._new_page(context)

    def _asked(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.netloc != urlsplit(self.address).netloc and to.scheme not in ("data", "blob"):
            self.outside.append(request.url)

    def _new_page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("request", self._asked)
        # Streamlit looks for /PAGE/_stcore/... first and is answered 404
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" and "404" not in m.text else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        return page

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until a click has reached the server, and then until its run has been over for a while."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_function(QUIET, timeout=60_000, polling=50)

    def image(self, folder: Path, n: int = 0) -> tuple[str, tuple[int, int]]:
        """The name and the size of the image that the button of the nth figure gives."""
        figure = self.page.locator(".js-plotly-plot").nth(n)
        figure.hover(position={"x": 20, "y": 20})
        with self.page.expect_download() as download:
            figure.locator(".modebar-btn").click()
        download.value.save_as(folder / "image.png")
        return download.value.suggested_filename, struct.unpack(">II", (folder / "image.png").read_bytes()[16:24])

    def query(self) -> str:
        return urlsplit(self.page.url).query

    def leave(self) -> None:
        """The next reader of this browser finds nothing of this one."""
        context = self.page.context
        if self.page.url.startswith(self.address):
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.close()
        context.clear_cookies()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers by size and colour scheme, kept so that the app's own files are loaded once; nothing else of a reader is left in them."""
    kept: dict[tuple, BrowserContext] = {}

    def window(width: int = 1280, height: int = 1000, scheme: str = "light") -> BrowserContext:
        key = (width, height, scheme)
        if key not in kept:
            kept[key] = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True)
        return kept[key]
    yield window
    for context in kept.values():
        context.close()


@pytest.fixture
def new_reader(windows: Callable[..., BrowserContext], server: str) -> Iterator[Callable[..., Reader]]:
    """Another reader, with the window and the colour scheme that a test asks for."""
    readers: list[Reader] = []

    def make(width: int = 1280, height: int = 1000, scheme: str = "light", address: str = server) -> Reader:
        readers.append(Reader(windows(width, height, scheme), address))
        return readers[-1]
    yield make
    for reader in readers:
        reader.leave()


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    return new_reader()
