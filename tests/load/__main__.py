"""Runs the load and says how it went: ends with 1 where anything failed or is lost.

python -m tests.load --people 50 --seconds 60
python -m tests.load --people 10 --kills 20
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import quantiles
from threading import Event, Thread
from time import monotonic

from tests.load.site import Site
from tests.load.typing import Typist, lost_words

# However long the machine takes: then it is over.
_LONGEST = 1800


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.load")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two drafts")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--database", default="", help="address of an empty database")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return run(Site(Path(folder), wanted.database), wanted)


def run(site: Site, wanted: argparse.Namespace) -> int:
    site.set_up(wanted.people)
    stop = Event()
    typists = [
        Typist(site, person, place, stop, wanted.pause, patient=bool(wanted.kills))
        for place, person in enumerate(site.people)
    ]
    threads = [Thread(target=typist.run, daemon=True) for typist in typists]
    site.serve()
    try:
        for thread in threads:
            thread.start()
        if wanted.kills:
            kill_again_and_again(site, wanted.kills)
        else:
            stop.wait(wanted.seconds)
        stop.set()
        for thread in threads:
            thread.join(120)
    finally:
        stop.set()
        site.kill()
    return report(typists, wanted.kills)


def kill_again_and_again(site: Site, kills: int) -> None:
    """Kills the server at moments that nobody chose, and starts it again."""
    chance, began, pause = Random(1), monotonic(), Event()
    for _ in range(kills):
        if monotonic() - began > _LONGEST:
            raise RuntimeError("This takes too long.")
        pause.wait(0.3 + chance.random())
        site.kill()
        site.serve()
    pause.wait(1)


def report(typists: list[Typist], kills: int) -> int:
    lost = lost_words(typists)
    errors = [error for typist in typists for error in typist.errors if "stopped" not in error]
    print(f"{len(typists)} people, {kills} kills")
    for what in ("page", "draft", "save"):
        times = [seconds for typist in typists for seconds in typist.times.get(what, [])]
        if len(times) > 1:
            cuts = quantiles(times, n=100)
            print(
                f"{what:6} {len(times):6} answers   p50 {cuts[49] * 1000:6.0f} ms"
                f"   p95 {cuts[94] * 1000:6.0f} ms   longest {max(times) * 1000:6.0f} ms"
            )
    saves = sum(len(typist.saves) for typist in typists)
    print(f"{saves} saves acknowledged, {len(errors)} errors, {len(lost)} texts lost")
    for line in (errors + lost)[:20]:
        print(f"  {line}")
    return 0 if saves and not errors and not lost else 1


if __name__ == "__main__":
    sys.exit(main())
