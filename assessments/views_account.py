"""A person's data as a file."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from assessments.personal_data import personal_data


@require_safe
def account_data(request: HttpRequest) -> JsonResponse:
    """Everything the service keeps about the person who asks, to download."""
    response = JsonResponse(
        personal_data(cast(User, request.user)),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
