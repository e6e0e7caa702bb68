"""What protects every page alike, whoever reads it."""

from __future__ import annotations

from django.urls import get_resolver

from tests.test_access_matrix import patterns


def test_every_form_is_protected_against_forgery_but_two_that_need_not_be() -> None:
    """A mail program unsubscribes without a page of ours before it; checking a file changes
    nothing.
    """
    exempt = [
        name
        for name, pattern in patterns(get_resolver())
        if getattr(pattern.callback, "csrf_exempt", False)
    ]
    assert sorted(exempt) == ["publishing:verify", "unsubscribe"]
