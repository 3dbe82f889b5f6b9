"""The server that stands around Streamlit."""

from __future__ import annotations

from streamlit.web.server.app_discovery import discover_asgi_app

from tests import ROOT


def test_streamlit_finds_the_server_in_the_script_or_there_would_be_no_api_and_no_security_headers():
    found = discover_asgi_app(ROOT / "dashboard.py")
    assert found.is_asgi_app
    assert found.app_name == "app"
