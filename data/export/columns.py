"""Descriptions of every column of every exported table, shared by the data package, the API and its
documentation.

The values of a field are validated by `data/schema/records.py`. The allowed codes come from the codebook, so
the descriptions are made for one codebook.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from data.schema.codebook import Codebook
from data.schema.fields import Record
from data.schema.records import Actor, System

STANCES = (-2, -1, 0, 1, 2)
PRECISIONS = ("day", "month")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        says: its description.
        type: as in a Table Schema: string, integer, number, boolean or date.
        filled: whether every row has a value.
        allowed: the only values; empty if it may hold others.
        of: the column that it refers to as a foreign key, as `actors.code`; empty if none.
    """

    name: str
    says: str
    type: str = "string"
    filled: bool = True
    allowed: tuple[str | int, ...] = ()
    of: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it holds free text: neither a code from a list nor a key."""
        return self.type == "string" and not self.allowed and not self.of


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        says: what the table holds, and what one row is.
        columns: its columns, in order.
        key: the columns that together identify a row; empty if none do.
    """

    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


def codes_of(terms: list) -> tuple[str, ...]:
    """The codes of terms of the codebook, as the allowed values of a column."""
    return tuple(t.code for t in terms)


def _choice(record: type[Record], field: str) -> tuple[str, ...]:
    """The allowed values of a field whose type is a Literal, or an optional one."""
    found = record.model_fields[field].annotation
    return next((get_args(a) for a in get_args(found) if get_args(a)), get_args(found))


ACTOR = Column(
    "actor",
    "Code of the actor: ISO 3166-1 alpha-3 for countries, a short name for organisations",
    of="actors.code",
)
QUESTION = Column("question", "Code of the question", of="questions.code")
STATEMENT = Column("statement", "Id of the statement", of="statements.id")
DATE = Column("date", "Day on which it was said or done", "date")
PRECISION = Column(
    "date_precision",
    "day, or month where only the month is certain: then the day merely orders",
    allowed=PRECISIONS,
)
STANCE = Column(
    "stance",
    "From -2, opposes, to 2, supports; what each code means for each question is in the codebook",
    "integer",
    allowed=STANCES,
)
SINCE = (
    Column("since", "First day of the stretch of this stance", "date"),
    replace(PRECISION, name="since_precision"),
)
NAME = Column("name", "Name of the actor")
ALIASES = Column(
    "aliases",
    "Other names and codes that are understood for it wherever an actor is named, with “; ” between",
    filled=False,
)
BELLIGERENT = Column(
    "belligerent",
    "True for Ukraine and Russia, which are shown in their own words and left out of counts",
    "boolean",
)


def _confidence(book: Codebook, of: str) -> Column:
    return Column("confidence", f"How sure the coding is{of}", allowed=codes_of(book.confidence))


def _sources(book: Codebook, owner: Column) -> Table:
    return Table(
        "Where words can be read: one row a source, best first",
        (
            owner,
            Column("order", "Place among the sources, from 0; the best first", "integer"),
            Column("publisher", "Who published it"),
            Column("url", "Address of the page"),
            Column(
                "published", "Year, month or day of publication: 2024, 2024-05 or 2024-05-28", filled=False
            ),
            Column("language", "Code of the page's language, as fr"),
            Column("kind", "Kind of source", allowed=codes_of(book.source_kinds)),
            Column(
                "state_media",
                "Code of the state that owns and runs the outlet; empty for all others",
                filled=False,
                of="actors.code",
            ),
        ),
        (owner.name, "order"),
    )


def _statement(book: Codebook) -> tuple[Column, ...]:
    return (
        Column("speaker", "Who spoke or acted"),
        Column("role", "Office held on that day"),
        Column("level", "Rank of the office", allowed=codes_of(book.levels)),
        Column(
            "voice", "Whether it is the government's line or departs from it", allowed=codes_of(book.voices)
        ),
        Column("kind", "Kind of evidence", allowed=codes_of(book.kinds)),
    )


def package_tables(book: Codebook) -> dict[str, Table]:
    """The tables of the data package, by name."""
    return {
        "actors": Table(
            "Countries and organisations",
            (
                Column("code", ACTOR.says),
                NAME,
                Column("kind", "Country or organisation", allowed=_choice(Actor, "kind")),
                Column(
                    "region",
                    "Part of the world; empty for organisations",
                    filled=False,
                    allowed=_choice(Actor, "region"),
                ),
                BELLIGERENT,
                Column(
                    "lat",
                    "Latitude of a point for a state too small to see on a map, decimal degrees",
                    "number",
                    filled=False,
                ),
                Column("lon", "Longitude of that point, decimal degrees", "number", filled=False),
                ALIASES,
            ),
            ("code",),
        ),
        "memberships": Table(
            "Which country belonged to which group from when to when; the dataset's actors only",
            (
                replace(ACTOR, says="Code of the country"),
                Column("group", "Code of the group, as in the codebook", allowed=codes_of(book.groups)),
                Column("from", "First day of membership", "date"),
                Column("to", "Last day of membership; empty: it lasts", "date", filled=False),
                Column("source", "Address of a page that says so"),
                Column("note", "What is special about it", filled=False),
            ),
            ("actor", "group", "from"),
        ),
        "governments": Table(
            "Heads of government and their tenures, for every country with statements",
            (
                replace(ACTOR, says="Code of the country"),
                Column("head", "Who led the executive"),
                Column("office", "The office"),
                Column("from", "First day in office", "date"),
                Column("to", "Last day in office; empty: until the next, or it lasts", "date", filled=False),
                Column("source", "Address of a page that says so"),
                Column("note", "What is special about it", filled=False),
            ),
            ("actor", "from"),
        ),
        "questions": Table(
            "The questions; what each code means for each is in codebook.yaml",
            (
                Column("code", "Code of the question"),
                Column("title", "Its title"),
                Column("short", "Its short title"),
                Column("asked", "What is asked"),
            ),
            ("code",),
        ),
        "statements": Table(
            "Dated words and acts, each with its reasons",
            (
                Column("id", "Id; opaque: a day in it need not be the statement's"),
                ACTOR,
                Column(
                    "order",
                    "Place among the actor's statements, from 0: of two on one day by offices of one rank the later counts",
                    "integer",
                ),
                DATE,
                PRECISION,
                Column(
                    "disclosed",
                    "Day on which it became public, where later than the date",
                    "date",
                    filled=False,
                ),
                *_statement(book),
                Column("summary", "What was said, in our own words"),
                Column("phrase", "The decisive words as quoted, at most 12", filled=False),
                Column("limits", "Limits that it states, with “; ” between", filled=False),
                Column(
                    "systems",
                    "Names of the weapon systems it speaks of, as in systems, with “; ” between",
                    filled=False,
                ),
                _confidence(book, ""),
                Column("rationale", "Why it is coded so"),
            ),
            ("id",),
        ),
        "codes": Table(
            "What a statement says on a question: one row for each question that it speaks to",
            (
                STATEMENT,
                QUESTION,
                STANCE,
                Column(
                    "sets_position",
                    "True if it sets the government's line; comments and dissent never do",
                    "boolean",
                ),
            ),
            ("statement", "question"),
        ),
        "sources": _sources(book, STATEMENT),
        "spells": Table(
            "Stretches of one stance, derived from codes and statements by the rules in codebook.yaml",
            (
                ACTOR,
                QUESTION,
                STANCE,
                Column(
                    "previous",
                    "The stance before; empty: these are the first words",
                    "integer",
                    False,
                    STANCES,
                ),
                *SINCE,
                Column("until", "First day of the next stretch; empty: it lasts", "date", filled=False),
                replace(STATEMENT, says="Id of the statement that began it"),
                _confidence(book, " of that statement"),
            ),
            ("actor", "question", "since"),
        ),
        "events": Table(
            "Dated events that give the positions their context",
            (
                Column("id", "Id; opaque"),
                replace(DATE, says="Day of the event"),
                PRECISION,
                Column("title", "What happened, in a few words"),
                Column("kind", "Kind of event", allowed=codes_of(book.event_kinds)),
                Column("actors", "Codes of the actors that took part, with “; ” between", filled=False),
                Column("place", "Where", filled=False),
                Column("summary", "What happened, in our own words"),
                Column("importance", "3 highest, 1 lowest", "integer", allowed=(1, 2, 3)),
            ),
            ("id",),
        ),
        "event_sources": _sources(book, Column("event", "Id of the event", of="events.id")),
        "systems": Table(
            "Weapon systems, and classes of them, that statements name",
            (
                Column("name", "Name"),
                Column("kind", "Kind of system", allowed=_choice(System, "kind")),
                Column("range_km", "Longest commonly published range, kilometres", "integer", filled=False),
                Column("suppliers", "Codes of the actors that supplied it, with “; ” between", filled=False),
                Column("source", "Address of a page that says so", filled=False),
                Column("note", "What is disputed about it", filled=False),
            ),
            ("name",),
        ),
        "searches": Table(
            "How hard was looked for each actor: without it an empty answer cannot be weighed",
            (
                ACTOR,
                Column("researched", "Day until which was searched", "date"),
                Column("queries", "Look-ups spent on the actor", "integer"),
                Column(
                    "none_found",
                    "Codes of the questions for which nothing usable was found, with “; ” between",
                    filled=False,
                ),
                Column("search_note", "What else is to be known of the search", filled=False),
            ),
            ("actor",),
        ),
        "second_coding": Table(
            "Codes given again by second coders who did not see the first; a statement that speaks to no question, in their eyes, "
            "has one row without question and code",
            (
                STATEMENT,
                replace(QUESTION, filled=False),
                Column("coder", "Who coded"),
                Column("code", "From -2, opposes, to 2, supports", "integer", False, STANCES),
            ),
        ),
        "corrections": Table(
            "What was changed in a statement after it had been published",
            (
                Column("date", "Day of the correction", "date"),
                STATEMENT,
                Column("field", "What was changed; codes.border is the code on that question"),
                Column("before", "What it held before, as text; empty: nothing", filled=False),
                Column("after", "What it holds since, as text; empty: nothing", filled=False),
                Column("reason", "Why"),
            ),
            ("date", "statement", "field"),
        ),
        "state_media": Table(
            "Outlets that a state owns and its government runs; subdomains included",
            (
                Column("domain", "Domain of the outlet"),
                Column("name", "Name of the outlet"),
                Column("state", "Code of the state", of="actors.code"),
                Column("note", "What is special about it", filled=False),
            ),
            ("domain",),
        ),
    }


def stance_name(book: Codebook) -> Column:
    """The column with the scale's name for a stance."""
    return Column("stance_name", "The scale's name for the code", allowed=tuple(s.name for s in book.scale))


def answer_tables(book: Codebook) -> dict[str, Table]:
    """The tables of `data/query/endpoints.py`, by name."""
    names = stance_name(book)
    best = (
        Column("sources", "How many sources it has", "integer"),
        Column("state_media", "True if any of them is state media", "boolean"),
        Column("url", "Address of the best source"),
    )
    return {
        "positions": Table(
            "Where actors stand on a day: one row for each position; no row where there is none",
            (
                ACTOR,
                NAME,
                QUESTION,
                STANCE,
                names,
                *SINCE,
                replace(STATEMENT, says="Id of the statement that began the stretch"),
                Column(
                    "last_stated",
                    "Day of the latest government words on the question, comments included",
                    "date",
                ),
                replace(STATEMENT, name="last_statement", says="Id of those words"),
                _confidence(book, " of the words that the position is read from"),
                Column(
                    "age_band",
                    "How long before the day it was last stated: up to 12 calendar months (recent), over 12, over 24",
                    allowed=codes_of(book.ages),
                ),
            ),
            ("actor", "question"),
        ),
        "changes": Table(
            "First words and moves after one day, up to and including another, reversals too",
            (
                ACTOR,
                NAME,
                QUESTION,
                Column(
                    "change", "first words (from no position to one) or move", allowed=("first words", "move")
                ),
                replace(
                    STANCE, name="from_stance", says="The stance before; empty for first words", filled=False
                ),
                replace(names, name="from_stance_name", says="Its name", filled=False),
                STANCE,
                names,
                Column("size", "stance minus from_stance; empty for first words", "integer", filled=False),
                DATE,
                PRECISION,
                Column("known", "Day on which it became public", "date"),
                replace(STATEMENT, says="Id of the statement that made the change"),
                Column("speaker", "Who spoke or acted"),
                _confidence(book, " of that statement"),
                Column("url", "Address of its best source"),
            ),
            ("actor", "question", "date"),
        ),
        "statements": Table(
            "Statements, newest first, with the code on each question",
            (
                Column("id", "Id; opaque"),
                DATE,
                PRECISION,
                ACTOR,
                NAME,
                *_statement(book),
                _confidence(book, ""),
                *(
                    Column(
                        q.code,
                        f"Code on “{q.title}”; empty: it does not speak to it",
                        "integer",
                        False,
                        STANCES,
                    )
                    for q in book.questions
                ),
                Column("summary", "What was said, in our own words"),
                *best,
            ),
            ("id",),
        ),
        "events": Table(
            "Dated events that give the positions their context",
            (*(c for c in package_tables(book)["events"].columns), *best),
            ("id",),
        ),
        "actors": Table(
            "Countries and organisations, and what there is of each up to a day",
            (
                ACTOR,
                NAME,
                Column("kind", "Country or organisation", allowed=_choice(Actor, "kind")),
                Column(
                    "region",
                    "Part of the world; empty for organisations",
                    filled=False,
                    allowed=_choice(Actor, "region"),
                ),
                BELLIGERENT,
                ALIASES,
                Column(
                    "groups",
                    "Codes of the groups that it belongs to on the day, with “; ” between",
                    filled=False,
                ),
                Column(
                    "state", "stated with any position; else the kind of blank", allowed=codes_of(book.states)
                ),
                Column(
                    "queries",
                    "Look-ups spent on the actor in all, whatever the day; 0: nobody has searched",
                    "integer",
                ),
                Column("researched", "Day until which was searched", "date", filled=False),
                Column("statements", "Statements up to the day, dissent included", "integer"),
                Column("single_source", "Those of them with one source only", "integer"),
                Column("answers", "Questions on which it has a position", "integer"),
                Column(
                    "last_spoken", "Day of the latest government words up to the day", "date", filled=False
                ),
                replace(PRECISION, name="last_spoken_precision", filled=False),
            ),
            ("actor",),
        ),
    }
