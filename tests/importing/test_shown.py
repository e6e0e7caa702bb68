"""What a person sees of a page, a document or a sheet is the form; nothing else of the file is."""

from __future__ import annotations

import io
import zipfile
from html import escape

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assessments.importing.limits import CannotRead
from assessments.importing.result import Found, ImportResult
from tests.importing.content import codes
from tests.importing.reading import read_form

CODE = codes()["2024"]
ITEMS = [item for item in CODE.provisions() if item.number in ("4.1", "4.2", "4.3")]
HEADS = CODE.form.columns
ALL = [("yes", "Log HB-1.", "None."), ("yes", "Log HB-2.", "None."), ("yes", "Log HB-3.", "None.")]


def cells(result: ImportResult) -> list[tuple[str, str, str]]:
    def own(found: Found) -> tuple[str, str, str]:
        return str(found.answer), found.evidence, found.commentary

    return [own(found) for found in result.responses]


def texts(index: int) -> list[str]:
    item = ITEMS[index]
    return [item.number, item.text, "Yes", f"Log HB-{index + 1}.", "None."]


def table(index_of: range = range(3)) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in texts(index)) + "</tr>"
        for index in index_of
    )
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in HEADS)}</tr>{rows}</table>"


def page(body: str) -> ImportResult:
    html = f"<!doctype html><body class=has-cookie-banner><main><h1>Form</h1>{body}</main></body>"
    return read_form(html.encode(), "form.html")


@pytest.mark.parametrize(
    ("opener", "panel"),
    [
        ("<h2><button aria-expanded=false>Staff</button></h2>", "<div hidden>{}</div>"),
        ("<h2>Staff</h2>", "<div hidden=until-found>{}</div>"),
        ("<button aria-controls=p>Staff</button>", "<div id=p style='display: none'>{}</div>"),
        ("<a href='#p'>Staff</a>", "<div id=p hidden>{}</div>"),
        ("<button data-bs-target='#p'>Staff</button>", "<div id=p hidden>{}</div>"),
        ("<h2>Staff</h2>", "<div class=accordion__panel aria-hidden=true hidden>{}</div>"),
        ("", "<details><summary>Staff</summary>{}</details>"),
        ("<button role=tab>Staff</button>", "<div role=tabpanel hidden>{}</div>"),
    ],
)
def test_what_a_page_folds_up_is_read(opener, panel):
    assert cells(page(opener + panel.format(table()))) == ALL


@pytest.mark.parametrize(
    "beside",
    [
        "<div style='display:none'>{}</div>",
        "<template>{}</template>",
        "<div role=dialog id=p>{}</div><a href='#p'>Open</a>",
        "<nav>{}</nav>",
    ],
)
def test_what_a_page_never_shows_is_not(beside):
    other = table().replace("Log HB", "Old HB").replace("Yes<", "No<")
    assert cells(page(beside.format(other) + table())) == ALL


def labelled(index: int) -> str:
    number, text, answer, evidence, commentary = map(escape, texts(index))
    return (
        f"<h3>{number}</h3><p>{text}</p><h4>Comply</h4><p>{answer}</p><h4>Evidence</h4>"
        f"<p>{evidence}</p><h4>Commentary</h4><p>{commentary}</p>"
    )


@pytest.mark.parametrize(
    "after",
    [
        "<h2>Related pages</h2><ul><li><a href=/c>Make a complaint</a></li></ul>",
        "<div class=share-links><p>Share on Facebook</p></div>",
        "<div class=cookie-banner><p>We keep evidence of your choice.</p></div>",
        "<p>Last updated: 3 June 2024</p>",
        "<span class=visually-hidden>End of the form</span>",
        "<button>Print</button>",
    ],
)
def test_what_stands_below_the_last_answer_is_nobodys(after):
    assert cells(page("".join(map(labelled, range(3))) + after)) == ALL


def test_words_for_screen_readers_are_no_answer_beside_one():
    body = table().replace(">Yes<", "><span class=sr-only>Answer for this provision:</span> Yes<")
    assert cells(page(body)) == ALL


@pytest.mark.parametrize(
    "prompt",
    [
        "Click or tap here to enter text.",
        "Choose an item.",
        "[Insert text]",
        "Enter text here",
        "Please select…",
        "Click or tap to enter a date.",
    ],
)
def test_a_prompt_is_nobodys_text(prompt):
    found = page(table().replace("None.", prompt).replace(">Yes<", f">{prompt}<"))
    assert cells(found) == [("", evidence, "") for _, evidence, _ in ALL]
    assert {problem.kind for problem in found.problems} == {"blank"}


@pytest.mark.parametrize("text", ["Enter text messages in the log.", "Select committee minutes"])
def test_a_landlords_own_sentence_is_no_prompt(text):
    assert page(table().replace("None.", text)).responses[0].commentary == text


def workbook(hide) -> ImportResult:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Form"
    sheet.append([*HEADS[:2], "Comply last year", *HEADS[2:]])
    for index in range(3):
        number, text, *rest = texts(index)
        sheet.append([number, text, "No", *rest])
    hide(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return read_form(target.getvalue(), "form.xlsx")


def _column(book, sheet):
    sheet.column_dimensions["C"].hidden = True


def _no_width(book, sheet):
    sheet.column_dimensions["C"].width = 0.01


def _group(book, sheet):
    sheet.column_dimensions.group("C", "C", hidden=True)


@pytest.mark.parametrize("hide", [_column, _no_width, _group])
def test_a_hidden_column_is_not_read_and_named(hide):
    found = workbook(hide)
    assert cells(found) == ALL
    assert found.notes == ("In the sheet “Form”, column C is hidden, so we did not read it.",)


def test_hidden_rows_are_not_read_and_named():
    def hide(book, sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].height = 0.01

    found = workbook(hide)
    assert [item.number for item in found.responses] == ["4.1"]
    assert found.notes == ("In the sheet “Form”, rows 3 to 4 are hidden, so we did not read them.",)


def test_a_very_hidden_sheet_is_named():
    def hide(book, sheet):
        book.create_sheet("Old").append(["4.1", "No"])
        book["Old"].sheet_state = "veryHidden"

    assert "We did not read the hidden sheet “Old”." in workbook(hide).notes


def document(change) -> ImportResult:
    document = docx.Document()
    form = document.add_table(1, 5)
    for cell, head in zip(form.rows[0].cells, HEADS, strict=True):
        cell.text = head
    for index in range(3):
        row = form.add_row()
        for cell, text in zip(row.cells, texts(index), strict=True):
            cell.text = text
        change(row)
    target = io.BytesIO()
    document.save(target)
    return read_form(target.getvalue(), "form.docx")


def _control(element, empty: bool) -> None:
    mark = "<w:showingPlcHdr/>" if empty else ""
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr>{mark}</w:sdtPr><w:sdtContent/></w:sdt>")
    element.getparent().replace(element, control)
    control[1].append(element)


def test_controls_around_rows_and_cells_keep_their_place():
    def change(row):
        _control(row.cells[3]._tc, empty=False)
        _control(row._tr, empty=False)

    assert cells(document(change)) == ALL


def test_an_unused_control_leaves_its_cell_blank_and_in_place():
    found = document(lambda row: _control(row.cells[3]._tc, empty=True))
    assert cells(found) == [("yes", "", "None.")] * 3


def test_a_text_box_is_read_once():
    def change(row):
        paragraph = row.cells[4].paragraphs[0]
        text = paragraph.text
        paragraph.clear()
        box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
        mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
        paragraph._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")} xmlns:mc="{mc}"><mc:AlternateContent><mc:Choice><w:drawing>'
                f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            )
        )

    assert cells(document(change)) == ALL


def _zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
OPEN = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_zipped(mimetype=f"{OPEN}text", content_xml="<a/>"), r"\.odt.*Word Document \(\.docx\)"),
        (_zipped(mimetype=f"{OPEN}spreadsheet", content_xml="<a/>"), r"\.ods.*Excel Workbook"),
        (_zipped(Index__Document_iwa="x"), "Pages or Numbers.*Export To"),
        (_zipped(xl__workbook_bin="x"), r"\.xlsb.*Excel Workbook"),
        (_zipped(form_docx="x"), "an archive.*upload the self-assessment"),
        (b"{\\rtf1 4.1}", r"\.rtf.*Word Document"),
        (OLE + "WordDocument".encode("utf-16-le"), r"\.doc\).*Word Document"),
        (OLE + "Workbook".encode("utf-16-le"), r"\.xls\).*Excel Workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a password"),
        (OLE + "__substg1.0_0037".encode("utf-16-le"), r"\.msg.*attachment"),
        (b"From: a@b.example\nMIME-Version: 1.0\n\nForm", r"\.eml.*attachment"),
        (b"From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related\n", r"\.mht.*HTML only"),
    ],
)
def test_other_formats_are_named_with_how_to_save_them(data, said):
    # The name says nothing: what is inside decides.
    with pytest.raises(CannotRead, match=said):
        read_form(data, "form.txt")
