"""What the README says is true of the code and the data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from components.choices import keys
from data.__main__ import main
from data.records import Statement
from data.tables import positions_table
from data.transforms import cell_states

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_every_question_has_its_row(curated):
    for question in curated.codebook.questions:
        assert f"| `{question.code}` | {question.title} |" in README


def test_every_code_of_the_scale_is_named(curated):
    assert ", ".join(f"{s.code} {s.name}" for s in curated.codebook.scale) in README


def test_every_key_of_the_address_has_its_row(curated):
    rows = re.findall(r"^\| (`[^|]+) \|", README.partition("## The address of a view")[2].partition("##")[0], re.M)
    assert [k for row in rows for k in re.findall(r"`(\w+)`", row)] == list(keys(curated))


def test_every_kind_of_blank_is_named(curated):
    for state in curated.codebook.states[1:]:
        assert f"*{state.name}*" in README


def test_the_columns_of_positions_are_those_it_lists(curated):
    assert f"`{','.join(positions_table(curated, '2024-05-31').columns)}`" in README


def test_the_commands_it_shows_work(capsys):
    command = re.search(r"python -m data (positions .*)", README).group(1).split()
    assert main(command) == 0
    assert capsys.readouterr().out.count("\n") > 1


def test_the_example_statement_has_every_field_and_no_other():
    example = yaml.safe_load(re.search(r"```yaml\n(.*?)```", README, re.S).group(1))[0]
    assert set(example) == set(Statement.model_fields)


def test_the_number_of_actors_without_a_statement_is_right(curated, curated_words):
    cells = cell_states(curated, curated_words, curated.last_day)
    silent = cells.groupby("actor")["state"].agg(lambda s: set(s) == {"nothing_found"}).sum()
    assert f"{silent} actors have no usable statement at all" in README


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)#]+)\)", README))
def test_its_links_lead_somewhere(name):
    assert (ROOT / name).exists()


@pytest.mark.parametrize("target", ["setup", "run", "test", "help"])
def test_the_makefile_has_the_targets(target):
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text(), re.M)
