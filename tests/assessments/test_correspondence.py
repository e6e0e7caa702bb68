"""What becomes of answers across Codes, from the correspondence alone."""

from __future__ import annotations

from assessments.correspondence import Carried, Origin, carried_values, inverted, plan
from codes.enums import Change

SAID = {"answer": "yes", "evidence": "Policy, 2.1.", "commentary": "Since May."}
NOTHING = {"answer": "", "evidence": "", "commentary": "", "action_due": None}


def test_the_same_duty_keeps_its_answer_and_another_is_left_open() -> None:
    origins = {
        "1.1": Origin(("a",), Change.UNCHANGED),
        "1.2": Origin(("b",), Change.REWORDED),
        "1.3": Origin(("c",), Change.CHANGED),
        "1.4": Origin(("d",), Change.STRENGTHENED),
        "1.5": Origin((), Change.NEW),
    }
    found = plan(dict.fromkeys("abcde", SAID), list(origins), origins)
    assert [(row.number, row.source) for row in found.kept] == [("1.1", "a"), ("1.2", "b")]
    assert [(row.number, row.source) for row in found.left_open] == [("1.3", "c"), ("1.4", "d")]
    assert (found.empty, found.dropped) == (("1.5",), ("e",))


def test_what_says_nothing_is_neither_carried_nor_dropped() -> None:
    origins = {"1.1": Origin(("a",), Change.UNCHANGED)}
    found = plan({"a": NOTHING, "b": NOTHING}, ["1.1"], origins)
    assert not found.touches_something
    assert found.empty == ("1.1",)


def test_the_closest_that_says_something_is_taken_and_a_farther_one_is_a_start_only() -> None:
    origins = {"1.1": Origin(("a", "b"), Change.REWORDED)}
    both = plan({"a": SAID, "b": SAID}, ["1.1"], origins)
    assert (both.carried[0].source, both.dropped) == ("a", ("b",))
    second = plan({"a": NOTHING, "b": SAID}, ["1.1"], origins)
    assert (second.carried[0].source, second.carried[0].left_open) == ("b", True)
    assert second.carried[0].change == Change.CHANGED


def test_one_answer_may_go_to_several() -> None:
    origins = {n: Origin(("a",), Change.UNCHANGED) for n in ("1.1", "1.2")}
    found = plan({"a": SAID}, ["1.1", "1.2"], origins)
    assert [row.number for row in found.kept] == ["1.1", "1.2"]
    assert found.dropped == ()


def test_without_a_correspondence_everything_is_left_out() -> None:
    found = plan({"1.1": SAID, "1.2": SAID}, ["1.1", "1.2"], {})
    assert (found.carried, found.dropped) == ((), ("1.1", "1.2"))


def test_read_backwards_the_same_duty_stays_the_same_and_a_smaller_one_is_looked_at() -> None:
    forwards = {
        "1.1": Origin(("a", "b"), Change.REWORDED),
        "1.2": Origin(("b",), Change.STRENGTHENED),
        "1.3": Origin(("c",), Change.UNCHANGED),
        "1.4": Origin((), Change.NEW),
    }
    assert inverted(forwards) == {
        "a": Origin(("1.1",), Change.REWORDED),
        "b": Origin(("1.2", "1.1"), Change.CHANGED),
        "c": Origin(("1.3",), Change.UNCHANGED),
    }


def test_a_form_with_one_text_column_gets_both_texts() -> None:
    row = Carried("1.1", "a", Change.UNCHANGED, left_open=False)
    values = carried_values(row, SAID, single_text=True)
    assert (values["evidence"], values["commentary"]) == ("Policy, 2.1.\n\nSince May.", "")
    assert carried_values(row, SAID, single_text=False) == SAID
