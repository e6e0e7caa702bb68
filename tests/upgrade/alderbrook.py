"""Alderbrook Council.

- 2022-23 against the Code of 2022: returned once, approved, published.
- 2024-25 against the Code of 2024: the answers carried over from 2022-23 and confirmed, words
  replaced in all of them; published; corrected and published again with the committee paper; then
  reassessed after a merger: approved, and its publication asked for, but not made yet.
- 2025-26: a draft of carried answers, with an imported form, an undone step, a flag, text that two
  people typed and did not save, and a form sent by somebody whose session was over.
"""

from __future__ import annotations

from datetime import date

from steps import BULLETS, ODD, PASSWORD, Steps, action, date_inputs
from visitor import Visitor

ADA, OLU, CON = "ada@a.example", "olu@a.example", "con@a.example"
MEM, CLARK, VI = "mem@a.example", "clark@a.example", "vi@a.example"
_DETAILS = "/landlords/alderbrook/details/"


def past(do: Steps) -> None:
    """All but the draft that is under way."""
    do.go_to("2022-09-05")
    do.new_landlord("alderbrook", "Alderbrook Council", "council", "Cabinet", ADA, "Ada Min")
    for email, name, roles in (
        (OLU, "Olu Ficer", ["complaints_officer"]),
        (CON, "Con Tribe", ["contributor", "complaints_officer"]),
        (MEM, "Mem Burr", ["governing_body_member"]),
        (CLARK, "Clark O’Minute", ["clerk"]),
        (VI, "Vi Ewer", ["viewer"]),
    ):
        do.joins("alderbrook", ADA, email, name, *roles)
    do.go_to("2022-10-10")
    contact = "complaints@alderbrook.example\n01632 960000"
    do.press(ADA, _DETAILS, "Save details", complaints_contact=contact)
    _first_year(do)
    _second_year(do)
    _correction(do)
    _reassessment(do)


def _first_year(do: Steps) -> None:
    do.go_to("2022-10-17")
    meeting = date_inputs("meeting_date", date(2022, 12, 6))
    one = do.start("first", OLU, "alderbrook", "2022", "2022-23", **meeting)
    answers = {
        number: {"answer": "yes", "evidence": f"Policy of 2022, {number}."}
        for number in do.numbers(OLU, one)
    }
    answers["1.2"]["evidence"] = ODD
    answers["1.3"]["evidence"] = BULLETS
    answers["2.1"] = {"answer": "not_applicable", "evidence": "No such homes in 2022."}
    answers["4.1"] = {
        "answer": "partly",
        "evidence": "Two of three teams do.",
        **action("Train the third team.", "Head of Repairs", date(2023, 3, 31)),
    }
    answers["5.1"] = {"answer": "no", "alternative": "A panel hears them within the ten days."}
    do.answer_all(OLU, one, answers)
    do.go_to("2022-11-14")
    do.submit(OLU, one)
    do.go_to("2022-11-21")
    do.press(MEM, f"{one}return/", "Return for changes", note="Please say more about 6.1.")
    do.answer(CON, one, "6.1", answer="yes", evidence="Policy of 2022, 6.1, and its annex C.")
    do.submit(OLU, one)
    do.go_to("2022-12-07")
    do.approve(CLARK, one, "Cabinet", date(2022, 12, 6), "CAB/22/41")
    do.respond(CLARK, MEM, one, "Cabinet welcomes it. " + ODD)
    do.go_to("2022-12-12")
    do.publish(OLU, one)


def _second_year(do: Steps) -> None:
    do.go_to("2024-09-16")
    two = do.start("second", OLU, "alderbrook", "2024", "2024-25")
    do.press(OLU, f"{two}carry/", "Carry forward")
    for number in do.numbers(OLU, two):
        sampled = {"commentary": f"Sampled in 2024: {number}."} if number < "3" else {}
        evidence = f"Policy of 2024, {number}."
        do.answer(OLU, two, number, answer="yes", evidence=evidence, **sampled)
    plan = action("Publish the list.\n- by post\n- online", "Head of Homes", date(2025, 6, 30))
    do.answer(CON, two, "5.10", answer="partly", evidence="Policy of 2024, in part.", **plan)
    do.answer(CON, two, "7.1", answer="no", alternative="Redress is agreed each time in 2024.")
    do.answer(CON, two, "9.8", answer="not_applicable", commentary="No inquiry in 2024. " + ODD)
    do.replace(OLU, two, "Policy of 2024", "Complaints Policy 2024")
    do.go_to("2024-10-21")
    do.submit(OLU, two)
    do.approve(MEM, two, "Cabinet", date(2024, 10, 15), "CAB/24/9")
    do.respond(CLARK, MEM, two, "Cabinet read it in October 2024.")
    do.go_to("2024-10-28")
    do.publish(OLU, two)


def _correction(do: Steps) -> None:
    do.go_to("2024-11-11")
    do.press(ADA, _DETAILS, "Save details", paper_is_public="on")
    reason = "4.3 named a post that had gone."
    one = do.start_again("corrected", OLU, f"{do.at('second')}correct/", reason=reason)
    new = "Complaints Policy 2024, 4.3: the Head of Customers."
    do.answer(OLU, one, "4.3", answer="yes", evidence=new)
    words = {"title": "A correction, for Cabinet", "risk": "Low. " + ODD}
    do.press(OLU, f"{one}committee-paper/edit/", "Save", **words)
    do.go_to("2024-11-18")
    do.submit(OLU, one)
    do.approve(MEM, one, "Cabinet", date(2024, 11, 12), "CAB/24/12")
    do.press(MEM, f"{one}response/confirm/", "Confirm this response")
    do.publish(OLU, one)


def _reassessment(do: Steps) -> None:
    do.go_to("2025-03-03")
    why = {"trigger": "restructure", "reason": "Merged with Elm Homes."}
    one = do.start_again("queued", OLU, f"{do.at('corrected')}reassess/", **why)
    do.answer(OLU, one, "1.4", answer="yes", evidence="Joint policy of 2025, 1.4.")
    do.submit(OLU, one)
    do.approve(MEM, one, "Cabinet", date(2025, 3, 3), "CAB/25/2")
    do.press(MEM, f"{one}response/confirm/", "Confirm this response")


def running_draft(do: Steps) -> None:
    """What is being filled in at the time of the upgrade."""
    do.go_to("2025-05-19")
    due = date_inputs("due_date", date(2025, 9, 1))
    one = do.start("draft", OLU, "alderbrook", "2024", "2025-26", **due)
    do.press(OLU, f"{one}carry/", "Carry forward")
    do.answer(OLU, one, "1.2", answer="yes", evidence="Joint policy, 1.2.", commentary=BULLETS)
    _import(do, one)
    step = do.replace(OLU, one, "Complaints Policy 2024", "Joint policy")
    do.press(OLU, step, "Undo this whole step")
    do.replace(CON, one, "Head of Customers", "Director of Customers")
    note = "Ask legal about 3.1. " + ODD
    do.press(OLU, f"{one}3.1/flag/", "Flag 3.1", note=note)
    do.facts["flag"] = {"who": OLU, "address": f"{one}3.1/", "note": note}
    _unsaved(do, one)


def _import(do: Steps, address: str) -> None:
    """In place of what was carried over, all but one provision's."""
    name = "Form of Elm Homes – 2025.csv"
    text = (
        "Code provision,Code requirement,Comply: Yes / No,Evidence,Commentary / explanation\n"
        '2.1,,Yes,"Imported in 2025, “2.1” ŵ.","Imported commentary"\n'
        '2.2,,No,"Imported in 2025, 2.2.",\n'
    )
    sent = do.send_form(OLU, address, name, text.encode())
    do.work()
    visitor = do.person(OLU)
    page = visitor.press(do.of_its_year(OLU, sent), "Set all to ‘replace’")
    visitor.press(page, "Import these answers")
    original = {"address": f"{sent}original/", "who": OLU, "name": name, "text": text}
    do.facts["original"] = original


def _unsaved(do: Steps, one: str) -> None:
    """What two people typed: also what no save would take, and what somebody saved under."""
    wrong = action("Perhaps.", "Head of " + "x" * 170, date(2026, 2, 1)) | {"action_due_0": "31"}
    text = "Typed on the train, 3.2:\n- not saved\n- " + ODD
    do.keep("invalid", OLU, f"{one}3.2/", answer="partly", evidence=text, **wrong)
    own = "Con’s own unsaved words for 3.2."
    do.keep("another", CON, f"{one}3.2/", answer="no", alternative=own)
    do.keep("stale", CON, f"{one}3.3/", answer="yes", evidence="Con’s unsaved words for 3.3.")
    do.answer(OLU, one, "3.3", answer="yes", evidence="Olu saved 3.3 first, in 2025.")


def left_waiting(do: Steps) -> None:
    """Asked for, while no worker runs; and a form that waits for its sender to sign in."""
    do.go_to("2025-06-02")
    draft = do.at("draft")
    made = do.make_file(OLU, draft, "CSV")
    do.work()
    file = do.make_file(OLU, draft, "Excel")
    do.press(OLU, f"{do.at('queued')}publish/", "Publish")
    header = "Code provision,Code requirement,Comply: Yes / No,Evidence"
    text = f"{header}\n2.3,,Yes,Not read yet in June.\n"
    form = do.send_form(OLU, draft, "unread.csv", text.encode())
    invited = {"email": "new@a.example", "name": "New Comer", "roles": ["viewer"]}
    visitor = do.person(ADA)
    page = visitor.open("/landlords/alderbrook/team/invite/")
    visitor.press(page, "Send the invitation", invited)
    do.facts["waiting"] = {"made": made, "file": file, "form": form, "invited": "new@a.example"}
    _session_over(do, f"{draft}3.4/")


def _session_over(do: Steps, address: str) -> None:
    """Con presses Save after the session has ended: the text waits in the browser's new one."""
    do.clock.tick()
    visitor = Visitor()
    visitor.sign_in(CON, PASSWORD)
    page = visitor.open(address)
    visitor.client.cookies.pop("sessionid")
    typed = {"answer": "yes", "evidence": "Sent after the session was over, 3.4."}
    page = visitor.press(page, "Save and stay", typed)
    session = visitor.client.cookies["sessionid"].value
    sent = {"who": CON, "page": page.address, "session": session, "form": address, "typed": typed}
    do.facts["signed_out"] = sent
