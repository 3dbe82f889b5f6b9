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
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

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

    def __init__(self, context: BrowserContext, address: str, tab: Page | None = None):
        self.address, self.outside, self.errors = address, [], []
        self.page = tab or context.new_page()
        self._heard = {"request": self._asked, "console": self._told, "pageerror": self._failed}
        for event, heard in self._heard.items():
            self.page.on(event, heard)

    def _asked(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.netloc != urlsplit(self.address).netloc and to.scheme not in ("data", "blob"):
            self.outside.append(request.url)

    def _told(self, message: ConsoleMessage) -> None:
        # Streamlit looks for /PAGE/_stcore/... first and is answered 404
        if message.type == "error" and "404" not in message.text:
            self.errors.append(message.text)

    def _failed(self, error: Error) -> None:
        self.errors.append(str(error))

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

    def leave(self) -> Page:
        """Gives back the tab; its next reader finds nothing of this one."""
        for event, heard in self._heard.items():
            self.page.remove_listener(event, heard)
        if self.page.url.startswith(self.address):
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.context.clear_permissions()
        return self.page


class Windows:
    """Windows by size and colour scheme, and their tabs, which one reader after the other uses: the app is loaded anew for each, but its scripts are
    fetched and compiled once, which is half of what a page costs."""

    def __init__(self, browser: Browser):
        self._browser, self._open, self._free = browser, {}, {}

    def tab(self, width: int, height: int, scheme: str) -> Page:
        """A tab as a reader would open it: empty, without a past."""
        key = (width, height, scheme)
        if key not in self._open:
            self._open[key] = self._browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True)
        free = self._free.setdefault(self._open[key], [])
        if not free:
            return self._open[key].new_page()
        page = free.pop()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.mouse.move(0, 0)
        past = page.context.new_cdp_session(page)
        past.send("Page.resetNavigationHistory")
        past.detach()
        return page

    def free(self, page: Page) -> None:
        self._free[page.context].append(page)

    def close(self) -> None:
        for context in self._open.values():
            context.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    windows = Windows(browser)
    yield windows
    windows.close()


@pytest.fixture
def new_reader(windows: Windows, server: str) -> Iterator[Callable[..., Reader]]:
    """Another reader, with the window and the colour scheme that a test asks for."""
    readers: list[Reader] = []

    def make(width: int = 1280, height: int = 1000, scheme: str = "light", address: str = server) -> Reader:
        tab = windows.tab(width, height, scheme)
        readers.append(Reader(tab.context, address, tab))
        return readers[-1]
    yield make
    for reader in readers:
        windows.free(reader.leave())


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    return new_reader()
