"""The real server and a real browser: edits under the reader's eyes, frames of other sites, and errors."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading

import pytest

from data.io.loader import CURATED
from tests.browser.conftest import Reader, serve
from tests.stress.servers import apps

PAGES = ("/", "/matrix?on=2024-05-31", "/country?actor=FRA&on=2024-05-31")


def test_a_corrupted_file_changes_nothing_for_readers_but_the_banner_and_mending_it_takes_it_away(
    browser, tmp_path
):
    directory = shutil.copytree(CURATED, tmp_path / "data")
    file = directory / "statements" / "FRA.yaml"
    whole = file.read_bytes()
    with apps(tmp_path, 1, DATASET=str(directory)) as [app]:
        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        reader = Reader(context, app.address)

        def read() -> tuple[str, list[str]]:
            banners = [b.inner_text() for b in reader.page.get_by_test_id("stAlert").all()]
            text = reader.page.get_by_test_id("stMain").inner_text()
            for banner in banners:
                text = text.replace(banner, "")
            return "".join(text.replace("edit_off", "").split()), banners

        def seen(path: str, expected: str = "") -> tuple[str, list[str]]:
            """What stands on the page, once it no longer changes, or as soon as it is what is expected: a
            busy machine draws in steps."""
            reader.open(path)
            last = None
            for _ in range(40):
                now = read()
                if now[0] == expected or not expected and now == last:
                    break
                last = now
                reader.page.wait_for_timeout(500)
            return now

        before = [seen(path) for path in PAGES]
        assert all(banners == [] for _, banners in before)
        for broken in (
            whole.replace(b"voice: government", b"voice: goverment"),
            whole[: len(whole) // 2],
            b"\x00\xff" * 5000,
            b"",
        ):
            file.write_bytes(broken)
            for path, (text, _) in zip(PAGES, before, strict=True):
                now, [banner] = seen(path, text)
                assert now == text
                assert "is not used" in banner and str(directory) not in banner and "Traceback" not in banner
        file.write_bytes(whole)
        assert [seen(path, text) for path, (text, _) in zip(PAGES, before, strict=True)] == before
        assert reader.errors == [] and reader.outside == []
        # an edit is taken up by a reader who is there already, with the next click
        page = reader.open("/country?actor=FRA&on=2024-05-31")
        file.write_bytes(whole.replace(b"Emmanuel Macron", b"Emmanuel Newname"))
        page.get_by_test_id("stSidebar").get_by_text("Only what was public on the day").click()
        reader.wait_until_idle()
        page.get_by_text("Emmanuel Newname").first.wait_for(state="attached", timeout=20_000)
        assert "Traceback" not in app.log.read_text()
        context.close()


@pytest.fixture
def other_site(tmp_path):
    (tmp_path / "site").mkdir()
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield tmp_path / "site", f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


@pytest.mark.parametrize("named", [False, True])
def test_another_site_shows_the_app_in_a_frame_only_where_it_is_named(browser, tmp_path, other_site, named):
    directory, site = other_site
    with apps(tmp_path, 1, EMBED_IN=site if named else "") as [app]:
        (directory / "index.html").write_text(
            f'<iframe src="{app.address}/matrix?on=2024-05-31&amp;brief=true&amp;embed=true" width=1200 height=900></iframe>'
        )
        page = browser.new_page()
        page.goto(site)
        title = page.frame_locator("iframe").get_by_text("31 May 2024").first
        if named:
            title.wait_for()
        else:
            page.wait_for_timeout(8000)
            assert title.count() == 0
        page.close()


def test_a_page_that_fails_tells_a_reader_neither_why_nor_where(browser, tmp_path):
    script = tmp_path / "broken.py"
    script.write_text("import streamlit as st\nst.title('Here')\nopen('/srv/secret/place.txt')\n")
    running = serve(script, tmp_path)
    address = next(running)
    page = browser.new_page()
    page.goto(address)
    page.get_by_test_id("stException").or_(page.get_by_test_id("stAlert")).first.wait_for()
    text = page.content()
    assert not any(
        secret in text for secret in ("/srv/secret", str(tmp_path), "Traceback", "FileNotFoundError", "open(")
    )
    page.close()
    with pytest.raises(AssertionError, match="Traceback"):  # that is for the log
        next(running)
