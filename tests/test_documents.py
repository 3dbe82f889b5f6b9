"""What the documents say is true of the code and the data."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from components.state import view_state
from dashboard import PAGES
from data.__main__ import main
from data.export.citation import DATASET_LICENCE, bibtex, citation, licence
from data.io.loader import load
from data.query.endpoints import FILES, LATEST, parse_parameters
from data.query.parameters import SINCE_DAYS
from data.rules.dissent import DISSENT_MONTHS
from data.schema.records import Statement
from data.sentences.changelog import correction, entry
from docs.build import DOCUMENTS, PART, PARTS, outdated
from tests import ROOT
from tests.test_architecture import FILES as MODULE_FILES
from tests.test_architecture import LAYERS, imports, layer, module

TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text() for path in (*DOCUMENTS, ROOT / "SECURITY.md")}
EVERYTHING = "".join(TEXTS.values())


def test_the_generated_parts_are_up_to_date_and_each_is_used(curated):
    assert list(outdated(curated)) == [], "`make docs` writes them"
    assert {name for _, name, _ in PART.findall(EVERYTHING)} == set(PARTS)


def test_the_readme_is_short():
    assert 4_000 < (ROOT / "README.md").stat().st_size < 6_000


@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"python -m data (positions [^#\n]*)", EVERYTHING)))
)
def test_the_commands_work(capsys, command):
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("address", sorted(set(re.findall(r"/api/v1/\w+\.\w+\?[^\s\")`]+", EVERYTHING))))
def test_the_addresses_of_the_api_are_answered(curated, address):
    file, query = urlsplit(address).path.removeprefix("/api/v1/"), parse_qs(urlsplit(address).query)
    assert file in FILES
    assert parse_parameters(curated, file.rpartition(".")[0], query)


def test_the_api_says_what_is_meant_without_a_day():
    text = " ".join(TEXTS["docs/api.md"].split())
    assert f"without `since` the day {SINCE_DAYS} days before `on`" in text
    assert f"without it the latest {LATEST}." in text


def test_the_guide_names_every_page():
    rows = re.findall(r"^\| (.*) \| `/(\w*)` \| (.*) \|$", TEXTS["docs/user-guide.md"], re.M)
    assert [(title, path) for title, path, _ in rows] == [
        (page.title, page.path if n else "") for n, page in enumerate(PAGES)
    ]
    assert [text for *_, text in rows[1:]] == [page.description for page in PAGES[1:]]


def test_the_packages_and_the_arrows_between_them_are_those_of_the_code():
    direct: dict[str, set[str]] = {name: set() for name in LAYERS}
    for file in MODULE_FILES:
        if (place := layer(module(file))) is not None:
            direct[LAYERS[place]] |= {
                LAYERS[n] for name in imports(file) if (n := layer(name)) not in (None, place)
            }

    def reached(package: str) -> set[str]:
        return direct[package].union(*map(reached, direct[package]))

    highest = {
        name: [p for p in LAYERS if p in direct[name] and not any(p in reached(o) for o in direct[name])]
        for name in LAYERS
    }
    section = TEXTS["docs/architecture.md"].partition("## Packages")[2].partition("\n## ")[0]
    told = {
        name: re.findall(r"`(.*?)`", arrows)
        for name, arrows in re.findall(r"^\| `(\S+)` \| .* \|(.*)\|$", section, re.M)
    }
    assert told == highest


def test_the_example_statement_has_every_field_and_no_other():
    example = yaml.safe_load(re.search(r"```yaml\n(.*?)```", TEXTS["docs/editing-data.md"], re.S).group(1))[0]
    assert set(example) == set(Statement.model_fields)


def test_the_rules_name_the_number_by_which_dissent_ends(curated):
    assert f"for {DISSENT_MONTHS} months" in next(
        r.text for r in curated.codebook.rules if r.rule == "Dissent"
    )


def test_the_rule_on_blanks_names_every_kind_of_blank(curated):
    text = next(r.text for r in curated.codebook.rules if r.rule == "Blanks")
    assert [s.name for s in curated.codebook.states[1:] if s.name not in text] == []


def test_the_citation_names_title_authors_and_the_version_that_is_loaded(curated):
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert told["version"] == curated.version.partition("-")[0]
    for written in (citation(curated), bibtex(curated)):
        for part in (
            told["title"],
            told["authors"][0]["name"],
            curated.version,
            str(told["date-released"].year),
            DATASET_LICENCE,
        ):
            assert part in written
    assert DATASET_LICENCE.replace(" ", "-") in told["license"]
    assert any(f"({DATASET_LICENCE})" in paragraph for paragraph in licence())


def test_the_changelog_begins_with_this_version_and_tells_each_correction_and_what_it_holds(curated):
    latest = re.split(r"(?m)^(?=## )", (ROOT / "CHANGELOG.md").read_text())[1]
    owed = [line for line in entry(curated).splitlines() if line]
    assert [line for line in owed if line not in latest.splitlines()] == []


def test_the_changelog_tells_every_correction_there_ever_was_under_its_day(curated):
    versions = re.findall(
        r"(?ms)^## (\d{4}\.\d\d\.\d\d)-[0-9a-f]{8}\n(.*?)(?=^## |\Z)", (ROOT / "CHANGELOG.md").read_text()
    )
    told = [(day, line) for day, text in versions for line in re.findall(r"(?m)^- (.*)$", text)]
    assert told == [
        (f"{row.date:%Y.%m.%d}", correction(row))
        for row in curated.corrections.sort_values("date", ascending=False, kind="stable").itertuples()
    ]


def typed(document: str, language: str, n: int) -> str:
    """The nth thing that a document has one type in that language."""
    return re.findall(rf"```{language}\n(.*?)```", TEXTS[f"docs/{document}.md"], re.S)[n]


def test_the_statement_and_the_question_can_be_added_as_written(tmp_path):
    shutil.copytree(ROOT / "data" / "curated", tmp_path / "data")
    file, book = tmp_path / "data" / "statements" / "ISL.yaml", tmp_path / "data" / "codebook.yaml"
    file.write_text(
        file.read_text().replace("none_found: [right, own, supply,", "none_found: [right, own,").rstrip("\n")
        + "\n"
        + typed("editing-data", "yaml", 1)
    )
    last = re.search(r"(?ms)^  - code: incursion\n.*?(?=^\S)", book.read_text())
    book.write_text(
        book.read_text()[: last.end()].rstrip()
        + "\n"
        + typed("contributing", "yaml", 0)
        + "\n"
        + book.read_text()[last.end() :]
    )
    data = load(tmp_path / "data")
    assert (
        data.codebook.questions[-1].code == "infrastructure"
        and data.statements_by_id.loc["ISL-2026-11-20-example", "confidence"] == "low"
    )


def test_the_page_runs_as_written():
    page = AppTest.from_string(typed("contributing", "python", 0), default_timeout=60)
    page.query_params["group"] = "NATO"
    assert not page.run().exception and "NATO members with a position" in page.markdown[0].value
    title, path, *_ = ast.parse(typed("contributing", "python", 1).strip().rstrip(",")).body[0].value.args
    assert (title.value, path.value) == ("Hello", "hello")


def test_the_filter_is_a_field_as_written(curated):
    space = vars(view_state) | {"dataclass": dataclasses.dataclass}
    exec("@dataclass(frozen=True)\nclass Wider(ViewState):\n" + typed("contributing", "python", 2), space)
    field = dataclasses.fields(space["Wider"])[-1]
    assert field.name == "rows" and field.metadata["parameter"].codec(curated).read("50") == 50
    assert field.default in field.metadata["widget"].options(curated)


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.M)
    }


@pytest.mark.parametrize("name", TEXTS)
def test_the_links_of_each_document_lead_somewhere(name):
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", TEXTS[name]):
        path = ((ROOT / name).parent / target).resolve() if target else ROOT / name
        assert path.exists(), target
        assert not anchor or anchor in anchors(path.read_text()), f"{target}#{anchor}"


def test_every_picture_and_every_document_is_shown():
    assert [
        picture.name
        for picture in (ROOT / "docs" / "pictures").iterdir()
        if f"pictures/{picture.name})" not in EVERYTHING
    ] == []
    assert [
        name
        for name in TEXTS
        if f"({Path('..') / name if not name.startswith('docs/') else name.removeprefix('docs/')})"
        not in TEXTS["docs/index.md"]
        and name != "docs/index.md"
    ] == []


@pytest.mark.parametrize(
    "target", sorted({"help", *re.findall(r"(?:^|`|&& |: )make ([a-z-]+)", EVERYTHING, re.M)})
)
def test_the_makefile_has_the_targets(target):
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text(), re.M)
