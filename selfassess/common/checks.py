"""What a service that people rely on has to say of itself, checked by "check --deploy"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from selfassess.common import scanning
from selfassess.common.support import support


@register(deploy=True)
def people_can_ask_for_help(**_: Any) -> Sequence[CheckMessage]:
    """The accessibility statement has to name an organisation and a contact (2018 Regulations)."""
    contact = support()
    found: list[CheckMessage] = []
    if not contact.owner:
        hint = "Set SERVICE_OWNER to the organisation that runs this service."
        found.append(Warning("Nothing says who runs this service.", hint=hint, id="support.W001"))
    if not contact.email:
        hint = "Set SUPPORT_EMAIL to an address that someone answers."
        found.append(Warning("Nobody can ask for help by email.", hint=hint, id="support.W002"))
    return found


@register(deploy=True)
def the_virus_scanner_answers(**_: Any) -> Sequence[CheckMessage]:
    """Where one is set and away, every upload is refused."""
    if settings.CLAMAV_SOCKET is None:
        return []
    try:
        scanning.ping(settings.CLAMAV_SOCKET)
    except scanning.CannotScan as trouble:
        hint = "Start clamd, or set CLAMAV_SOCKET to where it listens. Until then no file is taken."
        return [Warning(f"The virus scanner fails: {trouble}", hint=hint, id="scanning.W001")]
    return []
