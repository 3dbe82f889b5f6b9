"""Reloads a dataset that may be edited or replaced while it is in use.

Callers get one complete dataset or the next, never a mixture: a change is validated as a whole, and replaces
the dataset in use only if it has no faults and the files did not change while they were read. Checking for
changes is cheap (names, sizes and times of the files); reading runs in a thread of its own.
"""

from __future__ import annotations

import logging
import time
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from data.dataset import Dataset
from data.io.loader import files, load
from data.schema.errors import DatasetError, Issue

LOG = logging.getLogger("strike_positions.dataset")
# In seconds, except MAX_READS.
MIN_POLL_INTERVAL = 0.05  # least time between two checks of the files, however many callers there are
DEBOUNCE = 0.2  # files changed more recently are still being written
ERROR_DEBOUNCE = 1.0  # an edit this recent may be half done: its faults are not reported yet
MAX_WAIT = 3.0  # how long a caller waits for a change to be validated before it gets the dataset in use
# Reads of files that keep changing, after which the first load uses what it has read and later ones pause.
MAX_READS = 5


class Snapshot(NamedTuple):
    """The dataset in use.

    Attributes:
        data: the dataset.
        faults: the faults of a newer edit that is not used because of them; empty if there is none.
    """

    data: Dataset
    faults: tuple[Issue, ...] = ()


class _Look(NamedTuple):
    """The state of the files.

    Attributes:
        files: a value that differs after any change of a file.
        changed: time of the latest change (seconds since 1970).
    """

    files: Any
    changed: float


class LiveDataset:
    """The dataset in a directory, which may be a symbolic link that is switched to another one. Thread-safe.

    Reads nothing before the first call of `edition`.
    """

    def __init__(self, directory: Path):
        self.directory = directory
        self._lock = Lock()
        self._edition: Snapshot | None = None
        self._judged: Any | None = None  # the files that `_edition` reflects
        self._judging: tuple[Event, float] | None = None  # a validation in progress, and its start
        self._looked = float("-inf")

    def edition(self) -> Snapshot:
        """The dataset to use now. Validates a change on disk first, waiting up to `MAX_WAIT` for the result.

        Raises:
            DatasetError: no dataset could be loaded yet; the next call tries again.
        """
        with self._lock:
            if self._edition is None:
                for _ in range(MAX_READS):
                    seen = _look(self.directory)
                    data = _read(self.directory)
                    if _look(self.directory).files == seen.files:
                        break
                self._edition, self._judged = Snapshot(data), seen.files
                return self._edition
            if not self._judging and time.monotonic() - self._looked >= MIN_POLL_INTERVAL:
                self._looked = time.monotonic()
                if _look(self.directory).files != self._judged:
                    self._judging = Event(), time.monotonic()
                    Thread(target=self._judge, args=[self._judging[0]], name="dataset", daemon=True).start()
            judging = self._judging
        if judging:
            done, since = judging
            done.wait(max(0, since + MAX_WAIT - time.monotonic()))
        return self._edition

    def watch(self, every: float = 1.0) -> Event:
        """Checks for changes every so many seconds in a thread.

        Most changes are thus validated before a caller asks, and an editor finds the faults in the log.

        Returns:
            the event that stops the thread when it is set.
        """
        ended = Event()

        def look() -> None:
            while not ended.wait(every):
                try:
                    self.edition()
                except DatasetError as error:
                    LOG.debug("no dataset yet: %s fault(s)", len(error.faults))

        Thread(target=look, name="watch", daemon=True).start()
        return ended

    def _judge(self, done: Event) -> None:
        """Reads the files until they no longer change, then replaces the dataset in use or records the
        faults.
        """
        try:
            for n in count():
                if n > MAX_READS:  # slows down while the files keep changing
                    time.sleep(ERROR_DEBOUNCE)
                seen = _look(self.directory)
                if _wait(seen, DEBOUNCE):
                    continue
                try:
                    found: Dataset | DatasetError = _read(self.directory)
                except DatasetError as error:
                    found = error
                    if _wait(seen, ERROR_DEBOUNCE):
                        continue
                if _look(self.directory).files == seen.files:
                    break
            self._take(found, seen)
        finally:
            with self._lock:
                self._judging = None
            done.set()

    def _take(self, found: Dataset | DatasetError, seen: _Look) -> None:
        assert self._edition is not None  # the first load never gets here
        used = self._edition.data
        with self._lock:
            self._judged = seen.files
            if isinstance(found, DatasetError):
                self._edition = Snapshot(used, tuple(found.faults))
            else:
                # same version, as after an undone edit: keeps the dataset and its cached results
                self._edition = Snapshot(used if found.version == used.version else found)
        if isinstance(found, DatasetError):
            for fault in found.faults:
                LOG.error("fault: %s", fault)
            LOG.error(
                "the newest edit is not used: %s fault(s); dataset %s stays in use",
                len(found.faults),
                used.version,
            )


def _read(directory: Path) -> Dataset:
    """Loads the dataset and logs it.

    Raises:
        DatasetError: with every fault. Any other error is raised as a DatasetError with one fault, so that
            callers handle one type.
    """
    begun = time.monotonic()
    try:
        data = load(directory)
    except DatasetError:
        raise
    except Exception as error:
        LOG.exception("the dataset could not be read")
        raise DatasetError(
            [
                Issue(
                    directory.name,
                    1,
                    "dataset",
                    f"could not be read ({type(error).__name__}); expected another form",
                )
            ]
        ) from error
    LOG.info(
        "read dataset %s: %s statements of %s actors in %.1f s",
        data.version,
        len(data.statements),
        len(data.actors),
        time.monotonic() - begun,
    )
    return data


def _look(directory: Path) -> _Look:
    found: list[tuple[str | int | None, ...]] = [(str(directory.resolve()),)]
    changed = 0.0
    # other files in the folders (an editor's backups) are no change of the dataset, but when they come and go
    # an edit is in progress
    folders = (directory, directory / "statements")
    for path in (*folders, *files(directory)):
        try:
            now = path.stat()
        except OSError as error:
            found.append((path.name, error.errno))
            continue
        changed = max(changed, now.st_ctime)
        if path not in folders:
            found.append((path.name, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns))
    return _Look(tuple(found), changed)


def _wait(seen: _Look, quiet: float) -> bool:
    """Sleeps until the latest change is so many seconds old; False, at once, if it already is."""
    left = seen.changed + quiet - time.time()
    if not 0 < left <= quiet:  # more than `quiet`: a file server's clock is ahead
        return False
    time.sleep(left)
    return True
