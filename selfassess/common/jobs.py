"""What people ask the worker to do, and how far it is: the same steps for every kind of job.

    waiting ─► under way ─► done, or failed with words for the person who asked

Each step is one UPDATE that finds the job only where it still is as it was: of two workers one
does it, and a job that has since been given up or started again is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils import timezone

WAITING, FAILED = "waiting", "failed"


class Failed(Exception):
    """The job cannot be done. The message tells the person who asked why, and what to do."""


class Job(models.Model):
    """A job of one kind: its table says what is to be done.

    A subclass gives `state` its choices: WAITING, its UNDER_WAY, FAILED and what else can become of
    it. A job that has not moved for STALE_AFTER has lost its worker.
    """

    UNDER_WAY: ClassVar[str]
    STALE_AFTER: ClassVar[timedelta]

    state = models.CharField(max_length=12, default=WAITING)
    # When it began to wait, and was begun, the last time.
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Why it failed and what to do, in words for the person who asked.
    message = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_active(self) -> bool:
        return self.state in (WAITING, self.UNDER_WAY)

    @property
    def is_stale(self) -> bool:
        """Whether it is under way by its state, but has not moved for too long."""
        moved_at = self.started_at or self.requested_at
        return self.is_active and moved_at < timezone.now() - self.STALE_AFTER

    @classmethod
    def claim(cls, pk: int) -> Self | None:
        """The job, now the caller's to do; None where it is not waiting, or gone."""
        waiting = cls._default_manager.filter(pk=pk, state=WAITING)
        if not waiting.update(state=cls.UNDER_WAY, started_at=timezone.now()):
            return None
        return cls._default_manager.filter(pk=pk).first()

    def finish(self, state: str, **values: Any) -> bool:
        """Ends what was claimed, with values for its other fields. Whether it was still ours:
        if it had been given up, nothing changes.
        """
        mine = self._as_it_was().filter(state=self.UNDER_WAY)
        return bool(mine.update(state=state, finished_at=timezone.now(), **values))

    def begin_anew(self, **values: Any) -> bool:
        """Has it wait again, with values for its other fields; whether it does.

        Not while it is waiting or under way, unless it is stale, nor if it has moved since.
        """
        if self.is_active and not self.is_stale:
            return False
        anew = {"state": WAITING, "requested_at": timezone.now(), "started_at": None, "message": ""}
        return bool(self._as_it_was().filter(state=self.state).update(**anew, **values))

    def _as_it_was(self) -> models.QuerySet[Self]:
        same = {"requested_at": self.requested_at, "started_at": self.started_at}
        return type(self)._default_manager.filter(pk=self.pk, **same)


J = TypeVar("J", bound=Job)


def carry_out(kind: type[J], pk: int, work: Callable[[J], None], *, unexpected: str) -> None:
    """Has `work` do a waiting job and finish it; one that is not waiting is left alone.

    Where `work` raises, the job fails: with the words of Failed, or with `unexpected` and the error
    raised again, so that it gets into the worker's log.
    """
    job = kind.claim(pk)
    if job is None:
        return
    failure = unexpected
    try:
        work(job)
        failure = ""
    except Failed as failed:
        failure = str(failed)
    finally:
        if failure:
            job.finish(FAILED, message=failure)


def give_up_stale(jobs: models.QuerySet[J], message: str) -> None:
    """Has those jobs fail that lost their worker."""
    limit = timezone.now() - jobs.model.STALE_AFTER
    waits = models.Q(state=WAITING, requested_at__lt=limit)
    stuck = models.Q(state=jobs.model.UNDER_WAY, started_at__lt=limit)
    jobs.filter(waits | stuck).update(state=FAILED, message=message, finished_at=timezone.now())
