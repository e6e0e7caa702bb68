"""Blank forms of the Codes, to fill in away from the browser."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from codes.models import Code
from publishing.document import Document
from publishing.document.blank import blank_from_code
from publishing.formats import EXCEL, WORD
from publishing.site.http import SHORT, conditional


@login_not_required
@require_safe
def blank_word(request: HttpRequest, edition: str) -> HttpResponseBase:
    """The edition's form as a Word file."""
    code = get_object_or_404(Code.objects.select_related("family"), edition=edition)
    data = _word(blank_from_code(code), tuple(code.rules))
    return _answer(request, data, WORD, f"complaint-handling-code-{edition}-form.docx")


@login_not_required
@require_safe
def blank_excel(request: HttpRequest, edition: str) -> HttpResponseBase:
    """The edition's form as a workbook."""
    code = get_object_or_404(Code.objects.select_related("family"), edition=edition)
    data = _excel(blank_from_code(code))
    return _answer(request, data, EXCEL, f"complaint-handling-code-{edition}-form.xlsx")


# The same form gives the same bytes, and making them takes a moment: a server process keeps a few.
@lru_cache(maxsize=8)
def _word(form: Document, rules: tuple[str, ...]) -> bytes:
    from publishing.render.docx import render_blank_docx

    return render_blank_docx(form, rules)


@lru_cache(maxsize=8)
def _excel(form: Document) -> bytes:
    from publishing.render.xlsx import render_blank_xlsx

    return render_blank_xlsx(form)


def _answer(
    request: HttpRequest, data: bytes, content_type: str, filename: str
) -> HttpResponseBase:
    def make() -> HttpResponse:
        response = HttpResponse(data, content_type=content_type)
        response.headers["Content-Disposition"] = content_disposition_header(True, filename) or ""
        return response

    return conditional(request, hashlib.sha256(data).hexdigest(), make, SHORT)
