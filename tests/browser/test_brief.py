"""The brief in a real browser: both files are given, the HTML draws with the network cut off, and prints."""

from __future__ import annotations

import io
import re

from playwright.sync_api import expect
from pptx import Presentation


def test_both_files_are_given_and_the_html_draws_without_a_network_and_prints(reader, tmp_path):
    page = reader.open("/brief?on=2024-05-31&since=2024-05-01&group=G7&about=border")
    finding = (
        "On 31 May 2024, 5 of the 6 G7 members with a position on “Donated, near border” support or permit it"
    )
    expect(page.get_by_text(finding).first).to_be_visible()
    files = {}
    for label, ending in (("HTML file", "html"), ("PowerPoint", "pptx")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == f"strike-positions_2024-05-31_G7_brief.{ending}"
        files[ending] = tmp_path / f"brief.{ending}"
        download.value.save_as(files[ending])

    slides = list(Presentation(io.BytesIO(files["pptx"].read_bytes())).slides)
    assert any(s.shapes.title.text_frame.text.startswith(finding) for s in slides)
    pictures = [shape.image for s in slides for shape in s.shapes if shape.shape_type == 13]
    assert len(pictures) == 2 and all(p.ext == "png" and p.size[0] >= 1200 for p in pictures)

    asked, errors = [], []
    alone = page.context.new_page()
    alone.on("request", lambda r: asked.append(r.url))
    alone.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    alone.on("pageerror", lambda e: errors.append(str(e)))
    alone.goto(files["html"].as_uri())
    alone.wait_for_function(
        "document.querySelectorAll('.figure .main-svg').length > 1 && document.querySelector('.choroplethlayer path')"
    )
    drawn = alone.evaluate(
        "[...document.querySelectorAll('.figure')].map(f => f.querySelectorAll('.main-svg path').length)"
    )
    # the map has its seven countries, and the outlines of those around them
    assert len(drawn) == 2 and min(drawn) > 6
    assert alone.locator(".choroplethlayer path").count() == 7
    assert alone.evaluate("document.querySelector('.layer.land path').getAttribute('d').length") > 10_000
    assert asked == [files["html"].as_uri()] and errors == []
    for form in ("A4", "Letter"):
        pdf = alone.pdf(format=form)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 3
    alone.close()
    assert reader.outside == [] and reader.errors == []
