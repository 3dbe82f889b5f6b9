"""The dataset may be edited or replaced while it is read: readers get the newest one without a fault,
whole, and learn if there is a newer one with faults."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.server import dataset
from data.io import live_reload as live
from data.io.live_reload import LiveDataset
from data.query.search import Search, find
from data.rules.coded_statements import coded_statements
from tests import ROOT
from tests.factories import make_statement, write_dataset
from tests.harness import app, shown, widget

FIRST, SECOND = (
    [make_statement("2024-05-28", {"border": 1})],
    [
        make_statement("2024-05-28", {"border": 1}),
        make_statement("2024-06-10", {"deep": 1}, summary="The second edition."),
    ],
)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(live, "DEBOUNCE", 0.02)
    monkeypatch.setattr(live, "ERROR_DEBOUNCE", 0.15)
    monkeypatch.setattr(live, "MIN_POLL_INTERVAL", 0)


@pytest.fixture
def directory(tmp_path):
    (tmp_path / "now").mkdir()
    return write_dataset(tmp_path / "now", {"FRA": FIRST, "DEU": FIRST})


def edition(tmp_path: Path, name: str, files: dict) -> Path:
    (tmp_path / name).mkdir()
    return write_dataset(tmp_path / name, files)


def spoil(directory: Path) -> Path:
    file = directory / "statements" / "FRA.yaml"
    file.write_text(file.read_text().replace("voice: government", "voice: goverment"))
    return file


def test_an_edit_without_a_fault_is_there_the_next_time_it_is_asked_for(directory, tmp_path):
    served = LiveDataset(directory)
    first = served.edition().data
    assert served.edition().data is first
    shutil.copy(
        edition(tmp_path, "next", {"FRA": SECOND}) / "statements" / "FRA.yaml", directory / "statements"
    )
    second = served.edition().data
    assert (len(first.statements), len(second.statements)) == (2, 3)
    assert served.edition().data is second


def test_an_edit_with_faults_leaves_the_last_good_one_in_use_and_mending_it_ends_that(directory, caplog):
    served = LiveDataset(directory)
    good = served.edition().data
    kept, file = (directory / "statements" / "FRA.yaml").read_text(), spoil(directory)
    caplog.clear()
    with caplog.at_level(logging.INFO, "strike_positions"):
        found = served.edition()
        assert served.edition() == found
    assert found.data is good and len(found.faults) == 1
    assert [r.getMessage().partition(": found")[0] for r in caplog.records] == [
        f"fault: {file}:12: statements[FRA-0].voice",
        f"the newest edit is not used: 1 fault(s); dataset {good.version} stays in use",
    ]
    file.write_text(kept)
    assert served.edition() == (good, ())


def test_a_file_that_is_still_being_written_alarms_nobody(directory, monkeypatch):
    monkeypatch.setattr(live, "ERROR_DEBOUNCE", 0.5)
    served = LiveDataset(directory)
    good, file = served.edition().data, directory / "statements" / "FRA.yaml"
    whole, seen = file.read_text(), []
    reader = threading.Thread(target=lambda: seen.extend(served.edition() for _ in range(3)))
    file.write_text(whole[:200])
    reader.start()
    time.sleep(0.2)
    file.write_text(whole)
    reader.join()
    assert set(seen) == {(good, ())}


def test_a_link_that_is_turned_to_another_dataset_is_followed(directory, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(directory)
    served = LiveDataset(link)
    assert set(served.edition().data.statements["actor"]) == {"DEU", "FRA"}
    other = tmp_path / "turned"
    other.symlink_to(edition(tmp_path, "other", {"SWE": FIRST}))
    other.replace(link)
    assert set(served.edition().data.statements["actor"]) == {"SWE"}


def test_a_dataset_that_goes_away_is_a_fault_and_one_that_comes_back_is_used(directory, tmp_path):
    served = LiveDataset(directory)
    good = served.edition().data
    directory.rename(tmp_path / "away")
    assert served.edition().data is good and len(served.edition().faults) > 5
    (tmp_path / "away").rename(directory)
    assert served.edition() == (good, ())


def test_files_that_change_while_they_are_read_are_read_again(directory, tmp_path, monkeypatch):
    served, reading = LiveDataset(directory), live.load
    served.edition()
    statements = edition(tmp_path, "next", {"FRA": SECOND, "DEU": SECOND}) / "statements"

    def slow(where):
        found = reading(where)
        if len(found.statements) == 3:  # France's file is the new one, Germany's is not yet
            shutil.copy(statements / "DEU.yaml", directory / "statements")
        return found

    monkeypatch.setattr(live, "load", slow)
    shutil.copy(statements / "FRA.yaml", directory / "statements")
    assert len(served.edition().data.statements) == 4


def test_whatever_goes_wrong_in_reading_is_a_fault_and_no_exception(directory, monkeypatch, caplog):
    served = LiveDataset(directory)
    good = served.edition().data

    def broken(where):
        raise RuntimeError("/srv/secret")

    monkeypatch.setattr(live, "load", broken)
    spoil(directory)
    found = served.edition()
    assert found.data is good
    assert [f.message for f in found.faults] == ["could not be read (RuntimeError); expected another form"]


def test_a_reader_does_not_wait_for_ever(directory, monkeypatch):
    served, held = LiveDataset(directory), threading.Event()
    good, reading = served.edition().data, live.load
    monkeypatch.setattr(live, "MAX_WAIT", 0.1)
    monkeypatch.setattr(live, "load", lambda where: held.wait(10) and reading(where))
    shutil.rmtree(directory / "statements")
    begun = time.monotonic()
    assert served.edition() == (good, ())
    assert time.monotonic() - begun < 1
    held.set()


def test_edits_are_noticed_without_a_reader(directory, tmp_path):
    served = LiveDataset(directory)
    served.edition()
    ended = served.watch(every=0.02)
    shutil.copy(
        edition(tmp_path, "next", {"FRA": SECOND}) / "statements" / "FRA.yaml", directory / "statements"
    )
    for _ in range(100):
        if len(served._edition.data.statements) == 3:
            break
        time.sleep(0.05)
    ended.set()
    assert len(served._edition.data.statements) == 3


def test_nothing_of_an_earlier_edition_is_kept(directory, tmp_path):
    served = LiveDataset(directory)
    data = served.edition().data
    find(data, Search(on=data.last_day, text="said"))
    coded_statements(data, "then")
    gone = weakref.ref(data)
    shutil.copy(
        edition(tmp_path, "next", {"FRA": SECOND}) / "statements" / "FRA.yaml", directory / "statements"
    )
    data = served.edition().data
    gc.collect()
    assert gone() is None


# Readers ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(directory, monkeypatch):
    monkeypatch.setattr(dataset, "LIVE", LiveDataset(directory))
    return directory


def banners(test: AppTest) -> list[str]:
    return [w.value for w in test.warning]


def test_readers_see_nothing_of_a_bad_edit_but_a_banner_and_nothing_of_it_once_it_is_mended(served):
    test = app({"question": "border"})
    before, kept = shown(test), (served / "statements" / "FRA.yaml").read_text()
    file = spoil(served)
    test.run()
    assert not test.exception
    [banner] = banners(test)
    assert "has 1 fault and is not used" in banner and str(served) not in banner
    assert shown(test).replace(banner, "").split() == before.split()
    file.write_text(kept)
    test.run()
    assert shown(test) == before and not test.exception


def test_what_was_chosen_stays_as_far_as_the_new_edition_knows_it_and_the_rest_is_told(served, tmp_path):
    test = app({"confidence": "high"})
    widget(test, "multiselect", "Group").select("NATO").run()
    shutil.copy(edition(tmp_path, "next", {"FRA": SECOND}) / "statements" / "FRA.yaml", served / "statements")
    book = served / "codebook.yaml"
    book.write_text(
        book.read_text().replace("code: NATO\n", "code: NATO2\n").replace("code: NATO,", "code: NATO2,")
    )
    test.run()
    assert not test.exception
    assert [b for b in banners(test) if "The data have been edited" in b and "group&#61;NATO" in b]
    assert widget(test, "selectbox", "Confidence").value == "high"
    assert widget(test, "multiselect", "Group").value == []


def test_a_choice_that_is_made_while_the_dataset_changes_is_kept(served, tmp_path):
    test = app()
    shutil.copy(edition(tmp_path, "next", {"FRA": SECOND}) / "statements" / "FRA.yaml", served / "statements")
    widget(test, "selectbox", "Confidence").select("high").run()
    assert test.session_state["session"].choices.confidence == "high"
    assert test.query_params["confidence"] in ("high", ["high"])
    assert not banners(test)


def test_a_run_holds_one_edition_however_often_it_asks(served, tmp_path):
    with dataset.pinned_dataset() as held:
        shutil.copy(
            edition(tmp_path, "next", {"FRA": SECOND}) / "statements" / "FRA.yaml", served / "statements"
        )
        assert dataset.current_dataset() is held.data
    assert dataset.current_dataset() is not held.data


def test_a_server_does_not_start_without_a_dataset_and_says_why_in_one_sentence(tmp_path):
    write_dataset(tmp_path)
    spoil(tmp_path)
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "dashboard.py",
            "--server.port",
            "0",
            "--server.headless",
            "true",
        ],
        cwd=ROOT,
        env=os.environ | {"DATASET": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 1
    assert run.stderr.strip().startswith(f"The dataset in {tmp_path} cannot be used, it has 1 fault(s): ")
    assert len(run.stderr.strip().splitlines()) == 1
