"""Mail goes out after the commit, by the worker; a mail server that is down loses nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from selfassess.common.models import OutgoingMail

MAX_ATTEMPTS = 8


def post(to: str, subject: str, body: str) -> OutgoingMail:
    """Puts one message into the outbox, and has the worker send it once the change is committed.

    Line breaks in the subject become spaces: a typed name can add no header.
    """
    mail = OutgoingMail.objects.create(to=to, subject=" ".join(subject.split())[:200], body=body)
    transaction.on_commit(partial(_enqueue, mail.pk))
    return mail


def _enqueue(pk: int) -> None:
    send.enqueue(pk)


@task()
def send(pk: int) -> None:
    """Sends one message of the outbox, once; tries again later where the mail server fails."""
    mail = OutgoingMail.objects.get(pk=pk)
    if mail.sent_at is not None or mail.attempts >= MAX_ATTEMPTS:
        return
    mail.attempts += 1
    try:
        EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
    except OSError as error:  # smtplib's errors are OSErrors too
        mail.last_error = str(error)[:1000]
        mail.save(update_fields=["attempts", "last_error"])
        if mail.attempts < MAX_ATTEMPTS:
            later = timezone.now() + timedelta(minutes=2**mail.attempts)
            send.using(run_after=later).enqueue(pk)
        return
    mail.sent_at = timezone.now()
    mail.last_error = ""
    mail.save(update_fields=["attempts", "sent_at", "last_error"])
