"""The house stays one that a newcomer can live in: one way only, and nothing said twice."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"data": set(), "components": {"data", "components"}, "pages": {"data", "components"}}
FIGURES = ["figure", "hover", "legend", "rows", "matrix", "counts", "country_map", "timeline", "compare", "changes", "lanes", "event_band", "actor", "actor_timeline",
           "moves", "palette", "cards", "choices", "method", "dataset", "feed", "api", "downloads", "exports", "brief", "brief_figures", "brief_html", "brief_style",
           "brief_pptx", "slides", "pictures", "blocs", "actor_map", "cohesion", "labels", "diffusion", "sure", "log", "guard", "page_style"]


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("file", sorted(f for room in ROOMS for f in (ROOT / room).rglob("*.py")), ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_go_one_way_only(file):
    rooms = {name.split(".")[0] for name in imports(file)} & {"data", "components", "pages", "dashboard", "tests"}
    room = file.relative_to(ROOT).parts[0]
    assert rooms - {room} <= ROOMS[room]


@pytest.mark.parametrize("file", sorted((ROOT / "data").rglob("*.py")), ids=lambda f: str(f.relative_to(ROOT)))
def test_data_knows_neither_streamlit_nor_plotly(file):
    assert not {name.split(".")[0] for name in imports(file)} & {"streamlit", "plotly"}


def test_the_command_line_loads_neither_streamlit_nor_plotly():
    code = "import sys, data.__main__; print(sorted({'streamlit', 'plotly'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout == "[]\n"


def test_figures_choices_cards_and_the_api_know_no_streamlit():
    modules = ", ".join(f"components.{name}" for name in FIGURES)
    code = f"import sys, {modules}; print('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout == "False\n"


def test_stance_colours_stand_in_one_place():
    palette = (ROOT / "components/palette.py").read_text()
    colours = set(re.findall(r"#[0-9a-f]{6}", palette))
    for file in [*ROOT.glob("components/*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("data/**/*.py"), ROOT / "dashboard.py"]:
        if file.name != "palette.py":
            assert not colours & set(re.findall(r"#[0-9a-f]{6}", file.read_text())), file


def test_every_public_function_says_what_it_does():
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            tree = ast.parse(file.read_text())
            assert ast.get_docstring(tree), file
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and room == "data" and file.name != "__main__.py":
                    assert ast.get_docstring(node), f"{file.name}: {node.name}"
