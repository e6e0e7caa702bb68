"""What the worker does for people: each kind of job is claimed, ended and begun anew alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from assessments.intake import services as intake
from assessments.models import ImportedFile, LinkRun
from codes.models import Code
from publishing.models import DraftFile, PublishingRun
from selfassess.common import jobs
from selfassess.common.jobs import Job
from tests import factories
from tests.conftest import Cast
from tests.racing import at_once

KINDS: list[type[Job]] = [PublishingRun, DraftFile, ImportedFile, LinkRun]
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def wait(cast: Cast, code: Code) -> Callable[[type[Job]], Job]:
    """A job of the kind that waits for its worker."""

    def _wait(kind: type[Job]) -> Job:
        if kind is LinkRun:
            return LinkRun.objects.create(landlord=cast.officer.landlord)
        assessment = factories.start(cast.officer, code)
        if kind is ImportedFile:
            return intake.keep(cast.officer, assessment, b"A form", "form.txt")
        return kind._default_manager.create(assessment=assessment, **_more(kind))

    return _wait


def _more(kind: type[Job]) -> dict[str, object]:
    return {"assessment_version": 1} if kind is PublishingRun else {"name": "self-assessment.csv"}


def again(job: Job) -> Job:
    return type(job)._default_manager.get(pk=job.pk)


def let_time_pass(job: Job) -> None:
    """So long that its worker must be gone."""
    past = timezone.now() - job.STALE_AFTER - timedelta(seconds=1)
    started = past if again(job).started_at else None
    type(job)._default_manager.filter(pk=job.pk).update(requested_at=past, started_at=started)


@each_kind
@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_gets_it(wait, kind) -> None:
    job = wait(kind)
    got = at_once(*[partial(kind.claim, job.pk)] * 3, refusals=())
    assert sorted(found is not None for found in got) == [False, False, True]
    assert again(job).is_active
    assert not again(job).is_stale


@each_kind
def test_what_is_under_way_is_neither_begun_anew_nor_given_up(wait, kind) -> None:
    job = kind.claim(wait(kind).pk)
    jobs.give_up_stale(kind._default_manager.all(), "Lost.")
    assert not again(job).begin_anew()
    assert job.finish(jobs.FAILED, message="Broken.")
    assert (again(job).message, again(job).is_active) == ("Broken.", False)
    assert again(job).begin_anew()
    assert (again(job).state, again(job).message, again(job).started_at) == ("waiting", "", None)


@each_kind
def test_a_worker_that_was_given_up_changes_nothing_any_more(wait, kind) -> None:
    lost = kind.claim(wait(kind).pk)
    let_time_pass(lost)
    assert again(lost).is_stale
    assert again(lost).begin_anew()
    second = kind.claim(lost.pk)
    assert not lost.finish(jobs.FAILED, message="Too late.")
    assert second.finish(jobs.FAILED, message="In time.")
    assert again(lost).message == "In time."


@each_kind
@pytest.mark.parametrize("begun", [True, False])
def test_what_lost_its_worker_is_given_up_in_words(wait, kind, begun) -> None:
    job = wait(kind)
    if begun:
        kind.claim(job.pk)
    let_time_pass(job)
    jobs.give_up_stale(kind._default_manager.all(), "Lost.")
    assert (again(job).state, again(job).message) == ("failed", "Lost.")


@each_kind
def test_words_reach_whoever_asked_and_what_was_not_foreseen_the_log_too(wait, kind) -> None:
    def refuse(job: Job) -> None:
        raise jobs.Failed("Shorten it.")

    def break_off(job: Job) -> None:
        raise ZeroDivisionError

    first = wait(kind)
    jobs.carry_out(kind, first.pk, refuse, unexpected="Try again.")
    assert (again(first).state, again(first).message) == ("failed", "Shorten it.")
    again(first).begin_anew()
    with pytest.raises(ZeroDivisionError):
        jobs.carry_out(kind, first.pk, break_off, unexpected="Try again.")
    assert (again(first).state, again(first).message) == ("failed", "Try again.")
    # It is over: nobody does it again.
    jobs.carry_out(kind, first.pk, break_off, unexpected="Try again.")


def test_each_kind_is_here() -> None:
    assert set(Job.__subclasses__()) == set(KINDS)
    for kind in KINDS:
        states = dict(kind._meta.get_field("state").flatchoices)
        assert {jobs.WAITING, jobs.FAILED, kind.UNDER_WAY} <= states.keys()
