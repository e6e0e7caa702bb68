"""What a draft is about, and what a change of it means for its answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules, services, starting
from assessments.access import assessment_for
from assessments.details_forms import DetailsForm, RecordForm, details_form
from assessments.models import Assessment
from assessments.presenters.words import carried_rows, title_of
from assessments.recoding import UnsavedText
from selfassess.common.http import posted_version
from selfassess.common.typed.posts import EXTRAS
from selfassess.common.typed.replay import only_saves

AnyDetailsForm = DetailsForm | RecordForm


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what a draft is about, or the record of a year published elsewhere."""
    member, assessment = assessment_for(request, pk, rules.may_edit)
    if request.method == "POST":
        return _change(request, member, assessment)
    if not assessment.may_change_details:
        return _locked(request, assessment, 200)
    return _show(request, assessment, details_form(assessment))


def _change(request: HttpRequest, member: Member, assessment: Assessment) -> HttpResponse:
    form = details_form(assessment, request.POST)
    if not form.is_valid():
        return _show(request, assessment, form, 422)
    wanted = form.details()
    confirmed = request.POST.get("confirmed", "")
    version = posted_version(request)
    try:
        starting.change_details(member, assessment, wanted, version=version, confirmed=confirmed)
    except services.OpenAssessmentExists as exists:
        form.refuse_year(exists.existing)
    except UnsavedText as unsaved:
        form.add_error("code", _unsaved(unsaved))
    except starting.AnswersAffected as affected:
        return _preview(request, assessment, form, affected)
    except services.Conflict:
        _, now = assessment_for(request, assessment.pk, rules.may_edit)
        return _show(request, now, form, 409)
    except services.Locked:
        _, now = assessment_for(request, assessment.pk, rules.may_edit)
        return _locked(request, now, 409)
    else:
        messages.success(request, "Settings saved")
        return redirect(assessment)
    return _show(request, assessment, form, 422)


def _unsaved(unsaved: UnsavedText) -> str:
    numbers = ", ".join(dict.fromkeys(unsaved.numbers))
    if unsaved.is_asked:
        return (
            f"Colleagues have been asked about {numbers}, which the other Code does not have. What "
            "they wrote would be lost, so you cannot change the Code"
        )
    return (
        f"Someone has unsaved changes in {numbers}, which the other Code does not have. Save or "
        "discard them before you change the Code"
    )


def _preview(
    request: HttpRequest,
    assessment: Assessment,
    form: AnyDetailsForm,
    affected: starting.AnswersAffected,
) -> HttpResponse:
    """What becomes of each answer under the other Code; nothing has changed yet."""
    wanted, plan = form.details(), affected.plan
    before = {row.provision.number: row for row in queries.responses_of(assessment)}
    later = {row.number: row for row in wanted.code.provisions.all()}
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "code": wanted.code,
        "year": wanted.year,
        "kept": carried_rows(plan.kept, before, later),
        "left_open": carried_rows(plan.left_open, before, later),
        "empty": [(later[number], title_of(later[number])) for number in plan.empty],
        "dropped": [
            (before[number], title_of(before[number].provision)) for number in plan.dropped
        ],
        "no_correspondence": not queries.origins_between(assessment.code, wanted.code),
        "changed_since": "confirmed" in request.POST,
        "seen": affected.seen,
        "version": posted_version(request),
        "carried_inputs": [
            (name, value)
            for name, value in request.POST.items()
            if name not in (*EXTRAS, "version", "confirmed")
        ],
    }
    return render(request, "assessments/filling/details_preview.html", context)


def _show(
    request: HttpRequest, assessment: Assessment, form: AnyDetailsForm, status: int = 200
) -> HttpResponse:
    """The form. After a conflict (409) it names what is saved now, and the version to replace."""
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "form": form,
        "conflict": status == 409,
        "version": posted_version(request) if status == 422 else assessment.version,
    }
    return render(request, "assessments/filling/details.html", context, status=status)


def _locked(request: HttpRequest, assessment: Assessment, status: int) -> HttpResponse:
    context = {"landlord": assessment.landlord, "assessment": assessment, "refused": status == 409}
    return render(request, "assessments/filling/details_locked.html", context, status=status)
