"""What the README says is true of the code and the data."""

from __future__ import annotations

import ast
import re
import shutil

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from components.state.url import parameter_codecs
from data.__main__ import main
from data.export.citation import DATASET_LICENCE, bibtex, citation, licence
from data.export.tables import positions_table
from data.io.loader import load
from data.query.endpoints import ENDPOINTS, FILES, LATEST
from data.rules.cell_states import cell_states
from data.rules.dissent import DISSENT_MONTHS
from data.schema.records import Statement
from data.sentences.changelog import correction, entry
from tests import ROOT

README = (ROOT / "README.md").read_text()


def test_every_question_has_its_row(curated):
    for question in curated.codebook.questions:
        assert f"| `{question.code}` | {question.title} |" in README


def test_every_code_of_the_scale_is_named(curated):
    assert ", ".join(f"{s.code} {s.name}" for s in curated.codebook.scale) in README


def test_every_key_of_the_address_has_its_row(curated):
    rows = re.findall(r"^\| (`[^|]+) \|", README.partition("## The address of a view")[2].partition("##")[0], re.M)
    assert [k for row in rows for k in re.findall(r"`(\w+)`", row)] == list(parameter_codecs(curated))


def test_every_kind_of_blank_is_named(curated):
    for state in curated.codebook.states[1:]:
        assert f"*{state.name}*" in README


def test_the_columns_of_positions_are_those_it_lists(curated):
    assert f"`{','.join(positions_table(curated, '2024-05-31').columns)}`" in README


def test_the_commands_it_shows_work(capsys):
    command = re.search(r"python -m data (positions .*)", README).group(1).split()
    assert main(command) == 0
    assert capsys.readouterr().out.count("\n") > 1


def test_the_routes_and_their_parameters_are_those_of_the_api():
    rows = re.findall(r"^\| `/api/v1/(\w+)\.\{?([a-z,]+)\}?` \| (.*) \|$", README, re.M)
    assert sorted(f"{name}.{form}" for name, forms, _ in rows for form in forms.split(",")) == sorted(FILES)
    assert {name: tuple(told.split(", ")) for name, _, told in rows if name in ENDPOINTS} == {name: asked.parameters for name, asked in ENDPOINTS.items()}
    assert f"feed of the latest {LATEST} first words and moves" in " ".join(README.split())


def test_the_example_statement_has_every_field_and_no_other():
    example = yaml.safe_load(re.search(r"```yaml\n(.*?)```", README, re.S).group(1))[0]
    assert set(example) == set(Statement.model_fields)


def test_the_number_of_actors_without_a_statement_is_right(curated, curated_coded):
    cells = cell_states(curated, curated_coded, curated.last_day)
    silent = cells.groupby("actor")["state"].agg(lambda s: set(s) == {"nothing_found"}).sum()
    assert f"{silent} actors have no usable statement at all" in README


def test_the_fewest_look_ups_are_right(curated):
    assert f"the fewest look-ups spent on an actor were {curated.searches['queries'].min()}." in README


def test_the_size_of_the_second_coding_is_right(curated):
    second = curated.second_coding
    assert second["coder"].nunique() == 2
    assert f"{second['statement'].nunique()} statements were coded again, blind to the first coding, by two coders." in README


def bullets(heading: str) -> list[str]:
    """The bullets of a section as the codebook would write them: one line each, without emphasis."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [" ".join(b.replace("*", "").split()) for b in re.findall(r"^- (.*?)(?=^- |^$|\Z)", section, re.M | re.S)]


def test_the_rules_are_those_of_the_codebook_word_for_word_and_no_others(curated):
    assert bullets("How positions are derived") == [f"{r.rule}: {r.text}" for r in curated.codebook.rules]


def test_the_limits_of_the_data_are_the_gaps_of_the_codebook_word_for_word_and_no_others(curated):
    assert bullets("The limits of the data, plainly") == [f"{g.gap}: {g.text}" for g in curated.codebook.gaps]


def test_what_a_correction_needs_is_what_the_codebook_says(curated):
    assert bullets("Add or correct a statement") == curated.codebook.corrections


def test_the_rules_name_the_number_by_which_dissent_ends(curated):
    assert f"for {DISSENT_MONTHS} months" in next(r.text for r in curated.codebook.rules if r.rule == "Dissent")


def test_the_rule_on_blanks_names_every_kind_of_blank(curated):
    text = next(r.text for r in curated.codebook.rules if r.rule == "Blanks")
    assert [s.name for s in curated.codebook.states[1:] if s.name not in text] == []


def test_the_citation_names_title_authors_and_the_version_that_is_loaded(curated):
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert told["version"] == curated.version.partition("-")[0]
    for written in (citation(curated), bibtex(curated)):
        for part in (told["title"], told["authors"][0]["name"], curated.version, str(told["date-released"].year), DATASET_LICENCE):
            assert part in written
    assert DATASET_LICENCE.replace(" ", "-") in told["license"]
    assert any(f"({DATASET_LICENCE})" in paragraph for paragraph in licence())


def test_the_changelog_begins_with_this_version_and_tells_each_correction_and_what_it_holds(curated):
    latest = re.split(r"(?m)^(?=## )", (ROOT / "CHANGELOG.md").read_text())[1]
    owed = [line for line in entry(curated).splitlines() if line]
    assert [line for line in owed if line not in latest.splitlines()] == []


def test_the_changelog_tells_every_correction_there_ever_was_under_its_day(curated):
    versions = re.findall(r"(?ms)^## (\d{4}\.\d\d\.\d\d)-[0-9a-f]{8}\n(.*?)(?=^## |\Z)", (ROOT / "CHANGELOG.md").read_text())
    told = [(day, line) for day, text in versions for line in re.findall(r"(?m)^- (.*)$", text)]
    assert told == [(f"{row.date:%Y.%m.%d}", correction(row)) for row in curated.corrections.sort_values("date", ascending=False, kind="stable").itertuples()]


GUIDE = (ROOT / "docs" / "contributing.md").read_text()


def typed(language: str, n: int) -> str:
    """The nth thing that the guide has one type in that language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)[n]


def test_the_guides_statement_and_question_can_be_added_as_written(tmp_path):
    shutil.copytree(ROOT / "data" / "curated", tmp_path / "data")
    file, book = tmp_path / "data" / "statements" / "ISL.yaml", tmp_path / "data" / "codebook.yaml"
    file.write_text(file.read_text().replace("none_found: [right, own, supply,", "none_found: [right, own,").rstrip("\n") + "\n" + typed("yaml", 0))
    last = re.search(r"(?ms)^  - code: incursion\n.*?(?=^\S)", book.read_text())
    book.write_text(book.read_text()[:last.end()].rstrip() + "\n" + typed("yaml", 1) + "\n" + book.read_text()[last.end():])
    data = load(tmp_path / "data")
    assert data.codebook.questions[-1].code == "infrastructure" and data.statements_by_id.loc["ISL-2026-11-20-example", "confidence"] == "low"


def test_the_guides_screen_runs_as_written():
    screen = AppTest.from_string(typed("python", 0), default_timeout=60)
    screen.query_params["group"] = "NATO"
    assert not screen.run().exception and "NATO members with a position" in screen.markdown[0].value
    title, path, *_ = ast.parse(typed("python", 1).strip().rstrip(",")).body[0].value.args
    assert (title.value, path.value) == ("Hello", "hello")


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)#]+)\)", README))
def test_its_links_lead_somewhere(name):
    assert (ROOT / name).exists()


@pytest.mark.parametrize("file", sorted((ROOT / "docs").glob("*.md")), ids=lambda file: file.name)
def test_the_links_of_each_document_lead_somewhere_and_every_picture_is_shown(file):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text())
    assert [target for target in targets if not (file.parent / target).exists()] == []
    everything = README + "".join(f.read_text() for f in (ROOT / "docs").glob("*.md"))
    assert [picture.name for picture in (ROOT / "docs" / "pictures").iterdir() if f"pictures/{picture.name})" not in everything] == []


@pytest.mark.parametrize("target", ["setup", "run", "test", "help"])
def test_the_makefile_has_the_targets(target):
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text(), re.M)
