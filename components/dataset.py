"""The dataset that this process serves, the same for readers of the dashboard and for programs that ask the API. Knows no web framework."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

import pandas as pd

from data.loading import CURATED, Dataset, load
from data.transforms import words

_LOCK = Lock()


def served() -> tuple[Dataset, pd.DataFrame]:
    """The dataset and its ordered words: read and derived once a process, not once a reader.

    Safe to call from any thread; who comes while it is being read waits for it.

    Raises:
        DatasetError: it cannot be used; the next call tries again.
    """
    with _LOCK:
        return _read(CURATED)


@lru_cache(maxsize=1)
def _read(directory: Path) -> tuple[Dataset, pd.DataFrame]:
    data = load(directory)
    return data, words(data)
