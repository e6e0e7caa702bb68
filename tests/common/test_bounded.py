"""Work with bounds: what is too much is ended, and whoever asked goes on."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest

from selfassess.common.bounded import Bounds, Broken, TooMuch, within

MEGABYTE = 1024**2
BOUNDS = Bounds(seconds=1, memory=200 * MEGABYTE, writes=MEGABYTE)


def endless() -> bytes:
    while True:
        pass


def idle() -> bytes:
    signal.pause()
    return b""


def greedy() -> bytes:
    return b"x" * (400 * MEGABYTE)


def killed() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def test_what_is_made_comes_back_whole():
    content = os.urandom(3 * MEGABYTE)
    assert within(BOUNDS, lambda: content, 60) == content


@pytest.mark.parametrize(
    ("work", "patience"), [(endless, 60), (idle, 0.2), (greedy, 60), (killed, 60)]
)
def test_what_costs_too_much_or_breaks_the_process_is_ended(work, patience):
    with pytest.raises(TooMuch):
        within(BOUNDS, work, patience)
    assert within(BOUNDS, lambda: b"the next", 60) == b"the next"


def test_an_error_in_the_work_is_told_with_its_place():
    with pytest.raises(Broken, match=r"(?s)test_bounded.*ZeroDivisionError"):
        within(BOUNDS, lambda: bytes([1 // 0]), 60)


def test_no_file_grows_too_large_and_what_was_written_aside_is_removed(tmp_path):
    names = tmp_path / "names"

    def write() -> bytes:
        folder = tempfile.mkdtemp()
        names.write_text(folder)
        (Path(folder) / "large").write_bytes(b"x" * 2 * MEGABYTE)
        return b"never"

    with pytest.raises((Broken, TooMuch)):
        within(BOUNDS, write, 60)
    assert not Path(names.read_text()).exists()
