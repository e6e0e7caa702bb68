"""Asks for an assessment to be published. The worker does it: see `publishing.freeze`."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import Member
from assessments import workflow
from assessments.enums import Event
from assessments.models import Assessment
from publishing.enums import ACTIVE_RUN_STATES, RunState
from publishing.models import STALE_AFTER, PublishingRun
from publishing.tasks import carry_out_run

GIVEN_UP = "The background worker did not finish it, and it was started again."


def latest_run(assessment: Assessment) -> PublishingRun | None:
    """The assessment's last publishing run, whatever became of it."""
    return PublishingRun.objects.filter(assessment=assessment).first()


def request_publication(member: Member, assessment: Assessment, version: int) -> PublishingRun:
    """Has the worker publish the assessment once this is committed; gives the run.

    `version`: the assessment's on the page that asked. Where a run is under way already, that one
    is given and no second one starts; one whose worker is gone is given up and replaced.
    Raises what `workflow.carry_out` would raise: PermissionDenied, MovedOn or Refused.
    """
    workflow.check(Event.PUBLISH, assessment, member, version=version)
    with transaction.atomic():
        _give_up_stale(assessment)
        try:
            with transaction.atomic():
                run = PublishingRun.objects.create(
                    assessment=assessment, assessment_version=version, requested_by=member.user
                )
        except IntegrityError:
            return PublishingRun.objects.get(assessment=assessment, state__in=ACTIVE_RUN_STATES)
        transaction.on_commit(partial(_enqueue, run.pk))
    return run


def _enqueue(run_pk: int) -> None:
    carry_out_run.enqueue(run_pk)


def _give_up_stale(assessment: Assessment) -> None:
    limit = timezone.now() - STALE_AFTER
    active = PublishingRun.objects.filter(assessment=assessment)
    ended = {"state": RunState.FAILED, "message": GIVEN_UP, "finished_at": timezone.now()}
    active.filter(state=RunState.WAITING, requested_at__lt=limit).update(**ended)
    active.filter(state=RunState.RENDERING, started_at__lt=limit).update(**ended)
