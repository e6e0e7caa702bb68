"""Writes about what colleagues are asked: asked, written, ready, sent back, accepted, reassigned.

Every write checks the rule, holds the assessment in a state in which its answers may change, names
the version that it edited, and adds its history in the same transaction. The history tells who did
what; what a colleague wrote is in `ContributionVersion` until an officer accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from accounts import invitations
from accounts.access import Member
from accounts.models import Landlord, Membership, User
from assessments import rules
from assessments.asking import mails
from assessments.asking.queries import loaded
from assessments.enums import WITH_COLLEAGUE, ContributionState, Event
from assessments.history import Value, record
from assessments.models import Assessment, Contribution, ContributionVersion, Response
from assessments.models.contribution import INVITED, WRITTEN
from assessments.models.draft import CONTRIBUTION, Known
from assessments.receiving import in_words, officers
from assessments.services import Conflict, Locked, end_draft, save_response

# What a step of the colleague says in the history.
_SAID: dict[str, Event] = {
    ContributionState.READY: Event.CONTRIBUTION_READY,
    ContributionState.NOT_MINE: Event.CONTRIBUTION_NOT_MINE,
}


@dataclass(frozen=True)
class Asking:
    """Who is asked about which provisions, by when. `emails`: of people without a place in the
    team, who are invited as contributors in the same mail.
    """

    responses: Sequence[Response]
    due: date
    note: str = ""
    people: Sequence[Membership] = field(default_factory=list)
    emails: Sequence[str] = field(default_factory=list)


def ask(
    member: Member, assessment: Assessment, asking: Asking, *, at: datetime | None = None
) -> None:
    """Asks every one of the people about every one of the provisions, and mails each of them once.

    Someone already asked keeps what they have written, and gets the new day and note. What they had
    called ready stays so.
    Raises PermissionDenied, Locked, invitations.AlreadyInvited, accounts.services.AlreadyMember.
    """
    now = at or timezone.now()
    if any(not rules.may_be_asked(person.role_set) for person in asking.people):
        raise PermissionDenied
    with transaction.atomic():
        _hold(member, assessment)
        for membership in asking.people:
            who = {"person": membership.user, "name": membership.user.name}
            rows = _put(member, asking, who, now)
            mails.ask(membership.user, assessment, member.user, rows, asking.note)
        for email in asking.emails:
            _put(member, asking, {"email": email}, now)
            listed = mails.list_for_newcomer(
                assessment, member.user, asking.responses, asking.due, asking.note
            )
            invitations.invite_contributor(member, email, listed)
        note = f"{in_words(_named(asking))}, by {date_format(asking.due)}"
        for response in asking.responses:
            provision = response.provision
            record(assessment, Event.ASKED, member.user, provision=provision, note=note, at=now)


def _named(asking: Asking) -> list[str]:
    """Who is asked, as the history keeps it: an address could never be removed from there."""
    count = len(asking.emails)
    invited = [INVITED if count == 1 else f"{count} people invited by email"] * bool(count)
    return [*(one.user.name for one in asking.people), *invited]


def _put(
    member: Member, asking: Asking, who: Mapping[str, object], now: datetime
) -> list[Contribution]:
    """One person's, new or asked anew, in the order of the provisions."""
    fresh = {
        "note": asking.note,
        "due_date": asking.due,
        "asked_by": member.user,
        "asked_by_name": member.user.name,
        "asked_on": now,
    }
    theirs = {"person": who["person"]} if "person" in who else {"person": None, **who}
    there = Contribution.objects.open().filter(response__in=asking.responses, **theirs)
    there.update(**fresh)
    # What they had handed back comes to them again.
    there.filter(state=ContributionState.NOT_MINE).update(
        state=ContributionState.ASKED, version=F("version") + 1
    )
    known = set(there.values_list("response_id", flat=True))
    Contribution.objects.bulk_create(
        Contribution(response=response, **who, **fresh)
        for response in asking.responses
        if response.pk not in known
    )
    rows = Contribution.objects.open().filter(response__in=asking.responses, **theirs)
    return list(
        rows.select_related("response__provision").order_by("response__provision__position")
    )


def take_up(landlord: Landlord, user: User) -> None:
    """Gives someone who has joined the team what was asked of their address before, within the
    transaction of joining.
    """
    waiting = Contribution.objects.filter(
        person=None, email__iexact=user.email, response__assessment__landlord=landlord
    )
    theirs = Contribution.objects.open().filter(person=user).values("response_id")
    waiting.exclude(response__in=theirs).update(person=user, name=user.name, email="")


def save(
    member: Member,
    contribution: Contribution,
    values: Mapping[str, Value],
    *,
    version: int,
    step: ContributionState | None = None,
    draft: Known | None = None,
    at: datetime | None = None,
) -> Contribution:
    """Saves what the colleague wrote; `step`: and says that it is ready, or not theirs.

    The officer who asked is mailed when nothing is left with the colleague.
    `draft`: the person's own that this makes an end of. Raises PermissionDenied, Locked, Conflict.
    """
    now = at or timezone.now()
    if not rules.may_contribute(member, contribution):
        raise PermissionDenied
    assessment = contribution.response.assessment
    with transaction.atomic():
        _hold_state(assessment)
        before = Contribution.objects.get(pk=contribution.pk)
        if not before.is_open:
            raise Locked
        state = _state_after(before, step)
        texts = {name: values[name] for name in (*WRITTEN, "reply")}
        changed = any(getattr(before, name) != text for name, text in texts.items())
        if changed or state != before.state:
            _change(before, version, state=state, edited_at=now, **texts)
        elif before.version != version:
            raise Conflict
        if changed:
            keep_version(member, before, texts, at=now)
        end_draft(member, CONTRIBUTION, contribution.pk, draft)
        if state in _SAID and state != before.state:
            provision = contribution.response.provision
            record(assessment, _SAID[state], member.user, provision=provision, at=now)
            _tell_when_done(assessment, member.user)
    return loaded().get(pk=contribution.pk)


def _state_after(before: Contribution, step: ContributionState | None) -> ContributionState:
    """Who writes on after all takes back that it is not theirs."""
    if step is None and before.state == ContributionState.NOT_MINE:
        return ContributionState.ASKED
    return step or ContributionState(before.state)


def keep_version(
    member: Member,
    contribution: Contribution,
    texts: Mapping[str, Value],
    *,
    is_saved: bool = True,
    at: datetime | None = None,
) -> None:
    """Keeps a wording for good: saved, or typed and given up for another."""
    ContributionVersion.objects.create(
        contribution=contribution,
        author_id=member.user.pk,
        author_name=member.user.name,
        at=at or timezone.now(),
        is_saved=is_saved,
        **{name: str(text or "") for name, text in texts.items()},
    )


def _tell_when_done(assessment: Assessment, person: User) -> None:
    """Mails the officer who asked, once the person has nothing left to do. The assessment's row is
    held, so that of two steps at the same moment only the last finds nothing left.
    """
    theirs = Contribution.objects.of(assessment).open().filter(person=person)
    rows = list(
        theirs.select_related("asked_by", "response__provision").order_by(
            "response__provision__position"
        )
    )
    if any(row.state in WITH_COLLEAGUE for row in rows):
        return
    team = {one.user_id: one.user for one in officers(assessment.landlord)}
    asked_by = {row.asked_by_id for row in rows} & team.keys()
    for pk in sorted(pk for pk in asked_by or team.keys() if pk is not None and pk != person.pk):
        mails.tell_ready(team[pk], assessment, rows)


def send_back(
    member: Member,
    contribution: Contribution,
    remark: str,
    *,
    version: int,
    at: datetime | None = None,
) -> None:
    """Sends it back to its writer, with what needs to change, and mails them.

    Raises PermissionDenied, Locked, Conflict.
    """
    assessment = contribution.response.assessment
    with transaction.atomic():
        _hold(member, assessment)
        if not contribution.is_open:
            raise Conflict
        _change(contribution, version, state=ContributionState.SENT_BACK, remark=remark)
        _record(member, contribution, Event.CONTRIBUTION_SENT_BACK, contribution.named, at)
        if contribution.person is not None:
            contribution.remark = remark
            mails.send_back(contribution.person, contribution, member.user)


def accept(
    member: Member,
    contribution: Contribution,
    values: Mapping[str, Value],
    *,
    version: int,
    response_version: int,
    at: datetime | None = None,
) -> Response:
    """Puts what the officer chose into the answer (`values`: all of its fields) and closes the
    contribution. Its authors have answered from then on, and cannot approve.

    An answer that waits to be confirmed is confirmed by it where the colleague proposed one.
    Raises PermissionDenied, Locked, Conflict (either has changed since).
    """
    assessment = contribution.response.assessment
    now = at or timezone.now()
    with transaction.atomic():
        _hold(member, assessment)
        if not contribution.is_open:
            raise Conflict
        _change(contribution, version, state=ContributionState.ACCEPTED)
        saved = save_response(
            member,
            contribution.response,
            values,
            version=response_version,
            note=f"Text of {contribution.named}, accepted",
            confirms=bool(contribution.answer),
            at=now,
        )
        _record(member, contribution, Event.CONTRIBUTION_ACCEPTED, contribution.named, now)
    return saved


def reassign(
    member: Member,
    contributions: Iterable[Contribution],
    to: Membership,
    due: date,
    *,
    at: datetime | None = None,
) -> None:
    """Asks someone else instead, by a day of their own. They find what was written, and are mailed
    once.

    Where they are asked about a provision already, the first one's is closed; its words stay.
    Raises PermissionDenied, Locked, Conflict (one has been settled since).
    """
    rows = list(contributions)
    if not rows or not rules.may_be_asked(to.role_set) or to.landlord_id != member.landlord.pk:
        raise PermissionDenied
    assessment = rows[0].response.assessment
    with transaction.atomic():
        _hold(member, assessment)
        known = set(
            Contribution.objects.open().filter(person=to.user).values_list("response_id", flat=True)
        )
        moved = [row for row in rows if row.response_id not in known]
        for row in rows:
            if row not in moved:
                _take_over(member, row, at)
                continue
            _change(
                row,
                row.version,
                person=to.user,
                name=to.user.name,
                email="",
                state=ContributionState.ASKED,
                due_date=due,
                asked_by=member.user,
                asked_by_name=member.user.name,
            )
            row.due_date = due
            _record(member, row, Event.REASSIGNED, f"{row.named}, now {to.user.name}", at)
        if moved:
            mails.ask(to.user, assessment, member.user, moved, moved[0].note)


def take_over(
    member: Member, contributions: Iterable[Contribution], *, at: datetime | None = None
) -> None:
    """Asks no one any more: what was written can still be read, and put into the answer by hand.

    Raises PermissionDenied, Locked, Conflict (one has been settled since).
    """
    rows = list(contributions)
    if not rows:
        return
    with transaction.atomic():
        _hold(member, rows[0].response.assessment)
        for row in rows:
            _take_over(member, row, at)


def _take_over(member: Member, row: Contribution, at: datetime | None) -> None:
    # An address is kept only as long as someone may still join with it.
    _change(row, row.version, state=ContributionState.TAKEN_OVER, name=row.named, email="")
    _record(member, row, Event.TAKEN_OVER, row.named, at)


def _record(
    member: Member, row: Contribution, event: Event, note: str, at: datetime | None
) -> None:
    response = row.response
    record(response.assessment, event, member.user, provision=response.provision, note=note, at=at)


def _change(contribution: Contribution, version: int, **changes: object) -> None:
    """The one change of a contribution's row, within its transaction. Raises Conflict where it has
    another version by now.
    """
    row = Contribution.objects.open().filter(pk=contribution.pk, version=version)
    if not row.update(version=F("version") + 1, **changes):
        raise Conflict


def _hold(member: Member, assessment: Assessment) -> None:
    """Raises PermissionDenied for who may not ask; and Locked."""
    if not rules.may_ask(member, assessment):
        raise PermissionDenied
    _hold_state(assessment)


def _hold_state(assessment: Assessment) -> None:
    """Holds the assessment while its answers may change: a submission waits for this, or this for
    the submission. Raises Locked.
    """
    editable = Assessment.objects.filter(pk=assessment.pk, state__in=rules.ASKING_STATES)
    if not editable.update(edited_at=F("edited_at")):
        raise Locked
