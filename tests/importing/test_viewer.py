"""Text copied from a PDF viewer: one cell below another, and nothing says where one ends."""

from __future__ import annotations

import pytest

from tests.importing.content import Answered, make_form
from tests.importing.markup import section_title
from tests.importing.reading import differences, read_form

FORM = make_form("2022", rich=False, full=True)
ANSWERED = tuple(item for item in FORM.responses if item.written)


def _read(after):
    """The form with a response's lines behind each wording, below the section's headings."""
    lines = [FORM.code.form.title, section_title(FORM, "1"), "Ref Requirement Our response"]
    for item in ANSWERED:
        lines += [f"{item.number} {item.requirement}", *after(item)]
    return read_form("\n".join(lines).encode(), "form.txt")


def _text(item: Answered) -> str:
    return " ".join(piece.text for piece in item.evidence)


def test_an_answer_and_its_evidence_are_read():
    result = _read(lambda item: [f"{item.written} {_text(item)}"])
    expected = {item.number: FORM.expected()[item.number] for item in ANSWERED}
    assert differences(expected, result) == []


@pytest.mark.parametrize(
    "after",
    [
        lambda item: [_text(item), item.written],
        lambda item: [f"{item.written} No {_text(item)}"],
        lambda item: [f"☒ Yes ☐ No ☐ Partly ☐ N/A {_text(item)}"],
        lambda item: [f"{item.written} {_text(item)}", f"{item.number} No"],
    ],
    ids=["answer last", "two answers", "boxes", "another number"],
)
def test_a_text_with_lines_of_other_cells_is_left_to_a_person(after):
    result = _read(after)
    named = {item.provision: item.message for item in result.problems if item.kind == "undivided"}
    assert set(named) == {item.number for item in ANSWERED}
    assert not any(found.evidence for found in result.responses)
    first = ANSWERED[0]
    assert _text(first)[:40] in named[first.number]


def test_texts_that_stand_apart_from_their_numbers_are_not_matched_by_their_order():
    """As `pdftotext` writes a table: a number and an answer, then the text, then the wording."""
    lines = [FORM.code.form.title]
    for item in FORM.responses:
        lines += [item.number, "", item.written, "", _text(item)[:50], "", item.requirement]
        lines += ["", _text(item)[50:], ""]
    result = read_form("\n".join(lines).encode(), "form.txt")
    assert not any(found.answer or found.evidence for found in result.responses)


def test_labels_that_a_narrow_column_broke_are_labels():
    lines = [FORM.code.form.title]
    for item in FORM.responses:
        lines += [f"Provision {item.number}", f"Requirement {item.requirement}", "Do we", "comply?"]
        lines += [item.written, "How we", "evidence", "this", _text(item)]
    result = read_form("\n".join(lines).encode(), "form.txt")
    assert differences(FORM.expected(), result) == []


def test_a_line_between_provisions_that_nothing_used_is_named_at_the_one_above():
    lines = [FORM.code.form.title]
    for index, item in enumerate(FORM.responses):
        lines += [f"Provision: {item.number}"]
        lines += ["The residents’ panel looked at this in May."] * (index == 3)
        lines += [f"Requirement: {item.requirement}", f"Comply: {item.written}"]
        lines += [f"Evidence: {_text(item)}"]
    result = read_form("\n".join(lines).encode(), "form.txt")
    named = [item.provision for item in result.problems if "residents’ panel" in item.message]
    assert named == [FORM.responses[2].number, FORM.responses[3].number]
