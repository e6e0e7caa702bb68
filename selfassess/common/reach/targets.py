"""What a web address says: which machine to ask, and for what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_PORTS = {"http": 80, "https": 443}
# What browsers drop or read as something else: then two programs read two addresses in one text.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\]")


class NotAnAddress(Exception):
    """It is not a complete address of a page; the message says why, for the log."""


@dataclass(frozen=True)
class Target:
    """One page of one web server. `host` is in ASCII, without brackets; `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        """The host as the request names it; the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(address: str) -> Target:
    """What the address says. Raises NotAnAddress.

    It cannot carry a name and password: we have none, and they are a way to hide the host.
    """
    if _AMBIGUOUS.search(address):
        raise NotAnAddress("It contains a space, a backslash or a control character.")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise NotAnAddress(f"{error}.") from None
    if parts.scheme not in _PORTS:
        raise NotAnAddress("It does not begin with http:// or https://.")
    if "@" in parts.netloc:
        raise NotAnAddress("It contains a user name or password.")
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*[]")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*[]")
    return Target(
        parts.scheme,
        _in_ascii(host),
        _PORTS[parts.scheme] if port is None else port,
        f"{path}?{query}" if query else path,
    )


def _in_ascii(host: str) -> str:
    """An international name as the name servers know it. Raises NotAnAddress."""
    name = host.removesuffix(".")
    try:
        ascii_name = name.encode("idna").decode() if ":" not in name else name
    except UnicodeError:
        ascii_name = ""
    if not ascii_name or not re.fullmatch(r"[\w.:%-]+", ascii_name, re.ASCII):
        raise NotAnAddress("It names no website.")
    return ascii_name
