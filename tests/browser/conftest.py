"""A real browser on a real server, with the network cut off except for the app.

Without a browser on the machine these tests are skipped, and the summary says which and how to get one; with
REQUIRE_BROWSER set (as CI does) that is a failure.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests import ROOT
from tests.browser.controls import TWO_FRAMES

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The network is cut off by the browser itself. Playwright's routes would do it too, but with them nothing is
# cached and every page is loaded anew.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-features=PreloadTopChromeWebUI",
]
RESULTS = ROOT / "test-results"
PATIENCE = (
    60_000  # milliseconds that a condition may take to come true, on a machine that is busy with much else
)
expect.set_options(timeout=PATIENCE)
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
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(script),
                "--server.port",
                str(port),
                "--server.address",
                "127.0.0.1",
            ],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
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


def shared(script: Path, directory: Path) -> Iterator[str]:
    """Serves a script to all workers of a test run: the first that asks starts it, and ends it when no
    other uses it any more."""
    address, running = directory / "address", None
    with (directory / "starting").open("w") as starting, (directory / "using").open("w") as using:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if not address.exists():
            running = serve(script, directory)
            address.write_text(next(running))
        fcntl.flock(using, fcntl.LOCK_SH)
        fcntl.flock(starting, fcntl.LOCK_UN)
        yield address.read_text()
        fcntl.flock(using, fcntl.LOCK_UN)
        if running:
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(using, fcntl.LOCK_EX)
            address.unlink()
            next(running, None)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, the same for all workers: what it has made once, it has for all."""
    base = tmp_path_factory.getbasetemp()
    directory = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "served"
    directory.mkdir(exist_ok=True)
    yield from shared(ROOT / "dashboard.py", directory)


# True once nothing has been under way in the page for so many milliseconds. An address that is being opened
# is under way until the server is connected (by then the page has asked for its first run) and the window can
# tell its width, which may ask for another; a page that is being left, until the next is there (or, where
# what was asked for turns out to be a file, for ten seconds).
QUIET = """(enough) => {
  const app = document.querySelector('[data-testid=stApp]'), state = (of) => app?.getAttribute(`data-test-${of}-state`), now = performance.now();
  if (!window.leftAt) {
    window.leftAt = -Infinity;
    addEventListener('beforeunload', () => window.leftAt = performance.now());
  }
  const undrawn = [...document.querySelectorAll('[data-testid=stPlotlyChart]')].some((chart) => !chart.querySelector('.main-svg'));
  const busy = state('connection') !== 'CONNECTED' || state('script') !== 'notRunning' || undrawn || now - window.leftAt < 10_000
    || document.querySelector('[data-stale=true]') || !document.querySelector('body > [role=status]');
  if (busy) window.busyAt = now;
  return now - (window.busyAt ??= now) > enough;
}"""
ACTED = f"() => ({TWO_FRAMES})().then(() => {{ delete window.busyAt; return true; }})"
# Milliseconds that a page has to be quiet: a run whose end has been seen; and where more runs were asked for
# than have begun. That is so when the server has made one of several, and, rarely, when what began had been
# asked for before.
GRACE, DOUBT = 100, 1_000
LONGEST_MESSAGE = 50_000  # bytes; those that begin or end a run are far shorter, figures are longer


class Runs:
    """The runs of the app that a page has asked for, from what goes over its connection to the server."""

    def __init__(self) -> None:
        self._socket: WebSocket | None = None
        self.forget()

    def listen(self, socket: WebSocket) -> None:
        self._socket = socket
        self.forget()
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)
        socket.on("close", self._closed)

    def _closed(self, socket: WebSocket) -> None:
        if socket is self._socket:
            self.forget()

    def forget(self) -> None:
        self.asked, self.begun, self.ended = 0, 0, True

    def _sent(self, message: bytes) -> None:
        if BackMsg.FromString(message).WhichOneof("type") == "rerun_script":
            self.asked += 1
            self.ended = False

    def _received(self, message: bytes) -> None:
        if not self.asked or len(message) > LONGEST_MESSAGE:
            return
        told = ForwardMsg.FromString(message)
        match told.WhichOneof("type"):
            case "new_session":
                self.begun += 1
                self.ended = False
            case "script_finished":
                # a run that makes way for the next is not the end
                self.ended = self.begun > 0 and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Reader:
    """A reader's browser: opens paths of the app, and keeps what went wrong on the way."""

    at_work: ClassVar[list[Reader]] = []

    def __init__(self, context: BrowserContext, address: str, tab: Page | None = None):
        self.address, self.outside, self.errors, self.console = address, [], [], []
        self.page, self._runs = tab or context.new_page(), Runs()
        self._heard = {
            "request": self._asked,
            "console": self._told,
            "pageerror": self._failed,
            "websocket": self._runs.listen,
        }
        for event, heard in self._heard.items():
            self.page.on(event, heard)
        self.runs_on_arrival = 0
        self.at_work.append(self)

    def _asked(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.netloc != urlsplit(self.address).netloc and to.scheme not in ("data", "blob"):
            self.outside.append(request.url)

    def _told(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")
        # Streamlit looks for /PAGE/_stcore/... first and is answered 404
        if message.type == "error" and "404" not in message.text:
            self.errors.append(message.text)

    def _failed(self, error: Error) -> None:
        self.console.append(f"uncaught: {error}")
        self.errors.append(str(error))

    def open(self, path: str) -> Page:
        self.page.bring_to_front()  # a browser draws nothing in a tab that nobody looks at
        self.page.goto(self.address + path)
        self.runs_on_arrival = self.wait_until_idle()
        return self.page

    def wait_until_idle(self) -> int:
        """Waits until all that has been asked of the server is answered and drawn: every run that the page
        asked for has begun and ended, and the page has nothing left to do. Gives the number of runs that
        began meanwhile."""
        self.page.bring_to_front()
        self.page.wait_for_function(ACTED, timeout=PATIENCE)
        deadline = time.monotonic() + PATIENCE / 1000
        while True:
            while not self._runs.ended:
                assert time.monotonic() < deadline, (
                    f"the server has not answered for a minute: {self._runs.asked} runs asked for, {self._runs.begun} begun"
                )
                self.page.wait_for_timeout(20)
            enough = DOUBT if self._runs.begun < self._runs.asked else GRACE
            self.page.wait_for_function(QUIET, arg=enough, timeout=PATIENCE, polling=25)
            if self._runs.ended and (enough == DOUBT or self._runs.begun >= self._runs.asked):
                begun = self._runs.begun
                self._runs.forget()
                return begun

    def image(self, folder: Path, n: int = 0) -> tuple[str, tuple[int, int]]:
        """The name and the size of the image that the button of the nth figure gives."""
        figure = self.page.locator(".js-plotly-plot").nth(n)
        figure.hover(position={"x": 20, "y": 20})
        with self.page.expect_download() as download:
            figure.locator(".modebar-btn").click()
        download.value.save_as(folder / "image.png")
        self.page.wait_for_function(
            "() => !document.querySelector('.notifier-note')", timeout=PATIENCE
        )  # plotly's word that it is done
        return download.value.suggested_filename, struct.unpack(
            ">II", (folder / "image.png").read_bytes()[16:24]
        )

    def query(self) -> str:
        return urlsplit(self.page.url).query

    def picture(self, folder: Path) -> Path:
        """Keeps what the browser shows: a picture, the elements of the page, and what its console has
        told."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "console.log").write_text(
            "\n".join([self.page.url, *self.console, *(f"asked outside: {url}" for url in self.outside)])
            + "\n"
        )
        (folder / "page.html").write_text(self.page.content())
        self.page.screenshot(path=folder / "page.png")
        return folder

    def leave(self) -> Page:
        """Gives back the tab; its next reader finds nothing of this one."""
        self.at_work.remove(self)
        for event, heard in self._heard.items():
            self.page.remove_listener(event, heard)
        if self.page.url.startswith(self.address):
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        try:
            # of the same server, or the browser would start another process for the next reader, which would
            # compile all scripts anew
            self.page.goto(self.address + "/_stcore/health")
        except Error:
            self.page.close()  # a server that a test has ended
        self.page.context.clear_cookies()
        self.page.context.clear_permissions()
        return self.page


class Staying(Reader):
    """A reader who goes on where the test before has ended: a view that is open already is not loaded again.

    For tests that leave a view as they found it, but for the evidence that they opened, or else at another
    address.
    """

    _opened: tuple[str, str] | None = None

    def open(self, path: str) -> Page:
        if self._opened and self.page.get_by_role("dialog").count():
            self.page.keyboard.press("Escape")
            self.wait_until_idle()
        self.page.mouse.move(0, 0)
        if self._opened == (path, self._here()):
            self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        else:
            self.outside.clear()
            self.errors.clear()
            super().open(path)
            self._opened = path, self._here()
        return self.page

    def _here(self) -> str:
        at = urlsplit(self.page.url)
        return f"{at.path}?{sorted(parse_qsl(at.query))}"  # the app may have put the keys in another order


class Windows:
    """The tabs of a browser, which one reader after the other uses: the app is loaded anew for each, but
    its scripts are fetched and compiled once, which is half of what a page costs."""

    def __init__(self, browser: Browser):
        self.context, self._free = browser.new_context(accept_downloads=True), []
        self.context.set_default_timeout(PATIENCE)

    def tab(self, width: int = 1280, height: int = 1000, scheme: str = "light") -> Page:
        """A tab as a reader would open it: empty, without a past."""
        page = self._free.pop() if self._free else self.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            media="null", color_scheme=scheme, reduced_motion="null"
        )  # of paper and movement, what the machine has
        page.mouse.move(0, 0)
        past = self.context.new_cdp_session(page)
        past.send("Page.resetNavigationHistory")
        past.detach()
        return page

    def free(self, page: Page) -> None:
        if not page.is_closed():
            self._free.append(page)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    windows = Windows(browser)
    yield windows
    windows.context.close()


@pytest.fixture
def new_reader(windows: Windows, server: str) -> Iterator[Callable[..., Reader]]:
    """Another reader, with the window and the colour scheme that a test asks for."""
    readers: list[Reader] = []

    def make(width: int = 1280, height: int = 1000, scheme: str = "light", address: str = server) -> Reader:
        readers.append(Reader(windows.context, address, windows.tab(width, height, scheme)))
        return readers[-1]

    yield make
    for reader in readers:
        windows.free(reader.leave())


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    return new_reader()


@pytest.fixture(scope="module")
def staying(windows: Windows, server: str) -> Iterator[Reader]:
    """One reader for the tests of a file."""
    reader = Staying(windows.context, server, windows.tab())
    yield reader
    windows.free(reader.leave())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keeps what the browsers of a test that failed show, and names the place."""
    report = yield
    if report.failed:
        for n, reader in enumerate(Reader.at_work):
            folder = RESULTS / re.sub(r"\W+", "-", item.nodeid.removeprefix("tests/"))[:150] / str(n)
            try:
                kept = f"{reader.picture(folder).relative_to(ROOT)}/page.png, page.html and console.log"
            except Error as error:
                kept = f"could not be kept: {error}"
            report.sections.append((f"browser {n}", kept))
    return report
