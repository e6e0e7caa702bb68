"""The named cast: one landlord with a person in every role, and an outsider."""

from __future__ import annotations

import gc
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import count

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.core.signing import TimestampSigner, b62_encode
from django.test import Client
from django.utils import timezone

from accounts.access import Member
from accounts.enums import Role
from accounts.models import Landlord
from codes.models import Code
from publishing.render import paper_pdf, pdf
from tests import factories
from tests.browser import browser, page, window
from tests.codes.files import OTHER
from tests.kinds import KEPT

__all__ = ["browser", "page", "window"]


# Files of tests that say nothing of the database, as marked by `one_database`: they ask how pages,
# emails and errors read, or what files hold and how they are read back. What is held on both is all
# that could differ: constraints, transactions and races, searching and order, JSON, guards of what
# only grows, numbers of queries, workers, migrations, upgrades.
_ONE_DATABASE = (
    "tests/accounts/test_look.py",
    "tests/assessments/test_dated_words.py",
    "tests/assessments/test_deadlines.py",
    "tests/assessments/test_next_step.py",
    "tests/assessments/test_questions.py",
    "tests/assessments/test_receiving.py",
    "tests/assessments/test_review_late.py",
    "tests/intake/test_command.py",
    "tests/intake/test_own_data.py",
    "tests/intake/test_round_trip.py",
    "tests/publishing/test_changes.py",
    "tests/publishing/test_export_site.py",
    "tests/publishing/test_files.py",
    "tests/publishing/test_glance.py",
    "tests/publishing/test_paper_pages.py",
    "tests/publishing/test_unconfirmed.py",
    "tests/publishing/test_versions.py",
    "tests/test_signed_out_forms.py",
    "tests/test_typed_forms.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what uses a browser and what uses a database, for script/test to choose by.

    Tests that share what is made once for their file or folder stay in one process, and what
    takes longest begins first: nothing is made twice, and no process waits for another at the end.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker("browser")
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}:
            item.add_marker("database")
        if item.nodeid.partition("::")[0] in _ONE_DATABASE:
            item.add_marker("one_database")
        if shared := _shared(item):
            item.add_marker(pytest.mark.xdist_group(shared))
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: Python need not look through it for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _shared(item: pytest.Item) -> str:
    """Which file or folder has a fixture that the test uses and that is made once; "" for none."""
    found = getattr(item, "_fixtureinfo", None)
    for definitions in found.name2fixturedefs.values() if found else ():
        if definitions[-1].scope != "function" and definitions[-1].baseid not in ("", "tests"):
            return str(definitions[-1].baseid)
    return ""


def _turn(item: pytest.Item) -> int:
    """What takes tens of seconds, what shares, what uses other programs; then the rest."""
    for turn, marker in enumerate(("long", "xdist_group", "browser", "office")):
        if item.get_closest_marker(marker):
            return turn
    return 4


@pytest.fixture(autouse=True)
def at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test's outcome hangs on when it runs: nothing is signed twice in the same second, and
    whatever a test reads of the clock is of one day."""
    seconds = count(int(time.time()))
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda _: b62_encode(next(seconds)))
    put_clock_back(monkeypatch, one_day_only(timezone.now()))


def one_day_only(begun: datetime) -> timedelta:
    """By how much the clock is put back for a test that begins shortly before midnight."""
    is_late = timezone.localtime(begun).strftime("%H:%M") >= "23:50"
    return timedelta(minutes=20) if is_late else timedelta()


def put_clock_back(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Below timezone.now, which models hold as their default."""

    class AnyDatetime(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, datetime)

    class Earlier(datetime, metaclass=AnyDatetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) - by

    if by:
        monkeypatch.setattr(timezone, "datetime", Earlier)


@dataclass(frozen=True)
class Cast:
    """Who is who at the landlord; `outsider` is a complaints officer of another landlord."""

    landlord: Landlord
    administrator: Member
    officer: Member
    contributor: Member
    member: Member
    clerk: Member
    viewer: Member
    outsider: Member

    def by_role(self, role: Role) -> Member:
        return {
            Role.ADMINISTRATOR: self.administrator,
            Role.COMPLAINTS_OFFICER: self.officer,
            Role.CONTRIBUTOR: self.contributor,
            Role.GOVERNING_BODY_MEMBER: self.member,
            Role.CLERK: self.clerk,
            Role.VIEWER: self.viewer,
        }[role]


@pytest.fixture(autouse=True)
def _no_limit_is_used_up(request: pytest.FixtureRequest) -> None:
    """What a browser did is committed, and the table of limits is no model's: nothing empties it
    after a test, so that another's tries within the minute would count."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("db")
        caches["default"].clear()


@pytest.fixture(autouse=True)
def _laid_out_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test is about what the database holds, the same page is laid out as a PDF once for
    all of them. Tests of the PDF itself use no database, and lay it out each time.

    It is kept in a file, since each PDF is made in a process of its own, which ends with it.
    """
    if request.node.get_closest_marker("database"):
        for renderer in (pdf, paper_pdf):
            monkeypatch.setattr(renderer, "lay_out", _laid_out)


_lay_out = pdf.lay_out


def _laid_out(html: str, css: str, *, identifier: str) -> bytes:
    name = hashlib.sha256("\0".join((html, css, identifier)).encode()).hexdigest()
    kept = KEPT / name
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        made = kept.with_suffix(f".{os.getpid()}")
        made.write_bytes(_lay_out(html, css, identifier=identifier))
        made.replace(kept)
    return kept.read_bytes()


@pytest.fixture
def cast(db: None) -> Cast:
    landlord = factories.make_landlord(name="Alderbrook Council", slug="alderbrook")
    other = factories.make_landlord(name="Elsewhere Homes", slug="elsewhere")
    people = factories.add_people(
        (landlord, Role.ADMINISTRATOR, "Ada Min"),
        (landlord, Role.COMPLAINTS_OFFICER, "Olu Ficer"),
        (landlord, Role.CONTRIBUTOR, "Con Tribe"),
        (landlord, Role.GOVERNING_BODY_MEMBER, "Mem Burr"),
        (landlord, Role.CLERK, "Clark Minute"),
        (landlord, Role.VIEWER, "Vi Ewer"),
        (other, Role.COMPLAINTS_OFFICER, "Out Sider"),
    )
    return Cast(landlord, *people)


@pytest.fixture
def code(db: None) -> Code:
    """A small Code of four provisions, with two text columns (as 2024's form)."""
    return factories.make_code()


@pytest.fixture
def full_codes(db: None) -> dict[str, Code]:
    """Both real Codes, by edition."""
    call_command("load_codes", verbosity=0)
    return {code.edition: code for code in Code.objects.all()}


@pytest.fixture
def other_code(db: None) -> Code:
    """A made-up Code of another family than the Housing Ombudsman's, with four columns."""
    call_command("load_codes", str(OTHER), verbosity=0)
    return Code.objects.get(edition="councils-2024")


@pytest.fixture
def sign_in() -> Callable[[Member], Client]:
    """A client in which the person is signed in."""

    def _sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return _sign_in
