"""Reads of what is published. None of them touches an assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, QuerySet

from accounts.models import FormerSlug, Landlord
from publishing.models import Publication
from selfassess.common.financial_year import FinancialYear


def shelf(slug: str) -> list[Publication]:
    """All that the landlord at the address has published, newest first, without the texts.

    One query: it is all that the frame around a published page needs.
    """
    return list(Publication.objects.light().filter(landlord__slug=slug).select_related("landlord"))


def of_year(
    publications: Sequence[Publication], year: FinancialYear, version: int | None = None
) -> Publication | None:
    """The year's newest version, or the version asked for; None where there is none."""
    for publication in publications:
        if publication.year == year and version in (None, publication.version):
            return publication
    return None


def by_year(publications: Sequence[Publication]) -> dict[FinancialYear, list[Publication]]:
    """The publications of each year, newest year and version first."""
    found: dict[FinancialYear, list[Publication]] = {}
    for publication in publications:
        found.setdefault(publication.year, []).append(publication)
    return found


def landlords_that_published(name_contains: str = "") -> QuerySet[Landlord, Any]:
    """Landlords with a publication, by name: name, slug, newest_year and year_count of each."""
    found = Landlord.objects.filter(publications__isnull=False)
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


def new_slug(slug: str) -> str | None:
    """The slug that replaced a former one; None for one that was never anybody's, or still is."""
    if Landlord.objects.filter(slug=slug).exists():
        return None
    former = FormerSlug.objects.filter(slug=slug).select_related("landlord").first()
    return former.landlord.slug if former else None
