"""Has a landlord's links looked at, on someone's request."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import Member
from assessments import rules
from assessments.links import checking
from assessments.links.tasks import check_links


def request_check(member: Member) -> bool:
    """Has the worker look at the landlord's links; False where that is being done already.

    Raises PermissionDenied.
    """
    if not rules.may_manage_evidence(member):
        raise PermissionDenied
    with transaction.atomic():
        run = checking.begin(member.landlord)
        if run is not None:
            transaction.on_commit(partial(check_links.enqueue, run.pk))
    return run is not None
