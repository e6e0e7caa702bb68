"""What an assessment's overview shows: sections with their counts, and what is the reader's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.completeness import Gap, Links
from assessments.models import Flag, Response
from assessments.presenters.words import doubts_in, gaps_in, title_of
from codes.enums import Level
from codes.models import Code, Section


@dataclass(frozen=True)
class Own:
    """What is the reader's own, by response: flags, and which have unsaved changes of theirs.

    `in_body_response`: whether they have some in the governing body's response too; `notes`: how
    many shared notes there are, for people who share them; `unsent`: what they began to say about
    questions, with its address.
    """

    flags: Mapping[int, Flag] = field(default_factory=dict)
    unsaved: Collection[int] = ()
    in_body_response: bool = False
    notes: Mapping[int, int] = field(default_factory=dict)
    unsent: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class OverviewRow:
    """One provision. `flag` and `is_unsaved` are the reader's own; `notes`: how many they share."""

    response: Response
    gaps: tuple[Gap, ...]
    flag: Flag | None = None
    is_unsaved: bool = False
    notes: int = 0

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def title(self) -> str:
        return title_of(self.response.provision)

    @property
    def is_incomplete(self) -> bool:
        """Whether something is missing; of a recorded year, whether it has no answer."""
        return bool(self.gaps) or (
            self.response.assessment.is_recorded and not self.response.answer
        )

    @property
    def is_answered(self) -> bool:
        """What was carried forward is not done before someone confirms it."""
        return bool(self.response.counted_answer)


@dataclass(frozen=True)
class SectionProgress:
    """One section in the task list."""

    section: Section
    total: int
    answered: int
    incomplete: int

    @property
    def is_complete(self) -> bool:
        return not self.incomplete

    @property
    def is_begun(self) -> bool:
        return self.answered > 0


@dataclass(frozen=True)
class Overview:
    """All that is counted on the page. `incomplete` counts provisions, not gaps."""

    rows: list[OverviewRow]
    sections: list[SectionProgress]
    total: int
    answered: int
    incomplete: int
    to_confirm: int
    has_shoulds: bool
    first_incomplete: str

    @property
    def flagged(self) -> list[OverviewRow]:
        return [row for row in self.rows if row.flag]

    @property
    def noted(self) -> list[OverviewRow]:
        return [row for row in self.rows if row.notes]

    @property
    def unsaved(self) -> list[OverviewRow]:
        return [row for row in self.rows if row.is_unsaved]


def overview(responses: Iterable[Response], code: Code, own: Own | None = None) -> Overview:
    """Counts an assessment's responses, which come in the form's order."""
    own = own or Own()
    rows = [
        OverviewRow(
            response,
            gaps_in(response, code),
            own.flags.get(response.pk),
            response.pk in own.unsaved,
            own.notes.get(response.pk, 0),
        )
        for response in responses
    ]
    by_section: dict[int, list[OverviewRow]] = {}
    for row in rows:
        by_section.setdefault(row.response.provision.section_id, []).append(row)
    return Overview(
        rows=rows,
        sections=[_progress(part) for part in by_section.values()],
        total=len(rows),
        answered=sum(row.is_answered for row in rows),
        incomplete=sum(row.is_incomplete for row in rows),
        to_confirm=sum(row.response.to_confirm for row in rows),
        has_shoulds=any(row.response.provision.level == Level.SHOULD for row in rows),
        first_incomplete=next((row.number for row in rows if row.is_incomplete), ""),
    )


def _progress(rows: list[OverviewRow]) -> SectionProgress:
    return SectionProgress(
        section=rows[0].response.provision.section,
        total=len(rows),
        answered=sum(row.is_answered for row in rows),
        incomplete=sum(row.is_incomplete for row in rows),
    )


@dataclass(frozen=True)
class SectionGaps:
    """What one section lacks, on the check page."""

    section: Section
    rows: list[OverviewRow]


@dataclass(frozen=True)
class RowDoubts:
    """What of one provision had better be looked at, on the check page."""

    row: OverviewRow
    doubts: tuple[Gap, ...]


def doubts_of(rows: Iterable[OverviewRow], code: Code, links: Links) -> list[RowDoubts]:
    """The rows of which something had better be looked at, in the form's order."""
    looked = (RowDoubts(row, doubts_in(row.response, code, links)) for row in rows)
    return [one for one in looked if one.doubts]


def gaps_by_section(rows: Iterable[OverviewRow]) -> list[SectionGaps]:
    """The incomplete rows under their sections, in the form's order."""
    found: dict[int, SectionGaps] = {}
    for row in rows:
        if row.gaps:
            section = row.response.provision.section
            found.setdefault(section.pk, SectionGaps(section, [])).rows.append(row)
    return list(found.values())
