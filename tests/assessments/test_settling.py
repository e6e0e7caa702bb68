"""Whatever is edited, what was typed is settled alike: saved, refused, contested, given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.enums import Role
from assessments.editing.answers import AnswerSubject
from assessments.editing.body_responses import BodyResponseSubject
from assessments.editing.settling import Result, settle
from assessments.editing.submission import Choice, Submission
from assessments.enums import Event, State
from assessments.models import Assessment, TypedDraft
from assessments.models.draft import Known
from codes.models import Code
from publishing.office.paper_subject import PaperSubject
from tests import factories
from tests.assessments.steps import in_state, response, take
from tests.conftest import Cast

LONG = "x" * 20_001


@dataclass(frozen=True)
class Kind:
    """One kind of subject: in which state it is open, and what ends that; its text's input."""

    of: Callable[[Assessment], Any]
    state: State
    locks: Event
    name: str
    has_drafts: bool = True

    def text(self, subject: Any) -> str:
        return str(getattr(self.read(subject.reloaded()), self.name))

    def read(self, subject: Any) -> Any:
        return {
            "answer": lambda: subject.response,
            "body_response": lambda: subject.assessment.body_response,
            "paper": lambda: subject.words,
        }[subject.kind]()


KINDS = {
    "answer": Kind(
        lambda a: AnswerSubject(response(a, "5.10")), State.DRAFT, Event.DISCARD, "evidence"
    ),
    "body_response": Kind(BodyResponseSubject, State.IN_REVIEW, Event.TAKE_BACK, "text"),
    "paper": Kind(PaperSubject.of, State.DRAFT, Event.DISCARD, "background", has_drafts=False),
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


@pytest.fixture
def assessment(kind: Kind, cast: Cast, code: Code) -> Assessment:
    return in_state(kind.state, cast, code)


def sent(kind: Kind, text: str, version: int, choice: Choice = Choice.SAVE) -> Submission:
    return Submission({kind.name: text}, version, version, Known(), choice)


def test_it_is_saved(kind: Kind, cast: Cast, assessment: Assessment) -> None:
    subject = kind.of(assessment)
    outcome = settle(cast.officer, subject, sent(kind, "Typed", subject.version))
    assert outcome.result is Result.SAVED
    assert kind.text(subject) == "Typed"


def test_what_cannot_be_read_is_not_saved(kind: Kind, cast: Cast, assessment: Assessment) -> None:
    subject = kind.of(assessment)
    before = kind.text(subject)
    outcome = settle(cast.officer, subject, sent(kind, LONG, subject.version))
    assert outcome.result is Result.INVALID
    assert kind.text(subject) == before
    assert TypedDraft.objects.filter(kind=subject.kind).count() == kind.has_drafts


def test_who_comes_second_overwrites_nothing(
    kind: Kind, cast: Cast, assessment: Assessment
) -> None:
    subject = kind.of(assessment)
    faster = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER)
    settle(faster, subject, sent(kind, "Theirs", subject.version))
    outcome = settle(cast.officer, subject, sent(kind, "Mine", subject.version))
    assert outcome.result is Result.CONFLICT
    assert outcome.subject.version > subject.version
    assert outcome.sent.values[kind.name] == "Mine"
    assert kind.text(subject) == "Theirs"
    assert TypedDraft.objects.filter(kind=subject.kind).count() == kind.has_drafts


def test_what_was_locked_meanwhile_is_not_changed(
    kind: Kind, cast: Cast, assessment: Assessment
) -> None:
    subject = kind.of(assessment)
    before = kind.text(subject)
    take(kind.locks, assessment, cast.officer)
    for known in (subject, subject.reloaded()):
        outcome = settle(cast.officer, known, sent(kind, "Late", subject.version))
        assert outcome.result is Result.LOCKED
    assert kind.text(subject) == before


def test_what_is_given_up_leaves_what_is_saved(
    kind: Kind, cast: Cast, assessment: Assessment
) -> None:
    subject = kind.of(assessment)
    before = kind.text(subject)
    outcome = settle(cast.officer, subject, sent(kind, "Given up", subject.version, Choice.DROP))
    assert outcome.result is Result.DROPPED
    assert kind.text(subject) == before
    given_up = (Event.RESPONSE_NOT_KEPT, Event.BODY_RESPONSE_NOT_KEPT)
    entries = assessment.history.filter(event__in=given_up)
    texts = [change["to"] for entry in entries for change in entry.changes]
    assert ("Given up" in texts) == kind.has_drafts
