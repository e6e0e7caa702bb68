"""What can be edited, as far as settling it and keeping drafts of it need to know.

An adapter for each kind: `answers`, `body_responses`; apps above this one have their own, as
`publishing.office.paper_subject`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, Self

from accounts.access import Member
from assessments.editing.submission import Submission
from assessments.history import Value
from assessments.models import Assessment, TypedDraft


class SubjectForm(Protocol):
    """A form that tells a valid submission from another."""

    def is_valid(self) -> bool: ...

    def values(self) -> Mapping[str, Any]:
        """What a valid form says, as `Subject.save` takes it."""
        ...

    def not_kept(self, *, everything: bool = False) -> tuple[dict[str, Value], str]:
        """What was typed and is given up, of what was chosen otherwise or of all: the values, and
        as a note what no field could hold. Asked of a form that was validated.
        """
        ...


class Subject(Protocol):
    """One thing that is edited. `kind` and `pk` are its name in unsaved text."""

    @property
    def kind(self) -> str: ...

    @property
    def pk(self) -> int: ...

    @property
    def assessment(self) -> Assessment: ...

    @property
    def version(self) -> int:
        """What is saved now; 0 before the first save."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether it can be saved in the assessment's state."""
        ...

    def may_edit(self, member: Member) -> bool: ...

    def form(self, sent: Submission) -> SubjectForm: ...

    def save(self, member: Member, values: Mapping[str, Any], sent: Submission, note: str) -> Self:
        """The subject with what is saved now.

        Raises PermissionDenied, services.Locked or services.Conflict.
        """
        ...

    def give_up(self, member: Member, texts: Mapping[str, Value], note: str) -> None:
        """Puts into the history what was typed and is not saved."""
        ...

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        """Keeps what could not be saved, until the person has decided; None where nothing does but
        the page that answers.
        """
        ...

    def reloaded(self) -> Self:
        """As it is by now."""
        ...


class Drafted(Subject, Protocol):
    """One of which a person's unsaved text is kept while they type."""

    def inputs(self, values: Mapping[str, str]) -> dict[str, str]:
        """What was sent for its inputs, and nothing else; line ends become "\\n"."""
        ...

    def saved_inputs(self) -> dict[str, str]:
        """What the inputs hold when the page is opened."""
        ...
