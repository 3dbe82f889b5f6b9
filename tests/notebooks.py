"""Runs the cells of a notebook one after another, as Jupyter would, without Jupyter: for notebooks that only
print.

`python -m tests.notebooks` writes what the cells of `examples/*.ipynb` print today into the notebooks.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
# Runs in a process of its own, cut off from this house (-I): what a notebook can import there, it can import
# anywhere.
RUNNER = """
import contextlib, io, json, sys
space, printed = {"__name__": "__main__"}, []
for source in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(source, "cell", "exec"), space)
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""


def sources(path: Path) -> list[str]:
    """The code of each code cell."""
    return [
        "".join(cell["source"])
        for cell in json.loads(path.read_text())["cells"]
        if cell["cell_type"] == "code"
    ]


def kept(path: Path) -> list[str]:
    """What each code cell printed when the notebook was last saved."""
    cells = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
    return ["".join("".join(o["text"]) for o in cell["outputs"]) for cell in cells]


def run(path: Path, directory: Path) -> list[str]:
    """What each code cell prints, run in a directory in which `package/` holds the exported data package.

    Raises:
        subprocess.CalledProcessError: a cell fails; its traceback goes to stderr.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER],
        input=json.dumps(sources(path)),
        capture_output=True,
        text=True,
        cwd=directory,
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    done.check_returncode()
    return json.loads(done.stdout)


def save(path: Path, printed: list[str]) -> None:
    """Writes what was printed into the notebook."""
    book = json.loads(path.read_text())
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    for n, (cell, text) in enumerate(zip(code, printed, strict=True), start=1):
        cell["execution_count"] = n
        cell["outputs"] = (
            [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}]
            if text
            else []
        )
    path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    from data.export.data_package import write_package
    from data.io.loader import load

    with tempfile.TemporaryDirectory() as directory:
        write_package(load(), Path(directory) / "package")
        for notebook in sorted(EXAMPLES.glob("*.ipynb")):
            save(notebook, run(notebook, Path(directory)))
            print(notebook.name)
