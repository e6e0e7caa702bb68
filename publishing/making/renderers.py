"""Every format's renderer, in one table for drafts and publications; run within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from publishing import document as documents
from publishing.document import Document, ProvisionPart
from publishing.document.comparison import Comparison
from publishing.formats import PAPER, SELF_ASSESSMENT, Format
from publishing.paper.contents import CommitteePaper
from publishing.presentation import Presentation
from selfassess.common.bounded import Bounds, TooMuch, within
from selfassess.common.jobs import Failed

# What one file may cost. The PDF of 72 provisions with 650,000 characters in their answers, three
# times what the longest published ones have, takes 18 seconds and 0.5 GB.
BOUNDS = Bounds(seconds=60, memory=3 * 1024**3 // 2, writes=256 * 1024**2)
# Seconds of the clock. Less than `models.STALE_AFTER`, so that a job in hand never counts as lost.
PATIENCE = 180
# How many provisions are named to someone whose file would cost too much.
_NAMED = 3


class TooLarge(Failed):
    """A file would cost too much; the message says what to do, for the person who asked."""


@dataclass(frozen=True)
class Content:
    """All that files are made from, read before: a renderer asks no database.

    `comparison`: with the year before, where there is one; `paper`: the committee paper, where
    one of its files is wanted.
    """

    document: Document
    presentation: Presentation
    comparison: Comparison | None = None
    paper: CommitteePaper | None = None


def render(file: Format, content: Content, patience: float = PATIENCE) -> bytes:
    """The file's bytes, made in a separate process within BOUNDS.

    Raises TooLarge, with words for the person who asked; Broken where the renderer raises.
    """
    make = RENDERERS[file.name]
    # Here, so that it is loaded once and not anew in each process.
    for library in _LIBRARIES.get(file.ending, ()):
        import_module(library)
    try:
        return within(BOUNDS, partial(make, content), patience)
    except TooMuch:
        raise TooLarge(_too_large(file, content.document)) from None


def _too_large(file: Format, document: Document) -> str:
    return (
        f"The {file.label.lower()} as {file.kind} would take too much time or memory to create. "
        f"The longest texts are in {_listed(_longest(document))}. Shorten them, or move long text "
        "to a separate document and link to it."
    )


def _longest(document: Document) -> list[str]:
    """The numbers of the few provisions that take most room, in the form's order."""
    rows = [row for section in document.sections for row in section.provisions]
    sizes = [_size(row) for row in rows]
    largest = sorted(sizes, reverse=True)[:_NAMED]
    least = max(largest[-1], largest[0] // 10)
    return [row.number for row, size in zip(rows, sizes, strict=True) if size >= least][:_NAMED]


def _size(row: ProvisionPart) -> int:
    """The room of its typed texts, in characters; a line of the form holds some 40."""
    texts = (row.evidence, row.commentary, row.action, row.alternative)
    return sum(len(text) + 40 * text.count("\n") for text in texts)


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _pdf(content: Content) -> bytes:
    # Imported here and below: they load what is slow to load.
    from publishing.render.pdf import render_pdf

    return render_pdf(content.document, content.presentation)


def _docx(content: Content) -> bytes:
    from publishing.render.docx import render_docx

    return render_docx(content.document, content.presentation)


def _xlsx(content: Content) -> bytes:
    from publishing.render.xlsx import render_xlsx

    return render_xlsx(content.document, content.presentation, content.comparison)


def _csv(content: Content) -> bytes:
    from publishing.render.csv import render_csv

    return render_csv(content.document)


def _json(content: Content) -> bytes:
    return documents.to_json(content.document)


def _paper_pdf(content: Content) -> bytes:
    from publishing.render.paper_pdf import render_paper_pdf

    return render_paper_pdf(_paper(content), content.presentation)


def _paper_docx(content: Content) -> bytes:
    from publishing.render.paper_docx import render_paper_docx

    return render_paper_docx(_paper(content), content.presentation)


def _paper(content: Content) -> CommitteePaper:
    if content.paper is None:
        raise ValueError("A committee paper's file needs the paper.")
    return content.paper


# By the names that `formats.FORMATS` lists.
RENDERERS: dict[str, Callable[[Content], bytes]] = {
    f"{SELF_ASSESSMENT}.pdf": _pdf,
    f"{SELF_ASSESSMENT}.docx": _docx,
    f"{SELF_ASSESSMENT}.xlsx": _xlsx,
    f"{SELF_ASSESSMENT}.csv": _csv,
    f"{SELF_ASSESSMENT}.json": _json,
    f"{PAPER}.pdf": _paper_pdf,
    f"{PAPER}.docx": _paper_docx,
}
_LIBRARIES = {"pdf": ("weasyprint", "pikepdf"), "docx": ("docx",), "xlsx": ("openpyxl",)}
