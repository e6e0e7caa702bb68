"""Several people at the same moment, on the database under test."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*calls: Callable[[], object], refusals: tuple[type[Exception], ...]) -> list[object]:
    """Runs the calls at the same moment, each on a connection of its own.

    What each gave, or which of the refusals it raised, in order; anything else is raised.
    """
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            together.wait(timeout=10)
            return call()
        except refusals as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
