"""A dataset that may be edited, or replaced by another, while it is in use.

A reader gets one whole dataset or the other, never a mixture: what lies on disk is judged as a whole, and only what has no fault, and did not
change while it was read, takes the place of the one in use. Looking whether anything has changed is cheap (names, sizes and times of the files);
reading goes on in a thread of its own.
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
# All in seconds.
MIN_POLL_INTERVAL = 0.05        # between two looks at the files at least, however many readers there are
DEBOUNCE = 0.2         # files that were changed less long ago are still being written
ERROR_DEBOUNCE = 1.0       # faults in files that were changed less long ago may be those of a work half done: nobody is told of them yet
MAX_WAIT = 3.0      # how long a reader waits for a change to be judged before going on with what there is
MAX_READS = 5           # at reading files that change meanwhile, before going easy


class Snapshot(NamedTuple):
    """The dataset in use, and what is wrong with a newer edit of it that is therefore not used (nothing: there is none)."""

    data: Dataset
    faults: tuple[Issue, ...] = ()


class _Look(NamedTuple):
    """The files as they are now: what would differ if any were changed, and the latest change (seconds since 1970)."""

    files: Any
    changed: float


class LiveDataset:
    """The dataset in a directory, which may be a link that is turned to another one. Safe to use from any thread.

    Nothing is read before it is first asked for.
    """

    def __init__(self, directory: Path):
        self.directory = directory
        self._lock = Lock()
        self._edition: Snapshot | None = None
        self._judged: Any | None = None                   # the files that `_edition` speaks of
        self._judging: tuple[Event, float] | None = None    # a change is being judged: since when
        self._looked = float("-inf")

    def edition(self) -> Snapshot:
        """What is to be used now. A change on disk is judged first, if that does not take too long.

        Raises:
            DatasetError: nothing could be used so far; the next call tries again.
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
        """Looks for changes all the time, so that most are judged before a reader comes, and an editor finds the faults in the log.

        Returns:
            what ends it when it is set.
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
        """Reads what is on disk until it stands still, and then says what is to be used."""
        try:
            for n in count():
                if n > MAX_READS:          # somebody writes without end: no reason to read without end
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
        assert self._edition is not None          # only what replaces an edition is judged
        used = self._edition.data
        with self._lock:
            self._judged = seen.files
            if isinstance(found, DatasetError):
                self._edition = Snapshot(used, tuple(found.faults))
            else:
                # the same words again, an edit undone: what was derived from them still holds
                self._edition = Snapshot(used if found.version == used.version else found)
        if isinstance(found, DatasetError):
            for fault in found.faults:
                LOG.error("fault: %s", fault)
            LOG.error("the newest edit is not used: %s fault(s); dataset %s stays in use", len(found.faults), used.version)


def _read(directory: Path) -> Dataset:
    """The dataset, and a line in the log.

    Raises:
        DatasetError: with every fault, one too where reading itself failed: no reader shall suffer from it.
    """
    begun = time.monotonic()
    try:
        data = load(directory)
    except DatasetError:
        raise
    except Exception as error:
        LOG.exception("the dataset could not be read")
        raise DatasetError([Issue(directory.name, 1, "dataset", f"could not be read ({type(error).__name__}); expected another form")]) from error
    LOG.info("read dataset %s: %s statements of %s actors in %.1f s", data.version, len(data.statements), len(data.actors), time.monotonic() - begun)
    return data


def _look(directory: Path) -> _Look:
    found: list[tuple[str | int | None, ...]] = [(str(directory.resolve()),)]
    changed = 0.0
    # what comes and goes beside the files (an editor's own copies) is no change, but a sign that somebody is at work
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
    """Waits until the files have been left alone for so long; whether there was anything to wait for."""
    left = seen.changed + quiet - time.time()
    if not 0 < left <= quiet:          # the clock of a file server may be ahead
        return False
    time.sleep(left)
    return True
