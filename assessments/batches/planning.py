"""What a step over several provisions would change: read, shown, and only then saved."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.completeness import is_blank
from assessments.fields import BY_NAME, Value
from assessments.models import Response


@dataclass(frozen=True)
class FieldChange:
    """One field before and after. `problem` says why it cannot be saved as it is.

    `contested`: someone else changed it in the meantime too, and a person has to choose.
    """

    name: str
    label: str
    before: Value
    after: Value
    problem: str = ""
    contested: bool = False

    @property
    def is_blank_now(self) -> bool:
        return is_blank(str(self.before or ""))

    @property
    def is_removed(self) -> bool:
        """Whether the step removes the text."""
        return not self.problem and is_blank(str(self.after or ""))

    @property
    def before_text(self) -> str:
        return BY_NAME[self.name].in_words(self.before)

    @property
    def after_text(self) -> str:
        return BY_NAME[self.name].in_words(self.after)


@dataclass(frozen=True)
class Planned:
    """What would change in one provision."""

    response: Response
    changes: list[FieldChange]

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def problem(self) -> str:
        """The first reason why not all of it can be saved."""
        return next((change.problem for change in self.changes if change.problem), "")

    @property
    def takes(self) -> list[FieldChange]:
        """What can be saved as it is."""
        return [change for change in self.changes if not change.problem]

    @property
    def fills(self) -> list[FieldChange]:
        """What of that would fill a blank."""
        return [change for change in self.takes if change.is_blank_now]

    @property
    def overwrites(self) -> bool:
        """Whether taking everything would replace something."""
        return len(self.fills) < len(self.takes)

    def with_changes(self, changes: list[FieldChange]) -> dict[str, Value]:
        """What to save to make those changes, by every name of `fields.FIELDS`."""
        return {**self.response.values()} | {change.name: change.after for change in changes}
