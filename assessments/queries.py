"""Reads across an assessment: what is filled in, what is missing, what was said last year."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from accounts.models import Landlord
from assessments.completeness import Filled, Gap, all_gaps
from assessments.correspondence import Origin, inverted
from assessments.enums import NOTE_EVENTS, ContributionState, Event, QuestionState, State
from assessments.fields import NAMES
from assessments.models import (
    Assessment,
    Citation,
    ContributionVersion,
    HistoryEntry,
    Question,
    Response,
)
from codes.enums import Change
from codes.models import Code, Correspondence, CorrespondenceSource, Provision
from codes.validators import numbered_title


def filled(response: Response, *, single_text: bool) -> Filled:
    """A response as the completeness engine reads it; its provision must be loaded."""
    return Filled(
        number=response.provision.number,
        level=response.provision.level,
        single_text=single_text,
        values=response.values(),
        to_confirm=response.waits_for,
        cites=response.cites,
    )


def responses_of(assessment: Assessment) -> list[Response]:
    """All responses in the form's order, with provision and section loaded: one query."""
    return list(
        assessment.responses.select_related("provision__section", "carried_from__assessment")
        .defer(*(f"carried_from__{name}" for name in NAMES if name != "answer"))
        .annotate(cites_loaded=_CITES)
        .order_by("provision__position")
    )


_CITES = Exists(Citation.objects.filter(response=OuterRef("pk")))


def with_citations(responses: list[Response]) -> list[Response]:
    """The same, each with what it cites loaded: one query."""
    cited = Prefetch("citations", Citation.objects.select_related("item"))
    prefetch_related_objects(responses, cited)
    return responses


def gaps_of(assessment: Assessment, responses: Iterable[Response] | None = None) -> tuple[Gap, ...]:
    """What the assessment lacks; asks for its responses unless they are given."""
    single_text = assessment.code.has_single_text_column
    rows = responses_of(assessment) if responses is None else responses
    return all_gaps(filled(response, single_text=single_text) for response in rows)


def previous_assessment(assessment: Assessment) -> Assessment | None:
    """The landlord's last published assessment of an earlier year against a Code of the same
    family, or what is recorded of one that was published elsewhere, where answers are recorded.
    """
    earlier = answered(assessment.landlord).filter(family=assessment.family_id)
    return earlier.filter(year_start__lt=assessment.year_start).first()


def last_before(landlord: Landlord, year_start: int) -> list[Assessment]:
    """The landlord's last one of a year before that, which `previous_assessment` tells of: one of
    each family, the latest first.
    """
    last: dict[str, Assessment] = {}
    for row in answered(landlord).filter(year_start__lt=year_start):
        last.setdefault(row.family_id, row)
    return list(last.values())


def answered(landlord: Landlord) -> QuerySet[Assessment]:
    """What the landlord published, and what is recorded with answers of years that it published
    elsewhere: the latest year first, and of a year the newest version. Of all families.
    """
    answers = Response.objects.filter(assessment=OuterRef("pk")).exclude(answer="")
    return (
        Assessment.objects.of(landlord)
        .filter(Q(state=State.PUBLISHED) | Q(state=State.RECORDED) & Exists(answers))
        .select_related("code")
        .order_by("-year_start", F("published_at").desc(nulls_last=True))
    )


def newer_published(assessment: Assessment) -> Assessment | None:
    """What was published last for the same year and family after this one; None where this is
    the newest.
    """
    if assessment.published_at is None:
        return None
    newer = Assessment.objects.filter(
        landlord=assessment.landlord_id,
        year_start=assessment.year_start,
        family=assessment.family_id,
        state=State.PUBLISHED,
        published_at__gt=assessment.published_at,
    )
    return newer.order_by("-published_at").first()


def origins_between(earlier: Code, later: Code) -> dict[str, Origin]:
    """Where each provision of `later` comes from in `earlier`, by number: at most four queries.

    Within one Code everything comes from itself. A correspondence that is known the other way
    round is read backwards; where none is known, as between two families, it is empty.
    """
    if earlier.family_id != later.family_id:
        return {}
    if earlier == later:
        numbers = later.provisions.values_list("number", flat=True)
        return {number: Origin((number,), Change.UNCHANGED) for number in numbers}
    forwards = _correspondence(earlier, later)
    return forwards or inverted(_correspondence(later, earlier))


def _correspondence(earlier: Code, later: Code) -> dict[str, Origin]:
    links = Correspondence.objects.filter(from_code=earlier, to_provision__code=later)
    rows = links.select_related("to_provision").order_by("to_provision__position")
    return {
        link.to_provision.number: Origin(
            tuple(source.provision.number for source in link.sources.all()), Change(link.change)
        )
        for link in rows.prefetch_related("sources__provision")
    }


def previous_response(assessment: Assessment, provision: Provision) -> Response | None:
    """What the landlord last answered to this requirement, where the Code had it then.

    Across Codes the correspondence says which earlier provision is the closest.
    """
    return previous_responses(assessment, [provision]).get(provision.pk)


def previous_responses(
    assessment: Assessment, provisions: Collection[Provision]
) -> dict[int, Response]:
    """What `previous_response` finds for each of them, by the provision's id: three queries."""
    earlier = previous_assessment(assessment)
    if earlier is None:
        return {}
    answered = earlier.responses.exclude(answer="").select_related("provision", "assessment__code")
    if earlier.code_id == assessment.code_id:
        return {row.provision_id: row for row in answered.filter(provision__in=provisions)}
    links = CorrespondenceSource.objects.filter(
        correspondence__from_code=earlier.code, correspondence__to_provision__in=provisions
    )
    pairs = list(
        links.order_by("position").values_list("provision_id", "correspondence__to_provision_id")
    )
    said = {
        row.provision_id: row for row in answered.filter(provision__in={one for one, _ in pairs})
    }
    found: dict[int, Response] = {}
    for source, to in pairs:
        if source in said:
            found.setdefault(to, said[source])
    return found


def has_worked_on(assessment: Assessment, user_id: int) -> bool:
    """Whether the person answered any provision of the assessment, or submitted it."""
    return user_id in worked_on_by(assessment)


def worked_on_by(assessment: Assessment) -> frozenset[int | None]:
    """The users who answered any provision of the assessment, changed what it cites, whose text was
    accepted for one, or who submitted it.

    An answer carried forward from another one is still of the person who gave it, and also of the
    one who confirmed that it holds.
    """
    events = (
        *(Event.RESPONSE_SAVED, Event.CONFIRMED, Event.SUBMIT),
        *(Event.CITED, Event.CITATION_CHANGED, Event.UNCITED),
    )
    steps = HistoryEntry.objects.filter(assessment=assessment, event__in=events).order_by()
    answers = Response.objects.filter(assessment=assessment)
    found = steps.values_list("actor_id").union(
        answers.order_by().values_list("edited_by_id"),
        _accepted_texts(assessment, answers).order_by().values_list("author_id"),
    )
    return frozenset(user_id for (user_id,) in found)


def _accepted_texts(
    assessment: Assessment, answers: QuerySet[Response]
) -> QuerySet[ContributionVersion]:
    """What colleagues wrote for these answers and an officer accepted, also before they were copied
    into a correction or reassessment: a copy keeps the moment of its last change.
    """
    here = Q(contribution__response__assessment=assessment)
    copied = answers.filter(
        provision=OuterRef("contribution__response__provision"),
        edited_at=OuterRef("contribution__response__edited_at"),
    )
    there = Q(Exists(copied), contribution__response__assessment__landlord=assessment.landlord_id)
    return ContributionVersion.objects.filter(
        here | there, contribution__state=ContributionState.ACCEPTED, is_saved=True
    )


@dataclass(frozen=True)
class Listed:
    """One assessment in a landlord's list, and how far it is."""

    assessment: Assessment
    answered: int
    total: int
    is_withdrawn: bool


def listed(landlord: Landlord) -> list[Listed]:
    """The landlord's assessments with their progress, the newest year first: two queries."""
    withdrawals = HistoryEntry.objects.filter(assessment=OuterRef("pk"), event=Event.WITHDRAW)
    counts = {
        pk: (answered, total, withdrawn)
        for pk, answered, total, withdrawn in Assessment.objects.of(landlord)
        .order_by()
        .values_list("pk")
        .annotate(
            answered=Count(
                "responses", filter=~Q(responses__answer="") & Q(responses__to_confirm=False)
            ),
            total=Count("responses"),
            withdrawn=Exists(withdrawals),
        )
    }
    return [
        Listed(assessment, *counts[assessment.pk])
        for assessment in Assessment.objects.of(landlord).select_related("code__family")
        if assessment.pk in counts
    ]


def newest_published(rows: Iterable[Listed]) -> list[Listed]:
    """Of each year and family what was published last: that is what can be corrected."""
    newest: dict[tuple[int, str], Listed] = {}
    for row in rows:
        at = row.assessment.published_at
        if row.assessment.state != State.PUBLISHED or at is None:
            continue
        year = (row.assessment.year_start, row.assessment.family_id)
        held = newest.get(year)
        if held is None or (held.assessment.published_at or at) < at:
            newest[year] = row
    return list(newest.values())


@dataclass(frozen=True)
class Place:
    """Where a provision stands among those of its form. Numbers are empty where there is none.

    The titles are what lists call the previous and the next provision.
    """

    position: int
    total: int
    previous: str
    previous_title: str
    next: str
    next_title: str
    # The next that has no answer, or one to confirm: to the end and then from the beginning.
    next_unanswered: str
    unanswered: int
    numbers: tuple[str, ...]


def place_of(assessment: Assessment, number: str) -> Place:
    """The provision's place in the form's order: one query. Raises ValueError for a number that
    the assessment's Code does not have.
    """
    rows = list(
        assessment.responses.order_by("provision__position").values_list(
            "provision__number", "answer", "to_confirm", "provision__short_title"
        )
    )
    numbers = [row_number for row_number, *_ in rows]
    # With nothing before the first and after the last.
    titles = ["", *(numbered_title(row_number, short) for row_number, _, _, short in rows), ""]
    at = numbers.index(number)
    others = [
        row_number
        for row_number, answer, to_confirm, _ in rows[at + 1 :] + rows[:at]
        if to_confirm or not answer
    ]
    return Place(
        position=at + 1,
        total=len(numbers),
        previous=numbers[at - 1] if at else "",
        previous_title=titles[at],
        next=numbers[at + 1] if at + 1 < len(numbers) else "",
        next_title=titles[at + 2],
        next_unanswered=others[0] if others else "",
        unanswered=sum(to_confirm or not answer for _, answer, to_confirm, _ in rows),
        numbers=tuple(numbers),
    )


def assessment_now(assessment: Assessment) -> Assessment:
    """The assessment as it is by now, with all that its pages show."""
    loaded = Assessment.objects.select_related("landlord", "code__family", "body_response")
    return loaded.get(pk=assessment.pk)


def response_to(assessment: Assessment, number: str) -> Response:
    """The response to one provision, with all that its page shows. Raises Response.DoesNotExist."""
    return (
        assessment.responses.select_related(
            "provision__section",
            "provision__code",
            "edited_by",
            "carried_from__assessment__code",
            "carried_from__provision",
        )
        .annotate(cites_loaded=_CITES)
        .get(provision__number=number)
    )


def history_of(
    assessment: Assessment, number: str = "", *, with_notes: bool
) -> QuerySet[HistoryEntry]:
    """The assessment's history, or that of one of its provisions; the latest comes first.

    `with_notes`: whether the reader may read what officers and contributors shared, see
    `rules.shares_notes`.
    """
    entries = assessment.history.select_related("provision__code").all()
    if not with_notes:
        entries = entries.exclude(event__in=NOTE_EVENTS)
    if not number:
        return entries
    return entries.filter(provision__number=number, provision__code=assessment.code_id)


@dataclass(frozen=True)
class QuestionCounts:
    """How many questions about an assessment wait for an answer, have one, and are closed."""

    waiting: int = 0
    answered: int = 0
    closed: int = 0

    @property
    def open(self) -> int:
        """Those that no one has closed."""
        return self.waiting + self.answered

    @property
    def total(self) -> int:
        return self.open + self.closed


def question_counts(assessment: Assessment) -> QuestionCounts:
    """One query, and none for what has never been submitted: no one could ask."""
    if assessment.submitted_at is None:
        return QuestionCounts()
    rows = Question.objects.filter(assessment=assessment).order_by().values_list("state")
    found = dict(rows.annotate(Count("pk")))
    return QuestionCounts(*(found.get(state, 0) for state in QuestionState))


def open_questions(assessment: Assessment) -> int:
    """How many questions no one has closed: one query."""
    return Question.objects.filter(assessment=assessment).open().count()


def body_response_history_of(assessment: Assessment) -> QuerySet[HistoryEntry]:
    """Who wrote and confirmed the governing body's response; the latest comes first."""
    return history_of(assessment, with_notes=False).filter(
        event__in=(
            Event.BODY_RESPONSE_SAVED,
            Event.BODY_RESPONSE_NOT_KEPT,
            Event.BODY_RESPONSE_CONFIRMED,
        )
    )
