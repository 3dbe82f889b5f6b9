"""Every page in Streamlit's own test harness, inside the frame and alone."""

from __future__ import annotations

import datetime as dt
import json

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from components.app.pacing import pause_for_paint
from components.app.page_spec import PageSpec
from components.app.session import Session
from components.state.view_state import Cell, default_choices
from components.theme.palette import LIGHT
from components.theme.styles import colour_properties
from dashboard import PAGES
from tests.harness import alone, app, shown, unfold, widget


def test_the_app_opens_without_an_error_and_leaves_its_address_bare():
    test = app()
    assert not test.exception
    assert dict(test.query_params) == {}
    assert test.title[0].value == "Strike Positions"


def test_the_list_of_screens_brings_the_colours_of_all_cards():
    assert colour_properties(LIGHT) in app({"on": "2024-05-31"}).sidebar.get("html")[0].proto.body


def test_a_browser_has_the_first_figure_of_a_screen_to_itself_for_a_moment_on_arrival(monkeypatch):
    passed = [0.0]
    rows = []

    def next_figure(ctx, shown):
        rows.append(round(passed[0], 1))
        pause_for_paint()
        rows.append(round(passed[0], 1))

    monkeypatch.setattr("components.app.pacing.monotonic", lambda: passed[0])
    monkeypatch.setattr("components.app.pacing.sleep", lambda seconds: passed.append(passed.pop() + seconds))
    monkeypatch.setattr("components.widgets.chart.export_bar", next_figure)
    test = app()
    assert rows == [0, 0]  # here is no browser
    rows.clear()
    monkeypatch.setattr(
        "streamlit.runtime.context.ContextProxy.url", property(lambda self: "http://here.example/")
    )
    widget(test.run(), "selectbox", "Confidence").select("high").run()
    assert not test.exception
    assert rows == [0.4, 0.4, 0.4, 0.4]
    test.session_state["session"].path = "evidence"  # back from a screen without a figure
    test.run()
    assert rows[4:] == [0.7, 0.7]


def test_a_filter_changes_the_address_in_codes_and_a_default_leaves_it():
    test = app()
    widget(test, "multiselect", "Group").select("NATO").run()
    assert test.query_params["group"] == ["NATO"] or test.query_params["group"] == "NATO"
    widget(test, "date_input", "As-of day").set_value(dt.date(2024, 5, 31)).run()
    assert test.query_params["on"] in ("2024-05-31", ["2024-05-31"])
    widget(test, "multiselect", "Group").unselect("NATO").run()
    assert "group" not in test.query_params
    assert not test.exception


def test_the_filter_by_age_stands_beside_that_by_confidence_and_goes_to_the_address():
    test = app()
    widget(test, "selectbox", "Last stated").select("12").run()
    assert test.query_params["stated"] in ("12", ["12"])
    assert not test.exception


def test_an_address_sets_the_filters():
    test = app({"on": "2024-05-31", "group": ["NATO", "EU"], "confidence": "high"})
    assert widget(test, "date_input", "As-of day").value == dt.date(2024, 5, 31)
    assert widget(test, "multiselect", "Group").value == ["NATO", "EU"]
    assert widget(test, "selectbox", "Confidence").value == "high"
    assert not test.warning


def test_what_was_not_understood_is_told_until_the_reader_chooses_something():
    test = app({"on": "2024-13-45", "group": "NATO"})
    assert len(test.warning) == 1
    assert "was not understood" in test.warning[0].value
    assert widget(test, "multiselect", "Group").value == ["NATO"]
    widget(test, "selectbox", "Confidence").select("high").run()
    assert not test.warning


@pytest.mark.parametrize(
    "query",
    [
        {"on": "x" * 5000},
        {"group": ["a"] * 50},
        {"<script>": "alert(1)"},
        {"cell": "."},
        {"id": "\u202e\x00"},
        {"sort": ""},
    ],
)
def test_any_mangled_address_gives_the_page_and_says_so(query):
    test = app(query)
    assert not test.exception
    assert test.warning
    assert test.title


def assert_figures_are_whole(test: AppTest, screen: PageSpec) -> None:
    """A screen has the figures that it ought to have, Plotly finds nothing wrong in them, and each has a
    text and a table."""
    figures = test.get("plotly_chart")
    assert bool(figures) == screen.figure
    for figure in figures:
        assert len(figure.proto.alt) > 30
        go.Figure(json.loads(figure.proto.spec))  # names what it finds wrong
    unfold(test)
    assert not test.exception
    assert len(test.dataframe) >= len(figures)


@pytest.mark.parametrize("screen", PAGES, ids=lambda s: s.path)
def test_a_page_runs_alone_from_its_address_and_its_figures_are_whole(screen):
    test = alone(screen.path)
    query = {"on": "2024-05-31", "since": "2024-05-01", "group": "NATO", "known": "then"}
    for name, value in (
        query | {"compare": {"actors": ["FRA", "DEU"]}, "country": {"actor": "FRA"}}.get(screen.path, {})
    ).items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    assert "31 May 2024" in shown(test)
    assert_figures_are_whole(test, screen)


@pytest.mark.parametrize(
    "screen", [s for s in PAGES if s.path in ("matrix", "compare")], ids=lambda s: s.path
)
def test_a_page_takes_the_choices_that_a_test_sets(curated, screen):
    test = alone(screen.path)
    test.session_state["session"] = Session(
        default_choices(curated).replace(
            on=dt.date(2024, 11, 30), since=dt.date(2024, 11, 1), actors=("FRA", "DEU")
        )
    )
    test.run()
    assert not test.exception
    assert "30 November 2024" in shown(test)
    assert_figures_are_whole(test, screen)


def test_what_is_folded_away_is_only_made_for_those_who_open_it():
    test = alone("matrix").run()
    assert not test.dataframe
    unfold(test)
    assert len(test.dataframe) == 1 and not test.exception


def test_the_matrix_shows_its_sentence_and_the_evidence_of_a_chosen_cell():
    test = alone("matrix")
    for name, value in {"on": "2024-05-31", "group": "NATO", "cell": "FRA.border"}.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    assert "(14 of 14)" in shown(test).replace("&#40;", "(").replace("&#41;", ")")
    assert "The words that began this position" in [s.value for s in test.subheader]


@pytest.mark.parametrize(
    "cell", ["ALB.own", "TUR.own", "DEU.deep", "ITA.border", "RUS.deep", "BIH.own", "LTU.right", "EU.supply"]
)
@pytest.mark.parametrize("confidence", ["all", "high"])
def test_the_evidence_of_a_cell_opens_in_every_state(cell, confidence):
    test = alone("matrix")
    for name, value in {"on": "2025-11-30", "confidence": confidence, "cell": cell}.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    assert "How it was searched" in [s.value for s in test.subheader]
    assert not any("&lt;" in e.proto.body for e in test.get("html"))  # HTML that was taken for text


def test_evidence_can_be_opened_from_a_timeline_on_which_nobody_has_spoken_yet():
    test = alone("timeline")
    test.query_params["on"] = "2022-02-26"
    test.run()
    widget(test, "selectbox", "Evidence for").select("FRA")
    next(b for b in test.button if b.label == "Show the evidence").click().run()
    assert not test.exception
    assert test.session_state["session"].choices.cell == Cell("FRA", "border")


def test_the_evidence_of_every_cell_opens_without_a_figure(curated):
    test = alone("matrix")
    test.query_params["on"] = "2024-05-31"
    test.run()
    widget(test, "selectbox", "Evidence for").select("FRA")
    widget(test, "selectbox", "on question").select("deep")
    test.button[0].click().run()
    assert not test.exception
    assert test.session_state["session"].choices.cell == Cell("FRA", "deep")


@pytest.mark.parametrize("screen", ["timeline", "map", "diffusion"])
def test_where_one_question_is_shown_the_evidence_opens_without_the_figure_too(screen):
    test = alone(screen)
    test.query_params["on"] = "2024-05-31"
    test.run()
    widget(test, "selectbox", "Evidence for").select("FRA")
    test.button[0].click().run()
    assert not test.exception
    assert test.session_state["session"].choices.cell == Cell("FRA", "border")


def test_a_stretch_that_is_offered_sets_both_days_and_the_first_day_of_other_screens_stays_before_them():
    test = alone("changes")
    for name, value in {"start": "2025-06-01", "confidence": "high"}.items():
        test.query_params[name] = value
    test.run()
    assert "No move and no first words" in shown(test)
    next(b for b in test.button if b.label == "August 2024").click().run()
    assert not test.exception
    choices = test.session_state["session"].choices
    assert (choices.since, choices.on, choices.start, choices.confidence) == (
        dt.date(2024, 7, 31),
        dt.date(2024, 8, 31),
        dt.date(2022, 2, 24),
        "high",
    )
    next(b for b in test.button if b.label == "The statement").click().run()
    assert test.session_state["session"].choices.id
    assert not test.exception


def test_what_was_not_public_on_a_day_is_said_and_can_be_left_out():
    def opened(known):
        test = alone("matrix")
        for name, value in {"on": "2025-07-31", "cell": "USA.deep", "known": known}.items():
            test.query_params[name] = value
        return test.run()

    now, then = opened("now"), opened("then")
    assert not now.exception and not then.exception
    assert any(
        "Not public on this day" in e.proto.body and "23 August 2025" in e.proto.body for e in now.get("html")
    )
    assert not any("Not public on this day" in e.proto.body for e in then.get("html"))
    assert any("Only what was public on the day is used" in e.proto.body for e in then.get("html"))
    [public] = [b for b in now.button if b.label == "Show what was public on this day"]
    public.click().run()
    assert not any("Not public on this day" in e.proto.body for e in now.get("html"))


def test_the_page_of_a_country_says_what_an_earlier_government_stated():
    test = alone("country")
    for name, value in {"on": "2024-07-05", "actor": "GBR"}.items():
        test.query_params[name] = value
    assert sum(e.proto.body.count("Stated under an earlier government") for e in test.run().get("html")) == 5
