"""Tables for other programs: their rows on small data, and that no spreadsheet runs what is in them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data.export.columns import answer_tables
from data.export.csv_xlsx import csv_text, escape_formula, xlsx_bytes
from data.export.tables import actors_table, changes_table, events_table
from data.query.endpoints import ENDPOINTS, parse_parameters, run_query
from data.query.parameters import InvalidParameter
from tests.factories import as_tuples, make_dataset, make_statement

STEPS = {
    "FRA": [
        make_statement("2024-05-01", {"border": -1, "deep": -2}),
        make_statement("2024-05-28", {"border": 1}, confidence="low", speaker="B. President"),
        make_statement("2024-06-03", {"border": 1}),
        make_statement(
            "2024-06-10",
            {"deep": 1},
            date_precision="month",
            disclosed=make_statement("2024-07-02", {})["date"],
        ),
    ],
    "NATO": [make_statement("2024-05-28", {"border": 2})],
}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BEGINS = ["=", "+", "-", "@", "\t", "\r", "\n", " =", "  -", "＝", "＋", "－", "＠", "'=", "''@", "' -"]


@pytest.fixture
def steps(tmp_path):
    return make_dataset(tmp_path, STEPS, members=["FRA,NATO,1949-08-24,", "FRA,EU,1958-01-01,2024-05-31"])[0]


def of(data, name, **query):
    return run_query(
        data,
        name,
        parse_parameters(data, name, {k: v if isinstance(v, list) else [v] for k, v in query.items()}),
    )


# Rows ----------------------------------------------------------------------------------------------------------------


def test_changes_are_first_words_and_moves_with_the_day_on_which_they_became_known(steps):
    assert as_tuples(
        changes_table(steps, "2024-05-01", "2025-01-01"),
        "actor",
        "question",
        "change",
        "from_stance_name",
        "stance",
        "size",
        "date",
        "known",
        "speaker",
    ) == [
        ("FRA", "border", "move", "reluctant", 1, 2, "2024-05-28", "2024-05-28", "B. President"),
        ("NATO", "border", "first words", None, 2, None, "2024-05-28", "2024-05-28", "A. Minister"),
        ("FRA", "deep", "move", "opposes", 1, 3, "2024-06-10", "2024-07-02", "A. Minister"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [("FRA", "border"), ("NATO", "border"), ("FRA", "deep")]),
        ({"confidence": "medium"}, [("NATO", "border"), ("FRA", "deep")]),
        ({"question": "deep"}, [("FRA", "deep")]),
        ({"group": "NATO"}, [("FRA", "border"), ("FRA", "deep")]),
        ({"group": "EU"}, []),
        ({"actor": "nato"}, [("NATO", "border")]),
        (
            {"actor": "NATO", "actors": ["FRA", "DEU"], "question": "border"},
            [("FRA", "border"), ("NATO", "border")],
        ),
        ({"since": "2024-05-28"}, [("FRA", "deep")]),
    ],
)
def test_changes_are_chosen_by_every_parameter(steps, query, found):
    assert (
        as_tuples(
            of(steps, "changes", **{"since": "2024-05-20", "on": "2024-06-30"} | query), "actor", "question"
        )
        == found
    )


def test_changes_without_a_first_day_are_those_of_the_month_before(steps):
    assert as_tuples(of(steps, "changes", on="2024-06-26"), "actor", "date") == [
        ("FRA", "2024-05-28"),
        ("NATO", "2024-05-28"),
        ("FRA", "2024-06-10"),
    ]
    assert as_tuples(of(steps, "changes", on="2024-06-27"), "actor", "date") == [("FRA", "2024-06-10")]


def test_events_are_chosen_by_day_and_actor(steps):
    assert as_tuples(
        events_table(steps, "2024-08-06"), "id", "date", "actors", "sources", "state_media", "url"
    ) == [("kursk", "2024-08-06", "UKR", 1, False, "https://example.org/a")]
    assert events_table(steps, "2024-08-05").empty
    assert events_table(steps, "2025-01-01", "2024-08-07").empty
    assert len(of(steps, "events", actor="UKR")) == 1
    assert of(steps, "events", actor="FRA").empty


def test_actors_have_the_groups_and_the_record_of_the_day(steps):
    assert as_tuples(
        actors_table(steps, "2024-05-31", ("EU",)),
        "actor",
        "name",
        "groups",
        "state",
        "queries",
        "statements",
        "answers",
        "last_spoken",
    ) == [("FRA", "France", "EU; NATO", "stated", 5, 2, 2, "2024-05-28")]
    assert as_tuples(actors_table(steps, "2024-06-01", ("NATO",)), "actor", "groups") == [("FRA", "NATO")]
    assert len(actors_table(steps, "2024-06-01")) == len(steps.actors)


def test_statements_take_the_parameters_of_the_screen_that_searches_them(steps):
    assert as_tuples(
        of(steps, "statements", actor="FRA", question="deep", text="coded", level=["minister", "head"]),
        "id",
        "deep",
    ) == [("FRA-3", 1), ("FRA-0", -2)]
    assert as_tuples(of(steps, "statements", question="deep", about="border", start="2024-05-02"), "id") == [
        ("FRA-3",),
        ("FRA-2",),
        ("FRA-1",),
        ("NATO-0",),
    ]


@pytest.mark.parametrize("name", ENDPOINTS)
@pytest.mark.parametrize("on", ["2022-02-24", "2024-05-31"])
def test_every_answer_has_the_columns_that_are_told_in_their_order_empty_or_not(curated, name, on):
    table, told = of(curated, name, on=on), answer_tables(curated.codebook)[name]
    assert list(table) == [c.name for c in told.columns]
    assert not table.duplicated(list(told.key)).any()
    for column in told.columns:
        assert not column.filled or table[column.name].notna().all(), column.name
        assert not column.allowed or set(table[column.name].dropna()) <= set(column.allowed), column.name


@pytest.mark.parametrize(
    ("name", "query", "message"),
    [
        (
            "positions",
            {"question": "brder"},
            'question: found "brder"; expected one of right, own, border, deep, supply, incursion (did you mean border?)',
        ),
        (
            "positions",
            {"groop": "NATO"},
            "groop: is not a parameter here; expected one of on, question, group, confidence, stated, known, actor, actors (did you mean group?)",
        ),
        ("positions", {"on": ["2024-05-30", "2024-05-31"]}, "on: found 2 values; expected one"),
        (
            "positions",
            {"on": "2030-01-01"},
            'on: found "2030-01-01"; expected a day from 2022-02-24 to 2026-01-01',
        ),
        ("positions", {"since": "2024-01-01"}, "since: is not a parameter here"),
        (
            "changes",
            {"since": "2024-06-01", "on": "2024-06-01"},
            'since: found "2024-06-01"; expected a day before 2024-06-01',
        ),
        (
            "events",
            {"start": "2024-06-01", "on": "2024-05-01"},
            'start: found "2024-06-01"; expected a day before 2024-05-01',
        ),
        ("statements", {"text": "x" * 300}, "expected at most 200 letters of plain text"),
        ("statements", {"level": ""}, 'level: found ""; expected one of head'),
        (
            "actors",
            {"actor": "Frnce"},
            'actor: found "Frnce"; expected an actor\'s code or name (did you mean FRA, France?)',
        ),
        ("actors", {"actor": "\u202e\x00"}, "actor: found "),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_in_one_sentence(steps, name, query, message):
    with pytest.raises(InvalidParameter) as refused:
        of(steps, name, **query)
    assert message in str(refused.value)
    assert str(refused.value).isprintable() and len(str(refused.value)) < 400
    assert refused.value.unknown_actor == ("actor" in query)


# CSV -----------------------------------------------------------------------------------------------------------------


def undone(text: str) -> str:
    """The rule that the package's README gives, in other words: one apostrophe off where apostrophes stand
    before such a beginning."""
    after = text.lstrip("'")
    runs = (
        after[:1] in ("\t", "\r", "\n") or after.strip()[:1] in tuple("=+-@＝＋－＠") and after.strip() != ""
    )
    return text[1:] if text.startswith("'") and runs else text


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", *BEGINS]),
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
        ).map("".join),
        min_size=1,
        max_size=8,
    )
)
def test_no_cell_of_a_csv_begins_as_a_formula_would_and_every_text_comes_back(texts):
    table = pd.DataFrame({"text": texts, "number": range(-len(texts), 0)})
    read = list(csv.reader(io.StringIO(csv_text(table), newline="")))[1:]
    cells = [row[0] for row in read]
    assert not any(
        re.match(r"[=+\-@\t\r\n＝＋－＠]", cell.lstrip(" ") if cell.strip() else cell) for cell in cells
    )
    assert [undone(cell) for cell in cells] == texts
    assert [row[1] for row in read] == [str(n) for n in range(-len(texts), 0)]


@pytest.mark.parametrize("begin", BEGINS)
def test_a_text_that_would_run_has_an_apostrophe_before_it_heading_too(begin):
    table = pd.DataFrame({f"{begin}x": [f"{begin}1", "plain"]}).astype("object")
    assert list(csv.reader(io.StringIO(csv_text(table), newline=""))) == [
        [f"'{begin}x"],
        [f"'{begin}1"],
        ["plain"],
    ]


def test_numbers_days_and_missing_values_stay_what_they_are():
    table = pd.DataFrame(
        {
            "stance": pd.array([-2, None], "Int8"),
            "share": [-0.5, float("nan")],
            "day": pd.to_datetime(["2024-05-31", None]),
            "flag": [True, False],
            "text": ["a-b", None],
            "mixed": pd.Series([-2, "-2"], dtype=object),
        }
    )
    assert (
        csv_text(table) == "stance,share,day,flag,text,mixed\n-2,-0.5,2024-05-31,True,a-b,-2\n,,,False,,'-2\n"
    )


@pytest.mark.parametrize("text", ["", "plain", "a=b", "it's", "'tis", "2024-05-31", "“quoted”", "1-2"])
def test_other_texts_are_left_as_they_are(text):
    assert escape_formula(text) == text


def test_no_text_of_the_dataset_is_changed_by_it(curated):
    table = of(curated, "statements")
    assert pd.read_csv(io.StringIO(csv_text(table)))["summary"].tolist() == table["summary"].tolist()


# Workbooks -----------------------------------------------------------------------------------------------------------


def cells(book: bytes, sheet: int = 1) -> list[list[tuple[str, str | None]]]:
    """The cells of a sheet, row by row: type (s: text, n: number, b: truth value) and value."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        shared = [
            "".join(t.text or "" for t in s.iter(f"{MAIN}t"))
            for s in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        tree = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert tree.find(f".//{MAIN}f") is None and tree.find(f".//{MAIN}hyperlink") is None

    def read(cell):
        kind, value = cell.get("t", "n"), cell.find(f"{MAIN}v").text
        return kind, shared[int(value)] if kind == "s" else value

    return [[read(cell) for cell in row] for row in tree.iter(f"{MAIN}row")]


def test_a_workbook_holds_texts_as_texts_numbers_as_numbers_and_days_as_days():
    table = pd.DataFrame(
        {
            "text": ["=1+1", "@x", "https://example.org/a", "007"],
            "stance": pd.array([-2, 0, None, 2], "Int8"),
            "day": ["2024-05-31", None, "2022-02-24", "2022-02-24"],
            "when": pd.to_datetime(["2024-05-31", None, None, None]),
            "flag": [True, False, True, True],
            "published": ["2024", "2024-05", "2024-05-31", None],
            "list": [("a", "b"), (), ("c",), ()],
        }
    )
    assert cells(xlsx_bytes({"A sheet": table})) == [
        [("s", name) for name in table],
        [
            ("s", "=1+1"),
            ("n", "-2"),
            ("n", "45443"),
            ("n", "45443"),
            ("b", "1"),
            ("s", "2024"),
            ("s", "a; b"),
        ],
        [("s", "@x"), ("n", "0"), ("b", "0"), ("s", "2024-05"), ("s", "")],
        [("s", "https://example.org/a"), ("n", "44616"), ("b", "1"), ("s", "2024-05-31"), ("s", "c")],
        [("s", "007"), ("n", "2"), ("n", "44616"), ("b", "1"), ("s", "")],
    ]


def test_a_workbook_has_a_sheet_a_table_and_keeps_the_header_in_sight(curated):
    book = xlsx_bytes(
        {"positions": of(curated, "positions"), "events": of(curated, "events", on="2022-02-24")}
    )
    assert len(cells(book)) == len(of(curated, "positions")) + 1
    assert len(cells(book, 2)) == 1
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'ySplit="1"' in sheet and 'state="frozen"' in sheet


def test_a_text_longer_than_a_cell_is_cut_and_the_same_tables_give_the_same_bytes():
    table = pd.DataFrame({"text": ["x" * 40_000]})
    assert len(cells(xlsx_bytes({"a": table}))[1][0][1]) == 32_767
    assert xlsx_bytes({"a": table}) == xlsx_bytes({"a": table})
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes({"a": table}))) as archive:
        assert (
            re.findall(r">(\S+Z)<", archive.read("docProps/core.xml").decode())
            == ["1980-01-01T00:00:00Z"] * 2
        )


def test_a_name_that_excel_does_not_take_is_an_error():
    with pytest.raises(xlsxwriter.exceptions.XlsxWriterException):
        xlsx_bytes({"a/b": pd.DataFrame({"x": [1]})})
