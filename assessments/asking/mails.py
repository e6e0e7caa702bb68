"""Emails between the officer and the colleagues who are asked. They contain nothing that a
colleague wrote, only what is wanted, by when and where.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from accounts import mail_wishes
from accounts.enums import MailKind
from accounts.models import Landlord, User
from assessments.enums import ContributionState
from assessments.models import Assessment, Contribution, Response
from assessments.presenters.words import title_of
from selfassess.common import outbox
from selfassess.common.letters import link


def ask(
    person: User, assessment: Assessment, by: User, rows: Sequence[Contribution], note: str
) -> None:
    """One email with all that the person is asked for, unless they do not want such."""
    due = rows[0].due_date
    lines = [f"Hello {person.name},", _asks(assessment, by, len(rows), due), *_note(by, note)]
    lines.append("\n".join(f"{_named(row.response)}: {_address(row)}" for row in rows))
    lines.append(
        link("See what you are asked for", settings.SITE_URL + reverse("assessments:asked"))
    )
    what = _counted(len(rows))
    subject = f"You are asked about {what}: {assessment.landlord.name} {assessment.label}"
    _post(person, assessment.landlord, subject, lines, MailKind.ASKED)


def list_for_newcomer(
    assessment: Assessment, by: User, responses: Sequence[Response], due: date, note: str
) -> str:
    """What an invitation says about what the person is asked for, as its first paragraphs."""
    lines = [_asks(assessment, by, len(responses), due), *_note(by, note)]
    lines.append("\n".join(_named(response) for response in responses))
    lines.append("You will find the list when you have accepted the invitation.")
    return "\n\n".join(lines) + "\n\n"


def send_back(person: User, contribution: Contribution, by: User) -> None:
    """One email to the person whose text was sent back, with what is wanted."""
    assessment = contribution.response.assessment
    named = _named(contribution.response)
    lines = [
        f"Hello {person.name},",
        f"{by.name} has read what you wrote for {named} and asks you to change it.",
        f"What needs to change:\n\n{contribution.remark}",
        link("Change your text", _address(contribution)),
    ]
    number = contribution.response.provision.number
    subject = f"Your text for {number} needs a change: {assessment.landlord.name}"
    _post(person, assessment.landlord, subject, lines, MailKind.ASKED)


def tell_ready(officer: User, assessment: Assessment, rows: Sequence[Contribution]) -> None:
    """One email to the officer: the colleague has nothing left to do of what they were asked."""
    ready = [row for row in rows if row.state == ContributionState.READY]
    others = [row for row in rows if row.state == ContributionState.NOT_MINE]
    who = rows[0].who
    lines = [
        f"Hello {officer.name},",
        f"{who} has answered all that you asked about the self-assessment for {assessment.label}.",
    ]
    if ready:
        lines.append(f"Ready for you to read: {_numbers(ready)}.")
    if others:
        lines.append(f"{who} says that someone else should be asked about: {_numbers(others)}.")
    address = reverse("assessments:colleagues", args=[assessment.pk])
    lines.append(link("Read and accept", settings.SITE_URL + address))
    subject = f"{who} is ready: {assessment.landlord.name} self-assessment {assessment.label}"
    _post(officer, assessment.landlord, subject, lines, MailKind.CONTRIBUTED)


def _post(
    person: User, landlord: Landlord, subject: str, lines: Sequence[str], kind: MailKind
) -> None:
    if not person.is_active or not mail_wishes.wants(person, kind):
        return
    outbox.post(
        person.email,
        subject,
        "\n\n".join([*lines, landlord.name]) + "\n",
        mail_wishes.frame(person, landlord, kind),
        landlord_id=landlord.pk,
    )


def _asks(assessment: Assessment, by: User, count: int, due: date) -> str:
    return (
        f"{by.name} asks you to write about {_counted(count)} of the Complaint Handling Code, for "
        f"the self-assessment of {assessment.landlord.name} for {assessment.label}. "
        f"Do this by {date_format(due)}."
    )


def _note(by: User, note: str) -> list[str]:
    return [f"{by.name} says:\n\n{note}"] if note else []


def _counted(count: int) -> str:
    return f"{count} provision{'' if count == 1 else 's'}"


def _named(response: Response) -> str:
    return f"{response.provision.number} {title_of(response.provision)}"


def _numbers(rows: Sequence[Contribution]) -> str:
    return ", ".join(row.response.provision.number for row in rows)


def _address(row: Contribution) -> str:
    return settings.SITE_URL + reverse("assessments:contribution", args=[row.pk])
