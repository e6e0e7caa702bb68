"""The page of one provision, whatever led to it: to fill in, to choose from two texts, to copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.access import Member
from assessments import queries, rules
from assessments.asking.panel import asked_here
from assessments.carrying.panel import panel_of
from assessments.carrying.planning import is_blank_still, is_new
from assessments.completeness import Gap
from assessments.editing import submission
from assessments.editing.answers import AnswerSubject, initial_of, text_typed
from assessments.editing.drafts import draft_of
from assessments.editing.forms import ConflictForm, ResponseForm, keep_name, remark_on
from assessments.editing.page import EditedPage
from assessments.editing.settling import Outcome, Result
from assessments.editing.submission import Submission
from assessments.enums import QUESTION_STATES
from assessments.fields import BY_NAME, NAMES
from assessments.filling import flags
from assessments.filling.presenters.rows import rows_of
from assessments.filling.section_posts import prefix_in, prefix_of
from assessments.links.queries import links_of
from assessments.models import Assessment, Response, TypedDraft
from assessments.notes.box import box_of
from assessments.notes.forms import PREFIX
from assessments.presenters import words as presenters
from assessments.questions.queries import threads_of


@dataclass(frozen=True)
class ProvisionPage(EditedPage[AnswerSubject]):
    """A request for one provision's page, loaded and authorised."""

    place: queries.Place

    @property
    def response(self) -> Response:
        return self.subject.response

    @property
    def assessment(self) -> Assessment:
        return self.subject.assessment

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def base_version(self) -> int:
        """The version that the person's text was begun from."""
        return self.draft.base_version if self.draft else self.sent.base

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "landlord": self.assessment.landlord,
            "assessment": self.assessment,
            "code": self.assessment.code,
            "response": self.response,
            "provision": self.response.provision,
            "requirement": presenters.requirement_of(self.response.provision),
            "place": self.place,
            "version": self.response.version,
            "known_revision": self.known_revision,
            "unkept": self.is_unkept,
        }
        return render(
            self.request, f"assessments/filling/{template}.html", context | more, status=status
        )


# What a button and an address say to someone who checks all answers before they are sent.
SEND = "send"
# The box of a note that stands in the answer's form.
NOTE_INPUT = f"{PREFIX}note"
Show = Callable[[ProvisionPage, ResponseForm, int], HttpResponse]


def load(
    request: HttpRequest, member: Member, assessment: Assessment, number: str
) -> ProvisionPage:
    """The page with what was sent for it: from its own form, or from that of its whole section.

    Raises Http404 for a number that the assessment's Code does not have.
    """
    try:
        response = queries.response_to(assessment, number)
    except Response.DoesNotExist:
        raise Http404 from None
    queries.with_citations([response])
    # One object for one row: what is read of it later costs no further query.
    response.assessment = assessment
    place = queries.place_of(assessment, number)
    sent = submission.read(request, prefix_in(request.POST, number))
    return ProvisionPage(request, member, AnswerSubject(response), sent, place)


def reloaded(page: ProvisionPage) -> ProvisionPage:
    """The page as things are now, after someone else was faster."""
    return replace(page, subject=page.subject.reloaded())


def with_draft(page: ProvisionPage, draft: TypedDraft) -> ProvisionPage:
    """The page as it goes on with the person's draft."""
    return replace(page, draft=draft, sent=submission.of_draft(draft))


def show(page: ProvisionPage, form: ResponseForm, status: int = 200, **more: Any) -> HttpResponse:
    """The provision's page. `more`: what else it is to say."""
    lock_reason = presenters.lock_reason(page.member, page.assessment)
    code = page.assessment.code
    gaps = presenters.gaps_in(page.response, code) if page.response.version else ()
    if not lock_reason:
        links = links_of(page.assessment, [page.response])
        remark_on(form, presenters.doubts_in(page.response, code, links, form.shown()))
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
        rows=rows_of(form, earlier),
        earlier_items=presenters.items_of(earlier, earlier.assessment.code) if earlier else [],
        flag=flags.flag_of(page.member, page.response),
        asked=asked_here(page.member, page.response),
        go=_main_button(page),
        **({"notes": box_of(page.member, page.response)} | _asked(page) | more),
    )


def _asked(page: ProvisionPage) -> dict[str, Any]:
    """The questions about the provision, and whether the reader may ask one now."""
    assessment = page.assessment
    if assessment.submitted_at is None:
        return {}
    may_ask = rules.may_raise_question(page.member, assessment)
    return {
        "threads": threads_of(assessment, page.response.provision),
        "may_ask": may_ask and assessment.state in QUESTION_STATES,
    }


def show_inputs(
    page: ProvisionPage, inputs: Mapping[str, str], focus: str = "", **more: Any
) -> HttpResponse:
    """The provision's page with that in its inputs. `focus`: the field to lead the person to."""
    form = ResponseForm(page.response)
    form.initial = initial_of(inputs)
    if focus in form.fields:
        form.fields[focus].widget.attrs["autofocus"] = True
    return show(page, form, **more)


def _offered(page: ProvisionPage) -> TypedDraft | None:
    """The draft that the person left, when they come back."""
    comes_back = page.request.method != "POST" and page.draft is None
    if comes_back and rules.may_edit(page.member, page.assessment):
        return draft_of(page.member, page.subject)
    return None


def answer(page: ProvisionPage, outcome: Outcome[AnswerSubject], show: Show = show) -> HttpResponse:
    """What became of what was typed: where the button says (302); or what was typed again, with its
    errors (422), beside what someone else saved first (409), or to be copied because the answers
    have been locked since (409).

    `show`: the page that has the form.
    """
    before, page = page, page.after(outcome)
    chosen = outcome.sent.choice is submission.Choice.CHOSEN
    match outcome.result:
        case Result.SAVED:
            return _go_on(before, page.response)
        case Result.DROPPED:
            messages.success(
                page.request,
                f"We kept the saved version of {page.number}. What you typed is in its history",
            )
            return redirect("assessments:provision", page.assessment.pk, page.number)
        case Result.LOCKED:
            return locked(page)
        case Result.CONFLICT:
            return conflict(page)
        case Result.INVALID if outcome.is_stale or chosen:
            return conflict(page, chosen=chosen)
        case Result.INVALID:
            return show(page, ResponseForm(page.response, page.sent.values), 422)


def _go_on(page: ProvisionPage, saved: Response) -> HttpResponse:
    """Says what was saved and what is missing, and goes where the button says."""
    go, place = page.request.POST.get("go", ""), page.place
    if go == "section":
        return _back_to_section(page, saved)
    address = reverse("assessments:provision", args=[page.assessment.pk, page.number])
    messages.success(page.request, _saved_notice(page, saved, f"{address}#id_"))
    if go == SEND:
        return _back_to_sending(page, saved)
    if go == "flag":
        return redirect("assessments:flag", page.assessment.pk, page.number)
    target = {"stay": page.number, "unanswered": place.next_unanswered}.get(go, place.next)
    if target:
        return redirect("assessments:provision", page.assessment.pk, target)
    return redirect(page.assessment)


def _back_to_sending(page: ProvisionPage, saved: Response) -> HttpResponse:
    """To its row among the answers that are checked; while something is missing, to what is."""
    if presenters.gaps_in(saved, page.assessment.code):
        return redirect("assessments:provision", page.assessment.pk, page.number)
    return redirect(f"{reverse('assessments:submit', args=[page.assessment.pk])}#p{page.number}")


def _main_button(page: ProvisionPage) -> str:
    """Where the form's main button leads: back to the check, for who came from there."""
    asked = (page.request.POST.get("go"), page.request.GET.get("from"))
    return SEND if SEND in asked else "next"


def _back_to_section(page: ProvisionPage, saved: Response) -> HttpResponse:
    """To its row among the others, where it says that it was saved."""
    row, section = prefix_of(page.number), page.response.provision.section.number
    messages.success(page.request, _saved_notice(page, saved, f"#{row}-"), extra_tags=row)
    address = reverse("assessments:section", args=[page.assessment.pk, section])
    return redirect(f"{address}#{row}")


def _saved_notice(page: ProvisionPage, saved: Response, fields: str) -> str:
    """That it was saved; what is missing, and what had better be looked at, with a link to it.
    `fields`: what the address of each field begins with.
    """
    code, number = page.assessment.code, page.number
    missing = presenters.gaps_in(saved, code)
    doubts = presenters.doubts_in(saved, code, links_of(page.assessment, [saved]))
    said = [_missing_notice(number, missing, fields)] if missing else []
    said += [_doubts_notice(number, doubts, fields)] if doubts else []
    return format_html("{} saved{}", number, format_html_join("", ". {}", ([one] for one in said)))


def _missing_notice(number: str, missing: Sequence[Gap], fields: str) -> SafeString:
    return format_html(
        '<a class="govuk-notification-banner__link" href="{}{}">Still missing in {}</a>: {}',
        fields,
        missing[0].field,
        number,
        "; ".join(gap.message for gap in missing),
    )


def _doubts_notice(number: str, doubts: Sequence[Gap], fields: str) -> SafeString:
    """How much there is to look at: what it is stands beside each field."""
    return format_html(
        '<a class="govuk-notification-banner__link" href="{}{}">Check {} in {}</a>',
        fields,
        doubts[0].field,
        "a web address" if len(doubts) == 1 else f"{len(doubts)} web addresses",
        number,
    )


def conflict(page: ProvisionPage, *, chosen: bool = False) -> HttpResponse:
    """Both texts, side by side, of every field in which they differ."""
    code, values = page.assessment.code, page.sent.values
    form = ConflictForm(page.response, values, chosen=chosen)
    now = page.response.values()
    contested = [
        {
            "label": presenters.label_of(code, name),
            "theirs": presenters.text_of(name, now[name]),
            "typed": text_typed(values, name) if BY_NAME[name].is_text else "",
            "mine": form[name],
            "keep": form[keep_name(name)],
        }
        for name in form.contested
    ]
    return page.show(
        "conflict",
        _status(page, 422 if chosen and page.sent.version == page.response.version else 409),
        form=form,
        contested=contested,
        carried=form.uncontested_data(),
        base_version=page.base_version,
    )


def locked(page: ProvisionPage) -> HttpResponse:
    """What was typed, whole, to be copied: it cannot be saved any more."""
    return page.show(
        "locked",
        _status(page, 409),
        lock_reason=presenters.lock_reason(page.member, page.assessment),
        what=page.number,
        texts=[items_typed(page.subject, page.sent)],
        level=2,
    )


@dataclass(frozen=True)
class TypedItems:
    """What was typed for one provision, to be read."""

    number: str
    items: list[presenters.Item]


def items_typed(subject: AnswerSubject, sent: Submission) -> TypedItems:
    code = subject.assessment.code
    items = [
        presenters.Item(name, presenters.label_of(code, name), text)
        for name in NAMES
        if (text := text_typed(sent.values, name))
    ]
    if note := sent.values.get(NOTE_INPUT, ""):
        items.append(presenters.Item(NOTE_INPUT, "Shared note", note))
    return TypedItems(subject.response.provision.number, items)


def _status(page: ProvisionPage, status: int) -> int:
    """200 where the page is only looked at, to go on with a draft."""
    return status if page.request.method == "POST" else 200
