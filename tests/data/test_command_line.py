"""`python -m data`: a contract with other programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from data.__main__ import main

pytestmark = pytest.mark.usefixtures("loaded_once")

COLUMNS = [
    "actor",
    "name",
    "question",
    "stance",
    "stance_name",
    "since",
    "since_precision",
    "statement",
    "last_stated",
    "last_statement",
    "confidence",
    "age_band",
]


def positions(capsys, *arguments: str) -> list[dict]:
    assert main(["positions", *arguments]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_positions_have_stable_columns_and_days_as_text(capsys):
    rows = positions(capsys, "--on", "2024-05-31", "--question", "border")
    assert list(rows[0]) == COLUMNS
    usa = next(r for r in rows if r["actor"] == "USA")
    assert usa == {
        "actor": "USA",
        "name": "United States",
        "question": "border",
        "stance": "1",
        "stance_name": "conditional",
        "since": "2024-05-30",
        "since_precision": "day",
        "statement": "USA-2024-05-30-biden",
        "last_stated": "2024-05-31",
        "last_statement": "USA-2024-05-31-blinken",
        "confidence": "high",
        "age_band": "recent",
    }


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


def test_stated_leaves_out_what_was_last_stated_longer_ago(capsys):
    every = positions(capsys, "--on", "2025-11-30")
    for months, bands in {"24": {"recent", "over_1_year"}, "12": {"recent"}}.items():
        assert positions(capsys, "--on", "2025-11-30", "--stated", months) == [
            r for r in every if r["age_band"] in bands
        ]


def test_json_holds_the_same_rows(capsys):
    table = positions(capsys, "--on", "2024-05-31")
    main(["positions", "--on", "2024-05-31", "--format", "json"])
    records = json.loads(capsys.readouterr().out)
    assert [{k: str(v) for k, v in r.items()} for r in records] == table
    assert records[0]["stance"] in range(-2, 3)


def test_a_day_before_first_words_gives_the_header_alone(capsys):
    assert main(["positions", "--on", "2022-02-24", "--question", "incursion"]) == 0
    assert capsys.readouterr().out == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--question", "brder"],
            '--question: found "brder"; expected one of right, own, border, deep, supply, incursion (did you mean border?)',
        ),
        (["--group", "NAT0"], '--group: found "NAT0"'),
        (["--confidence", "sure"], '--confidence: found "sure"; expected one of all, medium, high'),
        (["--on", "31 May"], 'found "31 May"; expected a day as 2024-05-31'),
        (["--on", "2030-01-01"], '--on: found "2030-01-01"; expected a day from 2022-02-24 to '),
        (
            ["--actors", "Germny"],
            '--actors: found "Germny"; expected an actor\'s code or name (did you mean DEU, Germany?)',
        ),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_expected(capsys, arguments, said):
    with pytest.raises(SystemExit) as stopped:
        main(["positions", *arguments])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_positions_of_named_actors_only(capsys):
    rows = positions(
        capsys, "--on", "2024-05-31", "--question", "border", "--actors", "FRA", "--actors", "deu"
    )
    assert [r["actor"] for r in rows] == ["DEU", "FRA"]
    assert (
        positions(
            capsys, "--on", "2024-05-31", "--question", "border", "--actors", "FR", "--actors", "Deutschland"
        )
        == rows
    )


def test_an_export_says_where_it_is_and_what_it_holds(capsys, tmp_path, curated):
    assert main(["export", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert (
        said[0]
        == f"{tmp_path / 'out'}: dataset {curated.version} as a data package, datapackage.json says what it holds"
    )
    assert f"{len(curated.statements):>6} statements.csv" in said
    assert main(["export", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize("taken", ["a file", "a directory with other files", "no directory can be made"])
def test_an_export_to_a_place_that_is_taken_is_refused_with_what_is_expected(capsys, tmp_path, taken):
    place = tmp_path / "out"
    if taken == "a directory with other files":
        place.mkdir()
        (place / "thesis.docx").write_text("x")
    else:
        place.write_text("x")
    with pytest.raises(SystemExit) as stopped:
        main(["export", str(place / "deeper" if taken == "no directory can be made" else place)])
    assert stopped.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(f"python -m data: error: {place}")
    assert ("expected" in said) or ("Not a directory" in said)
