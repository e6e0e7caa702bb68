"""The self-assessment as open data: UTF-8 with a byte order mark, RFC 4180, one row for each
provision.

No text is read as a formula (`assessments.open_data.protect`), and each can be read back exactly
as typed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from assessments.fields import FIELDS, as_text
from assessments.open_data import EDITION, PROVISION, REQUIREMENT, protect
from publishing.document import Document, ProvisionPart, SectionPart


@dataclass(frozen=True)
class DataColumn:
    """A column of the file and what stands in it."""

    name: str
    meaning: str


# In drafts alone, and only where something waits.
TO_CONFIRM = DataColumn("to_confirm", "What has been carried forward and not confirmed, in words.")
# Only where an answer cites any.
EVIDENCE_ITEMS = DataColumn(
    "evidence_items",
    "The evidence that the answer cites, one item on each line, with its clause and web address. "
    "Left out where no answer cites any.",
)
COLUMNS = (
    DataColumn("landlord", "The landlord’s name."),
    DataColumn("year", "The financial year, such as 2025-26."),
    DataColumn("version", "The published version of that year, from 1; empty in a draft."),
    DataColumn("published_on", "The day of publication, as 2026-05-20; empty in a draft."),
    DataColumn(EDITION, "The edition of the Complaint Handling Code, such as 2024."),
    DataColumn("position", "The provision’s place in the form, from 1."),
    DataColumn("section", "The number of the Code’s section."),
    DataColumn("section_title", "The section’s title."),
    DataColumn("stage", "The stage of the complaints procedure; empty outside the stages."),
    DataColumn(PROVISION, "The provision’s number. It is text: 5.1 and 5.10 are two provisions."),
    DataColumn("level", "“must” or “should”."),
    DataColumn(REQUIREMENT, "The Code’s wording."),
    *(DataColumn(field.name, field.meaning) for field in FIELDS),
    DataColumn("short_title", "What lists call the provision, in our words and not the Code’s."),
)


def render_csv(document: Document) -> bytes:
    """The document as a CSV file with the columns of COLUMNS; then EVIDENCE_ITEMS, where any is
    cited, and of a draft TO_CONFIRM, where anything is to be confirmed.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    more = {
        EVIDENCE_ITEMS: [row.items_in_full for row in document.provisions],
        TO_CONFIRM: [_waiting(row) for row in document.provisions],
    }
    added = {column: texts for column, texts in more.items() if any(texts)}
    writer.writerow([column.name for column in (*COLUMNS, *added)])
    for position, (section, row) in enumerate(_provisions(document), 1):
        also = [texts[position - 1] for texts in added.values()]
        values = (*_values(document, section, row, position), *also)
        writer.writerow([protect(text) for text in values])
    return out.getvalue().encode("utf-8-sig")


def _provisions(document: Document) -> list[tuple[SectionPart, ProvisionPart]]:
    return [(section, row) for section in document.sections for row in section.provisions]


def _waiting(row: ProvisionPart) -> str:
    return row.answer_label if row.to_confirm else ""


def _values(
    document: Document, section: SectionPart, row: ProvisionPart, position: int
) -> tuple[str, ...]:
    return (
        document.landlord.name,
        document.year,
        str(document.version or ""),
        document.published_on.isoformat() if document.published_on else "",
        document.code.edition,
        str(position),
        section.number,
        section.title,
        row.stage,
        row.number,
        row.level,
        row.requirement,
        *(as_text(getattr(row, field.name)) for field in FIELDS),
        row.short_title,
    )
