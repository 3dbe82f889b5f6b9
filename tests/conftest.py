from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from streamlit.components.v2 import manifest_scanner

from data.dataset import Dataset
from data.io.loader import load
from data.rules.coded_statements import coded_statements


@pytest.fixture(scope="session")
def curated() -> Dataset:
    """The dataset itself."""
    return load()


@pytest.fixture(scope="session")
def curated_coded(curated: Dataset) -> pd.DataFrame:
    return coded_statements(curated)


@pytest.fixture
def loaded_once(curated: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line takes the dataset that is loaded, instead of reading its files for each command."""
    monkeypatch.setattr("data.__main__.load", lambda: curated)


@pytest.fixture(scope="session", autouse=True)
def looked_for_components_once() -> Iterator[None]:
    """Streamlit's harness reads the metadata of every installed package, in search of components, on each
    run of a page; one look is enough."""
    look = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = cache(look)
    yield
    manifest_scanner.scan_component_manifests = look


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts half of the browser tests before the first half of the others, and half before the second: each
    of two workers is given half of all in one piece and begins with what takes longest, so that both end
    with tests of milliseconds, which they can share out evenly."""

    def by_file(some: list[pytest.Item]) -> list[list[pytest.Item]]:
        files: dict[Path, list[pytest.Item]] = {}
        for item in some:
            files.setdefault(item.path, []).append(item)
        return list(files.values())

    in_browser = [item for item in items if "browser" in item.path.parts]
    others = [item for item in items if "browser" not in item.path.parts]
    halves: tuple[list[pytest.Item], list[pytest.Item]] = [], []
    for tests in sorted(by_file(in_browser), key=len, reverse=True):
        min(halves, key=len).extend(tests)
    middle = max(0, len(items) // 2 - len(halves[0]))
    items[:] = [*halves[0], *others[:middle], *halves[1], *others[middle:]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the browser tests that did not run, and how to run them."""
    skipped = [
        r.nodeid for r in terminalreporter.stats.get("skipped", []) if r.nodeid.startswith("tests/browser/")
    ]
    if skipped:
        terminalreporter.section("browser tests that did not run")
        terminalreporter.write_line("\n".join(skipped))
        terminalreporter.write_line(
            "No Chromium was found. Install one (Debian: apt-get install chromium) or name it with CHROMIUM=/path/to/chromium."
        )
