"""Emails about a question. They say that one was asked or answered, and where; never what."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from accounts import mail_wishes
from accounts.access import Member
from accounts.enums import MailKind, Role
from accounts.models import Membership, MembershipQuerySet
from assessments.models import Question
from selfassess.common import outbox
from selfassess.common.letters import link

# What people can turn off of them.
KINDS = (MailKind.QUESTION_RAISED, MailKind.QUESTION_ANSWERED)


def tell_officers(member: Member, question: Question) -> None:
    """One email to each complaints officer who wants it, but to the person who asked."""
    officers = _team(member).with_role(Role.COMPLAINTS_OFFICER)
    sentence = (
        f"{member.user.name} has asked a question about {question.provision.number} of the "
        f"self-assessment for {question.assessment.label}."
    )
    _post(officers, MailKind.QUESTION_RAISED, "Question asked", sentence, question)


def tell_who_asked(member: Member, question: Question) -> None:
    """One email to the person who asked, if they are still in the team and want it."""
    asked = _team(member).filter(user=question.raised_by_id)
    sentence = (
        f"{member.user.name} has answered your question about {question.provision.number} of the "
        f"self-assessment for {question.assessment.label}."
    )
    _post(asked, MailKind.QUESTION_ANSWERED, "Question answered", sentence, question)


def _team(member: Member) -> MembershipQuerySet:
    """Everyone at the landlord with an account in use, but the person who wrote."""
    team = Membership.objects.filter(landlord=member.landlord, user__is_active=True)
    return team.exclude(user=member.user).select_related("user")


def _post(
    people: Iterable[Membership], kind: MailKind, heading: str, sentence: str, question: Question
) -> None:
    assessment = question.assessment
    landlord = assessment.landlord
    address = reverse("assessments:question", args=[assessment.pk, question.pk])
    for one in people:
        if not mail_wishes.wants(one.user, kind):
            continue
        lines = [
            f"Hello {one.user.name},",
            sentence,
            link("Read the question", settings.SITE_URL + address),
            landlord.name,
        ]
        outbox.post(
            one.user.email,
            f"{heading}: {landlord.name} self-assessment {assessment.label}, "
            f"{question.provision.number}",
            "\n\n".join(lines) + "\n",
            mail_wishes.frame(one.user, landlord, kind),
            landlord_id=landlord.pk,
        )
