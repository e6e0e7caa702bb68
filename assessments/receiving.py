"""Who is told of a submission and who may decide on it; where no one may, what is under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.access import Member
from accounts.enums import Role
from accounts.models import Invitation, Landlord, Membership, User
from accounts.rules import may_manage_landlord
from assessments import notices
from assessments.enums import Event, State
from assessments.models import Assessment
from assessments.queries import worked_on_by
from assessments.rules import may_edit
from assessments.workflow import DECIDES

_UNDECIDED = frozenset({State.DRAFT, State.RETURNED, State.IN_REVIEW})


@dataclass(frozen=True)
class Nobody:
    """That no one may approve an assessment yet, for those who can do something about it.

    `barred`: who would decide, had they not worked on it; `invited`: to decide, not come yet;
    `administrators`: who can add someone; `may_invite`: whether the reader is one of them.
    """

    barred: str
    invited: list[Invitation]
    administrators: str
    may_invite: bool


@dataclass(frozen=True)
class Receiving:
    """What becomes of a submission. `told`: who gets the email, with their roles; `untold`: who
    decides too and has turned it off. `nobody`: set where no one may approve."""

    told: str
    untold: str
    nobody: Nobody | None


def receiving(member: Member, assessment: Assessment) -> Receiving:
    """What becomes of the assessment if the person submits it, who then may not approve it."""
    told = notices.told(Event.SUBMIT, member.landlord, member.user)
    may, barred = deciders(assessment, submitter=member.user)
    mailed = {one.user_id for one in told}
    untold = [one for one in may if one.user_id not in mailed]
    return Receiving(
        told=in_words(_with_roles(one, DECIDES) for one in told),
        untold=in_words(one.user.name for one in untold),
        nobody=None if may else _nobody(member, assessment.landlord, barred),
    )


def told_in_words(action: Event, member: Member, approver: User | None = None) -> str:
    """Who gets the email when the person takes the step, each with the roles for which it comes.

    `approver`: who approved what is withdrawn.
    """
    told = notices.told(action, member.landlord, member.user, approver)
    concerned = frozenset(notices.CONCERNED[action])
    return in_words(_with_roles(one, concerned) for one in told)


def nobody_decides(member: Member, assessment: Assessment) -> Nobody | None:
    """That no one may approve it as things are; None where someone may, where that no longer
    matters, and for people who can neither submit it nor add anyone to the team.
    """
    concerns = may_edit(member, assessment) or may_manage_landlord(member)
    if not concerns or assessment.state not in _UNDECIDED:
        return None
    may, barred = deciders(assessment)
    return None if may else _nobody(member, assessment.landlord, barred)


def deciders(
    assessment: Assessment, submitter: User | None = None
) -> tuple[list[Membership], list[Membership]]:
    """Who may approve it, and who has the role and may not, having worked on it."""
    those = (
        Membership.objects.filter(landlord=assessment.landlord, user__is_active=True)
        .with_role(*DECIDES)
        .select_related("user")
    )
    worked = worked_on_by(assessment) | ({submitter.pk} if submitter else set())
    may = [one for one in those if one.user_id not in worked]
    return may, [one for one in those if one.user_id in worked]


def _nobody(member: Member, landlord: Landlord, barred: list[Membership]) -> Nobody:
    waiting = landlord.invitations.waiting().select_related("invited_by")
    administrators = landlord.memberships.filter(user__is_active=True).with_role(Role.ADMINISTRATOR)
    return Nobody(
        barred=in_words(one.user.name for one in barred),
        invited=[one for one in waiting if one.role_set & DECIDES],
        administrators=in_words(one.user.name for one in administrators.select_related("user")),
        may_invite=may_manage_landlord(member),
    )


def _with_roles(membership: Membership, concerned: frozenset[Role]) -> str:
    """ "Clark Minute (clerk)": only those roles that get the email."""
    roles = [role.label.lower() for role in Role if role in membership.role_set & concerned]
    name = membership.user.name
    return f"{name} ({in_words(roles)})" if roles else name


def officers(landlord: Landlord) -> list[Membership]:
    """Who fills in its self-assessments, and publishes them."""
    active = landlord.memberships.filter(user__is_active=True)
    return list(active.with_role(Role.COMPLAINTS_OFFICER).select_related("user"))


def in_words(names: Iterable[str], joined: str = "and") -> str:
    """ "Ann, Bob and Cy"; "" for none."""
    *first, last = [*names] or [""]
    return f"{', '.join(first)} {joined} {last}" if first else last
