"""Who may do what with an assessment: small named predicates over a Member and an Assessment."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.access import Member
from accounts.enums import Role
from assessments.enums import SUBMITTED_STATES, State
from assessments.models import Assessment, Contribution, ImportedFile, Question

READS_EVERYTHING = (
    Role.ADMINISTRATOR,
    Role.COMPLAINTS_OFFICER,
    Role.CONTRIBUTOR,
    Role.CLERK,
    Role.VIEWER,
)


def _is_theirs(member: Member, assessment: Assessment) -> bool:
    """A role counts at the landlord where it is held, and nowhere else."""
    return assessment.landlord_id == member.landlord.pk


def may_start(member: Member) -> bool:
    return member.has(Role.COMPLAINTS_OFFICER)


def may_correct(member: Member, assessment: Assessment) -> bool:
    """The complaints officer corrects what is published, and assesses again in mid-year."""
    return _is_theirs(member, assessment) and member.has(Role.COMPLAINTS_OFFICER)


def may_withdraw(member: Member, assessment: Assessment) -> bool:
    """The administrator takes back what should not be public."""
    return _is_theirs(member, assessment) and member.has(Role.ADMINISTRATOR)


def may_list(member: Member) -> bool:
    """Everyone in the landlord's team sees its list of assessments."""
    return bool(member.roles)


def reads_drafts(member: Member) -> bool:
    """Whether the person reads what is not submitted yet: all but governing body members."""
    return member.has(*READS_EVERYTHING)


def may_read(member: Member, assessment: Assessment) -> bool:
    """Governing body members read once it has been submitted. Everyone else in the team always."""
    if not _is_theirs(member, assessment):
        return False
    if reads_drafts(member):
        return True
    return member.has(Role.GOVERNING_BODY_MEMBER) and assessment.state in SUBMITTED_STATES


def may_edit(member: Member, assessment: Assessment) -> bool:
    """The complaints officer edits; whether the answers are locked is the state's matter."""
    return _is_theirs(member, assessment) and member.has(Role.COMPLAINTS_OFFICER)


# Nothing is asked, written or accepted while the answers are locked.
ASKING_STATES = frozenset({State.DRAFT, State.RETURNED})


def may_be_asked(roles: Iterable[Role]) -> bool:
    """Who reads drafts may be asked to write for one: with any of these roles, since being asked
    gives no more than what was asked for. A governing body member alone reads and decides.
    """
    return not frozenset(READS_EVERYTHING).isdisjoint(roles)


def may_ask(member: Member, assessment: Assessment) -> bool:
    """The complaints officer asks colleagues, reads what they wrote, accepts or sends it back."""
    return may_edit(member, assessment)


def may_see_colleagues(member: Member, assessment: Assessment) -> bool:
    """Who is asked about what, and how far it is: for those who read drafts. What was written is
    for its writer and the officers alone.
    """
    return _is_theirs(member, assessment) and reads_drafts(member)


def may_contribute(member: Member, contribution: Contribution) -> bool:
    """The person who was asked writes, while they are in the team and read drafts."""
    is_asked = contribution.person_id == member.user.pk
    return is_asked and may_see_colleagues(member, contribution.response.assessment)


def may_set_meeting(member: Member, assessment: Assessment) -> bool:
    """The clerk knows when the governing body meets; the complaints officer plans for it."""
    return _is_theirs(member, assessment) and member.has(Role.COMPLAINTS_OFFICER, Role.CLERK)


def may_handle_file(member: Member, assessment: Assessment, file: ImportedFile) -> bool:
    """The person who uploaded a form may remove it, and so may the officers."""
    sent_it = file.uploaded_by_id == member.user.pk
    return may_edit(member, assessment) or (sent_it and may_read(member, assessment))


def may_fetch_file(member: Member, assessment: Assessment, file: ImportedFile) -> bool:
    """Who reads the answers reads what they came from; before that, see `may_handle_file`."""
    if file.was_imported and may_read(member, assessment):
        return True
    return may_handle_file(member, assessment, file)


def may_read_evidence(member: Member) -> bool:
    """Everyone in the team has the library: governing body members that part of it which answers
    cite that were submitted to them. They are the landlord's own people, so internal items too.
    """
    return bool(member.roles)


def may_manage_evidence(member: Member) -> bool:
    """Complaints officers look after the landlord's library of evidence."""
    return member.has(Role.COMPLAINTS_OFFICER)


def may_flag(member: Member, assessment: Assessment) -> bool:
    """A flag is one's own: who reads may set one."""
    return may_read(member, assessment)


def shares_notes(member: Member, assessment: Assessment) -> bool:
    """Notes on provisions are between officers and contributors: no one else reads or writes them.
    Until when, is the state's matter.
    """
    return _is_theirs(member, assessment) and member.has(Role.COMPLAINTS_OFFICER, Role.CONTRIBUTOR)


def may_raise_question(member: Member, assessment: Assessment) -> bool:
    """Governing body members and viewers ask once it has been submitted; until when, is the state's
    matter. A contributor gives evidence, and the clerk and the administrator keep the order.
    """
    asks = member.has(Role.GOVERNING_BODY_MEMBER, Role.VIEWER)
    return asks and may_read(member, assessment) and assessment.submitted_at is not None


def asked(member: Member, question: Question) -> bool:
    """Whether the question is the person's own."""
    return question.raised_by_id == member.user.pk


def may_reply(member: Member, question: Question) -> bool:
    """The officers answer, and the person who asked says more."""
    if not may_read(member, question.assessment):
        return False
    return asked(member, question) or member.has(Role.COMPLAINTS_OFFICER)


def may_close(member: Member, question: Question) -> bool:
    """The person who asked closes it, or an officer, who then says why."""
    return may_reply(member, question)


def may_draft_body_response(member: Member, assessment: Assessment) -> bool:
    return may_read(member, assessment)


def may_confirm_body_response(member: Member, assessment: Assessment) -> bool:
    return member.has(Role.GOVERNING_BODY_MEMBER, Role.CLERK) and may_read(member, assessment)


# Minutes are often written after the self-assessment has gone out, which then stays as it is.
MINUTE_STATES = frozenset({State.APPROVED, State.PUBLISHED})


def may_record_minute(member: Member, assessment: Assessment) -> bool:
    """The minute reference may follow the approval, and publication."""
    decides = member.has(Role.CLERK, Role.GOVERNING_BODY_MEMBER)
    return decides and _is_theirs(member, assessment)


# The governing body's response belongs to what was submitted, and is frozen with it.
BODY_RESPONSE_STATES = frozenset({State.IN_REVIEW, State.RETURNED, State.APPROVED})
# It is confirmed about answers that are locked: not while a returned assessment is being changed.
BODY_RESPONSE_CONFIRM_STATES = frozenset({State.IN_REVIEW, State.APPROVED})
