"""What people do in the story, through the pages of the release that runs."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from visitor import Page, Visitor

PASSWORD = "larch-otter-seven-41"
# Characters that storage, JSON, HTML or a terminal might mistake.
ODD = "Ŵyth “tŷ” & <b>5</b> – £1,250 — 🏠 \\n %s {x} 'a' \"b\""
BULLETS = (
    "The register is checked:\n- monthly by the team\n- yearly by audit\n\n"
    "See https://www.alderbrook.example/complaints?year=2024&part=2 and section 4."
)


class Clock:
    """The time in the story, which goes on by a minute whenever somebody does something."""

    def __init__(self) -> None:
        self._now = datetime(2022, 9, 1, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def go_to(self, day: str, hour: int = 9) -> None:
        self._now = datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")

    def tick(self) -> None:
        self._now += timedelta(minutes=1)


def date_inputs(name: str, day: date) -> dict[str, str]:
    """A date as it is typed into three boxes."""
    parts = (day.day, day.month, day.year)
    return {f"{name}_{place}": str(part) for place, part in enumerate(parts)}


def action(words: str, owner: str, due: date) -> dict[str, str]:
    return {"action": words, "action_owner": owner, **date_inputs("action_due", due)}


class Steps:
    """Takes them one after the other, and keeps in `facts` what has to be true ever after."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.people: dict[str, Visitor] = {}
        self.facts: dict[str, Any] = {"password": PASSWORD, "people": {}, "at": {}}

    def go_to(self, day: str) -> None:
        """On to the morning of that day."""
        self.clock.go_to(day)

    def at(self, name: str) -> str:
        """The address of an assessment, by its name in the story."""
        return str(self.facts["at"][name])

    def person(self, email: str) -> Visitor:
        """The person, signed in, a minute later: sessions end where the story leaves out weeks."""
        self.clock.tick()
        visitor = self.people[email]
        if visitor.client.get("/account/").status_code != 200:
            visitor.client.force_login(get_user_model().objects.get(email=email))
        return visitor

    def new_landlord(
        self, slug: str, name: str, kind: str, body: str, email: str, person: str
    ) -> None:
        out = io.StringIO()
        call_command(
            "create_landlord",
            f"--slug={slug}",
            f"--name={name}",
            f"--kind={kind}",
            "--homes=4250",
            f"--governing-body={body}",
            f"--website=https://www.{slug}.example",
            f"--administrator={email}",
            f"--administrator-name={person}",
            stdout=out,
        )
        link = re.search(r"https?://\S+(/accounts/\S+)", out.getvalue())
        assert link
        visitor = Visitor()
        visitor.press(
            visitor.open(link[1]),
            "Save password",
            {"password1": PASSWORD, "password2": PASSWORD},
        )
        self.sign_in(email, person, slug, ["administrator"])

    def sign_in(self, email: str, name: str, slug: str, roles: list[str]) -> None:
        visitor = Visitor()
        visitor.sign_in(email, PASSWORD)
        self.people[email] = visitor
        known = self.facts["people"].setdefault(email, {"name": name, "roles": {}})
        known["roles"][slug] = roles

    def invite(self, slug: str, administrator: str, email: str, name: str, *roles: str) -> str:
        """Sends an invitation; the path of its link."""
        visitor = self.person(administrator)
        page = visitor.open(f"/landlords/{slug}/team/invite/")
        typed = {"email": email, "name": name, "roles": list(roles), "job_title": f"{name}’s job"}
        visitor.press(page, "Send the invitation", typed)
        mail.outbox = []
        self.work()
        body = next(str(sent.body) for sent in mail.outbox if email in sent.to)
        link = re.search(r"https?://[^/\s]+(/invitations/\S+)", body)
        assert link
        return link[1]

    def joins(self, slug: str, administrator: str, email: str, name: str, *roles: str) -> None:
        link = self.invite(slug, administrator, email, name, *roles)
        visitor = self.person(email) if email in self.people else Visitor()
        page = visitor.open(link)
        typed = {} if email in self.people else {"name": name, "password1": PASSWORD}
        if "password2" in str(page.body):
            typed["password2"] = PASSWORD
        visitor.press(page, "Accept the invitation", typed)
        self.sign_in(email, name, slug, list(roles))

    def work(self) -> None:
        """The worker carries out all that waits."""
        call_command("resend_mail", stdout=io.StringIO())
        call_command(
            "db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0
        )

    def start(self, name: str, who: str, slug: str, edition: str, year: str, **typed: str) -> str:
        """Starts an assessment, which gets a name in the story; its address."""
        page = f"/landlords/{slug}/assessments/start/"
        return self._begun(
            name, self.press(who, page, "Start self-assessment", code=edition, year=year, **typed)
        )

    def start_again(self, name: str, who: str, page: str, **typed: str) -> str:
        """Starts a correction or a reassessment on that page; its address."""
        return self._begun(name, self.press(who, page, "Start the draft", **typed))

    def record(self, name: str, who: str, slug: str, edition: str, year: str, url: str) -> str:
        """Records what was published elsewhere; its address."""
        page = f"/landlords/{slug}/assessments/record/"
        typed = {"code": edition, "year": year, "published_url": url}
        return self._begun(name, self.press(who, page, "Save this year", **typed))

    def _begun(self, name: str, page: Page) -> str:
        found = re.match(r"/assessments/\d+/", page.address)
        assert found, page.address
        self.facts["at"][name] = found[0]
        return found[0]

    def answer(self, who: str, address: str, number: str, **values: str) -> Page:
        visitor = self.person(who)
        page = visitor.open(f"{address}{number}/")
        return visitor.press(page, "Save and continue", values)

    def answer_all(self, who: str, address: str, answers: Mapping[str, Mapping[str, str]]) -> None:
        for number, values in answers.items():
            self.answer(who, address, number, **values)

    def numbers(self, who: str, address: str) -> list[str]:
        """The provisions of the assessment, as their list leads to them."""
        page = self.person(who).open(f"{address}provisions/")
        pattern = re.compile(re.escape(address) + r"(\d+\.\d+)/")
        found = [match[1] for link in page.links() if (match := pattern.fullmatch(link))]
        assert len(found) == 72, (len(found), page.text[:500])
        return found

    def press(self, who: str, address: str, words: str, **typed: str) -> Page:
        visitor = self.person(who)
        return visitor.press(visitor.open(address), words, typed)

    def submit(self, who: str, address: str) -> None:
        self.press(who, f"{address}submit/", "Send for approval")

    def approve(self, who: str, address: str, body: str, on: date, minute: str) -> None:
        typed = {"approving_body": body, "mrc_name": "Mem Burr", "minute_reference": minute}
        typed |= date_inputs("approved_on", on)
        self.press(who, f"{address}approve/", "Approve", **typed)

    def respond(self, clerk: str, member: str, address: str, text: str) -> None:
        self.press(clerk, f"{address}response/", "Save", text=text)
        self.press(member, f"{address}response/confirm/", "Confirm this response")

    def publish(self, who: str, address: str) -> None:
        self.press(who, f"{address}publish/", "Publish")
        self.work()

    def replace(self, who: str, address: str, find: str, by: str) -> str:
        """Replaces words in all answers; the address of the step."""
        visitor = self.person(who)
        page = visitor.open(f"{address}find-and-replace/")
        page = visitor.press(page, "Check what will change", {"find": find, "replacement": by})
        return visitor.press(page, "Save these changes").address

    def answer_by_form(self, who: str, address: str, name: str, policy: str) -> None:
        """Imports a CSV file that answers every provision Yes; what a spreadsheet may have made of
        a number that ends in a nought is answered by hand.
        """
        numbers = self.numbers(who, address)
        rows = ["Code provision,Code requirement,Comply: Yes / No,Evidence"]
        rows += [f'{number},,Yes,"{policy}, section {number}."' for number in numbers]
        sent = self.send_form(who, address, name, "\n".join(rows).encode())
        self.work()
        self.person(who).press(self.of_its_year(who, sent), "Import these answers")
        for number in numbers:
            if f"{number}0" in numbers:
                self.answer(who, address, number, answer="yes", evidence=f"{policy}, {number}.")

    def send_form(self, who: str, address: str, name: str, content: bytes) -> str:
        """Uploads a form to be read; the address of its page."""
        visitor = self.person(who)
        page = visitor.open(f"{address}import/")
        return visitor.press(page, "Upload and check", file=("file", name, content)).address

    def of_its_year(self, who: str, sent: str) -> Page:
        """Says that a form is for the year of the self-assessment that it was sent to."""
        visitor = self.person(who)
        page = visitor.open(sent)
        year = re.search(r"\d{4}-\d\d", page.text)
        assert year is not None
        return visitor.press(page, "Continue", {"year": year[0]})

    def keep(self, name: str, who: str, form: str, **typed: str) -> None:
        """Types something and has it kept, unsaved."""
        visitor = self.person(who)
        visitor.press(visitor.open(form), "Save for later without sharing", typed)
        unsaved = {"who": who, "form": form, "draft": f"{form}draft/", "typed": typed}
        self.facts.setdefault("unsaved", {})[name] = unsaved

    def make_file(self, who: str, address: str, kind: str) -> str:
        """Asks for a file of a draft; the address of its page."""
        return self.press(
            who, f"{address}files/", f"Create file: self-assessment as {kind}"
        ).address
