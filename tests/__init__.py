"""Tests, in folders that mirror the packages."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
