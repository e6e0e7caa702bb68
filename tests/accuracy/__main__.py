"""Says how much of made-up forms the import reads right, and what it says of the rest.

python -m tests.accuracy [--quick] [--layout WORD] [--format WORD] [--damage WORD] [--json FILE]

Every layout in every format that can hold it, and every damage in a few layouts ("none" means no
damage). A WORD is how a name begins; several are split by "/". What is counted: scoring.py.
`--quick` takes two sections of one Code each, and where no WORD is given a sample of all formats.
`--against FILE` prints only what differs from what an earlier run kept with `--json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.accuracy.cases import Recipe, recipes, sampled
from tests.accuracy.formats import AIMS, FORMATS
from tests.accuracy.scoring import KINDS, Score, score

COUNTED = (*KINDS, "silent")
Table = dict[str, Score]


def main() -> None:
    wanted = _arguments()
    chosen = [
        recipe
        for recipe in recipes(quick=wanted.quick, seed=wanted.seed, slow=wanted.slow)
        if _is_meant(wanted.layout, recipe.layout)
        and _is_meant(wanted.format, recipe.format)
        and (
            _is_meant(wanted.damage, recipe.damage)
            or (wanted.damage == "none" and not recipe.damage)
        )
        and wanted.edition in ("", recipe.edition)
    ]
    if wanted.quick and not (wanted.layout or wanted.format or wanted.damage):
        chosen = sampled(chosen)
    table: Table = {}
    for recipe, found in _scored(chosen, wanted.jobs):
        table.setdefault(recipe.key, Score()).add(found)
    if wanted.json:
        wanted.json.write_text(json.dumps(as_data(table), indent=1, ensure_ascii=False), "utf-8")
    lines = (
        compared(json.loads(wanted.against.read_text("utf-8")), as_data(table))
        if wanted.against
        else report(table, wanted.examples)
    )
    sys.stdout.write("\n".join(lines) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench accuracy")
    parser.add_argument("--quick", action="store_true", help="two sections of one Code each")
    parser.add_argument("--slow", action="store_true", help="Chromium and LibreOffice too")
    for name in ("layout", "format", "damage", "edition"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--examples", type=int, default=3, help="so many a row that is not right")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    parser.add_argument("--against", type=Path, help="print what differs from that file")
    return parser.parse_args()


def _is_meant(words: str, name: str) -> bool:
    """Whether one of the words, split by "/", begins the name."""
    return any(name.casefold().startswith(word) for word in words.casefold().split("/"))


def _scored(chosen: list[Recipe], jobs: int) -> Iterator[tuple[Recipe, Score]]:
    if jobs == 1:
        yield from ((recipe, _score(recipe)) for recipe in chosen)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        yield from zip(chosen, pool.map(_score, chosen, chunksize=4), strict=True)


def _score(recipe: Recipe) -> Score:
    return score(recipe.case())


def as_data(table: Table) -> dict[str, object]:
    """The table as plain data, to be kept."""
    return {
        key: {
            **{kind: found.counts[kind] for kind in (*COUNTED, "refused", "broke")},
            "examples": found.examples[:20],
        }
        for key, found in table.items()
    }


def report(table: Table, examples: int) -> list[str]:
    """A line for each layout, format and damage, then the sums, the aims and the worst."""
    lines = [_head("layout | format | damage")]
    lines += [_figures(key, found) for key, found in table.items()]
    lines += ["", _head("by family"), *_families(table)]
    bad = [(key, found) for key, found in table.items() if found.share < 1]
    worst = sorted(bad, key=lambda item: (-item[1].counts["silent"], item[1].share))
    lines += ["", "Not right, the worst first:"]
    for _, found in worst:
        chosen = sorted(found.examples, key=lambda text: " SILENT" not in text)[:examples]
        lines += [text[:400] for text in chosen]
    return lines


def _head(name: str) -> str:
    return f"{name:62}" + "".join(f"{kind:>10}" for kind in COUNTED) + f"{'right %':>9}"


def _figures(name: str, found: Score) -> str:
    counts = "".join(f"{found.counts[kind] or '·':>10}" for kind in COUNTED)
    said = " broke" * bool(found.counts["broke"]) + " refused" * bool(found.counts["refused"])
    return f"{name[:61]:62}{counts}{100 * found.share:9.2f}{said}"


def _families(table: Table) -> Iterable[str]:
    """The sums over all layouts, whole and damaged apart, beside what they should be."""
    families = {item.name: item.family for item in FORMATS}
    sums: Table = {}
    for key, found in table.items():
        _, name, *damage = key.split(" | ")
        family = families.get(name, name) + (", damaged" if damage else "")
        sums.setdefault(family, Score()).add(found)
    for family, found in sums.items():
        share, silent = AIMS[family.removesuffix(", damaged")]
        aim = f"   aim {100 * share:.1f} %, {silent * found.cells // 1000} silent"
        yield _figures(family, found) + aim


def compared(before: dict, now: dict) -> list[str]:
    """What differs between two runs, the rows that got worse first."""
    lines = []
    for key in [*before, *(key for key in now if key not in before)]:
        if key not in now or key not in before:
            lines.append((0, f"{key}: only in {'the earlier' if key in before else 'this'} run"))
            continue
        changes = [
            f"{kind} {before[key][kind]} → {now[key][kind]}"
            for kind in COUNTED
            if before[key][kind] != now[key][kind]
        ]
        if changes:
            better = now[key]["right"] - before[key]["right"]
            quieter = now[key]["silent"] - before[key]["silent"]
            lines.append((better - 2 * quieter, f"{key}: {', '.join(changes)}"))
    return [text for _, text in sorted(lines)] or ["Nothing differs."]


if __name__ == "__main__":
    main()
