"""The upgrade of the database itself: nothing is lost on the way there, nor on the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.upgrade.installation import Installation, connected, rows

pytestmark = pytest.mark.database


@pytest.fixture
def database(
    as_left: Installation, tmp_path: Any, django_db_blocker: Any
) -> Iterator[Installation]:
    """A copy of what the release left, not upgraded yet."""
    with django_db_blocker.unblock():
        copy = as_left.copy(tmp_path / "copy", 0)
        with connected(copy):
            yield copy
        copy.remove()


def test_forward_back_and_forward_again_loses_nothing(database: Installation) -> None:
    before = rows()
    call_command("migrate", verbosity=0)
    after = rows()
    for app, name in _targets(database.facts["migrations"]):
        call_command("migrate", app, name, verbosity=0)
    assert_same(rows(), before)
    call_command("migrate", verbosity=0)
    assert_same(rows(), after)


def _targets(migrations: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Where each app was; apps that came later go away altogether."""
    for app, _ in MigrationExecutor(connection).loader.graph.leaf_nodes():
        yield app, migrations.get(app, "zero")


def assert_same(now: dict[str, Any], before: dict[str, Any]) -> None:
    """Says which tables and rows differ, and not all that they hold."""
    assert now.keys() == before.keys()
    for table, lines in before.items():
        different = [(new, old) for new, old in zip(now[table], lines, strict=True) if new != old]
        assert different == [], table
