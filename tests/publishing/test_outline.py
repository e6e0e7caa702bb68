"""Every format has every part that belongs in it: page, PDF, Word, Excel, CSV and JSON say the
same, with the parts that a self-assessment may have and without them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import docx
import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from openpyxl import load_workbook
from pypdf import PdfReader

from publishing.document import ChangesPart, Document, MovePart, outline, to_json
from publishing.document.outline import Medium
from publishing.render import docx as word
from publishing.render import html, pdf, xlsx
from publishing.render.csv import render_csv
from tests.publishing import forms
from tests.publishing.tagged import squeezed

CHANGES = ChangesPart(
    since_year="2024-25",
    since_code="Complaint Handling Code 2024",
    moves=(MovePart("1.2", ("1.2",), "no", "partly", "unchanged"),),
    same=("1.3",),
    unanswered=(),
    new=(),
    dropped=(),
)
SHORT = {"answer": "partly", "action": "Rewrite the letters.", "action_owner": "Head of Repairs"}
FAMILY = forms.blank().family
# What only the part says.
SAYS: dict[str, str] = {
    outline.FACTS: "Alderbrook Council",
    outline.CONTENTS: "Contents",
    outline.RESPONSE: "Cabinet read the self-assessment and accepts it.",
    outline.SUMMARY: "All provisions",
    outline.NOT_MET: "Rewrite the letters.",
    outline.CHANGES: "1 provision has a better answer: 1.2 (from No to Partly).",
    outline.FORM: "Complaints Policy, section 2.",
    outline.COMPLAIN: FAMILY.advice,
    outline.OTHER_FORMATS: "large print, braille, audio, Easy Read",
    outline.ABOUT: forms.FINAL.digest,
}
# As data say it: facts, of which people's formats make sentences.
IN_JSON = SAYS | {outline.CHANGES: '"from_answer":"no"'}


def whole() -> Document:
    return forms.make(answers={"1.2": SHORT}, changes=CHANGES)


def bare() -> Document:
    """Nothing but what has to be there: a draft, with nothing to compare with."""
    landlord = replace(forms.LANDLORD, complaints_contact="", website="")
    return forms.make(
        landlord=landlord, body_response="", approval=None, version=None, published_on=None
    )


def _page(document: Document) -> str:
    return re.sub("<[^>]+>", " ", html.render_body(document, forms.FINAL))


def _pdf(document: Document) -> str:
    pages = PdfReader(io.BytesIO(pdf.render_pdf(document, forms.FINAL))).pages
    return " ".join(page.extract_text() for page in pages)


def _word(document: Document) -> str:
    file = docx.Document(io.BytesIO(word.render_docx(document, forms.FINAL)))
    return "".join(file.element.body.xpath(".//w:t/text()"))


def _excel(document: Document) -> str:
    book = load_workbook(io.BytesIO(xlsx.render_xlsx(document, forms.FINAL)))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return " ".join(str(value) for row in rows for value in row if value is not None)


READ = {
    Medium.PAGE: _page,
    Medium.PDF: _pdf,
    Medium.WORD: _word,
    Medium.EXCEL: _excel,
    Medium.CSV: lambda document: render_csv(document).decode(),
    Medium.JSON: lambda document: to_json(document).decode(),
}


@cache
def text_of(medium: Medium) -> str:
    return squeezed(READ[medium](whole()))


# Residents find the digest with the data.
ON_PAGE = SAYS | {outline.ABOUT: forms.FINAL.public_url}


@pytest.mark.parametrize("medium", list(Medium))
def test_each_part_is_in_each_format_that_it_belongs_to(medium):
    says = {Medium.JSON: IN_JSON, Medium.PAGE: ON_PAGE}.get(medium, SAYS)
    assert set(SAYS) == {part.key for part in outline.PARTS}
    for part in outline.parts(whole(), forms.FINAL, medium):
        assert squeezed(says[part.key]) in text_of(medium), part.key


@pytest.mark.parametrize("medium", [Medium.PAGE, Medium.PDF, Medium.WORD])
def test_each_part_has_its_heading_and_stands_in_the_contents_in_order(medium):
    text = text_of(medium)
    start = text.index("Contents")
    entries = outline.contents(whole(), forms.FINAL, medium)
    places = [text.index(squeezed(entry.text), start) for entry in entries if entry.level < 4]
    assert places == sorted(places)
    for part in outline.parts(whole(), forms.FINAL, medium):
        is_headed = part.key not in (outline.FACTS, outline.CONTENTS)
        if is_headed and not (medium == Medium.PAGE and part.key == outline.FORM):
            assert text.count(squeezed(part.heading(whole()))) >= 2, part.key


@pytest.mark.parametrize("medium", [Medium.PAGE, Medium.PDF, Medium.WORD, Medium.EXCEL])
def test_what_there_is_nothing_to_tell_of_is_left_out(medium):
    text = squeezed(READ[medium](bare()))
    assert squeezed("What changed") not in text
    assert squeezed("To complain to") not in text
    assert squeezed("The governing body has not written its response yet.") in text
    assert squeezed(FAMILY.advice) in text


@pytest.mark.parametrize(
    ("shown", "name"),
    [(html.PARTS, "page"), (pdf.PARTS, "pdf"), (word.PARTS, "docx"), (xlsx.PARTS, "xlsx")],
)
def test_a_format_that_forgets_a_part_is_an_error_at_the_start(monkeypatch, shown, name):
    monkeypatch.delitem(shown, outline.COMPLAIN)
    wanted = f"The {name} self-assessment does not show the part “complain”"
    with pytest.raises(SystemCheckError, match=wanted):
        call_command("check")
