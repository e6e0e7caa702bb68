"""Where anyone can check whether a file was published here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing.site.forms import VerifyForm
from publishing.site.verifying import DigestUploadHandler, published_with
from selfassess.common.http import limited


@login_not_required
# Nothing is changed and nobody is asked for, so there is nothing to forge; a token would need a
# cookie, and reading it would take the upload in before it can be bounded.
@csrf_exempt
@never_cache
@limited("verify")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Says which publications have the file or digest, or that none has. Nothing is kept."""
    if request.method != "POST":
        return _page(request, VerifyForm())
    handler = DigestUploadHandler(request)
    request.upload_handlers = [handler]
    files = request.FILES
    form = VerifyForm(request.POST, files, is_too_large=handler.is_too_large)
    if not form.is_valid():
        return _page(request, form, status=422)
    found = list(published_with(form.wanted))
    context = {"found": found, "is_none": not found, "digest": form.wanted}
    return _page(request, VerifyForm(), context)


def _page(
    request: HttpRequest,
    form: VerifyForm,
    context: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "publishing/public/verify.html",
        {"form": form, **(context or {})},
        status=status,
    )
