"""What a browser does between a reader's act and the figure, from a profile of its processor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

OFTEN = 1_000  # microseconds between two looks
# Which part of a page a script belongs to, by a piece of its address; the first that is found in a stack of
# calls.
PARTS = (("PlotlyChart", "plotly"), ("react-dom", "Streamlit's other elements"), ("", "other scripts"))
STATES = {"(idle)": "waiting", "(program)": "the browser itself", "(garbage collector)": "other scripts"}


@contextmanager
def profiled(page: Page) -> Iterator[Callable[[float, float], dict[str, float]]]:
    """Looks at what the browser does for as long as it lasts; what it gives back ends that, and tells what
    it did between two moments, in milliseconds of the page's own clock: see `busy_with`."""
    session = page.context.new_cdp_session(page)
    for command in ("Profiler.enable", "Performance.enable"):
        session.send(command)
    session.send("Profiler.setSamplingInterval", {"interval": OFTEN})
    session.send("Profiler.start")

    def spent(begin: float, end: float) -> dict[str, float]:
        profile = session.send("Profiler.stop")["profile"]
        # the profile counts microseconds since the machine was started, the page milliseconds since it was
        # opened
        [now] = [
            m["value"] * 1e6
            for m in session.send("Performance.getMetrics")["metrics"]
            if m["name"] == "Timestamp"
        ]
        opened = now - page.evaluate("performance.now()") * 1000
        return busy_with(profile, opened + begin * 1000, opened + end * 1000)

    yield spent
    session.detach()


def busy_with(profile: dict[str, Any], begin: float, end: float) -> dict[str, float]:
    """Milliseconds by what the browser did between two moments, the most first.

    Args:
        profile: as the browser gives it.
        begin, end: microseconds of its clock.
    """
    calls = {node["id"]: node for node in profile["nodes"]}
    callers = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}

    def part_of(call: int) -> str:
        if state := STATES.get(calls[call]["callFrame"]["functionName"]):
            return state
        stack, at = [], call
        while at is not None:
            stack.append(calls[at]["callFrame"]["url"])
            at = callers.get(at)
        return next(part for piece, part in PARTS if any(piece in url for url in stack))

    now, spent = profile["startTime"], Counter()
    for call, passed in zip(profile["samples"], profile["timeDeltas"], strict=True):
        now += passed
        if begin <= now <= end:
            spent[part_of(call)] += passed / 1000
    return dict(spent.most_common())
