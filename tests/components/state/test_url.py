"""The address of a view: codes in and out, defaults left out, and whatever is not understood is told."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.state.url import actor_page_urls, parameter_codecs, parse_query, to_query, unknown_names
from components.state.view_state import REGIONS, SORTS, Cell, ViewState, default_choices
from data.rules.coded_statements import STATED, THRESHOLDS


def read(data, text):
    return parse_query(data, parse_qs(text, keep_blank_values=True))


def test_without_keys_the_latest_day_searched_is_shown_and_the_month_before_it(curated):
    choices, notes = read(curated, "")
    assert (choices.on, choices.since, choices.question, choices.group, choices.confidence) == (
        curated.last_day,
        curated.last_day - dt.timedelta(days=30),
        "border",
        (),
        "all",
    )
    assert notes == []
    assert to_query(curated, choices) == {}


def test_every_key_is_read(curated):
    choices, notes = read(
        curated,
        "on=2024-05-31&since=2024-05-29&question=deep&group=NATO&group=EU&confidence=high&actor=FRA&actors=FRA&actors=DEU"
        "&sort=latest&answers=3&region=world&cell=FRA.deep.2024-05-30&id=FRA-2024-05-28-macron&brief=true&start=2023-01-01"
        "&text=launch+sites&about=deep&about=own&level=head&voice=dissent&kind=vote&source=primary",
    )
    assert notes == []
    assert choices == ViewState(
        on=dt.date(2024, 5, 31),
        since=dt.date(2024, 5, 29),
        question="deep",
        group=("NATO", "EU"),
        confidence="high",
        actor="FRA",
        actors=("FRA", "DEU"),
        sort="latest",
        answers=3,
        region="world",
        cell=Cell("FRA", "deep", dt.date(2024, 5, 30)),
        id="FRA-2024-05-28-macron",
        figure_only=True,
        start=dt.date(2023, 1, 1),
        text="launch sites",
        about=("deep", "own"),
        level=("head",),
        voice=("dissent",),
        kind=("vote",),
        source=("primary",),
    )


def test_since_follows_the_day_shown(curated):
    assert read(curated, "on=2024-05-31")[0].since == dt.date(2024, 5, 1)
    assert read(curated, "on=2022-02-24")[0].since == dt.date(2022, 2, 24)


def test_codes_are_understood_in_either_case(curated):
    assert read(curated, "group=nato&cell=fra.DEEP")[0].replace(since=None) == default_choices(
        curated
    ).replace(group=("NATO",), cell=Cell("FRA", "deep"), since=None)


def test_a_whole_address_names_what_would_change_next_month(curated):
    whole = to_query(curated, default_choices(curated), whole=True)
    assert {"on", "since", "question", "confidence", "sort"} <= set(whole)
    assert parse_query(curated, whole) == (default_choices(curated), [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on=2024-13-45", "“on=2024-13-45” was not understood: expected a day from 2022-02-24 to LAST"),
        ("on=2022-02-23", "“on=2022-02-23” was not understood"),
        ("on=2030-01-01", "“on=2030-01-01” was not understood"),
        (
            "question=brder",
            "expected one of right, own, border, deep, supply, incursion (did you mean border?)",
        ),
        ("group=NATO&group=NAT0", "“group=NAT0” was not understood"),
        ("stated=6", "“stated=6” was not understood: expected one of all, 24, 12"),
        ("confidence=", "“confidence=” was not understood: expected one of all, medium, high"),
        ("cell=FRA", "expected an actor and a question with a dot between, as FRA.deep"),
        ("cell=FRX.deep", "an actor's code before the dot (did you mean FRA?)"),
        ("cell=FRA.dep", "(did you mean deep?)"),
        ("id=FRA-2024-05-28-macrn", "(did you mean FRA-2024-05-28-macron?)"),
        ("quesion=deep", "“quesion” is not a key of this address (did you mean question?)"),
        ("brief=1", "expected one of true, false"),
        ("answers=9", "“answers=9” was not understood"),
        ("on=2024-05-31&since=2024-05-31", "“since=2024-05-31” is not before the day shown, 31 May 2024"),
        ("on=2024-05-30&on=2024-05-31", "“on” is given more than once; the last, “2024-05-31”, is used"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_is_kept(curated, text, said):
    choices, notes = read(curated, text + "&sort=name")
    assert len(notes) == 1
    assert said.replace("LAST", curated.last_day.isoformat()) in notes[0]
    assert choices.sort == "name"


def test_a_note_shows_no_character_that_could_mislead(curated):
    note = read(curated, urlencode({"group": "NA‮TO\x00" + "x" * 500}))[1][0]
    assert all(c.isprintable() for c in note)
    assert len(note) < 400


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_an_address_gives_back_the_choices_it_was_made_of(curated, data):
    draw, last = data.draw, curated.last_day
    on = draw(st.dates(dt.date(2022, 2, 25), last))
    questions = [q.code for q in curated.codebook.questions]
    some = lambda codes: draw(st.lists(st.sampled_from(codes), unique=True, max_size=3).map(tuple))  # noqa: E731
    actors = curated.actors["code"].tolist()
    choices = ViewState(
        on=on,
        since=draw(st.dates(dt.date(2022, 2, 24), on - dt.timedelta(days=1))),
        question=draw(st.sampled_from(questions)),
        group=some([g.code for g in curated.codebook.groups]),
        confidence=draw(st.sampled_from(list(THRESHOLDS))),
        stated=draw(st.sampled_from(list(STATED))),
        actor=draw(st.sampled_from([None, *actors])),
        actors=some(actors),
        sort=draw(st.sampled_from(list(SORTS))),
        answers=draw(st.integers(1, len(questions))),
        region=draw(st.sampled_from(list(REGIONS))),
        cell=draw(
            st.none()
            | st.builds(
                Cell,
                st.sampled_from(actors),
                st.sampled_from(questions),
                st.none() | st.dates(dt.date(2022, 2, 24), last),
            )
        ),
        start=draw(st.dates(dt.date(2022, 2, 24), on - dt.timedelta(days=1))),
        text=draw(st.text(st.characters(categories=["L", "N", "P"]), max_size=40)),
        about=some(questions),
        level=some([t.code for t in curated.codebook.levels]),
        source=some([t.code for t in curated.codebook.source_kinds]),
        id=draw(st.sampled_from([None, *curated.statements["id"][:5]])),
        figure_only=draw(st.booleans()),
    )
    for whole in (False, True):
        text = urlencode(to_query(curated, choices, whole), doseq=True)
        assert read(curated, text) == (choices, [])


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=12)
        | st.sampled_from(["on", "since", "group", "cell", "id", "answers", "brief", "figure_only"]),
        st.lists(st.text(max_size=20), max_size=3),
        max_size=5,
    )
)
def test_a_mangled_address_gives_choices_and_notes_never_an_error(curated, query):
    choices, notes = parse_query(curated, query)
    assert parse_query(curated, to_query(curated, choices)) == (choices, [])
    assert all(isinstance(n, str) and n for n in notes)


def test_the_keys_are_the_fields_of_choices(curated):
    assert set(parameter_codecs(curated)) == set(vars(default_choices(curated)))


def test_an_actor_is_understood_by_its_name(curated):
    choices, notes = read(curated, "actor=UK&actors=Turkey&actors=fr&actors=Holland")
    assert (choices.actor, choices.actors, notes) == ("GBR", ("TUR", "FRA", "NLD"), [])
    choices, notes = read(curated, "actor=germany&actors=T%C3%BCrkiye&actors=FRA")
    assert (choices.actor, choices.actors, notes) == ("DEU", ("TUR", "FRA"), [])
    assert to_query(curated, choices)["actor"] == ["DEU"]


def test_names_that_the_dataset_does_not_know_come_with_the_nearest(curated):
    query = parse_qs("actor=Frnace&actors=XYZ&actors=Hollnd&actors=FRA&id=FRA-2024-05-28-macro&on=x")
    found = unknown_names(curated, query)
    assert [(m.key, m.asked, m.nearest[:1]) for m in found] == [
        ("actor", "Frnace", ["FRA"]),
        ("actors", "XYZ", []),
        ("actors", "Hollnd", ["NLD"]),
        ("id", "FRA-2024-05-28-macro", ["FRA-2024-05-28-macron"]),
    ]
    assert "(did you mean FRA, France?)" in parse_query(curated, query)[1][0]


def test_the_address_of_an_actors_page_keeps_the_day_and_leaves_out_what_belongs_to_one_screen(curated):
    choices = read(curated, "on=2024-05-31&cell=FRA.deep&text=x&actor=FRA&voice=dissent")[0]
    assert actor_page_urls(curated, choices)["DEU"] == "country?actor=DEU&on=2024-05-31"


def test_an_address_without_end_is_read_as_far_as_a_person_could_have_written_it(curated):
    found, notes = parse_query(
        curated, {"group": ["NATO"] * 150, "actors": ["FRA"] * 100_000, "confidence": ["high"]}
    )
    assert (found.group, found.actors, found.confidence) == (("NATO",), ("FRA",), "all")
    assert "It has 100151 parts; the first 200 were read." in notes
