"""Renders figures as images with a local Chrome or Chromium, if one is installed.

The browser has no access to the network.
"""

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

# Environment variable with the browser's name or path; the tests use the same.
NAMED = "CHROMIUM"
NO_CHROME = "Maps and timelines are left out: the server that made this file has no Chrome or Chromium to draw pictures with."
FAILED = (
    "Maps and timelines are left out: the browser that draws pictures on the server did not answer in time."
)
SHARPNESS = 2  # image pixels per figure pixel
SECONDS_EACH, SECONDS_AT_ALL = 20, 120
NOWHERE = "127.0.0.1:9"  # a proxy that does not respond, so that the browser has no network access

_one_at_a_time = Lock()


class RenderingUnavailable(Exception):
    """No images can be rendered; the message is a sentence for readers."""


def find_chrome() -> str | None:
    """Returns the path of an installed Chrome or Chromium; None if there is none."""
    from choreographer.browsers.chromium import Chromium

    named = os.environ.get(NAMED)
    return shutil.which(named) if named else Chromium.find_browser(skip_local=False)


def render_pngs(figures: Sequence[go.Figure]) -> list[bytes]:
    """Renders the figures as PNG, one after the other. Concurrent callers wait for each other.

    Args:
        figures: of a set width and height.

    Raises:
        RenderingUnavailable: if there is no browser, or it does not respond in time.
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
    # Any failure of the browser: a brief without images is better than none.
    except Exception as error:
        raise RenderingUnavailable(FAILED) from error
    finally:
        _one_at_a_time.release()


async def _drawn(figures: Sequence[go.Figure], path: str) -> list[bytes]:
    # Imported here, because it loads slowly and most readers never request an image.
    from kaleido import Kaleido, PageGenerator

    with tempfile.TemporaryDirectory() as folder:
        outlines = Path(folder) / "outlines.js"
        outlines.write_text(outlines_script(), encoding="utf-8")
        page = PageGenerator(mathjax=False, others=[outlines.as_uri()])
        browser = Kaleido(n=1, timeout=SECONDS_EACH, page_generator=page, path=path, proxy_server=NOWHERE)
        try:
            async with browser:
                return [
                    await browser.calc_fig(
                        f,
                        opts={
                            "format": "png",
                            "width": int(f.layout.width),
                            "height": int(f.layout.height),
                            "scale": SHARPNESS,
                        },
                    )
                    for f in figures
                ]
        finally:
            _end(getattr(browser, "subprocess", None))


def _end(process: subprocess.Popen | None) -> None:
    """Kills a browser that does not exit by itself, with all its child processes."""
    if process is None or process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)  # it leads its own process group
    else:
        process.kill()
    process.wait()
