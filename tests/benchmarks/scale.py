"""How cost grows with the archive: `make bench`.

    python -m tests.benchmarks.scale [--times 1 10 100]

In one process a size: seconds to read the dataset and to derive what all share, and milliseconds to prepare
and draw a view that nobody has asked for before, of a group (as many actors at any size) and of all actors
(four times as many in the larger ones). Processor time, median of five days.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from components.figures.changes import changes_figure, changes_info
from components.figures.country_map import map_figure, map_info
from components.figures.stance_matrix import matrix_figure, matrix_info
from components.figures.timeline import timeline_figure, timeline_info
from components.state.view_state import ViewState, default_choices
from components.theme.palette import LIGHT
from data.dataset import Dataset
from data.io.loader import load
from data.rules.cell_states import cell_states
from data.rules.coded_statements import coded_statements
from tests.benchmarks.grown import write

SCREENS = {
    "matrix": (matrix_info, matrix_figure),
    "map": (map_info, map_figure),
    "timeline": (timeline_info, timeline_figure),
    "changes": (changes_info, changes_figure),
}
DAYS = [dt.date(2024, 8, 3) + dt.timedelta(days=37 * n) for n in range(6)]
MOST = 2.0  # times the cost at today's size, of a view with as many actors


def seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def view(data: Dataset, screen: str, choices: ViewState) -> None:
    prepare, draw = SCREENS[screen]
    coded = coded_statements(data, choices.known)
    draw(data, prepare(data, coded, choices, "x"), choices, LIGHT)


def measure(directory: Path) -> dict[str, float]:
    begun = time.process_time()
    data = load(directory)
    found = {
        "statements": len(data.statements),
        "actors": len(data.actors),
        "load": time.process_time() - begun,
    }
    found["derive"] = seconds(lambda: cell_states(data, coded_statements(data), DAYS[0]))
    for screen in SCREENS:
        for group in (("NATO",), ()):
            asked = [
                default_choices(data).replace(on=on, since=on - dt.timedelta(days=60), group=group)
                for on in DAYS
            ]
            first, *others = (seconds(lambda c=c, screen=screen: view(data, screen, c)) for c in asked)
            found[f"{screen} of {group[0] if group else 'all'}"] = statistics.median(others) * 1000
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", nargs="+", type=int, default=[1, 10, 100])
    parser.add_argument("--measure", type=Path, help="only measure the dataset there, as JSON")
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for times in asked.times:
            directory = write(Path(folder) / str(times), times)
            run = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.scale", "--measure", str(directory)],
                capture_output=True,
                text=True,
                check=True,
            )
            found[times] = json.loads(run.stdout.splitlines()[-1])
    least = found[asked.times[0]]
    print(f"{'':22}" + "".join(f"{f'{times} times':>24}" for times in found))
    for key in least:
        print(
            f"{key:22}"
            + "".join(f"{one[key]:14.2f} ({one[key] / least[key]:5.1f}x)" for one in found.values())
        )
    missed = [
        f"{key} at {times} times: {one[key] / least[key]:.1f}, target {MOST}"
        for times, one in found.items()
        for key in one
        if key.endswith("of NATO") and one[key] > MOST * least[key]
    ]
    missed += [
        f"load at {times} times: {one['load'] / least['load']:.1f}, target {times}"
        for times, one in found.items()
        if one["load"] > times * least["load"]
    ]
    print("\n".join(["Missed:", *missed] if missed else ["None missed."]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
