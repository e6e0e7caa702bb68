"""The background worker of django-tasks-db, which goes on when the database fails it.

It stands in for the library's command of that name, with the same options.
"""

from __future__ import annotations

import logging
import time
from argparse import ArgumentParser

from django.db import InterfaceError, OperationalError, connections
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from selfassess.common import outbox

logger = logging.getLogger(__name__)

# Seconds until the next try: twice as long after each, but no longer than the most.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
# What ran for longer than this had recovered: the next failure is a first one again.
_RECOVERED_AFTER = 60
# A task in whose hands the database fails each time is not begun for ever.
_MOST_TRIES = 3


class Worker(db_worker.Worker):
    """Goes on when the database is locked, full or away, and logs each time that it was."""

    def run(self) -> None:
        wait, failure = _FIRST_WAIT, None
        while self.running:
            began = time.monotonic()
            try:
                if failure:
                    self._take_up(failure)
                super().run()
            except (OperationalError, InterfaceError) as error:
                failure = error
            else:
                return
            if time.monotonic() - began > _RECOVERED_AFTER:
                wait = _FIRST_WAIT
            logger.error("The database failed, the worker goes on in %g s: %s", wait, failure)
            # None of them can be trusted; each is opened again when it is needed.
            connections.close_all()
            time.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    def _take_up(self, failure: Exception) -> None:
        """Puts back the task that was in hand, and plans mail anew whose task broke off."""
        for task in DBTaskResult.objects.running():
            if task.worker_ids[-1:] != [self.worker_id]:
                continue
            if len(task.worker_ids) < _MOST_TRIES:
                task.status = TaskResultStatus.READY
                task.save(update_fields=["status"])
            else:
                task.set_failed(failure)
        outbox.plan_anew()


# The library's command makes its worker by this name.
db_worker.Worker = Worker  # type: ignore[misc]


class Command(db_worker.Command):
    """Without `--queue-name` it takes the tasks of every queue, mail first."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*")
