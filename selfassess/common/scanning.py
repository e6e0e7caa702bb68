"""Has ClamAV look through a file that someone uploads, before anything reads or keeps it.

It speaks clamd's INSTREAM command over a socket of its own for each file (clamd(8), "COMMANDS").
The clients on PyPI are under the GPL or LGPL, and the protocol is shorter than a wrapper of one.

Where CLAMAV_SOCKET is set, a file that could not be looked through counts as unsafe.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from selfassess.environment import Endpoint

logger = logging.getLogger(__name__)

# For the whole of it. The person who uploads waits, and so does a thread of the server.
PATIENCE = 20.0
_PIECE = 64 * 1024
_LONGEST_REPLY = 4096


class Infected(Exception):
    """The file holds a virus; the message is the scanner's name for it."""


class CannotScan(Exception):
    """The scanner did not say whether the file is safe; the message says why, for the log."""


def scan(data: bytes, *, patience: float = PATIENCE) -> None:
    """Returns where the file is safe, or where no scanner is set. Raises Infected, CannotScan.

    Both are logged, so that an operator sees that the scanner is away before someone rings.
    """
    endpoint: Endpoint | None = settings.CLAMAV_SOCKET
    if endpoint is None:
        return
    try:
        _judge(_reply_to(endpoint, data, patience))
    except CannotScan as trouble:
        logger.error("A file was refused, because the virus scanner failed: %s", trouble)
        raise
    except Infected as found:
        logger.warning("A file was refused, because it contains a virus: %s", found)
        raise


def ping(endpoint: Endpoint, *, patience: float = 5.0) -> None:
    """Returns where the scanner answers. Raises CannotScan."""
    with _connection(endpoint, patience) as (peer, deadline):
        _send(peer, b"zPING\0", deadline)
        reply = _read(peer, deadline)
    if reply != "PONG":
        raise CannotScan(f"It answered “{reply}” to a ping.")


def _judge(reply: str) -> None:
    """What clamd says of a stream: "stream: OK", "stream: NAME FOUND" or "… ERROR"."""
    said = reply.removeprefix("stream: ")
    if said.endswith(" FOUND"):
        raise Infected(said.removesuffix(" FOUND"))
    if said != "OK":
        raise CannotScan(f"It answered “{said}”." if said else "It closed the connection.")


def _reply_to(endpoint: Endpoint, data: bytes, patience: float) -> str:
    with _connection(endpoint, patience) as (peer, deadline):
        try:
            for part in _stream(data):
                _send(peer, part, deadline)
        except (BrokenPipeError, ConnectionResetError):
            pass  # It says why it takes no more, in a reply that can still be read.
        return _read(peer, deadline)


def _stream(data: bytes) -> Iterator[bytes]:
    """The command, then pieces that each begin with their length, then a length of nothing."""
    yield b"zINSTREAM\0"
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        yield len(piece).to_bytes(4, "big") + piece
    yield bytes(4)


@contextmanager
def _connection(endpoint: Endpoint, patience: float) -> Iterator[tuple[socket.socket, float]]:
    """A socket to the scanner, and the moment at which it is given up. Raises CannotScan."""
    deadline = time.monotonic() + patience
    try:
        with _connect(endpoint, patience) as peer:
            yield peer, deadline
    except TimeoutError:
        raise CannotScan(f"It did not answer within {patience:g} seconds.") from None
    except OSError as error:
        raise CannotScan(f"It cannot be reached: {error}.") from error


def _connect(endpoint: Endpoint, patience: float) -> socket.socket:
    if isinstance(endpoint, tuple):
        return socket.create_connection(endpoint, timeout=patience)
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        peer.settimeout(patience)
        peer.connect(endpoint)
    except OSError:
        peer.close()
        raise
    return peer


def _send(peer: socket.socket, part: bytes, deadline: float) -> None:
    _wait_until(peer, deadline)
    peer.sendall(part)


def _read(peer: socket.socket, deadline: float) -> str:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY:
        _wait_until(peer, deadline)
        part = peer.recv(_LONGEST_REPLY)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0").decode(errors="replace").strip()


def _wait_until(peer: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    peer.settimeout(left)
