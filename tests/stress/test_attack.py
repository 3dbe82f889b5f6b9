"""A dataset made of attacks, on every screen of a real browser: nothing runs, nothing is fetched, and each
string shows as itself.

The browser is told to disregard the Content-Security-Policy, so that what is tested is the app and not its
second line of defence.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import urllib.request
import zipfile
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from dashboard import PAGES
from data.dataset import Dataset
from data.io.loader import load
from data.query.endpoints import FILES
from tests.browser.conftest import ROOT, Reader, serve
from tests.stress.attack import attack_dataset, shown_wrongly

ENOUGH = 8  # buttons of a kind that are tried on a screen
HIT = "window.hits = 0; window.hit = () => { window.hits += 1; return true; }; window.alert = window.confirm = window.prompt = window.hit;"
# Everything that a reader can read, what lies in attributes and in figures too; and what must not be there at
# all.
LOOK = """() => {
  const seen = [], bad = [];
  for (const root of document.querySelectorAll('[data-testid=stApp], body > div')) {
    for (const e of root.querySelectorAll('*')) {
      for (const a of e.attributes) {
        if (/^on/i.test(a.name)) bad.push(`${e.tagName} ${a.name}=${a.value}`);
        if (['aria-label', 'title', 'alt', 'placeholder', 'value'].includes(a.name)) seen.push(a.value);
      }
      const link = e.getAttribute('href') ?? e.getAttribute('xlink:href') ?? e.getAttribute('src') ?? '';
      if (/evil|^\\s*(javascript|vbscript|data:text)/i.test(link) && !(e.href ?? '').startsWith(location.origin)) bad.push(`${e.tagName} ${link}`);
      if (['IFRAME', 'OBJECT', 'EMBED', 'BASE'].includes(e.tagName)) bad.push(e.outerHTML.slice(0, 200));
      if (e.classList.contains('katex') || e.tagName === 'MATH') bad.push('a formula: ' + e.textContent.slice(0, 100));
      if (['SCRIPT', 'STYLE'].includes(e.tagName) && /hit\\(|display:none\\}/.test(e.textContent)) bad.push(e.outerHTML.slice(0, 200));
    }
    const blocks = root.querySelectorAll('p, li, td, th, dd, dt, h1, h2, h3, h4, label, button, a, summary, code, .sp-card, [role=gridcell], [role=option], [data-testid=stMarkdownContainer], article');
    for (const e of blocks) if (!e.closest('.js-plotly-plot')) seen.push(e.textContent);
    // a line of a figure's text may stand in an element of its own
    for (const figure of root.querySelectorAll('.js-plotly-plot')) seen.push([...figure.querySelectorAll('text')].map((e) => e.textContent).join(''));
  }
  return { seen: [...new Set(seen)], bad, hits: window.hits };
}"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attack_dataset(tmp_path_factory.mktemp("attack") / "data")


@pytest.fixture(scope="module")
def data(attacked) -> Dataset:
    return load(attacked)


@pytest.fixture(scope="module")
def server(attacked, tmp_path_factory) -> Iterator[str]:
    yield from serve(ROOT / "dashboard.py", tmp_path_factory.mktemp("server"), DATASET=str(attacked))


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Reader]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 1000}, accept_downloads=True, bypass_csp=True
    )
    context.add_init_script(HIT)
    yield Reader(context, server)
    context.close()


def assert_harmless(reader: Reader, at_least: int = 0) -> None:
    found = reader.page.evaluate(LOOK)
    assert found["hits"] == 0
    assert found["bad"] == []
    assert reader.outside == [] and reader.errors == []
    attacks = [text for text in found["seen"] if "Qk" in text]
    wrong = [w for text in attacks for w in shown_wrongly(text)]
    assert not wrong, (len(wrong), sorted(set(wrong), key=len)[:8])
    assert len(attacks) >= at_least


def open_all(page: Page, reader: Reader) -> None:
    """Unfolds what is folded."""
    within = page.get_by_role("dialog") if page.get_by_role("dialog").count() else page
    for summary in within.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
            reader.wait_until_idle()


def hover_all(page: Page) -> Iterator[str]:
    """What the figures say of the marks that are pointed at."""
    for figure in page.locator(".js-plotly-plot").all():
        figure.scroll_into_view_if_needed()
        box = figure.bounding_box()
        for x in range(60, int(box["width"]) - 20, 90):
            for y in range(90, int(min(box["height"], 800)) - 40, 60):
                page.mouse.move(box["x"] + x, box["y"] + y)
                page.wait_for_timeout(12)
                if (layer := figure.locator(".hoverlayer")).count():
                    yield layer.first.text_content()


def queries(data: Dataset) -> dict[str, list[str]]:
    statement = data.statements.iloc[5]
    cell = data.codes[data.codes["statement"].eq(statement["id"])].iloc[0]["question"]
    every = [
        f"?cell={statement['actor']}.{cell}",
        f"?id={quote(statement['id'])}",
        "?cell=USA.deep&on=2025-07-31",
    ]
    return {s.path: ["", "?on=2024-08-31&group=NATO&group=EU"] for s in PAGES} | {
        "matrix": ["", *every],
        "country": ["", f"?actor={statement['actor']}", "?actor=UKR", "?actor=LTU&on=2026-11-20"],
        "compare": ["", "?actors=FRA&actors=USA&actors=DEU", "?actors=UKR&actors=RUS"],
        "evidence": ["", *every, "?text=hit"],
        "changes": ["", "?since=2024-05-01&on=2024-08-31"],
    }


def cases() -> list[tuple[str, int]]:
    return [(s.path, n) for s in PAGES for n in range(6)]


@pytest.mark.parametrize(("path", "n"), cases())
def test_a_screen_shows_attacks_as_text(reader, data, path, n):
    asked = queries(data)[path]
    if n >= len(asked):
        pytest.skip("this screen has fewer views")
    page = reader.open(f"/{path if path != PAGES[0].path else ''}{asked[n]}")
    assert_harmless(reader)
    open_all(page, reader)
    assert_harmless(reader, at_least=0 if path == "compare" and not n else 1)
    said = [text for text in hover_all(page) if text]
    wrong = [w for text in said for w in shown_wrongly(text)]
    assert not wrong, (len(wrong), sorted(set(wrong), key=len)[:5])
    assert_harmless(reader)


@pytest.mark.parametrize("path", [s.path for s in PAGES])
def test_what_can_be_opened_and_taken_away_from_a_screen_is_harmless_too(reader, data, path, tmp_path):
    views = [
        query
        for query in queries(data)[path]
        if "cell=" not in query and "id=" not in query and "text=" not in query
    ]
    address = f"/{path if path != PAGES[0].path else ''}{views[-1]}"
    page = reader.open(address)
    open_all(page, reader)
    for box in page.get_by_role("combobox").all()[:ENOUGH]:
        box.click()
        page.wait_for_timeout(150)
        assert_harmless(reader)
        page.keyboard.press("Escape")
    # Escape empties some boxes, and with them the screen
    reader.open(address)
    open_all(page, reader)
    for n in range(min(page.get_by_test_id("stTooltipHoverTarget").count(), ENOUGH)):
        page.get_by_test_id("stTooltipHoverTarget").nth(n).hover(force=True)
        page.wait_for_timeout(100)
    assert_harmless(reader)
    for n in range(min(page.get_by_test_id("stDownloadButton").count(), ENOUGH)):
        with page.expect_download(timeout=180_000) as download:  # a presentation is drawn picture by picture
            page.get_by_test_id("stDownloadButton").nth(n).get_by_role("button").click()
        download.value.save_as(tmp_path / "file")
        assert_document(download.value.suggested_filename, (tmp_path / "file").read_bytes())
    for n in range(page.locator(".js-plotly-plot").count()):
        reader.image(tmp_path, n)
    buttons = page.get_by_test_id("stMainBlockContainer").get_by_test_id("stButton")
    if buttons.count():
        buttons.first.get_by_role("button").click()
        reader.wait_until_idle()
        assert_harmless(reader)


class _Strict(HTMLParser):
    def __init__(self):
        super().__init__()
        self.bad, self.text, self.scripts, self.into = [], [], [], None

    def handle_starttag(self, tag, attributes):
        self.bad += [f"{tag} {name}" for name, _ in attributes if name.startswith("on")]
        self.bad += [
            f"{tag} {value}"
            for name, value in attributes
            if name in ("href", "src") and not re.match(r"https?://|#|data:image/|$", value or "")
        ]
        # what is held as JSON does not run, and in a style sheet words are written as CSS has them
        held = tag == "style" or dict(attributes).get("type") == "application/json"
        self.into = [] if held else self.scripts if tag == "script" else self.text
        self.bad += [tag] if tag in ("iframe", "object", "embed", "base", "form") else []

    def handle_data(self, text):
        (self.text if self.into is None else self.into).append(text)

    def handle_endtag(self, tag):
        self.into = None


def assert_document(name: str, content: bytes) -> None:
    """A file that was taken away: HTML, PPTX (or anything zipped), CSV, JSON or text."""
    if name.endswith((".html", ".htm")):
        page = _Strict()
        page.feed(content.decode())
        assert page.bad == []
        # only scripts that the document's own policy knows by their digest may stand in it
        digests = [
            base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in page.scripts
        ]
        assert [d for d in digests if f"'sha256-{d}'" not in unescape(content.decode())] == []
        assert shown_wrongly("".join(page.text)) == []
    elif zipfile.is_zipfile(io.BytesIO(content)):
        for part in zipfile.ZipFile(io.BytesIO(content)).infolist():
            inside = zipfile.ZipFile(io.BytesIO(content)).read(part)
            if part.filename.endswith(".rels"):
                outside = [
                    r.get("Target")
                    for r in ElementTree.fromstring(inside)
                    if r.get("TargetMode") == "External"
                ]
                assert all(urlsplit(target).scheme in ("http", "https") for target in outside), outside
            elif part.filename.endswith(".xml"):
                assert shown_wrongly("".join(ElementTree.fromstring(inside).itertext())) == [], part.filename
            else:
                assert_document(part.filename, inside)
    elif name.endswith(".csv"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            for cell in row:
                assert not cell.startswith(("=", "@", "+", "\t", "\r")), cell
                assert shown_wrongly(cell) == []
    elif name.endswith(".json"):
        assert shown_wrongly(" ".join(_strings(json.loads(content)))) == []
    elif name.endswith((".atom", ".svg")):
        assert shown_wrongly(" ".join(ElementTree.fromstring(content).itertext())) == []


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


@pytest.mark.parametrize("file", FILES)
def test_what_programs_are_given_holds_attacks_as_text(server, file):
    stretch = "?since=2024-05-01&on=2024-12-31" if file.startswith("changes") else ""
    with urllib.request.urlopen(f"{server}/api/v1/{file}{stretch}", timeout=60) as answer:
        content = answer.read()
    assert (
        answer.headers["x-content-type-options"] == "nosniff" and "html" not in answer.headers["content-type"]
    )
    assert b"Qk" in content or file.endswith(".zip")
    assert_document(file, content)
    if file.endswith(".atom"):
        links = [
            link.get("href")
            for link in ElementTree.fromstring(content).iter("{http://www.w3.org/2005/Atom}link")
        ]
        assert all(link.startswith(server) for link in links)


def test_an_address_made_of_attacks_is_told_as_text(reader):
    wicked = quote("Qk0z<img src=x onerror=hit()>z0kQ")
    for path in ("", "evidence", "country"):
        reader.open(
            f"/{path}?group={wicked}&actor={wicked}&id={wicked}&{wicked}=1&text={wicked}&cell={wicked}"
        )
        assert_harmless(reader)
