"""Mail outlives a mail server that refuses, drops the line or is away, and is never sent twice."""

from __future__ import annotations

import signal
import socketserver
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from selfassess.common import outbox
from selfassess.common.letters import Frame, message_of
from selfassess.common.models import OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
QUEUE = {
    "default": settings.TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"},
}


class _Session(socketserver.StreamRequestHandler):
    """As much of a mail server as smtplib asks for."""

    def handle(self) -> None:
        server = cast(MailServer, self.server)
        self._say("220 ready")
        for line in self.rfile:
            command = line.decode().strip()
            verb = command.split(" ")[0].upper()
            if verb == "RCPT" and server.drops_the_line:
                return
            if verb == "RCPT" and server.stalls.is_set():
                server.let_go.wait(10)
                return
            if verb == "RCPT":
                self._say(server.reply_to(command))
            elif verb == "DATA":
                self._say("354 go on")
                message = self._message()
                if server.dies_with_the_message:
                    return
                server.accepted.append(message)
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _message(self) -> str:
        lines: list[str] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        return "".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on this machine that can be told to refuse."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.refuses: dict[str, str] = {}
        self.drops_the_line = False
        self.dies_with_the_message = False
        self.stalls = threading.Event()
        self.let_go = threading.Event()
        self.accepted: list[str] = []

    def reply_to(self, command: str) -> str:
        """The answer to one RCPT command."""
        answers = [reply for part, reply in self.refuses.items() if part in command]
        return answers[0] if answers else "250 fine"


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Runs beside a queue in the database, as in earnest."""
    with MailServer() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        with using_port(running.server_address[1]), override_settings(TASKS=QUEUE):
            yield running
        running.shutdown()
        thread.join()


@contextmanager
def using_port(port: int) -> Iterator[None]:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(
        EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_USE_TLS=False
    ):
        yield


def work(**options: str) -> None:
    """What the worker does until its queues are empty; the test run keeps its own Ctrl-C."""
    handlers = {number: signal.getsignal(number) for number in _SIGNALS}
    try:
        call_command(
            "db_worker",
            batch=True,
            interval=0,
            startup_delay=False,
            reload=False,
            verbosity=0,
            **options,
        )
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def let_time_pass() -> None:
    """Half a day later, as far as planned tries are concerned."""
    past = timezone.now() - timedelta(seconds=1)
    DBTaskResult.objects.filter(status="READY", run_after__year__lt=9999).update(run_after=past)
    OutgoingMail.objects.filter(sent_at=None).update(due_at=past)


def only() -> OutgoingMail:
    return OutgoingMail.objects.get()


def test_a_message_reaches_the_server_once_however_often_the_worker_runs(
    server: MailServer,
) -> None:
    outbox.post("ann@example.org", "Ready", "Please read\n.\nthis.\n")
    assert server.accepted == []
    work()
    let_time_pass()
    outbox.sweep()
    work()
    assert len(server.accepted) == 1
    assert "To: ann@example.org" in server.accepted[0]
    assert only().sent_at is not None
    assert only().attempts == 1


@pytest.mark.parametrize("reply", ["451 try later", "550 no such person", "421 closing"])
def test_a_refused_message_is_kept_with_the_reason_and_tried_again(
    server: MailServer, reply: str
) -> None:
    server.refuses = {"ann@": reply}
    outbox.post("ann@example.org", "Ready", "Please read.")
    work()
    assert only().sent_at is None
    assert reply.split(" ", 1)[1] in only().last_error
    assert only().due_at > timezone.now()
    work()
    assert only().attempts == 1

    server.refuses = {}
    let_time_pass()
    work()
    assert len(server.accepted) == 1
    assert only().sent_at is not None
    assert only().last_error == ""
    assert only().attempts == 2


def test_a_server_that_drops_the_line_or_is_away_loses_nothing(server: MailServer) -> None:
    server.drops_the_line = True
    outbox.post("ann@example.org", "Ready", "Please read.")
    work()
    assert "closed" in only().last_error.lower()
    with using_port(1):
        let_time_pass()
        work()
    assert "refused" in only().last_error.lower()
    server.drops_the_line = False
    let_time_pass()
    work()
    assert len(server.accepted) == 1


def test_one_address_that_fails_holds_up_nobody_else(server: MailServer) -> None:
    server.refuses = {"bad@": "550 no such person"}
    for name in ("ann", "bad", "cem"):
        outbox.post(f"{name}@example.org", "Ready", "Please read.")
    outbox.post("dan@example.org\nBcc: spy@evil.example", "Ready", "Please read.")
    work()
    assert len(server.accepted) == 2
    unsent = OutgoingMail.objects.filter(sent_at=None).order_by("pk")
    assert [message.to[:3] for message in unsent] == ["bad", "dan"]
    assert all(message.last_error for message in unsent)


def test_a_message_whose_worker_was_killed_is_picked_up_again(server: MailServer) -> None:
    outbox.post("ann@example.org", "Ready", "Please read.")
    # The task was claimed, and neither it nor the worker was heard of again.
    DBTaskResult.objects.update(status="RUNNING")
    OutgoingMail.objects.update(attempts=1, due_at=timezone.now() + timedelta(minutes=2))
    call_command("resend_mail", verbosity=0)
    work()
    assert server.accepted == []
    let_time_pass()
    call_command("resend_mail", verbosity=0)
    work()
    assert len(server.accepted) == 1


def test_resend_mail_leaves_alone_what_was_sent_and_what_is_planned(
    server: MailServer, capsys: Any
) -> None:
    outbox.post("ann@example.org", "Ready", "Please read.")
    work()
    server.refuses = {"bad@": "451 try later"}
    outbox.post("bad@example.org", "Ready", "Please read.")
    work()
    call_command("resend_mail")
    assert "Emails to be sent again: 0" in capsys.readouterr().out


def test_after_three_days_of_refusals_a_message_is_given_up_and_that_is_logged(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.refuses = {"ann@": "451 try later"}
    message = outbox.post("ann@example.org", "Ready", "Please read.")
    OutgoingMail.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    work()
    assert f"Gave up on mail {message.pk}" in caplog.text
    let_time_pass()
    assert outbox.sweep() == 0
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_two_workers_with_a_task_each_for_one_message_send_it_once() -> None:
    messages = [
        OutgoingMail.objects.create(to=f"p{n}@example.org", subject="Ready", body="Read.")
        for n in range(8)
    ]

    def work_beside(pk: int) -> None:
        outbox.send.call(pk)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work_beside, [message.pk for message in messages for _ in range(4)]))
    assert sorted(m.to[0] for m in mail.outbox) == [f"p{n}@example.org" for n in range(8)]


def test_a_failure_where_tasks_run_in_place_raises_nothing_and_waits_for_the_sweep() -> None:
    with using_port(1):
        outbox.post("ann@example.org", "Ready", "Please read.")
    assert "refused" in only().last_error.lower()
    let_time_pass()
    assert outbox.sweep() == 1
    assert len(mail.outbox) == 1
    assert only().sent_at is not None


def test_the_subject_is_one_line() -> None:
    outbox.post("ann@example.org", "Ready:\r\nBcc: spy@evil.example\tnow\n", "Please read.")
    assert mail.outbox[0].subject == "Ready: Bcc: spy@evil.example now"
    assert mail.outbox[0].recipients() == ["ann@example.org"]


def test_a_server_that_stalls_holds_the_worker_up_for_a_moment_only(server: MailServer) -> None:
    server.stalls.set()
    outbox.post("ann@example.org", "Ready", "Please read.")
    with override_settings(EMAIL_TIMEOUT=0.3):
        began = time.monotonic()
        work()
        assert time.monotonic() - began < 8
    assert only().trouble == "The email server took too long to answer."
    assert only().sent_at is None
    server.let_go.set()
    server.stalls.clear()
    let_time_pass()
    work()
    assert len(server.accepted) == 1
    assert only().trouble == ""


def test_there_is_a_limit_to_waiting() -> None:
    assert 0 < settings.EMAIL_TIMEOUT <= 60


def test_a_server_that_dies_with_the_message_gets_it_again_under_the_same_id(
    server: MailServer,
) -> None:
    server.dies_with_the_message = True
    mail_id = outbox.post("ann@example.org", "Ready", "Please read.").pk
    work()
    assert only().trouble == "The email server closed the connection."
    first = message_of(only()).extra_headers["Message-ID"]
    assert first.startswith(f"<{mail_id}.")
    server.dies_with_the_message = False
    let_time_pass()
    work()
    assert f"Message-ID: {first}" in server.accepted[0]
    assert len(server.accepted) == 1


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("550 no such person", "does not accept email for this address: “no such person”"),
        ("421 closing", "“closing”"),
    ],
)
def test_what_went_wrong_is_said_in_words(server: MailServer, reply: str, words: str) -> None:
    server.refuses = {"ann@": reply}
    outbox.post("ann@example.org", "Ready", "Please read.")
    work()
    assert words in only().trouble


def test_a_server_that_is_away_and_an_address_that_is_none_are_said_in_words(
    server: MailServer,
) -> None:
    with using_port(1):
        outbox.post("ann@example.org", "Ready", "Please read.")
        work()
    assert only().trouble == "We could not reach the email server."
    OutgoingMail.objects.all().delete()
    outbox.post("dan@example.org\nBcc: spy@evil.example", "Ready", "Please read.")
    work()
    assert only().trouble == "This email address cannot receive email."


def test_a_failed_message_is_tried_again_when_asked_and_sent_once(server: MailServer) -> None:
    server.refuses = {"ann@": "550 no such person"}
    outbox.post("ann@example.org", "Ready", "Please read.")
    work()
    server.refuses = {}
    assert outbox.try_again(only())
    assert not outbox.try_again(only())
    work()
    let_time_pass()
    work()
    assert len(server.accepted) == 1
    assert not outbox.try_again(only())


def test_what_a_sent_message_said_is_not_kept(server: MailServer) -> None:
    frame = Frame("Alderbrook Council", "You are in the team.", "http://127.0.0.1/unsubscribe/x/")
    server.refuses = {"ann@": "451 try later"}
    outbox.post("ann@example.org", "Ready", "Open http://127.0.0.1/secret-token/", frame)
    work()
    assert "secret-token" in only().body
    server.refuses = {}
    let_time_pass()
    work()
    assert "secret-token" in server.accepted[0]
    assert (only().body, only().unsubscribe) == ("", "")
    assert only().subject == "Ready"


def test_mails_are_forgotten_after_a_month_but_not_one_that_is_still_tried() -> None:
    def days_ago(days: int, **fields: Any) -> OutgoingMail:
        at = timezone.now() - timedelta(days=days)
        return OutgoingMail.objects.create(to="p@example.org", created_at=at, **fields)

    sent = timezone.now()
    young, tried = days_ago(29, sent_at=sent), days_ago(31, attempts=3)
    for old in ({"sent_at": sent}, {"attempts": outbox.MAX_ATTEMPTS, "body": "A link."}):
        days_ago(31, **old)
    call_command("clear_away", verbosity=0)
    assert set(OutgoingMail.objects.all()) == {young, tried}
