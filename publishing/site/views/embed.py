"""What is published without our frame, for the landlord's own website to show inside its page."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from publishing import queries
from publishing.glance import glance_context
from publishing.models import Publication
from publishing.queries import Shelf
from publishing.site.http import (
    SHORT,
    Withdrawn,
    conditional,
    digest_of,
    gone,
    public_landlord_page,
)
from publishing.site.views.public import BODY_PLACE
from selfassess.common.financial_year import FinancialYear

# A link to another address leaves the frame; typed text cannot hold this: it would be escaped.
_LINK, _LINK_OUT = b' href="http', b' target="_top" href="http'


@public_landlord_page
def embed(
    request: HttpRequest, slug: str, family: str, year: FinancialYear | None = None
) -> HttpResponseBase:
    """The newest self-assessment of the year, or of all years, against the family's Codes, bare.

    Only the landlord's listed sites may frame it, and also the word that it was withdrawn.
    """
    shelf = queries.shelf(slug, family)
    sites = shelf.landlord.embed_origins if shelf.landlord else []

    @xframe_options_exempt
    @csp_replace({"frame-ancestors": sites or [NONE]})
    def framed(request: HttpRequest) -> HttpResponseBase:
        try:
            return _bare(request, shelf, _find(shelf, year))
        except Withdrawn as withdrawn:
            return gone(request, withdrawn)

    return framed(request)


def _find(shelf: Shelf, year: FinancialYear | None) -> Publication:
    """Raises Http404, and Withdrawn where nothing of it can be read."""
    newest = next(iter(shelf.standing or shelf.publications), None)
    found = newest if year is None else shelf.of_year(year)
    if found is None:
        raise Http404
    if found.is_withdrawn:
        raise Withdrawn(shelf, found)
    return found


def _bare(request: HttpRequest, shelf: Shelf, publication: Publication) -> HttpResponseBase:
    slug = publication.landlord.slug
    address = reverse("publishing:year", args=[slug, publication.year, publication.family_id])
    context = {
        "publication": publication,
        "names_code": shelf.names_code,
        "full_address": settings.SITE_URL + address,
        **glance_context(publication),
    }
    frame = render_to_string("publishing/public/embed.html", context)
    before, _, after = frame.encode().partition(BODY_PLACE.encode())

    def make() -> HttpResponse:
        body = Publication.objects.only("body").get(pk=publication.pk).body_html()
        return HttpResponse(before + body.replace(_LINK, _LINK_OUT) + after)

    return conditional(
        request, digest_of(frame, str(publication.pk), publication.digest), make, SHORT
    )
