"""What the background worker does for publishing."""

from __future__ import annotations

from django_tasks import task

from publishing import freeze


@task()
def carry_out_run(run_pk: int) -> None:
    """Carries out one publishing run; see `publishing.freeze`."""
    freeze.carry_out(run_pk)
