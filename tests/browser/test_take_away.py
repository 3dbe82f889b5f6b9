"""Whatever is shown can be taken away: in a real browser each way gives a file that opens, or a link that
leads back to the same view."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ElementTree
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect


def taken(reader, folder, name, view="matrix"):
    row = reader.page.locator(f".st-key-{view}-take-away")
    with reader.page.expect_download() as download:
        row.get_by_role("button", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_view_is_taken_away_as_images_tables_and_statements_and_its_link_leads_back(
    reader, tmp_path, curated
):
    page = reader.open("/matrix?on=2024-05-31&group=G7")
    image = taken(reader, tmp_path, "PNG")
    assert image.name == "strike-positions_2024-05-31_G7_matrix.png"
    assert struct.unpack(">II", image.read_bytes()[16:24]) == (1920, 1080)
    drawing = taken(reader, tmp_path, "SVG")
    assert drawing.suffix == ".svg"
    words = " ".join(ElementTree.parse(drawing).getroot().itertext())
    assert "Where G7 members stand on strikes inside Russia" in words and curated.version in words
    # the figure's own button gives an image as before
    assert reader.image(tmp_path)[0].endswith("_matrix.png")

    rows = pd.read_csv(taken(reader, tmp_path, "CSV"))
    assert (
        len(rows) == 7 * 6
        and rows.loc[rows["actor"].eq("ITA") & rows["question"].eq("deep"), "stance"].item() == -2
    )
    book = openpyxl.load_workbook(taken(reader, tmp_path, "Excel"))
    assert book["Data"].max_row == 7 * 6 + 1
    statements = pd.read_csv(taken(reader, tmp_path, "Statements"))
    assert set(statements["id"]) == {row[0].value for row in book["Statements"].iter_rows(min_row=2)}

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    asked = parse_qs(urlsplit(link).query)
    assert (
        link.startswith(f"{reader.address}/matrix?")
        and asked["on"] == ["2024-05-31"]
        and asked["version"] == [curated.version]
    )
    page.get_by_role("button", name="Cite").click()
    expect(page.locator("[data-testid=stPopoverBody]")).to_contain_text(link)
    page.goto(link)
    reader.wait_until_idle()
    expect(page.get_by_text("7 G7 members").first).to_be_visible()
    assert not page.get_by_text("was not understood").count()
    assert reader.outside == [] and reader.errors == []


def test_a_figure_alone_fills_the_window_at_16_to_9_with_nothing_around_it(reader, new_reader):
    page = reader.open("/map?on=2024-05-31&group=NATO&figure_only=true")
    assert (
        not page.locator("[data-testid=stSidebar], [data-testid=stHeader], h1").filter(visible=True).count()
    )
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box["width"] == pytest.approx(1280, abs=1) and box["width"] / box["height"] == pytest.approx(
        16 / 9, abs=0.01
    )
    page.set_viewport_size({"width": 640, "height": 360})
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot').getBoundingClientRect().width === 640"
    )
    box = page.locator(".js-plotly-plot").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == pytest.approx((0, 0, 640, 360), abs=1)
    page.set_viewport_size({"width": 1280, "height": 1000})
    assert reader.query() == "on=2024-05-31&group=NATO&figure_only=true"
    assert reader.outside == [] and reader.errors == []


def test_a_link_of_other_data_says_so_and_a_mangled_one_is_never_a_figure_alone(reader):
    page = reader.open(
        "/matrix?on=2024-05-31&group=G7&version=2026.11.22-c48d2295&figure_only=true&sort=nonsense"
    )
    assert page.get_by_text("Part of the link was not understood").is_visible()
    assert page.get_by_text("This link was made with data 2026.11.22-c48d2295").is_visible()
    page.get_by_role("button", name="Continue with these data").click()
    reader.wait_until_idle()
    assert (
        reader.query() == "on=2024-05-31&group=G7" and not page.get_by_text("This link was made with").count()
    )
