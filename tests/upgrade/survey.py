"""Writes down what a release serves: every public address with what comes back, and the pages of
people who are signed in with the typed texts that each shows.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from visitor import Page, Visitor

Facts = list[dict[str, Any]]
# Of the pages that there are for each provision these are enough.
NUMBERS = frozenset({"1", "1.2", "3", "3.2", "4.3"})
_OF_PROVISION = re.compile(r"/assessments/\d+/(?:section/)?(\d+(?:\.\d+)?)/")
# Made afresh for whoever asks: what is in them is compared, not their bytes.
_LIVE = ("/published/index.json", "/published/feed.atom", "/codes/")
# Too short to be told from a page's own words; and what stands in a page unseen.
_SHORTEST = 12
_UNSEEN = re.compile(r"[a-z_]+")


def phrases(texts: Iterable[str]) -> list[str]:
    """The lines of what was typed, as they can be looked for in a page's words."""
    lines = (line.removeprefix("- ") for text in texts for line in text.splitlines())
    found = {" ".join(line.split()) for line in lines}
    return sorted(line for line in found if len(line) >= _SHORTEST and not _UNSEEN.fullmatch(line))


def of_public(more: Iterable[str], typed: list[str]) -> Facts:
    """All that somebody signed out is led to from the public pages, and `more` addresses."""

    def is_public(address: str) -> bool:
        path, query = urlsplit(address).path, urlsplit(address).query
        return path.startswith(("/published/", "/codes/")) and not query

    visitor = Visitor()
    start = ["/published/", "/published/index.json", "/published/feed.atom", "/codes/", *more]
    return [_fact(address, page, typed) for address, page in _crawl(visitor, start, is_public)]


def of_person(visitor: Visitor, start: list[str], typed: list[str]) -> Facts:
    """The pages at these addresses, and those below them to which they lead."""
    below = tuple(start)

    def is_below(address: str) -> bool:
        path, query = urlsplit(address).path, urlsplit(address).query
        if query or not path.startswith(below):
            return False
        of = _OF_PROVISION.match(path)
        return of is None or of[1] in NUMBERS

    return [_fact(address, page, typed) for address, page in _crawl(visitor, start, is_below)]


def index() -> Any:
    """The index of what is published, for programs."""
    return Visitor().open("/published/index.json").response.json()


def feed() -> list[list[str]]:
    """Each entry of the feed: its lasting name, and when it changed."""
    text = Visitor().open("/published/feed.atom").body.decode()
    return re.findall(r"<entry>.*?<updated>(.*?)</updated>.*?<id>(.*?)</id>", text)


def _crawl(
    visitor: Visitor, start: Iterable[str], wanted: Callable[[str], bool]
) -> list[tuple[str, Page]]:
    waiting, seen, found = deque(start), set(start), []
    while waiting:
        address = waiting.popleft()
        page = visitor.look(address)
        found.append((address, page))
        for link in page.links() if page.is_html else ():
            if link not in seen and wanted(link):
                seen.add(link)
                waiting.append(link)
    return found


def _fact(address: str, page: Page, typed: list[str]) -> dict[str, Any]:
    fact: dict[str, Any] = {"address": address, "status": page.status}
    if page.address != address:
        fact["leads_to"] = page.address
    if page.is_html:
        fact["shows"] = [at for at, text in enumerate(typed) if text in page.shown]
    else:
        fact["type"] = page.response.headers["Content-Type"]
        if address.startswith("/published/") and not address.startswith(_LIVE):
            fact["sha256"] = hashlib.sha256(page.body).hexdigest()
    return fact
