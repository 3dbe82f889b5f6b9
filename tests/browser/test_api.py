"""One server gives pages and API together: what only a real server shows."""

from __future__ import annotations

import gzip
import io
import urllib.error
import urllib.request
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from data.__main__ import main
from tests import ROOT


def ask(address: str, method: str = "GET", **headers: str):
    request = urllib.request.Request(
        address, method=method, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return urllib.request.urlopen(request, timeout=60)


def test_the_page_leads_to_the_api_of_the_same_server_which_answers_beside_it(reader, server):
    page = reader.open("/method?on=2024-05-31")
    with page.expect_download() as download:
        page.get_by_role("link", name="The whole dataset (ZIP)").click()
    assert download.value.suggested_filename.startswith("strike-positions_dataset_")
    typed = page.get_by_text("pd.read_csv").first.inner_text()
    address = typed.split('"')[1]
    assert address == f"{server}/api/v1/positions.csv?on=2024-05-31&group=NATO"
    assert len(pd.read_csv(address)) > 50
    assert reader.outside == [] and reader.errors == []


@pytest.mark.parametrize(
    "query",
    [
        "on=2024-05-31&question=border",
        "on=2024-05-31&group=NATO&group=EU&confidence=high",
        "on=2023-02-01&actors=UKR&actors=RUS",
        "on=2026-11-22&question=deep&known=then",
        "",
    ],
)
@pytest.mark.usefixtures("loaded_once")
def test_pandas_reads_from_the_server_what_the_command_line_prints(server, query, capsys):
    read = pd.read_csv(f"{server}/api/v1/positions.csv?{query}")
    arguments = [part for name, value in parse_qsl(query) for part in (f"--{name}", value)]
    assert main(["positions", *arguments]) == 0
    assert len(read) > 3
    pd.testing.assert_frame_equal(read, pd.read_csv(io.StringIO(capsys.readouterr().out)))


def test_answers_are_compressed_for_those_who_can_read_it_and_not_for_others(server):
    plain = ask(f"{server}/api/v1/statements.csv?on=2024-05-31")
    packed = ask(f"{server}/api/v1/statements.csv?on=2024-05-31", accept_encoding="gzip")
    assert (plain.headers["content-encoding"], packed.headers["content-encoding"]) == (None, "gzip")
    body = plain.read()
    assert gzip.decompress(packed.read()) == body
    assert len(pd.read_csv(io.BytesIO(body))) > 200
    assert ask(f"{server}/api/v1/dataset.zip", accept_encoding="gzip").headers["content-encoding"] is None


def test_the_head_alone_can_be_asked_for(server):
    head, whole = (ask(f"{server}/api/v1/events.csv", method) for method in ("HEAD", "GET"))
    assert head.read() == b"" and len(whole.read()) == int(head.headers["content-length"])
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["set-cookie"] is None


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/matrix", 200),
        ("GET", "/_stcore/health", 200),
        ("GET", "/api/v1/actors.csv", 200),
        ("GET", "/app/static/world_110m.json", 200),
        ("PUT", "/_stcore/upload_file/a/b", 404),
        ("POST", "/_stcore/agent/interact", 404),
        ("POST", "/_stcore/agent/mcp", 404),
        ("GET", "/_stcore/agent/openapi.json", 404),
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/auth/login", 404),
        ("POST", "/matrix", 405),
        ("GET", "/app/static/none.json", 404),
        ("GET", "/app/static/..%2f..%2fdashboard.py", 400),
        ("GET", "/media/none.png", 404),
    ],
)
def test_every_answer_has_the_security_headers_and_none_names_a_place_on_the_server(
    server, method, path, status
):
    try:
        answer = ask(server + path, method)
    except urllib.error.HTTPError as refused:
        answer = refused
    assert answer.status == status
    for name in (
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "permissions-policy",
        "cross-origin-opener-policy",
    ):
        assert answer.headers[name], name
    if status != 200:
        assert str(ROOT) not in (text := answer.read().decode()) and "Traceback" not in text
