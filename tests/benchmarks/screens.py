"""How fast each screen loads and answers, in a real browser, as ratios to pages that do nothing else: `make
bench`.

    python -m tests.benchmarks.screens [--screens map matrix] [--repeats 5]

For each screen and each of its filters the app, cold for what is asked, is set against a Streamlit page that
sends the same figure ready-made, and for one filter of each screen against a Dash app with the same figures.
All are served at once, and take turns, so that what else the machine does meets all of them alike. A figure
counts as shown in the first frame in which its drawing differs. Where a target is missed, one more page and
act are profiled in the browser, and what it did until the figure was there is told with it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright
from websockets.asyncio.client import connect

from components.app.page_spec import PageSpec
from components.state.url import to_query
from components.state.view_state import default_choices
from dashboard import PAGES
from data.io.loader import load
from tests.benchmarks.profiles import profiled
from tests.browser.conftest import FLAGS, HOW, ROOT, chromium
from tests.stress.readers import Findings, Session, run
from tests.stress.servers import App, free_port, processor_seconds, wait_for

INTERACTION, LOAD = 1.3, 1.2  # targets: times of the ready-made page
YARDSTICKS = Path(__file__).parent / "yardsticks"
DATA = load()


@dataclass(frozen=True)
class Filter:
    """How a reader uses a filter: its label, what is typed or chosen (none: it is ticked), and what of the
    choices it changes."""

    label: str
    typed: str | None
    changed: dict[str, Any]


FILTERS = {
    "question": Filter("Question", "Deep strikes", {"question": "deep"}),
    "group": Filter("Group", "NATO", {"group": ("NATO",)}),
    "confidence": Filter("Confidence", "High only", {"confidence": "high"}),
    "known": Filter("Only what was public on the day", None, {"known": "then"}),
    "sort": Filter("Order of rows", "Name", {"sort": "name"}),
    "answers": Filter("Rank actors with at least", "3 answers", {"answers": 3}),
    "region": Filter("Map of", "World", {"region": "world"}),
    "threshold": Filter("Counted as reached", "supports", {"threshold": 2}),
    "questions": Filter("Questions", "Deep strikes", {"about": ("deep",)}),
    "actor": Filter("Actor", "Italy", {"actor": "ITA"}),
    "compared": Filter("Actors compared", "Italy", {"actors": ("FRA", "DEU", "ITA")}),
    "on": Filter("As-of day", "{on}", {}),
    "since": Filter("Changes since", "2024-01-15", {"since": dt.date(2024, 1, 15)}),
    "start": Filter("From", "2024-01-15", {"start": dt.date(2024, 1, 15)}),
}
# What a screen needs to have a figure.
NEEDED = {"country": {"actor": "FRA"}, "compare": {"actors": ("FRA", "DEU")}}


@dataclass(frozen=True)
class Case:
    """One use of a filter: the address before it, and after it."""

    name: str
    screen: PageSpec
    filter: str
    before: str
    after: str
    typed: str | None


@dataclass
class Measured:
    """Of one server: milliseconds to the first figure and from the act to the next, bytes of the answer,
    milliseconds of its processor."""

    load: list[float] = field(default_factory=list)
    act: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)


def cases(screen: PageSpec, repeats: int, days: Iterator[dt.date]) -> list[Case]:
    """Each filter of a screen as often as asked, always on days of its own: nobody has asked for them
    before."""
    found = []
    for name in screen.filters:
        one = FILTERS[name]
        for n in range(repeats):
            on = next(days)
            before = default_choices(DATA).replace(
                on=on, since=on - dt.timedelta(days=90), **NEEDED.get(screen.path, {})
            )
            after = before.replace(on=next(days)) if name == "on" else before.replace(**one.changed)
            typed = str(after.on) if name == "on" else one.typed
            found.append(
                Case(
                    f"{screen.path}.{name}.{n}",
                    screen,
                    name,
                    *(urlencode(to_query(DATA, c), doseq=True) for c in (before, after)),
                    typed,
                )
            )
    return found


async def record(server: str, asked: Sequence[Case], directory: Path) -> None:
    """Writes the first figure before and after each act, as the app sends it."""
    findings = Findings()
    async with connect(
        f"ws://{server.partition('://')[2]}/_stcore/stream",
        origin=server,
        subprotocols=["streamlit"],
        max_size=None,
    ) as socket:
        session = Session(socket, findings)
        await session.arrive()
        for case in asked:
            figures = []
            for query in (case.before, case.after):
                await session.go("" if case.screen is PAGES[0] else case.screen.path, query)
                assert session.figures, f"{case.screen.title} has no figure at {query}"
                figures.append(json.loads(session.figures[0]))
            (directory / f"{case.name}.json").write_text(json.dumps(figures))
    assert not findings.wrong, findings.wrong


def record_one(directory: Path, screen: str) -> None:
    """The first figure of a screen as the app draws it today, as the file `SCREEN.json` for the ready-made
    page."""
    [one] = [s for s in PAGES if s.path == screen]
    query = urlencode(to_query(DATA, default_choices(DATA).replace(**NEEDED.get(screen, {}))), doseq=True)
    record_all([Case(screen, one, "", query, query, None)], directory)


def record_all(asked: Sequence[Case], directory: Path) -> None:
    """Records on a server of its own: what it keeps the measured one shall not have."""
    recorder = App(directory / "recorder")
    try:
        wait_for(recorder.address, recorder.process)
        run(record(recorder.address, asked, directory))
    finally:
        recorder.end()


# In the browser: when the reader last did something, and when the first figure was drawn and drawn anew.
WATCH = """() => {
  const drawn = () => {
    const bare = document.querySelector('.st-key-bare');
    if (bare) return bare.textContent;
    const figure = document.querySelector('.js-plotly-plot');
    if (!figure?.querySelector('.main-svg') || (figure.querySelector('.geo') && !figure.querySelector('.choroplethlayer path'))) return '';
    return figure.textContent + [...figure.querySelectorAll('path, rect')].map((p) => p.style.fill + (p.getAttribute('d') ?? '').length).join();
  };
  const bench = (window.bench = { first: null, acted: 0, took: null });
  for (const act of ['keydown', 'click']) addEventListener(act, (event) => event.isTrusted && (bench.acted = performance.now()), true);
  bench.watch = () => {
    const before = drawn();
    bench.took = null;
    const look = () => {
      const now = drawn();
      if (now && now !== before) bench.took = performance.now() - bench.acted;
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  const first = () => (drawn() ? (bench.first = performance.now()) : requestAnimationFrame(first));
  requestAnimationFrame(first);
}"""


class Server:
    """A server with a browser window on it."""

    def __init__(self, address: str, process: subprocess.Popen, browser: Browser):
        self.address, self._process = address, process
        self.found = Measured()
        self._received = 0
        self.page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        self.page.add_init_script(f"({WATCH})()")
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, payload: bytes | str) -> None:
        self._received += len(payload)

    def measure(self, path: str, act: Any) -> Measured:
        """Opens a page, acts, and notes how long each took."""
        self.page.bring_to_front()  # a browser draws nothing in a tab that nobody looks at
        self.page.goto(self.address + path)
        self.page.wait_for_function("() => bench.first !== null", timeout=60_000)
        self.page.wait_for_timeout(1_000)
        self.found.load.append(self.page.evaluate("bench.first"))
        cost, received = processor_seconds(self._process), self._received
        act(self.page)
        self.page.wait_for_function("() => bench.took !== null", timeout=60_000, polling=50)
        self.page.wait_for_timeout(600)
        self.found.act.append(self.page.evaluate("bench.took"))
        self.found.cost.append((processor_seconds(self._process) - cost) * 1000)
        self.found.sent.append(self._received - received)
        return self.found

    def busy(self, path: str, act: Any) -> dict[str, str]:
        """What the browser does until a page has its figure (loads), and after an act until it is drawn
        anew (acts)."""
        self.page.bring_to_front()
        found = {}
        for what, do, times in (
            ("loads", lambda: self.page.goto(self.address + path), "[0, bench.first]"),
            ("acts", lambda: act(self.page), "[bench.acted, bench.acted + bench.took]"),
        ):
            with profiled(self.page) as spent_between:
                do()
                self.page.wait_for_function(
                    "(loads) => (loads ? bench.first : bench.took) !== null",
                    arg=what == "loads",
                    timeout=60_000,
                    polling=30,
                )
                spent = spent_between(*self.page.evaluate(times))
            found[what] = ", ".join(f"{part} {spent[part]:.0f}" for part in spent)
            self.page.wait_for_timeout(1_000)
        return found


def use_filter(case: Case) -> Any:
    """What a reader does with the filter; the watch begins with the last key or click of it."""
    label = FILTERS[case.filter].label

    def act(page: Page) -> None:
        sidebar = page.get_by_test_id("stSidebar")
        if case.typed is None:
            control = sidebar.get_by_text(label)
            page.evaluate("bench.watch()")
            return control.click()
        if case.filter in ("on", "since", "start"):
            sidebar.get_by_test_id("stDateInput").filter(has_text=label).get_by_role(
                "spinbutton"
            ).first.click()
            page.keyboard.type(case.typed.replace("-", ""), delay=20)
            page.evaluate("bench.watch()")
            return page.keyboard.press("Escape")  # the day is taken once its calendar is closed
        else:
            control = (
                sidebar.locator("[data-testid=stSelectbox], [data-testid=stMultiSelect]")
                .filter(has_text=label)
                .first.locator("input")
                .first
            )
            control.click()
            control.fill(case.typed)
            page.get_by_role("option").first.wait_for()
        page.evaluate("bench.watch()")
        page.keyboard.press("Enter")

    return act


def use_select(page: Page) -> None:
    control = page.get_by_test_id("stSelectbox").locator("input").first
    control.click()
    control.fill("two")
    page.get_by_role("option").first.wait_for()
    page.evaluate("bench.watch()")
    control.press("Enter")


def use_dropdown(page: Page) -> None:
    page.locator("#choice").click()
    option = page.get_by_text("two", exact=True).last
    option.wait_for()
    page.evaluate("bench.watch()")
    option.click()


def middle(times: Sequence[float]) -> str:
    return f"{statistics.median(times):5.0f} ({min(times):.0f}-{max(times):.0f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(ours) / statistics.median(theirs)


def compare(screen: PageSpec, asked: Sequence[Case], servers: dict[str, Server]) -> list[dict[str, Any]]:
    """A row a filter: the app beside the ready-made page, and Dash for the first."""
    rows, root = [], f"/{screen.path if screen is not PAGES[0] else ''}?"
    for name in dict.fromkeys(c.filter for c in asked):
        for server in servers.values():
            server.found = Measured()
        *measured, spare = (c for c in asked if c.filter == name)
        for n, case in enumerate(measured):
            turns = [
                lambda case=case: servers["app"].measure(root + case.before, use_filter(case)),
                lambda case=case: servers["ready"].measure(f"/?case={case.name}", use_select),
            ]
            if name == screen.filters[0]:
                turns.append(lambda case=case: servers["dash"].measure(f"/?case={case.name}", use_dropdown))
            for turn in turns if n % 2 == 0 else reversed(turns):
                turn()
        app, ready, dash = (servers[s].found for s in ("app", "ready", "dash"))
        rows.append(
            {
                "screen": screen.path,
                "filter": name,
                "acts": ratio(app.act, ready.act),
                "loads": ratio(app.load, ready.load),
                "act": middle(app.act),
                "ready": middle(ready.act),
                "dash": middle(dash.act) if dash.act else "",
                "load": middle(app.load),
                "ready load": middle(ready.load),
                "dash load": middle(dash.load) if dash.load else "",
                "kB": statistics.median(app.sent) / 1e3,
                "ready kB": statistics.median(ready.sent) / 1e3,
                "cost": statistics.median(app.cost),
                "ready cost": statistics.median(ready.cost),
            }
        )
        row = rows[-1]
        if row["acts"] > INTERACTION or row["loads"] > LOAD:
            ours, theirs = (
                servers["app"].busy(root + spare.before, use_filter(spare)),
                servers["ready"].busy(f"/?case={spare.name}", use_select),
            )
            row["why"] = {
                what: f"the browser, in ms: {ours[what]}; on the ready-made page: {theirs[what]}"
                for what in ours
            }
        print(
            f"{screen.path:10} {name:11} act {row['act']:>18} ms, {row['acts']:.2f} of ready {row['ready']:>18}, dash {row['dash']:>15} | load "
            f"{row['load']:>18}, {row['loads']:.2f} of {row['ready load']:>18}, dash {row['dash load']:>18} | "
            f"{row['kB']:.0f} kB ({row['ready kB']:.0f}), processor {row['cost']:.0f} ms ({row['ready cost']:.0f})",
            flush=True,
        )
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    with_figure = [s.path for s in PAGES if s.figure]
    parser.add_argument("--screens", nargs="+", choices=with_figure, default=with_figure)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--filters", nargs="+", choices=list(FILTERS), default=list(FILTERS))
    asked = parser.parse_args()
    path = chromium()
    if not path:
        print(HOW, file=sys.stderr)
        return 1
    # one after the other, so that the last is still of the year in which most moved: a screen has to have a
    # figure
    days = (dt.date(2024, 6, 1) + dt.timedelta(days=n) for n in count())
    # one more of each than is measured: what is profiled has not been asked for before either
    todo = {
        s: [c for c in cases(s, asked.repeats + 1, days) if c.filter in asked.filters]
        for s in PAGES
        if s.path in asked.screens
    }
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        recorded = Path(folder)
        record_all([c for some in todo.values() for c in some], recorded)
        # a Streamlit page serves what stands in `static/` beside it: the outlines of the map
        shutil.copytree(ROOT / "static", recorded / "static")
        shutil.copy(YARDSTICKS / "ready.py", recorded / "ready.py")
        browser = running.enter_context(sync_playwright()).chromium.launch(executable_path=path, args=FLAGS)
        servers = {
            name: Server(*serve(running, command, recorded), browser)
            for name, command in commands(recorded).items()
        }
        servers["bare"].measure("/", use_select)  # the first reader of any server waits for its imports
        servers["bare"].found = Measured()
        for server in ("ready", "dash"):
            servers[server].page.goto(servers[server].address)
        rows = [row for screen, some in todo.items() for row in compare(screen, some, servers)]
        for _ in range(asked.repeats):
            servers["bare"].measure("/", use_select)
        bare = servers["bare"].found
        print(
            f"a bare Streamlit page: act {middle(bare.act)} ms, load {middle(bare.load)} ms, processor {statistics.median(bare.cost):.0f} ms"
        )
        browser.close()
    missed = [
        f"{r['screen']}, {r['filter']}: {what} {r[key]:.2f}, target {most} ({r['why'][key]})"
        for r in rows
        for what, key, most in (("act", "acts", INTERACTION), ("load", "loads", LOAD))
        if r[key] > most
    ]
    for key, what, most in (("acts", "acts", INTERACTION), ("loads", "loads", LOAD)):
        ratios = [r[key] for r in rows]
        print(
            f"{what}: median {statistics.median(ratios):.2f} of the ready-made page, {min(ratios):.2f} to {max(ratios):.2f} (target {most}); "
            f"{sum(r <= most for r in ratios)} of {len(ratios)} within it"
        )
    print("\n".join(["Missed:", *missed] if missed else ["None missed."]))
    return 0


STREAMLIT = ["-m", "streamlit", "run"]


def commands(recorded: Path) -> dict[str, list[str]]:
    return {
        "app": [*STREAMLIT, "dashboard.py"],
        "ready": [*STREAMLIT, str(recorded / "ready.py")],
        "bare": [*STREAMLIT, str(YARDSTICKS / "bare.py")],
        "dash": [str(YARDSTICKS / "dash_app.py")],
    }


def serve(running: ExitStack, command: list[str], recorded: Path) -> tuple[str, subprocess.Popen]:
    """Starts a server that ends with the run; its address and process."""
    port = free_port()
    options = (
        ["--server.port", str(port), "--server.address", "127.0.0.1"]
        if command[:3] == STREAMLIT
        else [str(port)]
    )
    process = subprocess.Popen(
        [sys.executable, *command, *options],
        cwd=ROOT,
        env=os.environ | {"RECORDED": str(recorded), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running.callback(process.terminate)
    server = f"http://127.0.0.1:{port}"
    wait_for(server, process)  # Dash answers any path, that of Streamlit's own health too
    return server, process


if __name__ == "__main__":
    sys.exit(main())
