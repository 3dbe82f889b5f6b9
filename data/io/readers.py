"""Text files to plain values, with the line of every field.

What could mislead a reader or a program is refused here, before any rule about content: a duplicate key (PyYAML would
keep the last in silence), aliases (which can grow without limit), tags, tabs, other encodings, signs that hide themselves or turn round what
stands beside them. So is what could keep the server busy: each limit is many times what the dataset needs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.resolver import Resolver

from data.schema.errors import Issue, Path, field_name

# The deepest record of the dataset has six levels. A limit keeps a hostile file from exhausting the stack.
MAX_DEPTH = 20
# Control characters, and the line breaks of Unicode that editors and YAML count differently.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
# Signs without a form of their own: some make two words look alike, others show what follows, a number too, the other way round. Those that scripts
# need (joiners, the marks of direction) are not among them.
HIDDEN = re.compile("[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
TAB = re.compile("\t")
LARGEST = 2**63                # integers beyond this are no numbers of this dataset; printing them can fail
LONGEST_NUMBER = 64            # signs; turning longer ones into a number takes time that grows with their square
LARGEST_FILE = 2_000_000       # bytes
MAX_VALUES = 150_000           # fields and items of a YAML file
MAX_ITEMS = 300                # of a list or a group of fields, unless it is the file's list of records
MAX_FAULTS = 500               # told of a file
MAX_ROWS, MAX_CELLS = 20_000, 100          # of a table, of a row


@dataclass
class ParsedFile:
    """A file's values and where they stand.

    Attributes:
        value: what the file holds (dict or list for YAML, list of dicts for CSV); None if it could not be read.
        lines: path of each field -> its line, counted from 1.
        faults: what was refused.
    """

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Issue] = field(default_factory=list)


def decode_text(raw: bytes, file: str) -> tuple[str | None, list[Issue]]:
    """The bytes of a file as text; None and the faults if it is empty, too large, not UTF-8, or has tabs or hidden signs."""
    if len(raw) > LARGEST_FILE:
        return None, [Issue(file, 1, "file", f"is too large; expected at most {LARGEST_FILE / 1e6:g} MB")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [Issue(file, line, "encoding", f"found byte 0x{raw[error.start]:02X}; expected UTF-8 (save the file as UTF-8)")]
    if not text.strip():
        return None, [Issue(file, 1, "file", "is empty; expected its records")]
    for sign, pattern, message in (("character", CONTROL, "found a control character; expected printable text"),
                                   ("character", HIDDEN, "found a sign that cannot be seen; expected text that shows as it is (type the words anew)"),
                                   ("tab", TAB, "found a tab; expected spaces (or a comma between cells)")):
        if pattern.search(text):
            found = (n for n, line in enumerate(text.split("\n"), 1) if pattern.search(line))
            return None, [Issue(file, n, sign, message) for n in islice(found, MAX_FAULTS)]
    return text, []


def read_yaml(raw: bytes, file: str) -> ParsedFile:
    """Values of a YAML file with their lines. Broken YAML gives one fault at the place where reading stopped."""
    text, faults = decode_text(raw, file)
    if text is None:
        return ParsedFile(faults=faults)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.fault(mark.line + 1 if mark else 1, "yaml", f"cannot be read: {error.problem or error}; check indentation, quotes and brackets")
        builder.result.value = None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1          # libyaml counts bytes
        builder.fault(line, "yaml", "found a control character; expected printable text")
        builder.result.value = None
    except _TooMuch:
        builder.result.value = None
    if builder.result.value is None and not builder.result.faults:
        builder.fault(1, "file", "is empty; expected its records")
    return builder.result


class _TooMuch(Exception):
    """No more of the file is read; its last fault says why."""


class _Builder:
    """Puts values together from parser events: PyYAML's own composer hides duplicates, anchors and lines."""

    def __init__(self, file: str):
        self.result = ParsedFile()
        self._file = file
        self._resolver = Resolver()
        self._constructor = SafeConstructor()
        self._open: list[tuple[Any, Path]] = []        # containers not yet closed, with their paths
        self._keys: list[Any] = []                     # for each: the key that waits for its value, or _NO_KEY
        self._documents = 0
        self._values = 0

    def fault(self, line: int, name: str, message: str) -> None:
        self.result.faults.append(Issue(self._file, line, name, message))
        if len(self.result.faults) >= MAX_FAULTS:
            raise _TooMuch

    def take(self, event: yaml.Event) -> None:
        mark: Any = event.start_mark          # a parsed event has one; Any: an error is declared without the C parser's
        line = mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self.fault(line, "document", "found a second document; expected one (remove the line of three dashes)")
        elif self._documents > 1:
            return
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.fault(line, f"*{event.anchor}", "found an alias; expected the value itself, written out")
            self._place(None, line)
        elif isinstance(event, (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_anchor_and_tag(event, line)
            if isinstance(event, yaml.ScalarEvent):
                self._place(self._scalar(event, line), line)
            else:
                value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                path = self._place(value, line)
                if len(self._open) >= MAX_DEPTH:
                    raise yaml.MarkedYAMLError(problem=f"nested more than {MAX_DEPTH} levels deep", problem_mark=mark)
                self._open.append((value, path))
                self._keys.append(_NO_KEY)

    def _refuse_anchor_and_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor:
            self.fault(line, f"&{event.anchor}", "found an anchor; expected none (write the value out where it is used)")
        if event.tag:
            self.fault(line, event.tag, "found a tag; expected a plain value")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Any:
        short = len(event.value) <= LONGEST_NUMBER
        tag = self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit) if short else "tag:yaml.org,2002:str"
        if tag == "tag:yaml.org,2002:merge":
            return event.value
        # a node is declared without the C parser's marks, which it takes as well
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)  # type: ignore[arg-type]
        try:
            value = SafeConstructor.yaml_constructors.get(tag, SafeConstructor.construct_yaml_str)(self._constructor, node)
        except (ValueError, OverflowError, ConstructorError):
            # 2024-02-31 looks like a day and is none: keep the text, the record's own rule will refuse it
            value = event.value
        if isinstance(value, int) and abs(value) >= LARGEST:
            value = event.value
        if isinstance(value, str):
            value = value.strip()          # so that two ids or fields cannot differ by spaces alone
            if CONTROL.search(value) or HIDDEN.search(value):
                self.fault(line, "character", "found a control character or one that cannot be seen; expected printable text")
        return value

    def _place(self, value: Any, line: int) -> Path:
        """Puts a value where it belongs and returns its path."""
        self._values += 1
        if self._values > MAX_VALUES:
            self.fault(line, "file", f"holds too much; expected at most {MAX_VALUES} fields and items")
            raise _TooMuch
        if not self._open:
            self.result.value = value
            self.result.lines[()] = line
            return ()
        container, path = self._open[-1]
        if len(container) >= MAX_ITEMS and path not in _RECORDS:
            name = field_name(self.result.value, path) or "record"
            self.fault(line, name, f"holds too much; expected at most {MAX_ITEMS} in a list or a group of fields")
            raise _TooMuch
        if isinstance(container, list):
            path += (len(container),)
            container.append(value)
        elif self._keys[-1] is _NO_KEY:
            self._begin_key(container, path, value, line)
            return path
        else:
            path += (self._keys[-1],)
            container[self._keys[-1]] = value
            self._keys[-1] = _NO_KEY
            return path                    # the line of a field is that of its key
        self.result.lines[path] = line
        return path

    def _begin_key(self, container: dict, path: Path, key: Any, line: int) -> None:
        if not isinstance(key, (str, int)) or isinstance(key, bool):
            self.fault(line, "key", f"found {key!r} as the name of a field; expected a word (quote no, yes, on and off)")
            key = str(key)
        here = path + (key,)
        if key in container:
            first = self.result.lines[here]
            self.fault(line, field_name(self.result.value, here), f"is given twice; expected once (it stands first in line {first})")
        self.result.lines[here] = line
        container.setdefault(key, None)
        self._keys[-1] = key


_NO_KEY = object()
# Where the records of a file stand: in events.yaml and in an actor's file.
_RECORDS = ((), ("statements",))


def read_csv(raw: bytes, file: str, columns: list[str], optional: Sequence[str] = ()) -> ParsedFile:
    """Rows of a CSV file as dicts without their blank cells; paths are (row, column), rows counted from 0.

    `columns` are the names that the header must have, in any order; those that are `optional`, too, it may lack.
    """
    text, faults = decode_text(raw, file)
    if text is None:
        return ParsedFile(faults=faults)
    result = ParsedFile(value=[], lines={(): 1})
    reader, end = csv.reader(io.StringIO(text, newline=""), strict=True), 0
    try:
        header = next(reader)
        if len(header) > MAX_CELLS:
            return ParsedFile(faults=[Issue(file, 1, "header", f"found {len(header)} columns; expected {','.join(columns)}")])
        for name in [c for c in columns if c not in header and c not in optional]:
            result.faults.append(Issue(file, 1, name, f"column is missing; expected {','.join(columns)}"))
        for name in [c for c in dict.fromkeys(header) if c not in columns or header.count(c) > 1]:
            result.faults.append(Issue(file, 1, name or "header", f"column is unknown or given twice; expected {','.join(columns)}"))
        if result.faults:
            return ParsedFile(faults=result.faults)          # without the right columns every row would be at fault
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if len(result.value) >= MAX_ROWS:
                result.faults.append(Issue(file, line, "file", f"holds too much; expected at most {MAX_ROWS} rows"))
            if len(result.faults) >= MAX_FAULTS or len(result.value) >= MAX_ROWS:
                return ParsedFile(faults=result.faults)
            if not cells:
                continue
            if len(cells) != len(header):
                result.faults.append(Issue(file, line, "row", f"found {len(cells)} cells; expected {len(header)} (quote a cell that holds a comma)"))
                continue
            result.lines[(len(result.value),)] = line
            result.value.append({name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()})
    except csv.Error as error:
        result.faults.append(Issue(file, end + 1, "csv", f"cannot be read: {error}; check the quotes"))
    return result
