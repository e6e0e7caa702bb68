"""The parts of a self-assessment: which there are, in which order, and in which formats.

Every renderer shows the parts of its format in this order; one that forgets a part is an error at
the start (publishing/checks.py). Charts and the committee paper have their own parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from publishing.document.blank import is_blank
from publishing.document.facts import about
from publishing.document.layout import Heading, form_sections
from publishing.document.parts import Document
from publishing.presentation import Presentation

FACTS, CONTENTS, RESPONSE, SUMMARY = "facts", "contents", "response", "summary"
NOT_MET, CHANGES, FORM = "not_met", "changes", "form"
COMPLAIN, OTHER_FORMATS, ABOUT = "complain", "formats", "about"
NOT_MET_HEADING = "What is not fully met"


class Medium(StrEnum):
    """What a self-assessment is made into: the public page, or a file, by its ending."""

    PAGE = "page"
    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    CSV = "csv"
    JSON = "json"


# People read these; JSON is for programs and says each fact once, CSV is the form's answers.
_READ = frozenset((Medium.PAGE, Medium.PDF, Medium.WORD, Medium.EXCEL))
_TOLD = _READ | {Medium.JSON}


Told = Callable[[Document, Presentation], bool]


def _always(_: Document, __: Presentation) -> bool:
    return True


def _is_filled(document: Document, _: Presentation) -> bool:
    return not is_blank(document)


def _is_compared(document: Document, _: Presentation) -> bool:
    return document.changes is not None


def _is_public(_: Document, presentation: Presentation) -> bool:
    return bool(about(presentation))


@dataclass(frozen=True)
class OutlinePart:
    """A part: its heading in words, the formats that it belongs to, and whether a document has it.

    `key` is its anchor on the page and in the PDF.
    """

    key: str
    heading: Callable[[Document], str]
    media: frozenset[Medium]
    is_told: Told = _is_filled

    @property
    def anchor(self) -> str:
        return self.key.replace("_", "-")


def _says(text: str) -> Callable[[Document], str]:
    return lambda _: text


PARTS = (
    OutlinePart(FACTS, _says("About this self-assessment"), frozenset(Medium), is_told=_always),
    OutlinePart(CONTENTS, _says("Contents"), _READ - {Medium.EXCEL}),
    OutlinePart(RESPONSE, _says("The governing body’s response"), _TOLD),
    OutlinePart(SUMMARY, _says("Summary"), _READ),
    OutlinePart(NOT_MET, _says(NOT_MET_HEADING), _READ),
    OutlinePart(
        CHANGES,
        lambda document: document.changes_heading,
        _TOLD,
        is_told=_is_compared,
    ),
    OutlinePart(
        FORM, lambda document: document.code.form_title, frozenset(Medium), is_told=_always
    ),
    OutlinePart(COMPLAIN, _says("How to complain"), _TOLD),
    OutlinePart(OTHER_FORMATS, _says("Other formats"), _READ),
    OutlinePart(ABOUT, _says("About this document"), _READ, is_told=_is_public),
)


def parts(
    document: Document, presentation: Presentation, medium: Medium
) -> tuple[OutlinePart, ...]:
    """The parts that the document has in a format, in order."""
    found = (part for part in PARTS if medium in part.media)
    return tuple(part for part in found if part.is_told(document, presentation))


def heading(key: str, document: Document) -> str:
    """What heads a part."""
    return next(part for part in PARTS if part.key == key).heading(document)


def forgotten(medium: Medium, known: frozenset[str]) -> list[str]:
    """The parts of a format that a renderer which knows these does not show, by name."""
    return [part.key for part in PARTS if medium in part.media and part.key not in known]


def contents(document: Document, presentation: Presentation, medium: Medium) -> tuple[Heading, ...]:
    """The entries of the contents: every part after them, and the form's sections; on the page
    these stand in place of the form, whose heading it does not have.
    """
    found: list[Heading] = []
    for part in parts(document, presentation, medium):
        if part.key == FORM and medium == Medium.PAGE:
            found += [Heading(s.heading.text, 2, s.heading.anchor) for s in form_sections(document)]
        elif part.key == FORM:
            found += [Heading(part.heading(document), 2, part.anchor), *_sections(document)]
        elif part.key not in (FACTS, CONTENTS):
            found.append(Heading(part.heading(document), 2, part.anchor))
    return tuple(found)


def _sections(document: Document) -> list[Heading]:
    """The form's sections, with the stages of one that has no other parts."""
    found: list[Heading] = []
    for section in form_sections(document):
        found.append(section.heading)
        if section.tables[0].rows[0].provision.stage and len(section.tables[0].headings) == 1:
            found += [heading for table in section.tables for heading in table.headings]
    return found
