"""What the background worker does about links."""

from __future__ import annotations

from django_tasks import task

from assessments.links import checking


@task(priority=-50)
def check_links(run_pk: int) -> None:
    """Does a piece of a check, and comes back for the next after what waits: nobody waits for it,
    and people may wait for a publication.
    """
    if checking.carry_out(run_pk):
        check_links.enqueue(run_pk)
