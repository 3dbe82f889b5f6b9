"""The structure that the folders promise: imports go one way, and what comments and docstrings point to
exists."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests import ROOT

# Ground floor first: a package imports from itself and from those before it.
LAYERS = [
    "data.cache",
    "data.schema",
    "data.dataset",
    "data.io",
    "data.rules",
    "data.analysis",
    "data.export",
    "data.query",
    "data.sentences",
    "data.robustness",
    "data.__main__",
    "components.escape",
    "components.theme",
    "components.state",
    "components.server",
    "components.plotting",
    "components.figures",
    "components.html",
    "components.app",
    "components.brief",
    "components.widgets",
    "pages",
    "dashboard",
]
WITH_STREAMLIT = ("components.app", "components.widgets")
LARGEST_PACKAGE = 12  # files, `__init__.py` included
FILES = sorted(
    [
        *(ROOT / "data").rglob("*.py"),
        *(ROOT / "components").rglob("*.py"),
        *(ROOT / "pages").glob("*.py"),
        ROOT / "dashboard.py",
    ]
)
ids = [str(file.relative_to(ROOT)) for file in FILES]


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(file): file for file in FILES}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(file: Path) -> frozenset[str]:
    """The modules that a file imports; of the project's own, the module itself, not its package."""
    found = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {
                full if (full := f"{node.module}.{a.name}") in MODULES else node.module for a in node.names
            }
    return frozenset(found)


def layer(name: str) -> int | None:
    """Its place in LAYERS; None for the packages `data` and `components` themselves and for what is not
    the project's."""
    return next(
        (n for n, package in enumerate(LAYERS) if name == package or name.startswith(f"{package}.")), None
    )


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_a_package_imports_only_from_itself_and_from_those_below(file):
    above = {name for name in imports(file) if (layer(name) or 0) > (layer(module(file)) or 0)}
    assert not above, f"{module(file)} may not import {sorted(above)}: see LAYERS"


def test_no_module_imports_itself_by_way_of_others():
    done: set[str] = set()

    def follow(name: str, way: list[str]) -> None:
        assert name not in way, " -> ".join([*way[way.index(name) :], name])
        if name not in done:
            for other in sorted(imports(MODULES[name]) & set(MODULES)):
                follow(other, [*way, name])
            done.add(name)

    for name in MODULES:
        follow(name, [])


def test_every_file_stands_in_a_layer_and_no_package_is_too_large_to_read_at_a_glance():
    assert {name for name in MODULES if layer(name) is None} == {"data", "components"}
    sizes = defaultdict(list)
    for file in FILES:
        sizes[file.parent].append(file.name)
    assert {
        str(folder): len(names)
        for folder, names in sizes.items()
        if folder.name != "pages" and len(names) > LARGEST_PACKAGE
    } == {}


def test_a_name_with_an_underscore_is_used_in_its_own_module_only():
    private = [
        f"{module(file)}: {node.module}.{a.name}"
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and node.module and layer(node.module) is not None
        for a in node.names
        if a.name.startswith("_")
    ]
    assert private == []


@pytest.mark.parametrize(
    "file", sorted((ROOT / "data").rglob("*.py")), ids=lambda f: str(f.relative_to(ROOT))
)
def test_data_knows_neither_streamlit_nor_plotly(file):
    assert not {name.split(".")[0] for name in imports(file)} & {"streamlit", "plotly"}


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout


def test_the_command_line_loads_neither_streamlit_nor_plotly():
    assert (
        run("import sys, data.__main__; print(sorted({'streamlit', 'plotly'} & set(sys.modules)))") == "[]\n"
    )


def test_only_the_shell_and_the_widgets_know_streamlit():
    modules = [
        name for name in MODULES if name.startswith("components") and not name.startswith(WITH_STREAMLIT)
    ]
    assert run(f"import sys, {', '.join(modules)}; print('streamlit' in sys.modules)") == "False\n"


def test_stance_colours_stand_in_one_place():
    colours = set(re.findall(r"#[0-9a-f]{6}", (ROOT / "components/theme/palette.py").read_text()))
    others = [file for file in FILES if file.name != "palette.py"]
    assert colours and others
    for file in others:
        assert not colours & set(re.findall(r"#[0-9a-f]{6}", file.read_text())), file


def test_no_template_lets_anything_through_unescaped():
    templates = list((ROOT / "components").rglob("*.j2"))
    assert templates
    assert [
        file.name
        for file in templates
        if re.search(r"\|\s*safe\b|\bautoescape\b", file.read_text(encoding="utf-8"))
    ] == []


def test_every_module_and_every_public_function_of_the_data_says_what_it_does():
    for file in FILES:
        assert ast.get_docstring(tree(file)), file
        for node in tree(file).body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and module(file).startswith("data.")
                and file.name != "__main__.py"
            ):
                assert ast.get_docstring(node), f"{file.name}: {node.name}"


def names(body: list[ast.stmt]) -> dict[str, ast.stmt]:
    """What a module or class defines or imports, by name."""
    found: dict[str, ast.stmt] = {}
    for node in body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                found[node.name] = node
            case ast.Assign():
                found |= {
                    n.id: node for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)
                }
            case ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = node
    return found


def resolves(name: str) -> bool:
    """Whether a dotted name is one of the project: a module's last name, or a class, with what stands in
    it."""
    first, *rest = name.split(".")
    starts = [tree(file).body for full, file in MODULES.items() if full.split(".")[-1] == first]
    starts += [
        node.body for file in FILES if isinstance(node := names(tree(file).body).get(first), ast.ClassDef)
    ]
    for body in starts:
        for n, part in enumerate(rest):
            node = names(body).get(part)
            if node is None:
                break
            if n == len(rest) - 1:
                return True
            body = getattr(node, "body", [])
    return False


DOTTED = re.compile(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)`")
PATH = re.compile(r"`([\w.]+(?:/[\w.]+)+)`")
# Attributes of what is passed in, and files of the dataset's editions
LOCAL = re.compile(
    r"(data|codes|actors|first|second)\.\w+|[A-Z]{3}\.\w+|dashboard\.py|\w+\.(md|cff|json|csv|yaml)"
)


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_what_comments_and_docstrings_point_to_exists(file):
    text = file.read_text(encoding="utf-8")
    assert [name for name in DOTTED.findall(text) if not LOCAL.fullmatch(name) and not resolves(name)] == []
    assert [
        path
        for path in PATH.findall(text)
        if path.startswith(("data/", "components/", "pages/", "tests/", "docs/"))
        and not (ROOT / path).exists()
    ] == []
