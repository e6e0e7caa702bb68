"""The self-assessment as open data: UTF-8 with a byte order mark, RFC 4180, one row a provision.

A spreadsheet program takes a text that begins with "=", "+", "-" or "@" for a formula. Such a
text has an apostrophe put before it, and so has one that begins with an apostrophe itself, so that
taking one leading apostrophe away from any value that has one gives every text exactly as typed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from assessments.fields import FIELDS, as_text
from publishing.document import Document, ProvisionPart, SectionPart

# White space and the full-width signs are what some programs skip or read as the plain ones.
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


@dataclass(frozen=True)
class DataColumn:
    """A column of the file and what stands in it."""

    name: str
    meaning: str


# In drafts alone, and only where something waits.
TO_CONFIRM = DataColumn("to_confirm", "What was carried over and nobody has confirmed, in words.")
COLUMNS = (
    DataColumn("landlord", "The landlord’s name."),
    DataColumn("year", "The financial year, such as 2025-26."),
    DataColumn("version", "The published version of that year, from 1; empty in a draft."),
    DataColumn("published_on", "The day of publication, as 2026-05-20; empty in a draft."),
    DataColumn("code_edition", "The edition of the Complaint Handling Code, such as 2024."),
    DataColumn("position", "The provision’s place in the form, from 1."),
    DataColumn("section", "The number of the Code’s section."),
    DataColumn("section_title", "The section’s title."),
    DataColumn("stage", "The stage of the complaints procedure; empty outside the stages."),
    DataColumn("provision", "The provision’s number. It is text: 5.1 and 5.10 are two provisions."),
    DataColumn("level", "“must” or “should”."),
    DataColumn("requirement", "The Code’s wording."),
    *(DataColumn(field.name, field.meaning) for field in FIELDS),
)


def render_csv(document: Document) -> bytes:
    """The document as a CSV file with the columns of COLUMNS; of a draft with TO_CONFIRM as the
    last, where anything is to be confirmed.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    has_waiting = any(row.to_confirm for row in document.provisions)
    columns = (*COLUMNS, TO_CONFIRM) if has_waiting else COLUMNS
    writer.writerow([column.name for column in columns])
    for position, (section, row) in enumerate(_provisions(document), 1):
        values = (*_values(document, section, row, position), _waiting(row))
        writer.writerow([protect(text) for text in values[: len(columns)]])
    return out.getvalue().encode("utf-8-sig")


def protect(text: str) -> str:
    """The text so that no spreadsheet program takes it for a formula; see `unprotect`."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unprotect(text: str) -> str:
    """What `protect` was given."""
    return text.removeprefix("'")


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
    )
