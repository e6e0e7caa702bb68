"""What the paper of a correction says of the version that it corrects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assessments.fields import FIELDS
from assessments.fields import Kind as FieldKind
from publishing.document import Document, LandlordPart
from publishing.document.comparison import ComparedRow, Text, compare
from publishing.document.facts import long_date
from publishing.paper import tables
from publishing.paper.blocks import Sentences, Source


@dataclass(frozen=True)
class Correction:
    """When the corrected version was published, and what differs from it: provisions, and what is
    told of the landlord and by its governing body.

    `is_withdrawn`: nobody should read that version any more, so nothing from it is repeated.
    """

    published_on: date | None
    is_withdrawn: bool = False
    rows: tuple[ComparedRow, ...] = ()
    details: tuple[Text, ...] = ()


def correction_of(before: Document, after: Document) -> Correction:
    """What differs in `after` from the version before, which it corrects: against the same Code."""
    rows = (replace(row, texts=_texts(row)) for row in compare(before, after).rows)
    return Correction(
        published_on=before.published_on,
        rows=tuple(row for row in rows if _differs(row)),
        details=tuple(text for text in _details(before, after) if text.has_changed),
    )


def _texts(row: ComparedRow) -> tuple[Text, ...]:
    """All that the landlord wrote, owner and date too: whatever was wrong may be there."""
    if not row.before:
        return ()
    fields = [field for field in FIELDS if field.kind is not FieldKind.CHOICE]
    found = (
        Text(field.short, *(field.in_words(getattr(one, field.name)) for one in pair))
        for pair in ((row.before[0], row.after),)
        for field in fields
    )
    return tuple(text for text in found if text.before or text.after)


def _differs(row: ComparedRow) -> bool:
    answers = row.answer_before != row.after.answer_label
    return answers or any(text.has_changed for text in row.texts)


def _details(before: Document, after: Document) -> Iterator[Text]:
    pairs = zip(_told(before.landlord), _told(after.landlord), strict=True)
    for (label, then), (_, now) in pairs:
        yield Text(label, then, now)
    yield Text("The governing body’s response", before.body_response, after.body_response)


def _told(landlord: LandlordPart) -> tuple[tuple[str, str], ...]:
    """What a self-assessment says of its landlord, each with its label."""
    return (
        ("Landlord", landlord.name),
        ("Also covers", "\n".join(landlord.subsidiaries)),
        ("Homes owned or managed", f"{landlord.homes:,}"),
        ("Website", landlord.website),
        ("To complain, contact", landlord.complaints_contact),
        ("Governing body", landlord.governing_body),
        ("Title of the Member Responsible for Complaints", landlord.mrc_title),
    )


def blocks(correction: Correction, document: Document) -> Iterator[Source]:
    """The part about the correction: of what, why, and what differs."""
    version = f"version {document.corrects_version}"
    when = long_date(correction.published_on)
    published = f", which was published on {when}" if when else ""
    yield Sentences(
        (
            f"This self-assessment corrects {version}{published}.",
            f"Reason for the correction: {document.reason}",
            _differences(correction, version),
        )
    )
    if correction.rows:
        yield from tables.marked(tables.corrected(correction.rows, version))
    if correction.details:
        yield from tables.marked(tables.corrected_details(correction.details, version))


def _differences(correction: Correction, version: str) -> str:
    if correction.is_withdrawn:
        return f"V{version[1:]} has been withdrawn, so what it said is not repeated here."
    numbers = [row.after.number for row in correction.rows]
    if not numbers:
        return f"No provision differs from {version}."
    noun = "provision differs" if len(numbers) == 1 else "provisions differ"
    return f"{len(numbers)} {noun} from {version}: {', '.join(numbers)}."
