"""Reads across an assessment: what is filled in, what is missing, what was said last year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Landlord
from assessments.completeness import Filled, Gap, all_gaps
from assessments.enums import Event, State
from assessments.models import Assessment, HistoryEntry, Response
from codes.models import Correspondence, Provision


def filled(response: Response, *, single_text: bool) -> Filled:
    """A response as the completeness engine reads it; its provision must be loaded."""
    return Filled(
        number=response.provision.number,
        level=response.provision.level,
        single_text=single_text,
        answer=response.answer,
        evidence=response.evidence,
        commentary=response.commentary,
        action=response.action,
        action_owner=response.action_owner,
        action_due=response.action_due,
        alternative=response.alternative,
    )


def responses_of(assessment: Assessment) -> list[Response]:
    """All responses in the form's order, with provision and section loaded: one query."""
    return list(
        assessment.responses.select_related("provision__section").order_by("provision__position")
    )


def gaps_of(assessment: Assessment, responses: Iterable[Response] | None = None) -> tuple[Gap, ...]:
    """What the assessment lacks; asks for its responses unless they are given."""
    single_text = assessment.code.has_single_text_column
    rows = responses_of(assessment) if responses is None else responses
    return all_gaps(filled(response, single_text=single_text) for response in rows)


def previous_assessment(assessment: Assessment) -> Assessment | None:
    """The landlord's last published assessment of an earlier year."""
    return (
        Assessment.objects.of(assessment.landlord)
        .filter(state=State.PUBLISHED, year_start__lt=assessment.year_start)
        .select_related("code")
        .order_by("-year_start", "-approved_at")
        .first()
    )


def previous_response(assessment: Assessment, provision: Provision) -> Response | None:
    """What the landlord answered last time to this duty, where it was asked then.

    Across Codes the correspondence says which earlier provision is the closest.
    """
    earlier = previous_assessment(assessment)
    if earlier is None:
        return None
    answered = earlier.responses.exclude(answer="").select_related("provision", "assessment__code")
    if earlier.code_id == assessment.code_id:
        return answered.filter(provision=provision).first()
    link = Correspondence.objects.filter(from_code=earlier.code, to_provision=provision).first()
    if link is None:
        return None
    return (
        answered.filter(provision__successors__correspondence=link)
        .order_by("provision__successors__position")
        .first()
    )


def has_worked_on(assessment: Assessment, user_id: int) -> bool:
    """Whether the person answered any provision of the assessment, or submitted it."""
    return HistoryEntry.objects.filter(
        assessment=assessment, actor_id=user_id, event__in=(Event.RESPONSE_SAVED, Event.SUBMIT)
    ).exists()


@dataclass(frozen=True)
class Listed:
    """One assessment in a landlord's list, and how far it is."""

    assessment: Assessment
    answered: int
    total: int


def listed(landlord: Landlord) -> list[Listed]:
    """The landlord's assessments with their progress, the newest year first: two queries."""
    counts = {
        pk: (answered, total)
        for pk, answered, total in Response.objects.filter(assessment__landlord=landlord)
        .order_by()
        .values_list("assessment")
        .annotate(answered=Count("pk", filter=~Q(answer="")), total=Count("pk"))
    }
    return [
        Listed(assessment, *counts.get(assessment.pk, (0, 0)))
        for assessment in Assessment.objects.of(landlord).select_related("code")
    ]


@dataclass(frozen=True)
class Place:
    """Where a provision stands among those of its form. Numbers are empty where there is none."""

    position: int
    total: int
    previous: str
    next: str
    # The next that has no answer, searched to the end and then from the beginning.
    next_unanswered: str
    unanswered: int


def place_of(assessment: Assessment, number: str) -> Place:
    """The provision's place in the form's order: one query. Raises ValueError for a number that
    the assessment's Code does not have.
    """
    rows = list(
        assessment.responses.order_by("provision__position").values_list(
            "provision__number", "answer"
        )
    )
    numbers = [row_number for row_number, _ in rows]
    at = numbers.index(number)
    others = [row_number for row_number, answer in rows[at + 1 :] + rows[:at] if not answer]
    return Place(
        position=at + 1,
        total=len(numbers),
        previous=numbers[at - 1] if at else "",
        next=numbers[at + 1] if at + 1 < len(numbers) else "",
        next_unanswered=others[0] if others else "",
        unanswered=sum(not answer for _, answer in rows),
    )


def response_to(assessment: Assessment, number: str) -> Response:
    """The response to one provision, with all that its page shows. Raises Response.DoesNotExist."""
    return assessment.responses.select_related(
        "provision__section", "provision__code", "edited_by"
    ).get(provision__number=number)


def history_of(assessment: Assessment, number: str = "") -> QuerySet[HistoryEntry]:
    """The assessment's history, or that of one of its provisions; the latest comes first."""
    entries = assessment.history.select_related("provision")
    return entries.filter(provision__number=number) if number else entries.all()
