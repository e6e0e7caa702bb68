"""What the one rule engine says is missing, for both Codes' forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assessments.completeness import Filled, all_gaps, gaps, is_blank

DUE = date(2031, 3, 31)
ACTION = {"action": "Write the policy", "action_owner": "Head of Repairs", "action_due": DUE}


def missing(**values: Any) -> list[str]:
    """The fields that one provision lacks: a 2024 "must" unless `values` say otherwise."""
    about = {"number": "5.10", "level": "must", "single_text": False, "to_confirm": ""}
    about |= {name: values.pop(name) for name in about if name in values}
    return [gap.field for gap in gaps(Filled(**about, values=values))]


def should(**values: Any) -> list[str]:
    """The same for a "should" of the 2022 form, which has a single text column."""
    return missing(**{"level": "should", "single_text": True} | values)


def test_an_unanswered_provision_lacks_its_answer_whatever_else_is_there() -> None:
    assert missing() == ["answer"]
    assert missing(evidence="Policy", commentary="Yes indeed", **ACTION) == ["answer"]


def test_yes_needs_evidence_and_nothing_else() -> None:
    assert missing(answer="yes") == ["evidence"]
    assert missing(answer="yes", commentary="We do") == ["evidence"]
    assert missing(answer="yes", evidence="Policy 2.1") == []


def test_partly_needs_evidence_and_what_will_be_done() -> None:
    assert missing(answer="partly") == ["evidence", "action"]
    assert missing(answer="partly", evidence="Policy 2.1") == ["action"]
    assert missing(answer="partly", **ACTION) == ["evidence"]
    assert missing(answer="partly", evidence="Policy 2.1", **ACTION) == []


def test_no_needs_no_evidence_but_an_action_or_an_alternative() -> None:
    assert missing(answer="no") == ["action"]
    assert missing(answer="no", commentary="Not yet") == ["action"]
    assert missing(answer="no", evidence="None") == ["action"]
    assert missing(answer="no", **ACTION) == []
    assert missing(answer="no", alternative="We visit, because few residents write") == []


@pytest.mark.parametrize("left_out", ["action_owner", "action_due"])
def test_an_action_needs_its_owner_and_its_date(left_out: str) -> None:
    values = {name: value for name, value in ACTION.items() if name != left_out}
    assert missing(answer="no", **values) == [left_out]
    assert missing(answer="partly", evidence="Policy", **values) == [left_out]


def test_an_action_that_was_begun_is_finished_even_beside_an_alternative() -> None:
    assert missing(answer="no", alternative="We visit", action="Write") == [
        "action_owner",
        "action_due",
    ]


def test_an_owner_and_a_date_alone_are_no_action() -> None:
    assert missing(answer="no", action_owner="Head of Repairs", action_due=DUE) == ["action"]


def test_not_applicable_says_why_in_the_commentary() -> None:
    assert missing(answer="not_applicable") == ["commentary"]
    assert missing(answer="not_applicable", evidence="Policy") == ["commentary"]
    assert missing(answer="not_applicable", commentary="We own no such homes") == []


def test_not_applicable_in_a_single_column_says_why_there() -> None:
    single = {"answer": "not_applicable", "single_text": True}
    assert missing(**single) == ["evidence"]
    assert missing(**single, evidence="We own no such homes") == []


def test_a_must_of_the_single_column_form_is_as_strict() -> None:
    single = {"single_text": True}
    assert missing(answer="yes", **single) == ["evidence"]
    assert missing(answer="no", evidence="We could not", **single) == ["action"]
    assert missing(answer="no", **ACTION, **single) == []


def test_for_a_should_commentary_is_enough() -> None:
    assert should(answer="no") == ["action"]
    assert should(answer="no", evidence="Best practice we do not follow, because …") == []
    assert should(answer="partly") == ["evidence", "action"]
    assert should(answer="partly", evidence="Only by telephone, because …") == []


def test_an_action_beside_the_commentary_of_a_should_may_be_half_way() -> None:
    begun = {"answer": "no", "action": "Write to residents"}
    assert should(**begun, evidence="We do not follow it yet, because …") == []
    assert should(**begun) == ["action_owner", "action_due"]


def test_for_a_should_in_two_columns_it_is_the_commentary_that_counts() -> None:
    two = {"answer": "no", "level": "should"}
    assert missing(**two, evidence="Policy") == ["action"]
    assert missing(**two, commentary="We do not, because …") == []


def test_a_should_still_has_to_be_answered_and_a_yes_evidenced() -> None:
    assert should() == ["answer"]
    assert should(answer="yes") == ["evidence"]


NOTHING_TO_SEE = [
    "",
    " ",
    "\n\t\r\n",
    "\u00a0\u2003\u3000",  # no-break, em and ideographic spaces
    "\u200b\u200c\u200d\u2060\ufeff",  # zero-width space, joiners, word joiner, byte order mark
    "\u00ad\u200e\u202e",  # soft hyphen, direction marks
    "\u115f\u1160\u3164\uffa0\u2800",  # Hangul fillers, Braille blank
    "\ufe0f\u034f",  # variation selector, grapheme joiner
    "\u2028\u2029",
]


@pytest.mark.parametrize("text", NOTHING_TO_SEE, ids=ascii)
def test_what_cannot_be_seen_is_empty(text: str) -> None:
    assert is_blank(text)
    assert missing(answer="yes", evidence=text) == ["evidence"]
    assert missing(answer="not_applicable", commentary=text) == ["commentary"]
    assert missing(answer="no", action=text, alternative=text) == ["action"]
    assert missing(**{"answer": "no"} | ACTION | {"action_owner": text}) == ["action_owner"]
    assert should(answer="no", evidence=text) == ["action"]


@pytest.mark.parametrize("text", ["-", "x", "0", "é", "👍", "中", "\u200bx"])
def test_anything_that_can_be_seen_is_not_empty(text: str) -> None:
    assert not is_blank(text)


def test_an_assessment_lists_its_gaps_in_the_order_of_its_form() -> None:
    form = [Filled(number, "must", False, {}) for number in ("1.2", "5.10", "5.1")]
    assert [gap.number for gap in all_gaps(form)] == ["1.2", "5.10", "5.1"]


def test_each_gap_says_what_to_do() -> None:
    values = {"answer": "no", "action": "Write", "action_owner": "Head"}
    [gap] = gaps(Filled("5.10", "must", False, values))
    assert (gap.number, gap.field) == ("5.10", "action_due")
    assert gap.message == "Enter the date by which the action will be done"
