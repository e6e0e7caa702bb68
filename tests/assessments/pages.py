"""Reads a page as a browser would: what its forms would send, its text, its links."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

_VOID = {"input", "br", "meta", "link", "img", "hr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict[str, str]] = []
        self.text: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self._stack: list[str] = []
        self._textarea = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._stack.append(tag)
        if "id" in at:
            self.ids.append(at["id"])
        if tag == "form":
            self.forms.append({})
        elif tag == "a":
            self.links.append(at.get("href", ""))
        elif tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        elif tag == "textarea":
            self._textarea = at["name"]
            self.forms[-1][self._textarea] = ""
        elif tag == "select":
            self._select = at["name"]
        elif tag == "option" and (at.keys() & {"selected"} or self._select not in self.forms[-1]):
            self.forms[-1][self._select] = at["value"]
        elif tag == "input" and (at.get("type") not in {"radio", "checkbox"} or "checked" in at):
            self.forms[-1][at.get("name", "")] = at.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops one line end straight after the opening tag, and sends the rest so.
            typed = self.forms[-1][self._textarea].removeprefix("\n")
            self.forms[-1][self._textarea] = typed.replace("\n", "\r\n")
            self._textarea = ""
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1][self._textarea] += data
        elif not {"script", "style"} & set(self._stack):
            self.text.append(data)


class Page:
    """One answer of the server."""

    def __init__(self, response: HttpResponse) -> None:
        reader = _Reader()
        self.html = response.content.decode()
        # A browser reads every kind of line end as one character.
        reader.feed(self.html.replace("\r\n", "\n").replace("\r", "\n"))
        # The last form is the page's own: the one before it signs out.
        self.forms = reader.forms
        self.form = reader.forms[-1] if reader.forms else {}
        self.text = " ".join("".join(reader.text).split())
        self.links = reader.links
        self.ids = reader.ids
        self.headings = reader.headings

    def assert_in_order(self) -> None:
        """Every link within the page lands, no id stands twice, and no heading level is skipped."""
        assert len(self.ids) == len(set(self.ids))
        assert {link[1:] for link in self.links if link.startswith("#")} <= set(self.ids)
        levels = [level for level in self.headings if level]
        assert levels.count(1) == 1
        first = levels.index(1)
        for before, after in zip(levels[first:], levels[first + 1 :], strict=False):
            assert after <= before + 1


def typed(**values: Any) -> dict[str, str]:
    """What a browser sends for one provision, empty where nothing is given."""
    blank = dict.fromkeys(
        ("evidence", "commentary", "action", "action_owner", "alternative"), ""
    ) | {f"action_due_{part}": "" for part in range(3)}
    return {"version": "0", "go": "stay"} | blank | {k: str(v) for k, v in values.items()}


def due(day: object, month: object, year: object) -> dict[str, str]:
    """The three boxes of the action's date."""
    return {"action_due_0": str(day), "action_due_1": str(month), "action_due_2": str(year)}
