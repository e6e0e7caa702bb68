"""Carries answers forward to another Code, and keeps in the history what has no place there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter

from accounts.access import Member
from assessments import citations
from assessments.correspondence import Carried, Origin, Plan, carried_values, plan
from assessments.enums import Answer, Event
from assessments.fields import blank_values
from assessments.history import changes_between
from assessments.models import (
    Assessment,
    Contribution,
    Flag,
    HistoryEntry,
    Response,
    SharedNote,
    TypedDraft,
)
from assessments.models.draft import ANSWER, NEW_QUESTION, SHARED_NOTE
from assessments.queries import origins_between, responses_of
from codes.enums import Change
from codes.models import Code, Provision

# What people type for a provision, by the id of its response.
_KINDS = (ANSWER, SHARED_NOTE, NEW_QUESTION)


class UnsavedText(Exception):
    """Someone has unsaved text in provisions that the other Code does not have, or colleagues are
    asked about them (`is_asked`).
    """

    def __init__(self, numbers: list[str], *, is_asked: bool = False) -> None:
        super().__init__("There is unsaved text.")
        self.numbers = numbers
        self.is_asked = is_asked


def plan_for(assessment: Assessment, code: Code) -> Plan:
    """What becomes of the assessment's answers in the other Code's form."""
    filled = {row.provision.number: row.values() for row in responses_of(assessment)}
    numbers = list(code.provisions.values_list("number", flat=True))
    return plan(filled, numbers, origins_between(assessment.code, code))


def carry_answers(
    member: Member, assessment: Assessment, agreed: Plan, *, former: Code, at: datetime
) -> None:
    """Replaces the assessment's responses by its new Code's, inside the caller's transaction.

    A history entry for every provision that got an answer, and for every one whose answer has no
    place in the new Code: its text stays in the history. All get a version that no form was made
    from. Unsaved drafts, shared notes and private flags go along with their answers; of a
    note whose answer has no place the history has the text. Raises UnsavedText.
    """
    before = {row.provision.number: row for row in responses_of(assessment)}
    version = max((row.version for row in before.values()), default=0)
    by_number = {row.number: row for row in agreed.carried}
    entries = [
        _left_out(member, assessment, before[number], former, at) for number in agreed.dropped
    ]
    responses = []
    for provision in assessment.code.provisions.all():
        response = Response(
            assessment=assessment, provision=provision, version=version + 1 if version else 0
        )
        if row := by_number.get(provision.number):
            _fill(response, row, before[row.source], assessment.code)
            note = _carried_note(row, before[row.source], former)
            entries.append(_carried(member, response, note, at))
        responses.append(response)
    Response.objects.bulk_create(responses)
    HistoryEntry.objects.bulk_create(entries)
    origins = origins_between(former, assessment.code)
    _move_private_notes(before, responses, origins)
    _move_citations(member, before, responses, origins, former, at)
    Response.objects.filter(pk__in=[row.pk for row in before.values()]).delete()


def _move_private_notes(
    before: Mapping[str, Response], now: Iterable[Response], origins: Mapping[str, Origin]
) -> None:
    """Takes drafts, flags and shared notes to the first provision that takes theirs up."""
    for response in now:
        origin = origins.get(response.provision.number)
        for number in origin.sources if origin else ():
            if number in before:
                _move(before[number], response)
    by_pk = {row.pk: row for row in before.values()}
    about = (TypedDraft.objects.about(kind, *by_pk) for kind in _KINDS)
    left = {pk for drafts in about for pk in drafts.values_list("subject_id", flat=True)}
    if left:
        raise UnsavedText(_numbers(by_pk[pk] for pk in left))
    asked = Contribution.objects.filter(response__in=by_pk).values_list("response_id", flat=True)
    if asked:
        raise UnsavedText(_numbers(by_pk[pk] for pk in set(asked)), is_asked=True)


def _numbers(responses: Iterable[Response]) -> list[str]:
    provisions = sorted((row.provision for row in responses), key=attrgetter("position"))
    return [provision.number for provision in provisions]


def _move_citations(
    member: Member,
    before: Mapping[str, Response],
    now: Iterable[Response],
    origins: Mapping[str, Origin],
    former: Code,
    at: datetime,
) -> None:
    """Has each answer cite what the closest one did that it comes from; what no answer takes up
    stays in the history.
    """
    pairs = []
    for response in now:
        origin = origins.get(response.provision.number)
        sources = [before[n].pk for n in (origin.sources if origin else ()) if n in before]
        pairs += [(source, response) for source in sources[:1]]
    citations.copy(pairs, member.user, f"From the {former.title}", at)
    taken = {source for source, _ in pairs}
    for response in before.values():
        if response.cites and response.pk not in taken:
            citations.clear(response, member.user, at)


def _move(source: Response, target: Response) -> None:
    """Where one person has two drafts or flags, the one already there stays. Notes add up.
    Contributions go along, but for one of a person who is already asked there.
    """
    for kind in _KINDS:
        there = TypedDraft.objects.about(kind, target.pk)
        for draft in TypedDraft.objects.about(kind, source.pk):
            if not there.filter(membership=draft.membership_id).exists():
                TypedDraft.objects.filter(pk=draft.pk).update(subject_id=target.pk)
    SharedNote.objects.filter(response=source).update(response=target)
    for flag in Flag.objects.filter(response=source):
        if not Flag.objects.filter(response=target, user=flag.user_id).exists():
            Flag.objects.filter(pk=flag.pk).update(response=target)
    already = Contribution.objects.open().filter(response=target)
    people, addresses = (set(already.values_list(name, flat=True)) for name in ("person", "email"))
    for one in Contribution.objects.filter(response=source):
        # Whose account is gone has neither, and is no one that is asked there.
        known = one.person_id in people if one.person_id else one.email in addresses - {""}
        if not (one.is_open and known):
            Contribution.objects.filter(pk=one.pk).update(response=target)


def _fill(response: Response, row: Carried, source: Response, code: Code) -> None:
    values = carried_values(row, source.values(), single_text=code.has_single_text_column)
    for name, value in values.items():
        setattr(response, name, value)
    response.edited_at = source.edited_at
    response.edited_by_id = source.edited_by_id
    response.carried_from_id = source.carried_from_id
    response.to_confirm = source.to_confirm


def _carried_note(row: Carried, source: Response, former: Code) -> str:
    note = f"From {row.source} of the {former.title} ({Change(row.change).label.lower()})."
    if not row.left_open or not source.answer:
        return note
    return (
        f"{note} The answer there was {Answer(source.answer).label}. It has been left blank here."
    )


def _carried(member: Member, response: Response, note: str, at: datetime) -> HistoryEntry:
    changes = changes_between(blank_values(), response.values())
    return _entry(member, response.assessment, response.provision, Event.CARRIED, changes, note, at)


def _left_out(
    member: Member, assessment: Assessment, response: Response, former: Code, at: datetime
) -> HistoryEntry:
    changes = changes_between(response.values(), blank_values())
    note = f"{response.provision.number} of the {former.title} is not in the other Code."
    return _entry(member, assessment, response.provision, Event.LEFT_OUT, changes, note, at)


def _entry(
    member: Member,
    assessment: Assessment,
    provision: Provision,
    event: Event,
    changes: list[dict[str, str]],
    note: str,
    at: datetime,
) -> HistoryEntry:
    return HistoryEntry(
        assessment=assessment,
        provision=provision,
        event=event,
        actor_id=member.user.pk,
        actor_name=member.user.name,
        at=at,
        changes=changes,
        note=note,
    )
