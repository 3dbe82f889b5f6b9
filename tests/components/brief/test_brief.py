"""The brief: what it says, what it rests on, and the files that carry it away."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import plotly.graph_objects as go
import pytest
from pptx import Presentation

from components.brief import figure_images as drawing
from components.brief.content import BriefInfo, brief_export, brief_info
from components.brief.document import brief_html
from components.brief.figure_images import NO_CHROME, RenderingUnavailable, render_pngs
from components.brief.figures import PAGE, SLIDE, BriefFigure, brief_figures
from components.brief.presentation import Drawn, brief_pptx
from components.brief.slide_layout import SIZES, Box, fitted_title, height_of, lines, on_slides
from components.state.url import parse_query
from components.state.view_export import statements_behind_view, workbook
from components.state.view_state import default_choices
from data.analysis.comparison import comparable, spread
from data.export.citation import citation
from data.rules.cell_states import cell_states
from data.rules.changes import counted_changes, net_change, shown_changes
from data.rules.membership import counted_members, members_on
from data.sentences.changes import what_changed
from data.sentences.comparison import compared, stances_beside
from data.sentences.coverage import how_sure
from data.sentences.stances import how_recent, latest_moves, stand_on, state_of_play
from tests.factories import make_dataset, make_statement

HOME = "https://positions.example"
ON, SINCE = dt.date(2024, 5, 31), dt.date(2024, 5, 1)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0"
    b"\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def source(n: int, **more) -> dict:
    return {
        "publisher": f"Paper {n}",
        "url": f"https://example.org/{n}",
        "language": "en",
        "kind": "news",
    } | more


@pytest.fixture(scope="module")
def little(tmp_path_factory):
    """France moves, Germany is against with dissent beside it, Sweden comments only, the alliance speaks;
    Ukraine is a party."""
    return make_dataset(
        tmp_path_factory.mktemp("little"),
        {
            "FRA": [
                make_statement("2023-01-10", {"border": -2}, sources=[source(1)]),
                make_statement("2024-05-28", {"border": 1, "deep": 1}, sources=[source(2), source(3)]),
                make_statement("2024-05-30", {"border": 1}, sources=[source(4)]),
                make_statement("2024-06-15", {"border": 2}, sources=[source(5)]),
            ],
            "DEU": [
                make_statement("2024-05-03", {"border": -2}, sources=[source(2)], confidence="medium"),
                make_statement(
                    "2024-05-20", {"border": 2}, voice="dissent", speaker="A. Rebel", sources=[source(6)]
                ),
            ],
            "SWE": [make_statement("2024-05-05", {"border": 1}, sets_position=False, sources=[source(7)])],
            "NATO": [
                make_statement(
                    "2024-05-06",
                    {"border": 2},
                    speaker=EVIL,
                    summary=EVIL,
                    rationale=EVIL,
                    limits=[EVIL],
                    sources=[source(8, publisher=EVIL)],
                )
            ],
            "UKR": [make_statement("2024-05-07", {"border": -2}, sources=[source(9)])],
        },
        members=["FRA,EU,1958-01-01,", "DEU,EU,1958-01-01,", "SWE,EU,1995-01-01,"],
        none_found={"FRA": ["own"]},
    )


def made(data_words, **chosen) -> BriefInfo:
    data, coded = data_words
    return brief_info(data, coded, default_choices(data).replace(**{"on": ON, "since": SINCE} | chosen), HOME)


# What it says ---------------------------------------------------------------------------------------------------------


def test_its_sentences_are_those_of_the_screens_for_the_same_choices(curated, curated_coded):
    info = made((curated, curated_coded), group=("NATO",))
    cells = cell_states(curated, curated_coded, ON)
    steps = shown_changes(curated, curated_coded, SINCE, ON, ("NATO",))
    net = net_change(curated_coded, SINCE, ON)
    net = net[net["actor"].isin(members_on(curated, ("NATO",), ON))]
    who = counted_members(curated, ("NATO",), ON)
    assert info.findings == [
        state_of_play(curated, cells, ON, ("NATO",)),
        how_recent(cells, who, ON),
        latest_moves(curated, counted_changes(curated, curated_coded, ON, ("NATO",)), ON, ("NATO",)),
    ]
    assert [p.finding for p in info.parts] == [
        stand_on(curated, cells, q.code, ON, ("NATO",)) for q in curated.codebook.questions
    ]
    assert [p.recent for p in info.parts] == [
        how_recent(cells[cells["question"].eq(q.code)], who, ON) for q in curated.codebook.questions
    ]
    assert info.changed == what_changed(curated, steps, net, SINCE, ON, ("NATO",))
    assert how_sure(curated, cells, counted_members(curated, ("NATO",), ON)) in info.trust
    assert info.citation == citation(curated)


def test_of_chosen_actors_it_says_what_the_comparison_says_and_counts_nobody_else(curated, curated_coded):
    chosen = ("FRA", "DEU", "RUS")
    info = made((curated, curated_coded), actors=chosen, since=dt.date(2024, 5, 1))
    cells = cell_states(curated, curated_coded, ON)
    cells = cells[cells["actor"].isin(chosen)]
    assert info.findings == [
        compared(curated, spread(comparable(curated, cells)), info.actors, ON),
        how_recent(cells, chosen, ON),
    ]
    assert all(stances_beside(curated, cells, p.question.code) in p.finding for p in info.parts)
    assert "of the 2 actors chosen (Russia apart) moved" in info.changed
    assert set(info.cells["actor"]) == set(chosen) == set(info.steps["actor"]) | {"RUS"}


def test_who_stands_where_adds_up_to_its_sentence_and_leaves_nobody_out(curated, curated_coded):
    info = made((curated, curated_coded))
    for part in info.parts:
        counted = {p.stance: len(p.actors) for p in part.standing if p.stance is not None and not p.section}
        favour, base = sum(n for s, n in counted.items() if s > 0), sum(counted.values())
        assert f"{favour} of the {base} countries" in part.finding
        assert sorted(a for p in part.standing for a in p.actors) == sorted(info.actors)


def test_a_party_to_the_war_stands_apart_in_its_own_words(little):
    [place] = [p for p in made(little, about=("border",)).parts[0].standing if "UKR" in p.actors]
    assert (place.section, place.name) == ("Ukraine and Russia, not counted", "pledges not to")


def test_groups_and_actors_together_mean_those_that_are_both(little):
    assert made(little, group=("EU",), actors=("FRA", "USA")).actors == ["FRA"]


def test_where_nobody_is_chosen_it_says_so_and_the_files_open_all_the_same(little):
    info = made(little, group=("EU",), actors=("USA",))
    assert info.findings == [
        "There is nobody to report on: none of the chosen actors is among the EU members on 31 May 2024."
    ]
    assert "nobody to report on" in brief_html(little[0], info, brief_figures(*little, info, PAGE))
    assert len(Presentation(io.BytesIO(brief_pptx(little[0], info, [], NO_CHROME))).slides) == 1


def test_before_anybody_has_spoken_it_says_that_nobody_has_a_position(little):
    info = made(little, on=dt.date(2022, 3, 1), since=dt.date(2022, 2, 25))
    assert info.findings[0] == "On 1 March 2022, none of the countries has a stated position on any question."
    assert info.statements.empty and [f.kind for f in brief_figures(*little, info, PAGE)] == ["map"] * 6


# What it rests on -----------------------------------------------------------------------------------------------------


def test_its_statements_are_those_behind_what_is_shown_numbered_by_actor_and_no_others(little):
    info = made(little, about=("border",))
    assert info.statements[["number", "statement", "uses", "sources"]].values.tolist() == [
        [1, "FRA-1", (("border", "began"), ("border", "move")), (1, 2)],
        [2, "FRA-2", (("border", "sets"),), (3,)],
        [3, "DEU-0", (("border", "began"), ("border", "first")), (1,)],
        [4, "DEU-1", (("border", "dissent"),), (4,)],
        [5, "NATO-0", (("border", "began"), ("border", "first")), (5,)],
        [6, "UKR-0", (("border", "began"), ("border", "first")), (6,)],
    ]
    assert info.sources["url"].tolist() == [f"https://example.org/{n}" for n in (2, 3, 4, 6, 8, 9)]


def test_a_cell_leads_to_the_words_that_began_it_the_latest_that_set_it_and_dissent(little):
    cells = made(little, about=("border",)).cells.set_index("actor")
    assert cells["refs"].to_dict() == {
        "FRA": (1, 2),
        "DEU": (3,),
        "NATO": (5,),
        "UKR": (6,),
        "SWE": (),
        "USA": (),
        "RUS": (),
    }
    assert cells.loc["DEU", "dissent_refs"] == (4,)


@pytest.mark.parametrize(
    "chosen", [{}, {"group": ("NATO",), "confidence": "high"}, {"known": "then", "about": ("deep",)}]
)
def test_every_statement_it_lists_is_one_that_a_cell_a_step_or_a_dissent_rests_on(
    curated, curated_coded, chosen
):
    info = made((curated, curated_coded), **chosen)
    used = {
        n
        for column in (info.cells["refs"], info.cells["dissent_refs"], info.steps["refs"])
        for refs in column
        for n in refs
    }
    assert used == set(info.statements["number"])
    assert {n for numbers in info.statements["sources"] for n in numbers} == set(info.sources["number"])


def test_what_was_last_stated_over_a_year_ago_says_when_in_the_matrix_and_beside_the_name(tmp_path):
    data, coded = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2023-05-30", {"border": 1})],
            "DEU": [make_statement("2024-05-01", {"border": 1})],
            "SWE": [make_statement("2022-03-01", {"border": 1})],
        },
    )
    info = made((data, coded), about=("border",))
    cells = info.cells.set_index("actor")
    assert cells.loc[["FRA", "DEU", "SWE"], "when"].tolist() == [
        "since 30 May 2023, last stated 30 May 2023",
        "since 1 May 2024",
        "since 1 March 2022, last stated 1 March 2022",
    ]
    assert (
        info.parts[0].recent in info.findings
        and info.parts[0].recent == "2 of the 3 positions were last stated before 31 May 2023."
    )
    page = brief_html(data, info, [])
    ages = dict(
        re.findall(
            r'<th scope="row">(\w+)</th><td><span class="sp-chip" data-stance="1" data-age="(\w+)"', page
        )
    )
    widths = dict(re.findall(r"\.sp-chip\[data-age=(\w+)\] { border-bottom-width: (\d+)px", page))
    assert ages["Germany"] not in widths and int(widths[ages["France"]]) > int(widths[ages["Sweden"]]) > 0
    table = re.sub(r"<[^>]+>", "", page.split('<table class="standing">')[1].split("</table>")[0])
    assert "France ’23" in table and "Sweden ’22" in table and "Germany ’" not in table
    assert "’24 after a name: last stated in that year" in page
    told = "\n".join(
        c.text
        for s in Presentation(io.BytesIO(brief_pptx(data, info, []))).slides
        for shape in s.shapes
        if shape.has_table
        for r in shape.table.rows
        for c in r.cells
    )
    assert "France ’23" in told and "last stated 1 March 2022" in told and "Germany ’" not in told


def test_what_is_held_back_is_neither_shown_nor_cited(little):
    info = made(little, about=("border",), confidence="high")
    assert info.cells.set_index("actor").loc["DEU", ["state", "refs"]].tolist() == ["held_back", ()]
    assert "DEU-0" not in set(info.statements["statement"])


def test_its_link_makes_it_again(little):
    data, coded = little
    info = made(little, group=("EU",), about=("border", "deep"), confidence="medium")
    assert info.link.startswith(f"{HOME}/brief?")
    query: dict[str, list[str]] = {}
    for pair in info.link.partition("?")[2].split("&"):
        query.setdefault(pair.partition("=")[0], []).append(pair.partition("=")[2])
    choices, notes = parse_query(data, query)
    again = brief_info(data, coded, choices, HOME)
    assert not notes
    assert (again.choices, again.findings, again.link) == (info.choices, info.findings, info.link)


def test_choices_of_other_screens_do_not_change_it(little):
    info = made(little, sort="name", start=dt.date(2024, 5, 30), question="deep", answers=5)
    assert info.choices == made(little).choices


def test_a_position_of_an_earlier_government_and_deep_strikes_beyond_the_border_are_marked(
    curated, curated_coded, tmp_path
):
    info = made((curated, curated_coded), on=dt.date(2024, 7, 5), actors=("GBR",))
    assert info.cells["marks"].tolist().count(("†",)) == 5
    assert "† stated under an earlier government" in brief_html(curated, info, [])
    assert any(
        text.endswith(" †")
        for s in slides(brief_pptx(curated, info, []))
        for t in tables(s)
        for row in t
        for text in row
    )
    odd = make_dataset(
        tmp_path,
        {"FRA": [make_statement("2024-05-02", {"border": -1}), make_statement("2024-05-03", {"deep": 1})]},
    )
    assert dict(
        made(odd).cells.query("actor == 'FRA' and state == 'stated'")[["question", "marks"]].values.tolist()
    ) == {"border": ("‡",), "deep": ("‡",)}


# Figures --------------------------------------------------------------------------------------------------------------


def test_figures_are_still_light_and_no_higher_than_a_page(curated, curated_coded):
    info = made((curated, curated_coded), on=dt.date(2026, 11, 22), about=("deep",))
    figures = brief_figures(curated, curated_coded, info, PAGE)
    assert [f.kind for f in figures] == ["map", *["timeline"] * (len(figures) - 1)]
    for one in figures:
        assert (
            one.figure.layout.width == 680
            and one.figure.layout.height <= 940
            and one.figure.layout.paper_bgcolor == "#ffffff"
        )
        assert not one.figure.frames and not one.figure.layout.sliders and not one.figure.layout.updatemenus
        assert "<a " not in one.figure.to_json()


def test_the_parts_of_a_timeline_hold_each_lane_once(curated, curated_coded):
    info = made((curated, curated_coded), on=dt.date(2026, 11, 22), about=("deep",))
    named = []
    for one in brief_figures(curated, curated_coded, info, SLIDE)[1:]:
        named += one.figure.layout.yaxis.ticktext
    spoken = curated_coded.loc[curated_coded["question"].eq("deep"), "actor"].unique()
    assert len(named) == len(set(named)) == len(spoken)


# HTML -----------------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag with its attributes, and the text of cells."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def page(little):
    info = made(little, about=("border",))
    return brief_html(little[0], info, brief_figures(*little, info, PAGE))


def test_the_html_refers_to_nothing_outside_but_by_links_and_forbids_it(page):
    tags = Tags(page).tags
    assert not [
        t
        for t, a in tags
        if t in ("link", "iframe", "img", "object", "embed", "base") or "src" in a or "srcset" in a
    ]
    assert not [a for t, a in tags if t == "script" and a.get("type") != "application/json" and a]
    style = "".join(re.findall(r"<style>(.*?)</style>", page, re.S))
    assert "url(" not in style and "@import" not in style
    [policy] = [a["content"] for t, a in tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe-inline'; img" in policy and "unsafe-eval" not in policy
    assert re.search(r"script-src 'sha256-[^']+' 'sha256-[^']+' 'sha256-[^']+';", policy)
    assert all(a["href"].startswith(("#", "https://")) for t, a in tags if t == "a")


def test_nothing_in_the_data_can_become_a_tag_of_the_html(page):
    assert "<script>alert" not in page and "<img" not in page.split("<script>")[0]
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 4
    # three scripts of its own, and one JSON a figure
    assert len([1 for t, _ in Tags(page).tags if t == "script"]) == 3 + len(
        [1 for t, a in Tags(page).tags if a.get("class") == "figure"]
    )


def test_no_text_of_a_figure_can_end_the_script_that_holds_its_data(little):
    evil = go.Figure(layout={"title": {"text": EVIL}, "width": 680, "height": 100})
    page = brief_html(
        little[0], made(little, about=("border",)), [BriefFigure("border", "map", evil, EVIL, EVIL)]
    )
    assert "<script>alert" not in page and len([1 for t, _ in Tags(page).tags if t == "script"]) == 4


def test_without_scripts_the_html_is_whole(page):
    coded = re.sub(r"<[^>]+>", " ", page.split("<main>")[1].split("</main>")[0])
    for told in (
        "On 31 May 2024, 1 of the 2 countries with a position on “Donated, near border” support or permit it",
        "pledges not to",
        "A. Rebel",
        "https://example.org/4",
        "three steps more permissive",
    ):
        assert told in coded
    rows = re.findall(r"<tr>(.*?)</tr>", page.split('<table class="matrix">')[1].split("</table>")[0], re.S)
    [france] = [re.sub(r"<[^>]+>", "", r) for r in rows if ">France<" in r]
    assert "conditional" in france and "since 28 May 2024" in france and "[1, 2]" in france


def test_every_reference_in_the_html_has_its_place(page):
    tags = Tags(page).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for t, a in tags if t == "a" and a["href"].startswith("#")} <= set(ids)
    assert all(a.get("role") == "img" and a.get("aria-label") for _, a in tags if a.get("class") == "figure")


# PowerPoint -----------------------------------------------------------------------------------------------------------


def slides(data: bytes) -> list:
    return list(Presentation(io.BytesIO(data)).slides)


def tables(slide) -> list[list[list[str]]]:
    return [
        [[c.text_frame.text for c in row.cells] for row in shape.table.rows]
        for shape in slide.shapes
        if shape.has_table
    ]


def test_the_slides_hold_native_tables_with_who_stands_where_and_what_changed(little):
    info = made(little, about=("border",))
    found = {s.shapes.title.text_frame.text: tables(s) for s in slides(brief_pptx(little[0], info, []))}
    assert found[info.parts[0].finding] == [
        [
            ["Stance", "How many", "Who"],
            ["● supports", "0", "nobody"],
            ["◐ conditional", "1", "France"],
            ["○ noncommittal", "0", "nobody"],
            ["▽ reluctant", "0", "nobody"],
            ["✕ opposes", "1", "Germany"],
            ["Ukraine and Russia, not counted", "", ""],
            ["✕ pledges not to", "1", "Ukraine"],
            ["Organisations, not counted", "", ""],
            ["● supports", "1", "NATO"],
            ["… words, no position", "1", "Sweden"],
            ["? not looked for", "2", "Russia, United States"],
        ]
    ]
    [change] = [t for title, ts in found.items() if title.startswith("After 1 May 2024") for t in ts]
    assert [
        "28 May 2024",
        "France · Donated, near border",
        "✕ opposes",
        "◐ conditional",
        "three steps more permissive",
    ] in change
    assert ["3 May 2024", "Germany · Donated, near border", "first words", "✕ opposes", "\u00a0"] in change


def test_the_notes_hold_the_address_of_every_source_behind_the_slide(little):
    info = made(little, about=("border",))
    for slide in slides(brief_pptx(little[0], info, [])):
        title, notes = slide.shapes.title.text_frame.text, slide.notes_slide.notes_text_frame.text
        if title == info.parts[0].finding:
            assert all(url in notes for url in info.sources["url"])
            assert all(f"[{n}]" in notes for n in info.statements["number"])
        if title.startswith("After 1 May 2024"):
            assert "https://example.org/2" in notes and "https://example.org/4" not in notes


def test_every_slide_says_its_day_its_source_and_its_number(little):
    info = made(little)
    for slide in slides(brief_pptx(little[0], info, [])):
        foot = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert f"As of 31 May 2024 · Strike Positions, data {info.version}, CC BY 4.0" in foot
        assert "slidenum" in "".join(s._element.xml for s in slide.shapes)
        assert slide.shapes.title.text_frame.text


def test_pictures_have_slides_with_alternative_texts_and_without_any_a_sentence_says_why(little):
    info = made(little, about=("border",))
    drawn = [Drawn(f, PICTURE) for f in brief_figures(*little, info, SLIDE)]
    pictured = [
        (shape, s)
        for s in slides(brief_pptx(little[0], info, drawn))
        for shape in s.shapes
        if shape.shape_type == 13
    ]
    assert len(pictured) == 2 and all(
        shape._element.nvPicPr.cNvPr.get("descr") == d.figure.alt
        for (shape, _), d in zip(pictured, drawn, strict=True)
    )
    bare = slides(brief_pptx(little[0], info, [], NO_CHROME))
    assert not [1 for s in bare for shape in s.shapes if shape.shape_type == 13]
    assert NO_CHROME in [s.text_frame.text for s in bare[0].shapes if s.has_text_frame]


def test_without_a_chrome_no_picture_is_tried(monkeypatch):
    monkeypatch.setenv(drawing.NAMED, "no-such-browser")
    with pytest.raises(RenderingUnavailable, match=re.escape(NO_CHROME)):
        render_pngs([go.Figure(layout={"width": 300, "height": 200})])


def test_a_browser_that_does_not_answer_costs_the_pictures_and_not_the_brief(monkeypatch, tmp_path):
    assert_no_pictures_and_nothing_left_running(monkeypatch, tmp_path, "exit 1")


def assert_no_pictures_and_nothing_left_running(
    monkeypatch: pytest.MonkeyPatch, folder: Path, does: str
) -> None:
    """With a browser that does this there are no pictures, and it is gone."""
    stub = folder / "chrome"
    stub.write_text(f"#!/bin/sh\necho $$ > {folder}/pid\n{does}\n")
    stub.chmod(0o755)
    monkeypatch.setenv(drawing.NAMED, str(stub))
    # a thread of its own, as in the app: that of a test may have an event loop, which browser tests leave
    # running
    with ThreadPoolExecutor(1) as thread, pytest.raises(RenderingUnavailable, match="did not answer"):
        thread.submit(render_pngs, [go.Figure(layout={"width": 300, "height": 200})]).result()
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


def test_the_same_brief_gives_the_same_bytes_and_says_who_made_it(little):
    info = made(little, about=("border",))
    first = brief_pptx(little[0], info, [])
    assert first == brief_pptx(little[0], info, [])
    core = Presentation(io.BytesIO(first)).core_properties
    assert (core.title, core.author) == (
        info.title,
        "The Strike Positions contributors",
    ) and "31 May 2024" in core.subject


def test_nothing_on_a_slide_stands_lower_than_its_foot_or_beyond_its_edges(curated, curated_coded):
    deck = Presentation(io.BytesIO(brief_pptx(curated, made((curated, curated_coded)), [])))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width, (
                slide.shapes.title.text_frame.text
            )
            assert shape.top + shape.height <= deck.slide_height, slide.shapes.title.text_frame.text


def test_a_title_that_is_too_long_is_made_smaller_and_only_then_cut():
    assert fitted_title("Short.") == ("Short.", 26)
    longer = "word " * 40
    assert fitted_title(longer.strip())[0] == longer.strip() and fitted_title(longer.strip())[1] < 26
    cut, size = fitted_title("word " * 200)
    assert cut.endswith("word …") and lines(cut, 12.1, size) <= 2


def test_rows_of_a_table_that_need_more_slides_are_all_there_in_order():
    rows = [[Box(str(n)), Box("some words " * (n % 7))] for n in range(90)]
    pages = on_slides([Box("n"), Box("words")], rows, [1, 4])
    assert len(pages) > 1 and [row for page, _ in pages for row in page[1:]] == rows
    assert all(size == SIZES[-1] and height_of(page, [1, 4], size) <= 5.6 for page, size in pages)


def test_a_heading_never_ends_a_slide():
    rows = [
        row
        for n in range(40)
        for row in ([Box(f"section {n}", across=2)], [Box(str(n)), Box("words " * (n % 5))])
    ]
    pages = on_slides([Box("n"), Box("words")], rows, [1, 4])
    assert len(pages) > 1 and all(len(page[-1]) == 2 for page, _ in pages)
    assert [row for page, _ in pages for row in page[1:]] == rows


def test_it_is_taken_away_as_data_with_the_statements_that_it_numbers(little):
    data, _ = little
    info = made(little, actors=("FRA", "DEU"), about=("border", "deep"))
    shown = brief_export(data, info)
    assert shown.file == info.name
    rows = shown.rows().set_index(["actor", "question"])
    assert rows["stance"].fillna(9).to_dict() == {
        ("FRA", "border"): 1,
        ("FRA", "deep"): 1,
        ("DEU", "border"): -2,
        ("DEU", "deep"): 9,
    }
    assert shown.table().loc["France"].tolist() == ["conditional", "conditional"]
    assert set(statements_behind_view(data, shown)["id"]) == set(info.statements["statement"])
    assert workbook(data, shown, info.choices, info.link)[:2] == b"PK"
    assert brief_export(data, made(little, group=("G7",), actors=("SWE",))).rows().empty
