"""What a browser does between a reader's act and the figure, from a profile of its processor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import CDPSession

OFTEN = 1_000          # microseconds between two looks
# Which part of a page a script belongs to, by a piece of its address; the first that is found in a stack of calls.
PARTS = (("PlotlyChart", "plotly"), ("react-dom", "Streamlit's other elements"), ("", "other scripts"))
STATES = {"(idle)": "waiting", "(program)": "the browser itself", "(garbage collector)": "other scripts"}


@contextmanager
def profiled(session: CDPSession) -> Iterator[Callable[[], dict[str, Any]]]:
    """Looks at what the browser does for as long as it lasts; what it gives back ends that, and gives the profile."""
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": OFTEN})
    session.send("Profiler.start")
    yield lambda: session.send("Profiler.stop")["profile"]


def busy_with(profile: dict[str, Any], took: float) -> dict[str, float]:
    """Milliseconds by what the browser did, of the time that it took until the figure was drawn, the most first.

    Args:
        profile: as the browser gives it; the figure is drawn when plotly is last at work in it.
        took: milliseconds.
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

    now, looks = profile["startTime"], []
    for call, passed in zip(profile["samples"], profile["timeDeltas"], strict=True):
        now += passed
        looks.append((now, passed, part_of(call)))
    drawn = max((at for at, _, part in looks if part == "plotly"), default=now)
    spent: Counter[str] = Counter()
    for at, passed, part in looks:
        if drawn - took * 1000 <= at <= drawn:
            spent[part] += passed / 1000
    return dict(spent.most_common())
