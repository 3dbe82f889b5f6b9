"""pyproject.toml is the one source of the dependencies, and style sheets are whole."""

from __future__ import annotations

import tomllib

import pytest
import tinycss2
from packaging.requirements import Requirement

from tests import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SHEETS = sorted((ROOT / "components").rglob("*.css"))


def requirements(name: str) -> list[str]:
    return [line for line in (ROOT / name).read_text().splitlines() if line[0] not in "#-"]


def test_the_requirements_files_are_made_from_the_project():
    assert requirements("requirements.txt") == PROJECT["dependencies"]
    assert requirements("requirements-dev.txt") == PROJECT["optional-dependencies"]["dev"]


def test_the_lock_file_of_the_container_holds_each_dependency_within_its_range():
    pinned = dict(
        line.split(" ")[0].split("==")
        for line in (ROOT / "deploy/requirements.lock").read_text().splitlines()
        if "==" in line and line[0].isalpha()
    )
    for need in map(Requirement, PROJECT["dependencies"]):
        assert need.specifier.contains(pinned[need.name.lower()]), need
        assert "<" in str(need.specifier) or "~=" in str(need.specifier), f"{need} has no upper bound"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.name)
def test_a_style_sheet_has_no_fault(sheet):
    rules = tinycss2.parse_stylesheet(
        sheet.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True
    )
    assert rules and not [rule.message for rule in rules if rule.type == "error"]
    for rule in rules:
        if rule.type == "qualified-rule":
            assert not [
                part.message for part in tinycss2.parse_blocks_contents(rule.content) if part.type == "error"
            ], tinycss2.serialize(rule.prelude)
