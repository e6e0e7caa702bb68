"""Which web addresses a landlord's answers and evidence name, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Landlord
from assessments.enums import OPEN_STATES, Event, State
from assessments.fields import FIELDS, Kind
from assessments.models import Assessment, Citation, EvidenceItem, HistoryEntry, Response
from assessments.models.links import LONGEST
from selfassess.common.mistyped import addresses_in

_TEXTS = [field.name for field in FIELDS if field.kind is Kind.TEXT]


@dataclass(frozen=True)
class Place:
    """Where an address stands: what the place is called, its page, and whether residents read it
    now.
    """

    label: str
    page: str
    is_published: bool


Places = dict[str, list[Place]]


def places_of(landlord: Landlord) -> Places:
    """The addresses that are looked at, each with every place that names it.

    Those in what residents read now or will read next: of each Code's family the newest
    publication that stands, and what is in progress; and those of the library's public items.
    """
    now = current(landlord)
    found: Places = {}
    for address, place in (*_in_answers(now), *_in_body_responses(now), *_of_items(landlord, now)):
        if len(address) <= LONGEST and place not in found.setdefault(address, []):
            found[address].append(place)
    return found


def current(landlord: Landlord) -> dict[int, Assessment]:
    """What is in progress, and what was published last of each family, by key."""
    withdrawn = HistoryEntry.objects.filter(assessment=OuterRef("pk"), event=Event.WITHDRAW)
    rows = (
        Assessment.objects.of(landlord)
        .filter(Q(state__in=OPEN_STATES) | Q(state=State.PUBLISHED) & ~Exists(withdrawn))
        .select_related("code")
        .order_by("-year_start", "-published_at")
    )
    found: dict[int, Assessment] = {}
    families: set[str] = set()
    for row in rows:
        if row.state == State.PUBLISHED:
            if row.family_id in families:
                continue
            families.add(row.family_id)
        found[row.pk] = row
    return found


def names_address(response: Response) -> bool:
    """Whether a web address may stand in its texts, well typed or not."""
    texts = (str(getattr(response, name) or "") for name in _TEXTS)
    return any("/" in text or "www" in text.lower() for text in texts)


def addresses_of(response: Response) -> list[str]:
    """Those that are links in the answer's texts."""
    return [
        address for name in _TEXTS for address in addresses_in(str(getattr(response, name) or ""))
    ]


def _in_answers(now: dict[int, Assessment]) -> Iterator[tuple[str, Place]]:
    rows = Response.objects.filter(assessment__in=now).select_related("provision")
    for response in rows.order_by("provision__position"):
        assessment, number = now[response.assessment_id], response.provision.number
        place = Place(
            f"{number}, {assessment.label}",
            reverse("assessments:provision", args=[assessment.pk, number]),
            assessment.state == State.PUBLISHED,
        )
        yield from ((address, place) for address in addresses_of(response))


def _in_body_responses(now: dict[int, Assessment]) -> Iterator[tuple[str, Place]]:
    rows = Assessment.objects.filter(pk__in=now).exclude(body_response__text="")
    for pk, text in rows.values_list("pk", "body_response__text"):
        assessment = now[pk]
        place = Place(
            f"Governing body’s response, {assessment.label}",
            assessment.get_absolute_url(),
            assessment.state == State.PUBLISHED,
        )
        yield from ((address, place) for address in addresses_in(text or ""))


def _of_items(landlord: Landlord, now: dict[int, Assessment]) -> Iterator[tuple[str, Place]]:
    """Internal items are not looked at: their addresses are for the landlord's people alone."""
    published = [pk for pk, row in now.items() if row.state == State.PUBLISHED]
    cited = Citation.objects.filter(response__assessment__in=published)
    in_public = set(cited.values_list("item", flat=True))
    for item in EvidenceItem.objects.of(landlord).filter(is_public=True).exclude(address=""):
        # An earlier edition counts as long as what is published names it.
        if item.replaced_by_id is None or item.pk in in_public:
            page = reverse("assessments:evidence_item", args=[landlord.slug, item.pk])
            label = f"Evidence item “{item.title}”"
            yield item.address, Place(label, page, item.pk in in_public)
