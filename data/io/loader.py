"""Loads a dataset: text files in, validated frames out.

All faults are found in one pass. A file that cannot be read, or whose records are invalid, does not keep the
others from being checked. Only checks that depend on its content are skipped, so that one mistake is not
reported a hundred times.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from pydantic import BaseModel, ValidationError

from data.dataset import Dataset
from data.io.readers import LARGEST_FILE, MAX_FAULTS, ParsedFile, read_csv, read_yaml
from data.schema.codebook import Codebook
from data.schema.errors import DatasetError, Issue, field_name, issues_from_pydantic, line_of
from data.schema.fields import Record, Vocabulary
from data.schema.records import (
    Actor,
    ActorFile,
    Correction,
    Event,
    Government,
    Membership,
    SecondCoding,
    StateMedium,
    Statement,
    System,
)
from data.schema.text import normalize

CURATED = Path(__file__).parent.parent / "curated"
# CSV tables: file -> record of a row, and the columns that form its key.
TABLES: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "actors.csv": (Actor, ("code",)),
    "systems.csv": (System, ("name",)),
    "memberships.csv": (Membership, ("actor", "group", "from")),
    "governments.csv": (Government, ("actor", "from")),
    "state_media.csv": (StateMedium, ("domain",)),
    "corrections.csv": (Correction, ("date", "statement", "field")),
    "second_coding.csv": (SecondCoding, ("statement", "question", "coder")),
}
# Columns that a table may lack: older datasets were made without them.
OPTIONAL = {"actors.csv": ("aliases",)}


def files(directory: Path) -> list[Path]:
    """Paths of the files that make up a dataset in `directory`: a fixed list, whether or not they exist, and
    the files in its folder `statements`, sorted.
    """
    fixed = [directory / name for name in ("codebook.yaml", "events.yaml", *TABLES)]
    return fixed + sorted(p for p in (directory / "statements").glob("*") if not p.name.startswith("."))


def load(directory: Path | str = CURATED, today: dt.date | None = None) -> Dataset:
    """Loads and validates the dataset in `directory`.

    Args:
        directory: laid out as `data/curated/`.
        today: no date may be later; today's date if None.

    Raises:
        DatasetError: with every fault found, up to `MAX_FAULTS` per file.
    """
    return _Loader(Path(directory), today or dt.date.today()).load()


class _Loader:
    """Reads the files in the order of their dependencies and collects faults."""

    def __init__(self, directory: Path, today: dt.date):
        self._directory = directory
        whole = directory.resolve()
        shown = whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole
        # of file names in faults
        self._prefix = "" if shown == Path() else f"{shown.as_posix().rstrip('/')}/"
        self._today = today
        self._faults: list[Issue] = []
        self._told: Counter[str] = Counter()  # faults by file
        self._hash = hashlib.sha256()
        self._vocabulary = Vocabulary(today)
        self._row_lines: dict[Record, int] = {}  # line of each record of a table

    def load(self) -> Dataset:
        codebook = self._codebook()
        if codebook:
            self._vocabulary = codebook.vocabulary(self._today)
        actors = self._table("actors.csv", knows={"actors": "code"})
        if "actors" in self._vocabulary.words:
            self._know(
                "countries",
                self._vocabulary.words["actors"] - {a.code for a in actors if a.kind != "country"},
            )
        self._lead_to_one_actor(actors)
        systems = self._table("systems.csv", knows={"systems": "name"})
        memberships = self._table("memberships.csv")
        self._do_not_overlap("memberships.csv", memberships, lambda m: (m.actor, m.group))
        governments = self._table("governments.csv")
        self._do_not_overlap("governments.csv", governments, lambda g: (g.actor,), may_be_open=True)
        state_media = self._table("state_media.csv")
        heads, statements = self._actor_files({a.code: a.name for a in actors})
        events = self._events()
        second = self._table("second_coding.csv")
        corrections = sorted(self._table("corrections.csv"), key=lambda c: c.date)
        self._are_borne_out(corrections, {s.id: s for _, _, s in statements})
        if self._faults:
            raise DatasetError(self._faults)
        assert codebook is not None  # an unreadable codebook is a fault
        return Dataset(
            codebook=codebook,
            actors=_frame(Actor, actors).sort_values("code", ignore_index=True),
            memberships=_frame(Membership, memberships).rename(columns={"start": "from", "end": "to"}),
            governments=_frame(Government, governments)
            .rename(columns={"start": "from", "end": "to"})
            .sort_values(["actor", "from"], ignore_index=True),
            systems=_frame(System, systems),
            searches=_frame(ActorFile, heads, without=("name", "statements")),
            statements=_statements(statements),
            codes=_codes(s for _, _, s in statements),
            sources=_sources("statement", (s for _, _, s in statements), state_media),
            events=_frame(Event, events, without=("sources",)),
            event_sources=_sources("event", events, state_media),
            state_media=_frame(StateMedium, state_media),
            second_coding=_frame(SecondCoding, second).astype({"code": "Int8"}),
            corrections=_frame(Correction, corrections),
            digest=self._hash.hexdigest()[:8],
        )

    # Files --------------------------------------------------------------------------------------------------

    def _codebook(self) -> Codebook | None:
        text = self._read("codebook.yaml")
        return (
            self._record(Codebook, text, "codebook.yaml", text.value, ()) if text.value is not None else None
        )

    def _table(self, name: str, knows: dict[str, str] | None = None) -> list[Any]:
        """The valid records of a CSV table; invalid rows are reported and left out.

        Args:
            knows: vocabulary part -> the column that defines it. Codes of invalid rows are included, so that
                a mistake is not reported again wherever the code is used.
        """
        record, key = TABLES[name]
        text = self._read(name)
        for part, column in (knows or {}).items():
            if text.value is not None and not text.faults:
                self._know(part, (row[column] for row in text.value if column in row))
        if text.value is None:
            return []
        rows = [(n, self._record(record, text, name, row, (n,))) for n, row in enumerate(text.value)]
        first: dict[tuple, int] = {}
        for n, row in enumerate(text.value):
            named = tuple(row.get(column) for column in key)
            if named in first:
                self._fault(
                    name,
                    line_of(text.lines, (n,)),
                    ",".join(key),
                    f"{' '.join(filter(None, named))} is given twice; expected once (it stands first in line {first[named]})",
                )
            first.setdefault(named, line_of(text.lines, (n,)))
        self._row_lines |= {r: line_of(text.lines, (n,)) for n, r in rows if r is not None}
        return [r for _, r in rows if r is not None]

    def _actor_files(self, names: dict[str, str]) -> tuple[list[ActorFile], list[tuple[str, int, Statement]]]:
        """Headers of the actor files, and (actor, index in the file, statement) for each statement."""
        heads: list[ActorFile] = []
        whole = True  # every file was read, so an unknown id is a fault
        statements: list[tuple[str, int, Statement]] = []
        seen: dict[str, str] = {}
        paths = [p for p in files(self._directory) if p.parent.name == "statements"]
        if not paths:
            self._fault(
                "statements",
                1,
                "directory",
                "has no actor files; expected one, as FRA.yaml, for each actor searched",
            )
        for path in paths:
            name = f"statements/{path.name}"
            if not re.fullmatch(r"[A-Z0-9]{2,4}\.yaml", path.name):
                self._fault(
                    f"statements/{ascii(path.name)[1:-1]}",
                    1,
                    "file",
                    f"would be overlooked; expected the name {ascii(path.stem)[1:-1]}.yaml, after an actor's code",
                )
                whole = False
                continue
            text = self._read(name)
            whole &= text.value is not None
            head = self._record(ActorFile, text, name, text.value, ()) if text.value is not None else None
            records = text.value.get("statements") if isinstance(text.value, dict) else None
            good = []
            for n, value in enumerate(records if isinstance(records, list) else []):
                self._once(
                    value.get("id") if isinstance(value, dict) else None,
                    seen,
                    text,
                    name,
                    ("statements", n, "id"),
                )
                record = self._record(Statement, text, name, value, ("statements", n))
                if record:
                    good.append((path.stem, n, record))
            statements += good
            if isinstance(text.value, dict):
                self._actor_matches(text, name, path.stem, names, [s for _, _, s in good])
            if head:
                heads.append(head)
        if whole:
            self._know("statements", seen)
        return heads, statements

    def _events(self) -> list[Event]:
        name = "events.yaml"
        text = self._read(name)
        if text.value is None:
            return []
        if not isinstance(text.value, list):
            self._fault(name, 1, "file", "expected a list of events, each beginning with a dash")
            return []
        seen: dict[str, str] = {}
        for n, value in enumerate(text.value):
            self._once(value.get("id") if isinstance(value, dict) else None, seen, text, name, (n, "id"))
        found = [self._record(Event, text, name, value, (n,)) for n, value in enumerate(text.value)]
        return [e for e in found if e]

    # Checks -------------------------------------------------------------------------------------------------

    def _actor_matches(
        self, text: ParsedFile, name: str, stem: str, names: dict[str, str], statements: list[Statement]
    ) -> None:
        """Checks that need the whole file: it belongs to the right actor, and no question is both coded and
        listed as not found.
        """
        told = text.value
        if isinstance(told.get("actor"), str) and told["actor"] != stem:
            self._fault(
                name,
                line_of(text.lines, ("actor",)),
                "actor",
                f'found "{told["actor"]}"; expected {stem}, as the file is named (rename the file or mend the code)',
            )
        elif names.get(stem) and isinstance(told.get("name"), str) and told["name"] != names[stem]:
            self._fault(
                name,
                line_of(text.lines, ("name",)),
                "name",
                f'found "{told["name"]}"; expected "{names[stem]}", as in actors.csv',
            )
        coded = {q: s.id for s in reversed(statements) for q in s.codes}
        missing = told.get("none_found")
        for n, question in enumerate(missing if isinstance(missing, list) else []):
            if isinstance(question, str) and question in coded:
                self._fault(
                    name,
                    line_of(text.lines, ("none_found", n)),
                    "none_found",
                    f"found {question}; expected only questions without a code ({coded[question]} codes it)",
                )

    def _lead_to_one_actor(self, actors: list[Actor]) -> None:
        """Checks that no alias is the code, name or alias of another actor, compared by `normalize`."""
        owner: dict[str, tuple[str, str, Actor]] = {}  # folded text -> kind, text, owner
        for actor in actors:
            owner.setdefault(normalize(actor.code), ("code", actor.code, actor))
        for actor in actors:
            owner.setdefault(normalize(actor.name), ("name", actor.name, actor))
        for actor in actors:
            for n, alias in enumerate(actor.aliases, 1):
                kind, text, other = owner.setdefault(normalize(alias), ("alias", alias, actor))
                if other.code != actor.code:
                    self._fault(
                        "actors.csv",
                        self._row_lines[actor],
                        f"aliases[{n}]",
                        f'found "{alias}"; expected a name that leads to {actor.code} '
                        f'alone ("{text}" is the {kind} of {other.code}, line {self._row_lines[other]})',
                    )

    def _do_not_overlap(
        self, name: str, stretches: list[Any], whose: Callable[[Any], tuple], may_be_open: bool = False
    ) -> None:
        """Checks that no two periods of the same owner overlap: one membership per actor and group, one head
        of government per actor.

        Args:
            whose: the owner of a row.
            may_be_open: a period without a last day ends when the next begins.
        """
        last: dict[tuple, Any] = {}
        for row in sorted(stretches, key=lambda m: m.start):
            before = last.get(whose(row))
            if before and (row.start <= before.end if before.end else not may_be_open):
                self._fault(
                    name,
                    self._row_lines[row],
                    "from",
                    f"{' in '.join(whose(row))} begins again on {row.start}; "
                    f"expected after the stretch from {before.start} has ended",
                )
            last[whose(row)] = row

    def _are_borne_out(self, corrections: list[Correction], statements: dict[str, Statement]) -> None:
        """Checks that the latest correction of a field gives the field's present value."""
        for row in {(c.statement, c.field): c for c in corrections}.values():
            said = statements.get(row.statement)
            if said and (now := said.field_text(row.field)) != (row.after or ""):
                self._fault(
                    "corrections.csv",
                    self._row_lines[row],
                    "after",
                    f'found "{row.after or ""}"; expected "{now}", which {row.field} of {row.statement} holds now',
                )

    def _once(self, identifier: Any, seen: dict[str, str], text: ParsedFile, name: str, path: Any) -> None:
        if not isinstance(identifier, str):
            return
        here = f"{name}:{line_of(text.lines, path)}"
        if identifier in seen:
            self._fault(
                name,
                line_of(text.lines, path),
                field_name(text.value, path),
                f'found "{identifier}" again; expected an id of its own (it stands first in {seen[identifier]})',
            )
        seen.setdefault(identifier, here)

    # Reading ------------------------------------------------------------------------------------------------

    def _read(self, name: str) -> ParsedFile:
        path = self._directory / name
        try:
            if path.exists() and not path.is_file():
                raise OSError(None, "no regular file")  # reading a pipe or a device may never end
            with path.open("rb") as file:
                raw = file.read(LARGEST_FILE + 1)
        except OSError as error:
            self._fault(
                name,
                1,
                "file",
                f"cannot be read ({error.strerror}); expected it beside the other files of the dataset",
            )
            return ParsedFile()
        self._hash.update(name.encode() + b"\0" + raw + b"\0")
        if name in TABLES:
            columns = [f.alias or n for n, f in TABLES[name][0].model_fields.items()]
            text = read_csv(raw, self._shown(name), columns, OPTIONAL.get(name, ()))
        else:
            text = read_yaml(raw, self._shown(name))
        self._tell(text.faults)
        return text

    def _record(self, record: type[BaseModel], text: ParsedFile, name: str, value: Any, prefix: Any) -> Any:
        """The value as a validated record; None if it is invalid, with its faults reported."""
        if self._told[self._shown(name)] > MAX_FAULTS:
            return None
        try:
            # YAML values are typed (strict mode); CSV cells are text that the record has to convert
            return record.model_validate(value, strict=name not in TABLES, context=self._vocabulary)
        except ValidationError as error:
            fields = [f.alias or n for n, f in record.model_fields.items()]
            self._tell(
                issues_from_pydantic(
                    error,
                    file=self._shown(name),
                    lines=text.lines,
                    root=text.value,
                    prefix=prefix,
                    fields=fields,
                )
            )
            return None

    def _know(self, name: str, codes: Iterable[str]) -> None:
        """Sets a part of the vocabulary: from now on all other codes are faults."""
        self._vocabulary = replace(self._vocabulary, words=self._vocabulary.words | {name: frozenset(codes)})

    def _shown(self, name: str) -> str:
        return f"{self._prefix}{name}"

    def _fault(self, name: str, line: int, field: str, message: str) -> None:
        self._tell([Issue(self._shown(name), line, field, message)])

    def _tell(self, faults: Iterable[Issue]) -> None:
        """Adds faults, at most `MAX_FAULTS` per file and a note that there are more."""
        for fault in faults:
            self._told[fault.file] += 1
            if self._told[fault.file] <= MAX_FAULTS:
                self._faults.append(fault)
            elif self._told[fault.file] == MAX_FAULTS + 1:
                self._faults.append(
                    Issue(
                        fault.file,
                        fault.line,
                        "file",
                        f"has more faults than the {MAX_FAULTS} told; mend those first",
                    )
                )


_DAYS = ("date", "disclosed", "researched", "start", "end")


def _frame(record: type[Record], records: Iterable[Record], without: tuple[str, ...] = ()) -> pd.DataFrame:
    """Records as a frame: one row per record, one column per field; days as timestamps, lists as tuples."""
    columns = [c for c in record.model_fields if c not in without]
    values = ([getattr(r, c) for c in columns] for r in records)
    frame = pd.DataFrame(
        [[tuple(v) if isinstance(v, list) else v for v in row] for row in values], columns=columns
    )
    return frame.assign(**{c: pd.to_datetime(frame[c]) for c in columns if c in _DAYS})


def _statements(found: Iterable[tuple[str, int, Statement]]) -> pd.DataFrame:
    found = list(found)
    frame = _frame(Statement, (s for _, _, s in found), without=("codes", "sets_position", "sources"))
    frame.insert(1, "actor", [actor for actor, _, _ in found])
    frame.insert(2, "order", [order for _, order, _ in found])
    return frame


def _codes(found: Iterable[Statement]) -> pd.DataFrame:
    rows = [(s.id, question, stance, s.sets(question)) for s in found for question, stance in s.codes.items()]
    return pd.DataFrame(rows, columns=["statement", "question", "stance", "sets_position"]).astype(
        {"stance": "int8", "sets_position": bool}
    )


def _sources(owner: str, found: Iterable[Statement | Event], media: Iterable[StateMedium]) -> pd.DataFrame:
    state = {m.domain: m.state for m in media}

    def rows() -> Iterator[tuple]:
        for record in found:
            for order, source in enumerate(record.sources):
                yield (
                    record.id,
                    order,
                    source.publisher,
                    source.url,
                    source.published,
                    source.language,
                    source.kind,
                    next((state[d] for d in _domains(source.url) if d in state), None),
                )

    return pd.DataFrame(
        rows(), columns=[owner, "order", "publisher", "url", "published", "language", "kind", "state_media"]
    )


def _domains(url: str) -> list[str]:
    """The host of a URL and its parent domains: en.tass.com, tass.com, com."""
    parts = (urlsplit(url).hostname or "").split(".")
    return [".".join(parts[n:]) for n in range(len(parts))]
