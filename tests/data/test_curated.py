"""The dataset itself: what is known from the sources comes out right, for the right reason."""

from __future__ import annotations

import re

import pytest

from data.io.loader import CURATED
from data.query.names import find_actor
from data.rules.cell_states import cell_states
from data.rules.changes import changes
from data.rules.dissent import dissent_on
from data.rules.membership import head_on, members_on
from data.rules.positions import positions
from data.schema.fields import FIRST_DAY
from data.schema.text import normalize
from tests.factories import as_tuples


def position(coded, actor, question, on, confidence="all"):
    """(stance, since, statement, last stated, latest government words) or None."""
    found = positions(coded, on, confidence).query("actor == @actor and question == @question")
    return next(iter(as_tuples(found, "stance", "since", "statement", "last_stated", "last_statement")), None)


# The account of the news report of 31 May 2024 with which this dataset began.


def test_the_united_states_barred_strikes_near_the_border_until_the_president_decided_on_30_may(
    curated_coded,
):
    assert position(curated_coded, "USA", "border", "2024-05-20")[0] == -2
    assert position(curated_coded, "USA", "border", "2024-05-29")[0] == -2
    assert position(curated_coded, "USA", "border", "2024-05-30")[:3] == (
        1,
        "2024-05-30",
        "USA-2024-05-30-biden",
    )
    assert position(curated_coded, "USA", "border", "2024-05-31") == (
        1,
        "2024-05-30",
        "USA-2024-05-30-biden",
        "2024-05-31",
        "USA-2024-05-31-blinken",
    )


def test_the_united_states_kept_its_ban_on_deep_strikes(curated, curated_coded):
    assert position(curated_coded, "USA", "deep", "2024-05-31")[0] == -2
    began = (
        positions(curated_coded, "2024-05-31").query("actor == 'USA' and question == 'deep'")["set_by"].item()
    )
    assert "ATACMS" in " ".join(
        curated.statements.set_index("id").loc[began, ["summary", "rationale"]]
    ) + " ".join(curated.statements.set_index("id").loc[began, "systems"])


@pytest.mark.parametrize(
    ("actor", "question", "stance", "since", "statement"),
    [
        ("FRA", "border", 1, "2024-05-28", "FRA-2024-05-28-macron"),
        ("SWE", "right", 2, "2024-05-26", "SWE-2024-05-26-jonson"),
        ("UKR", "border", 2, "2024-05-23", "UKR-2024-05-23-zelensky"),
    ],
)
def test_the_others_in_the_report_stand_as_it_says(curated_coded, actor, question, stance, since, statement):
    assert position(curated_coded, actor, question, "2024-05-31")[:3] == (stance, since, statement)


def test_nato_s_secretary_general_affirms_the_right(curated_coded):
    stance, _, _, last_stated, statement = position(curated_coded, "NATO", "right", "2024-05-31")
    assert (stance, last_stated) == (2, "2024-05-31")
    assert statement.endswith("stoltenberg")


def test_italy_bars_its_weapons_and_salvini_dissents_on_the_same_side_in_other_terms(curated_coded):
    assert position(curated_coded, "ITA", "border", "2024-05-31")[0] == -2
    dissent = dissent_on(curated_coded, "2024-05-31").query("actor == 'ITA' and question == 'border'")
    assert set(as_tuples(dissent, "speaker", "stance", "line", "same_side")) == {
        ("Matteo Salvini", -2, -2, True)
    }


def test_russia_rules_out_deep_strikes_last_stated_on_the_31st(curated_coded):
    stance, _, _, last_stated, _ = position(curated_coded, "RUS", "deep", "2024-05-31")
    assert (stance, last_stated) == (-2, "2024-05-31")


def test_four_actors_moved_in_those_days_and_all_else_is_first_words(curated_coded):
    steps = changes(curated_coded, "2024-05-29", "2024-05-31")
    moves = steps[steps["change"].eq("move")]
    assert sorted(as_tuples(moves, "actor", "question", "from_stance", "stance")) == [
        ("DEU", "border", -2, 1),
        ("NATO", "border", 1, 2),
        ("PRT", "border", -1, 1),
        ("USA", "border", -2, 1),
    ]
    assert set(steps.loc[steps["change"].ne("move"), "change"]) == {"first words"}


def test_germany_s_old_ban_does_not_come_back_when_only_high_confidence_is_asked_for(curated_coded):
    assert position(curated_coded, "DEU", "deep", "2025-11-30")[0] == 2
    assert position(curated_coded, "DEU", "deep", "2025-11-30", "high") is None


def test_sweden_is_no_nato_member_on_1_march_2024_and_is_one_on_the_10th(curated):
    assert "SWE" not in members_on(curated, ("NATO",), "2024-03-01")
    assert "SWE" in members_on(curated, ("NATO",), "2024-03-10")
    assert len(members_on(curated, ("NATO",), "2024-05-31")) == 32


# The form of the whole.


def test_nothing_is_missing_and_every_statement_has_its_source(curated):
    assert sorted(curated.actors["code"]) == sorted(f.stem for f in (CURATED / "statements").glob("*.yaml"))
    assert set(curated.searches["actor"]) == set(curated.actors["code"])
    assert (
        set(curated.statements["id"]) == set(curated.codes["statement"]) == set(curated.sources["statement"])
    )
    assert set(curated.events["id"]) == set(curated.event_sources["event"])
    assert curated.second_coding["statement"].nunique() >= 239
    assert curated.second_coding.groupby("statement")["coder"].nunique().eq(2).all()


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("Britain", "GBR"),
        ("US", "USA"),
        ("USA", "USA"),
        ("America", "USA"),
        ("Turkey", "TUR"),
        ("Holland", "NLD"),
        ("Czech Republic", "CZE"),
        ("South Korea", "KOR"),
        ("North Korea", "PRK"),
        ("Vatican", "VAT"),
        ("Holy See", "VAT"),
        ("Russian Federation", "RUS"),
        ("UAE", "ARE"),
        ("Bosnia", "BIH"),
        ("Macedonia", "MKD"),
        ("XK", "XKX"),
        ("Deutschland", "DEU"),
        ("Polska", "POL"),
        ("España", "ESP"),
        ("Österreich", "AUT"),
        ("Schweiz", "CHE"),
        ("Sverige", "SWE"),
        ("Suomi", "FIN"),
        ("Україна", "UKR"),
        ("Россия", "RUS"),
        ("European Union", "EU"),
        ("United Nations", "UN"),
        ("North Atlantic Treaty Organization", "NATO"),
    ],
)
def test_an_actor_is_found_by_the_names_that_readers_use(curated, name, actor):
    assert find_actor(curated, name) == actor


def test_each_alias_leads_to_one_actor_only(curated):
    called = {
        (normalize(text), a.code)
        for a in curated.actors.itertuples()
        for text in (a.code, a.name, *a.aliases)
    }
    assert len(called) == len({text for text, _ in called})
    assert all(find_actor(curated, text) == code for text, code in called)


# ISO 3166-1, three letters and two; XK is what is in use for Kosovo.
TWO_LETTERS = dict(
    re.findall(
        r"(\w{3}):(\w{2})",
        """
    ALB:AL ARE:AE ARG:AR ARM:AM AUS:AU AUT:AT AZE:AZ BEL:BE BGR:BG BHR:BH BIH:BA BLR:BY BRA:BR CAN:CA CHE:CH CHL:CL CHN:CN COL:CO CUB:CU CYP:CY CZE:CZ
    DEU:DE DNK:DK EGY:EG ESP:ES EST:EE FIN:FI FRA:FR GBR:GB GEO:GE GRC:GR HRV:HR HUN:HU IDN:ID IND:IN IRL:IE IRN:IR ISL:IS ISR:IL ITA:IT JPN:JP KAZ:KZ
    KGZ:KG KOR:KR LTU:LT LUX:LU LVA:LV MDA:MD MEX:MX MKD:MK MLT:MT MNE:ME NIC:NI NLD:NL NOR:NO NZL:NZ PAK:PK POL:PL PRK:KP PRT:PT QAT:QA ROU:RO RUS:RU
    SAU:SA SLE:SL SRB:RS SVK:SK SVN:SI SWE:SE SYR:SY TJK:TJ TKM:TM TUR:TR UKR:UA USA:US UZB:UZ VAT:VA VEN:VE XKX:XK ZAF:ZA""",
    )
)


def test_every_country_is_found_by_its_code_of_two_letters(curated):
    countries = curated.actors.loc[curated.actors["kind"].eq("country"), "code"]
    assert {code: find_actor(curated, TWO_LETTERS[code]) for code in countries} == {
        code: code for code in countries
    }


def test_an_actor_for_whom_nothing_was_found_stays_listed_as_such(curated, curated_coded):
    cells = cell_states(curated, curated_coded, curated.last_day)
    assert set(cells.loc[cells["actor"].eq("XKX"), "state"]) == {"nothing_found"}


def test_every_question_of_every_actor_is_answered_or_said_to_be_unanswered(curated, curated_coded):
    assert "not_looked_for" not in set(cell_states(curated, curated_coded, curated.last_day)["state"])


def test_groups_have_as_many_members_as_is_known(curated):
    on = curated.last_day
    assert {
        g: len(members_on(curated, (g,), on))
        for g in ("NATO", "EU", "G7", "G20", "NB8", "V4", "B9", "JEF", "P5")
    } == {"NATO": 32, "EU": 27, "G7": 7, "G20": 19, "NB8": 8, "V4": 4, "B9": 9, "JEF": 10, "P5": 5}


def test_no_organisation_is_a_member_of_a_group(curated):
    organisations = curated.actors.loc[curated.actors["kind"].eq("organisation"), "code"]
    assert not curated.memberships["actor"].isin(organisations).any()


def test_a_position_on_the_day_an_act_became_public_rests_on_when_it_happened(curated):
    assert (
        curated.statements["disclosed"].dropna()
        >= curated.statements.loc[curated.statements["disclosed"].notna(), "date"]
    ).all()


def test_every_country_with_statements_has_a_head_of_government_on_each_of_their_days(curated):
    countries = curated.actors.loc[curated.actors["kind"].eq("country"), "code"]
    said = curated.statements[curated.statements["actor"].isin(countries)]
    assert [s.id for s in said.itertuples() if head_on(curated, s.actor, s.date) is None] == []
    assert [a for a in said["actor"].unique() if head_on(curated, a, FIRST_DAY) is None] == []


def test_what_the_president_elect_said_is_no_dissent_once_he_speaks_for_the_government(curated_coded):
    def dissent(on):
        found = dissent_on(curated_coded, on)
        return set(found.loc[found["actor"].eq("USA") & found["speaker"].str.contains("Trump"), "statement"])

    assert dissent("2025-01-19") == {"USA-2024-11-25-trump", "USA-2024-12-16-trump"}
    assert dissent("2025-01-20") == set()


def test_words_of_a_deputy_beside_the_government_of_italy_in_may_2024_are_dissent(curated_coded):
    found = dissent_on(curated_coded, "2024-05-31")
    assert set(found.loc[found["actor"].eq("ITA"), "speaker"]) == {"Matteo Salvini"}
    line = positions(curated_coded, "2024-05-31").set_index(["actor", "question"]).loc[("ITA", "border")]
    assert (line["stance"], line["set_by"]) == (-2, "ITA-2024-05-07-tajani")


def test_a_line_of_an_earlier_government_is_said_to_be_one(curated_coded):
    def earlier(actor, question, on):
        return bool(
            positions(curated_coded, on)
            .set_index(["actor", "question"])
            .loc[(actor, question), "earlier_government"]
        )

    assert not earlier("GBR", "border", "2024-07-04")
    assert earlier("GBR", "border", "2024-07-05")
    # Healey restated it for the government of Starmer
    assert not earlier("GBR", "border", "2024-08-17")
