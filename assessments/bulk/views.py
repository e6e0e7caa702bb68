"""Pages on which several provisions are changed in one step: asked, previewed, done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.batches import services
from assessments.batches.pages import locked_page, versions_seen
from assessments.batches.planning import Planned
from assessments.bulk.forms import BulkForm, PickForm, ReplaceForm, SpreadForm
from assessments.bulk.planning import BulkPlan
from assessments.models import Assessment
from assessments.services import Conflict, Locked
from selfassess.common.templatetags.govuk_forms import Option, gov_options

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# What the buttons say: look at what would change, do it, or go back to the form with all that
# was typed (to change it, or to list other provisions).
_PREVIEW, _CONFIRM = "preview", "confirm"


@dataclass(frozen=True)
class _Task:
    """A request to change several provisions, loaded and authorised."""

    request: HttpRequest
    member: Member
    assessment: Assessment
    form_class: type[SpreadForm] | type[ReplaceForm]
    name: str

    def form(self, data: QueryDict | None = None, initial: Any = None) -> BulkForm:
        responses = queries.responses_of(self.assessment)
        for response in responses:
            response.assessment = self.assessment
        return self.form_class(self.assessment, responses, data, initial)

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {"landlord": self.assessment.landlord, "assessment": self.assessment}
        return render(
            self.request, f"assessments/bulk/{template}.html", context | more, status=status
        )


@_get_or_post
def spread(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts one text into several provisions."""
    return _answer(_task(request, pk, SpreadForm, "spread"))


@_get_or_post
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Finds words in all texts of the draft and replaces them."""
    return _answer(_task(request, pk, ReplaceForm, "replace"))


def _task(
    request: HttpRequest, pk: int, form_class: type[SpreadForm] | type[ReplaceForm], name: str
) -> _Task:
    member, assessment = assessment_for(request, pk, rules.may_edit)
    return _Task(request, member, assessment, form_class, name)


def _answer(task: _Task) -> HttpResponse:
    data = task.request.POST
    if not task.assessment.is_editable:
        return _locked(task)
    if task.request.method != "POST":
        return task.show(task.name, form=task.form())
    if data.get("step") not in (_PREVIEW, _CONFIRM):
        return task.show(task.name, form=task.form(initial=_typed(data)))
    form = task.form(data)
    if not form.is_valid():
        return task.show(task.name, 422, form=form)
    plan = form.plan()
    if data["step"] == _PREVIEW or not plan.possible:
        return _preview(task, form, plan, PickForm(row.number for row in plan.possible))
    return _confirm(task, form, plan)


def _typed(data: QueryDict) -> dict[str, Any]:
    """What was typed so far, to go on with."""
    several = ("numbers", "options")
    return data.dict() | {name: data.getlist(name) for name in several}


def _confirm(task: _Task, form: BulkForm, plan: BulkPlan) -> HttpResponse:
    """Saves what is picked, all or nothing; shows the changes again where one of the answers was
    changed in the meantime (409), or nothing is picked (422).
    """
    picks = PickForm((row.number for row in plan.possible), task.request.POST)
    if not picks.is_valid():
        wanted = set(task.request.POST.getlist("pick"))
        still = [row.number for row in plan.possible if row.number in wanted]
        if not wanted:
            return _preview(task, form, plan, picks, 422)
        return _preview(task, form, plan, PickForm(still), 409)
    rows = [row for row in plan.possible if row.number in picks.cleaned_data["pick"]]
    versions = versions_seen(task.request, [row.number for row in rows])
    chosen = [(row.response, row.with_changes(row.changes)) for row in rows]
    try:
        batch, _ = services.save_all(task.member, chosen, versions, form.note(len(rows)))
    except Conflict:
        again = task.form(task.request.POST)
        if not again.is_valid():
            return task.show(task.name, 422, form=again)
        now = again.plan()
        return _preview(task, again, now, PickForm(row.number for row in now.possible), 409)
    except Locked:
        return _locked(task)
    numbers = ", ".join(row.number for row in rows)
    messages.success(
        task.request, f"{len(rows)} provision{'' if len(rows) == 1 else 's'} changed: {numbers}"
    )
    return redirect("assessments:batch", task.assessment.pk, batch)


@dataclass(frozen=True)
class _Row:
    """One provision of the preview with its checkbox. `found`: how often the words are in it."""

    planned: Planned
    option: Option
    found: int


def _preview(
    task: _Task, form: BulkForm, plan: BulkPlan, picks: PickForm, status: int = 200
) -> HttpResponse:
    options = {option.value: option for option in gov_options(picks["pick"])}
    rows = [
        _Row(row, options[row.number], _found(form, row))
        for row in plan.possible
        if row.number in options
    ]
    return task.show(
        "preview",
        status,
        form=picks,
        rows=rows,
        found=sum(row.found for row in rows),
        impossible=plan.impossible,
        unchanged=plan.unchanged if form.names_provisions else [],
        what=form.note(len(rows)),
        changed_meanwhile=status == 409,
        carried=[
            (name, value)
            for name, values in task.request.POST.lists()
            for value in values
            if name in form.fields
        ],
    )


def _found(form: BulkForm, row: Planned) -> int:
    return sum(form.count(change.before_text) for change in row.changes)


def _locked(task: _Task) -> HttpResponse:
    """Why nothing can be changed now, with what was typed, to copy."""
    names = {"text": "Text", "find": "Find", "replacement": "Replace with"}
    data = task.request.POST
    typed = [(label, data[name]) for name, label in names.items() if data.get(name)]
    return locked_page(task.request, task.member, task.assessment, typed)
