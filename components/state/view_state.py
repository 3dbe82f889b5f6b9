"""The reader's choices as one frozen value, which every page takes as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from data.dataset import Dataset
from data.query.parameters import month_before
from data.query.search import Search
from data.schema.fields import FIRST_DAY

SORTS = {"name": "Name", "group": "Group", "permissiveness": "Permissiveness", "first": "First words", "latest": "Latest move"}
REGIONS = {"europe": "Europe", "world": "World"}
COMPARED = 5                  # actors at most, side by side: more cannot be read on a slide
# Keys that belong to one screen's selection or search: a link to another screen leaves them out.
OF_ONE_SCREEN = {"actor": None, "cell": None, "id": None, "brief": False, "version": None,
                 "text": "", "about": (), "level": (), "voice": (), "kind": (), "source": ()}


class Cell(NamedTuple):
    """An actor's answer to a question, whose evidence is open; `on`: as it stood on another day than the view's."""

    actor: str
    question: str
    on: dt.date | None = None


@dataclass(frozen=True)
class ViewState:
    """What a reader asked to see. Every page takes it as it is.

    Attributes:
        on: as-of day; since: an earlier day, for what changed between the two; start: the first day of a stretch of time that is shown.
        question: code; group: codes, none for all; confidence: all, medium or high; stated: in how many months
            before the day a position must have been stated (24, 12), or all; known: now, or then for what was public on the day.
        actor: one actor's page; actors: those compared.
        sort: order of rows; answers: the fewest on which a rank by permissiveness may rest; threshold: the stance from which on a government
            has reached what is asked; region: part of the map.
        cell: whose evidence is open; id: a statement; brief: the figure alone; version: of the data for which the link was made.
        text, about, level, voice, kind, source: what statements are searched for: words, and codes of questions, offices, voices, kinds
            of evidence and of sources; none for all. `about` also says on which questions changes are shown.
    """

    on: dt.date
    since: dt.date
    start: dt.date = FIRST_DAY
    question: str = "border"
    group: tuple[str, ...] = ()
    confidence: str = "all"
    stated: str = "all"
    known: str = "now"
    actor: str | None = None
    actors: tuple[str, ...] = ()
    sort: str = "permissiveness"
    answers: int = 2
    threshold: int = 1
    region: str = "europe"
    cell: Cell | None = None
    id: str | None = None
    brief: bool = False
    version: str | None = None
    text: str = ""
    about: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

    def replace(self, **changed: Any) -> ViewState:
        """The same choices but for those named; an unknown name is a TypeError."""
        return replace(self, **changed)

    def cell_on(self, actor: str, question: str, on: dt.date) -> Cell:
        """An answer as it stood on a day, which is only named where it is not the view's."""
        return Cell(actor, question, on if on != self.on else None)

    @property
    def search(self) -> Search:
        """What statements are searched for, among all that is chosen."""
        return Search(**{f.name: getattr(self, f.name) for f in fields(Search)})


def thresholds(data: Dataset) -> list[int]:
    """The points of the scale that count as some support, the least first."""
    return sorted(s.code for s in data.codebook.scale if s.code > 0)


def default_choices(data: Dataset) -> ViewState:
    return ViewState(on=data.last_day, since=month_before(data.last_day))
