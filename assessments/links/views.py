"""The landlord's links: what came of looking at them, and having them looked at."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member, follows_renames, landlord_for, own_landlords
from assessments import rules
from assessments.links import queries, services


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """Every address in answers and evidence with its result; has them looked at again."""
    member = landlord_for(request, slug, rules.reads_drafts)
    if request.method == "POST":
        return _check(request, member)
    summary = queries.summary_of(member.landlord)
    rows = queries.checked_links(member.landlord)
    context = {
        "landlord": member.landlord,
        "summary": summary,
        "broken": [row for row in rows if row.is_broken],
        "others": [row for row in rows if not row.is_broken],
        "may_manage": rules.may_manage_evidence(member),
    }
    return render(request, "assessments/links/links.html", context)


def _check(request: HttpRequest, member: Member) -> HttpResponse:
    if not rules.may_manage_evidence(member):
        raise PermissionDenied
    if not services.request_check(member):
        messages.info(request, "We are already checking the links")
    return redirect("assessments:links", member.landlord.slug)
