"""The view state: the reader's choices as one frozen value, passed to every page.

Each field is declared once: how the URL carries it, its default, whether it belongs to one page only, and its
widget. URL, filters and the table of keys in the documents are generated from the declarations. To add a
filter, add a field here and its name to the filters of a page in `dashboard.py`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from typing import Any, NamedTuple

from data.cache import cached_on_dataset
from data.dataset import Dataset
from data.query.parameters import (
    PARAMETERS,
    Parameter,
    ParameterCodec,
    ParseError,
    code_of,
    month_before,
    one_code,
)
from data.query.search import Search
from data.schema.errors import format_options
from data.schema.fields import FIRST_DAY
from data.schema.text import normalize

COMPARED = 5  # maximum number of actors side by side: more are illegible on a slide


class Cell(NamedTuple):
    """A cell whose evidence is open: an actor's answer to a question.

    Attributes:
        on: day of the answer if it is not the view's as-of day.
    """

    actor: str
    question: str
    on: dt.date | None = None


@dataclass(frozen=True)
class Widget:
    """A list widget: a multiselect if the field's value is a tuple, otherwise a selectbox.

    Attributes:
        options: label of each value, by value.
        placeholder: text while nothing is chosen.
    """

    label: str
    options: Callable[[Dataset], dict[Any, str]]
    help: str | None = None
    placeholder: str = "All"


def thresholds(data: Dataset) -> list[int]:
    """Returns the points of the scale that count as some support, the lowest first."""
    return sorted(s.code for s in data.codebook.scale if s.code > 0)


# Codecs of values that only views have ----------------------------------------------------------------------


def _number(numbers: Callable[[Dataset], Iterable[int]]) -> Callable[[Dataset], ParameterCodec]:
    def codec(data: Dataset) -> ParameterCodec:
        read = code_of([str(n) for n in numbers(data)])
        return ParameterCodec(lambda text: int(read(text)))

    return codec


def _cell(data: Dataset) -> ParameterCodec:
    questions = [q.code for q in data.codebook.questions]
    read_actor = code_of(data.actors["code"].tolist(), "an actor's code before the dot")
    read_question, read_day = (
        code_of(questions, f"after the dot {format_options(questions)}"),
        PARAMETERS["on"].codec(data).read,
    )

    def read(text: str) -> Cell:
        actor, dot, rest = text.partition(".")
        if not dot:
            raise ParseError("an actor and a question with a dot between, as FRA.deep")
        question, dot, day = rest.partition(".")
        return Cell(read_actor(actor), read_question(question), read_day(day) if dot else None)

    return ParameterCodec(
        read, lambda cell: ".".join(filter(None, [*cell[:2], cell.on and cell.on.isoformat()]))
    )


def _version(text: str) -> str:
    if not re.fullmatch(r"\d{4}\.\d\d\.\d\d-[0-9a-f]{8}", text):
        raise ParseError("a version of the data, as 2026.11.22-1a2b3c4d")
    return text


# Fields -----------------------------------------------------------------------------------------------------


def _shared(name: str, default: Any = MISSING, **about: Any) -> Any:
    """Declares a field whose key the command line and the API accept too."""
    return _field(PARAMETERS[name], default, **about)


def _own(codec: Callable[[Dataset], ParameterCodec], takes: str, default: Any, **about: Any) -> Any:
    """Declares a field that only views have."""
    return _field(
        Parameter(codec, takes, "none" if default is None else str(default).lower()), default, **about
    )


def _field(
    parameter: Parameter,
    default: Any,
    page_only: bool = False,
    widget: Widget | None = None,
    facet: Widget | None = None,
) -> Any:
    """Declares a field.

    Args:
        page_only: whether it belongs to one page's selection or search; links to other pages leave it out.
        widget: of the filter; None for one with its own rules (`components/app/filters.py`), or without a
            filter.
        facet: widget of the filter in a search, where each option states how many statements it would match.
    """
    return field(
        default=default,
        metadata={"parameter": parameter, "page_only": page_only, "widget": widget, "facet": facet},
    )


def _terms(terms: Sequence[Any]) -> dict[str, str]:
    return {t.code: t.name[0].upper() + t.name[1:] for t in terms}


SORTS = {
    "name": "Name",
    "group": "Group",
    "permissiveness": "Permissiveness",
    "first": "First words",
    "latest": "Latest move",
}
REGIONS = {"europe": "Europe", "world": "World"}
CONFIDENCES = {"all": "All", "medium": "Medium and high", "high": "High only"}
STATED = {"all": "At any time", "24": "In the last 24 months", "12": "In the last 12 months"}


@dataclass(frozen=True)
class ViewState:
    """The choices of a reader.

    Attributes:
        on: as-of day.
        since: earlier day, for the changes between the two.
        start: first day of the period that is shown.
        question: code.
        group: codes; empty for all.
        confidence: all, medium or high.
        stated: number of months before the day in which a position must have been stated (24, 12), or all.
        known: now, or then for what was public on the day.
        actor: the actor of the actor page.
        actors: the actors that are compared or, on other pages, to which the view is limited; empty for all.
        sort: order of rows.
        answers: minimum number of answers for a rank by permissiveness.
        threshold: stance from which a government counts as having reached it.
        region: part of the map.
        cell: cell whose evidence is open.
        id: id of a statement.
        figure_only: whether the figure is shown alone.
        version: version of the data for which the link was made.
        text: text of the search for statements.
        about: questions of the search, and on the changes page the questions whose changes are shown; empty
            for all.
        level: codes of offices in the search; empty for all, as in the next three.
        voice: codes of voices.
        kind: codes of kinds of evidence.
        source: codes of kinds of sources.
    """

    on: dt.date = _shared("on")
    since: dt.date = _shared("since")
    start: dt.date = _shared("start", FIRST_DAY)
    question: str = _shared(
        "question",
        "border",
        widget=Widget("Question", lambda data: {q.code: q.title for q in data.codebook.questions}),
    )
    group: tuple[str, ...] = _shared(
        "group",
        (),
        widget=Widget(
            "Group",
            lambda data: {g.code: g.name for g in data.codebook.groups},
            "Member countries on the as-of day; of any of the groups if several are chosen.",
            "All actors",
        ),
    )
    confidence: str = _shared(
        "confidence",
        "all",
        widget=Widget(
            "Confidence",
            lambda data: CONFIDENCES,
            "Hides positions whose setting words are less certain. Positions are always derived from all words.",
        ),
        facet=Widget(
            "Confidence of the statement",
            lambda data: CONFIDENCES,
            "How sure the coding of each statement is.",
        ),
    )
    stated: str = _shared(
        "stated",
        "all",
        widget=Widget(
            "Last stated",
            lambda data: STATED,
            "Hides positions on which the government has said nothing for longer before the as-of day. No older position takes their place.",
        ),
    )
    known: str = _shared("known", "now")
    actor: str | None = _shared("actor", None, page_only=True)
    actors: tuple[str, ...] = _shared("actors", (), facet=Widget("Actor", lambda data: actor_labels(data)))
    sort: str = _own(
        one_code(SORTS),
        "name, group, permissiveness, first (words), latest (move)",
        "permissiveness",
        widget=Widget("Order of rows", lambda data: SORTS),
    )
    answers: int = _own(
        _number(lambda data: range(1, len(data.codebook.questions) + 1)),
        "fewest answers on which a rank by permissiveness may rest",
        2,
    )
    threshold: int = _own(
        _number(thresholds),
        "1, 2: the stance from which on a government has reached it (diffusion)",
        1,
        widget=Widget(
            "Counted as reached",
            lambda data: {
                s.code: f"{s.glyph} {s.name}" + (" or more" if s.code < thresholds(data)[-1] else "")
                for s in sorted(data.codebook.scale, key=lambda s: s.code)
                if s.code > 0
            },
            "From which point of the scale on a government counts as having reached it.",
        ),
    )
    region: str = _own(
        one_code(REGIONS), "europe, world", "europe", widget=Widget("Map of", lambda data: REGIONS)
    )
    cell: Cell | None = _own(
        _cell,
        "actor and question, as `FRA.deep`: its evidence is open; `FRA.deep.2024-06-01`: as it stood on another day than `on`",
        None,
        page_only=True,
    )
    id: str | None = _own(
        lambda data: ParameterCodec(code_of(data.statements["id"].tolist(), "a statement's id")),
        "a statement's id",
        None,
        page_only=True,
    )
    figure_only: bool = _own(
        lambda data: ParameterCodec(
            lambda text: code_of(["true", "false"])(text) == "true", lambda flag: str(flag).lower()
        ),
        "true: the figure alone, at 16:9, to be photographed or embedded; false",
        False,
        page_only=True,
    )
    version: str | None = _own(
        lambda data: ParameterCodec(_version),
        "version of the data for which the link was made; if others are shown, the page says so",
        None,
        page_only=True,
    )
    text: str = _shared("text", "", page_only=True)
    about: tuple[str, ...] = _shared(
        "about",
        (),
        page_only=True,
        widget=Widget(
            "Questions",
            lambda data: {q.code: q.title for q in data.codebook.questions},
            None,
            "All questions",
        ),
        facet=Widget("Question", lambda data: {q.code: q.short for q in data.codebook.questions}),
    )
    level: tuple[str, ...] = _shared(
        "level", (), page_only=True, facet=Widget("Office", lambda data: _terms(data.codebook.levels))
    )
    voice: tuple[str, ...] = _shared(
        "voice", (), page_only=True, facet=Widget("Voice", lambda data: _terms(data.codebook.voices))
    )
    kind: tuple[str, ...] = _shared(
        "kind", (), page_only=True, facet=Widget("Kind of evidence", lambda data: _terms(data.codebook.kinds))
    )
    source: tuple[str, ...] = _shared(
        "source",
        (),
        page_only=True,
        facet=Widget("Kind of source", lambda data: _terms(data.codebook.source_kinds)),
    )

    def replace(self, **changes: Any) -> ViewState:
        """Returns the choices with the named fields changed.

        Raises:
            TypeError: for an unknown name.
        """
        return replace(self, **changes)

    def without_selection(self) -> ViewState:
        """Returns the same view without open evidence.

        Figures are prepared for this view, so that opening a cell does not prepare them again.
        """
        return replace(self, cell=None, id=None)

    def for_another_page(self) -> ViewState:
        """Returns the choices that a link to another page carries."""
        defaults: dict[str, Any] = {name: f.default for name, f in FIELDS.items() if f.metadata["page_only"]}
        return replace(self, **defaults)

    def cell_on(self, actor: str, question: str, on: dt.date) -> Cell:
        """Returns the cell of an answer on a day; the day is only set if it is not the view's."""
        return Cell(actor, question, on if on != self.on else None)

    @property
    def search(self) -> Search:
        """Returns the search for statements among the choices."""
        return Search(**{f.name: getattr(self, f.name) for f in fields(Search)})


FIELDS: dict[str, Field] = {f.name: f for f in fields(ViewState)}


def default_choices(data: Dataset) -> ViewState:
    """Returns the view of the latest day."""
    return ViewState(on=data.last_day, since=month_before(data.last_day))


SHORTEST_SHOWN = 3  # minimum length of an alias shown beside the name: shorter ones are codes


@cached_on_dataset(1)
def actor_labels(data: Dataset) -> dict[str, str]:
    """Returns the labels of actors, by code, in the order of their names.

    A label is the name with the first alias in brackets, unless that alias has fewer than SHORTEST_SHOWN
    letters. The browser matches typed text with these labels only, so other aliases find nothing. It ranks
    a label that begins with the text above one whose words begin with its letters: "UK" would find Ukraine
    before United Kingdom. If a name begins with the initials by which another actor is called, a word
    joiner (which has no width) after its first letter reverses this order.
    """
    rows = data.actors.sort_values("name")[["code", "name", "aliases"]]
    called = {}
    for code, name, aliases in rows.itertuples(index=False):
        initials = "".join(word[0] for word in normalize(name).split())
        # The first alias is left out: it is shown in the label, or is only a code, as SL of Sierra Leone.
        if initials in map(normalize, aliases[1:]):
            called[initials] = code
    labels = {}
    for code, name, aliases in rows.itertuples(index=False):
        if any(normalize(name).startswith(letters) for letters, other in called.items() if other != code):
            name = f"{name[0]}\u2060{name[1:]}"
        labels[code] = f"{name} ({aliases[0]})" if aliases and len(aliases[0]) >= SHORTEST_SHOWN else name
    return labels
