"""A hundred readers at once: no errors, memory that stays, one dataset for all; and edits of the dataset
while they read."""

from __future__ import annotations

import os
import shutil
import time
from threading import Event, Thread

import pytest

from data.io.loader import CURATED
from tests.stress.readers import Findings, read_for, read_together, run
from tests.stress.servers import App, apps

READERS, SECONDS = int(os.environ.get("READERS", "100")), float(os.environ.get("LOAD_SECONDS", "150"))
# Megabytes: what each reader's session may hold, and by how much the whole may grow once all are there. A
# dataset of its own would be far more.
PER_SESSION, GROWTH = 6, 0.25


@pytest.fixture
def app(tmp_path):
    directory = shutil.copytree(CURATED, tmp_path / "data")
    with apps(tmp_path, 1, DATASET=str(directory)) as [app]:
        yield app


def measured(app: App, every: float, until: Event) -> list[tuple[float, float]]:
    """Seconds since the beginning and megabytes, again and again."""
    found, begun = [], time.monotonic()
    while not until.wait(every):
        found.append((time.monotonic() - begun, app.megabytes()))
    return found


def watch(app: App) -> tuple[Event, list[tuple[float, float]], Thread]:
    until, memory = Event(), []
    thread = Thread(target=lambda: memory.extend(measured(app, 1, until)))
    thread.start()
    return until, memory, thread


def test_many_readers_meet_no_error_and_memory_stays(app, record_property):
    warm = Findings()
    run(read_for(app.address, 10, warm, pause=0.5))
    alone, spent = app.megabytes(), app.processor_seconds()
    until, memory, thread = watch(app)
    begun = time.monotonic()
    found = run(read_together(app.address, READERS, SECONDS, arriving=min(20, SECONDS / 4)))
    took, cost = time.monotonic() - begun, app.processor_seconds() - spent
    until.set()
    thread.join()
    last = sorted(m for t, m in memory if t > SECONDS * 0.75)
    middle = sorted(m for t, m in memory if SECONDS * 0.4 < t < SECONDS * 0.6)
    peak, end, half = max(m for _, m in memory), last[len(last) // 2], middle[len(middle) // 2]
    load = os.getloadavg()[0]
    print(
        f"\n{READERS} readers, {SECONDS:.0f} s (over after {took:.0f} s), load of the machine {load:.1f} on {os.cpu_count()} cores\n"
        f"{found.acts} acts, {cost / max(found.acts, 1):.2f} s of the processor each; median {found.share('', 0.5):.1f} s, 95 of 100 within {found.share('', 0.95):.1f} s\n"
        f"memory: one reader {alone:.0f} MB, half-way {half:.0f}, at the end {end:.0f}, peak {peak:.0f}; a reader {(end - alone) / READERS:.2f} MB\n"
        f"sent {found.received / 1e6:.0f} MB; {len(found.wrong)} errors"
    )
    assert found.wrong == []
    assert found.acts >= READERS
    assert (end - alone) / READERS < PER_SESSION
    assert end < half * (1 + GROWTH)
    log = app.log.read_text()
    assert log.count("read dataset") == 1  # one for all
    assert "Traceback" not in log
    assert not any(word in log for word in ("2024-08-31", "127.0.0.1"))  # nothing about readers


def test_edits_while_many_read_are_taken_up_and_nothing_of_the_old_ones_stays(app, tmp_path):
    file = tmp_path / "data" / "statements" / "FRA.yaml"
    whole, ended = file.read_text(), Event()

    def edit() -> None:
        n = 0
        while not ended.wait(
            5
        ):  # an edit is judged once nothing has been written for a while, and then takes a busy server a second or two
            n += 1
            file.write_text(
                whole.replace("voice: government", "voice: goverment", 1)
                if n % 3 == 0
                else f"{whole}# edit {n}\n"
            )
        file.write_text(f"{whole}# the last edit\n")

    editor = Thread(target=edit)
    warm = Findings()
    run(read_for(app.address, 10, warm, pause=0.5))
    alone = app.megabytes()
    editor.start()
    found = run(read_together(app.address, READERS // 10, SECONDS / 2, arriving=5))
    ended.set()
    editor.join()
    log = app.log.read_text()
    print(
        f"\n{log.count('read dataset')} editions read, {log.count('not used')} not used, {found.acts} acts, memory {alone:.0f} to {app.megabytes():.0f} MB"
    )
    assert found.wrong == []
    assert log.count("read dataset") > 5 and log.count("not used") > 2
    assert "Traceback" not in log
    assert app.megabytes() - alone < 30 * (READERS // 10) + 150


def test_the_dataset_is_shared_not_copied(app):
    """What a second reader adds is less than what the dataset alone takes."""

    def sessions(number: int) -> float:
        found = run(read_together(app.address, number, 8, pause=1, arriving=1))
        assert found.wrong == []
        return app.megabytes()

    sessions(1)
    one = sessions(1)
    assert sessions(5) - one < 5 * PER_SESSION + 40
