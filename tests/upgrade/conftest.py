"""A release's installation, upgraded as the README says; each test gets a copy of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from tests.upgrade.installation import RELEASES, Installation, connected, restore
from tests.upgrade.visitor import Visitor

SITE = "https://selfassess.example"
_real_now = timezone.now
_numbers = count(1)


@pytest.fixture(scope="session", params=RELEASES, ids=lambda folder: folder.name)
def as_left(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Installation]:
    """As the release left it: not upgraded yet."""
    with django_db_blocker.unblock():
        installation = restore(request.param, tmp_path_factory.mktemp(request.param.name))
        yield installation
        installation.remove()


@pytest.fixture(scope="session")
def upgraded(
    as_left: Installation, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Installation]:
    """After the README's steps for every release. Not to be changed: `installation` is."""
    with django_db_blocker.unblock():
        installation = as_left.copy(tmp_path_factory.mktemp("upgraded"), next(_numbers))
        with connected(installation):
            for command in ("migrate", "createcachetable", "load_codes"):
                call_command(command, verbosity=0)
        yield installation
        installation.remove()


@pytest.fixture
def installation(
    upgraded: Installation,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Installation]:
    """The upgraded installation, up and running an hour after the upgrade."""
    with django_db_blocker.unblock():
        copy = upgraded.copy(tmp_path_factory.mktemp("running"), next(_numbers))
        _set_clock(monkeypatch, copy.now)
        with connected(copy), _settings(copy):
            yield copy
        copy.remove()


def _settings(installation: Installation) -> override_settings:
    """What the environment said of it. Passwords are hashed as in earnest."""
    return override_settings(
        MEDIA_ROOT=installation.files,
        SITE_URL=SITE,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
    )


def _set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Makes it that time for everything that asks Django, defaults of fields too."""

    def told() -> datetime:
        return now

    monkeypatch.setattr(timezone, "now", told)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.default is _real_now:
                # Kept on the field once it was asked for.
                monkeypatch.setitem(field.__dict__, "_get_default", told)


@pytest.fixture
def visit(installation: Installation) -> Callable[[str], Visitor]:
    """Somebody who was signed in before the upgrade, or anew; nobody in particular for ""."""

    def _visit(email: str = "") -> Visitor:
        visitor = Visitor()
        if email:
            visitor.client.force_login(User.objects.get(email=email))
        return visitor

    return _visit
