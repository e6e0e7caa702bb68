"""Emails about a step of the workflow. They contain no answers, only what happened and where."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts import mail_wishes
from accounts.access import Member
from accounts.enums import MailKind, Role
from accounts.models import Landlord, Membership, User
from assessments import rules
from assessments.enums import Event
from assessments.models import Assessment
from assessments.queries import worked_on_by
from selfassess.common import outbox
from selfassess.common.letters import link

# The people a step concerns, besides the person who takes it.
CONCERNED: dict[Event, tuple[Role, ...]] = {
    Event.SUBMIT: (Role.GOVERNING_BODY_MEMBER, Role.CLERK),
    Event.TAKE_BACK: (Role.GOVERNING_BODY_MEMBER, Role.CLERK),
    Event.RETURN: (Role.COMPLAINTS_OFFICER, Role.CLERK),
    Event.APPROVE: (Role.COMPLAINTS_OFFICER, Role.CLERK, Role.GOVERNING_BODY_MEMBER),
    Event.PUBLISH: (
        Role.COMPLAINTS_OFFICER,
        Role.CLERK,
        Role.GOVERNING_BODY_MEMBER,
        Role.ADMINISTRATOR,
    ),
    Event.DISCARD: (Role.COMPLAINTS_OFFICER,),
    Event.WITHDRAW: (
        Role.COMPLAINTS_OFFICER,
        Role.CLERK,
        Role.GOVERNING_BODY_MEMBER,
        Role.ADMINISTRATOR,
    ),
}
_SUBJECTS: dict[Event, str] = {
    Event.SUBMIT: "Ready for review",
    Event.TAKE_BACK: "Taken back",
    Event.RETURN: "Returned for changes",
    Event.APPROVE: "Approved",
    Event.PUBLISH: "Published",
    Event.DISCARD: "Discarded",
    Event.WITHDRAW: "Withdrawn",
}
_SENTENCES: dict[Event, str] = {
    Event.SUBMIT: "{who} has sent the self-assessment for {year} for approval.",
    Event.TAKE_BACK: "{who} has taken back the self-assessment for {year}. There is nothing to "
    "review until it is sent for approval again.",
    Event.RETURN: "{who} has returned the self-assessment for {year} for changes.",
    Event.APPROVE: "{who} has recorded the approval of the self-assessment for {year}. It can be "
    "published once the governing body’s response is confirmed.",
    Event.PUBLISH: "{who} has published the self-assessment for {year}. Anyone can now read it.",
    Event.DISCARD: "{who} has discarded the self-assessment for {year}.",
    Event.WITHDRAW: "{who} has withdrawn the published self-assessment for {year}. Its public page "
    "now says so and gives the reason.",
}
_ASKS_TO_DECIDE = "Please read it, then approve it or return it for changes."
_ASKS_TO_READ = (
    "You have worked on its answers or sent it for approval, so someone else needs to approve it. "
    "You can return it for changes."
)
_ASKS_TO_CHANGE = "Make the changes, then send it for approval again."
_TELLS_WHO_CHANGES = (
    "You do not need to do anything. The complaints officer will make the changes and send it for "
    "approval again."
)
# What the note of a step says.
_NOTES: dict[Event, str] = {
    Event.RETURN: "What needs to change",
    Event.APPROVE: "Why it was approved with open questions",
    Event.WITHDRAW: "Reason",
}

# The kind of email that people can turn a notice off with.
KINDS: dict[Event, MailKind] = {
    Event.SUBMIT: MailKind.SUBMITTED,
    Event.TAKE_BACK: MailKind.TAKEN_BACK,
    Event.RETURN: MailKind.RETURNED,
    Event.APPROVE: MailKind.APPROVED,
    Event.PUBLISH: MailKind.PUBLISHED,
    Event.WITHDRAW: MailKind.PUBLISHED,
    Event.DISCARD: MailKind.DISCARDED,
}


def told(
    action: Event, landlord: Landlord, actor: User, approver: User | None = None
) -> list[Membership]:
    """Who gets the email when `actor` takes the step: everyone it concerns who wants it.
    `approver`: the person who approved what is withdrawn, and is told whatever their roles are now.
    """
    team = Membership.objects.filter(landlord=landlord, user__is_active=True).exclude(user=actor)
    concerned = team.with_role(*CONCERNED[action])
    if action == Event.WITHDRAW and approver is not None:
        concerned = team.filter(Q(pk__in=concerned.values("pk")) | Q(user=approver))
    kind = KINDS[action]
    people = concerned.select_related("user").prefetch_related("roles")
    return [one for one in people if mail_wishes.wants(one.user, kind)]


def tell(action: Event, assessment: Assessment, actor: User, note: str) -> None:
    """Sends one email to each person the step concerns who wants it, except the person who took it.
    Its link leads to the assessment, or to the landlord's list for people who may not read it now.
    """
    landlord, kind = assessment.landlord, KINDS[action]
    subject = f"{_SUBJECTS[action]}: {landlord.name} self-assessment {assessment.label}"
    sentence = _SENTENCES[action].format(who=actor.name, year=assessment.label)
    worked = worked_on_by(assessment) if action == Event.SUBMIT else set()
    for membership in told(action, landlord, actor, assessment.approved_by):
        reader = Member(membership.user, landlord, membership.role_set)
        asked = _asked(action, reader, assessment, barred=membership.user_id in worked)
        lines = [f"Hello {membership.user.name},", " ".join(filter(None, (sentence, asked)))]
        if note:
            lines.append(f"{_NOTES.get(action, 'Note')}:\n\n{note}")
        lines += [_way(action, reader, assessment), landlord.name]
        outbox.post(
            membership.user.email,
            subject,
            "\n\n".join(lines) + "\n",
            mail_wishes.frame(membership.user, landlord, kind),
            landlord_id=landlord.pk,
        )


def _asked(action: Event, reader: Member, assessment: Assessment, *, barred: bool) -> str:
    """What the email asks of its reader: only what they may do. `barred`: they worked on it."""
    if action == Event.SUBMIT:
        return _ASKS_TO_READ if barred else _ASKS_TO_DECIDE
    if action == Event.RETURN:
        return _ASKS_TO_CHANGE if rules.may_edit(reader, assessment) else _TELLS_WHO_CHANGES
    return ""


def _way(action: Event, reader: Member, assessment: Assessment) -> str:
    """Where the email leads its reader: to what they may open, and to what they are asked to do."""
    if not rules.may_read(reader, assessment):
        landlord = assessment.landlord
        says, path = f"See {landlord.name}’s self-assessments", landlord.get_absolute_url()
    elif action == Event.SUBMIT:
        path = reverse("assessments:read", args=[assessment.pk])
        says = "Read the self-assessment"
    elif action == Event.RETURN and rules.may_edit(reader, assessment):
        says, path = "Make the changes", assessment.get_absolute_url()
    else:
        says, path = "Open the self-assessment", assessment.get_absolute_url()
    return link(says, settings.SITE_URL + path)
