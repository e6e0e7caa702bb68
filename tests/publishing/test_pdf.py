"""The PDF says what the document says, in the official form's layout, for every reader."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from publishing.document import Document, ProvisionPart, summary
from publishing.document.counts import count_table
from publishing.presentation import DRAFT
from publishing.render.pdf import render_pdf
from selfassess.common import lighttext
from tests.pdfua import assert_pdfua
from tests.publishing.documents import change_provisions, final, make_document
from tests.publishing.tagged import Element, read, squeezed
from tests.publishing.test_body import NEED_NOT_ADD_UP

EDITIONS = ("2022", "2024")
WORD = "x" * 20_000
CELL = ("Evidence and more of it. " * 800).strip()


@dataclass
class Rendered:
    """One PDF, read in three ways: as a file, as pages of text, as tagged structure."""

    document: Document
    path: Path
    reader: PdfReader
    pages: list[str]
    root: Element

    @property
    def headings(self) -> list[Element]:
        return self.root.find("H1", "H2", "H3", "H4", "H5", "H6")

    @property
    def form_tables(self) -> list[Element]:
        wanted = [squeezed(column) for column in self.document.code.columns]
        return [table for table in self.tables if _head(table) == wanted]

    @property
    def tables(self) -> list[Element]:
        return self.root.find("Table")


def _rendered(document: Document, path: Path, presentation=None) -> Rendered:
    pdf = render_pdf(document, presentation or final(document))
    path.write_bytes(pdf)
    reader = PdfReader(BytesIO(pdf))
    return Rendered(document, path, reader, [p.extract_text() for p in reader.pages], read(pdf))


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> dict[str, Rendered]:
    """Both Codes, all 72 provisions answered, published."""
    folder = tmp_path_factory.mktemp("pdf")
    return {name: _rendered(make_document(name), folder / f"{name}.pdf") for name in EDITIONS}


@pytest.fixture(scope="module")
def draft(tmp_path_factory) -> Rendered:
    """The first three sections as a draft, half unanswered and not approved."""

    def some_answered(row: ProvisionPart) -> ProvisionPart:
        return replace(row, answer="", evidence="") if row.number[-1] in "3678" else row

    document = replace(
        change_provisions(make_document("2022"), some_answered, sections=3),
        approval=None,
        version=None,
        published_on=None,
        body_response="",
    )
    return _rendered(document, tmp_path_factory.mktemp("pdf") / "draft.pdf", DRAFT)


@pytest.fixture(scope="module")
def long(tmp_path_factory) -> Rendered:
    """20,000 characters without a space in one cell, and 20,000 with spaces in another."""

    def long_texts(row: ProvisionPart) -> ProvisionPart:
        texts = {"1.2": WORD, "1.3": CELL}
        return replace(row, answer="yes", evidence=texts.get(row.number, "Brief."), action="")

    document = change_provisions(make_document("2024"), long_texts, sections=1)
    return _rendered(document, tmp_path_factory.mktemp("pdf") / "long.pdf")


def _head(table: Element) -> list[str]:
    return [squeezed(text) for text in table.find("TR")[0].row_texts]


def _rows(tables: list[Element]) -> list[list[str]]:
    """The rows below the headings, a row that continues on the next page put together again."""
    rows: list[list[str]] = []
    for table in tables:
        for row in table.find("TR")[1:]:
            texts = [squeezed(text) for text in row.row_texts]
            if texts[0] or not rows:
                rows.append(texts)
            else:
                rows[-1] = [a + b for a, b in zip(rows[-1], texts, strict=True)]
    return rows


def _explanation(row: ProvisionPart) -> str:
    due = f"By: {row.action_due:%-d %B %Y}" if row.action_due else ""
    parts = (
        lighttext.plain(row.commentary),
        f"Action: {row.action}" if row.action else "",
        f"Owner: {row.action_owner}" if row.action_owner else "",
        due,
        f"Alternative: {row.alternative}" if row.alternative else "",
    )
    return "".join(parts)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_provision_stands_in_the_forms_tables_and_order_with_its_answer(full, edition):
    rendered = full[edition]
    expected = []
    for row in rendered.document.provisions:
        evidence, explanation = lighttext.plain(row.evidence), _explanation(row)
        single = rendered.document.code.has_single_text_column
        written = [evidence + explanation] if single else [evidence, explanation]
        cells = [row.number, lighttext.plain(row.requirement), row.answer_label, *written]
        expected.append([squeezed(cell) for cell in cells])
    assert len(expected) == 72
    assert _rows(rendered.form_tables) == expected


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_table_has_header_cells_that_its_other_cells_name(full, edition):
    for table in full[edition].tables:
        rows = table.find("TR")
        assert all(row.content[0].kind == "TH" for row in rows)
        assert all(cell.has_headers for cell in table.find("TD"))
    for table in full[edition].form_tables:
        assert {cell.kind for cell in table.find("TR")[0].content} == {"TH"}


def test_tables_stand_under_section_stage_and_must_or_should_headings(full):
    must, should = "Mandatory 'must' requirements", "Best practice 'should' requirements"

    def below(edition: str, section: str) -> list[tuple[str, str]]:
        found = [(heading.kind, heading.text) for heading in full[edition].headings]
        start = found.index(("H3", section)) + 1
        end = next(i for i, (kind, _) in enumerate(found[start:], start) if kind < "H4")
        return found[start:end]

    stages = [("H4", "Stage 1"), ("H4", "Stage 2")]
    assert below("2024", "Section 6: Complaints stages") == stages
    assert below("2022", "Section 1: Definition of a complaint") == [("H4", must), ("H4", should)]
    assert below("2022", "Section 8: Self-assessment and compliance") == [("H4", must)]
    stages = [("H5", f"Stage {stage}") for stage in (1, 2, 3)]
    parts = [("H4", must), *stages, ("H4", should), *stages]
    assert below("2022", "Section 5: Complaint stages") == parts


@pytest.mark.parametrize("edition", EDITIONS)
def test_headings_skip_no_level_and_are_the_bookmarks(full, edition):
    rendered = full[edition]
    found = [(int(heading.kind[1]), squeezed(heading.text)) for heading in rendered.headings]
    levels = [level for level, _ in found]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    marks = [(level, squeezed(item.title)) for level, item in _bookmarks(rendered)]
    assert [mark for mark in marks if not mark[1][0].isdigit()] == found
    # Below the headings each provision has one, with its short title.
    assert [title for _, title in marks if title[0].isdigit()] == [
        squeezed(row.numbered_title) for row in rendered.document.provisions
    ]
    names = [text for _, text in found]
    for section in rendered.document.sections:
        assert squeezed(f"Section {section.number}: {section.title}") in names


def _bookmarks(rendered: Rendered) -> list[tuple[int, object]]:
    def flat(items: list, level: int) -> list[tuple[int, object]]:
        found = []
        for item in items:
            found += flat(item, level + 1) if isinstance(item, list) else [(level, item)]
        return found

    return flat(rendered.reader.outline, 1)


@pytest.mark.parametrize("edition", EDITIONS)
def test_contents_give_the_page_of_each_section_and_link_to_it(full, edition):
    rendered = full[edition]
    lines = [squeezed(item.text) for item in rendered.root.find("L")[0].find("LI")]
    page_of = {
        squeezed(str(item.title)): rendered.reader.get_destination_page_number(item) + 1
        for level, item in _bookmarks(rendered)
        if level in (2, 3) and item.title != "Contents" and not item.title[0].isdigit()
    }
    for title, number in page_of.items():
        assert f"{title}{number}" in lines
    notes = [note.get_object() for note in rendered.reader.pages[1]["/Annots"]]
    links = [squeezed(note["/Contents"]) for note in notes if "/Dest" in note]
    assert len(links) == len(lines) >= len(page_of)
    # A link says in words where it leads, and nobody hears a row of dots.
    assert all(line.startswith(link) for link, line in zip(links, lines, strict=True))


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_page_says_whose_it_is_and_which_page_of_how_many(full, edition):
    pages = full[edition].pages
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert (
            "Alderbrook Borough Council · Complaint Handling Code self-assessment 2025-26" in text
        )
        assert "DRAFT" not in text


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_cover_gives_the_facts(full, edition):
    rendered = full[edition]
    facts = {row.row_texts[0]: row.row_texts[1] for row in rendered.tables[0].find("TR")}
    assert facts == {
        "Landlord": "Alderbrook Borough Council",
        "Subsidiaries covered": "Alderbrook Homes LtdBrook Living Ltd",
        "Homes owned or managed": "4,812",
        "Year": "2025-26",
        "Reason": "Annual self-assessment",
        "Approved": "By the Cabinet on 9 September 2025",
        "Minute reference": "CAB/25/7",
        "Member Responsible for Complaints": "Cllr Ann Reed, Cabinet Member for Housing",
        "Version": "2",
        "Published": "12 September 2025",
    }
    about = {row.row_texts[0]: row.row_texts[1] for row in rendered.tables[-1].find("TR")}
    assert about == {
        "Web address of this version": "https://assess.example/published/alderbrook/2025-26/v2/",
        "Code for checking the data file (SHA-256)": final(rendered.document).digest,
    }
    appendix = {"2022": "Appendix B", "2024": "Appendix A"}[edition]
    assert f"Complaint Handling Code {edition}, Housing Ombudsman" in rendered.pages[0]
    assert f"{appendix}: Self-assessment form" in rendered.pages[0]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_summary_table_counts_as_the_summary_does(full, edition):
    rendered = full[edition]
    counts = count_table(rendered.document)
    shown = _rows([table for table in rendered.tables if _head(table)[0] == "Section"])
    expected = []
    for row in (*counts.rows, *counts.totals):
        level = [row.level] if edition == "2022" else []
        cells = [f"{cell.number} ({cell.percentage}%)" for cell in row.cells]
        expected.append([squeezed(text) for text in (row.label, *level, *cells, str(row.total))])
    assert shown == expected
    whole = summary.totals(rendered.document)[-1]
    assert shown[-1][-1] == str(whole.total) == "72"
    for sentence in (*summary.sentences(rendered.document), NEED_NOT_ADD_UP):
        assert squeezed(sentence) in squeezed(rendered.root.text)


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_not_met_comes_with_action_owner_and_date_or_the_alternative(full, edition):
    rendered = full[edition]
    shown = _rows([table for table in rendered.tables if _head(table)[0] == "Provision"])
    expected = []
    for row in summary.not_met(rendered.document):
        plan = row.action or f"Alternative:{row.alternative}"
        due = f"{row.action_due:%-d %B %Y}" if row.action_due else ""
        cells = [row.numbered_title, lighttext.plain(row.requirement), row.answer_label, plan]
        expected.append([squeezed(text) for text in (*cells, row.action_owner, due)])
    assert expected
    assert shown == expected


def test_the_response_how_to_complain_and_the_ombudsman_are_in_it(full):
    text = "\n".join(full["2024"].pages)
    assert "Cabinet accepts this self-assessment." in text
    assert "complaints@alderbrook.example" in full["2024"].pages[-1]
    assert "0300 111 3000" in full["2024"].pages[-1]
    assert "www.housing-ombudsman.org.uk" in full["2024"].pages[-1]


def test_title_author_language_and_dates_are_set(full):
    reader = full["2024"].reader
    title = "Alderbrook Borough Council Complaint Handling Code self-assessment 2025-26"
    assert reader.metadata.title == title
    assert reader.metadata.author == "Alderbrook Borough Council"
    assert reader.metadata.creation_date.date() == full["2024"].document.published_on
    assert reader.root_object["/Lang"] == "en-GB"
    width, height = reader.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (842, 595)


def test_a_draft_says_so_on_every_page_and_says_what_it_lacks(draft):
    assert all("DRAFT" in page for page in draft.pages)
    assert "Not approved yet" in draft.pages[0]
    assert "Not published yet" in draft.pages[0]
    assert "has not written its response yet" in "".join(draft.pages)
    assert "SHA-256" not in "".join(draft.pages)
    waiting = [row for row in draft.document.provisions if not row.answer]
    answers = [row[2] for row in _rows(draft.form_tables)]
    assert answers.count("Notyetanswered") == len(waiting) == 9


def test_a_very_long_word_wraps_and_a_long_cell_goes_on_over_pages(long):
    rows = _rows(long.form_tables)
    assert rows[0][3].replace("\u200b", "") == WORD
    assert rows[1][3] == squeezed(CELL)
    lines = [line for page in long.pages for line in page.splitlines() if "xxx" in line]
    assert max(map(len, lines)) < 60
    assert len(long.pages) < 40


def test_all_conform_to_pdfua(full, draft, long):
    assert_pdfua(*(rendered.path for rendered in full.values()), draft.path, long.path)


def test_the_same_document_gives_the_same_bytes_in_another_process(tmp_path):
    document = change_provisions(make_document("2024"), lambda row: row, sections=1)
    here = hashlib.sha256(render_pdf(document, final(document))).hexdigest()
    program = (
        "import django, hashlib; django.setup()\n"
        "from tests.publishing.documents import change_provisions, final, make_document\n"
        "from publishing.render.pdf import render_pdf\n"
        "document = change_provisions(make_document('2024'), lambda row: row, sections=1)\n"
        "print(hashlib.sha256(render_pdf(document, final(document))).hexdigest())\n"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONHASHSEED": "7",
        "TMPDIR": str(tmp_path),
        "TZ": "Pacific/Auckland",
    }
    run = [sys.executable, "-c", program]
    there = subprocess.run(run, capture_output=True, text=True, env=environment, check=True)
    assert there.stdout.strip() == here
