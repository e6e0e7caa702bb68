"""Looks whether a web address answers: at most a few redirects, seconds and kilobytes.

The standard library's HTTP is enough. What a larger client adds (pools, proxies from the
environment, cookies, redirects of its own) would have to be turned off again here, and none lets
its caller look a name up once and bound the whole of an answer that comes a byte at a time.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urldefrag, urljoin

from selfassess.common.reach import wire
from selfassess.common.reach.networks import Address, Network, is_public
from selfassess.common.reach.outcomes import Outcome
from selfassess.common.reach.targets import NotAnAddress, Target, target_of

_PERMANENT, _ELSEWHERE = (301, 308), (301, 302, 303, 307, 308)
_GONE, _SHUT = (404, 410), (401, 402, 403, 407, 429, 451)
# A range that the file does not have is still an answer from the file.
_NO_SUCH_RANGE = 416
_PIECE = "bytes=0-1023"


@dataclass(frozen=True)
class Rules:
    """What one look may do and cost.

    `ports`: of web servers alone, so that nobody can have us knock at other programs.
    `also`: networks that count as public; nothing but tests, whose servers are on this machine,
    gives any. `agent`: who asks, for the people of the website.
    """

    agent: str
    seconds: float = 10.0
    redirects: int = 5
    size: int = 64 * 1024
    ports: frozenset[int] = frozenset({80, 443})
    also: tuple[Network, ...] = ()
    resolve: wire.Resolve = wire.system_resolve
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True)
class Looked:
    """What came of it. `moved_to`: the new address where all redirects to it are for good.

    `why`: the particulars, for the log.
    """

    outcome: Outcome
    moved_to: str = ""
    why: str = ""


class _Private(Exception):
    """Something on the way is not for the public."""


def look(address: str, rules: Rules) -> Looked:
    """Whether the address answers now. Raises nothing, whatever the server does."""
    budget = wire.Budget(rules.seconds, rules.size)
    try:
        return _followed(address, rules, budget)
    except NotAnAddress as refusal:
        return Looked(Outcome.INVALID, why=str(refusal))
    except _Private as refusal:
        return Looked(Outcome.PRIVATE, why=str(refusal))
    except ssl.SSLCertVerificationError as error:
        return Looked(Outcome.CERTIFICATE, why=error.verify_message)
    except TimeoutError:
        return Looked(Outcome.SILENT, why=f"No answer within {rules.seconds:g} seconds.")
    except socket.gaierror as error:
        return Looked(_unnamed(error), why=str(error))
    except (wire.TooMuch, ssl.SSLError, http.client.HTTPException) as error:
        return Looked(Outcome.FAULT, why=_named(error))
    except (OSError, ValueError) as error:
        return Looked(Outcome.SILENT, why=_named(error))


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _unnamed(error: socket.gaierror) -> Outcome:
    """Whether there is no such name, or the name servers only did not say."""
    nameless = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
    return Outcome.NO_NAME if error.errno in nameless else Outcome.SILENT


def _followed(address: str, rules: Rules, budget: wire.Budget) -> Looked:
    here, moved = urldefrag(address).url, True
    for _ in range(rules.redirects + 1):
        answer = _asked(target_of(here), rules, budget)
        if answer.status not in _ELSEWHERE or not answer.location:
            found = _meaning(answer.status)
            is_new = moved and here != urldefrag(address).url and found.outcome is Outcome.WORKS
            return replace(found, outcome=Outcome.MOVED, moved_to=here) if is_new else found
        moved = moved and answer.status in _PERMANENT
        here = _next(here, answer.location)
    return Looked(Outcome.LOOP, why=f"More than {rules.redirects} redirects.")


def _next(here: str, location: str) -> str:
    """Where a redirect leads. Raises _Private where that is no page of the web at all."""
    # A header holds Latin letters by the standard, and UTF-8 or spaces by the facts.
    written = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    there = urldefrag(urljoin(here, written.replace(" ", "%20"))).url
    if not there.lower().startswith(("http://", "https://")):
        raise _Private("It leads to something that is not a web page.")
    return there


def _asked(target: Target, rules: Rules, budget: wire.Budget) -> wire.Answer:
    """How the server answers. Where it refuses the short question, the usual one is put too: many
    servers know no HEAD. Both go to the machine that was looked up once.
    """
    pins = _pinned(target, rules, budget)
    headers = {"User-Agent": rules.agent, "Accept": "*/*", "Accept-Encoding": "identity"}
    headers["Connection"] = "close"
    try:
        answer = wire.ask("HEAD", target, pins, headers, rules.trust, budget)
        if answer.status < 400:
            return answer
    except (http.client.HTTPException, ConnectionError):
        pass
    return wire.ask("GET", target, pins, headers | {"Range": _PIECE}, rules.trust, budget)


def _pinned(target: Target, rules: Rules, budget: wire.Budget) -> Sequence[Address]:
    """The machine's addresses, which have to be public, every one.

    Raises _Private, or as `wire.resolved` does.
    """
    if target.port not in rules.ports:
        raise _Private(f"Port {target.port} is not one of web servers.")
    pins = wire.resolved(target, rules.resolve, budget)
    for pin in pins:
        if not is_public(pin, rules.also):
            raise _Private(f"{target.host} is {pin}.")
    return pins


def _meaning(status: int) -> Looked:
    why = f"HTTP {status}."
    if status < 400 or status == _NO_SUCH_RANGE:
        return Looked(Outcome.WORKS, why=why)
    if status in _GONE:
        return Looked(Outcome.NOT_FOUND, why=why)
    return Looked(Outcome.CLOSED if status in _SHUT else Outcome.FAULT, why=why)
