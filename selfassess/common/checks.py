"""What a service that people rely on has to say of itself, checked by "check --deploy"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning, register

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
