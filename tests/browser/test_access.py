"""The app without a mouse, on paper, and in a small window: what `docs/accessibility.md` promises and axe
cannot see."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.controls import choose
from tests.browser.test_map import MAY, day_line, shown, wait_for_another_day, wait_until_stopped
from tests.browser.test_matrix import NATO, drawer

# Of what has the focus: what it is, whether one can see that, whether something lies over it
FOCUS = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  const on_top = document.elementFromPoint(x, y);
  return {
    name: at.getAttribute("aria-label") ?? at.textContent.trim(), role: at.role ?? at.tagName, ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen: !!on_top && (at.contains(on_top) || on_top.contains(at) || on_top.contains(at.getRootNode().host)),
  };
}"""
# Too small to hit and closer to another than 24 pixels (WCAG 2.5.8), links within a text left out
SMALL = """() => {
  const targets = [...document.querySelectorAll("a[href], button, input, [role=spinbutton], summary")].filter((e) => !e.closest("svg, label"))
    .map((e) => ({ e, r: e.getBoundingClientRect() })).filter(({ e, r }) => r.width > 1 && e.checkVisibility({ visibilityProperty: true }));
  const near = ({ r }, { r: o }) => Math.hypot(Math.max(o.x - r.x - r.width / 2, 0, r.x + r.width / 2 - o.right), Math.max(o.y - r.y - r.height / 2, 0, r.y + r.height / 2 - o.bottom)) < 12;
  return targets.filter((t) => (t.r.width < 23.9 || t.r.height < 23.9) && !["A"].includes(t.e.tagName) && targets.some((o) => o !== t && !o.e.contains(t.e) && !t.e.contains(o.e) && near(t, o)))
    .map(({ e, r }) => [e.ariaLabel ?? e.textContent, r.width, r.height]);
}"""


def test_the_map_can_be_walked_through_and_played_by_keyboard(reader):
    page = shown(reader)
    stops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        if not (stop := page.evaluate(FOCUS)):
            break
        stops.append(stop)
    else:
        pytest.fail("the focus never left the page")
    assert [stop for stop in stops if not stop["seen"]] == []
    assert [
        stop
        for stop in stops
        if stop["role"] in ("A", "BUTTON", "SUMMARY", "button", "slider") and stop["ring"] < 2
    ] == []
    names = [stop["name"] for stop in stops]
    order = [
        "Skip to main content",
        "year, As-of day",
        "Question",
        "Day",
        "Play through the days",
        "Stop at this day",
        "Evidence for",
    ]
    assert [name for name in names if name in order] == order

    slider = page.get_by_role("slider", name="Day")
    slider.focus()
    days = page.evaluate(
        "document.querySelector('.js-plotly-plot')._fullLayout.sliders[0].steps.map(s => s.label)"
    )
    for key, step in (
        ("Home", 0),
        ("ArrowRight", 1),
        ("End", len(days) - 1),
        ("ArrowRight", len(days) - 1),
        ("ArrowLeft", len(days) - 2),
    ):
        page.keyboard.press(key)
        expect(slider).to_have_attribute("aria-valuenow", str(step))
        expect(slider).to_have_attribute("aria-valuetext", days[step])
    page.keyboard.press("Home")
    first = day_line(page)
    page.get_by_role("button", name="Play through the days").press("Enter")
    wait_for_another_day(page, first)
    page.get_by_role("button", name="Stop at this day").press("Enter")
    wait_until_stopped(page)

    assert page.title() == "Country map · Strike Positions"
    told = page.get_by_role("figure").get_attribute("aria-label")
    choose(page, "Confidence", "High only")
    reader.wait_until_idle()
    expect(page.get_by_role("figure")).not_to_have_attribute("aria-label", told)
    expect(page.locator("body > [role=status]")).to_have_text(
        page.get_by_role("figure").get_attribute("aria-label")
    )


def test_an_image_of_the_map_has_no_player(reader, tmp_path):
    page = shown(reader)
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG", exact=True).click()
    download.value.save_as(tmp_path / "map.svg")
    drawn = (tmp_path / "map.svg").read_text()
    assert "31 May 2024" in drawn and "▶" not in drawn and "slider-rail" not in drawn
    assert page.get_by_role("slider", name="Day").count() == 1


def on_paper(reader):
    """The window as a sheet of A4 between its margins."""
    page = reader.page
    page.set_viewport_size({"width": 688, "height": 1017})
    reader.wait_until_idle()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def test_what_is_looked_at_can_be_hit_closed_with_escape_and_printed(reader):
    page = reader.open(NATO)
    page.wait_for_selector(".barlayer .point")
    assert page.evaluate(SMALL) == []
    opener = page.get_by_role("button", name="Show the evidence")
    opener.press("Enter")
    expect(drawer(page)).to_contain_text("Albania · Right to strike")
    reader.wait_until_idle()
    assert drawer(page).evaluate("panel => panel.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(drawer(page)).to_have_count(0)
    expect(opener).to_be_focused()
    reader.wait_until_idle()

    opener.press("Enter")
    expect(drawer(page)).to_contain_text("Nothing found")
    on_paper(reader)
    expect(page.locator("#root")).to_be_hidden()
    expect(page.get_by_test_id("stDialog")).to_have_css("position", "static")
    expect(drawer(page)).to_contain_text("Nothing found")
    assert drawer(page).evaluate("panel => panel.scrollHeight <= panel.clientHeight + 1")

    page.emulate_media(media="screen")
    reader.wait_until_idle()
    page.keyboard.press("Escape")
    expect(drawer(page)).to_have_count(0)
    reader.wait_until_idle()
    on_paper(reader)
    for left_out in (
        "[data-testid=stSidebar]",
        "[data-testid=stHeader]",
        ".modebar",
        "[data-testid=stForm]",
        ".st-key-matrix-take-away",
    ):
        expect(page.locator(left_out)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    figure = page.locator(".js-plotly-plot")
    expect(figure).to_be_visible()  # laid out for another width, it is drawn once more
    assert figure.bounding_box()["width"] <= 688.5
    assert (
        figure.locator(".barlayer path").first.evaluate("bar => getComputedStyle(bar).printColorAdjust")
        == "exact"
    )
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_a_control_can_be_read_in_the_dark_while_it_is_used(new_reader):
    page = new_reader(scheme="dark").open("/evidence?id=FRA-2024-05-28-macron")
    ink = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).color")
    for control in (
        page.get_by_role("button", name="Cite"),
        page.get_by_role("button", name="CSV", exact=True),
    ):
        control.hover()
        expect(control).to_have_css("color", ink)
        control.focus()
        expect(control).to_have_css("color", ink)
    page.get_by_role("button", name="Cite").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    expect(page.get_by_role("button", name="Cite")).to_have_css("color", ink)


def test_nothing_moves_for_who_wants_it_still_and_nothing_runs_out_of_a_window_of_320_pixels(new_reader):
    reader = new_reader(width=320, height=640)
    reader.page.emulate_media(reduced_motion="reduce")
    for path in (MAY, "/method", "/compare?actors=FRA&actors=DEU&on=2024-06-30"):
        page = reader.open(path)
        page.wait_for_function(
            "() => ![...document.querySelectorAll('*')].some(e => parseFloat(getComputedStyle(e).transitionDuration) > .02)"
        )
        assert page.evaluate(
            "[document.scrollingElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth <= e.clientWidth)"
        ) == [True, True]
