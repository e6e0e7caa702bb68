"""What happened at two landlords before the upgrade, and what to look at afterwards."""

from __future__ import annotations

import alderbrook
import brackenfield
from steps import Clock, Steps


def tell(clock: Clock) -> Steps:
    """All of it, to the day of the upgrade; the facts are in what this gives.

    Jobs are left waiting that no worker has taken: a publication, a draft's file, a form to be
    read, a mail.
    """
    do = Steps(clock)
    alderbrook.past(do)
    brackenfield.tell(do)
    alderbrook.running_draft(do)
    alderbrook.left_waiting(do)
    do.facts["now"] = clock.now().isoformat()
    return do


def public_addresses() -> list[str]:
    """Those to which no public page leads."""
    return [
        "/published/alderbrook/latest/",
        "/published/brackenfield/latest/",
        "/published/alderbrook/embed/",
        "/published/alderbrook/2022-23/embed/",
        "/published/schema/self-assessment-1.json",
        "/published/brackenfield/2023-24/",
        "/published/brackenfield/2023-24/v1/",
        "/published/brackenfield/2023-24/v1/self-assessment.pdf",
        "/published/brackenfield/2023-24/self-assessment.json",
        "/published/bracken/",
        "/published/alderbrook/2022-23/self-assessment.pdf",
        "/published/alderbrook/2024-25/self-assessment.json",
    ]


def starting_points(do: Steps) -> dict[str, list[str]]:
    """Who looks at what, and at all that lies below it."""
    at = do.facts["at"]
    own = [at[name] for name in ("first", "second", "corrected", "queued", "draft")]
    theirs = [at[name] for name in ("recorded", "withdrawn", "approved", "in_review")]
    return {
        "olu@a.example": ["/landlords/alderbrook/", "/landlords/alderbrook/compare/", *own],
        "ada@a.example": ["/landlords/alderbrook/team/", "/account/"],
        "bo@b.example": [
            "/landlords/brackenfield/",
            "/landlords/brackenfield/compare/",
            *theirs,
        ],
    }


def readers(do: Steps) -> dict[str, str]:
    """Somebody who may read it, by the address of an assessment."""
    points = starting_points(do)
    return {
        address: who
        for who, addresses in points.items()
        for address in addresses
        if address in do.facts["at"].values()
    }
