"""What the app adds to Streamlit's own styles (`components/theme/page.css`): a focus that can be seen, targets that can be hit, room, no movement where
none is wanted, and paper."""

from __future__ import annotations

from pathlib import Path

PAGE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def page_style(links: int) -> str:
    """The styles of a page, as CSS, to stand in the page itself: there before the first element is.

    Args:
        links: how many links to screens stand above the filters.
    """
    return f":root {{ --screens: {links}; }}\n{PAGE}"


def place_of_chosen(count: int) -> str:
    """The place of the list of actors with so many chosen, as CSS: a line for each, up to the height at which Streamlit lets it scroll."""
    return f".st-key-choice-actors {{ min-height: {min(4.25 + 2.0625 * max(count - 1, 0), 11.5)}rem !important; }}"
