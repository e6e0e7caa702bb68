"""What could be carried forward from an earlier assessment: read, and nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from assessments.correspondence import SAME_DUTY, Carried, Origin, Plan, is_filled, plan
from assessments.enums import Event, State
from assessments.models import Assessment, Response
from assessments.queries import (
    answered,
    origins_between,
    previous_assessment,
    responses_of,
)
from codes.enums import Change
from codes.models import Correspondence, CorrespondenceSource


@dataclass(frozen=True)
class Forward:
    """An earlier assessment's answers beside the draft that they would start.

    `plan` is about the draft's blank responses alone; `kept` names those that say something, and
    those that were carried before or cleared: they stay. `dropped`: earlier answers that no
    provision of the draft's Code takes up. `new`: provisions without any origin.
    """

    draft: Assessment
    source: Assessment
    plan: Plan
    earlier: Mapping[str, Response]
    now: Mapping[str, Response]
    origins: Mapping[str, Origin]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def same_code(self) -> bool:
        return self.source.code_id == self.draft.code_id

    @property
    def to_confirm(self) -> list[Carried]:
        """Answers to the same requirement."""
        return [row for row in self.plan.kept if self.earlier[row.source].answer]

    @property
    def without_answer(self) -> list[Carried]:
        """Texts about the same requirement, to which the earlier assessment gave no answer."""
        return [row for row in self.plan.kept if not self.earlier[row.source].answer]

    @property
    def new(self) -> list[str]:
        return [number for number in self.plan.empty if self._is_new(number)]

    @property
    def unanswered(self) -> list[str]:
        """Blank as they were: the earlier assessment says nothing of them."""
        return [number for number in self.plan.empty if not self._is_new(number)]

    def _is_new(self, number: str) -> bool:
        origin = self.origins.get(number)
        return origin is not None and origin.change == Change.NEW

    def sources_of(self, row: Carried) -> list[Response]:
        """Every earlier answer that bears on the provision, the closest first."""
        return _said(self.origins[row.number].sources, self.earlier)


def forward(draft: Assessment, wanted: int | None = None) -> Forward | None:
    """What could be carried forward into the draft; None where there is no earlier assessment.

    From the one that was carried before, else from the last; `wanted`: from another of
    `sources_before`, by its id.
    """
    if wanted is not None:
        return next(
            (_between(row, draft) for row in sources_before(draft) if row.pk == wanted), None
        )
    source = usual_source(draft)
    return _between(source, draft) if source else None


def usual_source(draft: Assessment) -> Assessment | None:
    """What a draft begins with, unless someone asks for another: the last year, or else what was
    published elsewhere for the draft's own year."""
    return (
        draft.carried_from or previous_assessment(draft) or next(iter(sources_before(draft)), None)
    )


def sources_before(draft: Assessment) -> list[Assessment]:
    """All whose answers can be carried into the draft, the latest year first.

    Those of earlier years against Codes of its family, each in its newest version, and what was
    published elsewhere for the draft's own year.
    """
    own_year = Q(state=State.RECORDED, year_start=draft.year_start)
    newest: dict[tuple[int, str], Assessment] = {}
    family = answered(draft.landlord).filter(family=draft.family_id)
    for row in family.filter(Q(year_start__lt=draft.year_start) | own_year):
        newest.setdefault((row.year_start, row.state), row)
    return list(newest.values())


def drafts_after(source: Assessment) -> list[Assessment]:
    """The drafts into which the assessment's answers can be carried forward."""
    drafts = Assessment.objects.of(source.landlord, source.family_id).filter(
        state=State.DRAFT, year_start__gte=source.year_start
    )
    return [draft for draft in drafts.select_related("landlord") if source in sources_before(draft)]


def _between(source: Assessment, draft: Assessment) -> Forward:
    earlier = {row.provision.number: row for row in responses_of(source)}
    now = {row.provision.number: row for row in responses_of(draft)}
    origins = origins_between(source.code, draft.code)
    filled = {number: row.values() for number, row in earlier.items()}
    settled = set(
        draft.history.filter(event__in=(Event.CARRIED, Event.STARTED_AFRESH)).values_list(
            "provision", flat=True
        )
    )
    blank = [
        number
        for number, row in now.items()
        if is_blank_still(row) and row.provision_id not in settled
    ]
    taken_up = {number for origin in origins.values() for number in origin.sources}
    return Forward(
        draft=draft,
        source=source,
        plan=plan(filled, blank, origins),
        earlier=earlier,
        now=now,
        origins=origins,
        kept=tuple(number for number in now if number not in set(blank)),
        dropped=tuple(
            number
            for number, values in filled.items()
            if is_filled(values) and number not in taken_up
        ),
    )


def is_blank_still(response: Response) -> bool:
    """Whether nothing is filled in: only such a response is filled."""
    return not is_filled(response.values())


def may_carry_into(assessment: Assessment) -> bool:
    """Answers are carried into a draft alone: a correction has those of what it corrects."""
    return assessment.state == State.DRAFT


def sources_for(response: Response) -> list[Response]:
    """The earlier answers that a carried one comes from, the closest first: two queries at most.

    Its provision, `carried_from`, and that one's assessment and Code have to be loaded.
    """
    first = response.carried_from
    if first is None:
        return []
    code = first.assessment.code
    if first.provision_id == response.provision_id:
        return [first]
    numbers = _numbers_of_origin(response, code.pk) or (first.provision.number,)
    rows = first.assessment.responses.filter(provision__number__in=numbers)
    by_number = {row.provision.number: row for row in rows.select_related("provision")}
    for row in by_number.values():
        row.assessment = first.assessment
    return _said(numbers, by_number)


def closest_sources(responses: Iterable[Response]) -> dict[int, Response]:
    """What each carried answer comes from, by the answer's id, with its provision and Code: one
    query.
    """
    # Several may come from one.
    links = {row.pk: row.carried_from_id for row in responses if row.carried_from_id}
    rows = Response.objects.select_related("provision", "assessment__code")
    found = rows.in_bulk(set(links.values()))
    return {pk: found[source] for pk, source in links.items()}


def with_another_duty(responses: Iterable[Response]) -> frozenset[int]:
    """Of carried responses without an answer those whose requirement is another than their source
    answered, by id: one query, and none within a Code. `carried_from` has to be loaded.
    """
    links = {
        row.pk: {row.provision_id, row.carried_from.provision_id}
        for row in responses
        if row.to_confirm and not row.answer and row.carried_from
    }
    across = {pk: link for pk, link in links.items() if len(link) > 1}
    if not across:
        return frozenset()
    same = _same_duties({provision for link in across.values() for provision in link})
    return frozenset(pk for pk, link in across.items() if frozenset(link) not in same)


def _same_duties(provisions: Iterable[int]) -> set[frozenset[int]]:
    """Pairs of them that are one requirement in two Codes, whichever Code is the later."""
    closest = CorrespondenceSource.objects.filter(
        position=0,
        provision__in=provisions,
        correspondence__to_provision__in=provisions,
        correspondence__change__in=SAME_DUTY,
    )
    pairs = closest.values_list("provision_id", "correspondence__to_provision_id")
    return {frozenset(pair) for pair in pairs}


def _numbers_of_origin(response: Response, from_code: int) -> tuple[str, ...]:
    sources = CorrespondenceSource.objects.filter(
        correspondence__from_code=from_code, correspondence__to_provision=response.provision
    )
    return tuple(sources.values_list("provision__number", flat=True))


def _said(numbers: Sequence[str], earlier: Mapping[str, Response]) -> list[Response]:
    return [
        earlier[number]
        for number in numbers
        if number in earlier and is_filled(earlier[number].values())
    ]


def is_new(response: Response) -> bool:
    """Whether the provision is new, compared with the assessment that the draft began with."""
    return response.provision.number in new_numbers(response.assessment)


def new_numbers(draft: Assessment) -> set[str]:
    """The provisions that are new, compared with the assessment that the draft began with."""
    source = draft.carried_from
    if source is None or source.code_id == draft.code_id:
        return set()
    links = Correspondence.objects.filter(
        from_code=source.code_id, to_provision__code=draft.code_id, change=Change.NEW
    )
    return set(links.values_list("to_provision__number", flat=True))
