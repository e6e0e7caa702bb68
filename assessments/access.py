"""Load an assessment and authorise in one step."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import Member, member_of
from accounts.models import Landlord
from assessments import rules
from assessments.models import Assessment


def assessment_for(
    request: HttpRequest,
    pk: int,
    may: Callable[[Member, Assessment], bool] = rules.may_read,
) -> tuple[Member, Assessment]:
    """The assessment at the address and the signed-in person's place at its landlord.

    Raises Http404 for outsiders and unknown ids, PermissionDenied where `may` says no.
    """
    assessment = get_object_or_404(
        Assessment.objects.filter(
            landlord__in=Landlord.objects.visible_to(request.user)
        ).select_related("landlord", "code__family", "body_response"),
        pk=pk,
    )
    member = member_of(request.user, assessment.landlord)
    if not may(member, assessment):
        raise PermissionDenied
    return member, assessment
