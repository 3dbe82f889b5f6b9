"""Figures as pictures, drawn by a Chrome or Chromium of the server's own machine, where there is one; nothing is fetched."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import plotly.graph_objects as go

from components.figures.country_map import outlines_script

# As the tests name it.
NAMED = "CHROMIUM"
NO_CHROME = "Maps and timelines are left out: the server that made this file has no Chrome or Chromium to draw pictures with."
FAILED = "Maps and timelines are left out: the browser that draws pictures on the server did not answer in time."
SHARPNESS = 2              # pixels of a picture to one of the figure
SECONDS_EACH, SECONDS_AT_ALL = 20, 120
NOWHERE = "127.0.0.1:9"    # a proxy that answers nothing: the browser that draws has no way out

_one_at_a_time = Lock()


class RenderingUnavailable(Exception):
    """No pictures can be drawn; says why in a sentence for readers."""


def find_chrome() -> str | None:
    """The Chrome or Chromium of this machine; None where there is none."""
    from choreographer.browsers.chromium import Chromium
    named = os.environ.get(NAMED)
    return shutil.which(named) if named else Chromium.find_browser(skip_local=False)


def render_pngs(figures: Sequence[go.Figure]) -> list[bytes]:
    """The figures as PNG, one after the other, and for one asker at a time.

    Args:
        figures: of a set width and height.

    Raises:
        RenderingUnavailable: there is no browser here, or it does not answer.
    """
    if not figures:
        return []
    path = find_chrome()
    if not path:
        raise RenderingUnavailable(NO_CHROME)
    if not _one_at_a_time.acquire(timeout=SECONDS_AT_ALL):
        raise RenderingUnavailable(FAILED)
    try:
        return asyncio.run(asyncio.wait_for(_drawn(figures, path), SECONDS_AT_ALL))
    except Exception as error:          # whatever befalls another program: a brief without pictures is better than none
        raise RenderingUnavailable(FAILED) from error
    finally:
        _one_at_a_time.release()


async def _drawn(figures: Sequence[go.Figure], path: str) -> list[bytes]:
    # takes long to load, and most readers never ask for a picture
    from kaleido import Kaleido, PageGenerator
    with tempfile.TemporaryDirectory() as folder:
        outlines = Path(folder) / "outlines.js"
        outlines.write_text(outlines_script(), encoding="utf-8")
        page = PageGenerator(mathjax=False, others=[outlines.as_uri()])
        browser = Kaleido(n=1, timeout=SECONDS_EACH, page_generator=page, path=path, proxy_server=NOWHERE)
        try:
            async with browser:
                return [await browser.calc_fig(f, opts={"format": "png", "width": int(f.layout.width), "height": int(f.layout.height),
                                                        "scale": SHARPNESS}) for f in figures]
        finally:
            _end(getattr(browser, "subprocess", None))


def _end(process: subprocess.Popen | None) -> None:
    """Ends a browser that hangs, which does not end when it is asked to, with all that it has started."""
    if process is None or process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)          # it leads a group of its own
    else:
        process.kill()
    process.wait()
