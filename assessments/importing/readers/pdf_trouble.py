"""PDFs that cannot be read as they are, and whether text recognition would help.

Where pages are pictures, or their letters are stored without saying which they are, a person sees
text and we see none: the document that the PDF was made from is best, and text recognition next.
Where only some pages are such, the rest is read and those are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assessments.importing.limits import CannotRead
from assessments.importing.readers.pdf_pages import PageView
from assessments.importing.readers.thresholds import (
    FEW_LETTERS,
    MOSTLY_PICTURE,
    MOSTLY_UNNAMED,
)

# A letter that the file draws without naming it: the library's mark, or a private sign.
_UNNAMED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_RECOGNISE = (
    "If you do not have it, text recognition (OCR) helps: open the PDF in Word, or use “Recognise "
    "text” in Acrobat, save the result and upload it."
)
_PICTURES = (
    "The PDF has pictures of pages, not text. Upload the document that it was made from. "
    f"{_RECOGNISE}"
)
_SIGNS = (
    "The PDF does not say which letters its signs are, so its text cannot be read or copied. "
    f"Upload the document that it was made from. {_RECOGNISE}"
)
_ADOBE = (
    "Only Adobe Acrobat can show this PDF form. Open it there, print it to a PDF file, and upload "
    "that."
)


def refuse_unreadable(pages: Sequence[PageView]) -> None:
    """Raises CannotRead, with what to do, where no page has text that can be read."""
    text = "".join(word.text for page in pages for word in page.words)
    if not text or all(map(_is_picture, pages)):
        raise CannotRead(_PICTURES)
    if _unnamed(text) > MOSTLY_UNNAMED:
        raise CannotRead(_SIGNS)
    if text.startswith("Pleasewait") and "AdobeReader" in text:
        raise CannotRead(_ADOBE)


def page_notes(pages: Sequence[PageView]) -> tuple[str, ...]:
    """Says which pages could not be read, where others could."""
    pictures = [page.number for page in pages if _is_picture(page)]
    signs = [page.number for page in pages if page.number not in pictures and _has_signs(page)]
    notes = []
    if pictures:
        subject = "are pictures" if len(pictures) > 1 else "is a picture"
        notes.append(_note(pictures, subject))
    if signs:
        subject = "do" if len(signs) > 1 else "does"
        notes.append(_note(signs, f"{subject} not say which letters the signs are"))
    return tuple(notes)


def _note(numbers: Sequence[int], what: str) -> str:
    named = f"Page{'s' if len(numbers) > 1 else ''} {_ranges(numbers)}"
    return (
        f"{named} {what}, so we could not read the text there. Compare with the form, or use "
        "text recognition (OCR) and upload the result."
    )


def _is_picture(page: PageView) -> bool:
    """Whether a page is a scan: next to no text but, perhaps, a page number put on later."""
    letters = sum(len(word.text) for word in page.words)
    return page.pictured > MOSTLY_PICTURE and letters < FEW_LETTERS


def _has_signs(page: PageView) -> bool:
    return _unnamed("".join(word.text for word in page.words)) > MOSTLY_UNNAMED


def _unnamed(text: str) -> float:
    """The share of letters without a name."""
    count = len(_UNNAMED.findall(text))
    return count / (len(_UNNAMED.sub("", text)) + count) if count else 0.0


def _ranges(numbers: Sequence[int]) -> str:
    """ "3, 5 to 7 and 9"."""
    parts = [f"{first} to {last}" if last > first else f"{first}" for first, last in _runs(numbers)]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number > last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
