"""Tests of what only happens on bad days. They take minutes, are bounded in time, and run by `make
test-stress`, not with the others."""

from __future__ import annotations

import os

import pytest

from tests.browser.conftest import browser, new_reader, reader, server, windows

__all__ = ["browser", "new_reader", "reader", "server", "windows"]


@pytest.fixture(scope="session")
def seconds() -> float:
    """How long each fuzz test goes on."""
    return float(os.environ.get("FUZZ_SECONDS", "40"))
