"""Writes to an assessment other than its changes of state: start, details, answers, response.

Every write checks the rule, names the version that it edited in the UPDATE's filter, and adds its
history in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import Member
from assessments import rules
from assessments.completeness import is_blank
from assessments.enums import EDITABLE_STATES, Event, State, Trigger
from assessments.fields import NAMES
from assessments.history import Value, changes_between, record
from assessments.models import (
    Assessment,
    GoverningBodyResponse,
    Response,
    TypedDraft,
)
from assessments.models.draft import ANSWER, BODY_RESPONSE, Known
from codes.models import Code, Provision
from selfassess.common.financial_year import FinancialYear


class OpenAssessmentExists(Exception):
    """The landlord has an open assessment for that year and family of Codes already, or has
    recorded that year.
    """

    def __init__(self, existing: Assessment | None) -> None:
        super().__init__("There is already an assessment for that year.")
        self.existing = existing


class Conflict(Exception):
    """Someone else saved first: what was typed was not saved, and nothing was overwritten."""


class Locked(Exception):
    """The assessment is not in a state in which this may be changed."""


@dataclass(frozen=True)
class Details:
    """What an assessment is about; all changeable while it is a draft.

    `reason`: in the landlord's words, for residents. `published_url`: of a recorded year alone.
    """

    code: Code
    year: FinancialYear
    trigger: Trigger = Trigger.ANNUAL
    meeting_date: date | None = None
    due_date: date | None = None
    reason: str = ""
    published_url: str = ""

    @property
    def family(self) -> str:
        """Whose Code it is about, by the family's slug."""
        return self.code.family_id


def start(member: Member, details: Details, *, at: datetime | None = None) -> Assessment:
    """A new draft with an empty response for every provision of its Code.

    Raises PermissionDenied for people who may not start one, OpenAssessmentExists where the
    landlord has an open assessment for the year and the Code's family.
    """
    if not rules.may_start(member):
        raise PermissionDenied
    now = at or timezone.now()
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                landlord=member.landlord,
                code=details.code,
                year_start=details.year.start,
                trigger=details.trigger,
                meeting_date=details.meeting_date,
                due_date=details.due_date,
                created_by=member.user,
                created_at=now,
                edited_at=now,
            )
            add_blank_responses(assessment)
            GoverningBodyResponse.objects.create(assessment=assessment)
            record(assessment, Event.STARTED, member.user, at=now)
    except IntegrityError:
        raise OpenAssessmentExists(open_one(member, details.year, details.family)) from None
    return assessment


def save_response(
    member: Member,
    response: Response,
    values: Mapping[str, Value],
    *,
    version: int,
    note: str = "",
    batch: UUID | None = None,
    draft: Known | None = None,
    confirms: bool = True,
    at: datetime | None = None,
) -> Response:
    """Saves what was filled in for one provision; the saved row, with its new version.

    `values`: every name of `fields.FIELDS`; `version`: the one that the form was made from;
    `note` and `batch` are for the history; `draft`: the person's own that this makes an end of.
    `confirms`: whether the person looked at the whole, so that what was carried forward holds now.
    Saving what is there already changes nothing else and adds no history.
    Raises PermissionDenied, Locked (submitted since) or Conflict (someone saved first).
    """
    now = at or timezone.now()
    with transaction.atomic():
        current = lock_response(member, response, now)
        changes = changes_between(current.values(), {name: values[name] for name in NAMES})
        confirmed = current.to_confirm and confirms
        if changes or confirmed:
            still = current.to_confirm and not confirms
            put_response(member, response, values, version, now, to_confirm=still)
            record(
                response.assessment,
                Event.RESPONSE_SAVED if changes else Event.CONFIRMED,
                member.user,
                provision=current.provision,
                changes=changes,
                note=note,
                batch=batch,
                at=now,
            )
        end_draft(member, ANSWER, response.pk, draft)
    return Response.objects.select_related("provision", "assessment").get(pk=response.pk)


def lock_response(member: Member, response: Response, now: datetime) -> Response:
    """The response as it is now, for a change of it within the transaction.

    Takes the assessment's row first: a submission waits for the change, or the change for it.
    Raises PermissionDenied, Locked.
    """
    assessment = response.assessment
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    editable = Assessment.objects.filter(pk=assessment.pk, state__in=EDITABLE_STATES)
    if not editable.update(edited_at=now):
        raise Locked
    return Response.objects.select_related("provision", "assessment").get(pk=response.pk)


def put_response(
    member: Member,
    response: Response,
    values: Mapping[str, Value],
    version: int,
    now: datetime,
    **also: bool | Response | None,
) -> None:
    """The one change of an answer's row, within the transaction of its history. `also`: whether it
    waits to be confirmed, and what it was carried from. Raises Conflict where the row has another
    version by now.
    """
    saved = Response.objects.filter(pk=response.pk, version=version).update(
        **{name: values[name] for name in NAMES},
        **also,
        version=F("version") + 1,
        edited_at=now,
        edited_by=member.user,
    )
    if not saved:
        raise Conflict


def save_body_response(
    member: Member,
    assessment: Assessment,
    text: str,
    *,
    version: int,
    note: str = "",
    draft: Known | None = None,
    at: datetime | None = None,
) -> GoverningBodyResponse:
    """Saves the draft of the governing body's response; a changed text has to be confirmed again.

    `note` is for the history; `draft`: the person's own that this makes an end of.

    Raises PermissionDenied, Locked or Conflict.
    """
    if not rules.may_draft_body_response(member, assessment):
        raise PermissionDenied
    with transaction.atomic():
        before = _locked_body_response(assessment, rules.BODY_RESPONSE_STATES)
        end_draft(member, BODY_RESPONSE, before.pk, draft)
        if before.text == text:
            return before
        saved = GoverningBodyResponse.objects.filter(pk=before.pk, version=version).update(
            text=text, version=F("version") + 1, confirmed_by=None, confirmed_at=None
        )
        if not saved:
            raise Conflict
        record(
            assessment,
            Event.BODY_RESPONSE_SAVED,
            member.user,
            changes=changes_between({"text": before.text}, {"text": text}),
            note=note,
            at=at,
        )
    return GoverningBodyResponse.objects.get(pk=before.pk)


def record_not_kept(
    member: Member,
    assessment: Assessment,
    event: Event,
    saved: Mapping[str, Value],
    texts: Mapping[str, Value],
    note: str = "",
    *,
    provision: Provision | None = None,
) -> None:
    """Puts what a person typed, and gave up for what someone else had `saved`, into the history.

    `texts`: the typed values by field name; `note`: what of it no field could hold. Whether the
    person may edit it, `editing` has asked.
    """
    changes = changes_between(saved, texts)
    if changes or note:
        record(assessment, event, member.user, provision=provision, changes=changes, note=note)


def confirm_body_response(
    member: Member, assessment: Assessment, *, version: int, at: datetime | None = None
) -> GoverningBodyResponse:
    """Confirms that the text of that version is what the governing body says.

    Raises PermissionDenied, Locked (not submitted, or returned since) or Conflict (the text has
    changed, or is blank).
    """
    if not rules.may_confirm_body_response(member, assessment):
        raise PermissionDenied
    now = at or timezone.now()
    with transaction.atomic():
        before = _locked_body_response(assessment, rules.BODY_RESPONSE_CONFIRM_STATES)
        confirmed = GoverningBodyResponse.objects.filter(pk=before.pk, version=version).update(
            confirmed_by=member.user, confirmed_at=now, version=F("version") + 1
        )
        if not confirmed or is_blank(before.text):
            raise Conflict
        record(assessment, Event.BODY_RESPONSE_CONFIRMED, member.user, at=now)
    return GoverningBodyResponse.objects.get(pk=before.pk)


def record_minute(
    member: Member,
    assessment: Assessment,
    minute_reference: str,
    *,
    version: int,
    at: datetime | None = None,
) -> None:
    """Records the minute reference of the decision. Raises PermissionDenied, Locked or Conflict."""
    if not rules.may_record_minute(member, assessment):
        raise PermissionDenied
    with transaction.atomic():
        changed = Assessment.objects.filter(
            pk=assessment.pk, version=version, state__in=rules.MINUTE_STATES
        ).update(minute_reference=minute_reference, version=F("version") + 1)
        if not changed:
            raise_why(assessment, rules.MINUTE_STATES)
        record(
            assessment,
            Event.MINUTE_RECORDED,
            member.user,
            changes=changes_between(
                {"minute_reference": assessment.minute_reference},
                {"minute_reference": minute_reference},
            ),
            at=at,
        )


def end_draft(member: Member, kind: str, subject_id: int, draft: Known | None) -> None:
    """What is saved is no draft any more; one that the person has not seen there stays."""
    if draft is not None:
        TypedDraft.objects.by(member).about(kind, subject_id).known_as(draft).delete()


def add_blank_responses(assessment: Assessment) -> None:
    """A response for every provision of the assessment's Code."""
    Response.objects.bulk_create(
        Response(assessment=assessment, provision=provision)
        for provision in assessment.code.provisions.all()
    )


def _locked_body_response(
    assessment: Assessment, states: frozenset[State]
) -> GoverningBodyResponse:
    """The response's row, with the assessment held in one of the states. Raises Locked."""
    open_ones = Assessment.objects.filter(pk=assessment.pk, state__in=states)
    if not open_ones.update(edited_at=F("edited_at")):
        raise Locked
    return GoverningBodyResponse.objects.get(assessment=assessment)


def open_one(member: Member, year: FinancialYear, family: str) -> Assessment | None:
    """The landlord's open assessment for the year against a Code of the family."""
    return Assessment.objects.of(member.landlord, family).open().of_year(year).first()


def recorded_one(member: Member, year: FinancialYear, family: str) -> Assessment | None:
    """What the landlord has recorded of the year, published elsewhere, against that family."""
    return Assessment.objects.of(member.landlord, family).recorded().of_year(year).first()


def raise_why(assessment: Assessment, states: Collection[State]) -> None:
    """Raises Locked where the state has moved on, else Conflict."""
    if not Assessment.objects.filter(pk=assessment.pk, state__in=states).exists():
        raise Locked
    raise Conflict
