"""Every figure under every kind of choice, without a browser."""

from __future__ import annotations

import datetime as dt

import pytest

from components.app.session import Session
from components.state.view_state import Cell, default_choices
from dashboard import PAGES
from tests.harness import alone
from tests.pages.test_pages import assert_figures_are_whole


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"group": ("NATO",), "confidence": "high", "known": "then"},
        {"cell": Cell("FRA", "border"), "sort": "group"},
    ],
)
@pytest.mark.parametrize("screen", PAGES, ids=lambda s: s.path)
def test_plotly_finds_nothing_wrong_in_any_figure_and_each_has_a_text_and_a_table(curated, screen, choices):
    test = alone(screen.path)
    actors = {"compare": {"actors": ("FRA", "DEU")}, "country": {"actor": "FRA"}}.get(screen.path, {})
    test.session_state["session"] = Session(
        default_choices(curated).replace(
            on=dt.date(2024, 6, 30), since=dt.date(2024, 5, 1), **actors | choices
        )
    )
    test.run()
    assert not test.exception
    assert_figures_are_whole(test, screen)
