"""One row of the form as a file has it, not yet matched to a provision."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.importing.headings import Role


@dataclass(frozen=True)
class Doubt:
    """What could not be told of a row, for a person to read. The role's text is left out."""

    role: Role
    message: str


@dataclass(frozen=True)
class FormRow:
    """One row of the form as found. `kind` is its table's; section and stage are the headings'."""

    texts: dict[Role, str]
    where: str
    kind: str
    has_action_column: bool = False
    readings: tuple[str, ...] = ()
    section: str = ""
    stage: str = ""
    level: str = ""
    headed: bool = True
    # Whether a heading names the answer's column: then what stands elsewhere is no answer.
    asked: bool = False
    # What is left out of `texts` because nobody could tell which column holds it.
    doubts: tuple[Doubt, ...] = ()
    # Text of the row that is evidence or commentary, and nothing tells which.
    undivided: str = ""

    def text(self, role: Role) -> str:
        return self.texts.get(role, "")

    @property
    def number(self) -> str:
        return self.text("number")

    @property
    def requirement(self) -> str:
        return self.text("requirement")
