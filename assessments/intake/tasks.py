"""What the background worker does for imports."""

from __future__ import annotations

from django_tasks import task

from assessments.intake import reading


@task()
def read_imported(imported_pk: int) -> None:
    """Reads one form; see `assessments.intake.reading`."""
    reading.read(imported_pk)
