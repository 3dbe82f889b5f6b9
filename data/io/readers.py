"""Parses YAML and CSV files to plain values, with the line of every field.

Rejects, before any check of the content, whatever could mislead a reader or a program: duplicate keys (PyYAML
silently keeps the last), aliases (whose expansion is unlimited), tags, tabs, encodings other than UTF-8, and
characters that are invisible or reverse the text next to them. Limits on size keep a file from blocking the
server; each is many times what the dataset needs.
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

from data.schema.errors import FieldPath, Issue, field_name

# The deepest record has six levels; the limit keeps a malicious file from exhausting the stack.
MAX_DEPTH = 20
# Control characters, and Unicode line breaks, which editors and YAML count differently.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
# Invisible characters: some make different words look the same, others reverse the text or number that
# follows. Joiners and direction marks are allowed, since some scripts need them.
HIDDEN = re.compile("[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
TAB = re.compile("\t")
LARGEST = 2**63  # larger integers stay text; printing them can fail
LONGEST_NUMBER = 64  # characters; the time to parse a number grows with the square of its length
LARGEST_FILE = 2_000_000  # bytes
MAX_VALUES = 150_000  # fields and items of a YAML file
MAX_ITEMS = 300  # per list or mapping, except the file's list of records
MAX_FAULTS = 500  # reported per file
MAX_ROWS, MAX_CELLS = 20_000, 100  # per table, per row


@dataclass
class ParsedFile:
    """The values of a file and their lines.

    Attributes:
        value: the file's content (dict or list for YAML, list of dicts for CSV); None if it could not be
            read.
        lines: path of each field -> its line, counted from 1.
        faults: what was rejected.
    """

    value: Any = None
    lines: dict[FieldPath, int] = field(default_factory=dict)
    faults: list[Issue] = field(default_factory=list)


def decode_text(raw: bytes, file: str) -> tuple[str | None, list[Issue]]:
    """Decodes the bytes of a file as UTF-8.

    Returns:
        the text and no faults; or None and the faults, if the file is too large, not UTF-8 or empty, or has
        control characters, invisible characters or tabs.
    """
    if len(raw) > LARGEST_FILE:
        return None, [Issue(file, 1, "file", f"is too large; expected at most {LARGEST_FILE / 1e6:g} MB")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [
            Issue(
                file,
                line,
                "encoding",
                f"found byte 0x{raw[error.start]:02X}; expected UTF-8 (save the file as UTF-8)",
            )
        ]
    if not text.strip():
        return None, [Issue(file, 1, "file", "is empty; expected its records")]
    for sign, pattern, message in (
        ("character", CONTROL, "found a control character; expected printable text"),
        (
            "character",
            HIDDEN,
            "found a sign that cannot be seen; expected text that shows as it is (type the words anew)",
        ),
        ("tab", TAB, "found a tab; expected spaces (or a comma between cells)"),
    ):
        if pattern.search(text):
            found = (n for n, line in enumerate(text.split("\n"), 1) if pattern.search(line))
            return None, [Issue(file, n, sign, message) for n in islice(found, MAX_FAULTS)]
    return text, []


def read_yaml(raw: bytes, file: str) -> ParsedFile:
    """Parses a YAML file with the line of every value. A syntax error gives one fault at the place where
    parsing stopped.
    """
    text, faults = decode_text(raw, file)
    if text is None:
        return ParsedFile(faults=faults)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.fault(
            mark.line + 1 if mark else 1,
            "yaml",
            f"cannot be read: {error.problem or error}; check indentation, quotes and brackets",
        )
        builder.result.value = None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1  # libyaml counts bytes
        builder.fault(line, "yaml", "found a control character; expected printable text")
        builder.result.value = None
    except _TooMuch:
        builder.result.value = None
    if builder.result.value is None and not builder.result.faults:
        builder.fault(1, "file", "is empty; expected its records")
    return builder.result


class _TooMuch(Exception):
    """Stops parsing; the last fault says why."""


class _Builder:
    """Builds values from parser events, since PyYAML's composer hides duplicate keys, anchors and lines."""

    def __init__(self, file: str):
        self.result = ParsedFile()
        self._file = file
        self._resolver = Resolver()
        self._constructor = SafeConstructor()
        self._open: list[tuple[Any, FieldPath]] = []  # open containers and their paths
        self._keys: list[Any] = []  # per container: the key without a value, or _NO_KEY
        self._documents = 0
        self._values = 0

    def fault(self, line: int, name: str, message: str) -> None:
        self.result.faults.append(Issue(self._file, line, name, message))
        if len(self.result.faults) >= MAX_FAULTS:
            raise _TooMuch

    def take(self, event: yaml.Event) -> None:
        # Any: the stubs of yaml do not allow the C parser's marks in errors
        mark: Any = event.start_mark
        line = mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self.fault(
                    line,
                    "document",
                    "found a second document; expected one (remove the line of three dashes)",
                )
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
                    raise yaml.MarkedYAMLError(
                        problem=f"nested more than {MAX_DEPTH} levels deep", problem_mark=mark
                    )
                self._open.append((value, path))
                self._keys.append(_NO_KEY)

    def _refuse_anchor_and_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor:
            self.fault(
                line,
                f"&{event.anchor}",
                "found an anchor; expected none (write the value out where it is used)",
            )
        if event.tag:
            self.fault(line, event.tag, "found a tag; expected a plain value")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Any:
        short = len(event.value) <= LONGEST_NUMBER
        tag = (
            self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
            if short
            else "tag:yaml.org,2002:str"
        )
        if tag == "tag:yaml.org,2002:merge":
            return event.value
        # the stubs of yaml do not allow the C parser's marks in nodes
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)  # type: ignore[arg-type]
        try:
            value = SafeConstructor.yaml_constructors.get(tag, SafeConstructor.construct_yaml_str)(
                self._constructor, node
            )
        except (ValueError, OverflowError, ConstructorError):
            # 2024-02-31 matches the pattern of a day but is none: kept as text, which the record rejects
            value = event.value
        if isinstance(value, int) and abs(value) >= LARGEST:
            value = event.value
        if isinstance(value, str):
            value = value.strip()  # two ids must not differ by spaces alone
            if CONTROL.search(value) or HIDDEN.search(value):
                self.fault(
                    line,
                    "character",
                    "found a control character or one that cannot be seen; expected printable text",
                )
        return value

    def _place(self, value: Any, line: int) -> FieldPath:
        """Adds a value to the innermost open container and returns its path."""
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
            self.fault(
                line, name, f"holds too much; expected at most {MAX_ITEMS} in a list or a group of fields"
            )
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
            return path  # the line of a field is that of its key
        self.result.lines[path] = line
        return path

    def _begin_key(self, container: dict, path: FieldPath, key: Any, line: int) -> None:
        if not isinstance(key, (str, int)) or isinstance(key, bool):
            self.fault(
                line,
                "key",
                f"found {key!r} as the name of a field; expected a word (quote no, yes, on and off)",
            )
            key = str(key)
        here = path + (key,)
        if key in container:
            first = self.result.lines[here]
            self.fault(
                line,
                field_name(self.result.value, here),
                f"is given twice; expected once (it stands first in line {first})",
            )
        self.result.lines[here] = line
        container.setdefault(key, None)
        self._keys[-1] = key


_NO_KEY = object()
# Paths of the list of records: in events.yaml, and in an actor file.
_RECORDS = ((), ("statements",))


def read_csv(raw: bytes, file: str, columns: list[str], optional: Sequence[str] = ()) -> ParsedFile:
    """Parses a CSV file to one dict per row, without blank cells; paths are (row, column), rows counted from
    0.

    Args:
        columns: the columns that the header must have, in any order.
        optional: those of them that it may lack.
    """
    text, faults = decode_text(raw, file)
    if text is None:
        return ParsedFile(faults=faults)
    result = ParsedFile(value=[], lines={(): 1})
    reader, end = csv.reader(io.StringIO(text, newline=""), strict=True), 0
    try:
        header = next(reader)
        if len(header) > MAX_CELLS:
            return ParsedFile(
                faults=[
                    Issue(file, 1, "header", f"found {len(header)} columns; expected {','.join(columns)}")
                ]
            )
        for name in [c for c in columns if c not in header and c not in optional]:
            result.faults.append(Issue(file, 1, name, f"column is missing; expected {','.join(columns)}"))
        for name in [c for c in dict.fromkeys(header) if c not in columns or header.count(c) > 1]:
            result.faults.append(
                Issue(
                    file,
                    1,
                    name or "header",
                    f"column is unknown or given twice; expected {','.join(columns)}",
                )
            )
        if result.faults:
            return ParsedFile(faults=result.faults)  # with wrong columns every row would be invalid
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if len(result.value) >= MAX_ROWS:
                result.faults.append(
                    Issue(file, line, "file", f"holds too much; expected at most {MAX_ROWS} rows")
                )
            if len(result.faults) >= MAX_FAULTS or len(result.value) >= MAX_ROWS:
                return ParsedFile(faults=result.faults)
            if not cells:
                continue
            if len(cells) != len(header):
                result.faults.append(
                    Issue(
                        file,
                        line,
                        "row",
                        f"found {len(cells)} cells; expected {len(header)} (quote a cell that holds a comma)",
                    )
                )
                continue
            result.lines[(len(result.value),)] = line
            result.value.append(
                {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
            )
    except csv.Error as error:
        result.faults.append(Issue(file, end + 1, "csv", f"cannot be read: {error}; check the quotes"))
    return result
