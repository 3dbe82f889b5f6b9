"""The notebook of examples runs on the exported package alone, prints what it shows, and agrees with the
dashboard."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations

import pytest

from data.analysis.comparison import agreement_between
from data.analysis.diffusion import densest, who_reached
from data.export.data_package import write_package
from data.rules.cell_states import cell_states
from data.rules.positions import positions
from data.sentences.comparison import agreement_in_words
from data.sentences.stances import stand_on
from tests.notebooks import EXAMPLES, kept, run, sources

NOTEBOOK = EXAMPLES / "analysis.ipynb"


@pytest.fixture(scope="module")
def printed(curated, tmp_path_factory):
    directory = tmp_path_factory.mktemp("notebook")
    write_package(curated, directory / "package")
    return run(NOTEBOOK, directory)


def test_it_imports_nothing_of_this_project():
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", "\n".join(sources(NOTEBOOK)), re.M))
    assert imported == {"itertools", "pandas"}


def test_it_prints_what_it_shows(printed):
    assert printed == kept(NOTEBOOK), "python -m tests.notebooks writes what it prints today into it"


def test_its_positions_are_those_of_the_rules(curated_coded, printed):
    found = positions(curated_coded, "2024-05-31").set_index(["actor", "question"])["stance"]
    assert [line.split() for line in printed[1].splitlines()[1:]] == [
        [a, str(found[a, "border"])] for a in ("FRA", "DEU", "USA", "ITA")
    ]


def test_its_first_finding_is_the_sentence_of_the_timeline(curated, curated_coded, printed):
    on = dt.date(2024, 5, 31)
    told = stand_on(curated, cell_states(curated, curated_coded, on), "border", on, ("NATO",))
    assert printed[2].strip() == told.removeprefix("On 31 May 2024, ").replace(
        " on “Donated, near border”", ""
    ).removesuffix(".")


def test_its_second_finding_is_that_of_diffusion(curated, curated_coded, printed):
    found = who_reached(curated, curated_coded, "border", "2022-02-24", curated.last_day)
    first, last, number = densest(found, 60)
    lines = printed[3].splitlines()
    assert lines[0].startswith(
        f"{len(found)} countries, the first on {found['since'].iloc[0]:%Y-%m-%d} ({curated.names[found['actor'].iloc[0]]})"
    )
    assert lines[1] == f"{number} of them in the sixty days from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
    assert (
        lines[2]
        == f"{found['since'].between('2024-05-28', '2024-05-31').sum()} of them from 2024-05-28 to 2024-05-31"
    )


def test_its_third_finding_is_that_of_comparison(curated, curated_coded, printed):
    cells = positions(curated_coded, "2025-11-30")
    five = ["EST", "LVA", "LTU", "POL", "HUN"]
    pairs = {(p.first, p.second): p for p in agreement_between(cells, five).itertuples()}
    assert [line + "." for line in printed[4].splitlines()] == [
        agreement_in_words(curated, pairs[pair]).replace(" the ", " ").replace(" that both have answered", "")
        for pair in combinations(five, 2)
    ]
