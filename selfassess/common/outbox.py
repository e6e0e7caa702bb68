"""Mail goes out after the commit, by the worker; a mail server that is down loses nothing.

A message is sent by one task. Where that task fails, or its worker is killed, the message stays
unsent and falls due again: `send` plans its own next try, and `sweep` finds what no task is
planned for. A message is accepted by the mail server once; only a worker killed between the
server's answer and the note of it makes a second copy possible, and that has the same Message-ID.

Mail has its own queue, and goes first where one worker does everything.

Once a message is sent its text is emptied: it may hold a link that opens something.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task

from selfassess.common.letters import Frame, in_words, message_of
from selfassess.common.models import OutgoingMail

logger = logging.getLogger(__name__)

# With the delays of `_delay`, a mail server may be away for three days.
MAX_ATTEMPTS = 20
_LONGEST_DELAY = timedelta(hours=6)
# For a team to see what became of its mails. After that they name people for nothing.
KEPT_FOR = timedelta(days=30)


def post(
    to: str,
    subject: str,
    body: str,
    frame: Frame | None = None,
    *,
    landlord_id: int | None = None,
) -> OutgoingMail:
    """Puts one message into the outbox, and has the worker send it once the change is committed.

    `body` is plain text; paragraphs are kept apart by an empty line, and one that `letters.link`
    makes becomes a button in the HTML. Line breaks in the subject become spaces: a typed
    name can add no header.
    """
    frame = frame or Frame()
    mail = OutgoingMail.objects.create(
        to=to,
        subject=_one_line(subject)[:200],
        body=body,
        sender=_one_line(frame.sender)[:200],
        why=frame.why,
        unsubscribe=frame.unsubscribe,
        landlord_id=landlord_id,
    )
    # Robust, since the change that the mail tells of is made by then: `sweep` makes up for it.
    transaction.on_commit(lambda: _enqueue(mail.pk), robust=True)
    return mail


def of_landlord(landlord_id: int, now: datetime) -> QuerySet[OutgoingMail]:
    """What was posted about a landlord in the days for which mails are kept, newest first."""
    kept = OutgoingMail.objects.filter(landlord_id=landlord_id, created_at__gte=now - KEPT_FOR)
    return kept.order_by("-created_at", "-pk")


def clear_away(now: datetime) -> int:
    """Removes mails of longer ago, sent or given up; how many. One that is still tried stays."""
    tried = OutgoingMail.objects.filter(sent_at=None, attempts__lt=MAX_ATTEMPTS)
    old = OutgoingMail.objects.filter(created_at__lt=now - KEPT_FOR)
    removed, _ = old.exclude(pk__in=tried.values("pk")).delete()
    return removed


def try_again(mail: OutgoingMail) -> bool:
    """Has the worker try a message now that failed before, with all its tries before it again.

    Whether it did: not for one that is sent, waiting for its first try, or being sent right now.
    """
    failed = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).exclude(trouble="")
    again = failed.update(attempts=0, due_at=timezone.now(), trouble="", last_error="")
    if again:
        transaction.on_commit(lambda: _enqueue(mail.pk), robust=True)
    return bool(again)


def sweep() -> int:
    """Has the worker send every message that is due; how many that were.

    For when the worker starts: tasks that died with the last one are made up for.
    """
    due = OutgoingMail.objects.due(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS)
    found = list(due.values_list("pk", flat=True))
    for pk in found:
        _enqueue(pk)
    return len(found)


def plan_anew() -> None:
    """Plans a task for every message that is not sent, as soon as it is due.

    For when a task may have broken off without planning the next. Two tasks for one message send it
    once.
    """
    unsent = OutgoingMail.objects.filter(sent_at=None, attempts__lt=MAX_ATTEMPTS)
    for mail in unsent.only("due_at"):
        send.using(run_after=mail.due_at).enqueue(mail.pk)


@task(queue_name="mail", priority=50)
def send(pk: int) -> None:
    """Sends one message of the outbox; plans another try where the mail server fails.

    A server that answers nothing is waited for as EMAIL_TIMEOUT says, never for ever.
    """
    mail = _claim(pk)
    if mail is None:
        return
    try:
        message_of(mail).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; an address a ValueError
        _plan_another_try(mail, error)
    else:
        mail.sent_at = timezone.now()
        mail.last_error = mail.trouble = mail.body = mail.unsubscribe = ""
        mail.save(update_fields=["sent_at", "last_error", "trouble", "body", "unsubscribe"])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _enqueue(pk: int) -> None:
    send.enqueue(pk)


def _claim(pk: int) -> OutgoingMail | None:
    """The message, now this task's alone until its next try is due; None where it is not due."""
    now = timezone.now()
    mail = OutgoingMail.objects.due(now).filter(pk=pk, attempts__lt=MAX_ATTEMPTS).first()
    if mail is None:
        return None
    claimed = OutgoingMail.objects.filter(pk=pk, attempts=mail.attempts, sent_at=None).update(
        attempts=F("attempts") + 1, due_at=now + _delay(mail.attempts + 1), trouble=""
    )
    return OutgoingMail.objects.get(pk=pk) if claimed else None


def _delay(attempts: int) -> timedelta:
    """How long after the start of a try the next is due: 2, 4, 8 … minutes, then six hours."""
    return min(timedelta(minutes=2 ** min(attempts, 10)), _LONGEST_DELAY)


def _plan_another_try(mail: OutgoingMail, error: Exception) -> None:
    mail.last_error = str(error).replace("\x00", "")[:1000]
    mail.trouble = in_words(error)
    mail.save(update_fields=["last_error", "trouble"])
    if mail.attempts >= MAX_ATTEMPTS:
        logger.error("Gave up on mail %s after %s attempts: %s", mail.pk, mail.attempts, error)
        return
    logger.warning("Mail %s not sent, will be tried again: %s", mail.pk, error)
    # Tasks that run in place cannot wait; there, `sweep` is the second try.
    if send.get_backend().supports_defer:
        send.using(run_after=mail.due_at).enqueue(mail.pk)
