"""What a search finds and what it counts, on small datasets written out here and on the dataset itself."""

from __future__ import annotations

import datetime as dt

import pytest

from data.export.tables import statements_table
from data.query.names import find_actor, suggest_actors, suggest_statements
from data.query.search import Search, facet_counts, find, hits_without_each_filter, normalize
from data.sentences.coverage import search_result
from tests.factories import TODAY, as_tuples, make_dataset, make_statement

NEWS = {"publisher": "Paper", "url": "https://example.org/a", "language": "en", "kind": "news"}
PRIMARY = NEWS | {"url": "https://example.org/b", "kind": "primary"}
TASS = NEWS | {"url": "https://tass.com/c"}
FOUR = {
    "FRA": [
        make_statement(
            "2024-05-28",
            {"border": 1, "deep": 1},
            speaker="Emmanuel Macron",
            role="President",
            level="head",
            summary="Sites of launch only.",
            phrase="neutralise the launch sites",
            systems=["SCALP"],
            limits=["no civilian targets"],
            confidence="medium",
            sources=[NEWS, PRIMARY],
        ),
        make_statement(
            "2024-11-17",
            {"deep": 2},
            speaker="Jean-Noël Barrot",
            kind="decision",
            voice="dissent",
            confidence="low",
        ),
    ],
    "DEU": [
        make_statement(
            "2024-05-28",
            {"border": -1},
            speaker="Łukasz Støre",
            level="official",
            summary="No long-range arms for Ukraine’s forces.",
        )
    ],
    "SWE": [
        make_statement(
            "2022-03-01",
            {"right": 2},
            date_precision="month",
            summary="Launch it may; sites it may not.",
            sources=[TASS],
        )
    ],
}


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    return make_dataset(
        tmp_path_factory.mktemp("four"), FOUR, members=["SWE,NATO,2024-03-07,", "FRA,NATO,1949-08-24,"]
    )[0]


def search(**asked):
    return Search(**{"on": TODAY} | asked)


def ids(data, **asked):
    return find(data, search(**asked))["id"].tolist()


def test_without_any_condition_every_statement_is_found_newest_first(four):
    assert ids(four) == ["FRA-1", "DEU-0", "FRA-0", "SWE-0"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"actors": ("FRA",)}, ["FRA-1", "FRA-0"]),
        ({"actors": ("DEU", "SWE")}, ["DEU-0", "SWE-0"]),
        ({"about": ("border",)}, ["DEU-0", "FRA-0"]),
        ({"about": ("right", "border")}, ["DEU-0", "FRA-0", "SWE-0"]),
        ({"level": ("head",)}, ["FRA-0"]),
        ({"voice": ("dissent",)}, ["FRA-1"]),
        ({"kind": ("decision",)}, ["FRA-1"]),
        ({"source": ("primary",)}, ["FRA-0"]),
        ({"source": ("primary", "news")}, ["FRA-1", "DEU-0", "FRA-0", "SWE-0"]),
        ({"confidence": "medium"}, ["DEU-0", "FRA-0", "SWE-0"]),
        ({"confidence": "high"}, ["DEU-0", "SWE-0"]),
        ({"actors": ("FRA",), "about": ("border",), "level": ("official",)}, []),
    ],
)
def test_a_facet_keeps_the_statements_that_have_any_of_its_codes(four, asked, expected):
    assert ids(four, **asked) == expected


def test_both_days_belong_to_the_stretch_searched(four):
    assert ids(four, start=dt.date(2024, 5, 28), on=dt.date(2024, 11, 16)) == ["DEU-0", "FRA-0"]
    assert ids(four, start=dt.date(2024, 5, 29), on=dt.date(2024, 11, 17)) == ["FRA-1"]


def test_a_group_means_its_members_on_the_last_day_and_then_all_that_they_ever_said(four):
    assert ids(four, group=("NATO",)) == ["FRA-1", "FRA-0", "SWE-0"]
    assert ids(four, group=("NATO",), on=dt.date(2024, 3, 6)) == []
    assert ids(four, group=("NATO",), on=dt.date(2024, 3, 7)) == ["SWE-0"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("macron", ["FRA-0"]),
        ("MINISTER", ["FRA-1", "DEU-0", "SWE-0"]),
        ("president", ["FRA-0"]),
        ("scalp", ["FRA-0"]),
        ("civilian", ["FRA-0"]),
        ("neutralise", ["FRA-0"]),
        ("germany", ["DEU-0"]),
        ("launch sites", ["FRA-0", "SWE-0"]),
        ("launch macron", ["FRA-0"]),
        ("macron germany", []),
    ],
)
def test_all_words_must_occur_wherever_they_stand(four, text, expected):
    assert ids(four, text=text) == expected


def test_a_word_is_found_by_its_beginning_and_not_inside_another(four):
    assert ids(four, text="neutral") == ["FRA-0"]
    assert ids(four, text="range") == ["DEU-0"]
    assert ids(four, text="ange") == []


@pytest.mark.parametrize(
    "text",
    ['"launch sites"', "“launch sites”", "„Launch  Sites“", '"launch sites', 'fra "launch sites" macron'],
)
def test_a_phrase_in_quotes_is_found_exactly_so_with_any_quotes_even_unclosed(four, text):
    assert ids(four, text=text) == ["FRA-0"]


def test_a_phrase_is_whole_words_and_is_not_found_across_two_fields(four):
    assert ids(four, text='"launch site"') == []
    assert ids(four, text='"president sites"') == []
    assert ids(four, text='"emmanuel macron"') == ["FRA-0"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("noel", "FRA-1"),
        ("NOËL", "FRA-1"),
        ("store", "DEU-0"),
        ("støre", "DEU-0"),
        ("lukasz", "DEU-0"),
        ("ŁUKASZ", "DEU-0"),
    ],
)
def test_accents_and_letters_of_other_alphabets_make_no_difference(four, text, found):
    assert ids(four, text=text) == [found]


@pytest.mark.parametrize("text", ["long-range", "long–range", "long range", "ukraine’s", "ukraine's"])
def test_hyphens_and_apostrophes_make_no_difference(four, text):
    assert ids(four, text=text) == ["DEU-0"]


@pytest.mark.parametrize("text", ["", "   ", '""', "–", '" "', "|"])
def test_a_search_without_a_letter_asks_for_nothing(four, text):
    assert len(ids(four, text=text)) == 4


@pytest.mark.parametrize("text", ["[a-z]+", "a*b", "mac.on", "macr?n"])
def test_signs_are_no_patterns(four, text):
    assert ids(four, text=text) == []


@pytest.fixture
def two(tmp_path):
    """Germany and Sweden with aliases; France speaks of the first by its own."""
    return make_dataset(
        tmp_path,
        {
            "DEU": [make_statement("2024-05-28", {"border": 1}, summary="Launch sites may be hit.")],
            "SWE": [make_statement("2024-05-28", {"border": 1}, summary="The Suedetal sites; no deadline.")],
            "FRA": [
                make_statement(
                    "2024-05-28", {"border": 1}, summary="The DE sites and the Deutschlander law, not ours."
                )
            ],
        },
        aliases={"DEU": "DE; Deutschland; Federal Republic", "SWE": "NO; Sue"},
    )[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DE", ["DEU-0", "FRA-0"]),
        ("de sites", ["DEU-0", "FRA-0"]),
        ("DEU", ["DEU-0"]),
        ("deu launch", ["DEU-0"]),
        ("sue", ["SWE-0"]),
        ("sued", ["SWE-0"]),
        ("dead", ["SWE-0"]),
    ],
)
def test_a_short_code_or_alias_finds_its_actor_s_statements_and_begins_no_other_word(two, text, expected):
    assert ids(two, text=text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deutschland", ["DEU-0", "FRA-0"]),
        ("deutschland launch", ["DEU-0"]),
        ("Federal Republic sites", ["DEU-0"]),
        ("federal sites", []),
        ("launch federal republic", ["DEU-0"]),
    ],
)
def test_a_longer_alias_finds_its_actor_s_statements_besides_all_that_it_begins(two, text, expected):
    assert ids(two, text=text) == expected


def test_an_alias_in_quotes_is_but_a_phrase(two):
    assert ids(two, text='"DE"') == ["FRA-0"]
    assert ids(two, text='"Federal Republic"') == []


def test_a_short_word_of_english_means_an_actor_only_in_capitals(two):
    assert ids(two, text="NO") == ["SWE-0"]
    assert ids(two, text="no") == ["FRA-0", "SWE-0"]


@pytest.mark.parametrize("text", ["UK long range", "uk long range"])
def test_a_search_for_the_uk_finds_its_statements_and_nothing_that_merely_begins_with_ukraine(curated, text):
    found = find(curated, Search(on=curated.last_day, text=text))
    assert set(found["actor"]) == {"GBR"}
    assert set(found["id"]) == set(
        find(curated, Search(on=curated.last_day, text="long range", actors=("GBR",)))["id"]
    )


def test_folding():
    assert normalize("Støre’s  F-16s, Łódź") == "store s f 16s lodz"


def test_counts_of_a_facet_are_taken_under_all_other_conditions(four):
    asked = search(actors=("FRA",), about=("border",))
    assert facet_counts(four, asked, "actors")[["FRA", "DEU", "SWE"]].to_dict() == {
        "FRA": 1,
        "DEU": 1,
        "SWE": 0,
    }
    assert facet_counts(four, asked, "about")[["right", "border", "deep"]].to_dict() == {
        "right": 0,
        "border": 1,
        "deep": 2,
    }
    assert facet_counts(four, asked, "level")[["head", "minister", "official"]].to_dict() == {
        "head": 1,
        "minister": 0,
        "official": 0,
    }
    assert facet_counts(four, search(text="launch"), "source")[["primary", "news", "wire"]].to_dict() == {
        "primary": 1,
        "news": 2,
        "wire": 0,
    }


def test_confidence_counts_those_at_least_so_sure(four):
    assert facet_counts(four, search(confidence="high"), "confidence").to_dict() == {
        "all": 4,
        "medium": 3,
        "high": 2,
    }


def test_what_keeps_everything_away_is_named_with_what_would_be_found_without_it(four):
    assert hits_without_each_filter(four, search(actors=("FRA",), text="germany")).to_dict() == {
        "text": 2,
        "actors": 1,
    }
    assert (
        hits_without_each_filter(four, search(actors=("FRA",), text="germany", level=("party",))).to_dict()
        == {}
    )
    assert hits_without_each_filter(four, search(on=dt.date(2024, 1, 1), text="macron")).to_dict() == {
        "days": 1,
        "text": 1,
    }


def test_the_finding_in_a_sentence(four):
    def sentence(**asked):
        return search_result(four, find(four, search(**asked)), search(**asked))

    assert sentence() == (
        "Up to 1 January 2026, 4 of the 4 statements in the dataset match, by 3 actors: the first about March 2022, the latest on "
        "17 November 2024. Of these, 3 rest on a single source and 1 cites state media."
    )
    assert sentence(actors=("DEU",), start=dt.date(2024, 1, 1)) == (
        "From 1 January 2024 to 1 January 2026, 1 of the 4 statements in the dataset matches, by 1 actor, said on 28 May 2024. Of these, 1 rests on a single "
        "source and 0 cite state media."
    )
    assert (
        sentence(text="nowhere") == "Up to 1 January 2026, none of the 4 statements in the dataset matches."
    )


def test_the_table_has_a_column_for_each_question_and_the_best_source(four):
    table = statements_table(four, find(four, search(text="launch")))
    assert as_tuples(
        table, "id", "date", "name", "border", "deep", "right", "sources", "state_media", "url"
    ) == [
        ("FRA-0", "2024-05-28", "France", 1, 1, None, 2, False, "https://example.org/a"),
        ("SWE-0", "2022-03-01", "Sweden", None, None, 2, 1, True, "https://tass.com/c"),
    ]


def test_every_statement_of_the_dataset_is_found_and_by_its_own_codes(curated):
    everything = Search(on=curated.last_day)
    assert set(find(curated, everything)["id"]) == set(curated.statements["id"])
    for facet in ("actors", "level", "voice", "kind"):
        assert facet_counts(curated, everything, facet).sum() == len(curated.statements)
    assert facet_counts(curated, everything, "about").sum() == len(curated.codes)
    assert facet_counts(curated, everything, "confidence")["all"] == len(curated.statements)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "ATACMS"},
        {"group": ("NATO",), "about": ("deep",)},
        {"voice": ("dissent",), "confidence": "medium"},
    ],
)
@pytest.mark.parametrize("facet", ["actors", "about", "level", "voice", "kind", "source"])
def test_choosing_a_code_finds_what_its_count_says(curated, asked, facet):
    base = Search(on=dt.date(2025, 6, 30), **asked)
    for code, count in facet_counts(curated, base, facet).items():
        assert len(find(curated, Search(**vars(base) | {facet: (code,)}))) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FRA", "FRA"),
        ("fra", "FRA"),
        ("Germany", "DEU"),
        ("TURKIYE", "TUR"),
        ("türkiye", "TUR"),
        ("Frnace", None),
        ("", None),
        ("uk", "GBR"),
        ("U.S.", "USA"),
        ("fr", "FRA"),
        ("Holland", "NLD"),
        ("Україна", "UKR"),
        ("great  britain", "GBR"),
    ],
)
def test_an_actor_is_called_by_its_code_its_whole_name_or_an_alias(curated, text, code):
    assert find_actor(curated, text) == code


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Frnace", ["FRA"]),
        ("UK", ["GBR"]),
        ("Hollnd", ["NLD"]),
        ("Amercia", ["USA"]),
        ("Deutchland", ["DEU"]),
        ("fr", ["FRA"]),
        ("XYZ", []),
        ("", []),
        ("x" * 100_000, []),
    ],
)
def test_the_nearest_actors_are_those_most_alike(curated, text, first):
    assert suggest_actors(curated, text)[:1] == first


def test_the_nearest_statements_are_those_with_the_likest_id(curated):
    assert suggest_statements(curated, "fra-2024-05-28-MACRO")[0] == "FRA-2024-05-28-macron"
    assert len(suggest_statements(curated, "FRA-2024-05-28-macro", 3)) == 3
    assert suggest_statements(curated, "?") == []
