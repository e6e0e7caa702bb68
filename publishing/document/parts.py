"""What a document consists of: frozen values of text, numbers and dates. No model, no request.

This is today's shape of the document, in which every version that was ever written is read
(`versions`). A field that a later release adds is marked OPTIONAL and has a default: then a
document without it is read, and one that says nothing in it is written as before. Anything else
is a new version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from django.utils.formats import date_format

from assessments.enums import Answer, Trigger, answer_label, citation_label
from codes.validators import HOUSING_OMBUDSMAN, numbered_title

# What the form has no column for, and every output calls the items that an answer cites.
EVIDENCE_ITEMS = "Evidence items"
# Of a field that is written only where it says something.
OPTIONAL = MappingProxyType({"is_optional": True})


@dataclass(frozen=True)
class LandlordPart:
    """The landlord as it was when the document was made."""

    name: str
    slug: str
    homes: int
    website: str
    governing_body: str
    complaints_contact: str
    mrc_title: str
    subsidiaries: tuple[str, ...]


@dataclass(frozen=True)
class FamilyPart:
    """Whose Code it is: the Ombudsman, and how residents reach it, as they were then.

    `slug` is the family's name in addresses; `advice` says when residents can turn to the
    Ombudsman. Telephone and post may be empty.
    """

    slug: str
    title: str
    publisher: str
    advice: str
    website: str
    telephone: str
    post: str

    @property
    def website_name(self) -> str:
        """The website's address as people write it."""
        return self.website.removeprefix("https://").removeprefix("http://").rstrip("/")

    @property
    def telephone_digits(self) -> str:
        """The number as a link dials it."""
        return "".join(char for char in self.telephone if char.isdigit() or char == "+")


@dataclass(frozen=True)
class CodePart:
    """The Code, with the headings of its form."""

    edition: str
    title: str
    publisher: str
    form_title: str
    columns: tuple[str, ...]
    must_heading: str
    should_heading: str

    @property
    def has_single_text_column(self) -> bool:
        """True where the form has one column for evidence and commentary (2022's does)."""
        return len(self.columns) == 4


@dataclass(frozen=True)
class ApprovalPart:
    """What the governing body decided."""

    body: str
    meeting_date: date
    mrc_name: str
    minute_reference: str


@dataclass(frozen=True)
class ToConfirmPart:
    """What has been carried forward and not confirmed so far: the answer there, which may be empty,
    and the year that it was given in, where that is known.
    """

    answer: str
    year: str


@dataclass(frozen=True)
class EvidencePart:
    """A public item of evidence that an answer cites, with the clause or page that it means.

    Internal items never get this far: `building` leaves them out. `address` is empty for what is
    not on the web; the period has one end or both.
    """

    title: str
    kind: str
    clause: str = field(default="", metadata=OPTIONAL)
    address: str = field(default="", metadata=OPTIONAL)
    dated_on: date | None = field(default=None, metadata=OPTIONAL)
    covers_from: date | None = field(default=None, metadata=OPTIONAL)
    covers_to: date | None = field(default=None, metadata=OPTIONAL)

    @property
    def label(self) -> str:
        """What its link says: "Complaints policy, 4.2"."""
        return citation_label(self.title, self.clause)

    @property
    def when(self) -> str:
        """Its date, or the period that it covers, in words; empty where neither is known."""
        start, end = (day and date_format(day) for day in (self.covers_from, self.covers_to))
        if start and end:
            return f"{start} to {end}"
        if start or end:
            return f"from {start}" if start else f"up to {end}"
        return date_format(self.dated_on) if self.dated_on else ""

    @property
    def after(self) -> str:
        """What follows its link: the date or period in brackets."""
        return f" ({self.when})" if self.when else ""

    @property
    def in_full(self) -> str:
        """All of it as text, where there are no links: "Complaints policy, 4.2 (https://…)"."""
        beside = ", ".join(filter(None, (self.when, self.address)))
        return f"{self.label} ({beside})" if beside else self.label


@dataclass(frozen=True)
class ProvisionPart:
    """One provision with its wording as answered, and the answer.

    In a draft what has been carried forward is no answer before someone confirms it: `answer` is
    empty then, and `to_confirm` says what it was. Nothing that is published has it.

    `short_title` names the provision in lists, in our words and not the Code's. It is empty in what
    was published before there were any, and for a Code that gives none.
    """

    number: str
    level: str
    stage: str
    requirement: str
    answer: str
    evidence: str
    commentary: str
    action: str
    action_owner: str
    action_due: date | None
    alternative: str
    to_confirm: ToConfirmPart | None = field(default=None, metadata=OPTIONAL)
    short_title: str = field(default="", metadata=OPTIONAL)
    evidence_items: tuple[EvidencePart, ...] = field(default=(), metadata=OPTIONAL)

    @property
    def items_in_full(self) -> str:
        """The items that it cites as text, one on each line."""
        return "\n".join(item.in_full for item in self.evidence_items)

    @property
    def shown_answer(self) -> str:
        """The answer, or what has been carried forward and does not count until confirmed."""
        return self.to_confirm.answer if self.to_confirm else self.answer

    @property
    def answer_label(self) -> str:
        """The answer in words; "Not yet answered" where there is none."""
        return answer_label(self.shown_answer, to_confirm=self.to_confirm is not None)

    @property
    def form_answer(self) -> str:
        """The answer as a form to fill in has it: in words, and blank where there is none."""
        return self.answer_label if self.answer or self.to_confirm else ""

    @property
    def numbered_title(self) -> str:
        """How a list names it: the number with its short title, where it has one."""
        return numbered_title(self.number, self.short_title)

    @property
    def is_met(self) -> bool:
        return self.answer in (Answer.YES, Answer.NOT_APPLICABLE)


@dataclass(frozen=True)
class SectionPart:
    """A section of the Code with its provisions in the form's order."""

    number: str
    title: str
    provisions: tuple[ProvisionPart, ...]


@dataclass(frozen=True)
class MovePart:
    """A provision whose answer changed. `earlier`: those that it comes from, the closest first.

    `requirement`: how the requirement itself has changed, a value of `Change`; version 1 did not
    say.
    """

    number: str
    earlier: tuple[str, ...]
    from_answer: str
    to_answer: str
    requirement: str

    @property
    def labels(self) -> tuple[str, str]:
        """Both answers in words."""
        return answer_label(self.from_answer), answer_label(self.to_answer)


@dataclass(frozen=True)
class DueMovePart:
    """A provision whose action has another date than it had."""

    number: str
    from_due: date
    to_due: date


@dataclass(frozen=True)
class OwnerMovePart:
    """A provision whose action has another owner than it had."""

    number: str
    from_owner: str
    to_owner: str


@dataclass(frozen=True)
class ChangesPart:
    """What changed since the self-assessment before: each answer that moved, and the numbers of
    the provisions whose answer is the same, is open this time, or that are new; `dropped` are of
    the Code before; `due_moves` and `owner_moves` are of actions that both have.
    `publishing.document.changes_told` makes sentences of it.

    Version 1 recorded its sentences and no such numbers: those are in `recorded`, to be shown as
    they were, and nothing else than the moves is known then.
    """

    since_year: str
    since_code: str
    moves: tuple[MovePart, ...]
    same: tuple[str, ...]
    unanswered: tuple[str, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    recorded: tuple[str, ...] = field(default=(), metadata=OPTIONAL)
    due_moves: tuple[DueMovePart, ...] = field(default=(), metadata=OPTIONAL)
    owner_moves: tuple[OwnerMovePart, ...] = field(default=(), metadata=OPTIONAL)


@dataclass(frozen=True)
class Document:
    """A self-assessment as one value.

    `version` and `published_on` are None and `approval` may be None until it is published.
    """

    landlord: LandlordPart
    code: CodePart
    family: FamilyPart
    year: str
    trigger: str
    sections: tuple[SectionPart, ...]
    body_response: str
    # Why there is this one, in the landlord's words: of a correction always.
    reason: str = ""
    # The version that it corrects.
    corrects_version: int | None = None
    approval: ApprovalPart | None = None
    version: int | None = None
    published_on: date | None = None
    # None where there is no earlier one to compare with.
    changes: ChangesPart | None = None

    @property
    def provisions(self) -> tuple[ProvisionPart, ...]:
        return tuple(row for section in self.sections for row in section.provisions)

    @property
    def named_moves(self) -> tuple[tuple[MovePart, str], ...]:
        """The answers that changed, each with how a list names its provision."""
        names = {row.number: row.numbered_title for row in self.provisions}
        moves = self.changes.moves if self.changes else ()
        return tuple((move, names.get(move.number, move.number)) for move in moves)

    @property
    def code_name(self) -> str:
        """What titles call the Code: by its own title where it is not the Housing Ombudsman's."""
        is_first = self.family.slug == HOUSING_OMBUDSMAN
        return "Complaint Handling Code" if is_first else self.code.title

    @property
    def changes_heading(self) -> str:
        """What heads the part about changes; empty where there is none."""
        if self.changes is None:
            return ""
        # In mid-year the one before is of the same year.
        same_year = self.changes.since_year == self.year
        since = "the self-assessment before" if same_year else self.changes.since_year
        return f"What changed since {since}"

    @property
    def changed_code(self) -> bool:
        """Whether the one before was against another Code, so that provisions have new numbers."""
        return self.changes is not None and self.changes.since_code != self.code.title

    @property
    def trigger_label(self) -> str:
        return str(Trigger(self.trigger).label)
