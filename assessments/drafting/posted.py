"""What a form says of the draft that its window knows."""

from __future__ import annotations

from django.http import HttpRequest

from assessments.models.draft import Known
from selfassess.common.http import posted_number

_MOST = 32


def known_draft(request: HttpRequest) -> Known:
    """The draft that the page was shown with, and the window's own name where a script gave one."""
    window = request.POST.get("window", "")
    return Known(
        revision=posted_number(request, "draft") or 0,
        window=window if window.isalnum() and len(window) <= _MOST else "",
    )
