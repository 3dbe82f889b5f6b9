"""`python -m data`: a contract with other programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from data.__main__ import main

COLUMNS = ["actor", "name", "question", "stance", "stance_name", "since", "since_precision", "statement", "last_stated", "last_statement", "confidence"]


def positions(capsys, *arguments: str) -> list[dict]:
    assert main(["positions", *arguments]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_positions_have_stable_columns_and_days_as_text(capsys):
    rows = positions(capsys, "--on", "2024-05-31", "--question", "border")
    assert list(rows[0]) == COLUMNS
    usa = next(r for r in rows if r["actor"] == "USA")
    assert usa == {"actor": "USA", "name": "United States", "question": "border", "stance": "1", "stance_name": "conditional", "since": "2024-05-30",
                   "since_precision": "day", "statement": "USA-2024-05-30-biden", "last_stated": "2024-05-31", "last_statement": "USA-2024-05-31-blinken",
                   "confidence": "high"}


def test_without_filters_every_question_and_every_actor_is_there_organisations_too(capsys):
    rows = positions(capsys, "--on", "2024-05-31")
    assert {r["question"] for r in rows} == {"right", "own", "border", "deep", "supply", "incursion"}
    assert {"NATO", "RUS", "UKR", "USA"} <= {r["actor"] for r in rows}


def test_a_group_gives_its_members_on_the_day(capsys):
    assert "SWE" not in {r["actor"] for r in positions(capsys, "--on", "2024-03-01", "--group", "NATO")}
    rows = positions(capsys, "--on", "2024-05-31", "--group", "NATO")
    assert "SWE" in {r["actor"] for r in rows}
    assert "NATO" not in {r["actor"] for r in rows}


def test_confidence_holds_back(capsys):
    every = {(r["actor"], r["question"]) for r in positions(capsys, "--on", "2025-11-30")}
    high = positions(capsys, "--on", "2025-11-30", "--confidence", "high")
    assert {r["confidence"] for r in high} == {"high"}
    assert ("DEU", "deep") in every
    assert ("DEU", "deep") not in {(r["actor"], r["question"]) for r in high}


def test_json_holds_the_same_rows(capsys):
    table = positions(capsys, "--on", "2024-05-31")
    main(["positions", "--on", "2024-05-31", "--format", "json"])
    records = json.loads(capsys.readouterr().out)
    assert [{k: str(v) for k, v in r.items()} for r in records] == table
    assert records[0]["stance"] in range(-2, 3)


def test_a_day_before_first_words_gives_the_header_alone(capsys):
    assert main(["positions", "--on", "2022-02-24", "--question", "incursion"]) == 0
    assert capsys.readouterr().out == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(("arguments", "said"), [
    (["--question", "brder"], '--question: found "brder"; expected one of right, own, border, deep, supply, incursion (did you mean border?)'),
    (["--group", "NAT0"], '--group: found "NAT0"'),
    (["--confidence", "sure"], '--confidence: found "sure"; expected one of all, medium, high'),
    (["--on", "31 May"], 'found "31 May"; expected a day as 2024-05-31'),
])
def test_a_wrong_parameter_is_named_with_what_is_expected(capsys, arguments, said):
    with pytest.raises(SystemExit) as stopped:
        main(["positions", *arguments])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err
