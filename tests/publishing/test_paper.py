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
from publishing.paper.blocks import Cell, Drawing, Part, Subheading, Table, Words
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
    "5. What is not fully met",
    "6. What became of what was not fully met in 2023-24",
    "7. Open actions of earlier years",
    "8. What changed since 2023-24",
    "9. Planned improvements to what is met",
    "10. Monitoring and benchmarking",
    "11. Implications",
    "12. Conclusion",
    "13. Author",
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
                case Subheading():
                    texts.append(block.text)
                case Words():
                    texts.append(papers.said(block))
                case Table():
                    texts += [block.caption] * block.is_captioned
                    texts += [column.heading for column in block.columns]
                    cells = [cell for row in block.rows for cell in row.cells]
                    texts += [text for cell in cells if not cell.pieces for text in _shown(cell)]
                case Drawing():
                    texts.append(block.chart.title)
    return [text for text in texts if text]


def _shown(cell: Cell) -> tuple[str, str]:
    return cell.label, plain(cell.text)


def _part(found: paper.CommitteePaper, heading: str) -> Part:
    (part,) = (part for part in paper.parts(found) if part.heading == heading)
    return part


def _rows(table: Table) -> list[list[str]]:
    """The texts of each row; those of one that goes on below another after their labels."""
    return [
        [f"{cell.label}: {cell.text}" if cell.label else cell.text for cell in row.cells]
        for row in table.rows
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s•\u200b-]+", "", text)


def test_parts_stand_in_the_order_that_committees_use():
    assert [part.title for part in paper.parts(papers.make())] == HEADINGS


def test_a_part_without_words_or_figures_is_left_out():
    found = papers.make("approved", words=paper.PaperWords(), gaps=(), comparison=None)
    headings = [part.title for part in paper.parts(found)]
    assert headings[:2] == ["1. Outcome", "2. What is not fully met"]


def test_what_is_computed_is_computed():
    tables = _tables(papers.make())
    missing = tables["What to do for which provisions"].rows
    assert [cell.text for cell in missing[0].cells] == ["Select an answer", "2.2"]
    first, second = tables["What is not fully met"].entries
    assert [cell.text for cell in first.rows[0].cells] == [
        "1.2 How a complaint is defined",
        "Partly",
        "Head of Repairs",
        "30 September 2026",
    ]
    wording = papers.document().provisions[0].requirement
    below = [
        ("Requirement", wording),
        ("Reason", "Not all staff."),
        ("Action", "Retrain the team."),
    ]
    assert [_shown(row.cells[0]) for row in first.rows[1:]] == [(a, plain(b)) for a, b in below]
    assert _shown(second.rows[-1].cells[0]) == ("Alternative", "A leaflet in each office.")
    (planned,) = tables["Planned improvements to what is met"].entries
    assert (
        planned.rows[0].cells[0].text
        == "2.1 Accepting complaints unless there is a valid reason not to"
    )
    action, what = _rows(tables["Open actions of earlier years"])
    assert action == [
        "4.3 Training, resources and a culture of learning",
        "2023-24",
        "Head of Service",
        "31 March 2025 (overdue)",
    ]
    assert what == ["Action: Rewrite the letter."]
    moved = _rows(tables["Provisions whose answer changed"])[0]
    assert moved == ["1.2 How a complaint is defined", "No", "Partly"]


def test_each_paragraph_has_a_number_and_a_list_belongs_to_the_one_before():
    words = replace(
        papers.make().words, purpose="First.\n\n- one\n- two\n\nLast.", legal="A.\n\nB."
    )
    found = papers.make(words=words)
    assert papers.paragraphs(_part(found, "Purpose")) == ["1.1 First.", "one two", "1.2 Last."]
    legal = papers.paragraphs(_part(found, "Implications"))
    assert [text[:4] for text in legal] == ["11.1", "11.2", "11.3", "11.4"]
    assert legal[1:3] == ["11.2 A.", "11.3 B."]
    missing = _part(found, "What is still missing")
    assert papers.paragraphs(missing) == ["1 provision is not complete yet."]


def test_no_caption_repeats_the_heading_above_it():
    for part in paper.parts(papers.make()):
        tables = [block for block in part.blocks if isinstance(block, Table)]
        shown = [table.caption for table in tables if table.is_captioned]
        headings = [part.heading, *(b.chart.title for b in part.blocks if isinstance(b, Drawing))]
        assert not {*shown} & {*headings}
    assert not _tables(papers.make())["What is not fully met"].is_captioned


def test_each_earlier_gap_is_told_with_what_became_of_it():
    no, partly, yes = ({"answer": answer} for answer in ("no", "partly", "yes"))
    plan = papers.DUE | {"action": "Train all.", "action_owner": "Head of Repairs"}
    before = {"1.2": no | plan, "1.3": partly, "1.4": no, "1.5": partly, "1.6": partly, "2.1": no}
    after = {
        "1.2": yes,
        "1.3": partly,
        "1.4": partly,
        "1.5": no,
        "1.6": {"answer": "not_applicable"},
        "2.1": {"answer": ""},
    }
    pair = (forms.make(answers=before, year="2024-25"), forms.make(answers=after))
    found = papers.make(document=pair[1], comparison=compare(*pair))
    part = _part(found, "What became of what was not fully met in 2024-25")
    assert papers.paragraphs(part) == [
        "6.1 6 provisions were not fully met in 2024-25. 2 of them are met now."
    ]
    rows = _rows(part.blocks[1])
    assert rows[1] == ["Promised then: Train all. (Head of Repairs, by 30 September 2026)"]
    assert [[row[0].split()[0], *row[1:]] for row in rows if len(row) > 1] == [
        ["1.2", "No", "Yes", "Met now"],
        ["1.3", "Partly", "Partly", "Still partly met"],
        ["1.4", "No", "Partly", "Better, but not fully met yet"],
        ["1.5", "Partly", "No", "Worse than before"],
        ["1.6", "Partly", "Not applicable", "No longer applies"],
        ["2.1", "No", "Not yet answered", "Not yet answered"],
    ]


def test_an_earlier_gap_of_another_code_is_told_under_todays_numbers():
    old = forms.make("2022", {"1.8": {"answer": "no"}, "4.16": {"answer": "no"}}, year="2023-24")
    new = forms.make(answers={"2.2": {"answer": "partly"}})
    found = papers.make(document=new, comparison=compare(old, new, forms.origins()))
    rows = _rows(_part(found, "What became of what was not fully met in 2023-24").blocks[1])
    assert [row[0].split("\n")[-1] for row in rows] == [
        "(1.8 of the Complaint Handling Code 2022)",
        "(of the Complaint Handling Code 2022)",
    ]
    assert rows[0][0].startswith("2.2 ")
    assert rows[1][1:] == ["No", "", "No longer in the Code"]


def test_words_are_marked_only_where_half_of_them_stay():
    before = {
        "answer": "no",
        "evidence": "We wrote letters.",
        "commentary": "A policy is in place.",
    }
    after = {"answer": "yes", "evidence": "Staff phone first.", "commentary": "A policy is here."}
    pair = [forms.make(answers={"1.2": answer}) for answer in (before, after)]
    found = papers.make(document=pair[1], comparison=compare(*pair))
    (entry,) = _tables(found)["Provisions whose answer changed"].entries
    evidence, commentary = (row.cells for row in entry.rows[2:])
    assert [_shown(cell) for cell in evidence] == [
        ("Evidence, 2025-26 before", "We wrote letters."),
        ("Evidence, 2025-26 now", "Staff phone first."),
    ]
    (marked,) = commentary
    assert [piece.kind for piece in marked.pieces] == ["same", "removed", "added"]
    sentences = papers.paragraphs(_part(found, "What changed since 2025-26"))
    assert sentences[-1].endswith("Words that are new are underlined.")


def test_a_form_of_45_must_and_27_should_adds_up():
    document = forms.filled("2022")
    found = papers.make(document=document, comparison=None, earlier_years=())
    table = _tables(found)["How many provisions got each answer"]
    rows = table.rows
    heads = [column.heading.replace("\n", " ") for column in table.columns]
    must, should = heads.index("Must: all"), heads.index("Should: all")
    assert heads == [
        *("Section", "Must: yes", "Must: no", "Must: all"),
        *("Should: yes", "Should: no", "Should: all"),
    ]
    lines = [[cell.text for cell in row.cells] for row in rows[:-1]]
    assert (lines[-1][must], lines[-1][should]) == ("45", "27")
    for place in range(1, len(heads)):
        assert sum(int(line[place]) for line in lines[:-1]) == int(lines[-1][place])
    for line in lines:
        numbers = [int(text) for text in line[1:]]
        assert sum(numbers[: must - 1]) == numbers[must - 1]
        assert sum(numbers[must : should - 1]) == numbers[should - 1]


def test_equal_numbers_have_equal_percentages_and_below_them_why_a_row_need_not_add_up():
    answers = {number: {"answer": "no"} for number in ("1.2", "1.3", "1.4")}
    answers |= {number: {"answer": "partly"} for number in ("2.1", "2.2", "2.3")}
    found = papers.make(document=forms.make(answers=answers), earlier_years=())
    outcome = _part(found, "Outcome")
    table = _tables(found)["How many provisions got each answer"]
    assert [cell.text for cell in table.rows[-2].cells[1:4]] == ["66", "3", "3"]
    assert [cell.text for cell in table.rows[-1].cells[1:4]] == ["91.7%", "4.2%", "4.2%"]
    below = outcome.blocks[outcome.blocks.index(table) + 1]
    assert papers.said(below) == NEED_NOT_ADD_UP


def test_differences_of_very_long_texts_are_not_marked():
    before = forms.make(answers={"1.2": {"answer": "no"}, "1.3": {"answer": "no"}})
    after = forms.make(answers={"1.2": {"answer": "yes", "evidence": "y" * MOST_TEXT}})
    found = papers.make(document=after, comparison=compare(before, after))
    long, usual = _tables(found)["Provisions whose answer changed"].entries
    assert (
        long.rows[-1]
        .cells[0]
        .text.startswith("These texts are too long to mark their differences here.")
    )
    assert usual.rows[-1].cells[0].label == "Evidence, 2025-26 before"


def test_a_row_with_long_differences_may_go_on_on_the_next_page():
    old, new = ({"answer": a, "evidence": f"{a} word " * 130} for a in ("no", "yes"))
    before, after = (forms.make(answers={"1.2": one}) for one in (old, new))
    found = papers.make(document=after, comparison=compare(before, after))
    (entry,) = _tables(found)["Provisions whose answer changed"].entries
    row = entry.rows[-1]
    assert len(row.cells[0].text) < 1_500 < row.cells[0].length
    assert not row.is_short
    assert not entry.is_short
    assert entry.rows[0].is_short


def test_what_is_to_do_for_many_provisions_is_said_once():
    gaps = (
        Gap("2.2", "answer", "Select an answer"),
        Gap("2.3", "answer", "Select an answer"),
        Gap("2.3", "evidence", "Enter the evidence"),
    )
    first = paper.parts(papers.make(gaps=gaps))[0]
    sentences, table = first.blocks
    assert first.heading == "What is still missing"
    assert papers.said(sentences) == "2 provisions are not complete yet."
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
        ("draft", "DRAFT – not yet sent for approval"),
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
    texts = ({"answer": a, "evidence": f"Policy 2 says {a}."} for a in ("no", "yes"))
    pair = [forms.make(answers={"1.2": one}) for one in texts]
    marked = papers.make(document=pair[1], comparison=compare(*pair))
    body = render_paper_body(marked, DRAFT)
    for tag in ("ins", "del"):
        assert f"<{tag}>" in body
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
    filled = forms.filled("2022")
    document = replace(filled, sections=filled.sections[:2])
    final = render_paper_pdf(
        papers.make("published", document=document, comparison=None), forms.FINAL
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
    headings = [part.heading for part in paper.parts(papers.make())]
    assert found == [*headings, "Appendix A: the self-assessment"]


def test_the_contents_name_every_part_and_lead_to_it(word):
    wanted = [*HEADINGS, "Appendix A: the self-assessment"]
    body = render_paper_body(papers.make(), DRAFT)
    listed = re.search(r"<nav.*?</nav>", body, re.DOTALL)[0]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', listed) == [
        *((f"part-{index}", title) for index, title in enumerate(HEADINGS, 1)),
        ("appendix-a", wanted[-1]),
    ]
    assert all(f'id="part-{index}"' in body for index, _ in enumerate(HEADINGS, 1))
    lines = office.word(word).element.body.xpath("./w:sdt//w:p[w:pPr/w:pStyle/@w:val='TOC1']")
    assert ["".join(line.xpath(".//w:t/text()")) for line in lines] == wanted


def test_word_numbers_headings_and_paragraphs_itself(word):
    numbered = [
        (p.style.name, p._p.pPr.numPr.ilvl.val if p._p.pPr.numPr is not None else None, p.text)
        for p in office.word(word).paragraphs
        if p.style.name in ("Heading 1", "Numbered Paragraph")
    ]
    assert ("Heading 1", None, "What is still missing") in numbered
    assert ("Heading 1", 0, "Purpose") in numbered
    # The style of such a paragraph is numbered, below the heading's number.
    style = office.word(word).styles["Numbered Paragraph"]
    assert style.element.pPr.numPr.ilvl.val == 1
    assert len([one for one in numbered if one[0] == "Numbered Paragraph"]) > 20


def test_no_row_is_split_from_what_is_written_below_it(word):
    (table,) = [t for t in office.word(word).tables if t.rows[0].cells[1].text == "Answer"]
    first = table.rows[1]
    assert first.cells[0].text == "1.2 How a complaint is defined"
    for row in table.rows[1:4]:
        assert row._tr.xpath("./w:trPr/w:cantSplit")
        assert all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs)
    assert len({cell._tc for cell in table.rows[2].cells}) == 1


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
        assert sides == [None, *[WD_ALIGN_PARAGRAPH.RIGHT] * (len(sides) - 1)]


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
    assert _squeezed("12. Conclusion") in text
    assert _squeezed("Appendix A: the self-assessment") in text


@pytest.mark.parametrize("name", sorted(forms.HOSTILE))
def test_hostile_words_come_through(name):
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


def test_hostile_words_stand_in_the_pdf_and_it_conforms(tmp_path):
    texts = "\n\n".join(text[:2_000] for text in forms.HOSTILE.values())
    document = forms.hostile(longest=2_000)
    words = paper.PaperWords(title="=1+1 & <b>it</b>", purpose=texts, risk=texts)
    found = papers.make(
        document=replace(document, sections=document.sections[:3]), words=words, comparison=None
    )
    path = tmp_path / "paper.pdf"
    path.write_bytes(render_paper_pdf(found, DRAFT))
    shown = _squeezed("".join(page.extract_text() for page in PdfReader(path).pages))
    for text in ("html", "formula", "number", "escape", "minus"):
        assert _squeezed(forms.HOSTILE[text]) in shown
    assert_pdfua(path)
