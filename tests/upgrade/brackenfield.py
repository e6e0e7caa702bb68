"""Brackenfield Homes, whose address was another at first.

- 2022-23 was published elsewhere, and is recorded with two answers.
- 2023-24: published, and withdrawn.
- 2024-25: approved, its response confirmed, not yet published.
- 2025-26: in review, with words for the committee paper and an unsaved response.
"""

from __future__ import annotations

from datetime import date

from steps import ODD, Steps, action

BEA, BO, MAX = "bea@b.example", "bo@b.example", "max@b.example"
# In both teams, as something else.
VI = "vi@a.example"


def tell(do: Steps) -> None:
    """All of it."""
    do.go_to("2023-05-02")
    do.new_landlord("bracken", "Brackenfield Homes", "housing_association", "Board", BEA, "Bea Min")
    do.press(BEA, "/landlords/bracken/details/", "Save details", slug="brackenfield")
    for email, name, roles in (
        (BO, "Bo Ficer", ["complaints_officer"]),
        (MAX, "Max Burr", ["governing_body_member", "clerk"]),
        (VI, "Vi Ewer", ["governing_body_member"]),
    ):
        do.joins("brackenfield", BEA, email, name, *roles)
    _elsewhere(do)
    _withdrawn(do)
    _approved(do)
    _in_review(do)


def _elsewhere(do: Steps) -> None:
    do.go_to("2023-05-09")
    one = do.record(
        "recorded",
        BO,
        "brackenfield",
        "2022",
        "2022-23",
        "https://www.brackenfield.example/complaints-2022.pdf",
    )
    do.answer(BO, one, "1.2", answer="yes", evidence="Handbook of 2021, page 4.")
    do.answer(BO, one, "7.2", answer="no", evidence="Not in the handbook of 2021.")


def _withdrawn(do: Steps) -> None:
    do.go_to("2023-10-02")
    one = do.start("withdrawn", BO, "brackenfield", "2022", "2023-24")
    do.answer_by_form(BO, one, "form 2023.csv", "Handbook of 2023")
    do.submit(BO, one)
    do.approve(MAX, one, "Board", date(2023, 9, 28), "")
    do.respond(MAX, VI, one, "The Board accepts it.")
    do.publish(BO, one)
    do.go_to("2023-11-06")
    do.press(BEA, f"{one}withdraw/", "Withdraw from publication", reason="It named a resident.")


def _approved(do: Steps) -> None:
    do.go_to("2024-10-07")
    one = do.start("approved", BO, "brackenfield", "2024", "2024-25")
    do.answer_by_form(BO, one, "form 2024.csv", "Handbook of 2024")
    plan = action("Rewrite it.", "Company Secretary", date(2025, 9, 30))
    do.answer(BO, one, "6.2", answer="partly", evidence="Handbook of 2024, 6.2. " + ODD, **plan)
    do.submit(BO, one)
    do.approve(MAX, one, "Board", date(2024, 10, 3), "B/24/77")
    do.respond(MAX, VI, one, "The Board of 2024 accepts it.")


def _in_review(do: Steps) -> None:
    do.go_to("2025-05-06")
    one = do.start("in_review", BO, "brackenfield", "2024", "2025-26")
    do.answer_by_form(BO, one, "form 2025.csv", "Handbook of 2025")
    words = {"title": "For the Board of June 2025", "purpose": "To decide. " + ODD}
    do.press(BO, f"{one}committee-paper/edit/", "Save", **words)
    do.submit(BO, one)
    do.press(MAX, f"{one}response/", "Save", text="The Board of 2025 is to say.")
    do.go_to("2025-05-13")
    typed = "The Board of 2025 says, in words not saved yet:\n\n" + ODD
    do.keep("response", MAX, f"{one}response/", text=typed)
