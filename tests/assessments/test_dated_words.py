"""What an earlier year's answer says that time may have overtaken."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.carrying.dated import dated_words

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Last year we answered 93% in time.", ["Last year"]),
        ("We will do this in the next financial year.", ["next financial year"]),
        ("This quarter’s figures are with the Board.", ["This quarter"]),
        ("Training follows in the next six months.", ["in the next six months"]),
        ("It is done by the end of the financial year.", ["by the end of the financial year"]),
        ("The leaflet is rewritten by March 2025.", ["by March 2025"]),
        ("Complete by the end of March 2025", ["by the end of March 2025"]),
        ("Due 31/03/2025", ["Due 31/03/2025"]),
        (
            "No later than 1st of April 2026, all letters name it.",
            ["No later than 1st of April 2026"],
        ),
        ("A new policy will be adopted in 2024-25.", ["will be adopted in 2024-25"]),
        ("A new policy will be adopted in 2024/2025.", ["will be adopted in 2024/2025"]),
        (
            "The system is due to be replaced in summer 2026.",
            ["is due to be replaced in summer 2026"],
        ),
        ("We plan to train all staff in 2025.", ["plan to train all staff in 2025"]),
        ("Scheduled for 2026-03-31.", ["Scheduled for 2026-03-31"]),
        ("It is expected by Sept 2026.", ["expected by Sept 2026"]),
        (
            "Last year we said that it would come.\nThis year it will come by May 2026.",
            ["Last year", "This year", "will come by May 2026"],
        ),
        ("last year, and Last year again", ["last year"]),
    ],
)
def test_what_time_may_have_overtaken_is_found_as_it_stands(text: str, words: list[str]) -> None:
    assert dated_words(text, TODAY) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Complaints Policy, section 4.2.",
        "The policy was approved on 12 March 2024.",
        "Complaints Policy 2024-25, clause 3",
        "We will review it by March 2027.",
        "By 26 November 2026 all letters name it.",
        "Staff will be trained in 2026-27.",
        "We answer within 10 working days and every year we report.",
        "It may take a year. Residents last moved in 2019.",
        "The Policy was approved in March 2024. We will publish each decision.",
        "Clause 2.1/2 and page 31.13.2025 of https://example.org/2024-25/policy",
        "Order 20252026, by 99/99/2025 or by 2024-29",
        "will " * 3000,
    ],
)
def test_what_is_as_true_as_before_is_left_alone(text: str) -> None:
    assert dated_words(text, TODAY) == []


def test_a_long_text_costs_no_time() -> None:
    text = "We will, by the end of the year, see by 2024 what last year was. " * 300
    assert len(dated_words(text, TODAY)) < 10
