"""What a test of pages does over and over: addresses, forms with their hidden fields, states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.access import Member
from assessments.models import Assessment

SignIn = Callable[[Member], Client]


def url(assessment: Assessment, page: str = "") -> str:
    return f"/assessments/{assessment.pk}/{page}"


def html(response: Any) -> str:
    return str(response.content.decode())


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field of the page."""
    return html(response).split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def send(client: Client, address: str, **values: Any) -> HttpResponse:
    """Opens the page and posts its form, with the hidden fields that it has."""
    page = client.get(address)
    found = {
        name: hidden(page, name) for name in ("version", "digest") if f'"{name}"' in html(page)
    }
    return client.post(address, found | values)


def day(value: date, field: str = "approved_on") -> dict[str, str]:
    parts = (value.day, value.month, value.year)
    return {f"{field}_{place}": str(part) for place, part in enumerate(parts)}


def state_of(assessment: Assessment) -> str:
    return Assessment.objects.get(pk=assessment.pk).state


DECISION = {"approving_body": "Cabinet", "mrc_name": "Cllr Ann Reed", "minute_reference": ""}
