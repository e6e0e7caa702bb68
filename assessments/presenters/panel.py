"""What the review panel of an assessment shows: its stage, who did what, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.forms import Form
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.access import Member
from assessments import rules
from assessments.enums import Event, State
from assessments.models import Assessment, GoverningBodyResponse, HistoryEntry
from assessments.presenters.rounds import Round, rounds
from assessments.queries import has_worked_on, newer_published
from assessments.receiving import Nobody, nobody_decides
from assessments.workflow import TRANSITIONS, actions_for
from selfassess.common.moments import moment

_STEPS = frozenset(row.action for row in TRANSITIONS) | {Event.WITHDRAW}
_WAITS = "This is waiting for someone who can approve it. The answers are locked."
Steps = Mapping[str, HistoryEntry]


@dataclass(frozen=True)
class Fact:
    """One row of the summary list; `url` leads to where it can be changed."""

    label: str
    text: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Link:
    """One thing to do. `kind` is the look: a primary or secondary button, or text for a link."""

    text: str
    url: str
    kind: str = "secondary"


@dataclass(frozen=True)
class Panel:
    """What `assessments/review/_panel.html` needs. `nobody`: set where no one may approve it;
    `rounds`: why it was returned, and what changed; `barred`: whether the reader, who decides,
    worked on it; `newer`: what was published after it for the same year.
    """

    stage: str
    facts: list[Fact]
    links: list[Link]
    nobody: Nobody | None
    rounds: Sequence[Round]
    newer: Assessment | None
    barred: bool
    is_withdrawn: bool


def panel(member: Member, assessment: Assessment) -> Panel:
    """Where the assessment stands, in a few queries.

    It comes with its landlord and its governing body's response loaded.
    """
    entries = step_entries(assessment)
    steps = {entry.event: entry for entry in entries}
    actions = actions_for(member, assessment)
    barred = Event.APPROVE in actions and has_worked_on(assessment, member.user.pk)
    nobody = nobody_decides(member, assessment)
    newer = newer_published(assessment) if assessment.state == State.PUBLISHED else None
    waits = nobody is not None and assessment.state == State.IN_REVIEW
    return Panel(
        stage=_WAITS if waits else stage(assessment, steps),
        facts=facts(member, assessment, steps),
        links=links(assessment, actions, barred=barred)
        + published_links(member, assessment, steps, newest=newer is None),
        nobody=nobody,
        rounds=rounds(assessment, entries),
        newer=newer,
        barred=barred,
        is_withdrawn=Event.WITHDRAW in steps,
    )


def latest_steps(assessment: Assessment) -> Steps:
    """The latest history entry of each action of the workflow: one query."""
    return {entry.event: entry for entry in step_entries(assessment)}


def step_entries(assessment: Assessment) -> list[HistoryEntry]:
    """What the history tells of the workflow, the earliest first: one query."""
    return list(assessment.history.filter(event__in=_STEPS).order_by("at", "pk"))


def stage(assessment: Assessment, steps: Steps) -> str:
    """Where the assessment stands, in one plain sentence."""
    body = assessment.landlord.governing_body
    sentences = {
        State.DRAFT: "This is a draft. It can be changed until it is sent to the governing body "
        f"({body}) for approval.",
        State.IN_REVIEW: f"The governing body ({body}) is reviewing this. The answers are locked.",
        State.RETURNED: f"The governing body ({body}) has returned this. It can be changed and "
        "sent for approval again.",
        State.APPROVED: _approved_sentence(assessment),
        State.PUBLISHED: "This has been published. It can no longer change.",
        State.DISCARDED: "This has been discarded. We keep it only as a record.",
        State.RECORDED: "This was published elsewhere. You can compare with it here, and residents "
        "find a link to it.",
    }
    if Event.WITHDRAW in steps:
        return "This was published and has been withdrawn. Its public page says so."
    return sentences[State(assessment.state)]


def facts(member: Member, assessment: Assessment, steps: Steps) -> list[Fact]:
    """Who submitted, approved and published when; the decision; the response's state."""
    found = []
    if assessment.submitted_at and assessment.state != State.DRAFT:
        found.append(_step_fact("Sent for approval", steps.get(Event.SUBMIT)))
    if assessment.approved_at:
        found += _decision_facts(member, assessment, steps)
    if assessment.state == State.PUBLISHED:
        found.append(_published_fact(assessment, steps))
    if assessment.state == State.DISCARDED:
        found.append(_step_fact("Discarded", steps.get(Event.DISCARD)))
    if Event.WITHDRAW in steps:
        withdrawn = steps[Event.WITHDRAW]
        found += [_step_fact("Withdrawn", withdrawn), Fact("Reason", withdrawn.note)]
    has_response = assessment.state in rules.BODY_RESPONSE_STATES or assessment.body_response.text
    if has_response and assessment.state not in (State.DISCARDED, State.RECORDED):
        found.append(_response_fact(assessment))
    return [fact for fact in found if fact.text]


def links(assessment: Assessment, actions: list[Event], *, barred: bool) -> list[Link]:
    """The buttons that the person may use now."""
    page = {
        Event.SUBMIT: Link("Check and send", _url("submit", assessment), "primary"),
        Event.APPROVE: Link("Approve", _url("approve", assessment), "primary"),
        Event.RETURN: Link("Return for changes", _url("return", assessment)),
        Event.TAKE_BACK: Link("Take back", _url("take_back", assessment)),
        Event.DISCARD: Link("Discard this self-assessment", _url("discard", assessment), "text"),
    }
    if Event.PUBLISH in actions and assessment.body_response.is_confirmed:
        publish = reverse("publishing:publish", args=[assessment.pk])
        page[Event.PUBLISH] = Link("Publish", publish, "primary")
    if barred:
        del page[Event.APPROVE]
    return [page[action] for action in _ORDER if action in actions and action in page]


def published_links(
    member: Member, assessment: Assessment, steps: Steps, *, newest: bool
) -> list[Link]:
    """What may be done with what is published: correct it, assess again, withdraw it."""
    if assessment.state != State.PUBLISHED:
        return []
    found = []
    if newest and rules.may_correct(member, assessment):
        found = [
            Link("Correct a mistake", reverse("publishing:correct", args=[assessment.pk])),
            Link("Assess again", reverse("publishing:reassess", args=[assessment.pk])),
        ]
    if rules.may_withdraw(member, assessment) and Event.WITHDRAW not in steps:
        withdraw = reverse("publishing:withdraw", args=[assessment.pk])
        found.append(Link("Withdraw from publication", withdraw, "text"))
    return found


_ORDER = (
    Event.SUBMIT,
    Event.APPROVE,
    Event.PUBLISH,
    Event.RETURN,
    Event.TAKE_BACK,
    Event.DISCARD,
)


def response_state(response: GoverningBodyResponse) -> str:
    """How far the governing body's response is, in a few words."""
    if response.is_confirmed:
        return f"Confirmed on {_day(localtime(response.confirmed_at).date())}"
    return "Written but not confirmed yet" if response.text else "Not written yet"


def _approved_sentence(assessment: Assessment) -> str:
    next_step = (
        "It can be published."
        if assessment.body_response.is_confirmed
        else "It can be published once the governing body’s response has been confirmed."
    )
    return f"{assessment.approving_body} has approved this. {next_step}"


def _decision_facts(member: Member, assessment: Assessment, steps: Steps) -> list[Fact]:
    is_open = assessment.state in rules.MINUTE_STATES
    may_record = is_open and rules.may_record_minute(member, assessment)
    return [
        Fact("Approved by", assessment.approving_body),
        Fact("Date of the meeting", _day(assessment.approved_on)),
        Fact("Member Responsible for Complaints", assessment.mrc_name),
        Fact(
            "Minute reference",
            assessment.minute_reference or "Not recorded yet",
            _url("minute", assessment) if may_record else "",
            "Change" if assessment.minute_reference else "Record",
        ),
        _step_fact("Approval recorded", steps.get(Event.APPROVE)),
    ]


def _response_fact(assessment: Assessment) -> Fact:
    """The response can be read in every state, and written from submission to publication."""
    response = assessment.body_response
    writable = assessment.state in rules.BODY_RESPONSE_STATES
    action = "Read" if response.is_confirmed or not writable else "Write"
    return Fact(
        "Governing body’s response",
        response_state(response),
        _url("body_response", assessment),
        action,
    )


def _published_fact(assessment: Assessment, steps: Steps) -> Fact:
    year = [assessment.landlord.slug, assessment.year, assessment.family_id]
    page = reverse("publishing:year", args=year)
    return replace(_step_fact("Published", steps.get(Event.PUBLISH)), url=page, action="View")


def _step_fact(label: str, entry: HistoryEntry | None) -> Fact:
    if entry is None:
        return Fact(label, "")
    return Fact(label, f"{moment(entry.at)}, by {entry.actor_name}")


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _url(name: str, assessment: Assessment) -> str:
    return reverse(f"assessments:{name}", args=[assessment.pk])


@dataclass(frozen=True)
class Typed:
    """What a person had typed into one field, for a page that could not take it."""

    label: str
    text: str


def typed(form: Form) -> list[Typed]:
    """The form's typed values as text, without the empty ones."""
    if not form.is_bound:
        return []
    found = []
    for field in form.visible_fields():
        parts = field.data if isinstance(field.data, list) else [field.data]
        found.append(Typed(str(field.label), " ".join(str(part) for part in parts if part)))
    return [value for value in found if value.text]
