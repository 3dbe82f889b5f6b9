"""On arrival at a screen it is drawn once, and what is visible stays where it is."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# The thirteen screens, each with what it takes for a figure to be there.
SCREENS = [
    "/",
    "/matrix",
    "/timeline",
    "/map",
    "/country?actor=FRA",
    "/compare?actors=FRA&actors=DEU",
    "/changes?since=2024-05-29&on=2024-05-31",
    "/blocs",
    "/diffusion",
    "/brief",
    "/evidence",
    "/sure",
    "/method",
]
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
# Moves of what is visible, with the time of each; and when the first figure was drawn, or, on a screen
# without one, all that it has.
WATCH = """() => {
  window.moves = [];
  new PerformanceObserver((list) => {
    for (const { startTime, sources } of list.getEntries())
      moves.push([startTime, sources.map(({ node, previousRect: a, currentRect: b }) =>
        `${(node?.textContent ?? "").slice(0, 40)}: ${a.x},${a.y} to ${b.x},${b.y}`)]);
  }).observe({ type: "layout-shift", buffered: true });
  const look = () => {
    const app = document.querySelector("[data-testid=stApp]");
    const whole = app?.getAttribute("data-test-script-state") === "notRunning" && document.querySelector("h1")
      && !document.querySelector("[data-testid=stSkeleton], [data-testid=stPlotlyChart]");
    if (document.querySelector(".js-plotly-plot .main-svg") || whole) window.shown = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}"""


class Arrival:
    """Opens a screen in a window, counts the runs that draw it, and keeps what moved after the first
    figure was there."""

    def __init__(self, page: Page, address: str):
        self.page, self.statuses = page, []
        page.add_init_script(f"({WATCH})()")
        page.on("websocket", lambda socket: socket.on("framereceived", self._received))
        page.goto(address)
        page.wait_for_function("() => window.shown", timeout=60_000, polling=100)
        self.wait_until_quiet()

    def _received(self, frame: bytes) -> None:
        message = ForwardMsg.FromString(frame)
        if message.WhichOneof("type") == "script_finished":
            self.statuses.append(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))

    def wait_until_quiet(self, seconds: float = 1.2) -> None:
        """Until a run has come to its end and no other has begun for a while: the window tells its width
        within a fifth of a second."""
        quiet, deadline = time.monotonic(), time.monotonic() + 60
        while time.monotonic() - quiet < seconds:
            assert time.monotonic() < deadline, "no end of runs for a minute"
            before = len(self.statuses)
            self.page.wait_for_timeout(100)
            if (
                not self.statuses
                or len(self.statuses) > before
                or self.page.locator("[data-test-script-state=running]").count()
            ):
                quiet = time.monotonic()

    def moved(self) -> list[list[str]]:
        return self.page.evaluate("window.moves.filter(([at]) => at > window.shown).map(([, what]) => what)")


def assert_arrives_once(page: Page, address: str) -> None:
    """One run draws the screen, and on a screen with a figure nothing moves once that is there."""
    arrival = Arrival(page, address)
    assert Counter(arrival.statuses) == {"FINISHED_SUCCESSFULLY": 1}, address
    if page.locator(".js-plotly-plot").count():
        assert arrival.moved() == [], address
    page.close()


@pytest.fixture
def new_page(browser, server):
    """Pages of a browser that has never been here, and keeps the app's scripts from one page to the next."""
    contexts = {}

    def make(width: int, **options) -> Page:
        key = width, str(options)
        if key not in contexts:
            contexts[key] = browser.new_context(viewport={"width": width, "height": 900}, **options)
        return contexts[key].new_page()

    yield make
    for context in contexts.values():
        context.close()


# A sample; test_screens.py counts the runs of all pages at 1280, `make test-stress` opens each in every
# window
@pytest.mark.parametrize(("width", "path"), [(390, SCREENS[2]), (1280, SCREENS[5]), (1920, SCREENS[8])])
def test_a_screen_is_drawn_by_one_run_and_nothing_moves_once_its_figure_is_there(
    new_page, server, width, path
):
    assert_arrives_once(new_page(width), server + path)


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"user_agent": PHONE}])
def test_so_it_is_in_the_dark_and_on_a_phone(new_page, server, options):
    assert_arrives_once(new_page(390, **options), f"{server}/matrix")


def test_a_phone_that_keeps_no_cookies_is_known_by_its_name(new_page, server):
    page = new_page(390, user_agent=PHONE)
    page.add_init_script("Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })")
    assert_arrives_once(page, f"{server}/matrix")
    assert "layout" not in {cookie["name"] for cookie in page.context.cookies()}


def test_the_cookie_says_which_layout_fits_and_nothing_else(new_page, server):
    page = new_page(1000)
    Arrival(page, f"{server}/matrix")
    assert [
        (c["value"], c["sameSite"], c["expires"]) for c in page.context.cookies() if c["name"] == "layout"
    ] == [("340", "Strict", -1)]
    page.set_viewport_size({"width": 1280, "height": 900})
    # for a moment the figure that is replaced stands beside the new one
    page.wait_for_function(
        "() => [...document.querySelectorAll('.js-plotly-plot')].some((plot) => plot._fullLayout?.meta?.width === 776)",
        timeout=60_000,
    )
    assert [c["value"] for c in page.context.cookies() if c["name"] == "layout"] == ["800"]


def test_a_link_to_a_screen_leads_there_in_one_run_with_the_choices_and_back(new_page, server):
    page = new_page(1280)
    arrival = Arrival(page, f"{server}/matrix?on=2024-05-31&confidence=high")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Timeline", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline", timeout=30_000)
    arrival.wait_until_quiet()
    assert page.url == f"{server}/timeline?on=2024-05-31&confidence=high"
    assert len(arrival.statuses) == 2 and page.evaluate("window.same")  # the page was not loaded anew
    expect(page.get_by_role("navigation", name="Screens").locator("[aria-current=page]")).to_have_text(
        "view_timelineTimeline"
    )
    expect(page.get_by_role("link", name="Timeline", exact=True)).to_be_focused()

    page.get_by_role("link", name="Overview", exact=True).click()
    expect(page).to_have_url(f"{server}/?on=2024-05-31&confidence=high")
    expect(page.get_by_role("heading", level=1)).to_have_text("Strike Positions", timeout=30_000)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Country map").click(modifiers=["Control"])
    expect(opened.value).to_have_url(f"{server}/map?on=2024-05-31&confidence=high")
    assert page.url == f"{server}/?on=2024-05-31&confidence=high"
    for heading in ("Timeline", "Stance matrix"):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading, timeout=30_000)


def test_the_links_follow_a_filter_without_moving(new_page, server):
    page = new_page(1280)
    arrival = Arrival(page, f"{server}/matrix?on=2024-05-31")
    link = page.get_by_role("link", name="Country map")
    place = link.bounding_box()
    page.get_by_role("combobox", name="Confidence").click()
    page.get_by_role("option", name="High only").click()
    expect(link).to_have_attribute("href", "map?on=2024-05-31&confidence=high", timeout=30_000)
    arrival.wait_until_quiet()
    assert link.bounding_box() == place


def test_on_a_phone_a_link_closes_the_sidebar_that_covers_the_screen(new_page, server):
    page = new_page(390, user_agent=PHONE, has_touch=True)
    Arrival(page, f"{server}/matrix")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline", timeout=30_000)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 0"
    )
