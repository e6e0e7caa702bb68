"""The digest of what was submitted: made by a recipe that it names, and checked by that one."""

from __future__ import annotations

from datetime import date

import pytest

from assessments import digest, workflow
from assessments.digest import content_digest, is_as_submitted
from assessments.enums import Event, State
from assessments.fields import NAMES
from assessments.models import Assessment, Response
from codes.models import Code
from tests import factories
from tests.conftest import Cast

DUE = date(2031, 3, 31)


def _with_versions(assessment: Assessment) -> object:
    """A made-up later recipe: it takes in one field of an answer more."""
    rows = assessment.responses.order_by("provision__position")
    return [digest.RECIPES[0](assessment), list(rows.values_list("carried_from_id", flat=True))]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that has a second recipe."""
    monkeypatch.setattr(digest, "RECIPES", (*digest.RECIPES, _with_versions))


def test_the_first_recipe_gives_what_it_always_gave(cast: Cast, code: Code) -> None:
    draft = factories.start(cast.officer, code)
    action = {"action": "Rewrite it.\n\n- Soon", "action_owner": "Head", "action_due": DUE}
    factories.answer_all(cast.officer, draft, {"5.1": {"answer": "no", **action}})
    submitted = factories.submit(cast.officer, draft)
    # As the first release wrote it; what was submitted then has to stay publishable.
    assert submitted.submitted_digest == (
        "e6e58ba5ce3eecdc905f87c1a5131f78d6fd29d328e68d0d240003514a60bdf2"
    )


def test_the_newest_recipe_takes_in_every_field_of_an_answer(cast: Cast, code: Code) -> None:
    """Whoever adds a field adds a recipe: else it could change after it was approved."""
    draft = factories.start(cast.officer, code)
    changed = {"action_due": DUE, "answer": "no"}
    for name in NAMES:
        before = content_digest(draft)
        Response.objects.filter(assessment=draft).update(**{name: changed.get(name, "Changed.")})
        assert content_digest(draft) != before, name


def test_what_was_approved_before_a_release_is_published_after_it(
    cast: Cast, code: Code, request: pytest.FixtureRequest
) -> None:
    approved = factories.make_approved(cast.officer, cast.member, code)
    assert ":" not in approved.submitted_digest
    request.getfixturevalue("later")
    assert content_digest(approved) != approved.submitted_digest
    factories.publish(cast.officer, approved)
    approved.refresh_from_db()
    assert approved.state == State.PUBLISHED


def test_what_was_submitted_before_it_is_approved_after_it(
    cast: Cast, code: Code, request: pytest.FixtureRequest
) -> None:
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    request.getfixturevalue("later")
    assert factories.approve(cast.member, draft).state == State.APPROVED


@pytest.mark.usefixtures("later")
def test_what_is_submitted_from_then_on_names_the_later_recipe_and_is_held_to_it(
    cast: Cast, code: Code
) -> None:
    approved = factories.make_approved(cast.officer, cast.member, code)
    assert approved.submitted_digest.startswith("3:")
    assert is_as_submitted(approved)
    first = approved.responses.first()
    assert first is not None
    # The first recipe would not notice it.
    approved.responses.exclude(pk=first.pk).update(carried_from=first)
    with pytest.raises(workflow.Refused, match="have changed since they were approved"):
        workflow.check(Event.PUBLISH, approved, cast.officer, version=approved.version)


def test_a_recipe_that_is_not_known_is_never_taken_for_right(cast: Cast, code: Code) -> None:
    approved = factories.make_approved(cast.officer, cast.member, code)
    approved.submitted_digest = f"9:{approved.submitted_digest}"
    assert not is_as_submitted(approved)
