"""Removing a form uploaded by mistake: asks first, then removes it for good."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.intake import kept, services
from assessments.intake.views import ImportPage, load


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Asks whether the file is to go, and removes it; says so where something was imported (409).

    For people who may handle the file, whatever has happened to the assessment: its answers stay.
    """
    page = load(request, pk, file, rules.may_read)
    if not rules.may_handle_file(page.member, page.assessment, page.imported):
        raise PermissionDenied
    if page.imported.was_imported:
        return page.show("remove", 409)
    if request.method != "POST":
        return page.show("remove")
    try:
        services.remove(page.member, page.imported)
    except services.WasImported:
        page.imported.refresh_from_db()
        return page.show("remove", 409)
    kept.forget_all(page.imported)
    messages.success(request, f"You have removed {page.imported.name}")
    return redirect(_after(page))


def _after(page: ImportPage) -> str:
    """Where to go on: the other files, for those who may upload more."""
    may_import = rules.may_edit(page.member, page.assessment) and page.assessment.is_editable
    if may_import:
        return reverse("assessments:import", args=[page.assessment.pk])
    return page.assessment.get_absolute_url()
