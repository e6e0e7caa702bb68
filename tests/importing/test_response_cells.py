"""Answer, evidence and commentary behind labels in one cell: each in its place, or asked about."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from assessments.importing.result import ImportResult
from assessments.importing.texts import flat
from codes.data import ProvisionData
from tests.importing.content import codes
from tests.importing.reading import read_form

ITEMS = list(codes()["2024"].provisions())[:12]
ANSWERS = {"Yes": "yes", "No": "no", "Partly": "partly"}


def answer(item: ProvisionData) -> str:
    return tuple(ANSWERS)[len(item.text) % 3]


def evidence(item: ProvisionData) -> str:
    return f"Policy HB-{len(item.text)}, clause 4.2. Read on page 7."


def comment(item: ProvisionData) -> str:
    return f"The board saw it in {1900 + len(item.text)}."


def form(cell: Callable[[ProvisionData], str], heads: str = "Code provision|Requirement|Response"):
    """A page with a row a provision: number and wording apart, or in one cell, and a response."""
    names = heads.split("|")
    top = "".join(f"<th>{name}</th>" for name in names)
    rows = ""
    for item in ITEMS:
        own = [item.number, escape(item.text)]
        first = own if len(names) > 2 else [" ".join(own)]
        rows += "<tr>" + "".join(f"<td>{text}</td>" for text in [*first, cell(item)]) + "</tr>"
    return f"<h1>Self-assessment</h1><table>{f'<tr>{top}</tr>' if heads else ''}{rows}</table>"


def read(html: str) -> ImportResult:
    result = read_form(html.encode(), "form.html")
    assert [found.number for found in result.responses] == [item.number for item in ITEMS]
    return result


def check(result: ImportResult) -> None:
    """Every part is as it was written, and nobody is asked."""
    assert [(str(f.answer), f.evidence, f.commentary) for f in result.responses] == [
        (ANSWERS[answer(item)], evidence(item), comment(item)) for item in ITEMS
    ]
    assert result.problems == ()


def in_paragraphs(item: ProvisionData, colon: str = ":") -> str:
    return (
        f"<p>Comply{colon} {answer(item)}</p><p>Evidence{colon} {evidence(item)}</p>"
        f"<p>Commentary{colon} {comment(item)}</p>"
    )


def in_lines(item: ProvisionData) -> str:
    return (
        f"<b>Comply</b><br>{answer(item)}<br><b>Evidence</b><br>{evidence(item)}<br>"
        f"<b>Commentary</b><br>{comment(item)}"
    )


def in_list(item: ProvisionData) -> str:
    return (
        f"<ul><li>Compliant? {answer(item)}</li><li><b>Evidence</b> {evidence(item)}</li>"
        f"<li>Comments: {comment(item)}</li></ul>"
    )


def in_one_paragraph(item: ProvisionData) -> str:
    return f"Comply: {answer(item)} Evidence: {evidence(item)} Commentary: {comment(item)}"


def without_colons(item: ProvisionData) -> str:
    return f"Comply {answer(item).lower()} Evidence {evidence(item)} Commentary {comment(item)}"


def without_first_label(item: ProvisionData) -> str:
    return (
        f"<p>{answer(item)}</p><p>Evidence: {evidence(item)}</p><p>Commentary: {comment(item)}</p>"
    )


@pytest.mark.parametrize("heads", ["Code provision|Requirement|Response", "The Code|We comply", ""])
@pytest.mark.parametrize(
    "cell",
    [in_paragraphs, in_lines, in_list, in_one_paragraph, without_colons, without_first_label],
)
def test_labels_in_a_cell_divide_it(cell, heads):
    check(read(form(cell, heads)))


def test_the_answer_may_have_a_column_of_its_own():
    def cell(item: ProvisionData) -> str:
        texts = in_paragraphs(item).split("</p>", 1)[1]
        return f"{answer(item)}</td><td>{texts}"

    check(read(form(cell, "Code provision|Code requirement|Comply|Our response")))


def test_a_text_that_begins_like_a_label_stays_whole():
    """ "Evidence held:" stands in one cell of many: no label of the form."""
    held = "<p>Evidence held: log HB-1.</p><p>Commentary on it is kept apart.</p>"

    def cell(item: ProvisionData) -> str:
        return in_paragraphs(item).replace(
            "<p>Commentary:", f"{held * (item is ITEMS[3])}<p>Commentary:"
        )

    result = read(form(cell))
    assert flat(result.responses[3].evidence) == (
        f"{evidence(ITEMS[3])} Evidence held: log HB-1. Commentary on it is kept apart."
    )
    assert result.responses[3].commentary == comment(ITEMS[3])
    assert result.problems == ()


@pytest.mark.parametrize("quoted", ["Evidence: the log.", "Comments: none.", "Compliance: full."])
def test_a_cell_that_may_be_cut_in_two_ways_is_asked_about(quoted):
    """A label's own words once more: nobody can tell whether a part begins there."""

    def cell(item: ProvisionData) -> str:
        return in_paragraphs(item).replace(
            "</p><p>C", f"</p>{f'<p>{quoted}</p>' * (item is ITEMS[3])}<p>C"
        )

    result = read(form(cell))
    found = result.responses[3]
    assert (found.evidence, found.commentary) == ("", "")
    assert found.answer in ("", ANSWERS[answer(ITEMS[3])])
    [asked] = [item for item in result.problems if item.kind == "undivided"]
    assert (asked.provision, quoted in asked.message) == (ITEMS[3].number, True)
    others = [found for found in result.responses if found.number != ITEMS[3].number]
    assert all(found.answer and found.evidence and found.commentary for found in others)


def test_evidence_that_often_begins_with_its_heading_is_not_cut():
    """One label in a column of texts is the column's own heading, and no response."""
    result = read(form(lambda i: f"{answer(i)}</td><td>Evidence: {evidence(i)}",
                       "Code provision|Code requirement|Comply|Evidence"))  # fmt: skip
    assert [str(found.answer) for found in result.responses] == [ANSWERS[answer(i)] for i in ITEMS]
    assert all(evidence(i) in f.evidence for i, f in zip(ITEMS, result.responses, strict=True))


def test_a_label_that_nothing_sets_apart_is_asked_about():
    """ "Evidence see the log": a label, or a sentence."""

    def cell(item: ProvisionData) -> str:
        text = in_paragraphs(item, "")
        return text.replace(evidence(item), "see the log") if item is ITEMS[3] else text

    result = read(form(cell))
    assert result.responses[3].evidence == ""
    assert "undivided" in {item.kind for item in result.problems}
