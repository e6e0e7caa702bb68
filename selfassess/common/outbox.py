"""Mail goes out after the commit, by the worker; a mail server that is down loses nothing.

A message is sent by one task. Where that task fails, or its worker is killed, the message stays
unsent and falls due again: `send` plans its own next try, and `sweep` finds what no task is
planned for. A message is accepted by the mail server once; only a worker killed between the
server's answer and the note of it makes a second copy possible.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from selfassess.common.models import OutgoingMail

logger = logging.getLogger(__name__)

# With the delays of `_delay`, a mail server may be away for three days.
MAX_ATTEMPTS = 20
_LONGEST_DELAY = timedelta(hours=6)


def post(to: str, subject: str, body: str) -> OutgoingMail:
    """Puts one message into the outbox, and has the worker send it once the change is committed.

    Line breaks in the subject become spaces: a typed name can add no header.
    """
    mail = OutgoingMail.objects.create(to=to, subject=" ".join(subject.split())[:200], body=body)
    # Robust, since the change that the mail tells of is made by then: `sweep` makes up for it.
    transaction.on_commit(partial(_enqueue, mail.pk), robust=True)
    return mail


def sweep() -> int:
    """Has the worker send every message that is due; how many that were.

    For when the worker starts: tasks that died with the last one are made up for.
    """
    due = OutgoingMail.objects.due(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS)
    found = list(due.values_list("pk", flat=True))
    for pk in found:
        _enqueue(pk)
    return len(found)


@task()
def send(pk: int) -> None:
    """Sends one message of the outbox; plans another try where the mail server fails."""
    mail = _claim(pk)
    if mail is None:
        return
    try:
        EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; an address a ValueError
        _plan_another_try(mail, error)
    else:
        mail.sent_at = timezone.now()
        mail.last_error = ""
        mail.save(update_fields=["sent_at", "last_error"])


def _enqueue(pk: int) -> None:
    send.enqueue(pk)


def _claim(pk: int) -> OutgoingMail | None:
    """The message, now this task's alone until its next try is due; None where it is not due."""
    now = timezone.now()
    mail = OutgoingMail.objects.due(now).filter(pk=pk, attempts__lt=MAX_ATTEMPTS).first()
    if mail is None:
        return None
    claimed = OutgoingMail.objects.filter(pk=pk, attempts=mail.attempts, sent_at=None).update(
        attempts=F("attempts") + 1, due_at=now + _delay(mail.attempts + 1)
    )
    return OutgoingMail.objects.get(pk=pk) if claimed else None


def _delay(attempts: int) -> timedelta:
    """How long after the start of a try the next is due: 2, 4, 8 … minutes, then six hours."""
    return min(timedelta(minutes=2 ** min(attempts, 10)), _LONGEST_DELAY)


def _plan_another_try(mail: OutgoingMail, error: Exception) -> None:
    mail.last_error = str(error)[:1000]
    mail.save(update_fields=["last_error"])
    if mail.attempts >= MAX_ATTEMPTS:
        logger.error("Gave up on mail %s after %s attempts: %s", mail.pk, mail.attempts, error)
        return
    logger.warning("Mail %s not sent, will be tried again: %s", mail.pk, error)
    # Tasks that run in place cannot wait; there, `sweep` is the second try.
    if send.get_backend().supports_defer:
        send.using(run_after=mail.due_at).enqueue(mail.pk)
