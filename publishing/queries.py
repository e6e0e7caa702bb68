"""Reads of what is published. Of an assessment they take nothing but where it was published."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, Max, Q, QuerySet, When

from accounts.models import Landlord
from assessments.enums import State
from assessments.models import Assessment
from codes.models import Family
from codes.validators import HOUSING_OMBUDSMAN
from publishing.formats import SELF_ASSESSMENT
from publishing.models import Publication, PublishedFile
from selfassess.common.financial_year import FinancialYear

# Every publication has this file.
BODY_COMES_WITH = f"{SELF_ASSESSMENT}.json"


@dataclass(frozen=True)
class Elsewhere:
    """A year that the landlord published somewhere else."""

    year: FinancialYear
    family: str
    url: str
    code_title: str


@dataclass(frozen=True)
class Shelf:
    """All that a landlord has published, newest first, withdrawn or not, without the texts; or
    what of it is against Codes of one family.

    `families`: those of all that the landlord has published here or elsewhere, the Housing
    Ombudsman's first.
    """

    landlord: Landlord | None
    families: list[Family]
    publications: list[Publication]
    elsewhere: list[Elsewhere]

    def of(self, family: str) -> Shelf:
        """What of it is against Codes of the family."""
        return replace(
            self,
            publications=[row for row in self.publications if row.family_id == family],
            elsewhere=[row for row in self.elsewhere if row.family == family],
        )

    @property
    def names_code(self) -> bool:
        """Whether a page has to say which Code something is against: there are several families."""
        return len(self.families) > 1

    @property
    def standing(self) -> list[Publication]:
        """What can be read."""
        return [row for row in self.publications if not row.is_withdrawn]

    def of_year(self, year: FinancialYear, version: int | None = None) -> Publication | None:
        """The version asked for, withdrawn or not; or the year's newest that can be read, and
        where none can its newest. None where there is none.
        """
        found = [
            row for row in self.publications if row.year == year and version in (None, row.version)
        ]
        return next((row for row in found if not row.is_withdrawn), found[0] if found else None)

    def by_year(self) -> dict[FinancialYear, list[Publication]]:
        """The publications of each year, newest year and version first."""
        found: dict[FinancialYear, list[Publication]] = {}
        for publication in self.publications:
            found.setdefault(publication.year, []).append(publication)
        return found


@dataclass(frozen=True)
class StandingFile:
    """A file that can be read: of which version, where it lies, its SHA-256 and its bytes."""

    version: int
    content_type: str
    storage_name: str
    digest: str
    size: int


def shelf(slug: str, family: str | None = None) -> Shelf:
    """All that the landlord at the address has published here or elsewhere; with a `family` what
    is against that family's Codes.

    One query: it is all that the frame around a published page needs. It begins at the
    assessments, because what was published elsewhere has nothing else; of those that were
    published here it takes the frozen publication alone.
    """
    rows = (
        Assessment.objects.filter(landlord__slug=slug)
        .filter(Q(publication__isnull=False) | Q(state=State.RECORDED))
        .select_related("landlord", "code", "family", "publication__withdrawal")
        .defer("publication__document", "publication__body")
    )
    publications, elsewhere, landlord = [], [], None
    families: dict[str, Family] = {}
    for row in rows:
        landlord = row.landlord
        if row.is_recorded:
            # A year that is not on the web is recorded for the landlord alone.
            if not row.published_url:
                continue
            found = Elsewhere(row.year, row.family_id, row.published_url, row.code.title)
            elsewhere.append(found)
        else:
            row.publication.landlord = row.landlord
            publications.append(row.publication)
        families[row.family_id] = row.family
    publications.sort(key=lambda row: (row.year_start, row.version), reverse=True)
    elsewhere.sort(key=lambda row: row.year.start, reverse=True)
    in_order = sorted(families.values(), key=lambda one: (one.pk != HOUSING_OMBUDSMAN, one.title))
    everything = Shelf(landlord, in_order, publications, elsewhere)
    return everything if family is None else everything.of(family)


def standing_file(
    slug: str, year: FinancialYear, family: str, version: int | None, name: str
) -> StandingFile | None:
    """The file of that name of the version asked for, or of the year's newest that can be read;
    None where that was withdrawn, has no such file, or is not there.

    One narrow query, because files are asked for most.
    """
    rows = Publication.objects.filter(
        landlord__slug=slug, year_start=year.start, family=family, withdrawal__isnull=True
    )
    if version is not None:
        rows = rows.filter(version=version)
    fields = ("content_type", "storage_name", "digest", "size")
    row = (
        rows.annotate(file=FilteredRelation("files", condition=Q(files__name=name)))
        .order_by("-version")
        .values_list("version", *(f"file__{field}" for field in fields))
        .first()
    )
    # A version without such a file has nothing in its columns.
    return StandingFile(*row) if row and row[1] else None


def with_body(publication: Publication) -> tuple[list[PublishedFile], bytes]:
    """The publication's files, and its page's body as HTML in UTF-8.

    One query: the body comes along with one of the files.
    """
    body = Case(When(name=BODY_COMES_WITH, then=F("publication__body")), default=None)
    rows = PublishedFile.objects.filter(publication=publication).annotate(body=body)
    files: list[Any] = list(rows)
    packed = next(file.body for file in files if file.body is not None)
    return files, gzip.decompress(bytes(packed))


def landlords_that_published(name_contains: str = "") -> QuerySet[Landlord, Any]:
    """Landlords with something to read, by name: name, slug, newest_year and year_count of each."""
    standing = Publication.objects.filter(withdrawal__isnull=True)
    found = Landlord.objects.filter(publications__in=standing)
    if name_contains:
        found = found.filter(name__icontains=name_contains)
    return (
        found.order_by("name", "pk")
        .values("name", "slug")
        .annotate(
            newest_year=Max("publications__year_start"),
            year_count=Count("publications__year_start", distinct=True),
        )
    )
