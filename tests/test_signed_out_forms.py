"""Forms of every kind, sent after the session is over: signing in again saves what was typed, or
shows it with the button of a step that others will see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.access import Member
from accounts.enums import Role
from assessments.enums import State
from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page
from tests.assessments.steps import in_state
from tests.conftest import Cast

SignIn = Callable[[Member], Client]
TEXT = "Typed before the session was over"


@dataclass(frozen=True)
class Form:
    """A form: where it is, in which state of the assessment, who fills it in, and in which field.
    `also`: what else has to be filled in; `text`: what is typed."""

    path: str
    state: State
    role: Role
    field: str
    also: tuple[tuple[str, str], ...] = ()
    text: str = TEXT


_OFFICER, _CLERK, _ADMINISTRATOR = Role.COMPLAINTS_OFFICER, Role.CLERK, Role.ADMINISTRATOR
ONLY_SAVES = [
    Form("/assessments/{pk}/5.10/", State.DRAFT, _OFFICER, "evidence", (("go", "stay"),)),
    Form("/assessments/{pk}/5.10/flag/", State.DRAFT, _OFFICER, "note"),
    Form("/assessments/{pk}/section/5/", State.DRAFT, _OFFICER, "p5.10-evidence"),
    Form("/assessments/{pk}/5.10/", State.DRAFT, _OFFICER, "shared_note", (("go", "stay"),)),
    Form("/assessments/{pk}/response/", State.IN_REVIEW, _CLERK, "text"),
    Form("/assessments/{pk}/minute/", State.APPROVED, _CLERK, "minute_reference"),
    Form(
        "/assessments/{pk}/committee-paper/meeting/",
        State.IN_REVIEW,
        _CLERK,
        "meeting_date_0",
        (("meeting_date_1", "6"), ("meeting_date_2", "2026")),
        text="3",
    ),
    Form("/assessments/{pk}/committee-paper/edit/", State.DRAFT, _OFFICER, "background"),
    Form("/landlords/alderbrook/details/", State.DRAFT, _ADMINISTRATOR, "governing_body"),
    Form("/account/name/", State.DRAFT, _OFFICER, "name"),
]
WAITS = [
    Form("/assessments/{pk}/5.10/question/", State.IN_REVIEW, Role.VIEWER, "text"),
    Form("/assessments/{pk}/return/", State.IN_REVIEW, _CLERK, "note"),
    Form("/landlords/alderbrook/team/invite/", State.DRAFT, _ADMINISTRATOR, "name"),
    Form("/assessments/{pk}/one-text/", State.DRAFT, _OFFICER, "text"),
    Form("/assessments/{pk}/import/", State.DRAFT, _OFFICER, "text"),
]


def named(form: Form) -> str:
    return form.path.replace("{pk}", "").strip("/").replace("assessments//", "")


@pytest.fixture
def assessment(request: pytest.FixtureRequest, cast: Cast, code: Code) -> Assessment:
    return in_state(request.getfixturevalue("form").state, cast, code)


def sign_in_again(client: Client, member: Member, path: str, form: Form):
    """Types, sends it without a session, and signs in where that leads."""
    sent = Page(client.get(path)).form | {form.field: form.text} | dict(form.also)
    Session.objects.all().delete()
    onward = client.post(path, sent)["Location"].partition("next=")[2]
    assert onward.startswith("/typed/")
    credentials = {"login": member.user.email, "password": factories.PASSWORD, "next": onward}
    return client.post("/accounts/login/", credentials), onward


@pytest.mark.parametrize("form", ONLY_SAVES, ids=named)
def test_it_is_saved(form: Form, cast: Cast, assessment: Assessment, sign_in: SignIn) -> None:
    member = cast.by_role(form.role)
    client, path = sign_in(member), form.path.format(pk=assessment.pk)
    answer, onward = sign_in_again(client, member, path, form)
    assert answer.status_code == 302
    assert not answer["Location"].startswith("/typed/")
    assert Page(client.get(path)).form[form.field] == form.text
    assert client.get(onward).status_code == 302


@pytest.mark.parametrize("form", WAITS, ids=named)
def test_it_waits_for_its_button(
    form: Form, cast: Cast, assessment: Assessment, sign_in: SignIn
) -> None:
    member = cast.by_role(form.role)
    client, path = sign_in(member), form.path.format(pk=assessment.pk)
    answer, onward = sign_in_again(client, member, path, form)
    assert answer["Location"] == onward
    page = Page(client.get(onward))
    assert page.form[form.field] == form.text
    page.assert_in_order()
