"""Readers as the server sees them: real sessions over the websocket, in Streamlit's own messages, as a
browser opens them; many in one process.

    python -m tests.stress.readers http://127.0.0.1:8501 --readers 100 --seconds 120
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

DAYS = ["2024-05-31", "2024-08-31", "2025-06-30", "2026-10-31"]  # at a peak most look at the same few days
Reading = TypeVar("Reading")
PATIENCE = 300  # seconds without a word from the server: then it is an error, however busy it is


@dataclass
class Findings:
    """What the readers together have met: how long each of their acts took, by kind, and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    received: int = 0  # bytes

    def share(self, kind: str, part: float) -> float:
        """The time within which that part of the acts of a kind were answered; of all for an empty name."""
        times = sorted(
            self.took.get(kind, []) if kind else [t for times in self.took.values() for t in times]
        )
        return times[min(int(len(times) * part), len(times) - 1)] if times else 0.0

    @property
    def acts(self) -> int:
        return sum(map(len, self.took.values()))


class Session:
    """One reader's session."""

    def __init__(self, socket: ClientConnection, findings: Findings):
        self._socket, self._findings = socket, findings
        self._widgets: dict[str, tuple[str, str, list[str]]] = {}  # label -> id, kind of value, options
        self._values: dict[str, tuple[str, str]] = {}
        self._pages: dict[str, str] = {}
        self._page, self._query = "", ""
        self.text: list[str] = []
        self.figures: list[str] = []  # of the latest run, as plotly's JSON

    async def _run(self, kind: str) -> None:
        """Asks for a run of the screen and waits until it is drawn."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        for name, (kind_of_value, value) in self._values.items():
            widget = state.widget_states.widgets.add(id=name)
            if kind_of_value == "string_array_value":
                widget.string_array_value.data.append(value)
            else:
                setattr(widget, kind_of_value, value)
        state.context_info.timezone, state.context_info.url = "Europe/Berlin", "http://reader.example/"
        begun, self.text, self.figures = time.monotonic(), [], []
        await self._socket.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), PATIENCE)
            self._findings.received += len(raw)
            answer = ForwardMsg.FromString(raw)
            if self._take(answer):
                break
        self._findings.took.setdefault(kind, []).append(time.monotonic() - begun)

    def _take(self, answer: ForwardMsg) -> bool:
        """Learns from a message; whether it says that the run is over."""
        kind = answer.WhichOneof("type")
        if kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
        elif kind == "page_info_changed":
            self._query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            what = element.WhichOneof("type")
            if what == "exception":
                self._findings.wrong.append(f"exception: {element.exception.message[:200]}")
            elif what == "selectbox":
                self._widgets[element.selectbox.label] = (
                    element.selectbox.id,
                    "string_value",
                    list(element.selectbox.options),
                )
            elif what == "date_input":
                self._widgets[element.date_input.label] = element.date_input.id, "string_array_value", DAYS
            elif what == "plotly_chart":
                self.figures.append(element.plotly_chart.spec)
            elif what in ("heading", "markdown"):
                self.text.append(element.heading.body if what == "heading" else element.markdown.body)
        elif kind == "script_finished":
            if answer.script_finished not in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_EARLY_FOR_RERUN,
            ):
                self._findings.wrong.append(f"run ended as {answer.script_finished}")
            return answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    async def arrive(self, query: str = "") -> None:
        """Opens the app at an address."""
        self._query = query
        await self._run("arrive")

    async def go(self, path: str, query: str | None = None) -> None:
        """Another screen, by a link with the same choices or with those of an address."""
        self._page, self._widgets, self._values = self._pages[path], {}, {}
        self._query = self._query if query is None else query
        await self._run(f"screen {path or 'overview'}")

    async def choose(self, label: str) -> None:
        """Another value of a filter, if the screen has it."""
        if label in self._widgets:
            name, kind, options = self._widgets[label]
            self._values[name] = kind, random.choice(options)
            await self._run(label)

    @property
    def screens(self) -> list[str]:
        return list(self._pages)


async def read_for(
    address: str, seconds: float, findings: Findings, pause: float = 3.0, query: str = ""
) -> None:
    """One reader: arrives, then changes day, question or screen every few seconds until the time is over.
    Errors go to the findings."""
    ends = time.monotonic() + seconds
    parts = urlsplit(address)
    try:
        async with connect(
            f"ws://{parts.netloc}/_stcore/stream",
            origin=address,
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        ) as socket:
            session = Session(socket, findings)
            await session.arrive(query)
            while time.monotonic() < ends:
                await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
                match random.choice(("day", "question", "screen")):
                    case "day":
                        await session.choose("As-of day")
                    case "question":
                        await session.choose("Question")
                    case "screen":
                        await session.go(random.choice(session.screens))
    except Exception as error:  # whatever a reader meets is a finding
        findings.wrong.append(f"{type(error).__name__}: {error}"[:300])


async def read_together(
    address: str, readers: int, seconds: float, pause: float = 3.0, arriving: float = 10.0
) -> Findings:
    """Many readers, who arrive one after the other over some seconds."""
    findings = Findings()

    async def later(n: int) -> None:
        await asyncio.sleep(arriving * n / readers)
        await read_for(address, seconds - arriving * n / readers, findings, pause)

    await asyncio.gather(*(later(n) for n in range(readers)))
    return findings


def run(reading: Coroutine[Any, Any, Reading]) -> Reading:
    """What readers found, in a thread of their own: a browser that was opened before in this one may still
    hold its loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, reading).result()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=3.0)
    asked = parser.parse_args()
    found = asyncio.run(read_together(asked.address, asked.readers, asked.seconds, asked.pause))
    for kind in ["", *sorted(found.took)]:
        print(
            f"{kind or 'all':22} {len(found.took.get(kind, [])) or found.acts:6} acts, median {found.share(kind, 0.5):6.2f} s, 95 of 100 within {found.share(kind, 0.95):6.2f} s"
        )
    print(
        f"{found.received / 1e6:.1f} MB received, {len(found.wrong)} errors",
        *sorted(set(found.wrong))[:5],
        sep="\n",
    )


if __name__ == "__main__":
    main()
