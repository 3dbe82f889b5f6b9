"""Two replicas behind the load balancer: a reader stays on one, and when it is ended, under load, is back
in the same view on the other."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from urllib.parse import parse_qs

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import Reader
from tests.stress.readers import Findings, read_for
from tests.stress.servers import apps, balanced

VIEW = "/matrix?on=2024-05-31&group=NATO&group=EU&confidence=medium&cell=FRA.border"
READERS, SECONDS = 6, 60


@pytest.fixture(scope="module", autouse=True)
def nginx():
    if not (shutil.which("nginx") or os.path.exists("/usr/sbin/nginx")):
        pytest.skip("no nginx on this machine (Debian: apt-get install nginx-light)")


def drawn_again(message: bytes | str) -> bool:
    return (
        isinstance(message, bytes) and ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"
    )


def test_ending_a_replica_under_load_leaves_readers_in_the_same_view(browser, tmp_path):
    with apps(tmp_path, 2) as replicas, balanced(tmp_path, replicas) as address:
        found = Findings()

        async def load() -> None:
            async def again(n: int) -> None:
                # a reader whose replica goes opens the same view again, as a browser does by itself
                for _ in range(3):
                    await read_for(address, SECONDS / 3, found, pause=2, query="on=2024-05-31")

            await asyncio.gather(*map(again, range(READERS)))

        crowd = threading.Thread(target=lambda: asyncio.run(load()))
        crowd.start()

        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        reader = Reader(context, address)
        answered: list[str] = []
        reader.page.on(
            "response",
            lambda r: answered.append(r.headers.get("x-replica", "")) if r.url.startswith(address) else None,
        )
        page = reader.open(VIEW)
        before, title = page.url, page.get_by_role("dialog").locator("h2").first.inner_text()
        on = {replica for replica in answered if replica}
        assert len(on) == 1, on  # every file of the page came from the reader's own replica
        [ended] = [app for app in replicas if f"127.0.0.1:{app.port}" in on]
        [other] = [app for app in replicas if app is not ended]
        last = page.get_by_role("dialog").get_by_text("look-ups, until")  # of what the drawer shows
        last.wait_for()
        drawn = page.get_by_role("dialog").inner_text()

        ended.process.kill()
        answered.clear()
        # the browser comes back by itself, and the other replica draws the view from the address
        page.wait_for_event("websocket").wait_for_event("framereceived", drawn_again)
        reader.wait_until_idle()
        last.wait_for()
        assert page.url == before and page.get_by_role("dialog").locator("h2").first.inner_text() == title
        assert page.get_by_role("dialog").inner_text() == drawn

        # and the view is alive: what is chosen now reaches the other replica
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
        page.wait_for_function("() => !location.search.includes('cell')")
        reader.wait_until_idle()
        query = parse_qs(reader.query())
        assert query == {"on": ["2024-05-31"], "group": ["NATO", "EU"], "confidence": ["medium"]}
        assert page.get_by_text("31 May 2024").first.is_visible()
        # of what is answered anew; the app's own files may come from the browser's memory
        assert page.reload().header_value("x-replica").split(", ")[-1] == f"127.0.0.1:{other.port}"
        reader.wait_until_idle()
        assert parse_qs(reader.query()) == query
        context.close()

        crowd.join()
        assert other.process.poll() is None
        # who was on the other replica noticed nothing; who was not lost one session and went on
        lost = [
            wrong
            for wrong in found.wrong
            if "ConnectionClosed" in wrong or "InvalidStatus" in wrong or "InvalidMessage" in wrong
        ]
        assert found.wrong == lost and len(lost) <= 2 * READERS, found.wrong
        assert found.acts > 3 * READERS
        assert "Traceback" not in other.log.read_text()
