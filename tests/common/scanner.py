"""A stand-in for ClamAV's clamd: it listens on a real socket and speaks its protocol."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfassess.environment import Endpoint

# The test file that every scanner reports (eicar.org); in parts, so that none reports this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """`way`: "" as clamd does; or "stall", "close", "nonsense", "error"."""

    def __init__(self, listening: socket.socket, way: str, limit: int) -> None:
        self.listening, self.way, self.limit = listening, way, limit
        self.scanned: list[bytes] = []
        self.released = threading.Event()

    def serve(self) -> None:
        while True:
            try:
                peer, _ = self.listening.accept()
            except OSError:
                return
            with peer:
                self._answer(peer)

    def _answer(self, peer: socket.socket) -> None:
        if self.way == "close":
            return
        command = _until_null(peer)
        if self.way == "stall":
            self.released.wait()
        elif self.way == "nonsense":
            peer.sendall(b"UNKNOWN COMMAND\0")
        elif command == b"zPING":
            peer.sendall(b"PONG\0")
        elif command == b"zINSTREAM":
            peer.sendall(self._verdict(peer) + b"\0")

    def _verdict(self, peer: socket.socket) -> bytes:
        data = b""
        while size := int.from_bytes(_exactly(peer, 4), "big"):
            data += _exactly(peer, size)
            if len(data) > self.limit:
                return b"INSTREAM size limit exceeded. ERROR"
        self.scanned.append(data)
        if self.way == "error":
            return b"stream: Can't allocate memory ERROR"
        return b"stream: Eicar-Signature FOUND" if EICAR in data else b"stream: OK"


@contextmanager
def scanner(
    folder: Path | None = None, way: str = "", limit: int = 25 * 1024 * 1024
) -> Iterator[tuple[Endpoint, Scanner]]:
    """One that runs; where it listens: at a path in the folder, or at a port of this machine."""
    where: Endpoint
    if folder:
        where = str(folder / "clamd.ctl")
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(where)
        listening.listen()
    else:
        listening = socket.create_server(("127.0.0.1", 0))
        where = listening.getsockname()
    clamd = Scanner(listening, way, limit)
    thread = threading.Thread(target=clamd.serve, daemon=True)
    thread.start()
    try:
        yield where, clamd
    finally:
        clamd.released.set()
        # An accept that waits does not notice a close.
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def _until_null(peer: socket.socket) -> bytes:
    found = b""
    while (byte := peer.recv(1)) not in (b"\0", b""):
        found += byte
    return found


def _exactly(peer: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size and (part := peer.recv(size - len(found))):
        found += part
    return found
