"""A Code as its file says it: plain frozen data, read and checked without any database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from codes.enums import Change, Level


@dataclass(frozen=True)
class ProvisionData:
    """One provision. `stage` is empty outside the stages of the complaints procedure.

    `short_title` is ours and not the Code's: a few words for lists, never in place of the wording.
    It may be empty.
    """

    number: str
    level: Level
    stage: str
    text: str
    short_title: str


@dataclass(frozen=True)
class SectionData:
    number: str
    title: str
    provisions: tuple[ProvisionData, ...]


@dataclass(frozen=True)
class FormData:
    """The self-assessment form: 4 or 5 columns; headings only where it splits must from should."""

    title: str
    columns: tuple[str, ...]
    must_heading: str
    should_heading: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class ContactData:
    """How residents reach an Ombudsman. `advice`: when they can turn to it, in a sentence or two.

    `telephone` and `post` may be empty.
    """

    advice: str
    website: str
    telephone: str
    post: str


@dataclass(frozen=True)
class FamilyData:
    """Whose Code it is: the line of editions of one Ombudsman. Every file of it says the same.

    `slug`: its name in addresses. `is_submitted`: whether landlords send it each self-assessment.
    `legal` and `risk`: the usual words of a committee paper about it; may be empty.
    """

    slug: str
    title: str
    publisher: str
    contact: ContactData
    is_submitted: bool
    legal: str
    risk: str


@dataclass(frozen=True)
class CodeData:
    """One edition, from the file `<edition>.toml`."""

    file: str
    family: FamilyData
    edition: str
    title: str
    publisher: str
    in_force_from: date
    superseded_on: date | None
    form: FormData
    sections: tuple[SectionData, ...]

    def provisions(self) -> Iterator[ProvisionData]:
        """Every provision, in the form's order."""
        for section in self.sections:
            yield from section.provisions

    def numbers(self) -> list[str]:
        return [provision.number for provision in self.provisions()]


@dataclass(frozen=True)
class OriginData:
    """Where one later provision comes from; the first of `sources` is the closest."""

    to: str
    sources: tuple[str, ...]
    change: Change


@dataclass(frozen=True)
class CorrespondenceData:
    """How two editions correspond, from the file `<from>-to-<to>.toml`."""

    file: str
    from_edition: str
    to_edition: str
    dropped: tuple[str, ...]
    origins: tuple[OriginData, ...]


@dataclass(frozen=True)
class CodeFiles:
    """Everything that a folder of Code files holds, checked."""

    codes: tuple[CodeData, ...]
    correspondences: tuple[CorrespondenceData, ...]
