"""What colleagues were asked in the demonstration, and what they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from accounts.access import Member, member_of
from assessments.asking import queries, services
from assessments.enums import ContributionState
from assessments.models import Assessment, Contribution
from publishing.demo.content import DemoRequest

_SAID = (ContributionState.READY, ContributionState.NOT_MINE)


def tell_of_requests(
    officer: Member, assessment: Assessment, requests: Iterable[DemoRequest], day: date
) -> None:
    """Asks, writes and sends back, all on the day given. Mails no one, as `loading` says."""
    for request in requests:
        membership = officer.landlord.memberships.get(user__email=request.person)
        responses = assessment.responses.select_related("provision", "assessment")
        asking = services.Asking(
            responses=list(responses.filter(provision__number__in=request.numbers)),
            due=request.by,
            note=request.note,
            people=[membership],
        )
        services.ask(officer, assessment, asking, at=_moment(day, 9))
        found = queries.loaded().filter(person=membership.user, response__in=asking.responses)
        rows = {row.response.provision.number: row for row in found}
        for number, text in request.texts.items():
            colleague = member_of(membership.user, officer.landlord)
            _write(officer, colleague, rows[number], text, day)


def _write(
    officer: Member, colleague: Member, row: Contribution, text: dict[str, str], day: date
) -> None:
    values = {name: text.get(name, "") for name in ("answer", "evidence", "commentary", "reply")}
    state = ContributionState(text["state"])
    is_back = state == ContributionState.SENT_BACK
    step = ContributionState.READY if is_back else state if state in _SAID else None
    at = _moment(day, 11)
    saved = services.save(colleague, row, values, version=row.version, step=step, at=at)
    if is_back:
        services.send_back(
            officer, saved, text["remark"], version=saved.version, at=_moment(day, 14)
        )


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))
