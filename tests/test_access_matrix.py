"""Every address × every role, enumerated from the URL configuration.

`EXPECTED` says for each named address, on each object that matters, who may look and what they
get. A new address without an expectation fails, and so does an expectation without an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import logos, mail_wishes
from accounts.enums import MailKind, Role
from accounts.models import Invitation, Membership, User
from assessments import workflow
from assessments.enums import Event
from assessments.intake import services as intake
from assessments.models import (
    Assessment,
    Contribution,
    EvidenceItem,
    ImportedFile,
    Question,
    SharedNote,
)
from assessments.notes import services as notes
from assessments.questions import services as asking
from codes.models import Code
from publishing.correcting import services as corrections
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.assessments.steps import response
from tests.conftest import Cast

OFFICER = frozenset({Role.COMPLAINTS_OFFICER})
CLERK = frozenset({Role.CLERK})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
DECIDE = frozenset({Role.GOVERNING_BODY_MEMBER, Role.CLERK})
EVERYONE = frozenset(Role)
READ_DRAFTS = EVERYONE - {Role.GOVERNING_BODY_MEMBER}
ASK = frozenset({Role.GOVERNING_BODY_MEMBER, Role.VIEWER})
SHARE_NOTES = frozenset({Role.COMPLAINTS_OFFICER, Role.CONTRIBUTOR})
NOBODY: frozenset[Role] = frozenset()
# Their number is that of a section.
_OF_A_SECTION = ("assessments:section", "assessments:confirm_section")
TOKEN = "a-token-of-an-invitation"
# A step over several provisions of the draft.
BATCH = UUID("12345678-1234-4234-8234-123456789abc")

SIGN_IN = "sign in"
SIGNED_OUT = "signed out"
OUTSIDER = "another landlord’s officer"
PEOPLE = (SIGNED_OUT, *Role, OUTSIDER)


@dataclass(frozen=True)
class Case:
    """What an address gives: `ok` to whom the landlord's roles in `may` let in, 403 to its others,
    404 to another landlord's people, and the way to sign in to who is signed out.

    `of`: the object that the address is about, by its name in the world below.
    `public`: everybody gets `ok`. `instead`: who gets something else.
    """

    of: str = "in_review"
    may: frozenset[Role] = EVERYONE
    ok: int = 200
    public: bool = False
    instead: dict[str, int | str] = field(default_factory=dict)

    def expected(self, person: str) -> int | str:
        if person in self.instead:
            return self.instead[person]
        if self.public:
            return self.ok
        if person == SIGNED_OUT:
            return SIGN_IN
        if person == OUTSIDER:
            return 404
        return self.ok if person in self.may else 403


def step(may: frozenset[Role], on: str) -> tuple[Case, ...]:
    """A step's page: there for who may take it in the states given, 409 in others; a draft is
    closed to governing body members, whatever they may do later.
    """
    names = ("draft", "in_review", "approved", "published")
    return tuple(
        Case(
            name,
            may & READ_DRAFTS if name == "draft" else may,
            200 if name in on.split() else 409,
        )
        for name in names
    )


PUBLIC = (Case(public=True),)
READ = (Case("draft", READ_DRAFTS), Case("in_review"), Case("approved"), Case("published"))
NOTES = tuple(Case(name, SHARE_NOTES) for name in ("draft", "in_review", "published"))
OF_THE_LANDLORD = (Case("landlord"),)
# Pages of django-allauth: signing in and out, and one's own password.
BEFORE_SIGNING_IN = (Case(public=True, ok=302, instead={SIGNED_OUT: 200}),)
OWN_ACCOUNT = (Case(public=True, instead={SIGNED_OUT: SIGN_IN}),)
PUBLISHED = (Case("published", public=True),)
# It is there for the person who was asked, and for the officers; nobody else can tell that it is.
NOT_THERE: dict[str, int | str] = {
    role: 404 for role in Role if role not in (Role.CONTRIBUTOR, Role.COMPLAINTS_OFFICER)
}
CONTRIBUTOR = frozenset({Role.CONTRIBUTOR})


def asked(contributor: int, officer: int, of: str = "asked") -> tuple[Case, ...]:
    """What the person who was asked gets, and the officers."""
    own = {Role.CONTRIBUTOR: contributor, Role.COMPLAINTS_OFFICER: officer}
    elses = NOT_THERE | {Role.CONTRIBUTOR: 404, Role.COMPLAINTS_OFFICER: officer}
    return (
        Case(of, CONTRIBUTOR | OFFICER, instead=NOT_THERE | own),
        Case("asked of someone else", OFFICER, instead=elses),
    )


GONE = Case("withdrawn", public=True, ok=410)

EXPECTED: dict[str, tuple[Case, ...]] = {
    "kept": (Case(public=True, ok=302, instead={SIGNED_OUT: SIGN_IN}),),
    "home": (Case(public=True, ok=302, instead={SIGNED_OUT: 200}),),
    "accessibility": PUBLIC,
    "cookies": PUBLIC,
    "codes:list": PUBLIC,
    "codes:code": PUBLIC,
    "landlord": OF_THE_LANDLORD,
    "landlord_details": OF_THE_LANDLORD,
    "landlord_team": OF_THE_LANDLORD,
    "landlord_invite": (Case("landlord", ADMINISTRATOR),),
    "landlord_invitation": (Case("invitation", ADMINISTRATOR),),
    "landlord_leave": OF_THE_LANDLORD,
    "landlord_mail": (Case("landlord", ADMINISTRATOR),),
    "landlord_look": (Case("landlord", ADMINISTRATOR),),
    "landlord_style": (Case("landlord", public=True),),
    "landlord_logo": (Case("landlord", public=True),),
    # It is for nobody of these: who is signed in is told so.
    "invitation": (Case("invitation", public=True, ok=403, instead={SIGNED_OUT: 200}),),
    "unsubscribe": PUBLIC,
    "account": OWN_ACCOUNT,
    "account_menu": (Case(public=True, instead={SIGNED_OUT: 204}),),
    "account_name": OWN_ACCOUNT,
    "account_mail": OWN_ACCOUNT,
    "account_sessions": OWN_ACCOUNT,
    "account_data": OWN_ACCOUNT,
    "landlord_team_change": (Case("membership", ADMINISTRATOR),),
    "landlord_team_remove": (Case("membership", ADMINISTRATOR),),
    "assessments:start": (Case("landlord", OFFICER),),
    "assessments:record": (Case("landlord", OFFICER),),
    "assessments:evidence": OF_THE_LANDLORD,
    "assessments:links": (Case("landlord", READ_DRAFTS),),
    "assessments:evidence_add": (Case("landlord", OFFICER),),
    # Governing body members see what answers cite that were submitted: the second is cited so.
    "assessments:evidence_item": (Case("draft", READ_DRAFTS), Case("in_review")),
    "assessments:evidence_file": (Case("draft", READ_DRAFTS), Case("in_review")),
    "assessments:evidence_change": (Case("draft", OFFICER), Case("in_review", OFFICER)),
    "assessments:evidence_replace": (Case("draft", OFFICER), Case("in_review", OFFICER)),
    "assessments:evidence_remove": (Case("draft", OFFICER), Case("in_review", OFFICER)),
    "assessments:cite": (Case("draft", OFFICER), Case("in_review", OFFICER, 409)),
    "assessments:cite_new": (Case("draft", OFFICER), Case("in_review", OFFICER, 409)),
    "assessments:citation": (Case("draft", OFFICER), Case("in_review", OFFICER, 409)),
    "assessments:overview": (*READ, Case("recorded")),
    "assessments:details": (
        Case("draft", OFFICER),
        Case("in_review", OFFICER),
        Case("recorded", OFFICER),
    ),
    "assessments:discard": (
        Case("draft", OFFICER),
        Case("in_review", OFFICER),
        Case("recorded", OFFICER),
    ),
    "assessments:provisions": READ,
    "assessments:check": READ,
    "assessments:carry": (Case("draft", OFFICER), Case("in_review", OFFICER, 409)),
    "assessments:confirm": (Case("draft", OFFICER, 302), Case("in_review", OFFICER, 302)),
    "assessments:confirm_section": (Case("draft", OFFICER), Case("in_review", OFFICER, 409)),
    "assessments:carried": (Case("draft", OFFICER, 302), Case("in_review", OFFICER, 302)),
    "assessments:history": READ,
    "assessments:provision": (*READ, Case("recorded")),
    "assessments:draft": (Case("draft", OFFICER, 302), Case("in_review", OFFICER, 302)),
    "assessments:provision_history": READ,
    "assessments:body_response_history": READ,
    "assessments:flag": READ,
    "assessments:questions": READ,
    "assessments:question": (
        Case("in_review"),
        Case("approved", ok=404),
        Case("draft", READ_DRAFTS, 404),
    ),
    "assessments:question_draft": (Case("in_review", ok=302), Case("approved", ok=404)),
    # A governing body member asked it.
    "assessments:close_question": (
        Case("in_review", OFFICER | {Role.GOVERNING_BODY_MEMBER}),
        Case("approved", ok=404),
    ),
    "assessments:ask_question": (
        Case("draft", NOBODY),
        Case("in_review", ASK),
        Case("approved", ASK),
        Case("published", ASK),
    ),
    "assessments:ask_question_draft": (Case("draft", NOBODY), Case("in_review", ASK, 302)),
    "assessments:notes": NOTES,
    "assessments:note_draft": (
        Case("draft", SHARE_NOTES, 302),
        Case("in_review", SHARE_NOTES, 302),
    ),
    # The officer's own, of the draft.
    "assessments:note_take_back": (
        Case("draft", OFFICER),
        Case("in_review", SHARE_NOTES, 404),
    ),
    "assessments:section": READ,
    "assessments:spread": (Case("draft", OFFICER), Case("in_review", OFFICER)),
    "assessments:replace": (Case("draft", OFFICER), Case("in_review", OFFICER)),
    "assessments:start_from_form": (Case("landlord", OFFICER),),
    "assessments:import": (
        Case("draft", OFFICER),
        Case("in_review", OFFICER),
        Case("recorded", OFFICER),
    ),
    "assessments:imported": (Case("draft", OFFICER), Case("in_review", OFFICER, 404)),
    # Of the first nothing was imported yet, of the other something was.
    "assessments:imported_original": (
        Case("draft", OFFICER),
        Case("imported", READ_DRAFTS),
        Case("in_review", ok=404),
    ),
    "assessments:imported_remove": (
        Case("draft", OFFICER),
        Case("imported", OFFICER, 409),
        Case("in_review", ok=404),
    ),
    # Of what waits to be read no year is asked yet.
    "assessments:imported_year": (Case("draft", OFFICER, 404), Case("in_review", OFFICER, 404)),
    "assessments:batch": (Case("draft", READ_DRAFTS), Case("in_review", ok=404)),
    "assessments:asked": OWN_ACCOUNT,
    "assessments:contribution": asked(200, 302),
    "assessments:contribution_ready": asked(302, 302),
    "assessments:contribution_not_mine": asked(302, 302),
    "assessments:contribution_draft": asked(302, 403),
    "assessments:accept": asked(403, 200),
    "assessments:send_back": asked(403, 302),
    "assessments:colleagues": (
        Case("draft", READ_DRAFTS),
        Case("in_review", READ_DRAFTS),
        Case("published", READ_DRAFTS),
    ),
    "assessments:accept_all": (Case("draft", OFFICER), Case("in_review", OFFICER, 409)),
    "assessments:ask": (Case("draft", OFFICER), Case("in_review", OFFICER, 409)),
    "assessments:reassign": (Case("draft", OFFICER), Case("in_review", OFFICER, 404)),
    "assessments:read": READ,
    "assessments:submit": step(OFFICER, "draft"),
    "assessments:take_back": step(OFFICER, "in_review"),
    "assessments:return": step(DECIDE, "in_review approved"),
    "assessments:approve": step(DECIDE, "in_review"),
    "assessments:minute": step(DECIDE, "approved published"),
    "assessments:body_response": READ,
    "assessments:body_response_draft": (
        Case("draft", READ_DRAFTS, 302),
        Case("in_review", ok=302),
        Case("approved", ok=302),
    ),
    "assessments:confirm_body_response": step(DECIDE, "in_review approved"),
    "publishing:preview": READ,
    "publishing:publish": (
        Case("draft", OFFICER),
        Case("approved", OFFICER),
        Case("published", OFFICER, 302),
    ),
    "publishing:progress": (Case("approved", OFFICER, 302), Case("published", OFFICER)),
    "publishing:paper": (*READ, Case("recorded", ok=404)),
    "publishing:compare": OF_THE_LANDLORD,
    "publishing:files": (*READ, Case("recorded")),
    # There is no such file: who may read is led to those that there are.
    "publishing:file": (Case("draft", READ_DRAFTS, 302), Case("in_review", ok=302)),
    "publishing:file_download": (Case("draft", READ_DRAFTS, 302), Case("in_review", ok=302)),
    "publishing:paper_edit": (
        Case("draft", OFFICER),
        Case("approved", OFFICER),
        Case("published", OFFICER),
    ),
    "publishing:paper_meeting": (
        Case("draft", OFFICER | CLERK),
        Case("in_review", OFFICER | CLERK),
        Case("approved", OFFICER | CLERK),
    ),
    "publishing:correct": (
        Case("published", OFFICER),
        Case("withdrawn", OFFICER),
        Case("approved", OFFICER, 404),
    ),
    "publishing:reassess": (Case("published", OFFICER), Case("approved", OFFICER, 404)),
    "publishing:withdraw": (
        Case("published", ADMINISTRATOR),
        Case("withdrawn", ADMINISTRATOR),
        Case("approved", ADMINISTRATOR, 404),
    ),
    "publishing:list": PUBLIC,
    "publishing:accessibility": PUBLISHED,
    "publishing:landlord": PUBLISHED,
    "publishing:latest": (Case("published", public=True, ok=302),),
    "publishing:year": (*PUBLISHED, GONE, Case("approved", public=True, ok=404)),
    "publishing:year_file": (*PUBLISHED, GONE, Case("approved", public=True, ok=404)),
    "publishing:year_embed": (*PUBLISHED, GONE, Case("approved", public=True, ok=404)),
    "publishing:landlord_embed": PUBLISHED,
    "publishing:version": (*PUBLISHED, GONE),
    "publishing:version_file": (*PUBLISHED, GONE),
    "publishing:blank_word": PUBLIC,
    "publishing:blank_excel": PUBLIC,
    "publishing:index": PUBLIC,
    # All is on the first page.
    "publishing:index_page": (Case(public=True, ok=404),),
    "publishing:feed": PUBLIC,
    "publishing:schema": PUBLIC,
    "publishing:data": PUBLIC,
    "publishing:verify": PUBLIC,
    "account_login": BEFORE_SIGNING_IN,
    "account_signup": BEFORE_SIGNING_IN,
    "account_logout": (Case(public=True, instead={SIGNED_OUT: 302}),),
    "account_inactive": PUBLIC,
    "account_reauthenticate": OWN_ACCOUNT,
    "account_change_password": OWN_ACCOUNT,
    "account_set_password": (Case(public=True, ok=302, instead={SIGNED_OUT: SIGN_IN}),),
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URL configuration with its full name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry
        else:
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else namespace)


def test_every_address_has_a_name_of_its_own_and_an_expectation() -> None:
    names = [name for name, _ in patterns(get_resolver())]
    assert len(names) == len(set(names))
    assert sorted(names) == sorted(EXPECTED)


@dataclass(frozen=True)
class World:
    """One object in every state that matters, and a browser for each person."""

    assessments: dict[str, Assessment]
    membership: Membership
    invitation: Invitation
    # Cited in the assessment of that name.
    evidence: dict[str, EvidenceItem]
    sent: ImportedFile
    imported: ImportedFile
    viewer: User
    asked: dict[str, Contribution]
    note: SharedNote
    question: Question
    browsers: dict[str, Client]

    def _object(self, of: str, assessment: Assessment) -> Any:
        named = {"membership": self.membership, "invitation": self.invitation, **self.asked}
        return named.get(of, assessment)

    def address(self, name: str, pattern: URLPattern, of: str) -> str:
        """The address of that name for the object."""
        assessment = self.assessments.get(of, self.assessments["in_review"])
        known: dict[str, Any] = {
            "slug": assessment.landlord.slug,
            "pk": self._object(of, assessment).pk,
            "contribution": self.asked["asked"].pk,
            "number": "5" if name in _OF_A_SECTION else "5.10",
            "edition": "2024",
            "year": FinancialYear(assessment.year_start),
            "family": assessment.family_id,
            "version": 1,
            "citation": self.evidence.get(of, self.evidence["draft"]).citations.get().pk,
            "item": self.evidence.get(of, self.evidence["draft"]).pk,
            "file_pk": 999,
            "file_format": "self-assessment.pdf",
            "page": 2,
            "batch": BATCH,
            "file": (self.imported if of == "imported" else self.sent).pk,
            "note": self.note.pk,
            "question_pk": self.question.pk,
            "digest": assessment.landlord.logo_digest,
            "token": unsubscribe_token(self.viewer) if name == "unsubscribe" else TOKEN,
            "uidb36": f"{self.viewer.pk:x}",
            "key": default_token_generator.make_token(self.viewer),
        }
        wanted = {*pattern.pattern.converters, *pattern.pattern.regex.groupindex}
        return reverse(name, kwargs={key: known[key] for key in wanted})


@pytest.fixture
def browsers(cast: Cast, sign_in: Any) -> dict[str, Client]:
    """A browser for each person, signed in where they can be."""
    members = {role: sign_in(cast.by_role(role)) for role in Role}
    return {SIGNED_OUT: Client(), OUTSIDER: sign_in(cast.outsider), **members}


@pytest.fixture
def world(cast: Cast, code: Code, browsers: dict[str, Client]) -> World:
    look = logos.Look("#005ea5", "Alderbrook Council", logos.read(factories.picture()))
    cast.landlord.logo_digest = logos.save(cast.administrator, look).logo_digest
    invitation = factories.invite(cast.administrator, "nell@example.org", token=TOKEN)
    draft = factories.start(cast.officer, code, 2026)
    factories.answer_all(cast.officer, draft)
    factories.answer(cast.officer, draft, "1.2", answer="no", batch=BATCH)
    notes.share(cast.officer, draft.responses.get(provision__number="5.10"), "Ask Repairs.")
    in_review = factories.start(cast.officer, code, 2025)
    factories.answer_all(cast.officer, in_review)
    evidence = {
        name: factories.cite(
            cast.officer,
            assessment,
            "5.10",
            factories.make_item(cast.officer, f"Item of {name}", file=b"Minutes of the panel"),
        ).item
        for name, assessment in (("draft", draft), ("in_review", in_review))
    }
    factories.submit(cast.officer, in_review)
    approved = factories.make_approved(cast.officer, cast.member, code, 2024)
    published = factories.make_approved(cast.officer, cast.member, code, 2023)
    factories.publish(cast.officer, published)
    withdrawn = factories.make_approved(cast.officer, cast.member, code, 2022)
    corrections.withdraw(
        cast.administrator, factories.publish(cast.officer, withdrawn), "It named a resident."
    )
    states = {
        "draft": draft,
        "in_review": in_review,
        "approved": approved,
        "published": published,
        "withdrawn": withdrawn,
        "recorded": factories.record_elsewhere(cast.officer, code, 2021),
        "imported": draft,
    }
    someone_else = factories.add_member(cast.landlord, Role.CONTRIBUTOR, name="Con Trast")
    used = intake.keep(cast.officer, draft, b"Another old form", "used.txt")
    ImportedFile.objects.filter(pk=used.pk).update(state="committed", batch=BATCH)
    return World(
        states,
        Membership.objects.get(user=cast.viewer.user),
        invitation,
        evidence,
        intake.keep(cast.officer, draft, b"An old form", "old.txt"),
        used,
        cast.viewer.user,
        {
            "asked": factories.ask(cast.officer, draft, cast.contributor, "5.10")[0],
            "asked of someone else": factories.ask(cast.officer, draft, someone_else, "5.1")[0],
        },
        SharedNote.objects.get(),
        asking.raise_question(cast.member, response(in_review, "5.10"), "Why is that so?"),
        browsers,
    )


def outcome(response: Any) -> int | str:
    """The status, or that the way leads to signing in."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(reverse("account_login")):
        return SIGN_IN
    return int(response.status_code)


def unsubscribe_token(user: User) -> str:
    """The last part of the address at which the person turns mails off."""
    return mail_wishes.unsubscribe_address(user, MailKind.APPROVED).split("/")[-2]


def everything() -> Iterator[tuple[str, URLPattern, Case]]:
    for name, pattern in patterns(get_resolver()):
        for case in EXPECTED.get(name, ()):
            yield name, pattern, case


def database() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for what django-allauth notes of who is signed in."""
    noted = {"EmailAddress", "Session", "UserSession"}
    models = [model for model in apps.get_models() if model.__name__ not in noted]
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


@pytest.mark.one_database
def test_every_page_opens_for_exactly_those_whom_it_is_for(world: World) -> None:
    """And to look at it changes nothing, and leaves no copy of what is not public in a cache."""
    wrong, before = [], database()
    for name, pattern, case in everything():
        address = world.address(name, pattern, case.of)
        for person in PEOPLE:
            response = world.browsers[person].get(address)
            found, kept = outcome(response), response.headers["Cache-Control"]
            if found != case.expected(person):
                wrong.append(f"{name} of {case.of}, {person}: {found}, not {case.expected(person)}")
            if not case.public and "private" not in kept and "no-store" not in kept:
                wrong.append(f"{name} of {case.of}, {person}: {kept}")
    assert wrong == []
    assert database() == before


@pytest.mark.one_database
def test_who_may_not_open_a_page_may_not_post_to_it_either(world: World) -> None:
    wrong = []
    for name, pattern, case in everything():
        address = world.address(name, pattern, case.of)
        for person in PEOPLE:
            refusal = case.expected(person)
            if refusal not in (SIGN_IN, 403, 404):
                continue
            posted = {"version": "1", "note": "In.", "text": "In.", "answer": "no"}
            found = outcome(world.browsers[person].post(address, posted))
            if found not in (refusal, 405):
                wrong.append(f"{name} of {case.of}, {person}: {found}, not {refusal}")
    assert wrong == []


def test_details_are_for_everyone_to_read_and_for_administrators_to_change(
    browsers: dict[str, Client],
) -> None:
    """One page for two rights: the one that the table above cannot tell apart."""
    address = reverse("landlord_details", args=["alderbrook"])
    for role in Role:
        expected = 422 if role == Role.ADMINISTRATOR else 403
        assert browsers[role].post(address, {"name": ""}).status_code == expected, role


def test_a_returned_and_a_discarded_assessment_are_read_as_their_state_says(
    browsers: dict[str, Client], cast: Cast, code: Code
) -> None:
    returned, discarded = (factories.start(cast.officer, code, year) for year in (2025, 2026))
    factories.answer_all(cast.officer, returned)
    submitted = factories.submit(cast.officer, returned)
    note = workflow.Step(note="See 5.1.")
    for action, assessment, member in (
        (Event.RETURN, submitted, cast.clerk),
        (Event.DISCARD, discarded, cast.officer),
    ):
        workflow.carry_out(action, assessment, member, note, version=assessment.version)
    for name in ("overview", "read", "check", "history", "body_response"):
        for role in Role:
            pages = (reverse(f"assessments:{name}", args=[a.pk]) for a in (returned, discarded))
            found = [browsers[role].get(page).status_code for page in pages]
            assert found == [200, 403 if role == Role.GOVERNING_BODY_MEMBER else 200], (name, role)
