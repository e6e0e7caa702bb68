"""Makes what a test needs, through the same services that people use."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from PIL import Image

from accounts import invitations
from accounts.access import Member
from accounts.enums import Role
from accounts.models import Invitation, Landlord, Membership, MembershipRole, User
from accounts.services import Place
from assessments import services, starting, workflow
from assessments.asking import queries as asked_queries
from assessments.asking import services as asking_services
from assessments.asking.services import Asking
from assessments.enums import OPEN_CONTRIBUTION, ContributionState, Event, Trigger
from assessments.evidence import files
from assessments.evidence import services as evidence
from assessments.models import Assessment, Citation, Contribution, EvidenceItem, Response
from codes.models import Code, Family, Provision, Section
from codes.reading import read_code
from publishing.making import freeze
from publishing.models import Publication
from publishing.office.services import request_publication
from selfassess.common.financial_year import FinancialYear

_numbers = count(1)
PASSWORD = "correct horse battery"


def make_user(name: str = "", **fields: Any) -> User:
    n = next(_numbers)
    email = fields.pop("email", f"person{n}@example.org")
    return User.objects.create_user(email, name or f"Person {n}", PASSWORD)


def make_landlord(**fields: Any) -> Landlord:
    n = next(_numbers)
    values: dict[str, Any] = {
        "name": f"Landlord {n}",
        "slug": f"landlord-{n}",
        "kind": "council",
        "homes": 4000,
        "website": "https://www.landlord.example",
        "governing_body": "Cabinet",
        "complaints_contact": "complaints@landlord.example\n01632 960000",
        "mrc_title": "Cabinet Member for Housing",
    }
    return Landlord.objects.create(**values | fields)


def add_member(landlord: Landlord, *roles: Role, name: str = "", **fields: Any) -> Member:
    """A new person at the landlord with the roles."""
    user = make_user(name)
    membership = Membership.objects.create(user=user, landlord=landlord, **fields)
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=membership, role=role) for role in roles
    )
    return Member(user, landlord, frozenset(roles))


def add_people(*people: tuple[Landlord, Role, str]) -> list[Member]:
    """A new person for each, with that role at the landlord; a governing body member is the MRC.

    All in three statements, since nearly every test has a whole team.
    """
    users = User.objects.bulk_create(
        User(email=f"person{next(_numbers)}@example.org", name=name, password=_password())
        for _, _, name in people
    )
    memberships = Membership.objects.bulk_create(
        Membership(user=user, landlord=landlord, is_mrc=role is Role.GOVERNING_BODY_MEMBER)
        for user, (landlord, role, _) in zip(users, people, strict=True)
    )
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=membership, role=role)
        for membership, (_, role, _) in zip(memberships, people, strict=True)
    )
    return [
        Member(user, landlord, frozenset({role}))
        for user, (landlord, role, _) in zip(users, people, strict=True)
    ]


@cache
def _password() -> str:
    return make_password(PASSWORD)


def make_family(slug: str = "housing-ombudsman", publisher: str = "Housing Ombudsman") -> Family:
    """The family of that slug: the Housing Ombudsman's as its file has it, or a made-up one."""
    values = {
        "title": f"{publisher}’s Complaint Handling Code",
        "publisher": publisher,
        "advice": f"You can ask the {publisher} for advice at any time.",
        "website": f"https://www.{slug}.example",
        "telephone": "01632 960 100",
        "post": "1 High Street, Newtown",
    }
    family, _ = Family.objects.get_or_create(
        slug=slug, defaults=_housing_ombudsman() if slug == "housing-ombudsman" else values
    )
    return family


@cache
def _housing_ombudsman() -> dict[str, Any]:
    family = read_code(settings.BASE_DIR / "fixtures" / "codes" / "2024.toml").family
    names = ("title", "publisher", "is_submitted", "legal", "risk")
    return {name: getattr(family, name) for name in names} | vars(family.contact)


def make_code(
    edition: str = "2024",
    numbers: Iterable[str] = ("1.2", "1.3", "5.1", "5.10"),
    *,
    should: Iterable[str] = (),
    single_text: bool = False,
    family: Family | None = None,
) -> Code:
    """A small Code of two sections or more; the full ones come from `load_codes`.

    The Housing Ombudsman's, unless another family is given.
    """
    family = family or make_family()
    columns = ["Code provision", "Code requirement", "Comply: Yes / No", "Evidence"]
    code = Code.objects.create(
        family=family,
        edition=edition,
        title=f"Complaint Handling Code {edition}",
        publisher=family.publisher,
        in_force_from=date(int(re.findall(r"\d{4}", edition)[0]), 4, 1),
        form_title="Self-assessment form",
        columns=columns if single_text else [*columns, "Commentary / explanation"],
    )
    sections: dict[str, Section] = {}
    for position, number in enumerate(numbers):
        head = number.split(".")[0]
        if head not in sections:
            sections[head] = Section.objects.create(
                code=code, number=head, title=f"Section {head}", position=len(sections)
            )
        Provision.objects.create(
            code=code,
            section=sections[head],
            number=number,
            level="should" if number in set(should) else "must",
            text=f"Landlords must do what {number} says.",
            position=position,
        )
    return code


def invite(
    administrator: Member,
    email: str,
    *roles: Role,
    token: str,
    name: str = "",
) -> Invitation:
    """An invitation into the administrator's team that the token opens."""
    place = Place(frozenset(roles or {Role.VIEWER}))
    invitation = invitations.invite(administrator, invitations.Invitee(email, name, place))
    invitation.token_digest = hashlib.sha256(token.encode()).hexdigest()
    invitation.save(update_fields=["token_digest"])
    return invitation


def picture(
    size: tuple[int, int] = (600, 300), kind: str = "PNG", colour: str = "#005ea5", **options: Any
) -> bytes:
    """A file with a picture in one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


YES = {"answer": "yes", "evidence": "Complaints Policy, section 2."}
BLANK: dict[str, Any] = {
    "answer": "",
    "evidence": "",
    "commentary": "",
    "action": "",
    "action_owner": "",
    "action_due": None,
    "alternative": "",
}


def start(officer: Member, code: Code, year: int = 2025, **fields: Any) -> Assessment:
    details = services.Details(code, FinancialYear(year), Trigger.ANNUAL, **fields)
    return services.start(officer, details)


def record_elsewhere(
    officer: Member,
    code: Code,
    year: int = 2024,
    url: str = "https://www.landlord.example/complaints-2024",
) -> Assessment:
    """A past year that was published elsewhere, without answers."""
    details = services.Details(code, FinancialYear(year), published_url=url)
    return starting.record_elsewhere(officer, details)


def correct(officer: Member, original: Assessment, reason: str = "5.1 was wrong.") -> Assessment:
    """The draft of a correction, as the officer opens it."""
    return starting.start_again(officer, original, reason=reason, origin="Correction of version 1")


def answer(
    officer: Member,
    assessment: Assessment,
    number: str,
    *,
    batch: UUID | None = None,
    **values: Any,
) -> Response:
    """Saves an answer to one provision through the service."""
    response = Response.objects.select_related("assessment", "provision").get(
        assessment=assessment, provision__number=number
    )
    return services.save_response(
        officer, response, BLANK | values, version=response.version, batch=batch
    )


def answer_all(
    officer: Member, assessment: Assessment, but: Mapping[str, Mapping[str, Any]] | None = None
) -> None:
    """Answers every provision Yes with evidence, except as `but` says by number."""
    for number in assessment.responses.values_list("provision__number", flat=True):
        answer(officer, assessment, number, **{**YES, **(but or {}).get(number, {})})


def ask(
    officer: Member,
    assessment: Assessment,
    person: Member,
    *numbers: str,
    days: int = 14,
    note: str = "",
) -> list[Contribution]:
    """Asks the person about these provisions, or about all; what they are asked, in that order."""
    responses = assessment.responses.select_related("provision__section", "assessment")
    asking = Asking(
        responses=list(responses.filter(provision__number__in=numbers) if numbers else responses),
        due=timezone.localdate() + timedelta(days=days),
        note=note,
        people=list(person.landlord.memberships.filter(user=person.user)),
    )
    asking_services.ask(officer, assessment, asking)
    found = asked_queries.loaded().filter(
        response__in=asking.responses, person=person.user, state__in=OPEN_CONTRIBUTION
    )
    return list(found.order_by("response__provision__position"))


def contribute(
    person: Member,
    contribution: Contribution,
    step: ContributionState | None = ContributionState.READY,
    **values: str,
) -> Contribution:
    """The person writes, and says that it is ready, or what else `step` is."""
    contribution.refresh_from_db()
    texts = {"answer": "", "evidence": "", "commentary": "", "reply": ""} | values
    return asking_services.save(
        person, contribution, texts, version=contribution.version, step=step
    )


def make_item(
    officer: Member, title: str = "Complaints policy", *, file: bytes = b"", **details: Any
) -> EvidenceItem:
    """An item of the landlord's library: public with an address, or internal with a file."""
    place = {} if file else {"address": f"https://www.landlord.example/{next(_numbers)}"}
    values = {"kind": "policy", "is_public": not file} | place | details
    content = files.read(file, f"{title}.txt") if file else None
    return evidence.add(officer, evidence.Details(title, **values), content)


def cite(
    officer: Member, assessment: Assessment, number: str, item: EvidenceItem, clause: str = ""
) -> Citation:
    """Has the answer to one provision cite the item."""
    response = Response.objects.select_related("assessment", "provision").get(
        assessment=assessment, provision__number=number
    )
    return evidence.cite(officer, response, item, clause)


def submit(officer: Member, assessment: Assessment) -> Assessment:
    assessment.refresh_from_db()
    return workflow.carry_out(Event.SUBMIT, assessment, officer, version=assessment.version)


def approve(member: Member, assessment: Assessment) -> Assessment:
    assessment.refresh_from_db()
    step = workflow.Step(
        digest=assessment.submitted_digest,
        approving_body="Cabinet",
        approved_on=timezone.localdate() - timedelta(days=1),
        mrc_name="Cllr Ann Reed",
        minute_reference="CAB/25/7",
    )
    return workflow.carry_out(Event.APPROVE, assessment, member, step, version=assessment.version)


def confirm_response(member: Member, assessment: Assessment, text: str = "") -> None:
    """Drafts and confirms the governing body's response."""
    saved = services.save_body_response(
        member,
        assessment,
        text or "Cabinet read the self-assessment and accepts it.",
        version=assessment.body_response.version,
    )
    services.confirm_body_response(member, assessment, version=saved.version)


def make_approved(
    officer: Member,
    member: Member,
    code: Code,
    year: int = 2025,
    but: Mapping[str, Mapping[str, Any]] | None = None,
) -> Assessment:
    """An assessment that is ready to be published: approved, with a confirmed response."""
    assessment = start(officer, code, year)
    answer_all(officer, assessment, but)
    submit(officer, assessment)
    approved = approve(member, assessment)
    confirm_response(member, approved)
    return Assessment.objects.select_related("landlord", "code", "body_response").get(
        pk=approved.pk
    )


def publish(officer: Member, assessment: Assessment, at: datetime | None = None) -> Publication:
    """Publishes it as the worker does."""
    run = request_publication(officer, assessment, assessment.version)
    freeze.carry_out(run.pk, at=at)
    return Publication.objects.get(assessment=assessment)


@cache
def all_roles() -> tuple[Role, ...]:
    return tuple(Role)
