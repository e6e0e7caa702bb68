"""The official form's layout: which table stands under which headings, and the contents of it all.

A section has one table, or one for each stage, or for each of the form's must and should parts,
or for each stage within those; the provisions keep the form's order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from codes.enums import Level
from publishing.document.parts import CodePart, Document, ProvisionPart, SectionPart

# The section's own heading is an h3: below the title (h1) and the form (h2).
SECTION_LEVEL = 3
# A row whose longest cell has at most so many characters (a third of a page) is kept whole. Longer
# ones may split, or pages would stay half empty.
WHOLE_ROW = 700


@dataclass(frozen=True)
class Heading:
    """A heading above a table, one level below the one before it."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True)
class FormRow:
    """One row of the form. A short one is kept whole on a page."""

    provision: ProvisionPart
    is_short: bool


@dataclass(frozen=True)
class FormTable:
    """One table of the form. `headings` are those that the table before did not have."""

    headings: tuple[Heading, ...]
    rows: tuple[FormRow, ...]


@dataclass(frozen=True)
class FormSection:
    """A section of the form."""

    heading: Heading
    tables: tuple[FormTable, ...]


def form_sections(document: Document) -> tuple[FormSection, ...]:
    """The document's sections as the form lays them out."""
    return tuple(_section(part, document.code) for part in document.sections)


def _section(part: SectionPart, code: CodePart) -> FormSection:
    anchor = f"section-{part.number}"
    text = f"Section {part.number}: {part.title}"
    return FormSection(Heading(text, SECTION_LEVEL, anchor), _tables(part, code, anchor))


def _tables(part: SectionPart, code: CodePart, anchor: str) -> tuple[FormTable, ...]:
    tables: list[FormTable] = []
    before: tuple[str, ...] = ()
    for texts, provisions in groupby(part.provisions, key=lambda row: _headings(row, code)):
        # A stage is named anew under a new must or should heading.
        same = 0
        while same < min(len(texts), len(before)) and texts[same] == before[same]:
            same += 1
        headings = tuple(
            Heading(text, SECTION_LEVEL + 1 + depth, f"{anchor}-{len(tables)}-{depth}")
            for depth, text in enumerate(texts)
            if depth >= same
        )
        tables.append(FormTable(headings, tuple(_row(part) for part in provisions)))
        before = texts
    return tuple(tables)


def _row(row: ProvisionPart) -> FormRow:
    evidence = row.evidence + row.items_in_full
    explanation = row.commentary + row.action + row.alternative
    longest = max(len(text) for text in (row.requirement, evidence, explanation))
    return FormRow(row, longest <= WHOLE_ROW)


def _headings(row: ProvisionPart, code: CodePart) -> tuple[str, ...]:
    table = code.must_heading if row.level == Level.MUST else code.should_heading
    return tuple(text for text in (table, row.stage) if text)
