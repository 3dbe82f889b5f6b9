"""What stands before the app, asked in process; `tests/browser/test_api.py` asks the real server."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit

from components.server.security import (
    EARLY,
    SecurityMiddleware,
    frame_ancestors,
    inline_scripts,
    preload_link_header,
    security_headers,
)

PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
OPEN = [
    "/",
    "/matrix",
    "/_stcore/health",
    "/_stcore/host-config",
    "/matrix/_stcore/health",
    "/_stcore/bidi-components/a/b.js",
    "/static/js/a.js",
    "/media/a.png",
    "/app/static/world_110m.json",
    "/api/v1/positions.csv",
    "/authors",
]
CLOSED = [
    "/_stcore/upload_file/a/b",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/",
    "/_stcore/healthy",
    "/matrix/_stcore/agent/mcp",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/component/a/index.html",
]


async def _app(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    kind = b"text/javascript" if scope["path"].endswith(".js") else b"text/html; charset=utf-8"
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"x-content-type-options", b"other"), (b"content-type", kind)],
        }
    )
    await send({"type": "http.response.body", "body": b"here"})


def ask(
    path: str, method: str = "GET", kind: str = "http", prefix: str = "", embed_in: str = "", **headers: str
) -> tuple[int | str, dict[str, str]]:
    sent = []
    scope = {
        "type": kind,
        "path": path,
        "method": method,
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        "query_string": b"",
    }

    async def send(message):
        sent.append(message)

    with ThreadPoolExecutor(1) as thread:
        guard = SecurityMiddleware(
            _app,
            security_headers(PAGE.read_text(), frame_ancestors(embed_in)),
            prefix,
            preload_link_header(PAGE.parent, prefix),
        )
        thread.submit(lambda: asyncio.run(guard(scope, None, send))).result()
    return sent[0].get("status", sent[0]["type"]), {
        k.decode(): v.decode() for k, v in sent[0].get("headers", [])
    }


@pytest.mark.parametrize("path", OPEN)
def test_what_the_app_uses_is_there_with_the_headers(path):
    status, headers = ask(path)
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize("prefix", ["", "strikes"])
def test_a_page_tells_the_browser_which_of_streamlits_parts_it_will_need(prefix):
    before = f"/{prefix}".rstrip("/")
    named = re.findall(r"<(.*?)>; rel=modulepreload", ask(f"{before}/matrix", prefix=prefix)[1]["link"])
    assert len(named) == len(EARLY) and "PlotlyChart" in named[0]
    assert all((PAGE.parent / name.removeprefix(f"{before}/")).is_file() for name in named)
    assert "link" not in ask(f"{before}/static/js/a.js", prefix=prefix)[1]


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_what_it_does_not_use_is_not_there_but_the_headers_are(path, method):
    for prefix, before in (("", ""), ("strikes", "/strikes")):
        status, headers = ask(before + path, method, prefix=prefix)
        assert status == 404
        assert "content-security-policy" in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_but_reading_is_offered(method):
    assert ask("/api/v1/positions.csv", method)[0] == 405


def policy(**more: str) -> dict[str, str]:
    rules = ask("/", **more)[1]["content-security-policy"].split("; ")
    return dict(rule.split(" ", 1) for rule in rules)


def test_scripts_come_from_the_app_alone_and_none_is_made_of_text():
    allowed = policy()
    assert allowed["default-src"] == "'none'"
    assert allowed["connect-src"] == "'self'"
    sources = allowed["script-src"].split()
    assert (
        sources[:2] == ["'self'", "blob:"]
        and all(s.startswith("'sha256-") for s in sources[2:])
        and len(sources) > 2
    )
    assert not any(
        word in rule for rule in allowed.values() for word in ("unsafe-eval", "http:", "https:", "*")
    )
    assert [name for name, rule in allowed.items() if "unsafe-inline" in rule] == ["style-src"]


def test_a_script_in_the_page_is_known_by_its_hash():
    assert inline_scripts("<script>a()</script><script src=b></script>") == [
        f"'sha256-{base64.b64encode(hashlib.sha256(b'a()').digest()).decode()}'"
    ]


def test_only_named_sites_may_show_the_app_in_a_frame():
    assert policy()["frame-ancestors"] == "'self'"
    assert (
        policy(embed_in="https://intranet.example https://*.example.org:8443")["frame-ancestors"]
        == "'self' https://intranet.example https://*.example.org:8443"
    )
    assert "x-frame-options" not in ask("/", embed_in="https://intranet.example")[1]  # it knows no list


@pytest.mark.parametrize(
    "sites",
    [
        "*",
        "https:",
        "intranet.example",
        "https://a.example; script-src *",
        "https://a.example/path",
        "javascript:x",
        "https://*",
    ],
)
def test_what_is_no_site_is_refused(sites):
    with pytest.raises(ValueError, match="EMBED_IN: found"):
        frame_ancestors(sites)


def test_a_session_is_opened_by_the_apps_own_pages_only():
    assert (
        ask("/_stcore/stream", kind="websocket", host="strikes.example", origin="https://strikes.example")[0]
        == "websocket.accept"
    )
    assert ask("/_stcore/stream", kind="websocket", host="strikes.example")[0] == "websocket.accept"
    for origin in (
        "https://evil.example",
        "null",
        "https://strikes.example.evil.example",
        "https://strikes.example:444",
        "http://localhost",
    ):
        assert (
            ask("/_stcore/stream", kind="websocket", host="strikes.example", origin=origin)[0]
            == "websocket.close"
        )
