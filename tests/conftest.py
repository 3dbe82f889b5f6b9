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
