"""Server log: one line per load of the dataset, per fault and per slow request.

It has no data about readers: no IP address, no choices, no search text. Uses no web framework.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOG = logging.getLogger("strike_positions")
SLOW = 2.0  # seconds: longer, and a reader begins to doubt that anything happens


def configure_logging() -> None:
    """Sends the log to standard error, each line with a timestamp."""
    if not LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)


@contextmanager
def log_if_slow(what: str) -> Iterator[None]:
    """Logs a warning if the context takes longer than SLOW seconds.

    Args:
        what: the app's own name of a page or file, never a reader's input.
    """
    begun = time.monotonic()
    try:
        yield
    finally:
        if (took := time.monotonic() - begun) > SLOW:
            LOG.warning("slow: %s took %.1f s", what, took)
