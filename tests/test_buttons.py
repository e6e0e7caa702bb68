"""What Enter in a field does, and what happens before something is emptied or thrown away.

Without script, and with it where none looks after Enter, a browser presses a form's first submit
button. In every form that is its main one; and a button that empties or discards asks first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from assessments.carrying.services import carry_forward
from assessments.models import Assessment, Flag, TypedDraft
from codes.models import Code
from selfassess.settings import BASE_DIR
from tests import factories
from tests.assessments.browsing import day
from tests.assessments.pages import Page, typed
from tests.assessments.steps import response, url
from tests.conftest import Cast
from tests.intake.forms import found, imported
from tests.test_access_matrix import PEOPLE, World, browsers, everything, world

__all__ = ["browsers", "world"]

TEMPLATES = BASE_DIR / "templates"
SignIn = Callable[..., Client]
# Several provisions, each with a main button: the browser does not say in which of them Enter was
# pressed, so it presses the one that keeps all of them.
_KEEPS_ALL = "Save all"
_TYPED_INTO = {"text", "email", "search", "url", "tel", "number", "password", "radio", "checkbox"}


@dataclass
class Button:
    attributes: dict[str, str]
    text: str = ""

    @property
    def is_main(self) -> bool:
        """Neither of the second rank nor one that warns; or the unseen twin of the main one."""
        look = self.attributes.get("class", "")
        return "formaction" not in self.attributes and not re.search("--(secondary|warning)", look)


@dataclass
class Form:
    buttons: list[Button] = field(default_factory=list)
    takes_enter: bool = False


class _Forms(HTMLParser):
    """The forms of a page with their submit buttons, in the page's order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._button: Button | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form())
        elif not self.forms:
            return
        elif tag == "button" and at.get("type", "submit") == "submit":
            self._button = Button(at)
            self.forms[-1].buttons.append(self._button)
        elif tag == "input" and at.get("type", "text") in _TYPED_INTO:
            self.forms[-1].takes_enter = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        if self._button:
            self._button.text = f"{self._button.text} {data}".strip()


def with_includes(name: str) -> str:
    """A template's text with that of every template that it includes, whatever the condition."""
    text = Path(TEMPLATES, name).read_text("utf-8")
    return re.sub(
        r'{% include "([^"]+)"[^%]*%}',
        lambda found: with_includes(found[1]) if Path(TEMPLATES, found[1]).is_file() else "",
        text,
    )


def templates_with_a_choice() -> set[str]:
    """Those with a form of several submit buttons."""
    return {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if "<form" in path.read_text("utf-8")
        and any(
            len(form.buttons) > 1
            for form in _Forms(with_includes(str(path.relative_to(TEMPLATES)))).forms
        )
    }


def wrong_ones(answer: HttpResponse) -> Iterator[str]:
    """The buttons that Enter would press on the page, where they are not their form's main one."""
    for form in _Forms(answer.content.decode()).forms:
        first, others = form.buttons[:1], form.buttons[1:]
        if others and form.takes_enter and not first[0].is_main and first[0].text != _KEEPS_ALL:
            yield first[0].text


def every_page(world: World) -> Iterator[tuple[str, HttpResponse]]:
    """What every address shows to the first person whom it lets in."""
    seen = set()
    for name, pattern, case in everything():
        address = world.address(name, pattern, case.of)
        person = next((who for who in PEOPLE if case.expected(who) in (200, 409)), None)
        if person and address not in seen:
            seen.add(address)
            yield address, world.browsers[person].get(address)


@pytest.fixture
def carried(cast: Cast, code: Code) -> Assessment:
    """A draft that began with the last year's answers, each to be confirmed."""
    action = {"answer": "no", "action": "Rewrite it", "action_owner": "Head of Housing"}
    last = factories.record_elsewhere(cast.officer, code, 2030)
    factories.answer_all(cast.officer, last, {"5.10": action})
    draft = factories.start(cast.officer, code, 2031)
    carry_forward(cast.officer, draft, source=last.pk)
    return draft


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def more_states(world: World, cast: Cast) -> Iterator[tuple[str, HttpResponse]]:
    """Pages that come only after something has happened."""
    officer = world.browsers[Role.COMPLAINTS_OFFICER]
    draft, in_review = world.assessments["draft"], world.assessments["in_review"]
    behind = typed(answer="yes", evidence="Typed into an old page")
    yield "provision, conflict", officer.post(url(draft, "5.10"), behind)
    yield "draft offered", officer.get(url(draft, "5.10"))
    yield "section, draft", officer.get(f"{url(draft)}section/5/")
    for text in ("First", "Second"):
        sent = {"text": text, "version": "0", "draft": "0"}
        yield "response, conflict", officer.post(f"{url(in_review)}response/", sent)
    officer.post(f"{url(draft)}5.10/flag/", {"note": "Ask first"})
    yield "flag", officer.get(f"{url(draft)}5.10/flag/")
    spread = {"text": "More", "field": "evidence", "mode": "add", "numbers": ["5.1"]}
    yield "bulk, preview", officer.post(f"{url(draft)}one-text/", spread | {"step": "preview"})
    form = imported(cast.officer, draft, found("1.2", answer="no", evidence="Other"))
    yield "import, preview", officer.get(form.get_absolute_url())
    here = f"{url(draft)}colleagues/ask/"
    wanted = {"addresses": "new@example.org", "numbers": "5.10"} | day(
        timezone.localdate() + timedelta(days=7), "due"
    )
    yield "ask, check", officer.post(here, wanted)
    mine = f"/asked/{world.asked['asked'].pk}/"
    contributor = world.browsers[Role.CONTRIBUTOR]
    for text in ("First", "Second"):
        yield "contribution, conflict", contributor.post(mine, {"evidence": text, "version": "0"})
    yield "question", officer.post(f"{url(draft)}5.10/flag/", {"note": "Ask", "remove": "1"})


@pytest.mark.one_database
def test_enter_presses_the_main_button_of_every_form(
    world: World, cast: Cast, carried: Assessment
) -> None:
    officer = world.browsers[Role.COMPLAINTS_OFFICER]
    of_carried = [
        (address, officer.get(address))
        for address in (url(carried, "5.10"), url(carried, "5.1"), f"{url(carried)}section/5/")
    ]
    wrong, seen = [], set()
    for where, answer in [*every_page(world), *of_carried, *more_states(world, cast)]:
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        wrong += [f"{where}: {text}" for text in wrong_ones(answer)]
        seen |= {template.name for template in answer.templates}
    assert not wrong, "\n".join(wrong)
    # What was kept over a sign-in has a test of its own.
    assert templates_with_a_choice() - seen == {"typed/kept.html"}


TEXT = "Typed just now\r\n  and <b>not</b> saved"


@dataclass(frozen=True)
class Asks:
    """A button that empties or discards: the page that it is on, the address that it sends to, and
    the field of the page, and of what is shown after "no", that somebody has typed into.
    """

    page: str
    sends_to: str
    button: str
    typed_into: str
    back_in: str


BUTTONS = {
    "start afresh": Asks("5.10/", "5.10/carried/", "afresh", "evidence", "evidence"),
    "start afresh, of a section": Asks(
        "section/5/", "5.10/carried/", "afresh", "p5.10-evidence", "evidence"
    ),
    "discard a draft, of a section": Asks(
        "section/5/", "5.10/draft/", "throw_away", "p5.10-evidence", "evidence"
    ),
    "remove a flag": Asks("5.10/flag/", "5.10/flag/", "remove", "note", "note"),
}


def kept_texts() -> tuple[Any, ...]:
    """What the database holds of answers and flags; and whether there is a draft."""
    rows = Assessment.objects.order_by("pk").values_list(
        "responses__evidence", "responses__action", "responses__to_confirm", "responses__version"
    )
    return list(rows), list(Flag.objects.values_list("note")), TypedDraft.objects.exists()


@pytest.mark.parametrize("asks", BUTTONS.values(), ids=BUTTONS)
def test_it_asks_first_and_whoever_says_no_finds_what_they_typed(
    officer: Client, carried: Assessment, asks: Asks
) -> None:
    officer.post(f"{url(carried)}5.10/flag/", {"note": "Ask Repairs"})
    officer.post(f"{url(carried)}5.10/draft/", typed(version=1, evidence="Mine"))
    page, address = f"{url(carried)}{asks.page}", f"{url(carried)}{asks.sends_to}"
    sent = Page(officer.get(page)).form | {asks.typed_into: TEXT, asks.button: "1"}
    before = kept_texts()
    answer = officer.post(address, sent)
    question = Page(answer)
    assert answer.status_code == 200
    assert kept_texts() == before
    question.assert_in_order()
    back = officer.post(address, question.form | {asks.button: "back"}, follow=True)
    assert Page(back).form[asks.back_in] == TEXT
    assert kept_texts() == before
    assert officer.post(address, question.form | {asks.button: "sure"}).status_code == 302
    assert kept_texts() != before


def test_what_was_typed_before_starting_afresh_is_a_draft_afterwards(
    officer: Client, carried: Assessment
) -> None:
    """Without script nothing else has it: it was in the form only, when the button was pressed."""
    sent = Page(officer.get(url(carried, "5.10"))).form | {"evidence": TEXT, "afresh": "1"}
    question = Page(officer.post(f"{url(carried, '5.10')}carried/", sent))
    assert "We will keep your unsaved changes" in question.text
    officer.post(f"{url(carried, '5.10')}carried/", question.form | {"afresh": "sure"})
    assert response(carried, "5.10").action == ""
    both = Page(officer.get(f"{url(carried, '5.10')}draft/"))
    assert both.form["evidence"] == TEXT


def test_a_draft_that_is_offered_is_discarded_only_after_a_question(
    officer: Client, carried: Assessment
) -> None:
    officer.post(f"{url(carried, '5.10')}draft/", typed(version=1, evidence="Mine"))
    draft = TypedDraft.objects.get()
    sent = {"draft": str(draft.revision), "throw_away": "1"}
    question = Page(officer.post(f"{url(carried, '5.10')}draft/", sent))
    assert "Discard your unsaved changes to 5.10?" in question.text
    assert TypedDraft.objects.get().values["evidence"] == "Mine"
    officer.post(f"{url(carried, '5.10')}draft/", question.form | {"throw_away": "sure"})
    assert not TypedDraft.objects.exists()
