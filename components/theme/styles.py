"""Style sheets of the app.

`components/theme/page.css` adds to Streamlit's own styles; `components/theme/cards.css` has the styles of the
cards.
"""

from __future__ import annotations

from pathlib import Path

from components.theme.palette import Palette

PAGE, CARDS = (
    (Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("page.css", "cards.css")
)


def page_style(links: int) -> str:
    """Returns the styles of a page as CSS.

    They are inlined into the index page, so that they precede the first element.

    Args:
        links: number of links to pages above the filters.
    """
    return f":root {{ --screens: {links}; }}\n{PAGE}{CARDS}"


def colour_properties(colours: Palette) -> str:
    """Returns a CSS rule that sets the colours used by `components/theme/cards.css`."""
    named = {name: getattr(colours, name) for name in ("ink", "muted", "faint", "paper", "link")}
    named |= {f"stance-{code}": fill for code, fill in colours.stance.items()} | {
        f"on-stance-{code}": ink for code, ink in colours.on_stance.items()
    }
    return f":root {{ {' '.join(f'--sp-{name}: {colour};' for name, colour in named.items())} }}"


def actors_property(count: int) -> str:
    """Returns CSS that tells `components/theme/page.css` how many actors are chosen, once that is another
    number than in the URL on arrival."""
    return f".st-key-choice-actors {{ --actors: {count}; }}"
