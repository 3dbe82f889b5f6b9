from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pandas as pd
import pytest
from streamlit.components.v2 import manifest_scanner

from data.loading import Dataset, load
from data.transforms import words


@pytest.fixture(scope="session")
def curated() -> Dataset:
    """The dataset itself."""
    return load()


@pytest.fixture(scope="session")
def curated_words(curated: Dataset) -> pd.DataFrame:
    return words(curated)


@pytest.fixture(scope="session", autouse=True)
def looked_for_components_once() -> Iterator[None]:
    """Streamlit's harness reads the metadata of every installed package, in search of components, on each run of a page; one look is enough."""
    look = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = cache(look)
    yield
    manifest_scanner.scan_component_manifests = look


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the browser tests that did not run, and how to run them."""
    skipped = [r.nodeid for r in terminalreporter.stats.get("skipped", []) if r.nodeid.startswith("tests/browser/")]
    if skipped:
        terminalreporter.section("browser tests that did not run")
        terminalreporter.write_line("\n".join(skipped))
        terminalreporter.write_line("No Chromium was found. Install one (Debian: apt-get install chromium) or name it with CHROMIUM=/path/to/chromium.")
