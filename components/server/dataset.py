"""The dataset that this process serves to the dashboard and the API. Uses no web framework.

It is read from the directory in the environment variable DATASET, by default the curated dataset. The files
may be edited or replaced while the server runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from data.dataset import Dataset
from data.io.live_reload import LiveDataset, Snapshot
from data.io.loader import CURATED
from data.schema.errors import DatasetError

LIVE = LiveDataset(Path(os.environ.get("DATASET") or CURATED).absolute())
_HELD: ContextVar[Snapshot | None] = ContextVar("edition", default=None)


def current_dataset() -> Dataset:
    """Returns the dataset: one object for all readers until a newer snapshot replaces it. Thread-safe.

    Raises:
        DatasetError: if no valid dataset has been loaded so far; the next call tries again.
    """
    return (_HELD.get() or LIVE.edition()).data


@contextmanager
def pinned_dataset() -> Iterator[Snapshot]:
    """Yields the current snapshot: the dataset, and the faults of a newer edit.

    Every call of `current_dataset` inside the context returns the dataset of this snapshot, so that a run
    does not mix two snapshots.

    Raises:
        DatasetError: as `current_dataset`.
    """
    edition = LIVE.edition()
    held = _HELD.set(edition)
    try:
        yield edition
    finally:
        _HELD.reset(held)


def startup_error(error: DatasetError) -> str:
    """Returns the one-sentence message for an operator who starts the server on an invalid dataset."""
    return (
        f"The dataset in {LIVE.directory} cannot be used, it has {len(error.faults)} fault(s): `python -m data check {LIVE.directory}` lists "
        f"them; the first is {error.faults[0]}"
    )
