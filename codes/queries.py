"""What the public pages of a Code show: its provisions, and what came of each across editions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from codes.enums import Change, Level
from codes.models import Code, Correspondence, Provision, Section

# How a change reads on the later Code's page, and on the earlier one's.
_FROM = {
    Change.UNCHANGED: "Unchanged from",
    Change.REWORDED: "Reworded from",
    Change.CHANGED: "Changed from",
    Change.STRENGTHENED: "Strengthened from",
}
_INTO = {
    Change.UNCHANGED: "Unchanged in",
    Change.REWORDED: "Reworded in",
    Change.CHANGED: "Changed in",
    Change.STRENGTHENED: "Strengthened in",
}


@dataclass(frozen=True)
class Link:
    number: str
    url: str


@dataclass(frozen=True)
class Trace:
    """A sentence on what a provision came from or became; the links, if any, end it."""

    words: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ProvisionRow:
    provision: Provision
    traces: tuple[Trace, ...]


@dataclass(frozen=True)
class Group:
    """Provisions that stand together in the form. Headings are empty where the form has none, or
    where the heading of the group before still holds."""

    level_heading: str
    stage: str
    rows: tuple[ProvisionRow, ...]


@dataclass(frozen=True)
class SectionPart:
    section: Section
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Standing:
    """Whether a Code is in force: a word for its tag, its first day and, where known, its last."""

    tag: str
    is_in_force: bool
    first_day: date
    last_day: date | None


def standing(code: Code, in_force: Code | None, today: date) -> Standing:
    """How a Code stands today; `in_force`: that of its family that counts, if any."""
    if code == in_force:
        tag = "In force"
    elif code.in_force_from > today:
        tag = "Upcoming"
    else:
        tag = "Superseded"
    superseded = code.superseded_on
    last_day = superseded - timedelta(days=1) if superseded else None
    return Standing(tag, code == in_force, code.in_force_from, last_day)


def section_parts(code: Code) -> tuple[SectionPart, ...]:
    """The Code's sections with their provisions in the form's order: four queries."""
    provisions = list(code.provisions.select_related("section"))
    traces = _traces(code, [provision.number for provision in provisions])
    return tuple(
        SectionPart(section, tuple(_groups(code, rows, traces)))
        for section, rows in groupby(provisions, key=lambda provision: provision.section)
    )


def _groups(
    code: Code, provisions: Iterable[Provision], traces: dict[str, list[Trace]]
) -> Iterable[Group]:
    headings = {Level.MUST.value: code.must_heading, Level.SHOULD.value: code.should_heading}
    last_level = ""
    for (level, stage), rows in groupby(provisions, key=lambda row: (row.level, row.stage)):
        yield Group(
            level_heading=headings[level] if level != last_level else "",
            stage=stage,
            rows=tuple(ProvisionRow(row, tuple(traces.get(row.number, ()))) for row in rows),
        )
        last_level = level


def _traces(code: Code, numbers: list[str]) -> dict[str, list[Trace]]:
    """By number, what each provision came from in earlier Codes and became in later ones."""
    links = (
        Correspondence.objects.filter(to_provision__code=code)
        | Correspondence.objects.filter(from_code=code)
    ).select_related("from_code", "to_provision__code")
    links = links.order_by("to_provision__code__in_force_from", "to_provision__position")
    traces: dict[str, list[Trace]] = {}
    carried: dict[Code, set[str]] = {}
    for link in links.prefetch_related("sources__provision"):
        sources = [source.provision for source in link.sources.all()]
        if link.from_code_id != code.pk:
            traces.setdefault(link.to_provision.number, []).append(_came_from(link, sources))
            continue
        taken = carried.setdefault(link.to_provision.code, set())
        for source in sources:
            taken.add(source.number)
            traces.setdefault(source.number, []).append(_became(link))
    # What a later Code does not take up, where its correspondence is known.
    for later, taken in carried.items():
        for number in numbers:
            if number not in taken:
                traces.setdefault(number, []).append(Trace(f"Not in {later.edition}"))
    return traces


def _came_from(link: Correspondence, sources: list[Provision]) -> Trace:
    if link.change == Change.NEW:
        return Trace(f"New in {link.to_provision.code.edition}")
    return _trace(_FROM[Change(link.change)], link.from_code, sources)


def _became(link: Correspondence) -> Trace:
    return _trace(_INTO[Change(link.change)], link.to_provision.code, [link.to_provision])


def _trace(words: str, code: Code, provisions: list[Provision]) -> Trace:
    noun = "provision" if len(provisions) == 1 else "provisions"
    address = code.get_absolute_url()
    return Trace(
        f"{words} {code.edition} {noun}",
        tuple(Link(row.number, f"{address}#{row.number}") for row in provisions),
    )
