"""What stands on the front of a self-assessment: the same words in every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assessments.importing.provenance import PROPERTY
from publishing.document.blank import is_blank
from publishing.document.parts import Document
from publishing.document.stored import digest, to_json
from publishing.presentation import Presentation
from selfassess.common.financial_year import FinancialYear

# The labels of a blank form's front, to be filled in by hand.
BLANK_LABELS = (
    "Landlord",
    "Homes owned or managed",
    "Year",
    "Governing body",
    "Date of the meeting that approved it",
    "Member Responsible for Complaints",
)


@dataclass(frozen=True)
class Fact:
    """A line of the front: a label and a text of one or more lines."""

    label: str
    text: str


def title(document: Document) -> str:
    """The document's title, as a reader's window and a search show it."""
    if is_blank(document):
        return f"{document.code.title}: {document.code.form_title}"
    return f"{document.landlord.name} {document.code_name} self-assessment {document.year}"


def day(document: Document) -> date:
    """The day that a file's properties give: published, else approved, else the year's first.

    Taken from the document and not from the clock, so that the same document gives the same file.
    """
    if document.published_on:
        return document.published_on
    if document.approval:
        return document.approval.meeting_date
    return FinancialYear.parse(document.year).first_day if document.year else date(2000, 1, 1)


def long_date(value: date | None) -> str:
    """A date as people write it, "5 April 2026"; empty for None."""
    return f"{value.day} {value:%B %Y}" if value else ""


def facts(document: Document) -> tuple[Fact, ...]:
    """The lines of the front, in order; in a blank form labels with nothing behind them."""
    if is_blank(document):
        return tuple(Fact(label, "") for label in BLANK_LABELS)
    landlord = document.landlord
    lines = [
        Fact("Landlord", landlord.name),
        Fact("Subsidiaries covered", "\n".join(landlord.subsidiaries)),
        Fact("Homes owned or managed", f"{landlord.homes:,}"),
        Fact("Code", f"{document.code.title}, {document.code.publisher}"),
        Fact("Year", document.year),
        *occasion(document),
        *_approval(document),
        Fact("Version", str(document.version or "Not numbered yet")),
        Fact("Published", long_date(document.published_on) or "Not published yet"),
    ]
    return tuple(fact for fact in lines if fact.text)


def about(presentation: Presentation) -> tuple[Fact, ...]:
    """Where the document can be read, and by what its data file is checked; nothing of a draft."""
    lines = (
        Fact("Web address of this version", presentation.public_url),
        Fact("Code for checking the data file (SHA-256)", presentation.digest),
    )
    return tuple(fact for fact in lines if fact.text)


def occasion(document: Document) -> tuple[Fact, ...]:
    """Why there is this self-assessment; and of a correction, what it corrects and why."""
    version = document.corrects_version
    if version is not None:
        corrects = Fact("Correction", f"Corrects version {version}: {document.reason}")
        return Fact("Reason", document.trigger_label), corrects
    reason = ": ".join(filter(None, (document.trigger_label, document.reason)))
    return (Fact("Reason", reason),)


def _approval(document: Document) -> list[Fact]:
    approval = document.approval
    if approval is None:
        return [Fact("Approved", "Not approved yet")]
    mrc = ", ".join(text for text in (approval.mrc_name, document.landlord.mrc_title) if text)
    return [
        Fact("Approved", f"By the {approval.body} on {long_date(approval.meeting_date)}"),
        Fact("Minute reference", approval.minute_reference),
        Fact("Member Responsible for Complaints", mrc if approval.mrc_name else ""),
    ]


def digest_of(document: Document, presentation: Presentation) -> str:
    """SHA-256 of the document: as it was published, whichever version of its JSON that was; of a
    draft as it would be written now.
    """
    return presentation.digest or digest(to_json(document))


def properties(document: Document, presentation: Presentation) -> dict[str, str]:
    """What a file says of itself to programs: how it is recognised when it comes back filled in,
    and from which moment of a draft it was taken.
    """
    known = {
        "selfassess edition": document.code.edition,
        "selfassess landlord": document.landlord.slug,
        "selfassess year": document.year,
        "selfassess document": digest_of(document, presentation),
        PROPERTY: presentation.taken_from,
    }
    return {name: value for name, value in known.items() if value}
