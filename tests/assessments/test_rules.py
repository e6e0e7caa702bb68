"""A role counts only at the landlord where it is held, also where no page asks first."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.access import Member
from accounts.enums import Role
from assessments import rules, services, workflow
from assessments.enums import Event
from assessments.models import Response
from tests import factories

RULES = (
    rules.may_read,
    rules.may_edit,
    rules.may_draft_body_response,
    rules.may_confirm_body_response,
    rules.may_record_minute,
)


@pytest.fixture
def stranger(cast) -> Member:
    """Somebody of another landlord who holds every role there."""
    return Member(cast.outsider.user, cast.outsider.landlord, frozenset(Role))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_role_counts_at_another_landlord(cast, code, stranger, rule):
    assessment = factories.start(cast.officer, code)
    assert not rule(stranger, assessment)


def test_the_services_refuse_a_stranger_and_change_nothing(cast, code, stranger):
    assessment = factories.start(cast.officer, code)
    response = Response.objects.select_related("assessment", "provision").filter(
        assessment=assessment
    )[0]
    steps = (
        lambda: services.save_response(stranger, response, factories.BLANK, version=0),
        lambda: services.save_body_response(stranger, assessment, "Ours now", version=0),
        lambda: services.record_minute(stranger, assessment, "X/1", version=1),
        lambda: workflow.carry_out(Event.DISCARD, assessment, stranger, version=1),
    )
    before = assessment.history.count()
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()
    assert assessment.history.count() == before
