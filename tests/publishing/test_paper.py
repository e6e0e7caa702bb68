"""The committee paper: its parts in committees' order, the same in page, PDF and Word."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from pypdf import PdfReader

from assessments.completeness import Gap
from publishing.document.comparison import MOST_TEXT, compare
from publishing.paper import contents as paper
from publishing.paper.blocks import Drawing, Sentences, Table, Typed
from publishing.presentation import DRAFT
from publishing.render.paper_docx import render_paper_docx
from publishing.render.paper_html import render_paper_body
from publishing.render.paper_pdf import render_paper_pdf
from selfassess.common.lighttext import plain
from tests.pdfua import assert_pdfua
from tests.publishing import forms, office, papers
from tests.publishing.test_body import NEED_NOT_ADD_UP

HEADINGS = [
    "What is still missing",
    "1. Purpose",
    "2. Recommendation",
    "3. Background",
    "4. Outcome",
    "5. What changed since 2023-24",
    "6. What is not fully met",
    "7. Planned improvements to what is met",
    "8. Open actions of earlier years",
    "9. Monitoring and benchmarking",
    "10. Implications",
    "11. Conclusion",
    "12. Author",
]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_paper_pdf(papers.make(), DRAFT)


@pytest.fixture(scope="module")
def word() -> bytes:
    return render_paper_docx(papers.make(), DRAFT)


def _tables(found: paper.CommitteePaper) -> dict[str, Table]:
    blocks = [block for part in paper.parts(found) for block in part.blocks]
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def _texts(found: paper.CommitteePaper) -> list[str]:
    """All that the paper's parts say, text by text, on one line each."""
    texts = []
    for part in paper.parts(found):
        texts.append(part.heading)
        for block in part.blocks:
            match block:
                case Typed():
                    texts += [block.heading, plain(block.text)]
                case Sentences():
                    texts += block.texts
                case Table():
                    texts.append(block.caption)
                    texts += [column.heading for column in block.columns]
                    texts += [
                        plain(c.text) for row in block.rows for c in row.cells if not c.pieces
                    ]
                case Drawing():
                    texts.append(block.chart.title)
    return [text for text in texts if text]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s•\u200b-]+", "", text)


def test_parts_stand_in_the_order_that_committees_use():
    assert [part.heading for part in paper.parts(papers.make())] == HEADINGS


def test_a_part_without_words_or_figures_is_left_out():
    found = papers.make("approved", words=paper.PaperWords(), gaps=(), comparison=None)
    headings = [part.heading for part in paper.parts(found)]
    assert headings[:2] == ["1. Outcome", "2. What is not fully met"]


def test_what_is_computed_is_computed():
    tables = _tables(papers.make())
    missing = tables["What to do for which provisions"].rows
    assert [cell.text for cell in missing[0].cells] == ["Select an answer", "2.2"]
    short = [[cell.text for cell in row.cells] for row in tables["What is not fully met"].rows]
    assert [row[0] for row in short] == ["1.2", "1.3"]
    assert short[0][2:] == [
        "Partly",
        "Not all staff.",
        "Retrain the team.",
        "Head of Repairs\n30 September 2026",
    ]
    assert short[1][4] == "Alternative: A leaflet in each office."
    planned = tables["Planned improvements to what is met"].rows
    assert [row.cells[0].text for row in planned] == ["2.1"]
    (action,) = tables["Open actions of earlier years"].rows
    assert action.cells[-1].text == "31 March 2025 (overdue)"
    moved = [
        [cell.text for cell in row.cells][:4]
        for row in tables["Provisions whose answer changed"].rows
    ]
    assert moved[0][0] == "1.2"
    assert moved[0][2:] == ["No", "Partly"]


def test_a_form_of_45_must_and_27_should_adds_up():
    document = forms.filled("2022")
    found = papers.make(document=document, comparison=None, earlier_years=())
    rows = _tables(found)["How many provisions got each answer"].rows
    totals = {row.cells[0].text: row.cells[-1].text for row in rows if row.is_total}
    assert totals == {
        "All ‘must’ provisions": "45",
        "All ‘should’ provisions": "27",
        "All provisions": "72",
    }
    for level, whole in (("Must", 45), ("Should", 27)):
        own = [row for row in rows if not row.is_total and row.cells[1].text == level]
        assert sum(int(row.cells[-1].text) for row in own) == whole
    for row in rows:
        numbers = [int(cell.text.split()[0]) for cell in row.cells[2:-1]]
        assert sum(numbers) == int(row.cells[-1].text)


def test_equal_numbers_have_equal_percentages_and_below_them_why_a_row_need_not_add_up():
    answers = {number: {"answer": "no"} for number in ("1.2", "1.3", "1.4")}
    answers |= {number: {"answer": "partly"} for number in ("2.1", "2.2", "2.3")}
    found = papers.make(document=forms.make(answers=answers), earlier_years=())
    outcome = next(part for part in paper.parts(found) if part.heading.endswith("Outcome"))
    table = _tables(found)["How many provisions got each answer"]
    shown = [cell.text for cell in table.rows[-1].cells]
    assert shown[2:5] == ["66 (91.7%)", "3 (4.2%)", "3 (4.2%)"]
    below = outcome.blocks[outcome.blocks.index(table) + 1]
    assert below == Sentences((NEED_NOT_ADD_UP,))


def test_differences_of_very_long_texts_are_not_marked():
    before = forms.make(answers={"1.2": {"answer": "no"}, "1.3": {"answer": "no"}})
    after = forms.make(answers={"1.2": {"answer": "yes", "evidence": "y" * MOST_TEXT}})
    found = papers.make(document=after, comparison=compare(before, after))
    long, usual = _tables(found)["Provisions whose answer changed"].rows
    assert long.cells[-1].text.startswith(
        "These texts are too long to mark their differences here."
    )
    assert not long.cells[-1].pieces
    assert usual.cells[-1].pieces


def test_a_row_with_long_differences_may_go_on_on_the_next_page():
    old, new = ({"answer": a, "evidence": f"{a} word " * 60} for a in ("no", "yes"))
    before, after = (forms.make(answers={"1.2": one}) for one in (old, new))
    found = papers.make(document=after, comparison=compare(before, after))
    (row,) = _tables(found)["Provisions whose answer changed"].rows
    assert len(row.cells[-1].text) < 600 < row.cells[-1].length
    assert not row.is_short


def test_what_is_to_do_for_many_provisions_is_said_once():
    gaps = (
        Gap("2.2", "answer", "Select an answer"),
        Gap("2.3", "answer", "Select an answer"),
        Gap("2.3", "evidence", "Enter the evidence"),
    )
    first = paper.parts(papers.make(gaps=gaps))[0]
    sentences, table = first.blocks
    assert first.heading == "What is still missing"
    assert sentences.texts == ("2 provisions are not complete yet.",)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Select an answer", "2.2, 2.3"],
        ["Enter the evidence", "2.3"],
    ]


def test_the_officers_words_are_kept_whatever_the_answers_are():
    words = replace(paper.usual_words(papers.document()), purpose="To tell Cabinet.")
    for document in (papers.document(), forms.make()):
        texts = _texts(papers.make(document=document, words=words))
        assert "To tell Cabinet." in texts


def test_usual_words_name_the_body_the_code_and_its_sections():
    words = paper.usual_words(papers.document())
    assert words.recommendation.startswith("That Cabinet approves the self-assessment")
    assert "72 provisions in 9 sections" in words.background
    assert "- 9. Scrutiny and oversight" in words.background


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("draft", "DRAFT – not yet submitted"),
        ("returned", "DRAFT – returned by the governing body"),
        ("in_review", "In review"),
        ("approved", ""),
    ],
)
def test_a_paper_that_is_not_final_says_so(state, mark):
    assert papers.make(state).mark.startswith(mark)
    assert bool(papers.make(state).mark) == bool(mark)


def test_the_page_says_all_of_it_and_escapes_what_was_typed():
    hostile = '<script>alert("x")</script>'
    found = papers.make(words=replace(papers.make().words, purpose=hostile))
    body = render_paper_body(found, DRAFT)
    assert "<script>" not in body
    assert "&lt;script&gt;" in body
    assert "style=" not in body
    for heading in HEADINGS:
        assert f">{heading}</h2>" in body
    for marked in ("ins", "del"):
        assert f"<{marked}>" in body
    # For those who hear it.
    assert "[added:" in body
    assert "[removed:" in body


def test_the_pdf_says_all_of_it(pdf):
    text = _squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for wanted in _texts(papers.make()):
        # A text may go on on the next page, behind that page's header.
        assert _squeezed(wanted)[:60] in text, wanted
    assert "[added:" not in text


def test_the_pdf_is_portrait_with_a_landscape_appendix(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    shapes = ["landscape" if p.mediabox.width > p.mediabox.height else "portrait" for p in pages]
    first = shapes.index("landscape")
    assert "Appendix A: the self-assessment" in pages[first].extract_text()
    assert set(shapes[first:]) == {"landscape"}
    assert set(shapes[:first]) == {"portrait"}
    assert all("DRAFT" in page.extract_text() for page in pages)
    assert f"Page 1 of {len(pages)}" in pages[0].extract_text()


def test_the_pdf_has_bookmarks_and_a_title(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    assert "Complaint Handling Code self-assessment 2025-26" in reader.metadata.title
    titles = [item.title for item in _flat(reader.outline)]
    assert [title for title in titles if title in HEADINGS] == HEADINGS
    assert "Section 9: Scrutiny and oversight: continuous learning and improvement" in titles


def _flat(outline):
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def test_the_pdf_conforms_to_pdf_ua(pdf, tmp_path):
    final = render_paper_pdf(
        papers.make("published", document=forms.filled("2022"), comparison=None), forms.FINAL
    )
    paths = [tmp_path / "draft.pdf", tmp_path / "final.pdf"]
    for path, data in zip(paths, (pdf, final), strict=True):
        path.write_bytes(data)
    assert_pdfua(*paths)


def test_word_says_all_of_it(word):
    file = office.word(word)
    texts = [p.text for p in file.paragraphs]
    texts += [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    text = _squeezed("\n".join(texts))
    for wanted in _texts(papers.make()):
        assert _squeezed(wanted) in text, wanted
    found = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert found == [*HEADINGS, "Appendix A: the self-assessment"]


def test_word_has_the_whole_form_as_a_landscape_appendix(word):
    file = office.word(word)
    portrait, landscape = file.sections
    assert portrait.page_width < portrait.page_height
    assert landscape.page_width > landscape.page_height
    assert all("DRAFT" in section.header.paragraphs[0].text for section in file.sections)
    columns = papers.document().code.columns
    rows = [row for _, table in office.form_tables(word, columns) for row in table.rows[1:]]
    assert [row.cells[0].text for row in rows] == [p.number for p in papers.document().provisions]


def test_words_figures_stand_below_each_other(word):
    tables = office.word(word).tables
    (counts,) = [table for table in tables if table.rows[0].cells[0].text == "Section"]
    for row in counts.rows:
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert sides == [None, None, *[WD_ALIGN_PARAGRAPH.RIGHT] * (len(sides) - 2)]


def test_words_pictures_say_their_figures(word):
    pictures = office.word(word).inline_shapes
    words = [shape._inline.docPr.get("descr") for shape in pictures]
    assert len(words) == 2
    assert "1. Definition of a complaint: 3 Yes, 1 Partly, 1 No; 5 in all." in words[0]
    assert words[1].startswith("This year against earlier years.")


def test_the_same_paper_gives_the_same_bytes(pdf, word):
    assert render_paper_docx(papers.make(), DRAFT) == word
    assert render_paper_pdf(papers.make(), DRAFT) == pdf


@pytest.mark.office
def test_libreoffice_opens_the_word_file(word, tmp_path):
    opened = office.convert(word, "docx", "pdf", tmp_path)
    text = _squeezed("".join(page.extract_text() for page in PdfReader(opened).pages))
    assert _squeezed("11. Conclusion") in text
    assert _squeezed("Appendix A: the self-assessment") in text


@pytest.mark.parametrize("name", sorted(forms.HOSTILE))
def test_hostile_words_come_through(name, tmp_path):
    text = forms.HOSTILE[name][:2_000]
    document = forms.make(answers={"1.2": {"answer": "no", "evidence": text, "commentary": text}})
    small = replace(document, sections=document.sections[:1])
    before = replace(forms.make(year="2024-25"), sections=forms.make().sections[:1])
    found = papers.make(
        document=small,
        words=paper.PaperWords(title=text[:100], purpose=text, risk=text),
        comparison=compare(before, small),
    )
    words = [p.text for p in office.word(render_paper_docx(found, DRAFT)).paragraphs]
    shown = [word for block in words for word in block.split()]
    assert all(word in shown for word in plain(text).split() if not word.startswith(("-", "a.")))
    assert render_paper_body(found, DRAFT)
    path = tmp_path / "paper.pdf"
    path.write_bytes(render_paper_pdf(found, DRAFT))
    assert len(PdfReader(path).pages) > 1
