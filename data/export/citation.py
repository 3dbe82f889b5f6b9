"""The citation of the dataset: title and authors from `CITATION.cff`, and the version that is loaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from data.dataset import Dataset
from data.io.loader import CURATED

FILE = Path(__file__).parent.parent.parent / "CITATION.cff"
DATASET_LICENCE = "CC BY 4.0"


def citation(data: Dataset, url: str = "", file: Path = FILE) -> str:
    """The dataset as an entry of a reference list.

    Args:
        url: URL of the view that is cited; empty for the dataset as a whole.
        file: the citation file.
    """
    told = _told(file)
    where = f" {url}" if url else ""
    return f"{_authors(told, ', ')} ({told['date-released'].year}). {told['title']} [Dataset], version {data.version}. {DATASET_LICENCE}.{where}"


def bibtex(data: Dataset, url: str = "", file: Path = FILE) -> str:
    """As `citation`, as a BibTeX entry."""
    told = _told(file)
    fields = {
        "author": f"{{{_authors(told, ' and ')}}}",
        "title": told["title"],
        "year": told["date-released"].year,
        "version": data.version,
        "note": f"Dataset, {DATASET_LICENCE}",
    } | ({"url": url} if url else {})
    return (
        "@misc{strike-positions,\n"
        + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        + "}"
    )


def licence() -> list[str]:
    """The paragraphs of the dataset's licence, without the copyright notice that comes first."""
    _, *paragraphs = (CURATED / "LICENSE").read_text(encoding="utf-8").split("\n\n")
    return [" ".join(p.split()) for p in paragraphs]


def author(file: Path = FILE) -> str:
    """The authors of the dataset."""
    return _authors(_told(file), ", ")


@cache
def _told(file: Path) -> dict:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _authors(told: dict, between: str) -> str:
    return between.join(a["name"] for a in told["authors"])
