"""How browser tests use the controls that all screens share."""

from __future__ import annotations

import re

from playwright.sync_api import Page

# Two frames later the page has done what an act has set off in it: the events of a scroll have come, and what
# was clicked has asked the server
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true)))))"


def choose(page: Page, label: str, *options: str) -> None:
    """Chooses options from a filter, as one who types what is wanted and then picks it."""
    field = page.get_by_role("combobox", name=label, exact=True)
    # a list closes when the page scrolls below it; to be scrolled to is told to the page a moment later
    field.scroll_into_view_if_needed()
    page.wait_for_function(TWO_FRAMES)
    for option in options:
        field.press("ArrowDown")  # opens the list
        field.fill(option)
        # Behind an option may stand how many statements it has. A run that ends meanwhile shows the whole
        # list again, with another option in this place: what is clicked is the option, not the place.
        page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}( \(\d+\))?$")).dispatch_event(
            "click"
        )
    if field.get_attribute("aria-expanded") == "true":  # where several can be chosen the list stays open
        field.press("Escape")
