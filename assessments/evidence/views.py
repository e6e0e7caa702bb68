"""The landlord's library of evidence: the list, one item, entering, changing, replacing it."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member, follows_renames, landlord_for, own_landlords
from assessments import rules
from assessments.evidence import queries, services
from assessments.evidence.forms import ItemForm
from assessments.links.queries import check_of, remarks_on, summary_of
from assessments.models import EvidenceItem
from assessments.services import Conflict
from selfassess.common import storing
from selfassess.common.http import posted_version

logger = logging.getLogger(__name__)

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_ITEMS_A_PAGE = 50


@require_safe
@follows_renames(own_landlords)
def library(request: HttpRequest, slug: str) -> HttpResponse:
    """The items, by title: those that are searched for, in pages."""
    member = landlord_for(request, slug, rules.may_read_evidence)
    wanted = queries.Filter.from_query(request.GET)
    rows = queries.library(member, wanted, timezone.localdate())
    page = Paginator(rows, _ITEMS_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "landlord": member.landlord,
        "filter": wanted,
        "page": page,
        "found": len(rows),
        "query": query.urlencode(),
        "may_manage": rules.may_manage_evidence(member),
        "links": summary_of(member.landlord) if rules.reads_drafts(member) else None,
    }
    return render(request, "assessments/evidence/library.html", context)


@require_safe
@follows_renames(own_landlords)
def item(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """One item, and where it is cited."""
    member = landlord_for(request, slug, rules.may_read_evidence)
    return _show_item(request, member, queries.item_for(member, item))


@_get_or_post
@follows_renames(own_landlords)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Enters an item."""
    member = landlord_for(request, slug, rules.may_manage_evidence)
    form = _form(request)
    if form.is_valid():
        added = services.add(member, form.details(), form.content)
        messages.success(request, f"You have added {added.title}")
        return redirect(added)
    return _show_form(request, member, form, "add")


@_get_or_post
@follows_renames(own_landlords)
def change(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """Changes an item wherever answers that are not locked cite it."""
    member = landlord_for(request, slug, rules.may_manage_evidence)
    found = queries.item_for(member, item)
    form = _form(request, found)
    if form.is_valid():
        try:
            changed = services.change(
                member,
                found,
                form.details(),
                form.content,
                version=posted_version(request),
                keeps_file=form.keeps_file,
            )
        except Conflict:
            return _show_form(request, member, form, "change", 409)
        messages.success(request, f"You have changed {changed.title}")
        return redirect(changed)
    return _show_form(request, member, form, "change")


@_get_or_post
@follows_renames(own_landlords)
def replace(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """Enters the newer edition of an item."""
    member = landlord_for(request, slug, rules.may_manage_evidence)
    found = queries.item_for(member, item)
    if found.replaced_by is not None:
        return redirect(found)
    form = _form(request, found, replaces=True)
    if form.is_valid():
        try:
            newer = services.replace(
                member, found, form.details(), form.content, version=posted_version(request)
            )
        except Conflict:
            return _show_form(request, member, form, "replace", 409)
        messages.success(request, f"You have replaced {found.title} with a newer edition")
        return redirect(newer)
    return _show_form(request, member, form, "replace")


@_get_or_post
@follows_renames(own_landlords)
def remove(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """Confirms and removes an item that nothing cites."""
    member = landlord_for(request, slug, rules.may_manage_evidence)
    found = queries.item_for(member, item)
    if request.method == "POST":
        try:
            services.remove(member, found, version=posted_version(request))
        except (services.IsCited, Conflict):
            return _show_item(request, member, queries.item_for(member, item), 409)
        messages.success(request, f"You have removed {found.title}")
        return redirect("assessments:evidence", found.landlord.slug)
    context = {"landlord": found.landlord, "item": found, "cited": found.citations.count()}
    return render(request, "assessments/evidence/remove.html", context)


@require_safe
@follows_renames(own_landlords)
def file(request: HttpRequest, slug: str, item: int) -> FileResponse:
    """The item's file: to keep, never shown here. Raises Http404 where there is none."""
    member = landlord_for(request, slug, rules.may_read_evidence)
    found = queries.item_for(member, item)
    if not found.storage_name:
        raise Http404
    try:
        content = storing.open_whole(found.storage_name, size=found.size, digest=found.digest)
    except FileNotFoundError:
        logger.error("%s: %s is not in storage", found, found.storage_name)
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.file_name,
        content_type="application/octet-stream",
    )


def _form(
    request: HttpRequest, found: EvidenceItem | None = None, *, replaces: bool = False
) -> ItemForm:
    if request.method == "POST":
        return ItemForm(request.POST, request.FILES, item=found, replaces=replaces)
    return ItemForm(item=found, replaces=replaces)


def _show_form(
    request: HttpRequest, member: Member, form: ItemForm, name: str, status: int = 200
) -> HttpResponse:
    """The form; as it was typed, with its errors (422), or after someone else was faster (409)."""
    context: dict[str, Any] = {
        "landlord": member.landlord,
        "form": form,
        "item": form.item,
        "changed_meanwhile": status == 409,
    }
    if form.item:
        now = EvidenceItem.objects.filter(pk=form.item.pk).first()
        context |= {"now": now, "version": now.version if now else 0}
    status = 422 if form.errors else status
    return render(request, f"assessments/evidence/{name}.html", context, status=status)


def _show_item(
    request: HttpRequest, member: Member, found: EvidenceItem, status: int = 200
) -> HttpResponse:
    context = {
        "landlord": found.landlord,
        "item": found,
        "is_due": queries.is_due(found, timezone.localdate()),
        "citations": queries.cited_by(member, found),
        "may_manage": rules.may_manage_evidence(member),
        "check": check_of(found),
        "remarks": remarks_on(found) if rules.may_manage_evidence(member) else [],
        "refused": status == 409,
    }
    return render(request, "assessments/evidence/item.html", context, status=status)
