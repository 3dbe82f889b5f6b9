"""Mutated files and addresses: every outcome is a clean load or a list of faults, a page or a refusal;
never an exception, never long, never large."""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from components.state.url import parameter_codecs, parse_query, to_query, unknown_names
from dashboard import PAGES
from data.dataset import Dataset
from data.export.csv_xlsx import csv_text
from data.export.tables import statements_table
from data.io.loader import CURATED, load
from data.query.endpoints import FILES
from data.schema.errors import DatasetError
from tests.components.server.test_api import ask
from tests.factories import TODAY, make_statement, write_dataset
from tests.harness import alone

MOST_SECONDS, MOST_MEMORY = 2.0, 500  # of the processor; MB
# What has broken readers of text elsewhere.
NASTY = [
    "\x00",
    "\ufeff",
    "\u202e",
    "\u200f",
    "\u200b",
    "\u2028",
    "\x85",
    "\r\n",
    "\r",
    "\t",
    "\ud7ff",
    "\U000e0041",
    "\U0010ffff",
    "&a ",
    "*a",
    "<<: *a",
    "!!python/object:os.system ",
    "!!binary ",
    "---\n",
    "...\n",
    "%YAML 9.9\n",
    "? ",
    "- - - - ",
    "[" * 30,
    "{a: " * 30,
    "]",
    "}",
    "'",
    '"',
    '"""',
    ",",
    ",,,,,,,,",
    ":",
    ": ",
    "#",
    "|",
    ">-\n",
    "~",
    "null",
    "yes",
    "1e999",
    "-0",
    "0x" + "f" * 40,
    ".inf",
    ".nan",
    "2024-02-30",
    "9999-12-31",
    "0001-01-01",
    "1:1:1:1:1",
    "9" * 5000,
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "http://[",
    "http://a:99999",
    "https://\u0430pple.com",
    "$x^2$",
    "![](http://e.org/x)",
    "{{7*7}}",
    "${7*7}",
    "%s%n",
    "../../etc/passwd",
    "é" * 100,
    "e\u0301",
    "ﷺ" * 50,
    "👩‍👩‍👧‍👦",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
FILES_OF = [
    "codebook.yaml",
    "events.yaml",
    "actors.csv",
    "systems.csv",
    "memberships.csv",
    "governments.csv",
    "state_media.csv",
    "second_coding.csv",
    "corrections.csv",
    "statements/FRA.yaml",
]


def for_a_time(seconds: float, strategy: st.SearchStrategy, check: Callable) -> int:
    """Checks examples until the time is over; how many."""
    count, ends, n = 0, time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        n += 1

        @seed(n)
        @settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(strategy)
        def run(example):
            nonlocal count
            if time.monotonic() < ends:
                count += 1
                check(example)

        run()
    return count


def bounded(act: Callable[[], object]) -> object:
    """The result, once it is known not to have taken too long. Time of the processor: other work on the
    machine does not count."""
    begun = time.process_time()
    result = act()
    assert time.process_time() - begun < MOST_SECONDS
    return result


def outcome(directory: Path) -> Dataset | list[str]:
    try:
        return load(directory, TODAY)
    except DatasetError as error:
        faults = str(error).split("\n")
        assert len(faults) == len(error.faults) and all(
            fault.isprintable() and len(fault) < 2000 for fault in faults
        )
        return faults


# Files ---------------------------------------------------------------------------------------------------------------

places = st.floats(0, 1, exclude_max=True)
text = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=20), st.text("\n :-[]{},'\"#&*!|>%@`?0123456789abc", max_size=12)
)
mutations = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), places, text),
        st.tuples(st.just("bytes"), places, st.binary(min_size=1, max_size=6)),
        st.tuples(st.just("replace"), places, text),
        st.tuples(st.just("delete"), places, places),
        st.tuples(st.just("repeat"), places, st.integers(2, 400)),
        st.tuples(st.just("swap"), places, places),
        st.tuples(st.just("cell"), places, text),
        st.tuples(st.just("cut"), places, st.none()),
        st.tuples(st.sampled_from(["crlf", "bom", "utf16", "empty"]), places, st.none()),
    ),
    min_size=1,
    max_size=4,
)


def mutated(raw: bytes, steps: list[tuple]) -> bytes:
    for kind, at, what in steps:
        n, lines = int(at * len(raw)), raw.split(b"\n")
        row = int(at * len(lines))
        if kind in ("insert", "bytes"):
            raw = (
                raw[:n]
                + (what if isinstance(what, bytes) else what.encode("utf-8", "surrogatepass"))
                + raw[n:]
            )
        elif kind in ("replace", "cell"):
            apart = b":" if b":" in lines[row] else b","
            cells = lines[row].split(apart)
            cells[int(at * 7919) % len(cells) if kind == "cell" else -1] = b" " + what.encode(
                "utf-8", "surrogatepass"
            )
            raw = b"\n".join([*lines[:row], apart.join(cells), *lines[row + 1 :]])
        elif kind == "delete":
            raw = raw[:n] + raw[n + int(what * 80) :]
        elif kind == "repeat":
            raw = b"\n".join([*lines[:row], *lines[row : row + 3] * what, *lines[row + 3 :]])
        elif kind == "swap":
            other = int(what * len(lines))
            lines[row], lines[other] = lines[other], lines[row]
            raw = b"\n".join(lines)
        elif kind == "cut":
            raw = raw[:n]
        else:
            raw = {
                "crlf": raw.replace(b"\n", b"\r\n"),
                "bom": b"\xef\xbb\xbf" + raw,
                "utf16": raw.decode("utf-8", "replace").encode("utf-16"),
                "empty": b"",
            }[kind]
    return raw


@pytest.fixture
def directory(tmp_path) -> Path:
    return write_dataset(
        tmp_path,
        {
            "FRA": [
                make_statement(
                    "2024-05-28", {"border": 1, "deep": 0}, limits=["a", "b"], systems=["SCALP"], phrase="so"
                ),
                make_statement("2024-06-28", {"border": 2}, sets_position=["border"]),
            ],
            "UKR": [
                make_statement("2022-06-01", {"deep": -2}, disclosed=make_statement("2024-07-02", {})["date"])
            ],
        },
        members=["FRA,NATO,1949-08-24,", "DEU,NATO,1955-05-06,"],
        heads=["FRA,A. Head,President,2017-05-14,"],
        second=["FRA-0,border,B,1"],
        corrections=["2025-01-01,FRA-0,speaker,B. Minister,A. Minister,It was another."],
    )


def test_a_mutated_file_is_loaded_clean_or_its_faults_are_listed(directory, seconds):
    whole = {name: (directory / name).read_bytes() for name in FILES_OF}
    clean = faulty = 0

    def check(example):
        nonlocal clean, faulty
        name, steps = example
        (directory / name).write_bytes(mutated(whole[name], steps))
        try:
            found = bounded(lambda: outcome(directory))
        finally:
            (directory / name).write_bytes(whole[name])
        clean, faulty = clean + isinstance(found, Dataset), faulty + isinstance(found, list)

    assert isinstance(outcome(directory), Dataset)
    for_a_time(seconds, st.tuples(st.sampled_from(FILES_OF), mutations), check)
    assert clean > 10 and faulty > 10, (clean, faulty)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 < 500 + MOST_MEMORY


@pytest.mark.parametrize("name", ["codebook.yaml", "statements/USA.yaml", "governments.csv"])
def test_a_mutated_file_of_the_dataset_itself_likewise(tmp_path, seconds, name):
    directory = shutil.copytree(CURATED, tmp_path / "data")
    whole = (directory / name).read_bytes()

    def check(steps):
        (directory / name).write_bytes(mutated(whole, steps))
        bounded(lambda: outcome(directory))

    assert for_a_time(seconds / 2, mutations, check) > 2


# What is built to take long. Each is a file's name and its text, of a size up to the number of bytes given.
HEAD = "actor: FRA\nname: France\nresearched: 2026-01-01\nqueries: 5\nnone_found: []\nstatements:\n"
ACTORS = "code,name,kind,region,belligerent,lat,lon\n"
FRANCE = "statements/FRA.yaml"


def filled(unit: str, size: int) -> str:
    return unit * (size // len(unit.encode()))


def numbered(unit: str, size: int) -> str:
    return "".join(unit.format(n=n) for n in range(size // (len(unit) + 4)))


def like_the_dataset(size: int) -> str:
    body, parts, n = (CURATED / FRANCE).read_text().partition("statements:\n")[2], [], 0
    while len("".join(parts).encode()) < size - 60_000:
        parts.append(body.replace("id: FRA-", f"id: FRA-{n}-"))
        n += 1
    return HEAD + "".join(parts)


BUILT: dict[str, tuple[str, Callable[[int], str]]] = {
    "deep lists": (FRANCE, lambda n: "[" * n),
    "deep groups": (FRANCE, lambda n: filled("{a: ", n)),
    "lists in lines": (FRANCE, lambda n: filled("- - - - - - - -\n", n)),
    "one scalar": (FRANCE, lambda n: f"{HEAD}  - id: {'x' * (n - 200)}"),
    "a folded scalar": (FRANCE, lambda n: HEAD + "  - id: >\n" + filled("     x\n", n - 200)),
    "a number": (FRANCE, lambda n: "queries: " + "9" * (n - 20)),
    "a number to the base of 60": (FRANCE, lambda n: "queries: 1" + ":1" * (n // 2 - 20)),
    "a fraction": (FRANCE, lambda n: "queries: 1." + "1_" * (n // 2 - 20)),
    "keys": (FRANCE, lambda n: numbered("k{n}: 1\n", n)),
    "the same key": (FRANCE, lambda n: filled("a: 1\n", n)),
    "keys of a record": (FRANCE, lambda n: HEAD + "  - id: a\n" + numbered("    k{n}: 1\n", n - 200)),
    "aliases": (FRANCE, lambda n: f"a: &a [x]\nb: [{filled('*a,', n - 50)}]"),
    "anchors": (FRANCE, lambda n: filled("- &a x\n", n)),
    "tags": (FRANCE, lambda n: filled("- !!str x\n", n)),
    "empty statements": (FRANCE, lambda n: HEAD + filled("  - {a: 1}\n", n - 200)),
    "wrong statements": (
        FRANCE,
        lambda n: HEAD + numbered("  - {{id: i{n}, zz: 1, date: 2024-01-01, level: hd}}\n", n - 200),
    ),
    "wrong questions": (FRANCE, lambda n: HEAD.replace("[]", f"[{filled('quarrel,', n - 300)}]") + "  []"),
    "wrong systems": (FRANCE, lambda n: HEAD + f"  - {{id: a, systems: [{filled('SCLAP,', n - 300)}]}}"),
    "control signs": (FRANCE, lambda n: filled("\0\n", n)),
    "tabs": (FRANCE, lambda n: filled("a\tb\n", n)),
    "lines": (FRANCE, lambda n: HEAD + "\n" * (n - 200)),
    "a comment": (FRANCE, lambda n: "#" * n),
    "like the dataset": (FRANCE, like_the_dataset),
    "events": ("events.yaml", lambda n: filled("- {}\n", n)),
    "words as events": ("events.yaml", lambda n: filled("- a\n", n)),
    "a codebook of words": ("codebook.yaml", lambda n: filled("a: [b]\n", n)),
    "groups": ("codebook.yaml", lambda n: "groups:\n" + numbered("  - {{code: c{n}, name: x}}\n", n)),
    "columns": ("actors.csv", lambda n: "," * n),
    "named columns": ("actors.csv", lambda n: numbered("c{n},", n)),
    "the same row": ("actors.csv", lambda n: ACTORS + filled("FRA,France,country,,,,\n", n - 100)),
    "short rows": ("actors.csv", lambda n: ACTORS + filled("a\n", n - 100)),
    "wrong rows": ("actors.csv", lambda n: ACTORS + numbered("x{n},y,z,,,,\n", n - 100)),
    "a quote": ("actors.csv", lambda n: f'{ACTORS}"{"a" * (n - 100)}'),
    "quotes": ("actors.csv", lambda n: ACTORS + '"' * (n - 100)),
    "memberships": (
        "memberships.csv",
        lambda n: (
            "actor,group,from,to,source,note\n" + numbered("F{n},N{n},1999-01-01,,https://e.org/,\n", n - 100)
        ),
    ),
    "memberships again and again": (
        "memberships.csv",
        lambda n: (
            "actor,group,from,to,source,note\n"
            + "".join(
                f"FRA,NATO,{1000 + d // 336}-{1 + d // 28 % 12:02}-{1 + d % 28:02},,https://e.org/,\n"
                for d in range((n - 100) // 42)
            )
        ),
    ),
    "corrections": (
        "corrections.csv",
        lambda n: (
            "date,statement,field,before,after,reason\n"
            + numbered("2025-01-01,FRA-{n},summry,,,r\n", n - 100)
        ),
    ),
    "state media": (
        "state_media.csv",
        lambda n: "domain,name,state,note\n" + numbered("a{n}.com,x,RUS,\n", n - 100),
    ),
    "second codings": (
        "second_coding.csv",
        lambda n: "statement,question,coder,code\n" + numbered("FRA-0,border,B{n},1\n", n - 100),
    ),
}


def measured(directory: Path, told: multiprocessing.Queue) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    try:
        found = outcome(directory)
        told.put(
            (
                time.process_time() - begun,
                (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
                "clean" if isinstance(found, Dataset) else len(found),
            )
        )
    except BaseException as error:  # whatever it is, the test shall say it
        told.put((0, 0, repr(error)))


@pytest.mark.parametrize("size", [5_000_000, 1_990_000, 300_000], ids=lambda n: f"{n / 1e6:g}MB")
@pytest.mark.parametrize("built", BUILT)
def test_a_file_built_to_take_long_takes_neither_long_nor_much_memory(tmp_path, built, size):
    name, make = BUILT[built]
    directory = write_dataset(tmp_path)
    for table in ("actors.csv", "systems.csv") if built == "like the dataset" else ():
        shutil.copy(CURATED / table, directory)
    (directory / name).write_text(make(size))
    fork = multiprocessing.get_context("fork")
    told = fork.Queue()
    process = fork.Process(target=measured, args=[directory, told])
    process.start()
    seconds, megabytes, found = told.get(timeout=60)
    process.join()
    assert found == "clean" or isinstance(found, int), found
    assert seconds < MOST_SECONDS and megabytes < MOST_MEMORY, (seconds, megabytes, found)


def test_what_is_no_file_is_a_fault(tmp_path):
    directory = write_dataset(tmp_path)
    (directory / FRANCE).unlink()
    os.mkfifo(directory / FRANCE)
    (directory / "events.yaml").unlink()
    (directory / "events.yaml").symlink_to("/dev/zero")
    (directory / "systems.csv").unlink()
    (directory / "systems.csv").mkdir()
    assert sum("no regular file" in fault for fault in outcome(directory)) == 3


# Addresses -----------------------------------------------------------------------------------------------------------


def queries(data: Dataset) -> st.SearchStrategy:
    known = list(parameter_codecs(data))
    words = st.one_of(
        st.sampled_from(NASTY),
        st.text(max_size=30),
        st.dates().map(str),
        st.sampled_from(
            [
                "FRA",
                "NATO",
                "FRA.deep",
                "FRA.deep.2024-06-01",
                "border",
                "high",
                "true",
                "2",
                "x" * 50_000,
                *data.statements["id"][:5],
                "FRA." * 50,
                "\u0130" * 200,
            ]
        ),
    )
    return st.dictionaries(
        st.one_of(st.sampled_from(known), st.sampled_from(NASTY), st.text(max_size=20)),
        st.lists(words, min_size=1, max_size=6),
        max_size=8,
    )


def test_any_address_gives_choices_that_can_be_written_and_read_again(curated, seconds):
    def check(query):
        choices, notes = bounded(lambda: parse_query(curated, query))
        assert all(note.isprintable() or "\n" not in note for note in notes)
        bounded(lambda: unknown_names(curated, query))
        again, notes = parse_query(curated, to_query(curated, choices, whole=True))
        assert (again, notes) == (choices, [])

    assert for_a_time(seconds / 2, queries(curated), check) > 50


def test_a_very_long_address_takes_no_longer(curated):
    for name in parameter_codecs(curated):
        long = {name: [f"FRA{n}" for n in range(20_000)]}
        bounded(lambda long=long: parse_query(curated, long))
        bounded(lambda long=long: unknown_names(curated, long))
        bounded(lambda name=name: parse_query(curated, {name: ["FRA." * 1_000_000]}))


def test_any_question_of_a_program_is_answered_or_refused(curated, seconds):
    def check(example):
        file, query = example
        path = f"/api/v1/{quote(file)}?" + "&".join(
            f"{quote(k, errors='replace')}={quote(v[:500], errors='replace')}"
            for k, values in query.items()
            for v in values
        )
        answer = bounded(lambda: ask(path))
        assert answer.status in (200, 304, 400, 404), (path, answer)
        assert (
            "Traceback" not in answer.text
            if answer.headers["content-type"].startswith("text/plain")
            else True
        )

    files = st.one_of(
        st.sampled_from([f for f in FILES if f != "dataset.zip"]), st.text(min_size=1, max_size=10)
    )
    assert for_a_time(seconds / 2, st.tuples(files, queries(curated)), check) > 20


def test_any_address_gives_a_page(curated, seconds):
    def check(example):
        path, query = example
        test = alone(path)
        for name, values in parse_qs(
            "&".join(f"{quote(k)}={quote(v[:500])}" for k, vs in query.items() for v in vs)
        ).items():
            test.query_params[name] = values
        test.run()
        assert not test.exception, example
        assert test.title

    assert (
        for_a_time(seconds * 2, st.tuples(st.sampled_from([s.path for s in PAGES]), queries(curated)), check)
        > 5
    )


# What is written of data ---------------------------------------------------------------------------------------------


def test_no_cell_of_an_export_runs_in_a_spreadsheet(tmp_path, seconds):
    def check(words):
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        (tmp_path / "data").mkdir()
        write_dataset(
            tmp_path / "data",
            {"FRA": [make_statement("2024-05-28", {"border": 1}, speaker=words, role=words)]},
        )
        found = outcome(tmp_path / "data")
        if isinstance(found, Dataset):
            for row in csv.DictReader(io.StringIO(csv_text(statements_table(found, found.statements)))):
                assert not any(value.startswith(("=", "+", "@", "\t", "\r")) for value in row.values()), row

    assert (
        for_a_time(
            seconds / 4,
            st.one_of(
                st.sampled_from(NASTY),
                st.text("=+-@\t\r|'a1 ", min_size=1, max_size=6),
                st.text(min_size=1, max_size=10),
            ),
            check,
        )
        > 10
    )
