"""What pages say about an answer, a lock and the past, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from accounts.access import Member
from assessments import rules
from assessments.completeness import Gap, Links, doubts, gaps
from assessments.correspondence import Carried
from assessments.enums import Event, State
from assessments.fields import BY_NAME, FIELDS, Kind, Values
from assessments.models import Assessment, HistoryEntry, Response
from assessments.queries import filled
from codes.enums import Change as CodeChange
from codes.models import Code, Provision
from selfassess.common.lighttext import plain

_FIRST_WORDS = 16
# What else the history tells of.
_LABELS = {
    "evidence_item": "Evidence item",
    "text": "Governing body’s response",
    "submitted_digest": "Digest of what was sent for approval",
    "approving_body": "Approved by",
    "approved_on": "Date of the meeting",
    "mrc_name": "Member Responsible for Complaints",
}


@dataclass(frozen=True)
class Item:
    """One thing that was filled in: its field, the field's label, and the text as typed."""

    name: str
    label: str
    text: str


def label_of(code: Code, name: str) -> str:
    """What a field is called that the history tells of: of an answer as `fields` has it."""
    if name in BY_NAME:
        return BY_NAME[name].label_in(code)
    return _LABELS.get(name, name[:1].upper() + name[1:].replace("_", " "))


def text_of(name: str, value: object) -> str:
    """A value of a field that the history tells of, as it is shown."""
    if name in BY_NAME:
        return BY_NAME[name].in_words(value)
    return date_format(value) if isinstance(value, date) else str(value or "")


def items_of(response: Response, code: Code, missing: Iterable[Gap] = ()) -> list[Item]:
    """What is filled in for a provision, without its answer and without empty fields, but for
    those that are `missing`: their links have to land.
    """
    wanted = {gap.field for gap in missing}
    return [
        Item(field.name, field.label_in(code), field.in_words(value))
        for field in FIELDS
        if field.kind is not Kind.CHOICE
        and ((value := getattr(response, field.name)) or field.name in wanted)
    ]


def gaps_in(response: Response, code: Code) -> tuple[Gap, ...]:
    """What one response still lacks; nothing where a year published elsewhere is recorded."""
    if response.assessment.is_recorded:
        return ()
    return gaps(filled(response, single_text=code.has_single_text_column))


def doubts_in(
    response: Response, code: Code, links: Links, values: Values | None = None
) -> tuple[Gap, ...]:
    """What of one response had better be looked at; nothing where a year published elsewhere is
    recorded. `values`: what stands in its form, where that is not what is saved.
    """
    if response.assessment.is_recorded:
        return ()
    seen = filled(response, single_text=code.has_single_text_column)
    return doubts(seen if values is None else replace(seen, values=values), links)


@dataclass(frozen=True)
class CarriedRow:
    """An answer carried forward to another Code: where to, and what it was."""

    to: Provision
    source: Response
    what: str
    left_open: bool

    @property
    def title(self) -> str:
        return title_of(self.to)


def carried_rows(
    rows: Iterable[Carried], before: Mapping[str, Response], later: Mapping[str, Provision]
) -> list[CarriedRow]:
    """Answers carried forward, with the provisions that they come from and go to, by number."""
    return [
        CarriedRow(
            later[row.number],
            before[row.source],
            CodeChange(row.change).label.lower(),
            row.left_open,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Requirement:
    """A provision's wording as a heading and what follows it: bullets, further paragraphs."""

    lead: str
    rest: str


def requirement_of(provision: Provision) -> Requirement:
    """The whole wording, its first line apart."""
    lead, _, rest = provision.text.strip().partition("\n")
    return Requirement(plain(lead), rest.strip("\n"))


def first_words(text: str) -> str:
    """The beginning of a requirement, to know it again."""
    return Truncator(plain(text)).words(_FIRST_WORDS, truncate=" …")


def title_of(provision: Provision) -> str:
    """What a list says of a provision beside its number: its short title, or how it begins."""
    return provision.short_title or first_words(provision.text)


def lock_reason(member: Member, assessment: Assessment) -> str:
    """Why the person cannot change the answers now; empty where they can."""
    if assessment.is_editable:
        if rules.may_edit(member, assessment):
            return ""
        return "You can read the answers. Complaints officers can change them."
    if assessment.state == State.IN_REVIEW and assessment.submitted_at:
        who = assessment.submitted_by.name if assessment.submitted_by else "a former colleague"
        return (
            f"Sent for approval on {day_of(assessment.submitted_at)} by {who}. The answers are "
            "locked while the governing body reviews them."
        )
    if assessment.state == State.APPROVED and assessment.approved_at:
        return f"Approved on {day_of(assessment.approved_at)}. The answers are locked."
    return f"{assessment.get_state_display()}. The answers are locked."


def day_of(moment: datetime) -> str:
    return date_format(localtime(moment).date())


@dataclass(frozen=True)
class Change:
    """One field's value before and after, as shown."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One history entry as shown. `number` is empty for what concerns the whole assessment.

    `is_save`: it holds a wording that can be brought back.
    """

    pk: int
    is_save: bool
    batch: UUID | None
    at: datetime
    who: str
    what: str
    number: str
    note: str
    changes: list[Change]


def told(entries: Iterable[HistoryEntry], code: Code) -> list[Told]:
    """History entries in words."""
    return [
        Told(
            pk=entry.pk,
            is_save=entry.event in RESTORABLE,
            batch=entry.batch,
            at=entry.at,
            who=entry.actor_name,
            what=_what(entry, code),
            number=_number(entry, code),
            note=entry.note,
            changes=[
                Change(
                    change["field"],
                    label_of(code, change["field"]),
                    past_text(change["field"], change["from"]),
                    past_text(change["field"], change["to"]),
                )
                for change in entry.changes
            ],
        )
        for entry in entries
    ]


def _number(entry: HistoryEntry, code: Code) -> str:
    """The provision's number, where it is one of the Code that the assessment has now."""
    provision = entry.provision
    return provision.number if provision and provision.code_id == code.pk else ""


def _what(entry: HistoryEntry, code: Code) -> str:
    """What was done; with the number and its Code where that is a former one."""
    label = Event(entry.event).label
    if entry.provision is None or _number(entry, code):
        return label
    return f"{label}: {entry.provision.number} of the {entry.provision.code}"


SAVES = frozenset(
    {Event.RESPONSE_SAVED, Event.CARRIED, Event.STARTED_AFRESH, Event.BODY_RESPONSE_SAVED}
)
# What can be brought back: what was saved, and what someone typed and gave up for it.
RESTORABLE = SAVES | {Event.RESPONSE_NOT_KEPT, Event.BODY_RESPONSE_NOT_KEPT}
_DATES = frozenset({"action_due", "meeting date", "due date", "approved_on"})


def past_text(name: str, text: str) -> str:
    """A value of the history, where dates are ISO text."""
    if name in _DATES and text:
        return date_format(date.fromisoformat(text))
    return text_of(name, text)
