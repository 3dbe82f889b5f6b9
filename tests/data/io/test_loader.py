"""Every fault of a dataset is named by file, line and field, with what was found and what is expected."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from data.io.loader import CURATED, load
from data.schema.errors import DatasetError, Issue
from tests.factories import TODAY, make_statement, write_dataset

FRANCE = """\
actor: FRA
name: France
researched: 2025-12-31
queries: 9
none_found: [right]
statements:
  - id: FRA-2024-05-28-macron
    date: 2024-05-28
    date_precision: day
    speaker: Emmanuel Macron
    role: President
    level: head
    voice: government
    kind: statement
    summary: Launch sites may be hit.
    phrase: neutralise the sites
    codes: {border: 1, deep: 1}
    sets_position: [border]
    limits: [launch sites only]
    systems: [SCALP]
    confidence: high
    rationale: Plain words.
    sources:
      - {publisher: Le Monde, url: "https://www.lemonde.fr/a", published: 2024-05-29, language: fr, kind: news}
"""
FILE = "statements/FRA.yaml"
ID = "statements[FRA-2024-05-28-macron]"


@pytest.fixture
def dataset(tmp_path) -> Path:
    write_dataset(tmp_path, {})
    (tmp_path / FILE).write_text(FRANCE)
    return tmp_path


def faults(directory: Path, today: dt.date = TODAY) -> list[Issue]:
    try:
        load(directory, today)
    except DatasetError as error:
        return error.faults
    return []


def only(directory: Path) -> tuple[str, int, str, str]:
    """The one fault there is: file (within the dataset), line, field, message."""
    found = faults(directory)
    assert len(found) == 1, "\n".join(map(str, found))
    return (
        Path(found[0].file).relative_to(directory).as_posix(),
        found[0].line,
        found[0].field,
        found[0].message,
    )


def change(directory: Path, file: str, old: str, new: str) -> None:
    path = directory / file
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new))


def test_the_small_dataset_is_sound(dataset):
    assert faults(dataset) == []


# What is changed in the sound file; line and field of the fault; what its message must say.
IN_A_STATEMENT = {
    "an unknown field": (
        "    role: President",
        "    roll: President\n    role: President",
        11,
        f"{ID}.roll",
        "not a known field (did you mean role?)",
    ),
    "a missing field": ("    role: President\n", "", 7, f"{ID}.role", "is missing"),
    "a wrong type": (
        "speaker: Emmanuel Macron",
        "speaker: [Macron]",
        10,
        f"{ID}.speaker",
        "found a list; expected text",
    ),
    "a truth value for a word": (
        "language: fr",
        "language: no",
        24,
        f"{ID}.sources[1].language",
        "put no, yes, on and off in quotes",
    ),
    "a code above the scale": (
        "{border: 1,",
        "{border: 3,",
        17,
        f"{ID}.codes.border",
        "found 3; expected one of -2, -1, 0, 1, 2",
    ),
    "a code below the scale": ("deep: 1}", "deep: -3}", 17, f"{ID}.codes.deep", "found -3"),
    "a code that is no whole number": (
        "deep: 1}",
        "deep: 1.5}",
        17,
        f"{ID}.codes.deep",
        "expected a whole number",
    ),
    "an unknown question": (
        "deep: 1}",
        "dep: 1}",
        17,
        f"{ID}.codes.dep",
        'found "dep"; expected a known question',
    ),
    "no codes": (
        "codes: {border: 1, deep: 1}\n    sets_position: [border]",
        "codes: {}",
        17,
        f"{ID}.codes",
        "at least one",
    ),
    "an unknown system": (
        "systems: [SCALP]",
        "systems: [SCALB]",
        20,
        f"{ID}.systems[1]",
        "did you mean SCALP?",
    ),
    "an unknown office": (
        "level: head",
        "level: boss",
        12,
        f"{ID}.level",
        "one of head, legislature, minister",
    ),
    "an unknown voice": (
        "voice: government",
        "voice: goverment",
        13,
        f"{ID}.voice",
        "did you mean government?",
    ),
    "a day before the dataset": (
        "date: 2024-05-28\n",
        "date: 2022-02-23\n",
        8,
        f"{ID}.date",
        "a day from 2022-02-24",
    ),
    "a day after today": ("date: 2024-05-28\n", "date: 2026-01-02\n", 8, f"{ID}.date", "2026-01-01"),
    "a day that is none": (
        "date: 2024-05-28\n",
        "date: 2024-02-31\n",
        8,
        f"{ID}.date",
        "expected a day as YYYY-MM-DD",
    ),
    "a quoted day": ("date: 2024-05-28\n", 'date: "2024-05-28"\n', 8, f"{ID}.date", "without quotes"),
    "a source without address": (
        ' url: "https://www.lemonde.fr/a",',
        "",
        24,
        f"{ID}.sources[1].url",
        "is missing",
    ),
    "an address that is not http": (
        "https://www.lemonde.fr/a",
        "ftp://www.lemonde.fr/a",
        24,
        f"{ID}.sources[1].url",
        "begins with https:// or http://",
    ),
    "a script as address": (
        "https://www.lemonde.fr/a",
        "javascript:alert(1)",
        24,
        f"{ID}.sources[1].url",
        "begins with https:// or http://",
    ),
    "an address with a tracking key": (
        "lemonde.fr/a",
        "lemonde.fr/a?id=1&utm_source=x",
        24,
        f"{ID}.sources[1].url",
        "remove utm_source",
    ),
    "no sources": (
        '    sources:\n      - {publisher: Le Monde, url: "https://www.lemonde.fr/a", published: 2024-05-29, language: fr, kind: news}\n',
        "    sources: []\n",
        23,
        f"{ID}.sources",
        "at least one",
    ),
    "a published day that is none": (
        "published: 2024-05-29",
        "published: 29 May",
        24,
        f"{ID}.sources[1].published",
        "a year, a month or a day",
    ),
    "a phrase that is too long": (
        "phrase: neutralise the sites",
        "phrase: one two three four five six seven eight nine ten eleven twelve thirteen",
        16,
        f"{ID}.phrase",
        'found "13 words"; expected 12 words at most',
    ),
    "an empty summary": (
        "summary: Launch sites may be hit.",
        'summary: "  "',
        15,
        f"{ID}.summary",
        "expected some text",
    ),
    "a summary that is too long": (
        "summary: Launch sites may be hit.",
        "summary: " + "word " * 46,
        15,
        f"{ID}.summary",
        "45 words at most",
    ),
    "sets_position without code": (
        "sets_position: [border]",
        "sets_position: [border, own]",
        18,
        f"{ID}.sets_position",
        'found "own"; expected only questions that this statement codes (border, deep)',
    ),
    "sets_position that is no list": (
        "sets_position: [border]",
        "sets_position: border",
        18,
        f"{ID}.sets_position",
        "true, false or the list of questions",
    ),
    "disclosed before it happened": (
        "    speaker: Emm",
        "    disclosed: 2024-05-01\n    speaker: Emm",
        10,
        f"{ID}.disclosed",
        "on or after the statement's date",
    ),
    "a question coded and not found": (
        "none_found: [right]",
        "none_found: [right, deep]",
        5,
        "none_found",
        "found deep; expected only questions without a code",
    ),
    "an unknown question in none_found": (
        "none_found: [right]",
        "none_found: [write]",
        5,
        "none_found[1]",
        "did you mean right?",
    ),
    "a control character": (
        "role: President",
        'role: "Presi\\edent"',
        11,
        "character",
        "found a control character",
    ),
    "a sign that turns the rest round": (
        "role: President",
        'role: "Presi\\u202edent"',
        11,
        "character",
        "one that cannot be seen",
    ),
    "a sign without width": (
        "role: President",
        "role: Presi\u200bdent",
        11,
        "character",
        "found a sign that cannot be seen",
    ),
    "an id that looks like another": (
        "id: FRA-2024-05-28-macron",
        'id: "FRA\\u200f"',
        7,
        "statements[FRA\u200f].id",
        "an id without spaces",
    ),
    "a text without end": (
        "role: President",
        "role: " + "x" * 2001,
        11,
        f"{ID}.role",
        "expected a shorter text, of at most 2000 signs",
    ),
    "a number to the base of 60 without end": (
        "queries: 9",
        "queries: 1" + ":1" * 1000,
        4,
        "queries",
        "expected a whole number",
    ),
    "a list without end": (
        "none_found: [right]",
        f"none_found: [{'right, ' * 301}]",
        5,
        "none_found",
        "expected at most 300",
    ),
    "a published day that does not exist": (
        "published: 2024-05-29",
        'published: "2024-02-31"',
        24,
        f"{ID}.sources[1].published",
        "a day that exists",
    ),
    "a port that is none": (
        "https://www.lemonde.fr/a",
        "https://www.lemonde.fr:99999/a",
        24,
        f"{ID}.sources[1].url",
        "begins with https:// or http://",
    ),
    "a language in words": (
        "language: fr",
        "language: French",
        24,
        f"{ID}.sources[1].language",
        "two or three small letters, as fr",
    ),
    "a code without end": (
        "{border: 1,",
        "{border: 0x" + "F" * 6000 + ",",
        17,
        f"{ID}.codes.border",
        "expected a whole number",
    ),
    "a field with the name of a type": (
        "    role: President",
        "    bool: 1\n    role: President",
        11,
        f"{ID}.bool",
        "not a known field",
    ),
    "an unknown precision": (
        "date_precision: day",
        "date_precision: dya",
        9,
        f"{ID}.date_precision",
        "expected one of day, month (did you mean day?)",
    ),
    "look-ups without end": ("queries: 9", "queries: 1" + "0" * 30, 4, "queries", "expected a whole number"),
    "a negative number of look-ups": ("queries: 9", "queries: -1", 4, "queries", "expected 0 or more"),
    "a file named for another actor": (
        "actor: FRA",
        "actor: DEU",
        1,
        "actor",
        'found "DEU"; expected FRA, as the file is named',
    ),
    "another name than in the table": (
        "name: France",
        "name: Frankreich",
        2,
        "name",
        'expected "France", as in actors.csv',
    ),
    "a duplicate key": (
        "    kind: statement",
        "    kind: statement\n    kind: vote",
        15,
        f"{ID}.kind",
        "is given twice; expected once (it stands first in line 14)",
    ),
    "an anchor": (
        "limits: [launch sites only]",
        "limits: &a [launch sites only]",
        19,
        "&a",
        "found an anchor",
    ),
    "a tag": ("role: President", "role: !!str President", 11, "tag:yaml.org,2002:str", "found a tag"),
    "a tab": ("    role: President", "    role:\tPresident", 11, "tab", "found a tab; expected spaces"),
    "broken YAML": (
        "limits: [launch sites only]",
        "limits: [launch sites only",
        20,
        "yaml",
        "cannot be read",
    ),
    "a second document": ("statements:\n", "statements:\n---\n", 7, "document", "found a second document"),
}


@pytest.mark.parametrize("case", IN_A_STATEMENT)
def test_a_fault_in_an_actor_file_names_line_and_field(dataset, case):
    old, new, line, field, message = IN_A_STATEMENT[case]
    change(dataset, FILE, old, new)
    found = [f for f in faults(dataset) if f.line == line and f.field == field]
    assert found, "\n".join(map(str, faults(dataset)))
    assert message in found[0].message
    assert Path(found[0].file).relative_to(dataset).as_posix() == FILE


def test_an_alias_is_refused(dataset):
    change(dataset, FILE, "limits: [launch sites only]", "limits: &a [launch sites only]")
    change(dataset, FILE, "systems: [SCALP]", "systems: *a")
    assert ("*a", 20) in [(f.field, f.line) for f in faults(dataset)]


def test_nesting_without_end_is_refused(dataset):
    change(dataset, FILE, "limits: [launch sites only]", "limits: " + "[" * 30)
    assert "nested more than 20 levels deep" in only(dataset)[3]
    change(dataset, FILE, "[" * 30, "[" * 50_000)  # the parser itself may stop earlier
    assert "nest" in only(dataset)[3]


def test_wrong_encoding_names_line_and_byte(dataset):
    (dataset / FILE).write_bytes(FRANCE.replace("Launch", "Löschen").encode("latin-1"))
    assert only(dataset) == (FILE, 15, "encoding", "found byte 0xF6; expected UTF-8 (save the file as UTF-8)")


@pytest.mark.parametrize("content", ["", "  \n\n", "# only a comment\n"])
def test_an_empty_file_is_a_fault(dataset, content):
    (dataset / FILE).write_text(content)
    assert only(dataset)[:3] == (FILE, 1, "file")


def test_a_missing_file_is_a_fault(dataset):
    (dataset / "systems.csv").unlink()
    assert ("systems.csv", "file") in [(Path(f.file).name, f.field) for f in faults(dataset)]


def test_a_file_for_an_unknown_actor_is_a_fault(dataset):
    (dataset / FILE).rename(dataset / "statements/FRX.yaml")
    assert ("statements/FRX.yaml", 1, "actor") in [
        (Path(f.file).relative_to(dataset).as_posix(), f.line, f.field) for f in faults(dataset)
    ]
    change(dataset, "statements/FRX.yaml", "actor: FRA", "actor: FRX")
    assert any(
        f.field == "actor" and 'found "FRX"; expected a known actor' in f.message for f in faults(dataset)
    )


def test_a_file_with_the_other_ending_is_not_overlooked(dataset):
    (dataset / FILE).rename(dataset / "statements/FRA.yml")
    assert ("statements/FRA.yml", "expected the name FRA.yaml, after an actor's code") in [
        (Path(f.file).relative_to(dataset).as_posix(), f.message.rpartition("; ")[2]) for f in faults(dataset)
    ]


def test_an_id_given_twice_names_both_places(tmp_path):
    write_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2024-05-28", {"border": 1}, id="X")],
            "DEU": [make_statement("2024-05-31", {"border": 1}, id="X")],
        },
    )
    file, _, field, message = only(tmp_path)
    assert (file, field) == ("statements/FRA.yaml", "statements[X].id")
    assert "statements/DEU.yaml:" in message


def test_ids_cannot_differ_by_spaces_alone(tmp_path):
    write_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-28", {"border": 1}, id="X"),
                make_statement("2024-05-29", {"border": 1}, id="X "),
            ]
        },
    )
    assert only(tmp_path)[2] == "statements[X].id"


def test_a_table_without_rows_knows_no_actor(dataset):
    (dataset / "actors.csv").write_text("code,name,kind,region,belligerent,lat,lon\n")
    assert (FILE, "actor") in [
        (Path(f.file).relative_to(dataset).as_posix(), f.field) for f in faults(dataset)
    ]


def test_one_mistake_in_a_table_is_told_once(dataset):
    change(dataset, "actors.csv", "FRA,France,country,,", "FRA,France,country,Eurpe,")
    assert only(dataset)[:3] == ("actors.csv", 2, "region")


@pytest.mark.parametrize(
    ("aliases", "told"),
    [
        (
            {"DEU": "fra"},
            (
                3,
                "aliases[1]",
                'found "fra"; expected a name that leads to DEU alone ("FRA" is the code of FRA, line 2)',
            ),
        ),
        (
            {"FRA": "FR; schweden; SWÉDEN"},
            (
                2,
                "aliases[3]",
                'found "SWÉDEN"; expected a name that leads to FRA alone ("Sweden" is the name of SWE, line 5)',
            ),
        ),
        (
            {"FRA": "FR; Gaul", "DEU": "DE; gaul"},
            (
                3,
                "aliases[2]",
                'found "gaul"; expected a name that leads to DEU alone ("Gaul" is the alias of FRA, line 2)',
            ),
        ),
        (
            {"FRA": "FR;; Gaul"},
            (
                2,
                "aliases[2]",
                "found nothing; expected a name of at least two letters or figures between two semicolons, as UK; Great Britain",
            ),
        ),
        (
            {"FRA": "FR; –"},
            (
                2,
                "aliases[2]",
                'found "–"; expected a name of at least two letters or figures between two semicolons, as UK; Great Britain',
            ),
        ),
        (
            {"FRA": "F"},
            (
                2,
                "aliases[1]",
                'found "F"; expected a name of at least two letters or figures between two semicolons, as UK; Great Britain',
            ),
        ),
    ],
)
def test_an_alias_leads_to_one_actor_and_can_be_typed(tmp_path, aliases, told):
    write_dataset(tmp_path, aliases=aliases)
    file, line, field, message = only(tmp_path)
    assert (file, line, field.rpartition(".")[2], message) == ("actors.csv", *told)


def test_an_actor_may_be_called_the_same_twice(tmp_path):
    write_dataset(tmp_path, aliases={"USA": "US; U.S.; USA; usa; United States"})
    assert faults(tmp_path) == []


def test_a_dataset_made_before_there_were_aliases_is_read_without_any(tmp_path):
    assert set(load(write_dataset(tmp_path), TODAY).actors["aliases"]) == {()}


def test_a_file_that_cannot_be_read_does_not_make_its_second_codings_unknown(dataset):
    (dataset / "second_coding.csv").write_text(
        "statement,question,coder,code\nFRA-2024-05-28-macron,border,B,1\n"
    )
    assert faults(dataset) == []
    (dataset / FILE).write_text("")
    assert only(dataset)[:3] == (FILE, 1, "file")


def test_a_country_is_in_a_group_once_at_a_time(dataset):
    path = dataset / "memberships.csv"
    path.write_text(
        path.read_text()
        + "FRA,NATO,1949-08-24,2000-01-01,https://example.org,\nFRA,NATO,1999-01-01,,https://example.org,\n"
    )
    assert only(dataset)[:3] == ("memberships.csv", 3, "from")
    assert "begins again on 1999-01-01" in only(dataset)[3]


def test_a_country_has_one_head_of_government_at_a_time(dataset):
    path = dataset / "governments.csv"
    path.write_text(
        path.read_text()
        + "FRA,A. First,President,2020-01-01,2024-01-01,https://example.org,\nFRA,B. Second,President,2023-12-31,,https://example.org,\n"
        "FRA,C. Third,President,2025-01-01,,https://example.org,\n"
    )
    assert only(dataset)[:3] == ("governments.csv", 3, "from")
    assert "FRA begins again on 2023-12-31" in only(dataset)[3]


@pytest.mark.parametrize(
    ("row", "field", "told"),
    [
        (
            "date,2024-05-27,2024-05-26",
            "after",
            'found "2024-05-26"; expected "2024-05-28", which date of FRA-0 holds now',
        ),
        ("codes.border,,-2", "after", 'found "-2"; expected "1"'),
        ("codes.boarder,,1", "field", "did you mean codes.border?"),
        ("colour,,1", "field", "a field of statements"),
        ("sources,x,https://example.org/b", "after", 'expected "https://example.org/a"'),
    ],
)
def test_a_correction_must_be_borne_out_by_the_statement(tmp_path, row, field, told):
    write_dataset(tmp_path, corrections=[f"2025-06-01,FRA-0,{row},Why."])
    (found,) = faults(tmp_path)
    assert (Path(found.file).name, found.line, found.field.split("].")[-1].removesuffix("[1]")) == (
        "corrections.csv",
        2,
        field,
    )
    assert told in found.message


def test_only_the_latest_correction_of_a_field_must_hold(tmp_path):
    write_dataset(
        tmp_path,
        corrections=[
            "2025-06-02,FRA-0,date,2024-05-29,2024-05-28,Why.",
            "2025-06-01,FRA-0,date,2024-05-30,2024-05-29,Why.",
        ],
    )
    assert faults(tmp_path) == []


@pytest.mark.parametrize("name", ["FRA.YAML", "FRA.yaml.txt", "notes.md", "fra.yaml"])
def test_no_file_among_the_statements_is_overlooked(dataset, name):
    (dataset / "statements" / name).write_text("x")
    assert any("would be overlooked" in f.message for f in faults(dataset))


def test_an_unclosed_quote_names_the_row_in_which_it_opened(dataset):
    path = dataset / "memberships.csv"
    path.write_text(
        path.read_text()
        + 'FRA,NATO,1949-08-24,,https://example.org,"open\n'
        + "DEU,NATO,1955-05-06,,https://example.org,\n" * 5
    )
    assert only(dataset)[:3] == ("memberships.csv", 2, "csv")


def test_a_fault_is_one_line_whatever_the_data_hold(dataset):
    change(dataset, FILE, "    role: President", '    "a\\nb": 1\n    role: President')
    assert all("\n" not in str(f) and len(str(f)) < 1000 for f in faults(dataset))


ROWS = {
    "an unknown group": (
        "memberships.csv",
        "FRA,NAT0,1949-08-24,,https://example.org,",
        "group",
        "did you mean NATO?",
    ),
    "an unknown actor": (
        "memberships.csv",
        "FRX,NATO,1949-08-24,,https://example.org,",
        "actor",
        "did you mean FRA?",
    ),
    "a membership that ends before it begins": (
        "memberships.csv",
        "FRA,NATO,1949-08-24,1949-08-23,https://example.org,",
        "to",
        "on or after the first day, 1949-08-24",
    ),
    "a day that is none in a table": (
        "memberships.csv",
        "FRA,NATO,1949-08-32,,https://example.org,",
        "from",
        "expected a day as YYYY-MM-DD",
    ),
    "a blank cell that is needed": (
        "memberships.csv",
        "FRA,NATO,,,https://example.org,",
        "from",
        "is missing",
    ),
    "a row with too many cells": (
        "memberships.csv",
        "FRA,NATO,1949-08-24,,https://example.org,a,b",
        "row",
        "found 7 cells; expected 6",
    ),
    "a membership of an organisation": (
        "memberships.csv",
        "NATO,EU,1958-01-01,,https://example.org,",
        "actor",
        'found "NATO"; expected a known country',
    ),
    "a head of government of an organisation": (
        "governments.csv",
        "NATO,A. Head,Secretary General,2022-01-01,,https://example.org,",
        "actor",
        'found "NATO"; expected a known country',
    ),
    "a tenure that ends before it begins": (
        "governments.csv",
        "FRA,A. Head,Prime Minister,2022-01-02,2022-01-01,https://example.org,",
        "to",
        "on or after the first day, 2022-01-02",
    ),
    "a bare number for a day": (
        "memberships.csv",
        "FRA,NATO,86400,,https://example.org,",
        "from",
        "expected a day as YYYY-MM-DD",
    ),
    "a range around the earth": (
        "systems.csv",
        "Taurus,missile," + "9" * 31 + ",DEU,https://example.org,",
        "range_km",
        "expected 40000 or less",
    ),
    "an actor given twice": (
        "actors.csv",
        "FRA,France,country,,,,",
        "code",
        "is given twice; expected once (it stands first in line 2)",
    ),
    "an unknown kind of actor": ("actors.csv", "BEL,Belgium,kingdom,,,,", "kind", 'found "kingdom"'),
    "a latitude beyond the pole": (
        "actors.csv",
        "MLT,Malta,country,Europe,,95,14",
        "lat",
        "expected 90 or less",
    ),
    "a range that is no number": (
        "systems.csv",
        "Taurus,missile,far,DEU,https://example.org,",
        "range_km",
        "expected a whole number",
    ),
    "an unknown supplier": (
        "systems.csv",
        "Taurus,missile,500,GER,https://example.org,",
        "suppliers",
        'found "GER"',
    ),
    "a second coding of nothing": (
        "second_coding.csv",
        "FRA-x,border,B,1",
        "statement",
        'found "FRA-x"; expected a known statement',
    ),
    "a second coding without code": (
        "second_coding.csv",
        "FRA-2024-05-28-macron,border,B,",
        "code",
        "a code where a question is named",
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_fault_in_a_table_names_its_row_and_column(dataset, case):
    file, row, column, message = ROWS[case]
    path = dataset / file
    path.write_text(path.read_text() + row + "\n")
    line = len(path.read_text().splitlines())
    found = [f for f in faults(dataset) if (Path(f.file).name, f.line) == (file, line)]
    assert [f.field.split("].")[-1].removesuffix("[1]") for f in found] == [column]
    assert message in found[0].message


def test_a_table_without_a_column_says_which(dataset):
    change(
        dataset, "memberships.csv", "actor,group,from,to,source,note", "actor,group,from,until,source,note"
    )
    assert {(f.line, f.field) for f in faults(dataset)} == {(1, "to"), (1, "until")}


def test_a_cell_with_a_line_break_does_not_shift_the_lines_after_it(dataset):
    path = dataset / "memberships.csv"
    path.write_text(
        path.read_text()
        + 'FRA,NATO,1949-08-24,,https://example.org,"two\nlines"\nDEU,NATO,never,,https://example.org,\n'
    )
    assert only(dataset)[:2] == ("memberships.csv", 4)


EVENTS = {
    "an unknown kind of event": ("kind: incursion", "kind: party", 5, "[kursk].kind"),
    "an importance out of range": ("importance: 3", "importance: 4", 9, "[kursk].importance"),
    "an unknown actor of an event": ("- UKR", "- UKX", 7, "[kursk].actors[1]"),
}


@pytest.mark.parametrize("case", EVENTS)
def test_a_fault_in_the_events_names_line_and_field(dataset, case):
    old, new, line, field = EVENTS[case]
    change(dataset, "events.yaml", old, new)
    assert only(dataset)[:3] == ("events.yaml", line, field)


RULES = (CURATED / "codebook.yaml").read_text().partition("\nrules:")[2].partition("\ngaps:")[0]
RULES = f"rules:{RULES}"
CODEBOOK = {
    "a question without a meaning for a code": (
        "      -2: denies that Ukraine may lawfully hit targets in Russia\n",
        "",
        "questions[right].codes",
        "a meaning for each of",
    ),
    "a question without a phrase for a code": (
        "      -1: has discouraged them\n",
        "",
        "questions[incursion].perfect",
        "a meaning for each of",
    ),
    "a phrase in another tense": (
        "-1: has discouraged them\n",
        "-1: discourages them\n",
        "questions[incursion].perfect.-1",
        'begin with "has"',
    ),
    "a phrase that ends a sentence": (
        "-1: has discouraged them\n",
        "-1: has discouraged them.\n",
        "questions[incursion].perfect.-1",
        'followed by "since"',
    ),
    "own words without their phrase": (
        ", perfect: has held back}",
        "}",
        "own_words[1].perfect",
        "is missing",
    ),
    "a rule without its words": (
        "  - rule: Spell\n    text:",
        "  - rule: Spell\n    # text:",
        "rules[2].text",
        "is missing",
    ),
    "a rule with a field too many": (
        "  - rule: Spell\n",
        "  - rule: Spell\n    title: Spell\n",
        "rules[2].title",
        "not a known field",
    ),
    "a rule given twice": (
        "  - rule: Spell\n",
        "  - rule: Position\n",
        "rules",
        'found "Position"; expected each rule once',
    ),
    "no rules": (RULES, "rules: []\n", "rules", "at least one"),
    "a gap without words": (
        '  - gap: Judgement\n    text: "Codes are judgements.',
        '  - gap: Judgement\n    text: " " # ',
        "gaps[5].text",
        "expected some text",
    ),
    "a gap given twice": (
        "  - gap: Judgement\n",
        "  - gap: Sources\n",
        "gaps",
        'found "Sources"; expected each gap once',
    ),
    "a correction that is no text": (
        '  - "Never a code without a statement, ',
        "  - 3 # ",
        "corrections[1]",
        "expected text",
    ),
    "a period that ends before it begins": (
        "to: 2024-08-31",
        "to: 2024-07-31",
        "periods[august-2024].to",
        "on or after the first day, 2024-08-01",
    ),
    "a state that the rules name": (
        "  - {code: not_yet,",
        "  - {code: notyet,",
        "states",
        "in this order stated, held_back",
    ),
}


@pytest.mark.parametrize("case", CODEBOOK)
def test_a_fault_in_the_codebook_names_its_field(dataset, case):
    old, new, field, message = CODEBOOK[case]
    change(dataset, "codebook.yaml", old, new)
    file, _, found, said_ = only(dataset)
    assert (file, found) == ("codebook.yaml", field)
    assert message in said_


def test_a_broken_codebook_does_not_make_every_word_of_the_rest_a_fault(dataset):
    change(dataset, "codebook.yaml", "    title: Right to strike\n", "")
    assert {Path(f.file).name for f in faults(dataset)} == {"codebook.yaml"}


def test_all_faults_are_found_in_one_pass(dataset):
    change(dataset, FILE, "level: head", "level: boss")
    change(dataset, FILE, "deep: 1}", "deep: 7}")
    change(dataset, "events.yaml", "importance: 3", "importance: 0")
    (dataset / "memberships.csv").write_text(
        "actor,group,from,to,source,note\nFRA,XYZ,1949-08-24,,https://example.org,\n"
    )
    assert {(Path(f.file).name, f.field) for f in faults(dataset)} == {
        ("FRA.yaml", f"{ID}.level"),
        ("FRA.yaml", f"{ID}.codes.deep"),
        ("events.yaml", "[kursk].importance"),
        ("memberships.csv", "group"),
    }


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(dataset):
    (dataset / FILE).write_bytes(b"\xef\xbb\xbf" + FRANCE.replace("\n", "\r\n").encode())
    assert faults(dataset) == []


def test_today_is_a_parameter(dataset):
    assert faults(dataset, dt.date(2025, 12, 31)) == []
    assert [f.field for f in faults(dataset, dt.date(2025, 12, 30))] == ["researched"]


def test_more_faults_than_anyone_reads_are_cut_short(dataset):
    (dataset / "systems.csv").write_text(
        "name,kind,range_km,suppliers,source,note\n" + "".join(f"S{n},boat,,,,\n" for n in range(600))
    )
    found = [f for f in faults(dataset) if f.file.endswith("systems.csv")]
    assert len(found) == 501
    assert found[-1].message == "has more faults than the 500 told; mend those first"


def test_a_file_that_is_far_too_large_is_not_read(dataset):
    change(dataset, FILE, "actor: FRA", "#" * 2_000_000 + "\nactor: FRA")
    assert [(f.line, f.field, f.message) for f in faults(dataset) if f.file.endswith(FILE)] == [
        (1, "file", "is too large; expected at most 2 MB")
    ]


# On the command line


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "data", *arguments], capture_output=True, text=True, cwd=CURATED.parent.parent
    )


def test_check_exits_with_1_and_a_line_for_each_fault(dataset):
    change(dataset, FILE, "level: head", "level: boss")
    done = run("check", str(dataset))
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith(f'{dataset}/{FILE}:12: {ID}.level: found "boss"; expected')
    assert "1 fault" in done.stderr


def test_check_of_the_curated_dataset_prints_its_counts_and_exits_with_0(curated):
    done = run("check")
    assert done.returncode == 0, done.stdout
    assert f"{len(curated.statements)} statements" in done.stdout
    assert f"{len(curated.actors)} actors" in done.stdout


def test_check_of_no_directory_says_so(tmp_path):
    done = run("check", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "codebook.yaml:1: file: cannot be read" in done.stdout
    assert "Traceback" not in done.stderr
