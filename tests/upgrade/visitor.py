"""Somebody at a browser without scripts: opens pages, fills in their forms, presses their buttons.

What a page holds unseen (versions, tokens, drafts) goes along as it stands there, so that this
works with the pages of every release; only what people read and type is named. It needs Django,
set up with the settings of whatever release runs, and nothing else of the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import count
from typing import Any, ClassVar
from urllib.parse import urldefrag, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

Typed = Mapping[str, str | list[str]]


class Page:
    """An answer of the server: its address after all redirects, its status, what it says."""

    def __init__(self, address: str, response: Any) -> None:
        self.address = address
        self.response = response
        self.status: int = response.status_code

    @cached_property
    def body(self) -> bytes:
        """Its bytes, whole."""
        if self.response.streaming:
            return b"".join(self.response.streaming_content)
        return bytes(self.response.content)

    @property
    def is_html(self) -> bool:
        return self.response.headers.get("Content-Type", "").startswith("text/html")

    @cached_property
    def tree(self) -> Any:
        return html.document_fromstring(self.body.decode(), base_url=self.address)

    @cached_property
    def text(self) -> str:
        """The words of its main part as they are read, spaces and line ends made single spaces."""
        main = self.tree.xpath("//main")
        return _words((main[0] if main else self.tree).text_content())

    @cached_property
    def typed(self) -> str:
        """All that its inputs hold."""
        inputs = self.tree.xpath("//main//textarea | //main//input")
        return "\n".join(str(each.value or "") for each in inputs)

    @property
    def shown(self) -> str:
        """All that is read on it, what its inputs hold too."""
        return f"{self.text} {_words(self.typed)}"

    def links(self) -> list[str]:
        """The addresses on this server that it leads to, in order, each once."""
        found = (
            urldefrag(urljoin(self.address, link)).url for link in self.tree.xpath("//a/@href")
        )
        return list(dict.fromkeys(link for link in found if link.startswith("/")))

    def button(self, words: str) -> Any:
        """The first button whose text begins with the words. Raises AssertionError."""
        for button in self.tree.xpath("//form//button"):
            if _words(button.text_content()).startswith(words):
                return button
        raise AssertionError(f"No button “{words}” at {self.address}: {self.text[:2000]}")


class Visitor:
    """A person, or nobody in particular, with cookies and a network address of their own."""

    # All that anybody has typed, for telling it from a page's own words.
    typed: ClassVar[list[str]] = []
    _addresses = count(1)

    def __init__(self) -> None:
        # Of its own, since the sign-in limits count by it.
        address = f"10.0.{next(self._addresses)}.1"
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)

    def sign_in(self, email: str, password: str) -> Page:
        page = self.open("/accounts/login/")
        return self.press(page, "Sign in", {"login": email, "password": password})

    def look(self, address: str) -> Page:
        """What is there, be it an error. Redirects are followed."""
        response: Any = self.client.get(address, follow=True)
        return Page(_reached(address, response), response)

    def open(self, address: str) -> Page:
        """A page that has to be there."""
        page = self.look(address)
        assert page.status == 200, f"{page.status} at {page.address}"
        return page

    def press(
        self,
        page: Page,
        words: str,
        typed: Typed | None = None,
        file: tuple[str, str, bytes] | None = None,
    ) -> Page:
        """Fills in the form of that button, presses it, and gives the page that answers.

        `file`: the input's name, the file's name and its content.
        Raises AssertionError where the page has no such button or input, or where the answer says
        that something is wrong.
        """
        answer = self.try_to_press(page, words, typed, file)
        assert answer.status == 200, f"{answer.status} at {answer.address}: {answer.text[:2000]}"
        return answer

    def try_to_press(
        self,
        page: Page,
        words: str,
        typed: Typed | None = None,
        file: tuple[str, str, bytes] | None = None,
    ) -> Page:
        """The same, whatever the answer says."""
        button = page.button(words)
        form = next(button.iterancestors("form"))
        data: dict[str, Any] = {}
        for name, value in _sent(form):
            data.setdefault(name, []).append(value)
        names = {each.get("name") for each in form.xpath(".//input | .//textarea | .//select")}
        for name, value in (typed or {}).items():
            assert name in names, f"No input {name} in that form at {page.address}: {names}"
            data[name] = value if isinstance(value, list) else [value]
            self.typed += [] if "password" in name else data[name]
        if button.get("name"):
            data[button.get("name")] = [button.get("value", "")]
        data = {name: [_line_ends(value) for value in values] for name, values in data.items()}
        if file:
            name, called, content = file
            assert name in names
            data[name] = SimpleUploadedFile(called, content)
            self.typed.append(called)
        action = button.get("formaction") or form.get("action") or page.address
        address = urldefrag(urljoin(page.address, action)).url
        response: Any = self.client.post(address, data, follow=True)
        return Page(_reached(address, response), response)


def _reached(address: str, response: Any) -> str:
    chain = getattr(response, "redirect_chain", [])
    for onward, _ in chain:
        address = urljoin(address, onward)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _sent(form: Any) -> Iterator[tuple[str, str]]:
    """What a browser sends of a form that nobody touched, buttons apart."""
    for field in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        kind = field.get("type", "")
        if field.tag == "select":
            chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")[:1]
            yield from ((field.get("name"), option.get("value", "")) for option in chosen)
        elif field.tag == "textarea":
            # The first line end after the tag is not part of the text.
            yield field.get("name"), (field.text or "").removeprefix("\n")
        elif kind in ("checkbox", "radio"):
            if field.get("checked") is not None:
                yield field.get("name"), field.get("value", "on")
        elif kind != "file":
            yield field.get("name"), field.get("value", "")


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _words(text: str) -> str:
    return " ".join(text.split())
