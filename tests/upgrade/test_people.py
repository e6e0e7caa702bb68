"""People go on after the upgrade where they were: what they wrote, and what they had not saved."""

from __future__ import annotations

import email.message
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.upgrade.comparing import differences
from tests.upgrade.installation import Installation
from tests.upgrade.visitor import Page, Visitor

pytestmark = pytest.mark.database
Visit = Callable[..., Visitor]

# What a step is called now, where the old release called it something else.
RENAMED = {
    "Carried an answer over": "Carried an answer forward",
    "Confirmed what was carried over": "Confirmed an answer carried forward",
    "Started an answer afresh": "Cleared an answer",
    "Submitted to the governing body": "Sent for approval",
}


def test_every_page_shows_what_people_wrote(installation: Installation, visit: Visit) -> None:
    people: dict[str, Visitor] = {}
    wrong = []
    for fact in installation.facts["people_see"]:
        who = fact["who"]
        people[who] = people.get(who) or visit(who)
        wrong += differences(fact, people[who].look(fact["address"]), installation)
    assert len(people) > 1
    assert wrong == []


def test_a_flag_is_still_its_persons_alone(installation: Installation, visit: Visit) -> None:
    flag = installation.facts["flag"]
    assert flag["note"] in visit(flag["who"]).open(f"{flag['address']}flag/").shown
    assert flag["note"] in visit(flag["who"]).open(flag["address"]).shown
    assert flag["note"] not in visit("con@a.example").open(f"{flag['address']}flag/").shown


def test_history_has_every_entry(installation: Installation, visit: Visit) -> None:
    for history in installation.facts["history"]:
        reader = installation.facts["readers"][history["address"].removesuffix("history/")]
        entries = told(visit(reader), history["address"])
        before = Counter((when, who) for when, who, _, _ in history["entries"])
        assert Counter((when, who) for when, who, _ in entries) == before
        for when, who, what, number in history["entries"]:
            named = RENAMED.get(what, what)
            heading = f"{named}: {number}" if number else named
            assert {(when, who, heading), (when, who, number)} & set(entries)


def told(visitor: Visitor, address: str) -> list[tuple[str, str, str]]:
    """When, who and what of each entry, on all pages of a history; of what a step did to many
    provisions the number of each.
    """
    found, number = [], 1
    while True:
        page = visitor.open(f"{address}?page={number}")
        for time in page.tree.xpath("//main//section//time"):
            when = datetime.fromisoformat(time.get("datetime")).astimezone(UTC)
            section = next(time.iterancestors("section"))
            who = " ".join(section.xpath("string(p[1])").split()).split(", ")[0]
            parts = section.xpath("details/div/ul/li")
            whats = [part.xpath("string(a/text())") or part.text for part in parts]
            for what in whats or [section.xpath("string(h2)")]:
                found.append((when.strftime("%Y-%m-%dT%H:%M"), who, " ".join(what.split())))
        if not page.tree.xpath("//a[@rel='next']"):
            return found
        number += 1


def test_people_sign_in_with_the_password_they_had(installation: Installation) -> None:
    for who in ("olu@a.example", "max@b.example"):
        page = Visitor().sign_in(who, installation.facts["password"])
        assert page.address.startswith("/landlords/")


def test_text_that_was_not_saved_is_offered_to_its_person_alone(
    installation: Installation, visit: Visit
) -> None:
    for unsaved in installation.facts["unsaved"].values():
        page = visit(unsaved["who"]).open(unsaved["form"])
        assert "You have unsaved changes" in page.text
        assert unsaved["draft"] in page.links()
        kept = visit(unsaved["who"]).open(unsaved["draft"])
        for text in unsaved["typed"].values():
            assert " ".join(text.split()) in kept.shown or text in answers(kept)
    text = installation.facts["unsaved"]["invalid"]["typed"]["evidence"].splitlines()[0]
    address = installation.facts["unsaved"]["invalid"]["draft"]
    assert text not in visit("con@a.example").open(address).shown
    assert text not in visit("ada@a.example").look(address).shown


def answers(page: Page) -> list[str]:
    """The answers that are selected on a page."""
    return [each.get("value") for each in page.tree.xpath("//input[@type='radio'][@checked]")]


def test_unsaved_text_that_no_save_takes_is_put_right_and_saved(
    installation: Installation, visit: Visit
) -> None:
    unsaved = installation.facts["unsaved"]["invalid"]
    visitor = visit(unsaved["who"])
    refused = visitor.try_to_press(visitor.open(unsaved["draft"]), "Save and stay")
    assert refused.status == 422
    assert unsaved["typed"]["action_owner"] in refused.shown
    right = {"action_owner": "Head of Repairs", "action_due_0": "28"}
    saved = visitor.press(refused, "Save and stay", right)
    for line in phrases(unsaved["typed"]["evidence"]):
        assert line in saved.shown
    assert "You have unsaved changes" not in visitor.open(unsaved["form"]).text
    history = visitor.open(f"{unsaved['form']}history/").text
    assert "28 February 2026" in history


def phrases(text: str) -> list[str]:
    return [" ".join(line.removeprefix("- ").split()) for line in text.splitlines() if line]


def test_unsaved_text_stands_beside_what_a_colleague_saved_since(
    installation: Installation, visit: Visit
) -> None:
    unsaved = installation.facts["unsaved"]["stale"]
    visitor = visit(unsaved["who"])
    both = visitor.open(unsaved["draft"])
    assert "Olu saved 3.3 first, in 2025." in both.text
    assert unsaved["typed"]["evidence"] in both.shown
    visitor.press(both, "Save my choices", {"keep_evidence": "mine"})
    assert unsaved["typed"]["evidence"] in visitor.open(unsaved["form"]).shown


def test_an_unsaved_response_of_the_governing_body_is_saved(
    installation: Installation, visit: Visit
) -> None:
    unsaved = installation.facts["unsaved"]["response"]
    visitor = visit(unsaved["who"])
    visitor.press(visitor.open(unsaved["draft"]), "Save")
    page = visit("bo@b.example").open(unsaved["form"])
    for line in phrases(unsaved["typed"]["text"]):
        assert line in page.shown


def test_a_form_that_waited_for_its_sender_is_saved_when_they_sign_in(
    installation: Installation,
) -> None:
    sent = installation.facts["signed_out"]
    visitor = Visitor()
    visitor.client.cookies["sessionid"] = sent["session"]
    typed = {"login": sent["who"], "password": installation.facts["password"]}
    visitor.press(visitor.open(sent["page"]), "Sign in", typed)
    assert sent["typed"]["evidence"] in visitor.open(sent["form"]).shown
    assert "Con Tribe, 2 June 2025" in visitor.open(f"{sent['form']}history/").text


def test_the_original_of_an_import_is_served_whole(
    installation: Installation, visit: Visit
) -> None:
    original = installation.facts["original"]
    page = visit(original["who"]).open(original["address"])
    assert page.body == original["text"].encode()
    names = email.message.Message()
    names["Content-Disposition"] = page.response.headers["Content-Disposition"]
    assert names.get_filename() == original["name"]


def test_an_import_can_still_be_undone(installation: Installation, visit: Visit) -> None:
    draft = installation.facts["at"]["draft"]
    visitor = visit("olu@a.example")
    assert "Imported in 2025, “2.1” ŵ." in visitor.open(f"{draft}2.1/").shown
    link = next(
        link for link in visitor.open(f"{draft}2.1/history/").links() if "/changes/" in link
    )
    visitor.press(visitor.open(link), "Undo this whole step")
    assert "Imported in 2025, “2.1” ŵ." not in visitor.open(f"{draft}2.1/").shown


def test_what_is_in_review_is_approved(installation: Installation, visit: Visit) -> None:
    address = installation.facts["at"]["in_review"]
    visitor = visit("max@b.example")
    decision = {"approving_body": "Board", "mrc_name": "Max Burr", "minute_reference": "B/25/1"}
    decision |= {"approved_on_0": "29", "approved_on_1": "5", "approved_on_2": "2025"}
    visitor.press(visitor.open(f"{address}approve/"), "Approve", decision)
    assert "Approved" in visitor.open(address).text
