"""Importing from the shell: for an operator who holds a landlord's old forms as files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import Member, member_of
from accounts.enums import Role
from accounts.models import Landlord, Membership
from assessments import queries, starting
from assessments.importing.result import ImportResult
from assessments.intake import services
from assessments.intake.basis import basis_of, taken_from
from assessments.intake.guess import year_against
from assessments.intake.planning import ImportRow, plan
from assessments.models import Assessment
from assessments.services import Conflict, Details, Locked, open_one, recorded_one, start
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from selfassess.common.forms import WebAddressField


class CannotImport(Exception):
    """It cannot go there; the message says why, for the operator."""


@dataclass(frozen=True)
class Target:
    """Where a form goes. `email`: in whose name; otherwise the landlord's first officer's.

    `past`: into the record of a year that was published elsewhere, at `address`.
    `confirmed`: the form is for that year, whatever it says itself.
    """

    landlord: str
    year: str
    past: bool = False
    address: str = ""
    email: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class ImportOutcome:
    """What was filled in, or would be; and what differs and was left for a person."""

    filled: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"filled": self.filled, "left": self.left, "dry_run": self.dry_run}


def import_form(
    result: ImportResult, data: bytes, name: str, target: Target, *, dry_run: bool = False
) -> ImportOutcome:
    """Fills the blanks of the assessment with what was read; starts the assessment where none is.

    Nothing is overwritten, and what a person has to decide is left. Raises CannotImport, also
    where the form seems to be for another year.
    """
    member = _member(target)
    year = _year(target)
    _check_year(member, target, year, name, result)
    with transaction.atomic():
        assessment = _assessment(member, target, year, result.edition)
        rows = _rows(assessment, result)
        fills = [row for row in rows if row.fills and not row.asks]
        left = [row.number for row in rows if row not in fills or row.overwrites]
        if fills and not dry_run:
            _fill(member, assessment, fills, data, name, result)
        transaction.set_rollback(dry_run)
    return ImportOutcome([row.number for row in fills], left, dry_run)


def _fill(
    member: Member,
    assessment: Assessment,
    rows: list[ImportRow],
    data: bytes,
    name: str,
    result: ImportResult,
) -> None:
    try:
        imported = services.keep_read(member, assessment, data, name, result)
    except Locked:
        raise CannotImport(f"You cannot change the answers of {assessment} now.") from None
    chosen = [(row.response, row.with_changes(row.fills)) for row in rows]
    versions = {row.number: row.response.version for row in rows}
    try:
        services.commit(member, imported, chosen, versions, how=", from the shell")
    except Conflict:
        raise CannotImport(
            f"Someone has just changed an answer of {assessment}. Run the command again."
        ) from None


def _member(target: Target) -> Member:
    """In whose name it is imported."""
    landlord = Landlord.objects.filter(slug=target.landlord).first()
    if landlord is None:
        raise CannotImport(f"There is no landlord with the slug “{target.landlord}”.")
    officers = Membership.objects.filter(
        landlord=landlord, roles__role=Role.COMPLAINTS_OFFICER, user__is_active=True
    )
    if target.email:
        officers = officers.filter(user__email__iexact=target.email)
    officer = officers.select_related("user").order_by("pk").first()
    if officer is None:
        who = f" with the email address {target.email}" if target.email else ""
        raise CannotImport(f"{landlord} has no complaints officer{who}.")
    return member_of(officer.user, landlord)


def _year(target: Target) -> FinancialYear:
    try:
        return FinancialYear.parse(target.year)
    except ValueError as error:
        raise CannotImport(str(error)) from None


def _check_year(
    member: Member, target: Target, year: FinancialYear, name: str, result: ImportResult
) -> None:
    """Raises CannotImport where the form says another year, and the operator does not insist: an
    earlier year's answers are no new ones of this year.
    """
    if target.confirmed:
        return
    source = taken_from(result.taken_from, member.landlord)
    hint = None if source else year_against(year, name, result)
    found = source.year if source else hint.year if hint else year
    if found == year:
        return
    said = f"it says “{hint.said}”" if hint else "it was downloaded from that self-assessment"
    raise CannotImport(
        f"{name} seems to be the form for {found}, not for {year}: {said}. To record that year, "
        f"use --year {found} --past, then carry its answers forward on the web page of {year}. "
        f"If the form is for {year}, add --confirm-year."
    )


def _assessment(member: Member, target: Target, year: FinancialYear, edition: str) -> Assessment:
    """The one to fill, or a new one. Raises CannotImport where it is about another Code."""
    code = Code.objects.filter(edition=edition).first()
    if code is None:
        raise CannotImport(f"The Code {edition} is not loaded. Run load_codes first.")
    find = recorded_one if target.past else open_one
    existing = find(member, year, code.family_id)
    if existing is None:
        details = Details(code, year, published_url=_address(target))
        begin = starting.record_elsewhere if target.past else start
        return begin(member, details)
    if existing.code_id != code.pk:
        raise CannotImport(f"{existing} uses the {existing.code}. The form is for another Code.")
    if not existing.is_editable:
        raise CannotImport(f"You cannot change the answers of {existing} now.")
    address = _address(target)
    if address and address != existing.published_url:
        known = existing.published_url or "no web address"
        raise CannotImport(
            f"{existing} has already been recorded with {known}. Change that on its page first."
        )
    return existing


def _address(target: Target) -> str:
    """Where the earlier year was published. Raises CannotImport for what is no web address."""
    if not target.past or not target.address:
        return ""
    try:
        return str(WebAddressField(label="Web address").clean(target.address))
    except ValidationError as error:
        raise CannotImport(f"--address {target.address}: {error.messages[0]}.") from None


def _rows(assessment: Assessment, result: ImportResult) -> list[ImportRow]:
    responses = queries.responses_of(assessment)
    for response in responses:
        response.assessment = assessment
    basis = basis_of(result.taken_from, assessment, responses)
    return plan(result, responses, assessment.code, timezone.localdate(), basis).rows
