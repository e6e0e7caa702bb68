"""What the reader of an overview can do next: one main button in every state, for every role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from accounts.access import Member
from accounts.enums import Role
from accounts.models import Membership
from assessments import rules
from assessments.carrying.next_steps import next_steps
from assessments.enums import State
from assessments.filling.presenters.overview import Overview
from assessments.models import Assessment
from assessments.presenters.panel import Link, Panel
from assessments.receiving import deciders, in_words, officers
from assessments.workflow import DECIDES

# How many people a sentence names.
_MOST_NAMES = 4
_NUMBER = re.compile(r"\b\d+\.\d+\b")


@dataclass(frozen=True)
class NextStep:
    """What to do, or who is waited for; the main button, and what else may be done."""

    text: str
    button: Link
    others: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Situation:
    """What decides about the next step. `carry_from`: whose answers could begin a blank
    one; `asked`: about how many provisions the reader is asked to write.
    """

    member: Member
    assessment: Assessment
    counted: Overview
    carry_from: Assessment | None
    panel: Panel
    asked: int = 0

    def page(self, name: str, *args: object) -> str:
        return reverse(f"assessments:{name}", args=[self.assessment.pk, *args])

    @property
    def body(self) -> str:
        return f"the governing body ({self.assessment.landlord.governing_body})"

    @property
    def may_edit(self) -> bool:
        return rules.may_edit(self.member, self.assessment)

    @property
    def decides(self) -> bool:
        return self.member.has(*DECIDES)

    @property
    def officers(self) -> str:
        """ "the complaints officer (Ann or Bob)"."""
        names = _names(officers(self.assessment.landlord))
        return f"the complaints officer ({names})" if names else "a complaints officer"

    def read(self, text: str = "Read the self-assessment") -> Link:
        return Link(text, self.page("read"), "primary")


def next_step(here: Situation) -> NextStep:
    """The reader's next step, and beside it what else they may do now."""
    step = _IN_STATE[State(here.assessment.state)](here)
    leads_to = {step.button.url, *(link.url for link in step.others), here.page("submit")}
    more = [
        replace(link, kind="secondary")
        for link in here.panel.links
        if link.url not in leads_to and link.kind != "text"
    ]
    return replace(step, others=(*more, *step.others))


def _draft(here: Situation) -> NextStep:
    if not here.may_edit:
        if here.asked:
            return _write(here)
        text = f"{_capital(here.officers)} is filling this in. You can read the answers so far."
        return NextStep(text, here.read("Read the answers so far"))
    blank = not (here.counted.answered or here.counted.to_confirm)
    if blank and here.assessment.state == State.DRAFT and not here.assessment.corrects_id:
        return _begin(here)
    return _fill_in(here)


def _write(here: Situation) -> NextStep:
    """For a colleague who is asked to write."""
    text = f"You are asked to write about {_counted(here.asked, 'provision')}."
    wanted = Link("See what you are asked for", reverse("assessments:asked"), "primary")
    return NextStep(text, wanted, (here.read("Read the answers so far"),))


def _begin(here: Situation) -> NextStep:
    """A blank draft begins with the answers of an earlier year, or with the form of one."""
    first = Link(
        f"Start with {here.counted.first_incomplete}",
        here.page("provision", here.counted.first_incomplete),
        "text",
    )
    upload = Link("Upload last year’s form", here.page("import"))
    if here.carry_from is None:
        text = (
            "Start from last year’s form if you have it. You can check the answers before anything "
            "changes. Or start with the first provision."
        )
        return NextStep(text, Link(upload.text, upload.url, "primary"), (first,))
    year = here.carry_from.year.label
    text = (
        f"Start from your answers for {year}. You can check them before anything changes, then "
        "confirm, edit or clear each one."
    )
    carry = Link(f"Carry forward answers from {year}", here.page("carry"), "primary")
    return NextStep(text, carry, (Link("Upload a form", upload.url, "text"), first))


def _fill_in(here: Situation) -> NextStep:
    counted, first = here.counted, here.counted.first_incomplete
    if counted.to_confirm:
        text = (
            f"{_counted(counted.to_confirm, 'answer')} from an earlier year must be confirmed, "
            "edited or cleared before you can send this for approval."
        )
        return NextStep(text, Link("Confirm answers", here.page("confirm"), "primary"))
    if counted.incomplete:
        text = f"{first} is the {'next' if counted.answered else 'first'} provision to fill in."
        go_on = Link(f"Continue with {first}", here.page("provision", first), "primary")
        return NextStep(text, go_on, (Link("See what is missing", here.page("check"), "text"),))
    return _send(here)


def _send(here: Situation) -> NextStep:
    """Nothing is missing; what was returned is changed first."""
    check = Link("Check and send", here.page("submit"), "primary")
    returned = next(iter(here.panel.rounds), None)
    if returned and returned.changed:
        text = f"You have made changes. Check your answers, then send them to {here.body} again."
        return NextStep(text, check)
    if returned and here.assessment.state == State.RETURNED:
        text = "Make the changes that you have been asked for, then check and send your answers."
        change = Link("Change the answers", _named_in(here, returned.asked), "primary")
        return NextStep(text, change, (replace(check, kind="secondary"),))
    text = f"Nothing is missing. Check your answers, then send them to {here.body} for approval."
    return NextStep(text, check)


def _named_in(here: Situation, note: str) -> str:
    """The first provision that the note names, or else the list of all."""
    numbers = {row.number for row in here.counted.rows}
    named = next((number for number in _NUMBER.findall(note) if number in numbers), None)
    return here.page("provision", named) if named else here.page("provisions")


def _returned(here: Situation) -> NextStep:
    if here.may_edit:
        return _fill_in(here)
    if here.asked:
        return _write(here)
    text = (
        f"{_capital(here.officers)} has been asked to change this and send it for approval again."
    )
    return NextStep(text, here.read())


def _in_review(here: Situation) -> NextStep:
    if not here.decides or here.panel.barred:
        return _waiting(here)
    if here.member.has(Role.GOVERNING_BODY_MEMBER):
        text = "Read the self-assessment, then approve it or return it for changes."
        return NextStep(text, here.read())
    read = Link("Read the self-assessment", here.page("read"), "text")
    approve = Link("Approve", here.page("approve"), "primary")
    return NextStep(f"Record here what {here.body} decides.", approve, (read,))


def _waiting(here: Situation) -> NextStep:
    """For people who can only wait while it is with the governing body."""
    if here.panel.barred:
        text = "You have worked on this self-assessment, so someone else needs to approve it."
        return NextStep(text, here.read())
    may, _ = deciders(here.assessment)
    who = f"Waiting for {_names(may) or 'someone who can approve it'}"
    text = f"This is with {here.body}. {who}. The answers are locked until then."
    if not here.may_edit:
        return NextStep(text, here.read())
    paper = reverse("publishing:paper", args=[here.assessment.pk])
    return NextStep(text, Link("Open the committee paper", paper, "primary"))


def _approved(here: Situation) -> NextStep:
    if not here.assessment.body_response.is_confirmed:
        return _respond(here)
    if not here.may_edit:
        return NextStep(f"This is ready for {here.officers} to publish.", here.read())
    text = f"{here.assessment.approving_body} has approved this, and its response is confirmed."
    publish = reverse("publishing:publish", args=[here.assessment.pk])
    return NextStep(f"{text} You can publish it now.", Link("Publish", publish, "primary"))


def _respond(here: Situation) -> NextStep:
    """Approved, and the governing body's response is not written, or not confirmed."""
    told, written = (
        f"{here.assessment.approving_body} has approved this.",
        here.page("body_response"),
    )
    has_text = bool(here.assessment.body_response.text)
    if not has_text and (here.may_edit or here.decides):
        text = f"{told} Next, write the governing body’s response, which is published beside it."
        return NextStep(text, Link("Write the response", written, "primary"))
    if here.decides:
        text = f"{told} It can be published once you confirm the governing body’s response."
        confirm = Link("Confirm the response", here.page("confirm_body_response"), "primary")
        return NextStep(text, confirm)
    may, barred = deciders(here.assessment)
    who = _names([*may, *barred]) or "a governing body member or clerk"
    text = f"{told} Waiting for {who} to confirm the governing body’s response."
    return NextStep(
        text, Link("Read the response", written, "primary") if has_text else here.read()
    )


def _published(here: Situation) -> NextStep:
    assessment = here.assessment
    if here.panel.is_withdrawn:
        text = "This was published and has been withdrawn. Its public page says so."
        return NextStep(text, here.read())
    year = [assessment.landlord.slug, assessment.year, assessment.family_id]
    page = Link("View the published page", reverse("publishing:year", args=year), "primary")
    return NextStep(
        "This has been published. Anyone can read it, and it can no longer change.", page
    )


def _discarded(here: Situation) -> NextStep:
    text = "This has been discarded. You can read it, but you cannot reopen it."
    if not here.may_edit:
        return NextStep(text, here.read())
    start = reverse("assessments:start", args=[here.assessment.landlord.slug])
    return NextStep(text, Link("Start a self-assessment", start, "primary"))


def _recorded(here: Situation) -> NextStep:
    """A year that was published elsewhere: its answers, and what can begin with them."""
    counted, year = here.counted, here.assessment.year.label
    if not here.may_edit:
        return NextStep(
            "This was published elsewhere, and is kept here to compare with.", here.read()
        )
    if not counted.answered:
        text = (
            "You do not have to add answers here. If you do, you can carry them forward, and "
            "compare them with another year."
        )
        first = Link(
            f"Start with {counted.first_incomplete}",
            here.page("provision", counted.first_incomplete),
            "text",
        )
        upload = Link(f"Upload the form for {year}", here.page("import"), "primary")
        return NextStep(text, upload, (first,))
    return _after_recording(here)


def _after_recording(here: Situation) -> NextStep:
    counted, steps = here.counted, next_steps(here.member, here.assessment)
    text = f"{counted.answered} of {counted.total} provisions have an answer here."
    if steps and steps.carry_into:
        draft = steps.carry_into[0]
        page = reverse("assessments:carry", args=[draft.pk])
        link = Link(
            f"Carry forward to {draft.year.label}", f"{page}?from={here.assessment.pk}", "primary"
        )
        return NextStep(text, link)
    slug = here.assessment.landlord.slug
    if steps and steps.may_start:
        start = reverse("assessments:start", args=[slug])
        return NextStep(text, Link("Start a self-assessment", start, "primary"))
    if counted.first_incomplete:
        page = here.page("provision", counted.first_incomplete)
        return NextStep(text, Link(f"Continue with {counted.first_incomplete}", page, "primary"))
    compare = reverse("publishing:compare", args=[slug])
    return NextStep(
        text, Link("Compare with another year", f"{compare}?to={here.assessment.pk}", "primary")
    )


_IN_STATE: dict[State, Callable[[Situation], NextStep]] = {
    State.DRAFT: _draft,
    State.RETURNED: _returned,
    State.IN_REVIEW: _in_review,
    State.APPROVED: _approved,
    State.PUBLISHED: _published,
    State.DISCARDED: _discarded,
    State.RECORDED: _recorded,
}


def _names(people: Iterable[Membership]) -> str:
    """ "Ann, Bob or Cy"; of many only the first."""
    names = [one.user.name for one in people]
    more = len(names) - _MOST_NAMES
    if more > 1:
        names = [*names[:_MOST_NAMES], f"{more} others"]
    return in_words(names, "or")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
