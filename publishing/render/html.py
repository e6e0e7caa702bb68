"""The public page's body, made once from a document and then frozen.

What changes later (which version is the newest, other years, downloads) stands in the frame that
the public pages put around it, and not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string

from assessments.enums import Answer
from codes.enums import Level
from publishing import summary
from publishing.document import CodePart, Document, ProvisionPart, SectionPart
from publishing.presentation import Presentation


@dataclass(frozen=True)
class Group:
    """Provisions under one heading: a stage, the form's must or should table, or both."""

    heading: str
    provisions: tuple[ProvisionPart, ...]

    @property
    def provision_heading_level(self) -> int:
        """Provisions stand below the group's heading, or below the section's if it has none."""
        return 4 if self.heading else 3


@dataclass(frozen=True)
class Cell:
    """A number in the summary table, with its share of the row."""

    number: int
    percentage: str


@dataclass(frozen=True)
class Row:
    """A row of the summary table."""

    label: str
    level: str
    total: int
    cells: tuple[Cell, ...]


def render_body(document: Document, presentation: Presentation) -> str:
    """The page's body as HTML, without its main heading, which the frame has.

    Everything typed is escaped. Raises nothing for a draft: what it lacks is said in words.
    """
    columns = _columns(document)
    context = {
        "document": document,
        "presentation": presentation,
        "single_text": document.code.has_single_text_column,
        "evidence_heading": document.code.columns[3],
        "commentary_heading": document.code.columns[-1],
        "sentences": summary.sentences(document),
        "column_labels": [Answer(key).label if key else "Not yet answered" for key in columns],
        "rows": [_row(count, columns) for count in summary.rows(document)],
        "totals": [_row(count, columns) for count in summary.totals(document)],
        "not_met": summary.not_met(document),
        "sections": [(part, groups(part, document.code)) for part in document.sections],
    }
    return render_to_string("publishing/body/body.html", context)


def groups(section: SectionPart, code: CodePart) -> tuple[Group, ...]:
    """The section's provisions under the form's own headings, in the form's order."""
    runs = groupby(section.provisions, key=lambda row: (row.stage, row.level))
    return tuple(
        Group(_group_heading(stage, level, code), tuple(rows)) for (stage, level), rows in runs
    )


def _group_heading(stage: str, level: str, code: CodePart) -> str:
    table = code.must_heading if level == Level.MUST else code.should_heading
    return ": ".join(part for part in (stage, table) if part)


def _columns(document: Document) -> tuple[str, ...]:
    """The answers that the table has columns for; "not yet answered" in drafts only."""
    waiting = any(not row.answer for row in document.provisions)
    return summary.COLUMNS if waiting else summary.COLUMNS[:-1]


def _row(count: summary.Count, columns: tuple[str, ...]) -> Row:
    pairs = zip(count.numbers, count.percentages, strict=True)
    cells = tuple(Cell(number, share) for number, share in pairs)[: len(columns)]
    level = Level(count.level).label if count.level else ""
    return Row(count.label, level, count.total, cells)
