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
        path: in the URL, and the name of its file in `folder`.
        filters: names of fields of `view_state.ViewState`, in the order in which their widgets stand.
        facets: such names too, of a search: each option says how many statements it would find.
        most_actors: how many actors can be chosen; None for any number.
        figure: whether it has a figure that can be shown alone.
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
