"""Two people at the same moment, on the database under test: one step counts, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from assessments import services
from assessments.digest import content_digest
from assessments.enums import Event, State
from assessments.models import Response
from assessments.workflow import MovedOn, Refused
from codes.models import Code
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.assessments.steps import decision, reloaded, take
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[BaseException | None]:
    """Runs the calls at the same moment, each on a connection of its own; what each raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> BaseException | None:
        try:
            barrier.wait()
            call()
        except (MovedOn, Refused, services.Locked, services.Conflict) as raised:
            return raised
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_an_approval_and_a_return_at_once_one_is_taken(cast: Cast, code: Code) -> None:
    for year in range(2018, 2024):
        assessment = factories.start(cast.officer, code, year)
        factories.answer_all(cast.officer, assessment)
        assessment = factories.submit(cast.officer, assessment)
        step = decision(assessment)
        raised = at_once(
            partial(take, Event.APPROVE, assessment, cast.member, step),
            partial(take, Event.RETURN, assessment, cast.clerk, step),
        )
        assert sorted(type(error).__name__ for error in raised) == ["MovedOn", "NoneType"]
        won = Event.APPROVE if raised[0] is None else Event.RETURN
        after = reloaded(assessment)
        assert after.state == (State.APPROVED if won == Event.APPROVE else State.RETURNED)
        assert (after.approved_on is not None) == (won == Event.APPROVE)
        decided = assessment.history.filter(event__in=[Event.APPROVE, Event.RETURN])
        assert [entry.event for entry in decided] == [won]


def test_a_save_and_a_submission_at_once_never_leave_an_answer_outside_the_digest(
    cast: Cast, code: Code
) -> None:
    for year in range(2018, 2026):
        assessment = factories.start(cast.officer, code, year)
        factories.answer_all(cast.officer, assessment)
        assessment = reloaded(assessment)
        response = Response.objects.select_related("assessment", "provision").get(
            assessment=assessment, provision__number="5.10"
        )
        late = factories.BLANK | {"answer": "yes", "evidence": "Typed at the last moment."}
        saved, submitted = at_once(
            partial(services.save_response, cast.officer, response, late, version=response.version),
            partial(take, Event.SUBMIT, assessment, cast.officer),
        )
        assert submitted is None
        assert saved is None or isinstance(saved, services.Locked)
        after = reloaded(assessment)
        assert after.submitted_digest == content_digest(after)
        kept = after.responses.get(provision__number="5.10").evidence
        assert (kept == "Typed at the last moment.") == (saved is None)


def test_a_save_that_empties_an_answer_and_a_submission_at_once_submit_nothing_incomplete(
    cast: Cast, code: Code
) -> None:
    for year in range(2018, 2026):
        assessment = factories.start(cast.officer, code, year)
        factories.answer_all(cast.officer, assessment)
        assessment = reloaded(assessment)
        response = Response.objects.select_related("assessment", "provision").get(
            assessment=assessment, provision__number="5.10"
        )
        saved, submitted = at_once(
            partial(services.save_response, cast.officer, response, factories.BLANK, version=1),
            partial(take, Event.SUBMIT, assessment, cast.officer),
        )
        assert {type(saved), type(submitted)} in (
            {type(None), Refused},
            {services.Locked, type(None)},
        )


def test_of_the_same_step_taken_twice_at_once_one_counts(cast: Cast, code: Code) -> None:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    assessment = reloaded(assessment)
    raised = at_once(*[partial(take, Event.SUBMIT, assessment, cast.officer)] * 4)
    assert sum(error is None for error in raised) == 1
    assert assessment.history.filter(event=Event.SUBMIT).count() == 1
    assert OutgoingMail.objects.filter(to=cast.member.user.email).count() == 1
