"""The workbook says what the document says, computes by itself, and comes back exactly."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from publishing.document import summary
from publishing.document.comparison import MOST_TEXT, compare
from publishing.presentation import DRAFT
from publishing.render.xlsx import render_blank_xlsx, render_xlsx
from publishing.render.xlsx_text import CELL_LIMIT, escape, split, unescape
from tests.publishing import forms, office
from tests.publishing.test_body import NEED_NOT_ADD_UP

FIELDS = ("requirement", "evidence", "commentary", "action", "action_owner", "alternative")
HEADS = {
    "requirement": "Code requirement",
    "evidence": "Evidence",
    "commentary": "Commentary / explanation",
    "action": "Action",
    "action_owner": "Owner",
    "alternative": "Alternative",
}


def _open(data: bytes, **options):
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def _form(book) -> list[dict[str, object]]:
    rows = list(book["Self-assessment"].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _whole(book, number: str, head: str, value: object) -> str:
    """A cell's text with what goes on in the sheet of long texts."""
    text = unescape(str(value or ""))
    if "Long texts" not in book.sheetnames:
        return text
    heads = next(book["Long texts"].iter_rows(min_row=4, max_row=4, values_only=True))
    assert heads[:5] == ("Sheet", "Row", "Column", "Part", "Text")
    parts = [
        unescape(row[4])
        for row in book["Long texts"].iter_rows(min_row=5, values_only=True)
        if row[:3] == ("Self-assessment", number, head)
    ]
    return text + "".join(parts)


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_every_provision_has_a_row_in_the_forms_order(edition):
    document = forms.filled(edition)
    rows = _form(_open(render_xlsx(document, forms.FINAL)))
    columns = document.code.columns
    assert [row[columns[0]] for row in rows] == [p.number for p in document.provisions]
    for row, provision in zip(rows, document.provisions, strict=True):
        assert row[columns[1]] == provision.requirement
        assert row[columns[2]] == provision.answer_label
        assert row[columns[3]] == provision.evidence
        assert (row["Stage"] or "") == provision.stage
        assert row["Must or should"].lower() == provision.level
        assert (row["By"].date() if row["By"] else None) == provision.action_due


def test_hostile_texts_come_back_without_an_added_character():
    document = forms.hostile()
    book = _open(render_xlsx(document, DRAFT))
    for row, provision in zip(_form(book), document.provisions, strict=True):
        for name in FIELDS:
            head = HEADS[name]
            assert _whole(book, provision.number, head, row[head]) == getattr(provision, name)


def test_no_typed_text_is_a_formula():
    book = _open(render_xlsx(forms.hostile(), DRAFT))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or sheet.title == "Summary"
                assert cell.data_type != "f" or cell.value.startswith(("=SUM", "=IF("))
    cell = book["Self-assessment"]["G2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (forms.HOSTILE["formula"], "s", True)


def test_provision_numbers_and_cells_to_fill_in_are_text():
    sheet = _open(render_blank_xlsx(forms.blank()))["Self-assessment"]
    numbers = {cell.value: cell for cell in sheet["A"]}
    assert (numbers["5.10"].data_type, numbers["5.10"].number_format) == ("s", "@")
    # So that "- one" typed into an empty cell is no formula.
    assert {sheet[f"{letter}2"].number_format for letter in "FGHIJL"} == {"@"}


def test_the_form_is_ready_to_filter_fill_in_and_print():
    sheet = _open(render_xlsx(forms.filled(), forms.FINAL))["Self-assessment"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:L73"
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert rules["list"].formula1 == '"Yes,No,Partly,Not applicable"'
    assert str(rules["list"].sqref) == "F2:F73"
    assert str(rules["date"].sqref) == "K2:K73"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet["G2"].alignment.wrap_text
    assert "&P of &N" in sheet.oddFooter.right.text


def test_a_draft_says_so_and_a_footer_holds_no_commands():
    document = replace(forms.hostile())
    for sheet in _open(render_xlsx(document, DRAFT)):
        assert "DRAFT" in sheet.oddHeader.center.text
        assert sheet.oddFooter.left.text.endswith("&&P")
    assert not _open(render_xlsx(forms.filled(), forms.FINAL)).active.oddHeader.center.text


def _summary(book) -> list[tuple[object, ...]]:
    rows = list(book["Summary"].iter_rows(values_only=True))
    start = next(index for index, row in enumerate(rows) if row[0] == "Section")
    assert rows[-1][0] == NEED_NOT_ADD_UP
    return rows[start + 1 : -1]


def _expected(document) -> list[tuple[object, ...]]:
    rows = (*summary.rows(document), *summary.totals(document))
    return [
        (*count.numbers, count.total, *(number / count.total for number in count.numbers))
        for count in rows
    ]


def _mixed(edition: str):
    answers = ("yes", "partly", "no", "not_applicable", "", "yes", "yes")
    numbers = [row.number for row in forms.blank(edition).provisions]
    cycle = {number: {"answer": answers[n % 7]} for n, number in enumerate(numbers)}
    return forms.make(edition, cycle)


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_the_summary_shows_the_counts_before_anything_computes(edition):
    document = _mixed(edition)
    book = _open(render_xlsx(document, DRAFT), data_only=True)
    assert [row[3:14] for row in _summary(book)] == _expected(document)


def test_a_percentage_is_a_plain_division_that_its_format_rounds():
    row = list(_open(render_xlsx(_mixed("2024"), DRAFT))["Summary"].rows)[-2]
    yes, total, share = row[3], row[8], row[9]
    assert share.value == f"=IF(${total.coordinate}=0,0,{yes.coordinate}/${total.coordinate})"
    assert share.number_format == "0.0%"


@pytest.mark.office
@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_the_summary_computes_the_same_and_follows_the_form(edition, tmp_path):
    document = _mixed(edition)
    book = _open(render_xlsx(document, DRAFT))
    # Saved by openpyxl, it has no computed values: what is read then, LibreOffice computed.
    sheet = book["Self-assessment"]
    sheet["F2"].value = "No"
    out = io.BytesIO()
    book.save(out)
    opened = office.convert(out.getvalue(), "xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path)
    computed = _summary(openpyxl.load_workbook(opened, data_only=True))
    number = document.provisions[0].number
    changed = forms.make(
        edition,
        {
            row.number: {"answer": "no" if row.number == number else row.answer}
            for row in document.provisions
        },
    )
    for row, expected in zip(computed, _expected(changed), strict=True):
        assert row[3:14] == pytest.approx(expected)


@pytest.mark.office
def test_libreoffice_reads_hostile_texts_as_they_were_typed(tmp_path):
    document = forms.hostile()
    data = render_xlsx(document, DRAFT)
    opened = office.convert(data, "xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path)
    before, after = _open(data)["Self-assessment"], openpyxl.load_workbook(opened).active
    for row in before.iter_rows():
        for cell in row:
            value = unescape(cell.value) if isinstance(cell.value, str) else cell.value
            assert after[cell.coordinate].value == value


def test_actions_and_what_is_not_met_have_a_sheet():
    answers = {
        "2.1": {"answer": "no", "action": "- Do it", "action_owner": "Head"},
        "2.2": {"answer": "partly", "alternative": "=Another way"},
        "2.3": {"answer": "no"},
        "2.4": {"answer": "yes", "action": "Do more"},
    }
    document = forms.make(answers=answers)
    titles = {row.number: row.short_title for row in document.provisions}
    sheet = _open(render_xlsx(document, DRAFT))["Actions"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows] == ["2.1", "2.2", "2.3", "2.4"]
    assert [row[1] for row in rows] == [titles[row[0]] for row in rows]
    assert rows[0][4:6] == ("- Do it", "Head")
    assert rows[1][7] == "=Another way"


def test_a_comparison_has_a_sheet():
    before = forms.make("2022", {"1.6": {"answer": "no", "evidence": "Not yet."}}, year="2023-24")
    book = _open(render_xlsx(forms.make(), DRAFT, compare(before, forms.make(), forms.origins())))
    rows = [row for row in book["What changed"].iter_rows(values_only=True) if any(row)]
    head = next(index for index, row in enumerate(rows) if row[0] == "Provision")
    assert "No provision has a worse answer than before." in [row[0] for row in rows[:head]]
    found = {row[0]: row for row in rows[head + 1 :] if row[0]}
    assert found["1.5"][2:7] == ("1.6", "Strengthened", "No", "Yes", "Better")
    assert found["2.3"][6] == "New in this Code"
    assert [row[2] for row in rows if row[3] == "No longer in the Code"][:2] == ["4.13", "4.3"]
    assert "Not yet." in found["1.5"][11]
    assert len(found) == 72


@pytest.mark.parametrize("length", [CELL_LIMIT + 1, MOST_TEXT])
def test_differences_of_very_long_texts_are_not_marked_but_both_texts_are_there(length):
    before = forms.make(answers={"1.2": {"evidence": "Not yet."}, "1.3": {"evidence": "Old."}})
    after = forms.make(answers={"1.2": {"evidence": "y" * length}, "1.3": {"evidence": "New."}})
    book = _open(render_xlsx(after, DRAFT, compare(before, after)))
    found = {row[0]: row for row in book["What changed"].iter_rows(values_only=True)}
    assert found["1.2"][11] == "These texts are too long to show what changed."
    assert found["1.2"][9] == "Evidence: Not yet."
    assert found["1.2"][10].startswith("Evidence: yyy")
    assert "Old. New." in found["1.3"][11]


@pytest.mark.parametrize(
    "text", ["_x0041_", "_x005F_", "a\x07b\x00", "\ufffe", "__x0041_ _x00", "=1"]
)
def test_what_a_workbook_cannot_hold_is_escaped_and_comes_back(text):
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("text", ["😀" * 20_000, "_x0041_" * 7_000, "a" * 70_000, "\x01" * 9_000])
def test_long_texts_are_parted_without_loss(text):
    parts = split(text)
    assert "".join(parts) == text
    assert all(len(escape(part).encode("utf-16-le")) // 2 <= CELL_LIMIT for part in parts)
    assert "".join(unescape(escape(part)) for part in parts) == text


def test_a_blank_form_is_the_form_and_its_summary():
    book = _open(render_blank_xlsx(forms.blank("2022")))
    assert book.sheetnames == ["Self-assessment", "Summary"]
    rows = _form(book)
    assert len(rows) == 72
    assert {row["Comply: Yes/No"] for row in rows} == {None}


def test_the_file_says_to_programs_what_it_is():
    book = _open(render_xlsx(forms.filled(), DRAFT))
    known = {item.name: item.value for item in book.custom_doc_props.props}
    assert known["selfassess edition"] == "2024"
    assert known["selfassess landlord"] == "alderbrook"
    assert len(known["selfassess document"]) == 64
    assert book.properties.language == "en-GB"


def test_the_same_document_gives_the_same_bytes():
    comparison = compare(forms.filled("2022"), forms.filled(), forms.origins())
    files = {render_xlsx(forms.filled(), forms.FINAL, comparison) for _ in range(3)}
    assert len(files) == 1
