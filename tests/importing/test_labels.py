"""Forms without a table: what is a label, and what only begins like one."""

from __future__ import annotations

from html import escape

import pytest

from tests.importing.content import codes
from tests.importing.reading import read_form

ITEMS = list(codes()["2024"].provisions())
QUOTED = next(item for item in ITEMS if item.number == "5.10")


def _read(form, numbers, evidence="<p>Log HB-1.</p>", answer="Yes", commentary="<p>None.</p>"):
    body = "".join(
        form(item.number, escape(item.text), answer, evidence, commentary)
        for item in ITEMS
        if item.number in numbers
    )
    html = f"<main><h1>Self-assessment</h1>{body}</main>"
    return read_form(html.encode(), "form.html")


def headings(number, text, answer, evidence, commentary):
    return (
        f"<h3>Code provision {number}</h3><p>{text}</p><h4>Do we comply?</h4><p>{answer}</p>"
        f"<h4>Evidence</h4>{evidence}<h4>Commentary / explanation</h4>{commentary}"
    )


def bold(number, text, answer, evidence, commentary):
    return (
        f"<p><b>{number}</b> {text}</p><p><b>Comply</b> {answer}</p>"
        f"<p><b>Evidence</b></p>{evidence}<p><b>Commentary</b></p>{commentary}"
    )


def colons(number, text, answer, evidence, commentary):
    return (
        f"<p>{number} {text}</p><p>Compliant: {answer}</p><p>Evidence:</p>{evidence}"
        f"<p>Comments:</p>{commentary}"
    )


def pairs(number, text, answer, evidence, commentary):
    return (
        f"<dl><dt>Code provision</dt><dd>{number}</dd><dt>Code requirement</dt><dd>{text}</dd>"
        f"<dt>Comply: Yes / No</dt><dd>{answer}</dd><dt>Evidence</dt><dd>{evidence}</dd>"
        f"<dt>Commentary</dt><dd>{commentary}</dd></dl>"
    )


def own_words(number, text, answer, evidence, commentary):
    return (
        f"<h3>{number}</h3><p>{text}</p><p><u>Are we compliant?</u></p><p>{answer}</p>"
        f"<p><u>How we show this</u></p>{evidence}<p><u>What we say about it</u></p>{commentary}"
    )


FORMS = [headings, bold, colons, pairs, own_words]
THREE, TWO = ("4.1", "4.2", "4.3"), ("4.1", "4.2")


@pytest.mark.parametrize("numbers", [THREE, TWO])
@pytest.mark.parametrize("form", FORMS)
def test_labels_of_every_kind_are_found(form, numbers):
    found = _read(form, numbers)
    assert [item.number for item in found.responses] == list(numbers)
    assert {(str(i.answer), i.evidence, i.commentary) for i in found.responses} == {
        ("yes", "Log HB-1.", "None.")
    }
    assert found.problems == ()


@pytest.mark.parametrize("form", FORMS[:4])
def test_one_provision_alone_is_enough(form):
    [found] = _read(form, ("4.1",)).responses
    assert (found.answer, found.evidence, found.commentary) == ("yes", "Log HB-1.", "None.")


@pytest.mark.parametrize("form", FORMS)
def test_a_label_over_nothing_is_blank_and_named(form):
    found = _read(form, THREE, answer="")
    assert {item.answer for item in found.responses} == {""}
    assert {problem.kind for problem in found.problems} == {"blank"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "line", ["Evidence held:", "Commentary on this is in the log:", "Compliance: since May 2023"]
)
def test_a_text_that_begins_like_a_label_stays_whole(form, line):
    # In two of many, as landlords write now and then.
    body = [
        form(
            item.number,
            escape(item.text),
            "Yes",
            f"<p>{line}</p><ul><li>Log HB-1</li></ul>" if index in (1, 5) else "<p>Log HB-2</p>",
            "<p>None.</p>",
        )
        for index, item in enumerate(ITEMS[:12])
    ]
    html = f"<main><h1>Self-assessment</h1>{''.join(body)}</main>"
    found = read_form(html.encode(), "form.html").responses
    assert [found[i].evidence for i in (1, 5)] == [f"{line}\n- Log HB-1"] * 2
    assert {item.commentary for item in found} == {"None."}


@pytest.mark.parametrize("form", FORMS)
def test_a_provision_that_a_comment_quotes_is_no_beginning(form):
    quote = f"{QUOTED.number} {QUOTED.text}"
    found = _read(form, (*THREE, "5.10"), commentary=f"<p>{escape(quote)}</p><p>So do we.</p>")
    assert [item.number for item in found.responses] == [*THREE, "5.10"]
    assert {item.commentary for item in found.responses} == {f"{quote}\nSo do we."}


@pytest.mark.parametrize(
    "below",
    [
        "<p>Published by the complaints team. Contact us on 01632 960000.</p><p>Version 3</p>",
        "<p>Ask at the desk for this form in large print.</p>",
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_stands_below_the_form_is_no_part_of_its_last_text(form, below):
    numbers = [item.number for item in ITEMS[:8]]
    body = "".join(
        form(i.number, escape(i.text), "Yes", "<p>E.</p>", "<p>C.</p>") for i in ITEMS[:8]
    )
    result = read_form(f"<main><h1>Form</h1>{body}{below}</main>".encode(), "form.html")
    assert [item.number for item in result.responses] == numbers
    assert {(item.evidence, item.commentary) for item in result.responses} == {("E.", "C.")}
    [said] = result.problems
    assert said.provision == numbers[-1]
    assert "below the last provision" in said.message
    assert [item.text.split()[0] for item in result.left_over if item.near] != []
