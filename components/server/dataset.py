"""The dataset that this process serves, the same for readers of the dashboard and for programs that ask the API. Knows no web framework.

It is the one in the directory that the environment names in DATASET, or else the curated one, and may be edited or replaced while it is served.
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
    """The dataset: one object for all readers, until a newer edition takes its place. Safe to call from any thread.

    Raises:
        DatasetError: none could be used so far; the next call tries again.
    """
    return (_HELD.get() or LIVE.edition()).data


@contextmanager
def pinned_dataset() -> Iterator[Snapshot]:
    """The dataset, and what is wrong with a newer edit: the same for all that asks for `current_dataset` inside, so that nothing mixes two editions.

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
    """One sentence for who starts the server on a dataset that cannot be used."""
    return (f"The dataset in {LIVE.directory} cannot be used, it has {len(error.faults)} fault(s): `python -m data check {LIVE.directory}` lists "
            f"them; the first is {error.faults[0]}")
