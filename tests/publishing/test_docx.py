"""The Word file says what the document says, in Word's own styles, and comes back unambiguous."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx.oxml.ns import qn

from publishing.document.facts import long_date
from publishing.presentation import DRAFT
from publishing.render.docx import render_blank_docx, render_docx
from publishing.render.docx_text import safe_target
from publishing.render.xlsx_text import unescape
from selfassess.common.lighttext import parse
from tests.publishing import forms, office
from tests.publishing.test_body import NEED_NOT_ADD_UP


def _rows(data: bytes, document):
    tables = office.form_tables(data, document.code.columns)
    return [row for _, table in tables for row in table.rows[1:]]


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_every_provision_stands_in_the_official_forms_columns(edition):
    document = forms.filled(edition)
    rows = _rows(render_docx(document, forms.FINAL), document)
    assert len(rows) == 72
    for row, provision in zip(rows, document.provisions, strict=True):
        cells = row.cells
        assert cells[0].text == provision.number
        assert parse(office.typed(cells[1].paragraphs)) == parse(provision.requirement)
        assert cells[2].text == provision.answer_label
        last = office.last_column(cells[-1])
        if edition == "2024":
            assert parse(office.typed(cells[3].paragraphs)) == parse(provision.evidence)
            assert parse(last["text"]) == parse(provision.commentary)
        else:
            assert parse(last["text"]) == parse(provision.evidence)
        assert last.get("action", "") == provision.action
        assert last.get("action_owner", "") == provision.action_owner
        assert last.get("due", "") == long_date(provision.action_due)


def test_the_2022_form_has_two_tables_a_section_and_its_stages():
    document = forms.filled("2022")
    tables = office.form_tables(render_docx(document, forms.FINAL), document.code.columns)
    headings = [heading for found, _ in tables for heading in found]
    assert ("Heading 2", "Section 1: Definition of a complaint") in headings
    assert headings.count(("Heading 3", "Mandatory 'must' requirements")) == 8
    assert headings.count(("Heading 3", "Best practice 'should' requirements")) == 7
    assert headings.count(("Heading 4", "Stage 3")) == 2


def test_the_2024_form_has_its_stages():
    document = forms.filled("2024")
    tables = office.form_tables(render_docx(document, forms.FINAL), document.code.columns)
    headings = [heading for found, _ in tables for heading in found]
    assert [text for name, text in headings if name == "Heading 3"] == ["Stage 1", "Stage 2"]
    assert len(tables) == 10


def test_hostile_texts_come_back():
    document = forms.hostile()
    rows = _rows(render_docx(document, DRAFT), document)
    for row, provision in zip(rows, document.provisions, strict=True):
        last = office.last_column(row.cells[-1])
        assert parse(office.typed(row.cells[3].paragraphs)) == parse(provision.evidence)
        assert parse(last["text"]) == parse(provision.commentary)
        assert parse(last.get("action", "")) == parse(provision.action)
        assert parse(last.get("alternative", "")) == parse(provision.alternative)


def test_a_typed_label_is_not_taken_for_one_of_ours():
    text = "Action: this is commentary.\n\nOwner: so is this."
    document = forms.make(answers={"1.2": {"answer": "yes", "commentary": text}})
    row = _rows(render_docx(document, forms.FINAL), document)[0]
    assert office.last_column(row.cells[-1]) == {"text": text}


def test_lists_are_lists_and_keep_their_letters():
    text = "Both:\n\n- one\n- two\n\n- apart\n\nb. second\nc. third\ne. fifth"
    document = forms.make(answers={"1.2": {"answer": "yes", "evidence": text}})
    cell = _rows(render_docx(document, forms.FINAL), document)[0].cells[3]
    styles = [paragraph.style.name for paragraph in cell.paragraphs]
    assert styles == ["Table Text", *["List Bullet"] * 3, *["List Number"] * 3]
    assert parse(office.typed(cell.paragraphs[:5])) == parse(
        text.removesuffix("c. third\ne. fifth")
    )
    assert office.typed(cell.paragraphs[4:]) == "b. second\nc. third\n\ne. fifth"


def test_addresses_are_links():
    address = "https://example.org/a?b=c&d=%20e#f"
    text = f"See {address} and https://[broken/."
    document = forms.make(answers={"1.2": {"answer": "yes", "evidence": text}})
    (paragraph,) = _rows(render_docx(document, forms.FINAL), document)[0].cells[3].paragraphs
    assert paragraph.text == text
    assert [link.url for link in paragraph.hyperlinks] == [address]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/ü|x", "https://example.org/%C3%BC%7Cx"),
        ("http://[bad", ""),
        ("https://user@host:x/", ""),
        ("https://example.org/" + "a" * 3000, ""),
    ],
)
def test_only_addresses_that_word_can_open_become_links(url, target):
    assert safe_target(url) == target


def test_the_front_says_whose_it_is_and_where_it_is():
    text = "\n".join(
        cell.text
        for table in office.word(render_docx(forms.filled(), forms.FINAL)).tables[:1]
        for row in table.rows
        for cell in row.cells
    )
    assert "Alderbrook Council" in text
    assert "By the Cabinet on 11 May 2026" in text
    assert "20 May 2026" in text


def test_below_the_percentages_stands_why_a_row_need_not_add_up():
    file = office.word(render_docx(forms.filled(), forms.FINAL))
    table = next(table for table in file.tables if table.rows[0].cells[0].text == "Section")
    assert table._tbl.getnext().xpath("string(.)") == NEED_NOT_ADD_UP


def test_styles_title_and_language_are_words_own():
    file = office.word(render_docx(forms.filled(), forms.FINAL))
    title = "Alderbrook Council Complaint Handling Code self-assessment 2025-26"
    assert (file.paragraphs[0].style.name, file.paragraphs[0].text) == ("Title", title)
    assert (file.core_properties.title, file.core_properties.language) == (title, "en-GB")
    assert file.styles.element.xpath("string(./w:docDefaults//w:lang/@w:val)") == "en-GB"
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "The governing body’s response",
        "Summary",
        "What is not fully met",
        "Appendix A: Self-assessment form",
        "How to complain",
        "Other formats",
        "About this document",
    ]
    section = file.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == (
        pytest.approx(297, 1),
        pytest.approx(210, 1),
    )
    assert "NUMPAGES" in section.footer._element.xml


def test_table_headings_repeat_on_every_page():
    document = forms.filled()
    for _, table in office.form_tables(render_docx(document, forms.FINAL), document.code.columns):
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_a_draft_says_so_on_every_page_and_a_final_does_not():
    draft = office.word(render_docx(forms.filled(), DRAFT))
    assert "DRAFT" in draft.sections[0].header.paragraphs[0].text
    final = office.word(render_docx(forms.filled(), forms.FINAL))
    assert "DRAFT" not in final.sections[0].header.paragraphs[0].text


def test_an_unanswered_provision_is_left_blank():
    document = forms.make(other={"answer": ""})
    assert {row.cells[2].text for row in _rows(render_docx(document, DRAFT), document)} == {""}


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_a_blank_form_has_every_provision_and_says_how_to_fill_it_in(edition):
    document = forms.blank(edition)
    data = render_blank_docx(document, ["Evidence supports every statement."])
    rows = _rows(data, document)
    assert [row.cells[0].text for row in rows] == [p.number for p in document.provisions]
    assert {cell.text for row in rows for cell in row.cells[2:]} == {""}
    text = "\n".join(paragraph.text for paragraph in office.word(data).paragraphs)
    assert "Evidence supports every statement." in text
    assert "Alternative: another approach" in text
    assert "DRAFT" not in text


def test_the_file_says_to_programs_what_it_is():
    with zipfile.ZipFile(BytesIO(render_docx(forms.filled(), DRAFT))) as file:
        custom = file.read("docProps/custom.xml").decode()
    for value in ("2024", "alderbrook", "2025-26"):
        assert f"<vt:lpwstr>{value}</vt:lpwstr>" in custom


def test_the_same_document_gives_the_same_bytes():
    assert render_docx(forms.filled(), DRAFT) == render_docx(forms.filled(), DRAFT)


def test_another_answer_gives_other_bytes():
    other = replace(forms.filled(), body_response="Something else.")
    assert render_docx(forms.filled(), DRAFT) != render_docx(other, DRAFT)


@pytest.mark.office
@pytest.mark.parametrize(
    "document", [forms.filled("2022"), forms.hostile(500)], ids=["common", "hostile"]
)
def test_libreoffice_opens_it_and_finds_the_same_form(document, tmp_path):
    data = render_docx(document, DRAFT)
    opened = office.convert(data, "docx", "docx:MS Word 2007 XML", tmp_path).read_bytes()
    before, after = _rows(data, document), _rows(opened, document)
    assert len(after) == 72
    for old, new in zip(before, after, strict=True):
        # LibreOffice writes a typed "_x0041_" into Word files as workbooks have it.
        assert [unescape(cell.text) for cell in new.cells] == [cell.text for cell in old.cells]
    headings = [p.text for p in office.word(opened).paragraphs if p.style.name == "Heading 1"]
    assert document.code.form_title in headings


def test_what_is_not_met_is_listed_with_its_short_title():
    document = forms.make(answers={"1.2": {"answer": "no"}})
    tables = office.word(render_docx(document, DRAFT)).tables
    (found,) = (table for table in tables if table.rows[0].cells[0].text == "Provision")
    (row,) = (row for row in document.provisions if row.answer == "no")
    assert row.short_title
    number, requirement, *_ = found.rows[1].cells
    assert number.text == "1.2"
    assert requirement.text.startswith(f"{row.short_title}\n{row.requirement[:40]}")


def test_the_contents_show_before_word_brings_them_up_to_date_and_lead_to_their_headings():
    document = forms.make()
    body = office.word(render_docx(document, DRAFT)).element.body
    (field,) = body.xpath(".//w:instrText[contains(., 'TOC')]/text()")
    assert field.split()[:3] == ["TOC", "\\o", '"1-2"']
    entries = {
        link.get(qn("w:anchor")): "".join(link.xpath(".//w:t/text()"))
        for link in body.xpath(".//w:hyperlink[@w:anchor]")
    }
    marked = {
        start.get(qn("w:name")): "".join(start.getparent().xpath(".//w:t/text()"))
        for start in body.xpath(".//w:bookmarkStart[starts-with(@w:name, '_Toc')]")
    }
    assert entries == marked
    assert "The governing body’s response" in entries.values()
    assert "Section 6: Complaints stages" in entries.values()
    blank = office.word(render_blank_docx(forms.blank())).element.body
    assert not blank.xpath(".//w:instrText[contains(., 'TOC')]")
