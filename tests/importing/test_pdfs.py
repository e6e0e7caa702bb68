"""PDFs as they come: turned, imposed, cropped, filled in, cut off, scanned."""

from __future__ import annotations

from functools import cache
from html import escape

import pytest
from pikepdf import Array, Name, String

from assessments.importing.limits import CannotRead
from assessments.importing.readers import read
from tests.importing import papers
from tests.importing.content import Form, make_form
from tests.importing.landlords import PLAIN
from tests.importing.markup import (
    GRID,
    RULED,
    heads,
    page,
    pieces,
    requirement,
    row,
    sections,
    weasyprint,
)
from tests.importing.reading import differences, read_form

UPRIGHT = GRID.replace("A4 landscape", "A4")
FURNITURE = (
    "@page { @top-left { content: 'Alderbrook Homes' } @bottom-left { content: 'Self-assessment"
    " 2024'; border-top: 1pt solid black } @bottom-center { content: 'Page ' counter(page) ' of '"
    " counter(pages); border: 1pt solid black } }"
)
REPORT = "".join(
    f"<h2>{number}. Our service</h2><p>The board met in May and read the report. Section 4 of it"
    " says more.</p><div style='break-after: page'></div>"
    for number in range(1, 5)
)


@cache
def form_of(edition: str, *wanted: str) -> Form:
    """Some sections of a form, without links and lists."""
    form = make_form(edition, 1, rich=False)
    return form.without(*[i.number for i in form.responses if i.section not in wanted])


@cache
def printed(style: str, edition: str = "2024", section: str = "4") -> bytes:
    return weasyprint(sections(form_of(edition, section)), style)


def _check(pdf: bytes, edition: str = "2024", section: str = "4") -> None:
    result = read_form(pdf, "form.pdf")
    form = form_of(edition, section)
    assert differences(form.expected(), result) == []
    assert {found.number for found in result.responses} == set(form.expected())


@pytest.mark.parametrize("turned_back", [True, False])
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_is_read_as_it_stands_however_it_is_stored(angle, turned_back):
    _check(papers.drawn_turned(printed(GRID), angle, turned_back=turned_back))


@pytest.mark.parametrize(
    ("edition", "style"),
    [("2022", UPRIGHT + FURNITURE), ("2024", RULED.replace("A4 landscape", "A4"))],
    ids=["grid", "rules"],
)
def test_two_pages_on_one_sheet_are_read_one_after_the_other(edition, style):
    _check(papers.two_on_a_sheet(printed(style, edition, "5")), edition, "5")


def test_two_pages_on_one_sheet_are_told_apart_without_lines():
    style = PLAIN.replace("A4 landscape", "A4")
    _check(papers.two_on_a_sheet(printed(style, "2024", "5")), section="5")


@pytest.mark.parametrize("style", [GRID + FURNITURE, PLAIN + FURNITURE], ids=["grid", "plain"])
def test_the_running_footer_belongs_to_no_answer(style):
    _check(printed(style, "2024", "5"), section="5")


@pytest.mark.parametrize(("margin", "section"), [("8mm 10mm", "5"), ("0", "6")])
def test_a_row_that_goes_on_overleaf_is_whole_where_the_margins_are_small(margin, section):
    _check(printed(f"{GRID} @page {{ margin: {margin} }}", section=section), section=section)


def test_a_form_is_found_as_the_appendix_of_a_report():
    report = weasyprint(page(REPORT), UPRIGHT + FURNITURE)
    _check(papers.joined(report, printed(GRID + FURNITURE, "2024", "5"), report), section="5")


@pytest.mark.parametrize("style", [GRID, PLAIN], ids=["grid", "plain"])
def test_marks_outside_of_the_page_are_not_read(style):
    _check(papers.with_marks_outside(printed(style)))


def _to_fill_in(form: Form) -> bytes:
    """The form with links where fields go: "4.1+yes" for a box before its caption."""
    body = f"<table><tr>{heads(form)}</tr>"
    for item in form.responses:
        boxes = "<br>".join(
            f"<a href='http://x/{item.number}+{name}'>&nbsp;&nbsp;&nbsp;&nbsp;</a> {label}"
            for name, label in {"yes": "Yes", "no": "No", "partly": "Partly"}.items()
        )
        texts = "".join(
            f"<td><a href='http://x/{item.number}+{part}'>&nbsp;&nbsp;</a></td>"
            for part in ("evidence", "commentary")
        )
        body += f"<tr><td>{item.number}</td><td>{requirement(escape(item.requirement))}</td>"
        body += f"<td>{boxes}</td>{texts}</tr>"
    html = (
        page(body + "</table>")
        .replace(b"<a href='/'>", b"<a>")
        .replace(b"<a href='/housing'>", b"<a>")
    )
    return weasyprint(html, GRID + "a { color: black; text-decoration: none }")


def test_what_is_typed_and_ticked_in_a_form_is_read_where_it_stands():
    answers = {"4.1": "yes", "4.2": "partly", "4.3": "no"}

    def field(address: str) -> papers.Field:
        number, part = address.split("+")
        if part == "evidence":
            text = f"Register HB-{number}.\nKept since May."
            return {"/FT": Name.Tx, "/V": String(text)}, 40
        if part == "commentary":
            shown = {"4.1": "Click here to enter text.", "4.2": "Nobody sees this."}
            entries = {"/FT": Name.Tx, "/V": String(shown.get(number, "Zufrieden – très bien."))}
            return entries | ({"/F": 2} if number == "4.2" else {}), 40
        state = Name.On if answers[number] == part else Name.Off
        return {"/FT": Name.Btn, "/AS": state, "/V": state}, 9

    result = read_form(papers.filled_in(_to_fill_in(form_of("2024", "4")), field), "form.pdf")
    assert {
        number: (found.answer, found.evidence, found.commentary)
        for number, found in result.by_number().items()
    } == {
        "4.1": ("yes", "Register HB-4.1.\nKept since May.", ""),
        "4.2": ("partly", "Register HB-4.2.\nKept since May.", ""),
        "4.3": ("no", "Register HB-4.3.\nKept since May.", "Zufrieden – très bien."),
    }


def test_a_list_gives_the_option_as_it_is_shown():
    def field(address: str) -> papers.Field:
        number, part = address.split("+")
        if part != "yes":
            return {"/FT": Name.Tx}, 9
        options = Array([Array([String("y"), String("Yes")]), String("No")])
        entries = {"/FT": Name.Ch, "/Opt": options, "/V": String("y" if number == "4.1" else "No")}
        return entries, 9

    html = _to_fill_in(form_of("2024", "4"))
    result = read_form(papers.filled_in(html, field), "form.pdf")
    # The captions of the boxes stand beside the list here: "Yes Yes No Partly" cannot be read.
    written = {found.number: found.answer_text.split()[0] for found in result.responses}
    assert written == {"4.1": "Yes", "4.2": "No", "4.3": "No"}


def test_text_that_is_cut_off_at_a_cells_edge_is_left_blank_and_named():
    form = form_of("2024", "4")
    body = f"<table><tr>{heads(form)}</tr>" + "".join(row(item, form) for item in form.responses)
    long = "<p>This is far too long for the cell that it stands in. And it goes on.</p>" * 3
    cut = f"<div style='height: 20pt; overflow: hidden'>{long}</div>"
    number, wanted = "4.2", form.expected()
    before, _, after = body.partition(f"<td>{number}</td>")
    cells = after.split("<td>")
    cells[3] = f"{cut}</td>"
    html = page(f"{before}<td>{number}</td>{'<td>'.join(cells)}</table>")
    result = read_form(weasyprint(html, GRID), "form.pdf")
    wanted[number]["evidence"] = ""
    assert differences(wanted, result) == []
    (problem,) = [p for p in result.problems if p.provision == number and "cut off" in p.message]
    assert problem.where == "page 1, row 3"


NO_LINES = PLAIN + "td { vertical-align: middle }"


def _rearranged(form: Form, *, headed: bool = True, styles: dict[str, str] | None = None) -> bytes:
    """The form with its texts and answers before the numbers, or without headings; `styles` are
    those of the evidence, by number."""
    order = (3, 4, 2, 0, 1) if headed else (0, 1, 2, 3, 4)
    names = ("Ref", "Requirement", "Do we comply?", "Evidence", "Comments")
    rows = ["".join(f"<th>{names[place]}</th>" for place in order)] * headed
    for item in form.responses:
        cells = [item.number, requirement(item.requirement), escape(item.written)]
        cells += [pieces(item.evidence), pieces(item.commentary)]
        style = (styles or {}).get(item.number, "")
        low = {3: style}
        rows.append("".join(f"<td style='{low.get(at, '')}'>{cells[at]}</td>" for at in order))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return page(f"<h1>Self-assessment</h1><table>{body}</table>")


@pytest.mark.parametrize("headed", [True, False], ids=["texts before numbers", "no headings"])
@pytest.mark.parametrize("style", [PLAIN, NO_LINES], ids=["top", "middle"])
def test_without_lines_rows_are_told_apart_by_all_of_their_cells(style, headed):
    _check(weasyprint(_rearranged(form_of("2024", "5"), headed=headed), style), section="5")


def test_text_that_may_be_another_rows_is_left_blank_and_named():
    form = form_of("2024", "5")
    number = "5.12"  # Its wording is long, so that a low text stands far from the row's head.
    low = {number: "vertical-align: bottom"}
    result = read_form(weasyprint(_rearranged(form, styles=low), PLAIN), "form.pdf")
    wrong = differences(form.expected(), result)
    named = {item.provision for item in result.problems if "which lines" in item.message}
    assert number in named
    assert all(text.split(" ")[0] in named and text.endswith("became ''") for text in wrong)


def test_pages_that_are_pictures_are_named_and_the_others_read():
    pdf = papers.joined(printed(GRID), printed(GRID), printed(GRID))
    result = read_form(papers.scanned(pdf, [3, 4]), "form.pdf")
    assert differences(form_of("2024", "4").expected(), result) == []
    assert any(note.startswith("Pages 3 to 4 are pictures") for note in result.notes)


def test_a_scan_is_refused_with_what_helps():
    with pytest.raises(CannotRead, match=r"pictures of pages.*text recognition \(OCR\) helps"):
        read_form(papers.scanned(printed(GRID), [1, 2]), "form.pdf")


def test_a_doubt_says_the_page_and_the_row():
    pdf = papers.two_on_a_sheet(printed(PLAIN.replace("A4 landscape", "A4"), "2024", "5"))
    assert read_form(pdf, "form.pdf").by_number()["5.2"].where.startswith("page 1, right half, row")


def test_ticks_and_boxes_of_symbol_fonts_are_read_as_what_they_show():
    texts = [block.text for block in read(papers.with_signs(), "form.pdf").blocks if block.text]
    assert texts == ["✔ ✗ ☐", "☑ ☐ ☐ ✓"]
