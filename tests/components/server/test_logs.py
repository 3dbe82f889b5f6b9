"""The log: a line for each reading of the dataset, for each fault (see test_live) and for each slow
answer, and nothing about readers."""

from __future__ import annotations

import logging

import pytest

from components.server import logs as log
from tests.components.server.test_api import ask
from tests.harness import app


@pytest.fixture
def lines(caplog, monkeypatch):
    monkeypatch.setattr(log, "SLOW", 0)
    with caplog.at_level(logging.INFO, "strike_positions"):
        yield caplog


def test_a_slow_screen_is_one_line_that_names_no_choice_of_the_reader(lines):
    app({"group": "NATO", "text": "secret", "on": "2024-05-31"})
    [line] = [r.getMessage() for r in lines.records if "slow" in r.getMessage()]
    assert line.startswith("slow: screen overview took ")
    assert not any(word in line for word in ("NATO", "secret", "2024"))


def test_a_slow_answer_to_a_program_likewise(lines):
    ask("/api/v1/statements.csv?text=secret&on=2024-05-31")
    [line] = [r.getMessage() for r in lines.records]
    assert line.startswith("slow: /api/v1/statements.csv took ") and "secret" not in line


def test_what_is_quick_is_not_written_down(caplog):
    with caplog.at_level(logging.INFO, "strike_positions"), log.log_if_slow("screen map"):
        pass
    assert not caplog.records


def test_a_line_stays_a_line_whatever_a_dataset_holds(tmp_path, caplog):
    from data.io.live_reload import LiveDataset
    from tests.factories import write_dataset

    file = write_dataset(tmp_path) / "statements" / "FRA.yaml"
    served = LiveDataset(tmp_path)
    served.edition()
    file.write_text(
        file.read_text().replace("voice: government", 'voice: "a\\r\\n\\e[31m2026-01-01 INFO forged\\u2028"')
    )
    with caplog.at_level(logging.INFO, "strike_positions"):
        served.edition()
    assert len([r for r in caplog.records if "voice: found" in r.getMessage()]) == 1
    assert all(c.isprintable() for r in caplog.records for c in r.getMessage())
