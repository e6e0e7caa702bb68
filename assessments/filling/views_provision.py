"""The page of one provision: read, fill in, and settle what two people typed at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules, services
from assessments.access import assessment_for
from assessments.carrying.planning import is_blank_still, is_new
from assessments.carrying.presenters import panel_of
from assessments.drafting import services as drafting
from assessments.drafting.posted import known_draft
from assessments.drafting.queries import draft_of
from assessments.drafting.values import initial_of, saved_inputs, typed_inputs
from assessments.fields import BY_NAME, NAMES
from assessments.filling import copying, flags, presenters
from assessments.filling.forms import ConflictForm, ResponseForm, keep_name
from assessments.models import Assessment, Response, TypedDraft
from selfassess.common.http import posted_base, posted_version
from selfassess.common.typed.replay import only_saves

# What stands in a conflict page's form, and nowhere else.
_CHOSEN, _DROPPED = "chosen", "drop"
# Where it helps to see which words differ.


@dataclass(frozen=True)
class Page:
    """A request for one provision's page, loaded and authorised.

    `data`: what a form of the provision was sent with; `draft`: the person's own that holds what
    the page shows; `other`: one that does not, and that the page's form is to replace knowingly.
    """

    request: HttpRequest
    member: Member
    assessment: Assessment
    response: Response
    place: queries.Place
    data: Mapping[str, str]
    draft: TypedDraft | None = None
    other: TypedDraft | None = None

    @property
    def known_revision(self) -> int:
        """That of the draft which the page's form is to name."""
        named = self.other or self.draft
        return named.revision if named else known_draft(self.request).revision

    @property
    def is_unkept(self) -> bool:
        """Whether what the page shows as typed stands nowhere else."""
        return self.request.method == "POST" and self.draft is None

    @property
    def version(self) -> int:
        return posted_version(self.request)

    @property
    def base_version(self) -> int:
        """The version that the person's text was begun from."""
        return self.draft.base_version if self.draft else posted_base(self.request)

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "landlord": self.assessment.landlord,
            "assessment": self.assessment,
            "code": self.assessment.code,
            "response": self.response,
            "provision": self.response.provision,
            "place": self.place,
            "version": self.response.version,
            "known_revision": self.known_revision,
            "unkept": self.is_unkept,
        }
        return render(
            self.request, f"assessments/filling/{template}.html", context | more, status=status
        )


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def provision(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Shows one provision and saves its answer."""
    member, assessment = assessment_for(request, pk)
    page = load(request, member, assessment, number)
    if request.method == "POST":
        if not rules.may_edit(member, assessment):
            raise PermissionDenied
        wanted = request.POST.get("copy", "")
        return _copy(page, wanted) if wanted else save(page, show)
    wanted = request.GET.get("copy", "")
    if wanted and not presenters.lock_reason(member, assessment):
        return _copy(page, wanted)
    return show(page, ResponseForm(page.response))


def _copy(page: Page, wanted: str) -> HttpResponse:
    """The form as it was typed, with its empty fields filled from elsewhere; saves nothing.

    `wanted`: copying.PREVIOUS, a number, or "chosen" for the number in `copy_from`.
    """
    if not page.assessment.is_editable:
        return locked(kept(page))
    if wanted == "chosen":
        wanted = page.data.get("copy_from", "")
    sent = page.request.method == "POST"
    inputs = typed_inputs(page.response, page.data) if sent else saved_inputs(page.response)
    source = copying.source_of(page.assessment, page.response.provision, wanted)
    copied = copying.copy(page.assessment, inputs, source) if source else None
    form = ResponseForm(page.response)
    form.initial = initial_of(copied.inputs if copied else inputs)
    return show(
        page,
        form,
        copied=copied,
        nothing_to_copy=copied is None,
        wanted=wanted,
        version=page.version if sent else page.response.version,
    )


def load(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    number: str,
    data: Mapping[str, str] | None = None,
) -> Page:
    """`data`: what to take for typed instead of what was posted.

    Raises Http404 for a number that the assessment's Code does not have.
    """
    try:
        response = queries.response_to(assessment, number)
    except Response.DoesNotExist:
        raise Http404 from None
    # One object for one row: what is read of it later costs no further query.
    response.assessment = assessment
    place = queries.place_of(assessment, number)
    return Page(request, member, assessment, response, place, data or request.POST)


def with_draft(page: Page, draft: TypedDraft) -> Page:
    """The page as it goes on with the person's draft."""
    return replace(page, draft=draft, data=draft.values)


def show(page: Page, form: ResponseForm, status: int = 200, **more: Any) -> HttpResponse:
    """The provision's page. `more`: what else it is to say."""
    lock_reason = presenters.lock_reason(page.member, page.assessment)
    code = page.assessment.code
    gaps = presenters.gaps_in(page.response, code) if page.response.version else ()
    carried = panel_of(page.response)
    # What waits to be confirmed is last year's text already, and stands beside its source.
    waits = carried is not None and carried.waits
    earlier = None if waits else queries.previous_response(page.assessment, page.response.provision)
    return page.show(
        "provision",
        status,
        offered=_offered(page),
        form=form,
        lock_reason=lock_reason,
        items=presenters.items_of(page.response, code, gaps) if lock_reason else [],
        gaps=gaps,
        carried_over=carried,
        is_new=is_blank_still(page.response) and is_new(page.response),
        earlier=earlier,
        earlier_items=presenters.items_of(earlier, earlier.assessment.code) if earlier else [],
        flag=flags.flag_of(page.member, page.response),
        **more,
    )


def _offered(page: Page) -> TypedDraft | None:
    """The draft that the person left, when they come back."""
    comes_back = page.request.method != "POST" and page.draft is None
    if comes_back and rules.may_edit(page.member, page.assessment):
        return draft_of(page.member, page.response)
    return None


def save(page: Page, show: Callable[[Page, ResponseForm, int], HttpResponse]) -> HttpResponse:
    """Saves; or shows what was typed again with its errors (422), beside what somebody else saved
    first (409), or to be copied because the answers were locked meanwhile (409).

    `show`: the page that has the form.
    """
    if not page.assessment.is_editable:
        return locked(kept(page))
    data = page.data
    if _DROPPED in data:
        return _drop(page)
    chosen = _CHOSEN in data
    form = ResponseForm(page.response, data)
    if chosen:
        form = ConflictForm(page.response, data, chosen=True)
    stale = page.version != page.response.version
    if not form.is_valid():
        page = kept(page)
        return conflict(page, chosen=chosen) if stale or chosen else show(page, form, 422)
    try:
        with transaction.atomic():
            if isinstance(form, ConflictForm):
                services.record_not_kept(page.member, page.response, *form.not_kept())
            saved = services.save_response(
                page.member,
                page.response,
                form.values(),
                version=page.version,
                draft=known_draft(page.request),
            )
    except services.Conflict:
        return conflict(kept(reloaded(page)), chosen=False)
    except services.Locked:
        return locked(kept(reloaded(page)))
    return _go_on(page, saved)


def kept(page: Page) -> Page:
    """Keeps what could not be saved as the person's draft, until they have decided."""
    try:
        draft = drafting.keep(
            page.member,
            page.response,
            page.data,
            base_version=page.base_version,
            known=known_draft(page.request),
        )
    except (drafting.NotKept, drafting.KeptElsewhere):
        return page
    return replace(page, draft=draft)


def _drop(page: Page) -> HttpResponse:
    """Keeps all that is saved; what was typed stays in the history's reach."""
    form = ConflictForm(page.response, page.data, chosen=False)
    form.is_valid()
    known = known_draft(page.request)
    with transaction.atomic():
        services.record_not_kept(page.member, page.response, *form.not_kept(everything=True))
        drafting.throw_away(page.member, page.response, known)
    number = page.response.provision.number
    messages.success(
        page.request, f"{number} stays as it is saved. What you typed is in its history"
    )
    return redirect("assessments:provision", page.assessment.pk, number)


def reloaded(page: Page) -> Page:
    """The page as things are now, after somebody else was faster."""
    assessment = Assessment.objects.select_related("landlord", "code", "body_response").get(
        pk=page.assessment.pk
    )
    return load(page.request, page.member, assessment, page.response.provision.number, page.data)


def _go_on(page: Page, saved: Response) -> HttpResponse:
    """Says what was saved and what is missing, and goes where the button says."""
    number, place = saved.provision.number, page.place
    messages.success(page.request, _saved_notice(page, saved))
    if page.data.get("go") == "section":
        section = page.response.provision.section.number
        address = reverse("assessments:section", args=[page.assessment.pk, section])
        return redirect(f"{address}#p{number}")
    if page.data.get("go") == "flag":
        return redirect("assessments:flag", page.assessment.pk, number)
    target = {"stay": number, "unanswered": place.next_unanswered}.get(
        page.data.get("go", ""), place.next
    )
    if target:
        return redirect("assessments:provision", page.assessment.pk, target)
    return redirect(page.assessment)


def _saved_notice(page: Page, saved: Response) -> str:
    """That it was saved; and what is missing, with a link to it."""
    number = saved.provision.number
    missing = presenters.gaps_in(saved, page.assessment.code)
    if not missing:
        return f"{number} saved"
    address = reverse("assessments:provision", args=[page.assessment.pk, number])
    return format_html(
        '{} saved. <a class="govuk-notification-banner__link" href="{}#id_{}">Still missing in '
        "{}</a>: {}",
        number,
        address,
        missing[0].field,
        number,
        "; ".join(gap.message for gap in missing),
    )


def conflict(page: Page, *, chosen: bool) -> HttpResponse:
    """Both texts, side by side, of every field in which they differ."""
    code = page.assessment.code
    form = ConflictForm(page.response, page.data, chosen=chosen)
    now = page.response.values()
    contested = [
        {
            "label": presenters.label_of(code, name),
            "theirs": presenters.text_of(name, now[name]),
            "typed": _as_typed(page, name) if BY_NAME[name].is_text else "",
            "mine": form[name],
            "keep": form[keep_name(name)],
        }
        for name in form.contested
    ]
    return page.show(
        "conflict",
        _status(page, 422 if chosen and page.version == page.response.version else 409),
        form=form,
        contested=contested,
        carried=form.uncontested_data(),
        base_version=page.base_version,
    )


def locked(page: Page) -> HttpResponse:
    """What was typed, whole, to be copied: it cannot be saved any more."""
    code = page.assessment.code
    return page.show(
        "locked",
        _status(page, 409),
        lock_reason=presenters.lock_reason(page.member, page.assessment),
        items=[
            presenters.Item(name, presenters.label_of(code, name), text)
            for name in NAMES
            if (text := _as_typed(page, name))
        ],
    )


def _status(page: Page, status: int) -> int:
    """200 where the page is only looked at, to go on with a draft."""
    return status if page.request.method == "POST" else 200


def _as_typed(page: Page, name: str) -> str:
    """What was sent for a field, read or not; a date's three boxes on one line."""
    field = BY_NAME[name]
    sent = " ".join(page.data.get(each, "") for each in field.input_names)
    return field.in_words(sent if field.is_text else sent.strip())
