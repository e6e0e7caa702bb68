"""Says how long old forms take to read, as the worker reads them.

python -m tests.reading [--runs 5] [FILE …]

Each file is read in a process of its own with limits, its start included. Without files: the ones
in the folder that SELFASSESS_SAMPLES names, else made-up ones. Each run reads every file in turn,
so that a busy machine slows all alike. Medians.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

# The longest that an officer should wait, in seconds (the worker reads aside, with progress shown).
AIMS = {".pdf": 6.0, ".docx": 1.0, ".xlsx": 1.0}
MADE_UP = ("Word, a table a section", "workbook, one sheet", "PDF, WeasyPrint, grid")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.reading")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("files", nargs="*", type=Path)
    wanted = parser.parse_args()
    forms = {str(path): (path.name, path.read_bytes()) for path in wanted.files or samples()}
    for name, times in timed(forms or made_up(), wanted.runs).items():
        aim = AIMS.get(Path(name.partition(":")[0]).suffix)
        said = f"   aim {aim:.1f} s" if aim else ""
        sys.stdout.write(f"{name:44}{median(times):7.2f} s{said}\n")


def samples() -> list[Path]:
    folder = os.environ.get("SELFASSESS_SAMPLES")
    return sorted(path for path in Path(folder).iterdir() if path.suffix != ".md") if folder else []


def made_up() -> dict[str, tuple[str, bytes]]:
    """Forms of the tests, by what they are."""
    from tests.importing.layouts import LAYOUTS

    chosen = [layout for layout in LAYOUTS if layout.name in MADE_UP]
    return {
        f"{layout.file}: {layout.name}": (layout.file, layout.make(layout.form("2024")))
        for layout in chosen
    }


def timed(forms: dict[str, tuple[str, bytes]], runs: int) -> dict[str, list[float]]:
    """The seconds of every run, by form. Raises CannotRead for one that cannot be read."""
    from assessments.importing.sandbox import read_file

    found: dict[str, list[float]] = {name: [] for name in forms}
    for _ in range(runs):
        for name, (file_name, data) in forms.items():
            start = perf_counter()
            read_file(data, file_name)
            found[name].append(perf_counter() - start)
    return found


if __name__ == "__main__":
    main()
