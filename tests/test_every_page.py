"""What holds for every page in every state, enumerated from the URL configuration."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.test_access_matrix import PEOPLE, World, browsers, everything, world

__all__ = ["browsers", "world"]

# Notices that stand in the place of a page, at whatever address somebody came for.
_NOTICES = ("Answers are locked", "This self-assessment has changed", "Withdrawn")
# Parts of a page that a script fetches.
_PARTS = {"account_menu"}
# The same publication at another address: the newest version's own, and without our frame.
_SAME_CONTENT = {"publishing:version", "publishing:year_embed", "publishing:landlord_embed"}


def pages(world: World) -> Any:
    """Each page once, as the first person gets it who may open it: name, address, HTML."""
    seen = set()
    for name, pattern, case in everything():
        address = world.address(name, pattern, case.of)
        person = next((who for who in PEOPLE if case.expected(who) in (200, 409, 410)), None)
        if person is None or address in seen or name in _PARTS:
            continue
        seen.add(address)
        response = world.browsers[person].get(address)
        if response.headers["Content-Type"].startswith("text/html"):
            yield name, address, response.text


def test_every_page_has_a_title_of_its_own_one_heading_and_no_id_twice(world: World) -> None:
    titles: dict[str, list[str]] = {}
    wrong = []
    for name, address, html in pages(world):
        found = re.search(r"<title>(.*?)</title>", html, re.S)
        title = " ".join(unescape(found[1]).split()) if found else ""
        if name not in _SAME_CONTENT and not title.startswith(_NOTICES):
            titles.setdefault(title, []).append(address)
        ids = re.findall(r'\sid="([^"]+)"', html)
        wrong += [f"{address}: id {each} twice" for each in set(ids) if ids.count(each) > 1]
        if html.count("<h1") != 1:
            wrong.append(f"{address}: {html.count('<h1')} main headings")
    wrong += [f"{title}: {where}" for title, where in titles.items() if len(where) > 1]
    assert not wrong, "\n".join(wrong)
