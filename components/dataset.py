"""The dataset that this process serves, the same for readers of the dashboard and for programs that ask the API. Knows no web framework."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

from data.loading import CURATED, Dataset, load

_LOCK = Lock()


def served() -> Dataset:
    """The dataset: read once a process, not once a reader.

    Safe to call from any thread; who comes while it is being read waits for it.

    Raises:
        DatasetError: it cannot be used; the next call tries again.
    """
    with _LOCK:
        return _read(CURATED)


@lru_cache(maxsize=1)
def _read(directory: Path) -> Dataset:
    return load(directory)
