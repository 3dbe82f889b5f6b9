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
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
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


def serve(script: Path, directory: Path) -> Iterator[str]:
    """Serves a script as a reader's machine would, until the tests are done; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = directory / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.address", "127.0.0.1"],
                                  cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=out, stderr=subprocess.STDOUT)
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


class Reader:
    """A reader's browser: opens paths of the app, and keeps what went wrong on the way."""

    def __init__(self, context: BrowserContext, address: str):
        self.address, self.outside, self.errors = address, [], []
        self._context = context
        context.route("**/*", self._gate)
        self.page = self._new_page()

    def _gate(self, route) -> None:
        asked = urlsplit(route.request.url)
        if asked.netloc == urlsplit(self.address).netloc or asked.scheme in ("data", "blob"):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _new_page(self) -> Page:
        page = self._context.new_page()
        # Streamlit looks for /PAGE/_stcore/... first and is answered 404
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" and "404" not in m.text else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        return page

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
        self.page.wait_for_timeout(600)

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


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    yield Reader(context, server)
    context.close()


@pytest.fixture
def new_reader(browser: Browser, server: str) -> Iterator:
    """Another reader in a new browser, with the window and the colour scheme that a test asks for."""
    contexts = []

    def make(width: int = 1280, height: int = 1000, scheme: str = "light", address: str = server) -> Reader:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme))
        return Reader(contexts[-1], address)
    yield make
    for context in contexts:
        context.close()
