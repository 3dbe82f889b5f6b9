"""What must hold whatever was said: properties of the rules on made-up histories."""

from __future__ import annotations

import os

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.analysis.comparison import first_in_favour
from data.rules.changes import changes, net_change
from data.rules.coded_statements import FAR, as_public_then
from data.rules.dissent import dissent_on
from data.rules.positions import positions, positions_over
from data.rules.spells import spells, visible_spells, visible_spells_by_age
from tests.factories import as_tuples

DAYS = pd.date_range("2022-02-24", periods=10)
ACTORS, QUESTIONS = ["AAA", "BBB"], ["border", "deep"]
WORD = st.fixed_dictionaries(
    {
        "actor": st.sampled_from(ACTORS),
        "question": st.sampled_from(QUESTIONS),
        "stance": st.integers(-2, 2),
        "sets_position": st.booleans(),
        "voice": st.sampled_from(["government", "government", "dissent"]),
        "date": st.sampled_from(list(DAYS)),
        "date_precision": st.sampled_from(["day", "month"]),
        "office": st.integers(0, 4),
        "speaker": st.sampled_from(["X", "Y"]),
        "confidence": st.sampled_from(["low", "medium", "high"]),
        "disclosed": st.none() | st.sampled_from(list(DAYS)),
        "succeeded": st.none() | st.sampled_from(list(DAYS)),
    }
)
COLUMNS = [
    "statement",
    "actor",
    "question",
    "stance",
    "sets_position",
    "voice",
    "date",
    "date_precision",
    "office",
    "order",
    "speaker",
    "confidence",
    "disclosed",
    "succeeded",
]


def as_words(said: list[dict]) -> pd.DataFrame:
    """Made-up words in the form and order of `transforms.coded_statements`."""
    frame = pd.DataFrame(
        [{"statement": f"S{n}", "order": n} | word for n, word in enumerate(said)], columns=COLUMNS
    )
    frame = frame.astype(
        {
            "stance": "int8",
            "sets_position": bool,
            "date": "datetime64[s]",
            "disclosed": "datetime64[s]",
            "succeeded": "datetime64[s]",
            "office": int,
            "order": int,
        }
    )
    # what the loader and the days of governments see to
    for later in ("disclosed", "succeeded"):
        frame[later] = frame[later].where(frame[later] > frame["date"])
    # dissent never sets a position: the loader sees to it
    frame["sets_position"] &= frame["voice"].ne("dissent")
    return frame.sort_values(
        ["actor", "question", "date", "office", "order"],
        ascending=[True, True, True, False, True],
        ignore_index=True,
    )


# On few days and with much said: else hardly any has two words of a day, of which the rules have most to say.
HISTORIES = (st.lists(WORD, max_size=5) | st.lists(WORD, min_size=12, max_size=25)).map(as_words)
ON = st.sampled_from(list(DAYS))
quick = settings(max_examples=int(os.environ.get("EXAMPLES", "10")), deadline=None)  # new ones on every run


def told(positions: pd.DataFrame) -> dict:
    return {(a, q): s for a, q, s in as_tuples(positions, "actor", "question", "stance")}


@quick
@given(HISTORIES, ON)
def test_a_position_is_the_code_of_the_latest_setting_words_of_the_highest_office(coded, on):
    expected = {}
    for word in coded.itertuples():  # in order of day, then office, then place in the file: the last one wins
        if word.sets_position and word.voice == "government" and word.date <= on:
            expected[(word.actor, word.question)] = word.stance
    assert told(positions(coded, on)) == expected


@quick
@given(HISTORIES)
def test_spells_tile_the_time_line_and_neighbours_differ(coded):
    for _, cell in spells(coded).groupby(["actor", "question"]):
        assert cell["since"].is_monotonic_increasing
        assert cell["until"].iloc[:-1].tolist() == cell["since"].iloc[1:].tolist()
        assert pd.isna(cell["until"].iloc[-1])
        assert (cell["stance"].to_numpy()[1:] != cell["stance"].to_numpy()[:-1]).all()
        assert cell["previous"].iloc[1:].tolist() == cell["stance"].iloc[:-1].tolist()
        assert pd.isna(cell["previous"].iloc[0])


@quick
@given(HISTORIES, ON)
def test_a_position_is_the_spell_of_its_day(coded, on):
    every = spells(coded)
    now = every[(every["since"] <= on) & ~(every["until"] <= on)]
    assert as_tuples(now, "actor", "question", "stance", "since", "statement") == as_tuples(
        positions(coded, on), "actor", "question", "stance", "since", "statement"
    )


@quick
@given(HISTORIES, ON)
def test_what_was_known_on_a_day_is_what_follows_from_the_words_that_were_public_by_then(coded, on):
    public = coded[coded["disclosed"].fillna(coded["date"]) <= on]
    assert told(positions(as_public_then(coded), on)) == told(positions(public, on))


@quick
@given(HISTORIES, ON)
def test_dissent_and_comments_move_nothing(coded, on):
    setting = coded[coded["sets_position"] & coded["voice"].eq("government")]
    columns = ("actor", "question", "stance", "since", "statement", "confidence")
    assert as_tuples(positions(coded, on), *columns) == as_tuples(positions(setting, on), *columns)


@quick
@given(HISTORIES, ON)
def test_a_stricter_confidence_only_ever_blanks(coded, on):
    shown = [
        set(as_tuples(positions(coded, on, threshold), "actor", "question", "stance", "since", "statement"))
        for threshold in ("all", "medium", "high")
    ]
    assert shown[0] >= shown[1] >= shown[2]


STATED = ["all", "24", "12"]
# days and histories of ten days know no age: the same words, years apart
LONG = HISTORIES.map(lambda coded: coded.assign(date=DAYS[0].as_unit("s") + (coded["date"] - DAYS[0]) * 130))
LONG_ON = st.integers(0, 2200).map(lambda n: DAYS[0] + pd.Timedelta(days=n))


@quick
@given(LONG, LONG_ON, st.sampled_from(["all", "medium", "high"]))
def test_a_stricter_age_only_ever_blanks(coded, on, confidence):
    shown = [
        set(
            as_tuples(
                positions(coded, on, confidence, stated),
                "actor",
                "question",
                "stance",
                "since",
                "statement",
                "age_band",
            )
        )
        for stated in STATED
    ]
    assert shown[0] >= shown[1] >= shown[2]
    assert shown[2] == {row for row in shown[0] if row[-1] == "recent"}


@quick
@given(LONG, LONG_ON, st.sampled_from(["all", "medium", "high"]), st.sampled_from(STATED))
def test_stretches_agree_with_the_positions_of_any_day_under_any_filter(coded, on, confidence, stated):
    columns = ["actor", "question", "stance", "since", "statement"]
    now = positions(coded, on, confidence, stated)
    for cut, of_now in ((visible_spells, columns), (visible_spells_by_age, [*columns, "age_band"])):
        found = cut(coded, confidence, stated)
        assert (found["from"] < found["until"].fillna(FAR)).all()
        assert (
            found.groupby(["actor", "question"])["until"]
            .shift()
            .dropna()
            .eq(found["from"][found.duplicated(["actor", "question"])])
            .all()
        )
        here = found[(found["from"] <= on) & ~(found["until"] <= on) & ~found["held_back"]]
        assert as_tuples(here, *of_now) == as_tuples(now, *of_now)
    assert as_tuples(
        positions_over(coded, [on], confidence, stated=stated), *columns, "age_band"
    ) == as_tuples(now, *columns, "age_band")


@quick
@given(HISTORIES, ON)
def test_nothing_said_later_is_used(coded, on):
    past = coded[coded["date"] <= on]
    assert as_tuples(positions(coded, on), "actor", "question", "stance", "last_statement") == as_tuples(
        positions(past, on), "actor", "question", "stance", "last_statement"
    )
    assert as_tuples(dissent_on(coded, on), "statement", "line") == as_tuples(
        dissent_on(past, on), "statement", "line"
    )


@quick
@given(HISTORIES, ON, ON)
def test_changes_lead_from_the_first_day_to_the_second(coded, one, other):
    since, on = sorted([one, other])
    state = told(positions(coded, since))
    for actor, question, before, after in as_tuples(
        changes(coded, since, on), "actor", "question", "from_stance", "stance"
    ):
        assert state.get((actor, question)) == before != after
        state[(actor, question)] = after
    assert state == told(positions(coded, on))


@quick
@given(HISTORIES, ON, ON)
def test_the_net_change_is_the_difference_of_the_two_days(coded, one, other):
    since, on = sorted([one, other])
    then, now = told(positions(coded, since)), told(positions(coded, on))
    net = {
        (a, q): (b, s)
        for a, q, b, s in as_tuples(
            net_change(coded, since, on), "actor", "question", "from_stance", "stance"
        )
    }
    assert net == {cell: (then.get(cell), stance) for cell, stance in now.items() if then.get(cell) != stance}


@quick
@given(HISTORIES, ON, ON)
def test_who_came_to_be_in_favour_stood_there_on_that_day_and_not_the_day_before(coded, one, other):
    start, on = sorted([one, other])
    coded = coded.assign(date_precision="day")
    found = first_in_favour(coded, start, on)
    inside = {
        (a, q): d
        for a, q, d, already in as_tuples(found, "actor", "question", "since", "already")
        if not already
    }
    expected = {}
    for cell, part in coded[coded["sets_position"]].groupby(["actor", "question"]):
        stance = dict(zip(part["date"], part["stance"], strict=True))  # of several on a day the last one wins
        before = [n for day, n in stance.items() if day < start][-1:]
        reached = [f"{day:%Y-%m-%d}" for day, n in stance.items() if start <= day <= on and n >= 1]
        if reached and before not in ([1], [2]):
            expected[cell] = reached[0]
    assert inside == expected
    for _, rest in found[~found["already"]].groupby("question"):
        assert rest.loc[rest["first"], "since"].nunique() == 1 and rest["lag"].min() == 0
        assert (rest["lag"] == (rest["since"] - rest["since"].min()).dt.days).all()


@settings(quick, max_examples=5)  # what is changed in place is changed in almost every history
@given(HISTORIES, ON)
def test_rules_change_nothing_in_place(coded, on):
    before = coded.copy(deep=True)
    (
        spells(coded),
        positions(coded, on),
        dissent_on(coded, on),
        changes(coded, DAYS[0], on),
        net_change(coded, DAYS[0], on),
    )
    pd.testing.assert_frame_equal(coded, before)
