"""What the server writes down: a line for each reading of the dataset, for each fault, for each slow answer. Nothing about readers: no address, no
choices, no words of a search. Knows no web framework."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOG = logging.getLogger("strike_positions")
SLOW = 2.0          # seconds: a reader who waits longer begins to doubt that anything happens


def configure_logging() -> None:
    """From here on the lines go to the server's standard error, each with its time."""
    if not LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)


@contextmanager
def log_if_slow(what: str) -> Iterator[None]:
    """Writes down what took too long.

    Args:
        what: a screen or a file by the name that the app gives it, never what a reader has asked.
    """
    begun = time.monotonic()
    try:
        yield
    finally:
        if (took := time.monotonic() - begun) > SLOW:
            LOG.warning("slow: %s took %.1f s", what, took)
