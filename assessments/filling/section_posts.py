"""What the form of a whole section was sent with: a provision of which a button was pressed, and
beside it what was typed in the others, which becomes the person's drafts.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from accounts.access import Member
from assessments import queries
from assessments.drafting import services as drafting
from assessments.drafting.posted import known_draft
from assessments.drafting.values import typed_inputs
from assessments.models import Assessment, Response
from selfassess.common.http import posted_version

_OF_ONE = re.compile(r"p([\w.]+)-(\w+)")


@dataclass(frozen=True)
class Taken:
    """The request as it would be, had the one provision been sent alone, and the numbers of the
    others whose text is kept as drafts now.
    """

    request: HttpRequest
    kept: list[str]


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


def digest_of(inputs: Mapping[str, str]) -> str:
    """Tells later whether the inputs still hold what the page came with."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def numbers_in(post: QueryDict) -> list[str]:
    """The provisions whose inputs were sent; none where the form is that of a single one."""
    found = (_OF_ONE.fullmatch(name) for name in post)
    return [match[1] for match in found if match and match[2] == "version"]


def share_of(request: HttpRequest, number: str) -> HttpRequest:
    """The request as the provision's own form would make it. The one that came stays whole: should
    the database be busy, all of it is given back.
    """
    begins = f"{prefix_of(number)}-"
    pairs = [
        (name.removeprefix(begins), str(value))
        for name, values in request.POST.lists()
        for value in values
        if name.startswith(begins) or not _OF_ONE.fullmatch(name)
    ]
    alone = copy.copy(request)
    alone.POST = QueryDict(urlencode(pairs))
    return alone


def take(request: HttpRequest, member: Member, assessment: Assessment, number: str) -> Taken:
    """Keeps what was typed in the other provisions, and gives this one's share. A request that was
    sent from a provision's own page stays what it is.

    Raises NotAllKept; PermissionDenied, which shows all that was typed, where it cannot be saved
    any more either.
    """
    sent = numbers_in(request.POST)
    if not sent:
        return Taken(request, [])
    others = set(sent) - {number}
    kept, refused = [], {}
    for response in queries.responses_of(assessment):
        other = response.provision.number
        if other not in others:
            continue
        response.assessment = assessment
        try:
            if _keep(share_of(request, other), member, response):
                kept.append(other)
        except drafting.NotKept as why:
            refused[other] = why.message
        except drafting.KeptElsewhere:
            refused[other] = "You have another draft of it. Save it, or discard that draft."
    if refused and not assessment.is_editable:
        raise PermissionDenied
    if refused:
        raise NotAllKept(refused)
    return Taken(share_of(request, number), kept)


def _keep(sent: HttpRequest, member: Member, response: Response) -> bool:
    """Whether there was anything to keep."""
    if digest_of(typed_inputs(response, sent.POST)) == sent.POST.get("shown", ""):
        return False
    draft = drafting.keep(
        member,
        response,
        sent.POST,
        base_version=posted_version(sent),
        known=known_draft(sent),
    )
    return draft is not None
