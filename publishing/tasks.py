"""What the background worker does for publishing."""

from __future__ import annotations

from django_tasks import task

from publishing.making import drafts, freeze


@task()
def carry_out_run(run_pk: int) -> None:
    """Carries out one publishing run; see `publishing.making.freeze`."""
    freeze.carry_out(run_pk)


@task()
def make_draft_file(file_pk: int) -> None:
    """Makes one file of a draft; see `publishing.making.drafts`."""
    drafts.make(file_pk)
