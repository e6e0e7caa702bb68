"""Writes the names of the tests that fail to the file that KEPT_FAILURES names, one a line.

A name holds the seed of a damaged form, so that it can be tried again. Loaded with
`-p tests.kept_failures`; where tests run in several processes, the one above them writes, so that a
test is kept too whose process was killed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    path = os.environ.get("KEPT_FAILURES")
    if path and report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{report.nodeid}\n")
