"""The one document that every output is made from: frozen, plain text, numbers and dates.

Built once from an assessment; no model, queryset or request inside. Renderers take a document and
a small presentation and nothing else, so page, PDF and data file cannot disagree. Written as
canonical JSON, it is what a publication freezes; its SHA-256 is the publication's digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from assessments.digest import canonical_json
from assessments.enums import Answer, Trigger, answer_label
from assessments.models import Assessment, Response
from assessments.queries import responses_of
from codes.validators import HOUSING_OMBUDSMAN
from publishing.family import FIRST_FAMILY, FamilyPart, family_part
from publishing.models import Publication

SCHEMA_VERSION = 1


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
    """What was carried over and nobody has confirmed so far: the answer there, which may be empty,
    and the year that it was given in, where that is known.
    """

    answer: str
    year: str


@dataclass(frozen=True)
class ProvisionPart:
    """One provision with its wording as answered, and the answer.

    In a draft what was carried over is no answer before somebody confirms it: `answer` is empty
    then, and `to_confirm` says what it was. Nothing that is published has it.
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
    to_confirm: ToConfirmPart | None = None

    @property
    def shown_answer(self) -> str:
        """The answer, or what was carried over and does not count before it is confirmed."""
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
    """A provision whose answer changed. `earlier`: those that it comes from, the closest first."""

    number: str
    earlier: tuple[str, ...]
    from_answer: str
    to_answer: str

    @property
    def labels(self) -> tuple[str, str]:
        """Both answers in words."""
        return answer_label(self.from_answer), answer_label(self.to_answer)


@dataclass(frozen=True)
class ChangesPart:
    """What changed since the self-assessment before: sentences, and each answer that moved."""

    since_year: str
    since_code: str
    sentences: tuple[str, ...]
    moves: tuple[MovePart, ...]


@dataclass(frozen=True)
class Document:
    """A self-assessment as one value.

    `version` and `published_on` are None and `approval` may be None until it is published.
    """

    landlord: LandlordPart
    code: CodePart
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
    family: FamilyPart = FIRST_FAMILY

    @property
    def provisions(self) -> tuple[ProvisionPart, ...]:
        return tuple(row for section in self.sections for row in section.provisions)

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


def build(
    assessment: Assessment, *, version: int | None = None, published_on: date | None = None
) -> Document:
    """The document of an assessment as it is now, without what changed since the one before
    (`changes.build` adds that): two queries beside what is loaded already, one for a correction.
    """
    landlord, code = assessment.landlord, assessment.code
    return Document(
        landlord=LandlordPart(
            name=landlord.name,
            slug=landlord.slug,
            homes=landlord.homes,
            website=landlord.website,
            governing_body=landlord.governing_body,
            complaints_contact=landlord.complaints_contact,
            mrc_title=landlord.mrc_title,
            subsidiaries=tuple(landlord.subsidiary_names),
        ),
        code=CodePart(
            edition=code.edition,
            title=code.title,
            publisher=code.publisher,
            form_title=code.form_title,
            columns=tuple(code.columns),
            must_heading=code.must_heading,
            should_heading=code.should_heading,
        ),
        year=assessment.year.label,
        trigger=assessment.trigger,
        sections=_sections(assessment),
        body_response=assessment.body_response.text,
        reason=assessment.reason,
        corrects_version=_corrected_version(assessment),
        approval=_approval(assessment),
        version=version,
        published_on=published_on,
        family=family_part(code.family),
    )


def _corrected_version(assessment: Assessment) -> int | None:
    if assessment.corrects_id is None:
        return None
    corrected = Publication.objects.filter(assessment=assessment.corrects_id)
    return corrected.values_list("version", flat=True).first()


def _approval(assessment: Assessment) -> ApprovalPart | None:
    if assessment.approved_on is None:
        return None
    return ApprovalPart(
        body=assessment.approving_body,
        meeting_date=assessment.approved_on,
        mrc_name=assessment.mrc_name,
        minute_reference=assessment.minute_reference,
    )


def _sections(assessment: Assessment) -> tuple[SectionPart, ...]:
    rows: dict[tuple[str, str], list[ProvisionPart]] = {}
    for response in responses_of(assessment):
        provision = response.provision
        section = rows.setdefault((provision.section.number, provision.section.title), [])
        section.append(
            ProvisionPart(
                number=provision.number,
                level=provision.level,
                stage=provision.stage,
                requirement=provision.text,
                answer=response.counted_answer,
                evidence=response.evidence,
                commentary=response.commentary,
                action=response.action,
                action_owner=response.action_owner,
                action_due=response.action_due,
                alternative=response.alternative,
                to_confirm=_to_confirm(response),
            )
        )
    return tuple(
        SectionPart(number, title, tuple(parts)) for (number, title), parts in rows.items()
    )


def _to_confirm(response: Response) -> ToConfirmPart | None:
    return ToConfirmPart(response.answer, response.carried_year) if response.to_confirm else None


def to_json(document: Document) -> bytes:
    """The document as canonical JSON in UTF-8: sorted keys, no spaces, dates as ISO text."""
    content = {"schema": SCHEMA_VERSION, **asdict(document)}
    del content["family"]
    for section in content["sections"]:
        for row in section["provisions"]:
            # There in drafts alone, and only where something waits.
            if row["to_confirm"] is None:
                del row["to_confirm"]
    return canonical_json(_plain(content)).encode()


def digest(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def from_json(data: bytes) -> Document:
    """The document that `to_json` wrote. Raises ValueError for another schema version."""
    content: dict[str, Any] = json.loads(data)
    if content.pop("schema", None) != SCHEMA_VERSION:
        raise ValueError(f"This is not a document of schema version {SCHEMA_VERSION}.")
    approval = content["approval"]
    return Document(
        landlord=LandlordPart(
            **content["landlord"] | {"subsidiaries": tuple(content["landlord"]["subsidiaries"])}
        ),
        code=CodePart(**content["code"] | {"columns": tuple(content["code"]["columns"])}),
        year=content["year"],
        trigger=content["trigger"],
        sections=tuple(
            SectionPart(
                section["number"],
                section["title"],
                tuple(_provision(row) for row in section["provisions"]),
            )
            for section in content["sections"]
        ),
        body_response=content["body_response"],
        reason=content["reason"],
        corrects_version=content["corrects_version"],
        approval=ApprovalPart(**approval | {"meeting_date": _date(approval["meeting_date"])})
        if approval
        else None,
        version=content["version"],
        published_on=_date(content["published_on"]),
        changes=_changes(content["changes"]),
    )


def _provision(row: dict[str, Any]) -> ProvisionPart:
    waits = row.get("to_confirm")
    parts = {
        "action_due": _date(row["action_due"]),
        "to_confirm": ToConfirmPart(**waits) if waits else None,
    }
    return ProvisionPart(**row | parts)


def _changes(content: dict[str, Any] | None) -> ChangesPart | None:
    if content is None:
        return None
    return ChangesPart(
        since_year=content["since_year"],
        since_code=content["since_code"],
        sentences=tuple(content["sentences"]),
        moves=tuple(
            MovePart(**move | {"earlier": tuple(move["earlier"])}) for move in content["moves"]
        ),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    """Dates as ISO text, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
