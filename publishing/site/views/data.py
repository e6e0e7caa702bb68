"""What is published, for programs: index, feed and schema, and the page that explains them."""

from __future__ import annotations

import json
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing.document import VERSIONS
from publishing.render.csv import COLUMNS, EVIDENCE_ITEMS
from publishing.site import catalogue
from publishing.site.http import SHORT, conditional, digest_of

_SCHEMAS = Path(__file__).parents[2] / "schema"


@login_not_required
@require_safe
def index(request: HttpRequest, page: int = 1) -> HttpResponseBase:
    """A page of all publications. The first has one address only. Raises Http404."""
    if page == 1 and request.path != reverse("publishing:index"):
        raise Http404
    try:
        found = Paginator(catalogue.publications(), catalogue.PAGE_SIZE).page(page)
    except EmptyPage:
        raise Http404 from None
    content = catalogue.index(
        found.object_list, page=page, pages=found.paginator.num_pages, count=found.paginator.count
    )
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return _text(request, text, "application/json")


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest publications and withdrawals as Atom."""
    return _text(request, catalogue.feed(), "application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
def schema(request: HttpRequest, version: int) -> HttpResponseBase:
    """The JSON Schema of the documents of a version. Raises Http404 for one that there is not."""
    if version not in VERSIONS:
        raise Http404
    text = (_SCHEMAS / f"self-assessment-{version}.json").read_text("utf-8")
    return _text(request, text, "application/schema+json")


@login_not_required
@require_safe
def data(request: HttpRequest) -> HttpResponseBase:
    """Says what there is for programs, and what every field holds."""
    context = {
        "page_fields": catalogue.PAGE_FIELDS,
        "publication_fields": catalogue.PUBLICATION_FIELDS,
        "columns": (*COLUMNS, EVIDENCE_ITEMS),
        "versions": reversed(VERSIONS),
    }
    html = render_to_string("publishing/public/data.html", context, request)
    return _text(request, html, "text/html; charset=utf-8")


def _text(request: HttpRequest, text: str, content_type: str) -> HttpResponseBase:
    return conditional(
        request, digest_of(text), lambda: HttpResponse(text, content_type=content_type), SHORT
    )
