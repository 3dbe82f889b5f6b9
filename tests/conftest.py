from __future__ import annotations

import pandas as pd
import pytest

from data.loading import Dataset, load
from data.transforms import words


@pytest.fixture(scope="session")
def curated() -> Dataset:
    """The dataset itself."""
    return load()


@pytest.fixture(scope="session")
def curated_words(curated: Dataset) -> pd.DataFrame:
    return words(curated)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the browser tests that did not run, and how to run them."""
    skipped = [r.nodeid for r in terminalreporter.stats.get("skipped", []) if r.nodeid.startswith("tests/browser/")]
    if skipped:
        terminalreporter.section("browser tests that did not run")
        terminalreporter.write_line("\n".join(skipped))
        terminalreporter.write_line("No Chromium was found. Install one (Debian: apt-get install chromium) or name it with CHROMIUM=/path/to/chromium.")
