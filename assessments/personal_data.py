"""What the service keeps about a person, for that person to download."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Q

from accounts.models import Invitation, User
from assessments.models import (
    Contribution,
    ContributionVersion,
    EvidenceItem,
    Flag,
    HistoryEntry,
    QuestionMessage,
    Response,
    SharedNote,
    TypedDraft,
)
from assessments.models.draft import ANSWER, CONTRIBUTION, NEW_QUESTION, SHARED_NOTE

# Unsaved texts whose subject is a provision's response.
_ON_PROVISIONS = (ANSWER, SHARED_NOTE, NEW_QUESTION)


def personal_data(user: User) -> dict[str, Any]:
    """Everything about the person, as plain values for JSON.

    What they wrote for a landlord is told in full while they are in its team; of a team that they
    have left, what they did and when: the texts are the landlord's.
    """
    own = set(user.memberships.values_list("landlord_id", flat=True))
    return {
        "profile": {
            "name": user.name,
            "email": user.email,
            "account_since": user.date_joined,
            "mails_turned_off": user.unwanted_mail,
        },
        "teams": _teams(user),
        "invitations": _invitations(user),
        "signed_in": [
            {
                "since": session.created_at,
                "last_seen": session.last_seen_at,
                "address": session.ip,
                "browser": session.user_agent,
            }
            for session in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "history": [_entry(entry, own) for entry in _history(user)],
        "unsaved_texts": _unsaved_texts(user),
        "asked_for": [_asked_for(one, own) for one in _contributions(user)],
        "written_for_others": [_wording(one) for one in _wordings(user, own)],
        "evidence_items": _evidence_items(user, own),
        "shared_notes": _shared_notes(user, own),
        "questions": _said_about_questions(user, own),
        "flags": [
            {
                "assessment": str(flag.response.assessment),
                "provision": flag.response.provision.number,
                "note": flag.note,
                "at": flag.at,
            }
            for flag in Flag.objects.filter(user=user, response__assessment__landlord__in=own)
            .select_related(
                "response__assessment__landlord",
                "response__assessment__code",
                "response__provision",
            )
            .order_by("pk")
        ],
    }


def _evidence_items(user: User, own: set[int]) -> list[dict[str, Any]]:
    """What the person added to, or last changed in, the libraries of their present teams."""
    theirs = Q(created_by=user) | Q(changed_by=user)
    items = EvidenceItem.objects.filter(theirs, landlord__in=own).select_related("landlord")
    return [
        {
            "landlord": item.landlord.name,
            "title": item.title,
            "owner": item.owner,
            "added_by_you": item.created_by_id == user.pk,
            "changed_by_you": item.changed_by_id == user.pk,
            "added": item.created_at,
            "changed": item.changed_at,
        }
        for item in items.order_by("pk")
    ]


def _teams(user: User) -> list[dict[str, Any]]:
    memberships = user.memberships.select_related("landlord").prefetch_related("roles")
    return [
        {
            "landlord": membership.landlord.name,
            "job_title": membership.job_title,
            "roles": sorted(role.label for role in membership.role_set),
            "member_responsible_for_complaints": membership.is_mrc,
        }
        for membership in memberships.order_by("landlord__name")
    ]


def _invitations(user: User) -> list[dict[str, Any]]:
    found = Invitation.objects.filter(email__iexact=user.email).select_related("landlord")
    return [
        {
            "landlord": invitation.landlord.name,
            "roles": invitation.role_labels,
            "sent": invitation.created_at,
            "accepted": invitation.accepted_at,
            "withdrawn": invitation.revoked_at,
        }
        for invitation in found
    ]


def _unsaved_texts(user: User) -> list[dict[str, Any]]:
    drafts = TypedDraft.objects.filter(membership__user=user).order_by("pk")
    answers = drafts.filter(kind__in=_ON_PROVISIONS).values("subject_id")
    numbers = dict(Response.objects.filter(pk__in=answers).values_list("pk", "provision__number"))
    asked = drafts.filter(kind=CONTRIBUTION).values("subject_id")
    of_asked = dict(
        Contribution.objects.filter(pk__in=asked).values_list("pk", "response__provision__number")
    )
    of_kind = {**dict.fromkeys(_ON_PROVISIONS, numbers), CONTRIBUTION: of_asked}
    return [
        {
            "assessment": str(draft.assessment),
            "provision": of_kind.get(draft.kind, {}).get(draft.subject_id, ""),
            "texts": draft.values,
            "at": draft.updated_at,
        }
        for draft in drafts.select_related("assessment__landlord", "assessment__code")
    ]


_OF_A_PROVISION = (
    "response__assessment__landlord",
    "response__assessment__code",
    "response__provision",
)


def _contributions(user: User) -> list[Contribution]:
    found = Contribution.objects.filter(person=user).select_related(*_OF_A_PROVISION)
    return list(found.order_by("pk"))


def _asked_for(one: Contribution, own: set[int]) -> dict[str, Any]:
    """What the person was asked to write; what is wanted is told while they are in the team."""
    told = {
        "assessment": str(one.response.assessment),
        "provision": one.response.provision.number,
        "as": one.name,
        "by": one.due_date,
        "at": one.asked_on,
        "state": one.get_state_display(),
    }
    return told | ({"wanted": one.note} if one.response.assessment.landlord_id in own else {})


def _wordings(user: User, own: set[int]) -> list[ContributionVersion]:
    found = ContributionVersion.objects.filter(
        author_id=user.pk, contribution__response__assessment__landlord__in=own
    )
    paths = [f"contribution__{path}" for path in _OF_A_PROVISION]
    return list(found.select_related(*paths).order_by("at", "pk"))


def _wording(one: ContributionVersion) -> dict[str, Any]:
    response = one.contribution.response
    names = ("answer", "evidence", "commentary", "reply")
    return {
        "assessment": str(response.assessment),
        "provision": response.provision.number,
        "at": one.at,
        "texts": {name: text for name in names if (text := getattr(one, name))},
    }


def _shared_notes(user: User, own: set[int]) -> list[dict[str, Any]]:
    """Those that still stand with a provision; the history has all that there were."""
    found = SharedNote.objects.filter(author=user, response__assessment__landlord__in=own)
    loaded = found.select_related(
        "response__assessment__landlord", "response__assessment__code", "response__provision"
    )
    return [
        {
            "assessment": str(note.response.assessment),
            "provision": note.response.provision.number,
            "text": note.text,
            "at": note.written_at,
        }
        for note in loaded.order_by("pk")
    ]


def _said_about_questions(user: User, own: set[int]) -> list[dict[str, Any]]:
    """What the person asked, answered and said in closing; of a team that they have left, when."""
    found = QuestionMessage.objects.filter(author_id=user.pk).select_related(
        "question__assessment__landlord", "question__assessment__code", "question__provision"
    )
    return [
        {
            "assessment": str(message.question.assessment),
            "provision": message.question.provision.number,
            "did": message.get_said_display(),
            "text": message.text if message.question.assessment.landlord_id in own else "",
            "at": message.at,
        }
        for message in found.order_by("pk")
    ]


def _history(user: User) -> list[HistoryEntry]:
    entries = HistoryEntry.objects.filter(actor_id=user.pk)
    return list(
        entries.select_related("assessment__landlord", "assessment__code", "provision").order_by(
            "at", "pk"
        )
    )


def _entry(entry: HistoryEntry, own: set[int]) -> dict[str, Any]:
    """One thing that the person did; with their words, and never those that they replaced."""
    told = {
        "at": entry.at,
        "as": entry.actor_name,
        "landlord": entry.assessment.landlord.name,
        "year": entry.assessment.label,
        "did": entry.get_event_display(),
        "provision": entry.provision.number if entry.provision else "",
    }
    if entry.assessment.landlord_id in own:
        told["wrote"] = {change["field"]: change["to"] for change in entry.changes}
        told["note"] = entry.note
    return told
