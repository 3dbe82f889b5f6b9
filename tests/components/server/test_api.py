"""The HTTP API: a contract with other programs. Asked in process, without a server;
`tests/browser/test_api.py` asks the real one."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
import json
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pandas as pd
import pytest
from starlette.applications import Starlette

from components.server import api, dataset
from components.server.atom_feed import ATOM
from data.__main__ import main
from data.export.columns import answer_tables
from data.export.data_package import package_zip
from data.io import live_reload as live
from data.io.loader import CURATED
from data.query.endpoints import FILES, LATEST
from data.schema.errors import DatasetError, Issue
from tests.factories import make_dataset, make_statement

A = f"{{{ATOM}}}"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict:
        return json.loads(self.body)


def ask(path: str, method: str = "GET", prefix: str = "", **headers: str) -> Answer:
    """What the API answers, as a server would pass it on."""
    parts, sent = urlsplit(path), []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "root_path": "",
        "scheme": "https",
        "query_string": parts.query.encode(),
        "server": ("strikes.example", 443),
        "headers": [(b"host", b"strikes.example")]
        + [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    # in a thread of its own: after a browser test an event loop still runs in this one
    with ThreadPoolExecutor(1) as thread:
        thread.submit(
            lambda: asyncio.run(Starlette(routes=api.routes(prefix))(scope, receive, send))
        ).result()
    return Answer(
        sent[0]["status"],
        {k.decode(): v.decode() for k, v in sent[0]["headers"]},
        b"".join(m.get("body", b"") for m in sent[1:]),
    )


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """A small dataset in the place of the curated one."""
    data, _ = make_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement("2024-05-01", {"border": -1}),
                make_statement(
                    "2024-05-28", {"border": 1}, confidence="low", summary='Tests <b> & "quotes".'
                ),
                make_statement(
                    "2024-06-10",
                    {"deep": 1},
                    date_precision="month",
                    disclosed=make_statement("2024-07-02", {})["date"],
                ),
            ],
            "UKR": [make_statement("2022-06-01", {"deep": -2})],
        },
        members=["FRA,NATO,1949-08-24,"],
    )
    monkeypatch.setattr(api, "current_dataset", lambda: data)
    return data


@pytest.mark.parametrize("query", ["", "?on=2024-05-31&question=border&group=NATO&group=EU&confidence=high"])
def test_positions_are_those_of_the_command_line(capsys, query):
    arguments = [
        part
        for name, values in parse_qs(query[1:]).items()
        for value in values
        for part in (f"--{name}", value)
    ]
    main(["positions", *arguments])
    assert ask(f"/api/v1/positions.csv{query}").text == capsys.readouterr().out
    main(["positions", "--format", "json", *arguments])
    assert ask(f"/api/v1/positions.json{query}").json["rows"] == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", ["positions", "changes", "statements", "events", "actors"])
def test_csv_and_json_hold_the_same_rows_with_the_columns_that_are_told(curated, name):
    table = pd.read_csv(io.StringIO(ask(f"/api/v1/{name}.csv?on=2024-05-31").text))
    rows = pd.DataFrame(ask(f"/api/v1/{name}.json?on=2024-05-31").json["rows"])
    assert len(table) > 3
    assert list(table) == list(rows) == [c.name for c in answer_tables(curated.codebook)[name].columns]
    assert (
        table.astype("object").fillna("").values.tolist() == rows.astype("object").fillna("").values.tolist()
    )


def test_json_says_which_version_under_which_licence_and_what_was_asked(curated):
    told = ask("/api/v1/changes.json?group=nato&group=EU").json
    assert list(told) == ["version", "licence", "parameters", "rows"]
    assert (told["version"], told["licence"]) == (curated.version, "CC BY 4.0")
    assert told["parameters"] == {
        "since": f"{curated.last_day - dt.timedelta(30)}",
        "on": f"{curated.last_day}",
        "group": ["NATO", "EU"],
    }


def test_numbers_are_numbers_days_are_text_and_what_is_missing_is_null(steps):
    rows = ask("/api/v1/changes.json?since=2024-01-01&on=2024-12-31&actor=FRA").json["rows"]
    assert [(r["date"], r["known"], r["change"], r["from_stance"], r["stance"], r["size"]) for r in rows] == [
        ("2024-05-01", "2024-05-01", "first words", None, -1, None),
        ("2024-05-28", "2024-05-28", "move", -1, 1, 2),
        ("2024-06-10", "2024-07-02", "first words", None, 1, None),
    ]


def test_actors_are_asked_for_by_their_aliases_and_told_with_them():
    assert (
        ask("/api/v1/positions.csv?actor=FR&actors=Turkey").text
        == ask("/api/v1/positions.csv?actor=FRA&actors=TUR").text
    )
    (row,) = ask("/api/v1/actors.json?actor=Holland").json["rows"]
    assert row["actor"] == "NLD" and {"Holland", "NL", "Nederland"} <= set(row["aliases"].split("; "))


def test_the_dataset_is_the_package(curated):
    answer = ask("/api/v1/dataset.zip")
    assert answer.body == package_zip(curated)
    assert answer.headers["content-type"] == "application/zip"
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="strike-positions_dataset_{curated.version}.zip"'
    )
    assert zipfile.ZipFile(io.BytesIO(answer.body)).testzip() is None


@pytest.mark.parametrize(
    ("file", "kind", "disposition"),
    [
        (
            "positions.csv",
            "text/csv; charset=utf-8",
            'attachment; filename="strike-positions_positions_2024-05-31.csv"',
        ),
        ("positions.json", "application/json; charset=utf-8", None),
        ("changes.atom", "application/atom+xml; charset=utf-8", None),
    ],
)
def test_an_answer_says_what_it_is_and_how_a_file_of_it_is_called(file, kind, disposition):
    answer = ask(f"/api/v1/{file}?on=2024-05-31")
    assert (answer.status, answer.headers["content-type"], answer.headers.get("content-disposition")) == (
        200,
        kind,
        disposition,
    )
    assert answer.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        (
            "positions{}?on=2024-13-45",
            400,
            'on: found "2024-13-45"; expected a day from 2022-02-24 to LAST, written as LAST',
        ),
        (
            "positions{}?groop=NATO",
            400,
            "groop: is not a parameter here; expected one of on, question, group, confidence, stated, known, actor, actors (did you mean group?)",
        ),
        (
            "changes{}?since=2024-06-01&on=2024-05-01",
            400,
            'since: found "2024-06-01"; expected a day before 2024-05-01, the last one asked for',
        ),
        ("statements{}?confidence=", 400, 'confidence: found ""; expected one of all, medium, high'),
        (
            "actors{}?actor=Frnce",
            404,
            'actor: found "Frnce"; expected an actor\'s code or name (did you mean FRA, France?)',
        ),
        ("actors{}?actor=%00%E2%80%AE", 404, 'actor: found "��"; expected an actor\'s code or name'),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence_in_the_form_asked_for(curated, path, status, message):
    message = message.replace("LAST", curated.last_day.isoformat())
    as_text, as_json = ask("/api/v1/" + path.format(".csv")), ask("/api/v1/" + path.format(".json"))
    assert (as_text.status, as_text.text, as_text.headers["content-type"]) == (
        status,
        message + "\n",
        "text/plain; charset=utf-8",
    )
    assert (as_json.status, as_json.json, as_json.headers["content-type"]) == (
        status,
        {"error": message},
        "application/json; charset=utf-8",
    )
    assert as_json.headers["cache-control"] == "no-store"


def test_the_dataset_takes_no_parameter():
    assert (
        ask("/api/v1/dataset.zip?on=2024-05-31").text
        == "on: is not a parameter here; expected none, the dataset is given whole\n"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1",
        "/api/v1/",
        "/api/v1/positions",
        "/api/v1/positions.xml",
        "/api/v1/dataset.csv",
        "/api/v1/a/b.json",
        "/api/v1/%3Cscript%3E",
        "/api/v1/\x00",
    ],
)
def test_an_unknown_path_is_answered_with_the_known_ones(path):
    answer = ask(path)
    assert answer.status == 404
    assert all(f"/api/v1/{file}" in answer.text for file in FILES)
    assert ("did you mean positions.csv?" in answer.text) == path.startswith("/api/v1/positions")


def test_only_reading_is_allowed():
    assert ask("/api/v1/positions.csv", method="POST").status == 405


def test_who_asks_again_is_sent_nothing_twice(steps):
    first = ask("/api/v1/positions.csv?on=2024-05-31")
    tag = first.headers["etag"]
    assert tag.startswith(f'W/"{steps.version}-')
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        again = ask("/api/v1/positions.csv?on=2024-05-31", if_none_match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert ask("/api/v1/positions.csv?on=2024-06-01", if_none_match=tag).status == 200
    assert ask("/api/v1/positions.json?on=2024-05-31", if_none_match=tag).status == 200
    assert ask("/api/v1/positions.csv?on=x", if_none_match=tag).status == 400


def test_a_new_version_of_the_dataset_is_sent_again(steps, monkeypatch, curated):
    tag = ask("/api/v1/actors.csv").headers["etag"]
    monkeypatch.setattr(api, "current_dataset", lambda: curated)
    assert ask("/api/v1/actors.csv", if_none_match=tag).status == 200


def test_an_answer_of_other_code_is_sent_again(steps, monkeypatch, tmp_path):
    tag = ask("/api/v1/actors.csv").headers["etag"]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tables.py").write_text("other = True")
    monkeypatch.setattr(api, "ROOT_DIRECTORY", tmp_path)
    api._code.cache_clear()
    assert ask("/api/v1/actors.csv", if_none_match=tag).status == 200
    monkeypatch.undo()
    api._code.cache_clear()


def test_any_page_may_ask_from_a_browser():
    answer = ask("/api/v1/actors.csv", origin="https://other.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    asked = ask(
        "/api/v1/actors.csv",
        method="OPTIONS",
        origin="https://other.example",
        access_control_request_method="GET",
        access_control_request_headers="if-none-match",
    )
    assert asked.status == 200 and "If-None-Match" in asked.headers["access-control-allow-headers"]
    assert (
        ask(
            "/api/v1/actors.csv",
            method="OPTIONS",
            origin="https://other.example",
            access_control_request_method="POST",
        ).status
        == 400
    )


def test_a_dataset_that_cannot_be_used_is_said_to_be_such_and_read_again_the_next_time(monkeypatch):
    def broken():
        raise DatasetError([Issue("actors.csv", 2, "code", "is wrong")])

    monkeypatch.setattr(api, "current_dataset", broken)
    assert (ask("/api/v1/positions.json").status, ask("/api/v1/positions.json").json) == (
        503,
        {"error": "The dataset cannot be used: 1 fault(s)."},
    )
    monkeypatch.undo()
    assert ask("/api/v1/positions.json").status == 200


def test_under_a_path_of_its_own_it_is_found_there():
    assert ask("/app/api/v1/events.csv", prefix="/app/").status == 200
    assert ask("/api/v1/events.csv", prefix="app").status == 404
    links = {
        link.get("href")
        for link in ElementTree.fromstring(ask("/app/api/v1/changes.atom", prefix="app").body).iter(
            f"{A}link"
        )
    }
    assert "https://strikes.example/app/" in links


def test_many_that_come_at_once_get_one_dataset(monkeypatch):
    reads = []

    def load(directory):
        reads.append(directory)
        time.sleep(0.05)  # so that the others come while it is being read
        return SimpleNamespace(version="1", statements=[], actors=[])

    monkeypatch.setattr(live, "load", load)
    monkeypatch.setattr(dataset, "LIVE", live.LiveDataset(CURATED))
    found = []
    threads = [threading.Thread(target=lambda: found.append(dataset.current_dataset())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reads) == 1
    assert len({id(data) for data in found}) == 1 and len(found) == 8


# The feed ------------------------------------------------------------------------------------------------------------


def feed(query: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(ask(f"/api/v1/changes.atom{query}").body)


def entries(query: str = "") -> list[tuple[str, str]]:
    return [(e.findtext(f"{A}title"), e.findtext(f"{A}updated")) for e in feed(query).iter(f"{A}entry")]


def test_a_feed_tells_of_first_words_and_moves_on_the_day_on_which_they_became_known(steps):
    assert entries() == [
        ("France · Donated, deep: conditional (first words)", "2024-07-02T00:00:00Z"),
        ("France · Donated, near border: conditional (from reluctant)", "2024-05-28T00:00:00Z"),
        ("France · Donated, near border: reluctant (first words)", "2024-05-01T00:00:00Z"),
        (
            f"Ukraine · Donated, deep: {steps.codebook.stance(-2, 'UKR').name} (first words)",
            "2022-06-01T00:00:00Z",
        ),
    ]
    assert feed().findtext(f"{A}updated") == "2024-07-02T00:00:00Z"


def test_what_is_known_to_the_month_is_said_so_and_text_is_shown_as_it_stands(steps):
    said = [e.findtext(f"{A}summary") for e in feed().iter(f"{A}entry")]
    assert said[0] == "A. Minister, Minister, about June 2024: Said what is coded."
    assert said[1] == 'A. Minister, Minister, on 28 May 2024: Tests <b> & "quotes".'


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?since=2024-05-01&on=2024-12-31", 2),
        ("?confidence=medium", 3),
        ("?question=border&actor=FRA", 2),
        ("?group=NATO", 3),
        ("?actor=DEU", 0),
    ],
)
def test_a_feed_takes_the_parameters_of_changes(steps, query, number):
    assert len(entries(query)) == number


def test_a_feed_is_valid_atom_with_ids_that_stay_and_links_to_the_evidence(curated):
    found = feed()
    assert [found.findtext(f"{A}{name}") is not None for name in ("id", "title", "updated")] == [True] * 3
    assert found.find(f"{A}author").findtext(f"{A}name")
    assert {link.get("rel"): link.get("href") for link in found.findall(f"{A}link")} == {
        "self": "https://strikes.example/api/v1/changes.atom",
        "alternate": "https://strikes.example/",
    }
    each = found.findall(f"{A}entry")
    assert len(each) == LATEST
    for entry in each:
        href = urlsplit(entry.find(f"{A}link").get("href"))
        assert (href.netloc, href.path) == ("strikes.example", "/evidence")
        assert parse_qs(href.query)["id"][0] in set(curated.statements["id"])
        assert all(entry.findtext(f"{A}{name}") for name in ("id", "title", "updated", "summary"))
    ids = [entry.findtext(f"{A}id") for entry in each]
    assert len(set(ids)) == LATEST and all(i.startswith("urn:uuid:") for i in ids)
    assert ids == [e.findtext(f"{A}id") for e in feed("?on=2026-11-22").findall(f"{A}entry")]
    assert found.findtext(f"{A}id") != feed("?on=2026-11-22").findtext(f"{A}id")
    updated = [entry.findtext(f"{A}updated") for entry in each]
    assert updated == sorted(updated, reverse=True)


def test_a_feed_of_nothing_is_a_feed(steps):
    assert feed("?actor=DEU").findtext(f"{A}updated") == "2026-01-01T00:00:00Z"


def test_no_answer_in_csv_can_run_in_a_spreadsheet(monkeypatch, tmp_path):
    data, _ = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-05-28", {"border": -2}, speaker="=HYPERLINK(1)", summary="+1")]},
    )
    monkeypatch.setattr(api, "current_dataset", lambda: data)
    row = next(csv.DictReader(io.StringIO(ask("/api/v1/statements.csv").text)))
    assert (row["speaker"], row["summary"], row["border"]) == ("'=HYPERLINK(1)", "'+1", "-2")
    assert ask("/api/v1/statements.json").json["rows"][0]["speaker"] == "=HYPERLINK(1)"
