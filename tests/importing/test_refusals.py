"""Forms that are none of ours are refused with their name, and ours are not."""

from __future__ import annotations

import pytest

from assessments.importing.limits import CannotRead
from tests.importing.content import codes
from tests.importing.reading import read_form

OF_2020 = (
    "Does the complaints process use the following definition of a complaint? An expression of "
    "dissatisfaction, however made, about the standard of service, actions or lack of action by "
    "the organisation, its own staff, or those acting on its behalf, affecting an individual "
    "resident or group of residents.",
    "Does the policy have exclusions where a complaint will not be considered?",
    "Are multiple accessibility routes available for residents to make a complaint?",
    "Is there a complaint officer or equivalent in post?",
    "Is any third stage optional for residents?",
)
OF_COUNCILS = (
    "We recognise the difference between a service request and a complaint and these are defined "
    "in our policies and procedures.",
    "Our complaints policy sets out when we would not consider a complaint. These circumstances "
    "are reasonable and do not deny individuals access to redress.",
    "We provide different channels through which individuals can make a complaint.",
)


def table(heads: str, rows: list[tuple[str, ...]]) -> bytes:
    lines = [heads.split("|"), *rows]
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>" for texts in lines)
    return f"<h1>Self-assessment</h1><table>{cells}</table>".encode()


def numbered(texts: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [
        (str(index), text, "Yes", "See the policy.") for index, text in enumerate(texts, start=1)
    ]


@pytest.mark.parametrize("name", ["form.html", "form.txt"])
def test_a_form_of_the_2020_code_is_named(name):
    data = table("|Compliance with the Complaint Handling Code|Yes|No", numbered(OF_2020))
    if name == "form.txt":
        data = "\n\n".join(f"{text}\n\nYes\n\nSee the policy." for text in OF_2020).encode()
    with pytest.raises(CannotRead, match=r"against the 2020 Complaint .* Codes: 2022, 2024\."):
        read_form(data, name)


def test_a_form_of_the_other_ombudsman_is_named():
    data = table(
        "Code section|Action|Do we follow the Code: Yes/No|Explanations and commentary",
        numbered(OF_COUNCILS),
    )
    with pytest.raises(CannotRead, match="Local Government and Social Care Ombudsman’s Code"):
        read_form(data, "form.html")


def test_a_text_about_something_else_is_no_self_assessment():
    data = "\n\n".join(["The board met in May.", "It approved the budget.", "Yes"] * 9).encode()
    with pytest.raises(CannotRead, match="could not find any provisions"):
        read_form(data, "form.txt")


def test_our_form_that_speaks_of_the_other_ombudsman_is_ours():
    rows = [
        (item.number, item.text, "Yes", "We follow the LGSCO’s Code for other services too.")
        for item in list(codes()["2024"].provisions())[:4]
    ]
    data = table("Code provision|Code requirement|Do we follow the Code?|Evidence", rows)
    assert len(read_form(data, "form.html").responses) == 4


@pytest.mark.parametrize("edition", ["2022", "2024"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_few_provisions_without_a_single_answer_are_a_form(edition, count):
    items = list(codes()[edition].provisions())[20 : 20 + count]
    rows = [(item.number, item.text, "", "") for item in items]
    heads = "Code provision|Code requirement|Comply|Evidence"
    result = read_form(table(heads, rows), "form.html")
    assert [item.number for item in result.responses] == [item.number for item in items]
    text = "\n\n".join(
        f"Code provision {item.number}\n\n{item.text}\n\nDo we comply?\n\nEvidence"
        for item in items
    )
    result = read_form(text.encode(), "form.txt")
    assert [item.number for item in result.responses] == [item.number for item in items]
