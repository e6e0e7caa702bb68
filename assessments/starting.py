"""Beginnings other than an empty form: a correction or reassessment of what is published, a year
that was published elsewhere; and a draft that turns into one about something else.

As in `services`, every write checks the rule and adds its history in the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import Member
from assessments import citations, rules
from assessments.correspondence import Plan
from assessments.digest import content_digest
from assessments.enums import DETAILS_STATES, Event, State, Trigger
from assessments.fields import blank_values
from assessments.history import Value, changes_between, record
from assessments.models import Assessment, GoverningBodyResponse, HistoryEntry
from assessments.models import Response as ProvisionResponse
from assessments.queries import newer_published, responses_of
from assessments.recoding import carry_answers, plan_for
from assessments.services import (
    Details,
    Locked,
    OpenAssessmentExists,
    add_blank_responses,
    open_one,
    raise_why,
    recorded_one,
)


class Superseded(Exception):
    """A newer version has been published for the year and Code. That one has to be corrected."""

    def __init__(self, newer: Assessment) -> None:
        super().__init__("A newer version has been published.")
        self.newer = newer


class OtherFamily(Exception):
    """The other Code is another Ombudsman's, so it needs a separate self-assessment."""


class AnswersAffected(Exception):
    """Another Code does not take every answer as it is: `plan` says what becomes of them.

    `seen` names the answers that the plan was made from; a person who agrees sends it back.
    """

    def __init__(self, plan: Plan, seen: str) -> None:
        super().__init__("Answers would change.")
        self.plan = plan
        self.seen = seen


def start_again(
    member: Member,
    original: Assessment,
    *,
    reason: str,
    origin: str,
    trigger: Trigger | None = None,
    at: datetime | None = None,
) -> Assessment:
    """A new draft with everything that a published assessment says.

    With a `trigger` it is a reassessment; without one a correction, which keeps the original's and
    needs a reason. `origin`: what it started from, for the history. The governing body's response
    is copied too, and waits to be confirmed anew.
    Raises PermissionDenied, Locked (not published), Superseded, OpenAssessmentExists.
    """
    if not rules.may_correct(member, original) or original.landlord_id != member.landlord.pk:
        raise PermissionDenied
    if original.state != State.PUBLISHED:
        raise Locked
    now = at or timezone.now()
    try:
        with transaction.atomic():
            draft = Assessment.objects.create(
                landlord=original.landlord,
                code=original.code,
                year_start=original.year_start,
                trigger=trigger or original.trigger,
                corrects=None if trigger else original,
                reason=reason,
                created_by=member.user,
                created_at=now,
                edited_at=now,
            )
            # Only now: a correction that is published at this moment kept the row above waiting.
            if newer := newer_published(original):
                raise Superseded(newer)
            record(draft, Event.STARTED, member.user, note=_story(origin, reason), at=now)
            _copy_answers(member, original, draft, origin, now)
            _copy_body_response(member, original, draft, origin, now)
    except IntegrityError:
        raise OpenAssessmentExists(open_one(member, original.year, original.family_id)) from None
    return draft


def _story(origin: str, reason: str) -> str:
    return f"{origin}\n\n{reason}" if reason else origin


def _copy_answers(
    member: Member, original: Assessment, draft: Assessment, origin: str, at: datetime
) -> None:
    """Every answer as it is, still under the name of the person who gave it."""
    sources, responses, entries = [], [], []
    for response in responses_of(original):
        sources.append(response.pk)
        values = response.values()
        responses.append(
            ProvisionResponse(
                assessment=draft,
                provision=response.provision,
                version=1,
                edited_at=response.edited_at,
                edited_by_id=response.edited_by_id,
                **values,
            )
        )
        entries.append(
            HistoryEntry(
                assessment=draft,
                provision=response.provision,
                event=Event.CARRIED,
                actor_id=member.user.pk,
                actor_name=member.user.name,
                at=at,
                changes=changes_between(blank_values(), values),
                note=origin,
            )
        )
    ProvisionResponse.objects.bulk_create(responses)
    HistoryEntry.objects.bulk_create(entries)
    citations.copy(list(zip(sources, responses, strict=True)), member.user, origin, at)


def _copy_body_response(
    member: Member, original: Assessment, draft: Assessment, origin: str, at: datetime
) -> None:
    text = original.body_response.text
    GoverningBodyResponse.objects.create(assessment=draft, text=text, version=1)
    changes = changes_between({"text": ""}, {"text": text})
    record(draft, Event.BODY_RESPONSE_SAVED, member.user, changes=changes, note=origin, at=at)


def record_elsewhere(member: Member, details: Details, *, at: datetime | None = None) -> Assessment:
    """Records that a year was published elsewhere; its answers may be filled in afterwards.

    Raises PermissionDenied, OpenAssessmentExists (that year has already been added).
    """
    if not rules.may_start(member):
        raise PermissionDenied
    now = at or timezone.now()
    try:
        with transaction.atomic():
            recorded = Assessment.objects.create(
                landlord=member.landlord,
                state=State.RECORDED,
                created_by=member.user,
                created_at=now,
                edited_at=now,
                **_columns(details),
            )
            add_blank_responses(recorded)
            GoverningBodyResponse.objects.create(assessment=recorded)
            record(recorded, Event.RECORDED, member.user, note=details.published_url, at=now)
    except IntegrityError:
        raise OpenAssessmentExists(_recorded(member, details)) from None
    return recorded


def change_details(
    member: Member,
    assessment: Assessment,
    details: Details,
    *,
    version: int,
    confirmed: str = "",
    at: datetime | None = None,
) -> Assessment:
    """Changes what a draft, or the record of a year published elsewhere, is about.

    Another Code takes the answers with it as far as the two correspond. Where something is filled
    in, nothing is changed before the person has seen what becomes of it (AnswersAffected) and
    sends back its `seen` as `confirmed`.
    A correction keeps Code, year and trigger of what it corrects, and every assessment the family
    of its Code.
    Raises PermissionDenied, Conflict, Locked, OtherFamily, OpenAssessmentExists, AnswersAffected,
    UnsavedText.
    """
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    if assessment.corrects_id and _moves(assessment, details):
        raise Locked
    if details.family != assessment.family_id:
        raise OtherFamily
    before = _as_text(assessment)
    now = at or timezone.now()
    states = {State(assessment.state)} & DETAILS_STATES
    try:
        with transaction.atomic():
            # Takes the row: no answer is saved between what was shown and what is carried.
            mine = Assessment.objects.filter(pk=assessment.pk, version=version, state__in=states)
            if not mine.update(version=F("version") + 1, edited_at=now):
                raise_why(assessment, states)
            # A year that is taken is refused before anything is asked about answers.
            Assessment.objects.filter(pk=assessment.pk).update(**_columns(details))
            plan = _agreed_plan(assessment, details, confirmed)
            changed = Assessment.objects.select_related("code", "landlord").get(pk=assessment.pk)
            if changes := changes_between(before, _as_text(changed)):
                record(changed, Event.DETAILS_CHANGED, member.user, changes=changes, at=now)
            if plan is not None:
                carry_answers(member, changed, plan, former=assessment.code, at=now)
    except IntegrityError:
        exists = _recorded if assessment.is_recorded else _open
        raise OpenAssessmentExists(exists(member, details)) from None
    return changed


def _agreed_plan(assessment: Assessment, details: Details, confirmed: str) -> Plan | None:
    """What becomes of the answers; None where the Code stays. Raises AnswersAffected."""
    if details.code == assessment.code:
        return None
    plan = plan_for(assessment, details.code)
    seen = content_digest(assessment)
    if plan.touches_something and confirmed != seen:
        raise AnswersAffected(plan, seen)
    return plan


def _moves(assessment: Assessment, details: Details) -> bool:
    before = (assessment.code_id, assessment.year, assessment.trigger)
    return before != (details.code.pk, details.year, details.trigger)


def _columns(details: Details) -> dict[str, Any]:
    return {
        "code": details.code,
        "year_start": details.year.start,
        "trigger": details.trigger,
        "meeting_date": details.meeting_date,
        "due_date": details.due_date,
        "reason": details.reason,
        "published_url": details.published_url,
    }


def _open(member: Member, details: Details) -> Assessment | None:
    return open_one(member, details.year, details.family)


def _recorded(member: Member, details: Details) -> Assessment | None:
    return recorded_one(member, details.year, details.family)


def _as_text(assessment: Assessment) -> dict[str, Value]:
    return {
        "Code": assessment.code.title,
        "year": assessment.year.label,
        "trigger": Trigger(assessment.trigger).label,
        "reason": assessment.reason,
        "published at": assessment.published_url,
        "meeting date": assessment.meeting_date,
        "due date": assessment.due_date,
    }
