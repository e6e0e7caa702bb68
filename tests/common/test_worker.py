"""The worker goes on when the database fails it, and mail waits for nothing else."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import override_settings
from django_tasks import task
from django_tasks.signals import task_started
from django_tasks_db.models import DBTaskResult

from selfassess.common import outbox
from selfassess.common.management.commands import db_worker
from selfassess.common.models import OutgoingMail
from tests.common.test_outbox import QUEUE, work

pytestmark = pytest.mark.django_db(transaction=True)


@task()
def make_something() -> None:
    """Stands for what is slow."""
    mail.outbox.append("made")


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(db_worker, "_FIRST_WAIT", 0.01)
    with override_settings(TASKS=QUEUE):
        yield


def test_a_worker_for_mail_alone_sends_it_whatever_else_waits() -> None:
    for _ in range(3):
        make_something.enqueue()
    outbox.post("ann@example.org", "Ready", "Please read.")
    work(queue_name="mail")
    assert [message.subject for message in mail.outbox] == ["Ready"]
    assert DBTaskResult.objects.filter(status="READY").count() == 3


def test_one_worker_for_everything_sends_mail_first() -> None:
    make_something.enqueue()
    outbox.post("ann@example.org", "Ready", "Please read.")
    work()
    assert [getattr(found, "subject", found) for found in mail.outbox] == ["Ready", "made"]


@contextmanager
def when_logged(happens: Callable[[], None]) -> Iterator[list[str]]:
    """Has something happen when the worker first logs that the database failed."""
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())
            if len(lines) == 1:
                happens()

    handler = Handler()
    db_worker.logger.addHandler(handler)
    try:
        yield lines
    finally:
        db_worker.logger.removeHandler(handler)


@contextmanager
def when_a_task_begins(happens: Callable[[], None]) -> Iterator[None]:
    """Has something happen once, when the worker has a task in hand."""

    def receive(**_: Any) -> None:
        task_started.disconnect(receive)
        happens()

    task_started.connect(receive)
    try:
        yield
    finally:
        task_started.disconnect(receive)


def do_nothing() -> None:
    """What happens where nothing has to."""


class Lock:
    """Another process's hold on the whole SQLite file."""

    def __init__(self) -> None:
        name = connection.settings_dict["NAME"]
        self._holder = sqlite3.connect(name, isolation_level=None, check_same_thread=False)
        connection.ensure_connection()
        connection.cursor().execute("PRAGMA busy_timeout = 50")

    def take(self) -> None:
        self._holder.execute("BEGIN EXCLUSIVE")

    def release(self) -> None:
        self._holder.execute("ROLLBACK")


on_sqlite = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="locks SQLite's file"
)
on_postgresql = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="ends PostgreSQL's sessions"
)


def sent_once() -> None:
    assert [message.subject for message in mail.outbox] == ["Ready"]
    assert OutgoingMail.objects.get().sent_at is not None
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


@on_sqlite
def test_a_locked_database_is_waited_for() -> None:
    outbox.post("ann@example.org", "Ready", "Please read.")
    lock = Lock()
    lock.take()
    with when_logged(lock.release) as lines:
        work()
    assert "goes on in 0.01 s: database is locked" in lines[0]
    sent_once()


@on_sqlite
def test_a_database_that_is_locked_with_a_task_in_hand_does_it_in_the_end() -> None:
    outbox.post("ann@example.org", "Ready", "Please read.")
    lock = Lock()
    with when_logged(lock.release) as lines, when_a_task_begins(lock.take):
        work()
    assert len(lines) == 1
    sent_once()


def end_sessions() -> None:
    """As an administrator of the server does, and a server that is started anew."""
    wrapper = connection.settings_dict
    values = {
        "host": wrapper["HOST"],
        "port": wrapper["PORT"],
        "user": wrapper["USER"],
        "password": wrapper["PASSWORD"],
        "dbname": "postgres",
    }
    given = {name: value for name, value in values.items() if value}
    with psycopg.connect(**given, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [wrapper["NAME"]],
        )


@on_postgresql
def test_a_server_that_ends_the_session_is_called_again() -> None:
    outbox.post("ann@example.org", "Ready", "Please read.")
    with when_logged(do_nothing) as lines, when_a_task_begins(end_sessions):
        work()
    assert len(lines) == 1
    sent_once()


@task()
def end_own_session() -> None:
    """A task in whose hands the database fails each time, so that not even that can be noted."""
    connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")


@on_postgresql
def test_a_task_that_fails_the_database_each_time_is_given_up_and_the_next_one_done() -> None:
    end_own_session.enqueue()
    make_something.enqueue()
    work()
    first, second = DBTaskResult.objects.order_by("enqueued_at")
    assert (first.status, len(first.worker_ids)) == ("FAILED", 3)
    assert "OperationalError" in first.exception_class_path
    assert second.status == "SUCCESSFUL"
