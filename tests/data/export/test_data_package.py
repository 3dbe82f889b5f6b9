"""The data package: what other programs take away is the dataset, says what it is, and holds together."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import fields

import pandas as pd
import pytest
import yaml

from data.dataset import Dataset
from data.export.columns import answer_tables, package_tables
from data.export.data_package import DESCRIPTOR, package_files, package_frames, package_zip, write_package
from data.io.loader import TABLES
from data.rules.spells import spells
from data.schema.codebook import Codebook
from data.schema.records import Event, Source, Statement
from tests.factories import TODAY, as_tuples, make_dataset, make_statement


@pytest.fixture(scope="module")
def exported(curated, tmp_path_factory):
    """The dataset as exported, and its tables as pandas reads them."""
    directory = tmp_path_factory.mktemp("export")
    write_package(curated, directory)
    return directory, {
        name: pd.read_csv(directory / f"{name}.csv") for name in package_tables(curated.codebook)
    }


def descriptor(directory):
    return json.loads((directory / DESCRIPTOR).read_text())


def test_the_package_is_valid(exported):
    frictionless = pytest.importorskip("frictionless", reason="pip install -r requirements-dev.txt")
    report = frictionless.validate(str(exported[0] / DESCRIPTOR))
    assert report.flatten(["type", "rowNumber", "fieldNumber", "note"]) == []
    assert len(report.tasks) == 15


def test_a_package_whose_tables_do_not_hang_together_is_not(exported, tmp_path, curated):
    frictionless = pytest.importorskip("frictionless", reason="pip install -r requirements-dev.txt")
    write_package(curated, tmp_path)
    told = descriptor(tmp_path)
    for resource in told["resources"]:
        del resource["bytes"], resource["hash"]
    (tmp_path / DESCRIPTOR).write_text(json.dumps(told))
    table = tmp_path / "codes.csv"
    table.write_text(
        table.read_text().replace("FRA-2024-05-28-macron,border,1", "FRA-2024-05-28-nobody,border,3")
    )
    found = frictionless.validate(str(tmp_path / DESCRIPTOR)).flatten(["type"])
    assert sorted(found) == [["constraint-error"], ["foreign-key"]]


def test_every_table_of_the_dataset_is_in_it_row_for_row(curated, curated_coded, exported):
    tables = exported[1]
    frames = {
        f.name: getattr(curated, f.name)
        for f in fields(curated)
        if isinstance(getattr(curated, f.name), pd.DataFrame)
    }
    assert set(frames) | {"questions", "spells"} == set(tables)
    assert {name: len(tables[name]) for name in frames} == {
        name: len(frame) for name, frame in frames.items()
    }
    assert tables["questions"]["code"].tolist() == [q.code for q in curated.codebook.questions]
    assert len(tables["spells"]) == len(spells(curated_coded))


def test_what_is_read_back_is_what_was_in_the_dataset(curated, exported):
    statements = exported[1]["statements"].astype("str")
    assert statements["summary"].tolist() == curated.statements["summary"].tolist()
    assert statements["date"].tolist() == curated.statements["date"].dt.strftime("%Y-%m-%d").tolist()
    assert statements["limits"].fillna("").tolist() == [
        "; ".join(limits) for limits in curated.statements["limits"]
    ]
    assert exported[1]["codes"]["stance"].tolist() == curated.codes["stance"].tolist()
    assert exported[1]["codes"]["sets_position"].tolist() == curated.codes["sets_position"].tolist()


def test_keys_are_unique_and_lead_somewhere(curated, exported):
    tables = exported[1]
    for name, table in package_tables(curated.codebook).items():
        if table.key:
            assert not tables[name].duplicated(list(table.key)).any(), name
        for column in table.columns:
            found = tables[name][column.name]
            assert found.notna().all() or not column.filled, (name, column.name)
            if column.of:
                owner, field = column.of.split(".")
                assert set(found.dropna()) <= set(tables[owner][field]), (name, column.name)
            if column.allowed:
                assert set(found.dropna()) <= set(column.allowed), (name, column.name)


def test_every_column_says_what_it_holds_and_no_column_is_left_out(curated, exported):
    told = {
        resource["name"]: resource["schema"]["fields"] for resource in descriptor(exported[0])["resources"]
    }
    for name, told_of in told.items():
        assert [f["name"] for f in told_of] == list(exported[1][name]), name
        assert all(f["description"] for f in told[name])
    left_out = {
        name: set(getattr(curated, name)) - set(exported[1][name])
        for name in told
        if isinstance(getattr(curated, name, None), pd.DataFrame)
    }
    assert {name: columns for name, columns in left_out.items() if columns} == {}


def test_a_column_may_be_empty_where_its_record_says_so(curated):
    """What a field may hold is checked in the records; what is told of it must agree."""
    tables = package_tables(curated.codebook)
    records = {"statements": Statement, "events": Event, "sources": Source} | {
        file.removesuffix(".csv"): record for file, (record, _) in TABLES.items()
    }
    for name, record in records.items():
        may = {f.alias or field for field, f in record.model_fields.items() if not f.is_required()} | {
            "actors"
        }
        empty = {c.name for c in tables[name].columns if not c.filled and c.name != "state_media"}
        assert empty <= may, name
        assert may & {c.name for c in tables[name].columns} - empty <= {"belligerent", "actors"}, name


def test_it_names_title_version_licence_and_authors_as_the_citation_does(curated, exported):
    told = descriptor(exported[0])
    assert (told["version"], told["licenses"][0]["name"]) == (curated.version, "CC-BY-4.0")
    assert told["title"].startswith("Strike Positions: ")
    assert told["contributors"] == [{"title": "The Strike Positions contributors", "roles": ["author"]}]
    assert "homepage" not in told
    assert curated.version in (exported[0] / "README.md").read_text()
    assert "CC BY 4.0" in (exported[0] / "LICENSE").read_text()


def test_sizes_and_hashes_are_those_of_the_files(exported):
    for resource in descriptor(exported[0])["resources"]:
        content = (exported[0] / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_codebook_in_it_is_the_one_that_was_loaded(curated, exported):
    book = yaml.safe_load((exported[0] / "codebook.yaml").read_text())
    assert Codebook.model_validate(book) == curated.codebook


def test_the_same_dataset_gives_the_same_bytes_and_another_others(tmp_path):
    (tmp_path / "one").mkdir(), (tmp_path / "two").mkdir(), (tmp_path / "other").mkdir()
    one, two = (package_zip(make_dataset(tmp_path / name)[0]) for name in ("one", "two"))
    assert one == two
    assert one != package_zip(
        make_dataset(tmp_path / "other", {"FRA": [make_statement("2024-05-29", {"border": 1})]})[0]
    )


def test_the_zip_holds_the_same_files_at_its_top(curated):
    with zipfile.ZipFile(io.BytesIO(package_zip(curated))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == package_files(curated)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_text_that_a_spreadsheet_would_run_is_defused_in_it_and_what_refers_to_it_still_does(tmp_path):
    evil = make_statement(
        "2024-05-28", {"border": -2}, id="=1+1", speaker="@SUM(A1)", summary="-2+3 cmd|' /C calc'!A0"
    )
    frames = {
        name: pd.read_csv(io.BytesIO(content))
        for name, content in package_files(make_dataset(tmp_path, {"FRA": [evil]})[0]).items()
        if name.endswith(".csv")
    }
    assert as_tuples(frames["statements.csv"], "id", "speaker", "summary") == [
        ("'=1+1", "'@SUM(A1)", "'-2+3 cmd|' /C calc'!A0")
    ]
    assert as_tuples(frames["codes.csv"], "statement", "stance") == [("'=1+1", -2)]


def test_an_earlier_export_is_replaced_and_what_it_alone_held_is_removed(curated, tmp_path):
    write_package(curated, tmp_path / "new" / "export")
    directory = tmp_path / "new" / "export"
    told = descriptor(directory)
    told["resources"] += [{"path": "old_table.csv"}, {"path": "../outside.csv"}, {"path": ".."}]
    (directory / DESCRIPTOR).write_text(json.dumps(told))
    for file in (directory / "old_table.csv", tmp_path / "new" / "outside.csv", directory / "notes.txt"):
        file.write_text("x")
    write_package(curated, directory)
    assert {f.name for f in directory.iterdir()} == set(package_files(curated)) | {"notes.txt"}
    assert (tmp_path / "new" / "outside.csv").exists()


@pytest.mark.parametrize(
    "content",
    [
        {"photo.jpg": "x"},
        {DESCRIPTOR: '{"name": "another", "resources": []}'},
        {DESCRIPTOR: "[]"},
        {DESCRIPTOR: "{"},
        {DESCRIPTOR: '{"name": "strike-positions"}'},
    ],
)
def test_a_directory_with_anything_else_is_refused_and_left_as_it_was(curated, tmp_path, content):
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(FileExistsError, match="found other files in it; expected an empty directory"):
        write_package(curated, tmp_path)
    assert {f.name: f.read_text() for f in tmp_path.iterdir()} == content


def test_a_small_dataset_is_exported_whole(tmp_path):
    data, _ = make_dataset(tmp_path)
    assert isinstance(data, Dataset) and data.last_day == TODAY
    frames = package_frames(data)
    assert as_tuples(frames["spells"], "actor", "question", "stance", "previous", "since", "until") == [
        ("FRA", "border", 1, None, "2024-05-28", None)
    ]
    assert as_tuples(frames["systems"], "name", "range_km", "suppliers") == [("SCALP", 250, "FRA")]
    assert as_tuples(frames["events"], "id", "actors") == [("kursk", "UKR")]
    assert frames["second_coding"].empty


def test_the_aliases_of_actors_are_exported(tmp_path):
    data, _ = make_dataset(tmp_path, aliases={"FRA": "FR; Gaul"})
    actors = package_frames(data)["actors"].set_index("code")["aliases"]
    assert (actors["FRA"], actors.isna().sum()) == ("FR; Gaul", len(actors) - 1)


def test_every_answer_of_the_api_has_its_columns_told(curated):
    tables = answer_tables(curated.codebook)
    assert all(column.says for table in tables.values() for column in table.columns)
