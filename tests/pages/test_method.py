"""The page on data and method shows what the codebook and the computations say, and every text as it
stands."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest

from components.html import method_page as method
from data.analysis.intercoder import agreement
from data.export.columns import answer_tables
from data.io.loader import load
from data.query.endpoints import ENDPOINTS
from data.sentences.coverage import agreed, holds, looked
from tests.factories import TODAY, write_dataset
from tests.harness import alone, shown


def opened(on: str = "2024-05-31"):
    test = alone("method")
    test.query_params["on"] = on
    return test.run()


def read(test) -> str:
    """All text of the page's cards, as a reader sees it."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", e.proto.body) for e in test.get("html")))


def test_it_opens_with_what_is_held_and_until_when_it_was_searched(curated):
    test = opened()
    assert not test.exception
    assert html.unescape(test.markdown[0].value) == f"{holds(curated)} {looked(curated)}"


def test_every_link_of_its_contents_has_a_heading():
    test = opened()
    linked = re.findall(
        r"\]\(#(\w+)\)", next(m.value for m in test.markdown if m.value.startswith("On this page"))
    )
    assert linked == [h.anchor for h in test.header]
    assert len(linked) == 10


def test_every_word_of_the_codebook_is_on_it(curated):
    page, book = read(opened()), curated.codebook
    plain = page.replace("`", "")
    said = (
        [w for r in book.rules for w in (r.rule, r.text)]
        + [w for g in book.gaps for w in (g.gap, g.text)]
        + list(book.corrections)
    )
    said += [w for b in book.borderline for w in (b.theme, b.rule)] + [
        w for g in book.glossary for w in (g.term, g.meaning)
    ]
    said += [w for q in book.questions for w in (q.title, q.asked, *q.codes.values())] + [
        w for s in book.scale for w in (s.name, s.glyph, s.meaning)
    ]
    said += [s.meaning for s in book.states[1:]] + [
        w for g in book.groups for w in (g.name, g.long, g.meaning)
    ]
    said += [
        t.name
        for part in (book.levels, book.confidence, book.voices, book.kinds, book.source_kinds)
        for t in part
    ]
    assert [w for w in said if w.replace("`", "") not in plain] == []


def test_agreement_is_the_computed_one(curated):
    test = opened()
    assert agreed(curated) in html.unescape(shown(test))
    table = test.dataframe[0].value
    assert table["Question"].tolist() == [q.short for q in curated.codebook.questions] + ["All questions"]
    assert table["Alpha (code)"].tolist()[1:] == pytest.approx(agreement(curated)["alpha"].tolist()[1:])
    assert pd.isna(table["Alpha (code)"][0])


@pytest.mark.parametrize(("on", "positions"), [("2022-02-24", 0), ("2024-05-31", 5)])
def test_coverage_is_that_of_the_chosen_day(curated, on, positions):
    table = opened(on).dataframe[1].value.set_index("Actor")
    assert table.loc["United States", "Positions"] == positions
    assert len(table) == len(curated.actors)


def test_members_of_a_group_are_counted_on_the_chosen_day():
    assert "NATO (North Atlantic Treaty Organization): 30" in read(opened("2022-02-24"))
    assert "NATO (North Atlantic Treaty Organization): 32" in read(opened("2024-05-31"))


def test_text_of_the_codebook_is_shown_as_it_stands(tmp_path):
    write_dataset(tmp_path)
    book = tmp_path / "codebook.yaml"
    text = book.read_text()
    for old in (
        "A denial of having struck",
        "The stretch between two",
        "Words, not deeds",
        "Never a code without",
        "Does the actor accept",
        "The member states of the alliance",
        "Supports or permits, with",
        "States the government's line",
        "Weapons that a state gave",
    ):
        assert old in text
        text = text.replace(old, "<b>x</b> `<i>y</i>` " + old)
    book.write_text(text)
    data = load(tmp_path, TODAY)
    cards = [
        method.rules(data),
        method.gaps(data),
        method.scale(data),
        method.questions(data),
        method.borderline(data),
        method.vocabulary(data),
        method.groups(data, TODAY),
        method.glossary(data),
        method.corrections(data),
    ]
    for card in cards:
        assert "&lt;b&gt;x&lt;/b&gt;" in card
        assert "<b>" not in card and "<i>" not in card


def test_everything_that_the_api_answers_is_told_with_its_parameters_and_columns(curated):
    test = opened()
    page = read(test).replace("`", "")
    for name, asked in ENDPOINTS.items():
        assert f"/api/v1/{name}.csv, .json" in page
        assert f"Parameters: {', '.join(asked.parameters)}." in page
    assert "/api/v1/dataset.zip" in page
    told = test.dataframe[2].value
    assert set(zip(told["Table"], told["Column"], strict=True)) == {
        (n, c.name) for n, t in answer_tables(curated.codebook).items() for c in t.columns
    }


def test_the_examples_ask_for_the_chosen_day():
    assert sum("/api/v1/positions.csv?on=2024-05-31&group=NATO" in c.value for c in opened().code) == 5
