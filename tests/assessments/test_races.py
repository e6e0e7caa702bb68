"""Two people at the same moment: one of them counts, the other hears of it, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from assessments import services, starting
from assessments.digest import content_digest
from assessments.enums import Event, State
from assessments.models import Assessment, Response
from assessments.workflow import MovedOn, Refused
from codes.models import Code
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.assessments.steps import decision, in_state, reloaded, take
from tests.conftest import Cast
from tests.factories import BLANK, YES
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


REFUSALS = (
    MovedOn,
    Refused,
    services.Conflict,
    services.Locked,
    services.OpenAssessmentExists,
    starting.Superseded,
)


def race(*calls: Callable[[], object]) -> list[object]:
    return at_once(*calls, refusals=REFUSALS)


def names(outcomes: list[object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def response_to(assessment: Assessment, number: str = "5.10") -> Response:
    return Response.objects.select_related("assessment", "provision").get(
        assessment=assessment, provision__number=number
    )


def test_of_an_approval_and_a_return_at_once_one_is_taken(cast: Cast, code: Code) -> None:
    for year in range(2018, 2024):
        assessment = factories.start(cast.officer, code, year)
        factories.answer_all(cast.officer, assessment)
        assessment = factories.submit(cast.officer, assessment)
        step = decision(assessment)
        outcomes = race(
            partial(take, Event.APPROVE, assessment, cast.member, step),
            partial(take, Event.RETURN, assessment, cast.clerk, step),
        )
        assert names(outcomes) == ["Assessment", "MovedOn"]
        won = Event.APPROVE if isinstance(outcomes[0], Assessment) else Event.RETURN
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
        response = response_to(assessment)
        late = BLANK | {"answer": "yes", "evidence": "Typed at the last moment."}
        saved, submitted = race(
            partial(services.save_response, cast.officer, response, late, version=response.version),
            partial(take, Event.SUBMIT, assessment, cast.officer),
        )
        assert isinstance(submitted, Assessment)
        assert isinstance(saved, Response | services.Locked)
        after = reloaded(assessment)
        assert after.submitted_digest == content_digest(after)
        kept = after.responses.get(provision__number="5.10").evidence
        assert (kept == "Typed at the last moment.") == isinstance(saved, Response)


def test_a_save_that_empties_an_answer_and_a_submission_at_once_submit_nothing_incomplete(
    cast: Cast, code: Code
) -> None:
    for year in range(2018, 2026):
        assessment = factories.start(cast.officer, code, year)
        factories.answer_all(cast.officer, assessment)
        assessment = reloaded(assessment)
        response = response_to(assessment)
        saved, submitted = race(
            partial(services.save_response, cast.officer, response, BLANK, version=1),
            partial(take, Event.SUBMIT, assessment, cast.officer),
        )
        assert {type(saved), type(submitted)} in (
            {Response, Refused},
            {services.Locked, Assessment},
        )


def test_of_the_same_step_taken_twice_at_once_one_counts(cast: Cast, code: Code) -> None:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    assessment = reloaded(assessment)
    outcomes = race(*[partial(take, Event.SUBMIT, assessment, cast.officer)] * 4)
    assert names(outcomes) == ["Assessment", "MovedOn", "MovedOn", "MovedOn"]
    assert assessment.history.filter(event=Event.SUBMIT).count() == 1
    assert OutgoingMail.objects.filter(to=cast.member.user.email).count() == 1


def test_of_two_saves_of_the_same_version_exactly_one_wins(cast: Cast, code: Code) -> None:
    draft = factories.start(cast.officer, code)
    for version in range(8):
        response = response_to(draft)
        assert response.version == version

        def save(text: str, response: Response = response, version: int = version) -> Response:
            values = BLANK | {"evidence": f"{text} {version}"}
            return services.save_response(cast.officer, response, values, version=version)

        outcomes = race(partial(save, "mine"), partial(save, "theirs"))
        assert names(outcomes) == ["Conflict", "Response"]
        won = next(outcome for outcome in outcomes if isinstance(outcome, Response))
        assert response_to(draft).evidence == won.evidence
    assert draft.history.filter(event=Event.RESPONSE_SAVED).count() == 8


def test_saves_of_different_provisions_all_land(cast: Cast, code: Code) -> None:
    draft = factories.start(cast.officer, code)
    numbers = ("1.2", "1.3", "5.1", "5.10")
    outcomes = race(
        *(partial(factories.answer, cast.officer, draft, number, **YES) for number in numbers)
    )
    assert names(outcomes) == ["Response"] * 4
    assert draft.responses.filter(answer="yes").count() == 4


def test_of_two_starts_for_one_year_exactly_one_wins(cast: Cast, code: Code) -> None:
    outcomes = race(*[partial(factories.start, cast.officer, code)] * 2)
    assert names(outcomes) == ["Assessment", "OpenAssessmentExists"]
    refusal = next(o for o in outcomes if isinstance(o, services.OpenAssessmentExists))
    assert refusal.existing == Assessment.objects.get()


def test_what_is_confirmed_is_what_was_on_the_page_even_while_somebody_rewrites_it(
    cast: Cast, code: Code
) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    for turn in range(6):
        body = reloaded(assessment).body_response
        text = f"What the board read, {turn}."
        body = services.save_body_response(cast.clerk, assessment, text, version=body.version)
        confirmed, rewritten = race(
            partial(services.confirm_body_response, cast.member, assessment, version=body.version),
            partial(
                services.save_body_response,
                cast.viewer,
                assessment,
                f"Something else, {turn}.",
                version=body.version,
            ),
        )
        # Whoever came second worked from a version that was no longer there.
        assert names([confirmed, rewritten]) == ["Conflict", "GoverningBodyResponse"]
        after = reloaded(assessment).body_response
        assert after.is_confirmed == (after.text == text) == (not isinstance(confirmed, Exception))


def test_of_two_corrections_at_once_one_is_started(cast: Cast, code: Code) -> None:
    published = in_state(State.PUBLISHED, cast, code)
    outcomes = race(*[partial(factories.correct, cast.officer, published)] * 3)
    assert names(outcomes) == ["Assessment", "OpenAssessmentExists", "OpenAssessmentExists"]
    draft = Assessment.objects.open().get()
    assert draft.corrects == published
    assert draft.responses.count() == published.responses.count()


def test_while_a_correction_is_published_nobody_starts_from_what_it_corrects(
    cast: Cast, code: Code
) -> None:
    for year in range(2020, 2025):
        published = factories.make_approved(cast.officer, cast.member, code, year)
        published = take(Event.PUBLISH, published, cast.officer)
        draft = factories.correct(cast.officer, published)
        factories.submit(cast.officer, draft)
        approved = factories.approve(cast.member, draft)
        factories.confirm_response(cast.clerk, approved)
        correction = reloaded(approved)
        done, again = race(
            partial(take, Event.PUBLISH, correction, cast.officer),
            partial(factories.correct, cast.officer, published),
        )
        assert isinstance(done, Assessment)
        assert isinstance(again, services.OpenAssessmentExists | starting.Superseded)
