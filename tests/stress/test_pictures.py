"""A browser that never answers: the pictures of a brief are given up after a while."""

from __future__ import annotations

from components.brief import figure_images as drawing
from tests.components.brief.test_brief import assert_no_pictures_and_nothing_left_running


def test_a_browser_that_hangs_costs_the_pictures_and_not_the_brief(monkeypatch, tmp_path):
    monkeypatch.setattr(drawing, "SECONDS_AT_ALL", 30)  # enough for it to start on any machine
    assert_no_pictures_and_nothing_left_running(monkeypatch, tmp_path, "exec sleep 60")
