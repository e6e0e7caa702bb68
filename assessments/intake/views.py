"""Pages of importing: send a form in, see it read, look at what it would change, import it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.batches.pages import locked_page, versions_seen
from assessments.enums import ImportState
from assessments.importing.report import is_told, left_over, report
from assessments.importing.result import ImportResult, Problem, found_in
from assessments.intake import kept, services
from assessments.intake.basis import basis_of
from assessments.intake.forms import EDIT, FILL, SKIP, TAKE, EditionForm, RowForm, UploadForm
from assessments.intake.guess import needs_year
from assessments.intake.planning import ImportPlan, ImportRow, plan
from assessments.intake.reading import open_content
from assessments.intake.sorting import in_order
from assessments.models import Assessment, ImportedFile
from assessments.services import Conflict, Locked
from codes.models import Code

logger = logging.getLogger(__name__)

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# What the buttons of the preview say: the same for every provision, or import what is chosen.
_FOR_ALL = {"fill_all": FILL, "take_all": TAKE, "skip_all": SKIP}
_READ, _SAVE, _KEEP, _FORGET = "read", "save", "keep", "forget"
_MOST_NAMED = 12


@dataclass(frozen=True)
class ImportPage:
    """A request about one uploaded form, loaded and authorised."""

    request: HttpRequest
    member: Member
    assessment: Assessment
    imported: ImportedFile

    @property
    def compares_all(self) -> bool:
        """Whether the person asked to see all differences, of our own file that came back too."""
        return "all" in self.request.GET

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "landlord": self.assessment.landlord,
            "assessment": self.assessment,
            "imported": self.imported,
        }
        return render(
            self.request, f"assessments/intake/{template}.html", context | more, status=status
        )


@_get_or_post
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a file or pasted text, and lists what has been uploaded before."""
    member, assessment = assessment_for(request, pk, rules.may_edit)
    if not assessment.is_editable:
        return locked_page(request, member, assessment)
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return redirect(services.upload(member, assessment, *form.content()))
            except Locked:
                return locked_page(request, member, assessment)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "form": form,
        "files": assessment.imported_files.defer("result"),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/intake/upload.html", context, status=status)


@_get_or_post
def imported(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One form: how far its reading is, why it failed, or what it would change."""
    page = load(request, pk, file)
    if not page.assessment.is_editable:
        return locked_page(request, page.member, page.assessment)
    try:
        return _answer(page)
    except Locked:
        return locked_page(request, page.member, page.assessment)


@require_safe
def original(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """The file as it was sent: to keep, never shown here.

    Raises Http404 for a file that is lost.
    """
    page = load(request, pk, file, rules.may_read)
    sent = page.imported
    if not rules.may_fetch_file(page.member, page.assessment, sent):
        raise PermissionDenied
    try:
        content = open_content(sent)
    except FileNotFoundError:
        logger.error("%s: %s is not in storage", sent, sent.storage_name)
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=sent.name,
        content_type="application/octet-stream",
    )


def load(
    request: HttpRequest,
    pk: int,
    file: int,
    may: Callable[[Member, Assessment], bool] = rules.may_edit,
) -> ImportPage:
    """An uploaded form, for people who may handle it. Raises Http404 for a file of another
    assessment."""
    member, assessment = assessment_for(request, pk, may)
    sent = get_object_or_404(ImportedFile, pk=file, assessment=assessment)
    sent.assessment = assessment
    return ImportPage(request, member, assessment, sent)


def _answer(page: ImportPage) -> HttpResponse:
    step = page.request.POST.get("step", "")
    if page.request.method == "POST" and step == _READ:
        return _read_again(page)
    if page.imported.is_active:
        return page.show(
            "progress", stale=page.imported.is_stale, waiting=not page.imported.is_stale
        )
    if "X-Progress" in page.request.headers:
        return HttpResponse(status=204)  # Only asked whether it is read: the page is loaded next.
    result = found_in(page.imported.result)
    if page.imported.state == ImportState.FAILED or result is None:
        return page.show("failed", edition_form=EditionForm(page.imported.edition))
    if result.edition != page.assessment.code.edition:
        return _other_code(page, result)
    if needs_year(page.imported, result):
        return redirect("assessments:imported_year", page.assessment.pk, page.imported.pk)
    if page.request.method != "POST":
        return _preview(page, result)
    return _answer_choices(page, result, step)


def _answer_choices(page: ImportPage, result: ImportResult, step: str) -> HttpResponse:
    """What the buttons of the preview do."""
    if step in _FOR_ALL:
        forms = _for_all(page, _plan(page, result), _FOR_ALL[step])
        kept.keep(page.member, page.imported, forms)
        return _preview(page, result, forms)
    if step == _KEEP:
        return _keep(page, result)
    if step == _FORGET:
        kept.forget(page.member, page.imported)
        return redirect(page.imported)
    return _save(page, result) if step == _SAVE else _preview(page, result)


def _keep(page: ImportPage, result: ImportResult) -> HttpResponse:
    """Keeps the choices without importing anything; a script asks for no page."""
    kept.keep(page.member, page.imported, _forms(_plan(page, result), page.request.POST))
    if "application/json" in page.request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    messages.success(page.request, "Your choices have been saved. Nothing has been imported")
    return redirect(page.request.get_full_path())


def _read_again(page: ImportPage) -> HttpResponse:
    form = EditionForm(page.imported.edition, page.request.POST)
    if form.is_valid():
        services.read_again(page.member, page.imported, form.cleaned_data["edition"])
        kept.forget_all(page.imported)
    return redirect(page.imported)


def _other_code(page: ImportPage, result: ImportResult) -> HttpResponse:
    """A form of another Code cannot go into this assessment as it is: one of the same family that
    was sent to a draft is an earlier year's.
    """
    code = Code.objects.filter(edition=result.edition).first()
    same_family = code is not None and code.family_id == page.assessment.family_id
    if same_family and not page.assessment.is_recorded:
        return redirect("assessments:imported_year", page.assessment.pk, page.imported.pk)
    return page.show(
        "other_code",
        result=result,
        found_code=code or result.edition,
        is_known=code is not None,
        same_family=same_family,
        report=report(result),
        edition_form=EditionForm(page.imported.edition),
    )


def _save(page: ImportPage, result: ImportResult) -> HttpResponse:
    """Imports what is chosen, all or nothing; shows it again where something is wrong (422) or
    was changed in the meantime (409).
    """
    forms = _forms(_plan(page, result), page.request.POST)
    if not all(form.is_valid() for form in forms):
        kept.keep(page.member, page.imported, forms)
        return _preview(page, result, forms, status=422)
    chosen = [form for form in forms if form.cleaned_data["choice"] != SKIP]
    if not chosen:
        messages.info(
            page.request, "Nothing has been imported. You chose to leave every provision as it is"
        )
        return redirect(page.imported)
    try:
        batch, changed = services.commit(
            page.member,
            page.imported,
            [(form.row.response, form.values()) for form in chosen],
            versions_seen(page.request, [form.row.number for form in chosen]),
        )
    except Conflict:
        return _preview(page, result, status=409)
    except services.Gone:
        return gone(page)
    kept.forget(page.member, page.imported)
    if not changed:
        messages.info(
            page.request, "Nothing has changed. Everything that you chose is already here"
        )
        return redirect(page.imported)
    messages.success(page.request, _imported(changed))
    return redirect("assessments:batch", page.assessment.pk, batch)


def gone(page: ImportPage) -> HttpResponse:
    """The file was removed while someone was about to import it."""
    messages.error(
        page.request, f"Nothing has been imported. Someone has removed {page.imported.name}"
    )
    return redirect("assessments:import", page.assessment.pk)


def _imported(numbers: list[str]) -> str:
    """What was imported; the numbers only where they are few, for the page lists them anyway."""
    many = len(numbers)
    words = f"{many} provision{'' if many == 1 else 's'} imported"
    return words if many > _MOST_NAMED else f"{words}: {', '.join(numbers)}"


def _plan(page: ImportPage, result: ImportResult) -> ImportPlan:
    responses = queries.responses_of(page.assessment)
    for response in responses:
        response.assessment = page.assessment
        response.provision.code = page.assessment.code
    basis = None if page.compares_all else basis_of(result.taken_from, page.assessment, responses)
    return plan(result, responses, page.assessment.code, timezone.localdate(), basis)


def _forms(planned: ImportPlan, data: QueryDict | None = None) -> list[RowForm]:
    return [RowForm(row, data) for row in planned.rows]


def _for_all(page: ImportPage, planned: ImportPlan, choice: str) -> list[RowForm]:
    """The same choice wherever it fits; what was edited, or asks to be decided, stays as it is."""
    data = page.request.POST.copy()
    for row in planned.rows:
        name = f"p{row.number}-choice"
        if not row.asks and data.get(name) != EDIT:
            data[name] = _fitting(row, choice)
    return _forms(planned, data)


def _fitting(row: ImportRow, choice: str) -> str:
    """The choice for all, as far as the provision has it."""
    if choice == TAKE and row.takes:
        return TAKE if row.overwrites else FILL
    return FILL if choice == FILL and row.fills else SKIP


def _preview(
    page: ImportPage, result: ImportResult, forms: list[RowForm] | None = None, status: int = 200
) -> HttpResponse:
    planned = _plan(page, result)
    since = None
    if forms is None and status == 409:
        forms = _forms(planned, page.request.POST)
    elif forms is None:
        data, since = kept.kept_choices(page.member, page.imported, planned.rows)
        forms = [RowForm(row, data if f"p{row.number}-choice" in data else None)
                 for row in planned.rows]  # fmt: skip
    return page.show(
        "preview",
        status,
        result=result,
        report=report(result),
        sorted=in_order(forms),
        forms=forms,
        chosen=sum(form["choice"].value() != SKIP for form in forms),
        has_errors=any(form.errors for form in forms),
        problems=_shown(planned.problems),
        planned=planned,
        left_over=left_over(result, frozenset(form.row.number for form in forms)),
        compares_all=page.compares_all,
        may_compare_all=bool(result.taken_from),
        changed_meanwhile=status == 409,
        kept_since=since,
        edition_form=EditionForm(page.imported.edition),
    )


def _shown(problems: list[Problem]) -> list[Problem]:
    """Those that the report's own lines do not tell."""
    return [problem for problem in problems if not is_told(problem.kind)]
