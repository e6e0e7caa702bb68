"""Every version of a document's JSON that was ever written, brought to today's shape in memory.

What is published stays byte for byte as it was; what reads it goes through `upgraded`. A new
version is one more step at the end of STEPS, its schema in publishing/schema/, and a
golden file in tests/publishing/golden/. No step is ever changed once a release has written the
version that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from codes.validators import HOUSING_OMBUDSMAN

Content = dict[str, Any]
Step = Callable[[Content], Content]

# Whose the Codes of version 1 are, which did not say so; and what its pages told residents.
_FIRST_FAMILY: Content = {
    "slug": HOUSING_OMBUDSMAN,
    "title": "Housing Ombudsman’s Complaint Handling Code",
    "publisher": "Housing Ombudsman",
    "advice": (
        "You can ask the Housing Ombudsman for advice at any time. It is free, independent and "
        "impartial."
    ),
    "website": "https://www.housing-ombudsman.org.uk",
    "telephone": "0300 111 3000",
    "post": "PO Box 1484, Unit D, Preston PR2 0ET",
}


def _to_2(content: Content) -> Content:
    """Version 2 names the Code's family, and says what changed in facts, not in sentences."""
    changes = content["changes"]
    return content | {
        "family": _FIRST_FAMILY,
        "changes": _changes_to_2(changes) if changes else None,
    }


def _changes_to_2(changes: Content) -> Content:
    return {
        "since_year": changes["since_year"],
        "since_code": changes["since_code"],
        "moves": [move | {"requirement": ""} for move in changes["moves"]],
        "same": [],
        "unanswered": [],
        "new": [],
        "dropped": [],
        "recorded": changes["sentences"],
    }


# The first leads from version 1 to version 2, and so on.
STEPS: tuple[Step, ...] = (_to_2,)
# Those that are read; the last is the one that is written.
VERSIONS = range(1, len(STEPS) + 2)


def upgraded(content: Content, steps: Sequence[Step] = STEPS) -> Content:
    """The content of any version as the last of the steps leaves it, without its version's number.

    Raises ValueError for a version that is not known.
    """
    content = dict(content)
    version = content.pop("schema", None)
    if version not in range(1, len(steps) + 2) or isinstance(version, bool):
        raise ValueError(
            f"This is a document of version {version}. This release reads versions 1 to "
            f"{len(steps) + 1}."
        )
    for step in steps[version - 1 :]:
        content = step(content)
    return content
