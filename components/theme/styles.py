"""What the app adds to Streamlit's own styles (`components/theme/page.css`), and the styles of its cards (`components/theme/cards.css`)."""

from __future__ import annotations

from pathlib import Path

from components.theme.palette import Palette

PAGE, CARDS = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("page.css", "cards.css"))


def page_style(links: int) -> str:
    """The styles of a page, as CSS, to stand in the page itself: there before the first element is.

    Args:
        links: how many links to screens stand above the filters.
    """
    return f":root {{ --screens: {links}; }}\n{PAGE}{CARDS}"


def colour_properties(colours: Palette) -> str:
    """The colours that `components/theme/cards.css` names, as a rule of CSS that sets them."""
    named = {name: getattr(colours, name) for name in ("ink", "muted", "faint", "paper", "link")}
    named |= {f"stance-{code}": fill for code, fill in colours.stance.items()} | {f"on-stance-{code}": ink for code, ink in colours.on_stance.items()}
    return f":root {{ {' '.join(f'--sp-{name}: {colour};' for name, colour in named.items())} }}"


def place_of_chosen(count: int) -> str:
    """The place of the list of actors with so many chosen, as CSS: a line for each, up to the height at which Streamlit lets it scroll."""
    return f".st-key-choice-actors {{ min-height: {min(4.25 + 2.0625 * max(count - 1, 0), 11.5)}rem !important; }}"
