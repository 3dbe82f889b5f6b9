"""Which headline sentences hold on less: by hand, and against every sentence made again from the whole."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from components.html.robustness_cards import headline_card, sure_table
from data.analysis.diffusion import who_reached
from data.robustness.checks import (
    CHANGED,
    NUMBERS,
    PUBLISHER,
    RECENT,
    SAME,
    SURE,
    check_headlines,
    sole_publishers,
    what_is_lost,
)
from data.robustness.sentences import check_in_words, holding, publishers_in_words, sign_of
from data.rules.cell_states import cell_states
from data.rules.changes import counted_changes
from data.sentences.diffusion import spread_of
from data.sentences.stances import latest_moves, stand_on, state_of_play
from tests.factories import as_tuples, make_dataset, make_statement

ON, SINCE = dt.date(2024, 12, 31), dt.date(2024, 12, 1)


def by(*publishers):
    return [
        {"publisher": p, "url": f"https://example.org/{n}", "language": "en", "kind": "news"}
        for n, p in enumerate(publishers)
    ]


FILES = {
    "FRA": [make_statement("2024-05-28", {"border": 1}, sources=by("Herald", "Gazette"))],
    "DEU": [
        make_statement("2024-05-01", {"border": -2}, sources=by("Gazette", "Herald")),
        make_statement("2024-05-31", {"border": 1}, sources=by("Herald", "Herald")),
    ],
    "USA": [make_statement("2023-06-30", {"border": -1}, sources=by("Courier"))],
    "SWE": [make_statement("2024-06-15", {"border": 2}, confidence="low", sources=by("Gazette", "Courier"))],
}


def found(data):
    return check_headlines(data, "now", ON, SINCE)


def outcomes(result, title):
    """What became of a headline, by check and publisher."""
    [n] = [n for n, h in enumerate(result.headlines) if h.title == title]
    return {(o.check, o.publisher): (o.verdict, o.sentence) for o in result.outcomes if o.headline == n}


STAND = "Where they stand on “Donated, near border”"


def test_a_statement_rests_on_one_publisher_if_all_its_sources_are_from_it(tmp_path):
    data, _ = make_dataset(tmp_path, FILES)
    assert sole_publishers(data).to_dict() == {"DEU-1": "Herald", "USA-0": "Courier"}


def test_without_a_publisher_an_older_line_stands_or_none(tmp_path):
    data, coded = make_dataset(tmp_path, FILES)
    courier, herald = what_is_lost(data, coded, ON)
    assert (
        courier.publisher,
        courier.statements,
        as_tuples(courier.cells, "actor", "question", "stance"),
    ) == ("Courier", ["USA-0"], [("USA", "border", None)])
    assert (herald.publisher, as_tuples(herald.cells, "actor", "question", "stance")) == (
        "Herald",
        [("DEU", "border", -2)],
    )
    assert herald.steps == [("DEU", "border", pd.Timestamp("2024-05-31"))]


def test_each_check_makes_the_sentence_again_and_says_whether_it_comes_to_the_same(tmp_path):
    data, _ = make_dataset(tmp_path, FILES)
    told = outcomes(found(data), STAND)
    start = "On 31 December 2024, "
    assert told == {
        (SURE, None): (
            NUMBERS,
            start
            + "2 of the 3 countries with a position on “Donated, near border” support or permit it; 1 discourage it or rule it out.",
        ),
        # the United States last spoke eighteen months before
        (RECENT, None): (
            NUMBERS,
            start + "3 of the 3 countries with a position on “Donated, near border” support or permit it.",
        ),
        (PUBLISHER, "Courier"): (
            NUMBERS,
            start + "3 of the 3 countries with a position on “Donated, near border” support or permit it.",
        ),
        # without the Herald Germany still bars it: two of four are no more than half
        (PUBLISHER, "Herald"): (
            CHANGED,
            start
            + "2 of the 4 countries with a position on “Donated, near border” support or permit it; 2 discourage it or rule it "
            "out.",
        ),
    }


def test_a_headline_without_anything_to_lose_is_the_same(tmp_path):
    data, _ = make_dataset(tmp_path, FILES)
    told = outcomes(found(data), "Where they stand on “Right to strike”")
    assert {verdict for verdict, _ in told.values()} == {SAME}
    assert {check for check, _ in told} == {SURE, RECENT}


def test_sentences_on_moves_are_not_asked_how_old_positions_are(tmp_path):
    data, _ = make_dataset(tmp_path, FILES)
    told = outcomes(found(data), "The latest moves")
    assert (RECENT, None) not in told
    assert told[PUBLISHER, "Herald"] == (
        CHANGED,
        "None of the 4 countries had moved from one position to another by then.",
    )


def test_the_check_on_recent_positions_leaves_out_what_was_last_stated_more_than_twelve_months_before(
    tmp_path,
):
    data, _ = make_dataset(
        tmp_path,
        {
            "FRA": [make_statement("2023-12-31", {"border": 1})],
            "DEU": [make_statement("2023-12-30", {"border": 1})],
        },
    )
    assert "1 of the 1 countries" in outcomes(found(data), STAND)[RECENT, None][1]


def test_the_words_say_which_publishers_a_sentence_hangs_on_and_of_how_many(tmp_path):
    data, _ = make_dataset(tmp_path, FILES)
    result = found(data)
    [n] = [n for n, h in enumerate(result.headlines) if h.title == STAND]
    assert (
        publishers_in_words(result, n)
        == "≠ comes to something else without “Herald”; ≈ other numbers or details without “Courier”; the same without any other of 2 publishers"
    )
    assert check_in_words(result, n, SURE) == "≈ comes to the same, with other numbers or details"
    assert [sign_of(result, n, check) for check in (SURE, RECENT, PUBLISHER)] == ["≈", "≈", "≠"]
    assert holding(result, ON).startswith(
        f"Of {len(result.headlines)} headline sentences for 31 December 2024, "
    )
    row = sure_table(result).set_index("Headline").loc[STAND]
    assert row.tolist() == ["≈", "≈", "≠", "Herald"]


def test_what_comes_from_the_data_is_escaped_on_a_card(tmp_path):
    data, _ = make_dataset(
        tmp_path,
        FILES
        | {
            "DEU": [
                make_statement("2024-05-01", {"border": -2}),
                make_statement("2024-05-31", {"border": 1}, sources=by("<b>Herald</b>")),
            ]
        },
    )
    result = found(data)
    card = "".join(headline_card(result, n) for n in range(len(result.headlines)))
    assert "<b>Herald" not in card and "&lt;b&gt;Herald" in card


@pytest.fixture(scope="module")
def curated_findings(curated):
    return check_headlines(curated, "now", dt.date(2025, 11, 30), dt.date(2025, 10, 31))


def test_every_sentence_of_the_curated_data_without_a_publisher_is_the_one_made_from_the_whole(
    curated, curated_coded, curated_findings
):
    on, result, sole = dt.date(2025, 11, 30), curated_findings, sole_publishers(curated)
    assert result.publishers == sole.nunique()
    made = {(o.headline, o.publisher): o.sentence for o in result.outcomes if o.check == PUBLISHER}
    other = {o.publisher for o in result.outcomes if o.check == PUBLISHER and o.verdict != SAME}
    assert len(other) >= 5
    for publisher in [*sorted(other)[:3], *sorted(set(sole) - other)[:2]]:
        coded = curated_coded[~curated_coded["statement"].isin(sole.index[sole.eq(publisher)])]
        cells = cell_states(curated, coded, on)
        whole = {
            "Where support is widest and narrowest": state_of_play(curated, cells, on),
            "The latest moves": latest_moves(curated, counted_changes(curated, coded, on), on),
            "Who came first on “Donated, near border”": spread_of(
                curated,
                who_reached(curated, coded, "border", dt.date(2022, 2, 24), on),
                "border",
                dt.date(2022, 2, 24),
                on,
            ),
        }
        whole |= {
            f"Where they stand on “{q.short}”": stand_on(curated, cells, q.code, on)
            for q in curated.codebook.questions
        }
        for n, headline in enumerate(result.headlines):
            if headline.title in whole:
                assert made.get((n, publisher), result.sentences[n]) == whole[headline.title], (
                    publisher,
                    headline.title,
                )


def test_that_most_permitted_deep_strikes_in_may_2024_hangs_on_one_publisher_and_on_words_of_less_than_high_confidence(
    curated,
):
    told = outcomes(
        check_headlines(curated, "now", dt.date(2024, 5, 31), dt.date(2024, 4, 30)),
        "Where they stand on “Donated, deep”",
    )
    assert told[SURE, None][0] == CHANGED
    assert [p for (check, p), (verdict, _) in told.items() if check == PUBLISHER and verdict == CHANGED] == [
        "STA"
    ]


def test_by_november_2025_it_hangs_on_no_publisher_but_on_words_older_than_a_year(curated_findings):
    told = outcomes(curated_findings, "Where they stand on “Donated, deep”")
    assert [asked for asked, (verdict, _) in told.items() if verdict == CHANGED] == [(RECENT, None)]


def test_asked_again_it_is_not_reckoned_again(curated, curated_findings):
    assert check_headlines(curated, "now", dt.date(2025, 11, 30), dt.date(2025, 10, 31)) is curated_findings
