"""What was read in a form is kept with the file: also by an earlier release."""

from __future__ import annotations

from assessments.importing.result import ImportResult, LeftOver, from_data


def test_what_an_earlier_release_read_keeps_the_owner_and_the_date_of_an_action() -> None:
    kept = {
        "edition": "2024",
        "responses": [
            {
                "number": "1.2",
                "answer": "no",
                "evidence": "",
                "commentary": "",
                "action": "Rewrite it",
                "owner": "Head of Homes",
                "by": "31 March 2027",
                "alternative": "",
                "answer_text": "No",
                "where": "table 1, row 2",
                "certainty": "sure",
            }
        ],
        "missing": [],
        "problems": [],
        "notes": [],
    }
    [found] = from_data(kept).responses
    assert (found.action, found.action_owner, found.action_due) == (
        "Rewrite it",
        "Head of Homes",
        "31 March 2027",
    )
    assert from_data(from_data(kept).as_data()) == from_data(kept)


def test_what_was_left_over_is_kept_too() -> None:
    rest = LeftOver("Ask Nell.", "table 1, row 2", "1.2", "Notes")
    result = ImportResult("2024", (), (), (), left_over=(rest,))
    assert from_data(result.as_data()) == result
