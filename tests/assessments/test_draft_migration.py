"""Unsaved text goes through an upgrade, and back to the release before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Membership
from assessments.models import Assessment, TypedDraft
from codes.models import Code
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("assessments", "0007_imported_finished_at")]


def migrate_back() -> type[TypedDraft]:
    """To the release that had two foreign keys; its model of unsaved text."""
    executor = MigrationExecutor(connection)
    return executor.migrate(BEFORE).apps.get_model("assessments", "TypedDraft")


def migrate_forward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    migrate_forward()


def drafts() -> list[tuple[object, ...]]:
    return list(TypedDraft.objects.order_by("pk").values_list())


def keep(cast: Cast, assessment: Assessment, kind: str, subject_id: int, text: str) -> None:
    TypedDraft.objects.create(
        membership=Membership.objects.get(user=cast.officer.user),
        assessment=assessment,
        kind=kind,
        subject_id=subject_id,
        base_version=3,
        revision=7,
        window="abc",
        values={"evidence": text},
    )


def test_it_is_the_same_after_the_way_back_and_forth(cast: Cast, code: Code) -> None:
    draft = factories.start(cast.officer, code)
    answer = draft.responses.get(provision__number="5.10")
    keep(cast, draft, "answer", answer.pk, "Of an answer\n  with <b>")
    keep(cast, draft, "body_response", draft.body_response.pk, "Of the response")
    before = drafts()
    older = migrate_back()
    found = older.objects.order_by("pk").values_list("response", "body_response", "revision")
    assert list(found) == [(answer.pk, None, 7), (None, draft.body_response.pk, 7)]
    migrate_forward()
    assert drafts() == before


def test_what_the_older_release_cannot_hold_does_not_stop_the_way_back(
    cast: Cast, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    keep(cast, draft, "paper", draft.pk, "Of the committee paper")
    keep(cast, draft, "answer", draft.responses.first().pk, "Of an answer")
    assert [row.values for row in migrate_back().objects.all()] == [{"evidence": "Of an answer"}]
