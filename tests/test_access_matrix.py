"""Every address × every role, enumerated from the URL configuration.

`EXPECTED` says for each named address, on each object that matters, who may look and what they
get. A new address without an expectation fails, and so does an expectation without an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.enums import Role
from accounts.models import Membership, User
from assessments import workflow
from assessments.enums import Event
from assessments.models import Assessment
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.conftest import Cast

OFFICER = frozenset({Role.COMPLAINTS_OFFICER})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
DECIDE = frozenset({Role.GOVERNING_BODY_MEMBER, Role.CLERK})
EVERYONE = frozenset(Role)
READ_DRAFTS = EVERYONE - {Role.GOVERNING_BODY_MEMBER}
NOBODY: frozenset[Role] = frozenset()

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
OF_THE_LANDLORD = (Case("landlord"),)
# Pages of django-allauth: signing in and out, and one's own password.
BEFORE_SIGNING_IN = (Case(public=True, ok=302, instead={SIGNED_OUT: 200}),)
OWN_ACCOUNT = (Case(public=True, instead={SIGNED_OUT: SIGN_IN}),)
PUBLISHED = (Case("published", public=True),)

EXPECTED: dict[str, tuple[Case, ...]] = {
    "home": (Case(public=True, ok=302, instead={SIGNED_OUT: 200}),),
    "accessibility": PUBLIC,
    "cookies": PUBLIC,
    "codes:list": PUBLIC,
    "codes:code": PUBLIC,
    "landlord": OF_THE_LANDLORD,
    "landlord_details": OF_THE_LANDLORD,
    "landlord_team": OF_THE_LANDLORD,
    "landlord_team_add": (Case("landlord", ADMINISTRATOR),),
    "landlord_team_change": (Case("membership", ADMINISTRATOR),),
    "landlord_team_remove": (Case("membership", ADMINISTRATOR),),
    "assessments:start": (Case("landlord", OFFICER),),
    "assessments:overview": READ,
    "assessments:details": (Case("draft", OFFICER), Case("in_review", OFFICER)),
    "assessments:discard": (Case("draft", OFFICER), Case("in_review", OFFICER)),
    "assessments:check": READ,
    "assessments:history": READ,
    "assessments:provision": READ,
    "assessments:provision_history": READ,
    "assessments:read": READ,
    "assessments:submit": step(OFFICER, "draft"),
    "assessments:take_back": step(OFFICER, "in_review"),
    "assessments:return": step(DECIDE, "in_review approved"),
    "assessments:approve": step(DECIDE, "in_review"),
    "assessments:minute": step(DECIDE, "approved"),
    "assessments:body_response": READ,
    "assessments:confirm_body_response": step(DECIDE, "in_review approved"),
    "publishing:preview": READ,
    "publishing:publish": (
        Case("draft", OFFICER),
        Case("approved", OFFICER),
        Case("published", OFFICER, 302),
    ),
    "publishing:progress": (Case("approved", OFFICER, 302), Case("published", OFFICER)),
    "publishing:list": PUBLIC,
    "publishing:landlord": PUBLISHED,
    "publishing:latest": (Case("published", public=True, ok=302),),
    "publishing:year": (*PUBLISHED, Case("approved", public=True, ok=404)),
    "publishing:year_pdf": (*PUBLISHED, Case("approved", public=True, ok=404)),
    "publishing:year_json": (*PUBLISHED, Case("approved", public=True, ok=404)),
    "publishing:version": PUBLISHED,
    "publishing:version_pdf": PUBLISHED,
    "publishing:version_json": PUBLISHED,
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
    viewer: User
    browsers: dict[str, Client]

    def address(self, name: str, pattern: URLPattern, of: str) -> str:
        """The address of that name for the object."""
        assessment = self.assessments.get(of, self.assessments["in_review"])
        known: dict[str, Any] = {
            "slug": assessment.landlord.slug,
            "pk": self.membership.pk if of == "membership" else assessment.pk,
            "number": "5.10",
            "edition": "2024",
            "year": FinancialYear(assessment.year_start),
            "version": 1,
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
    draft = factories.start(cast.officer, code, 2026)
    factories.answer_all(cast.officer, draft)
    in_review = factories.start(cast.officer, code, 2025)
    factories.answer_all(cast.officer, in_review)
    factories.submit(cast.officer, in_review)
    approved = factories.make_approved(cast.officer, cast.member, code, 2024)
    published = factories.make_approved(cast.officer, cast.member, code, 2023)
    factories.publish(cast.officer, published)
    return World(
        {"draft": draft, "in_review": in_review, "approved": approved, "published": published},
        Membership.objects.get(user=cast.viewer.user),
        cast.viewer.user,
        browsers,
    )


def outcome(response: Any) -> int | str:
    """The status, or that the way leads to signing in."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(reverse("account_login")):
        return SIGN_IN
    return int(response.status_code)


def everything() -> Iterator[tuple[str, URLPattern, Case]]:
    for name, pattern in patterns(get_resolver()):
        for case in EXPECTED.get(name, ()):
            yield name, pattern, case


def test_every_page_opens_for_exactly_those_whom_it_is_for(world: World) -> None:
    wrong = []
    for name, pattern, case in everything():
        address = world.address(name, pattern, case.of)
        for person in PEOPLE:
            found = outcome(world.browsers[person].get(address))
            if found != case.expected(person):
                wrong.append(f"{name} of {case.of}, {person}: {found}, not {case.expected(person)}")
    assert wrong == []


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
