"""What the form of a whole section was sent with: a provision of which a button was pressed, and
beside it what was typed in the others, which becomes the person's drafts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from accounts.access import Member
from assessments import queries
from assessments.editing import drafts, submission
from assessments.editing.answers import AnswerSubject
from assessments.editing.submission import Submission
from assessments.models import Assessment

_OF_ONE = re.compile(r"p([\w.]+)-version")


class NotAllKept(Exception):
    """What was typed in another provision cannot be kept as a draft: nothing was saved, and all of
    it has to be shown again. `refused`: why, by number.
    """

    def __init__(self, refused: Mapping[str, str]) -> None:
        super().__init__("Not everything could be kept.")
        self.refused = refused


def prefix_of(number: str) -> str:
    """What the names of a provision's inputs begin with, on the page of its section."""
    return f"p{number}"


def prefix_in(post: QueryDict, number: str) -> str:
    """What they begin with in what was sent; nothing where that is the provision's own form."""
    prefix = f"{prefix_of(number)}-"
    return prefix if f"{prefix}version" in post else ""


def sent_for(request: HttpRequest, number: str) -> Submission:
    """What was typed for a provision, on the page of its section."""
    return submission.read(request, f"{prefix_of(number)}-")


def digest_of(inputs: Mapping[str, str]) -> str:
    """Tells later whether the inputs still hold what the page came with."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def changed_in(
    request: HttpRequest, assessment: Assessment
) -> Iterator[tuple[AnswerSubject, Submission]]:
    """The provisions in which something was typed, now or before, that is not saved; in the form's
    order. What nobody touched is not among them, so that nobody confirms or overwrites it unseen.
    """
    numbers = {match[1] for name in request.POST if (match := _OF_ONE.fullmatch(name))}
    for response in queries.responses_of(assessment) if numbers else ():
        if response.provision.number not in numbers:
            continue
        response.assessment = assessment
        response.provision.code = assessment.code
        subject, sent = AnswerSubject(response), sent_for(request, response.provision.number)
        if sent.revision or digest_of(subject.inputs(sent.values)) != sent.shown:
            yield subject, sent


def keep_others(
    request: HttpRequest, member: Member, assessment: Assessment, number: str = ""
) -> list[str]:
    """Keeps what was typed in the section's provisions, but for the one of that number; of which
    it kept something. Nothing to do where a provision's own form was sent.

    Raises NotAllKept; PermissionDenied, which shows all that was typed, where it cannot be saved
    any more either.
    """
    others = {match[1] for name in request.POST if (match := _OF_ONE.fullmatch(name))} - {number}
    kept, refused = [], {}
    for response in queries.responses_of(assessment) if others else ():
        other = response.provision.number
        if other not in others:
            continue
        response.assessment = assessment
        try:
            if _keep(member, AnswerSubject(response), sent_for(request, other)):
                kept.append(other)
        except drafts.NotKept as why:
            refused[other] = why.message
        except drafts.KeptElsewhere:
            refused[other] = "You have other unsaved changes to it. Save or discard those first."
    if refused and not assessment.is_editable:
        raise PermissionDenied
    if refused:
        raise NotAllKept(refused)
    return kept


def _keep(member: Member, subject: AnswerSubject, sent: Submission) -> bool:
    """Whether there was anything to keep."""
    if digest_of(subject.inputs(sent.values)) == sent.shown:
        return False
    return drafts.keep(member, subject, sent) is not None
