"""Work with a limit on what it may cost, done in a separate process so that the caller survives."""

from __future__ import annotations

import multiprocessing
import resource
import signal
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

# A fork: what the caller has loaded is there at once, and nothing has to be sent but the outcome.
_FORK = multiprocessing.get_context("fork")
_DONE, _TOO_MUCH, _BROKEN = b"done", b"too much", b"broken"


@dataclass(frozen=True)
class Bounds:
    """What a piece of work may cost.

    `seconds`: of the processor; `memory`: bytes beyond what the process has when it begins;
    `writes`: bytes of a file.
    """

    seconds: int
    memory: int
    writes: int = 0


class TooMuch(Exception):
    """The work would cost more than it may."""


class Broken(Exception):
    """The work raised an error: its traceback is the message."""


def limit(bounds: Bounds) -> None:
    """Limits this process for good, so it has to be a separate one."""
    for what, most in (
        (resource.RLIMIT_AS, _memory_now() + bounds.memory),
        (resource.RLIMIT_CPU, bounds.seconds),
        (resource.RLIMIT_FSIZE, bounds.writes),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (value, value))


def within(bounds: Bounds, make: Callable[[], bytes], patience: float) -> bytes:
    """What `make` returns, made in a separate process that may not cost more.

    `patience`: seconds of the clock, more than of the processor, for a machine that is busy.
    `make` must not touch the database: the connection is this process's. What it changes is lost.
    Raises TooMuch; Broken where `make` raises.
    """
    receiving, sending = _FORK.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="selfassess-") as folder:
        process = _FORK.Process(target=_work, args=(bounds, make, folder, sending), daemon=True)
        process.start()
        sending.close()
        try:
            kind, data = _received(receiving, patience)
        finally:
            process.kill()
            process.join()
            receiving.close()
    if kind == _TOO_MUCH:
        raise TooMuch
    if kind == _BROKEN:
        raise Broken(data.decode(errors="replace"))
    return data


def _received(receiving: Connection, patience: float) -> tuple[bytes, bytes]:
    """What the other process sent; too much where it was ended, or does not end."""
    try:
        if receiving.poll(patience):
            return receiving.recv_bytes(), receiving.recv_bytes()
    except (EOFError, OSError):
        pass  # A signal ended it: time or memory was used up.
    return _TOO_MUCH, b""


def _work(bounds: Bounds, make: Callable[[], bytes], folder: str, sending: Connection) -> None:
    # Stopping the caller must not stop the work in hand. The caller ends this process itself.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    tempfile.tempdir = folder
    kind, data = _TOO_MUCH, b""
    try:
        limit(bounds)
        data = make()
        kind = _DONE
    except MemoryError:
        pass
    except Exception:  # noqa: BLE001 (it goes to the caller, who raises it)
        kind, data = _BROKEN, traceback.format_exc().encode()
    sending.send_bytes(kind)
    sending.send_bytes(data)


def _memory_now() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
