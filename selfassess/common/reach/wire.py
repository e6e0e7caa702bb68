"""One connection to a machine that was looked up once, with a limit on time and on bytes."""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, cast

from selfassess.common.reach.networks import Address
from selfassess.common.reach.targets import Target

# A machine that has several addresses is tried at the next one after this.
_CONNECT_SECONDS = 4.0
_NOBODYS = (".example", ".invalid", ".test")

Resolve = Callable[[str, int], Sequence[str]]


class TooMuch(OSError):
    """The server sent more than anyone needs."""


@dataclass
class Budget:
    """What one look may still cost, redirects and all."""

    seconds: float
    size: int
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    def left(self) -> float:
        """The seconds left. Raises TimeoutError where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def take(self, size: int) -> None:
        """Counts bytes that arrived. Raises TooMuch."""
        self.size -= size
        if self.size < 0:
            raise TooMuch("It sent too much.")


@dataclass(frozen=True)
class Answer:
    """What the server answered, without its body, which is not read."""

    status: int
    location: str


def system_resolve(name: str, port: int) -> list[str]:
    """The addresses that the machine's own resolver gives, in its order. Raises gaierror.

    Names that nobody can have (RFC 6761) are not asked about: examples lead nowhere.
    """
    if name.lower().endswith(_NOBODYS):
        raise socket.gaierror(socket.EAI_NONAME, "Nobody can have this name")
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def resolved(target: Target, resolve: Resolve, budget: Budget) -> list[Address]:
    """The machine's addresses, looked up once. Raises OSError (gaierror, TimeoutError).

    In a thread, because no resolver of the system can be told when to stop.
    """
    done: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def find() -> None:
        try:
            done.put(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            done.put(error)

    threading.Thread(target=find, daemon=True).start()
    try:
        found = done.get(timeout=budget.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "The name cannot be looked up") from None
    if isinstance(found, Exception):
        raise found
    # A zone ("%eth0") names a network of this machine; without it, the address is judged alone.
    return [ip_address(one.partition("%")[0]) for one in dict.fromkeys(found)]


def ask(
    method: str,
    target: Target,
    pins: Sequence[Address],
    headers: dict[str, str],
    trust: ssl.SSLContext,
    budget: Budget,
) -> Answer:
    """Sends one request to one of those addresses, and reads how the answer begins.

    Raises OSError (ssl.SSLError among them) or http.client.HTTPException.
    """
    with _connected(target, pins, budget) as plain, _secured(plain, target, trust, budget) as peer:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = cast(socket.socket, _Wire(peer, budget))
        connection.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": target.host_header, **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers.get("Location", ""))


def _connected(target: Target, pins: Sequence[Address], budget: Budget) -> socket.socket:
    failure: OSError = TimeoutError()
    for pin in pins:
        patience = min(budget.left(), _CONNECT_SECONDS)
        try:
            return socket.create_connection((str(pin), target.port), timeout=patience)
        except OSError as error:
            failure = error
    raise failure


def _secured(
    plain: socket.socket, target: Target, trust: ssl.SSLContext, budget: Budget
) -> socket.socket:
    """The same connection, with the certificate checked for the name in the address."""
    if not target.is_secure:
        return plain
    plain.settimeout(budget.left())
    return trust.wrap_socket(plain, server_hostname=target.host)


class _Wire(io.RawIOBase):
    """What http.client takes for a socket: each read and write keeps to the budget."""

    def __init__(self, peer: socket.socket, budget: Budget) -> None:
        self._peer, self._budget = peer, budget

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._peer.settimeout(self._budget.left())
        count = self._peer.recv_into(buffer)
        self._budget.take(count)
        return count

    def sendall(self, data: Any) -> None:
        self._peer.settimeout(self._budget.left())
        self._peer.sendall(data)
