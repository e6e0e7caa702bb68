"""What a form was sent with, read once: what was typed, from which version, and to what end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from assessments.models.draft import Known
from selfassess.common.http import number_in

if TYPE_CHECKING:
    from assessments.models import TypedDraft

_MOST = 32
# A version that no row has: the form names none.
NO_VERSION = -1


class Choice(StrEnum):
    """What is to become of what was typed."""

    SAVE = "save"
    # On the page that shows two texts: of each field the one that was chosen, or nothing of it.
    CHOSEN = "chosen"
    DROP = "drop"


@dataclass(frozen=True)
class Submission:
    """What was typed into one form, or into the part of one that belongs to one subject.

    `values`: by the names of the form's inputs; `version`: the one that the form was made from, and
    `base` the one that the text was begun from, which is older where the form stands on a page that
    shows it beside what has been saved since; `known`: the unsaved text that the window knows of,
    None where nobody typed it into one; `shown`: tells what the page came with, where it says so.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    version: int = NO_VERSION
    base: int = NO_VERSION
    known: Known | None = None
    choice: Choice = Choice.SAVE
    shown: str = ""

    @property
    def revision(self) -> int:
        """That of the unsaved text which the window knows of; 0 for none."""
        return self.known.revision if self.known else 0


def read(request: HttpRequest, prefix: str = "") -> Submission:
    """What was sent; with a `prefix`, of those inputs whose names begin with it."""
    values = _part(request.POST, prefix) if prefix else request.POST
    version, base = number_in(values, "version"), number_in(values, "base")
    version = NO_VERSION if version is None else version
    return Submission(
        values,
        version,
        version if base is None else base,
        _known(values),
        next((one for one in (Choice.DROP, Choice.CHOSEN) if one in values), Choice.SAVE),
        values.get("shown", ""),
    )


def of_draft(draft: TypedDraft) -> Submission:
    """Unsaved text, as if it had been sent."""
    known = Known(draft.revision)
    return Submission(draft.values, base=draft.base_version, known=known)


def _part(values: MultiValueDict[str, str], prefix: str) -> MultiValueDict[str, str]:
    return MultiValueDict(
        {
            name.removeprefix(prefix): those
            for name, those in values.lists()
            if name.startswith(prefix)
        }
    )


def _known(values: Mapping[str, str]) -> Known:
    """The draft that the page was shown with, and the window's own name where a script gave one."""
    window = values.get("window", "")
    return Known(
        revision=number_in(values, "draft") or 0,
        window=window if window.isalnum() and len(window) <= _MOST else "",
    )
