"""The pages of the app, as `dashboard.py` declares them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NAME = "Strike Positions"
PAGES = Path(__file__).parent.parent.parent / "pages"


@dataclass(frozen=True)
class PageSpec:
    """One page.

    Attributes:
        path: path in the URL and, without the extension, name of the page's file in `folder`.
        filters: names of fields of `view_state.ViewState`, in the order of their widgets.
        facets: the filters of a search, by name: each option states how many statements it would match.
        most_actors: maximum number of actors; None for no limit.
        figure: whether the page has a figure that can be shown alone.
        description: what a reader finds there; the overview lists the pages that have one.
    """

    title: str
    path: str
    icon: str
    filters: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    most_actors: int | None = None
    folder: Path = PAGES
    figure: bool = True
    description: str = ""

    @property
    def file(self) -> Path:
        return self.folder / f"{self.path}.py"
