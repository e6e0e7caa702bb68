"""Asks for an assessment to be published. The worker does it: see `publishing.making.freeze`."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction

from accounts.access import Member
from assessments import workflow
from assessments.enums import Event
from assessments.models import Assessment
from publishing.enums import ACTIVE_RUN_STATES
from publishing.models import PublishingRun
from publishing.tasks import carry_out_run
from selfassess.common.jobs import give_up_stale

GIVEN_UP = "It was not finished in time and has been started again."


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
        give_up_stale(PublishingRun.objects.filter(assessment=assessment), GIVEN_UP)
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
