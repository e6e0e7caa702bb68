"""Counts, percentages and sentences about the answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishing.document import Document, summary
from tests.publishing.documents import change_provisions, make_document


def answered(edition: str, **answers: str) -> Document:
    """A whole Code answered Yes, except for the provisions named (p5_10="no")."""
    numbers = {key.removeprefix("p").replace("_", "."): value for key, value in answers.items()}

    def change(row):
        blank = {"action": "", "action_owner": "", "action_due": None, "alternative": ""}
        return replace(row, answer=numbers.get(row.number, "yes"), **blank)

    return change_provisions(make_document(edition), change)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        # Alike, whatever stands beside it.
        ((66, 3, 3, 0, 0), ("91.7", "4.2", "4.2", "0.0", "0.0")),
        ((1, 1, 1), ("33.3", "33.3", "33.3")),
        ((1, 2), ("33.3", "66.7")),
        # Halves go up: 6.25 and 93.75; 1.25, 3.75 and 95.
        ((1, 15), ("6.3", "93.8")),
        ((1, 3, 76), ("1.3", "3.8", "95.0")),
        ((45, 27), ("62.5", "37.5")),
        ((72, 0), ("100.0", "0.0")),
        ((0, 0), ("0.0", "0.0")),
    ],
)
def test_each_percentage_is_rounded_by_itself_half_up(numbers, expected):
    assert summary.Count("", "", numbers).percentages == expected


def test_the_2022_code_counts_45_must_and_27_should_and_72_in_all():
    document = make_document("2022")
    totals = {row.label: row.total for row in summary.totals(document)}
    assert totals == {
        "All ‘must’ provisions": 45,
        "All ‘should’ provisions": 27,
        "All provisions": 72,
    }
    rows = summary.rows(document)
    assert sum(row.total for row in rows) == 72
    assert sum(row.total for row in rows if row.level == "must") == 45
    stages = [(row.label, row.level) for row in rows if row.label.startswith("5. ")]
    assert stages == [
        (f"5. Complaint stages: Stage {stage}", level)
        for level in ("must", "should")
        for stage in (1, 2, 3)
    ]


def test_the_2024_code_has_a_row_a_section_and_stage():
    labels = [row.label for row in summary.rows(make_document("2024"))]
    assert len(labels) == 10
    assert [label for label in labels if label.startswith("6.")] == [
        "6. Complaints stages: Stage 1",
        "6. Complaints stages: Stage 2",
    ]


def test_sentences_where_everything_is_met():
    assert summary.sentences(answered("2024")) == (
        "The Complaint Handling Code 2024 has 72 provisions, all of which a landlord must meet.",
        "Alderbrook Borough Council meets 72 of the 72 that it must meet.",
    )


def test_what_does_not_apply_is_not_counted_among_what_must_be_met():
    sentences = summary.sentences(answered("2024", p2_1="not_applicable", p5_10="no"))
    assert sentences[1] == (
        "Of the provisions that apply to it, Alderbrook Borough Council meets 70 of the 71 that it "
        "must meet."
    )
    none_applies = make_document("2024")
    none_applies = change_provisions(
        none_applies, lambda row: replace(row, answer="not_applicable", to_confirm=None)
    )
    assert "meets" not in " ".join(summary.sentences(none_applies))


def test_sentences_tell_must_from_should_and_one_from_many():
    document = answered("2022", p5_10="no", p1_4="partly", p1_5="partly", p2_1="not_applicable")
    assert summary.sentences(document) == (
        "The Complaint Handling Code 2022 has 72 provisions: 45 that a landlord must meet and 27 "
        "that it should meet.",
        "Of the provisions that apply to it, Alderbrook Borough Council meets 43 of the 44 that it "
        "must meet and 25 of the 27 that it should meet.",
        "2 provisions are partly met: 1.4 and 1.5.",
        "1 provision is not met: 5.10.",
        "1 provision does not apply to the landlord: 2.1.",
    )


@pytest.mark.parametrize(
    ("short", "texts", "sentence"),
    [
        ({"p5_10": "no"}, {"5.10": "action"}, "An action is planned for it."),
        ({"p5_10": "no"}, {"5.10": "alternative"}, "An alternative approach is explained for it."),
        (
            {"p5_10": "no", "p6_2": "partly", "p6_3": "no"},
            {"5.10": "action", "6.2": "action", "6.3": "alternative"},
            "Of the 3 provisions that are not fully met, an action is planned for 2 and an "
            "alternative approach is explained for 1.",
        ),
    ],
)
def test_sentences_say_what_is_planned(short, texts, sentence):
    document = change_provisions(
        answered("2024", **short),
        lambda row: replace(row, **{texts[row.number]: "It."}) if row.number in texts else row,
    )
    assert summary.sentences(document)[-1] == sentence


def test_a_long_draft_is_counted_but_not_listed():
    document = change_provisions(answered("2024"), lambda row: replace(row, answer=""))
    assert "72 provisions are not yet answered." in summary.sentences(document)
