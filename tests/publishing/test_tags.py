"""One tagged table a section, however many pages it goes over."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from publishing.document.layout import form_sections
from publishing.presentation import DRAFT
from publishing.render.paper_pdf import render_paper_pdf
from publishing.render.pdf import render_pdf
from tests.pdfua import check_pdfua
from tests.publishing import forms, papers, tagged

WORDS = "The policy says when a complaint is acknowledged and answered. " * 9


@pytest.fixture(scope="module")
def documents():
    """Both Codes with cells of 80 words, and one with a cell that fills pages: so many sections
    that their tables go over pages."""
    other = {"answer": "yes", "evidence": WORDS, "commentary": WORDS}
    long = {"2.1": {"answer": "yes", "evidence": f"Begins here. {WORDS * 14} Ends here."}}
    return {
        "2022": _first(3, forms.make("2022", other=other)),
        "2024": _first(3, forms.make("2024", other=other)),
        "long": _first(2, forms.make("2024", long, other=other)),
    }


def _first(sections, document):
    return replace(document, sections=document.sections[:sections])


@pytest.fixture(scope="module")
def pdfs(documents):
    return {name: render_pdf(document, DRAFT) for name, document in documents.items()}


def form_tables(root, document):
    heads = [tagged.squeezed(column) for column in document.code.columns]
    return [table for table in root.find("Table") if _cells(table.find("TR")[0]) == heads]


def _cells(row):
    return [tagged.squeezed(text) for text in row.row_texts]


@pytest.mark.parametrize("name", ["2022", "2024", "long"])
def test_each_table_of_the_form_is_one_with_one_head_and_all_its_rows(documents, pdfs, name):
    document = documents[name]
    wanted = [table for part in form_sections(document) for table in part.tables]
    found = form_tables(tagged.read(pdfs[name]), document)
    assert len(found) == len(wanted)
    for table, expected in zip(found, wanted, strict=True):
        assert len(table.find("THead")) == 1
        numbers = [_cells(row)[0] for row in table.find("TR")[1:]]
        assert numbers == [row.provision.number for row in expected.rows]


def test_a_row_that_goes_over_pages_is_one_row_with_all_its_words(documents, pdfs):
    (table, *_) = (
        table
        for table in form_tables(tagged.read(pdfs["long"]), documents["long"])
        if _cells(table.find("TR")[1])[0] == "2.1"
    )
    evidence = table.find("TR")[1].row_texts[3]
    assert tagged.squeezed(evidence) == tagged.squeezed(f"Begins here. {WORDS * 14} Ends here.")


def test_cells_on_later_pages_name_the_heads_of_the_one_table(tmp_path, pdfs):
    file = tmp_path / "form.pdf"
    file.write_bytes(pdfs["2024"])
    with pikepdf.open(file) as pdf:
        names = list(pdf.Root.StructTreeRoot.IDTree.Kids[0].Names)
        assert names[::2] == sorted(names[::2], key=bytes)
        indexed = {str(name) for name in names[::2]}
        for node in pdf.objects:
            if not isinstance(node, pikepdf.Dictionary) or node.get("/S") != "/Table":
                continue
            rows = [row for part in node.K for row in part.K if row.get("/S") == "/TR"]
            ids = {str(cell.ID) for row in rows for cell in row.K if "/ID" in cell}
            named = [str(h) for row in rows for cell in row.K for h in cell.A.get("/Headers", [])]
            assert set(named) <= ids
            assert ids <= indexed


def test_the_papers_appendix_is_joined_too_and_its_other_tables_stay_apart():
    other = {"answer": "yes", "evidence": WORDS, "commentary": WORDS}
    paper = papers.make(document=_first(3, forms.make(other=other)), comparison=None)
    root = tagged.read(render_paper_pdf(paper, DRAFT))
    assert len(form_tables(root, paper.document)) == sum(
        len(section.tables) for section in form_sections(paper.document)
    )
    captions = [
        table.find("Caption")[0].text for table in root.find("Table") if table.find("Caption")
    ]
    assert len(captions) == len(set(captions))


def test_what_is_joined_conforms_and_has_the_same_bytes_each_time(tmp_path, documents, pdfs):
    files = []
    for name, data in pdfs.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)
    assert [verdict.failures for verdict in check_pdfua(*files)] == [[], [], []]
    assert render_pdf(documents["2022"], DRAFT) == pdfs["2022"]


def test_a_short_one_is_left_as_it_is():
    first = _first(1, forms.make())
    assert len(form_tables(tagged.read(render_pdf(first, DRAFT)), first)) == 1


def test_lists_say_whether_they_have_bullets_letters_or_neither():
    text = "We do:\n\n- one\n- two\n\na. first\nb. second"
    document = forms.make(answers={"1.2": {"answer": "yes", "evidence": text}})
    section = replace(
        document.sections[0],
        provisions=tuple(row for row in document.sections[0].provisions if row.number == "1.2"),
    )
    document = replace(document, sections=(section,), body_response="")
    with pikepdf.open(BytesIO(render_pdf(document, DRAFT))) as pdf:
        lists = [node for node in _structure(pdf) if node.get("/S") == "/L"]
        kinds = [str(node.A.ListNumbering) for node in lists]
    # The contents, the evidence, and whom residents can turn to.
    assert kinds == ["/None", "/Disc", "/LowerAlpha", "/Disc"]


def test_a_drawing_is_described_with_its_figures():
    with pikepdf.open(BytesIO(render_paper_pdf(papers.make(), DRAFT))) as pdf:
        told = [str(node.Alt) for node in _structure(pdf) if node.get("/S") == "/Figure"]
    assert told[0].startswith("Answers by section: ‘must’ provisions. 1. Definition of a complaint")
    assert all(" in all." in text for text in told)


def _structure(pdf):
    """The elements in reading order."""

    def walk(node):
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                yield from walk(kid)

    return [node for kid in pdf.Root.StructTreeRoot.K for node in walk(kid)]
