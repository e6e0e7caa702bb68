"""Loads the demonstration through the services that people use, with dates in the past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.access import Member, member_of
from accounts.enums import Role
from accounts.models import Landlord, Membership, MembershipRole, User
from assessments import services, workflow
from assessments.enums import Event, State, Trigger
from assessments.models import Assessment, Response
from assessments.notes.services import share
from assessments.questions import services as asking
from codes.models import Code
from publishing.demo import links
from publishing.demo.colleagues import tell_of_requests
from publishing.demo.content import (
    Answers,
    DemoAssessment,
    DemoItem,
    DemoLandlord,
    DemoPerson,
    read,
)
from publishing.demo.library import cite_items
from publishing.enums import RunState
from publishing.making import freeze
from publishing.models import PublishingRun

PASSWORD = "demonstration-only-1"  # noqa: S105 - anyone may know it: its people are invented


class NotPublished(Exception):
    """A publication of the demonstration failed; the message is the run's."""


@dataclass(frozen=True)
class Calendar:
    """When each step of one assessment was taken."""

    started: date
    answered: date
    submitted: date
    returned: date
    submitted_again: date
    meeting: date
    response_drafted: date
    response_confirmed: date
    published: date


def load(today: date) -> list[str]:
    """Adds the landlords that are missing, each in one transaction, and returns their names.

    Sends no mail, because the people's accounts are switched on only after all their steps.
    Raises Code.DoesNotExist if `load_codes` has not run yet, and NotPublished.
    """
    password = make_password(PASSWORD)
    added = []
    for content in read(today):
        if Landlord.objects.filter(slug=content.fields["slug"]).exists():
            continue
        with transaction.atomic():
            _add_landlord(content, password, today)
        added.append(content.fields["name"])
    return added


def people(today: date) -> Iterator[tuple[str, str, str]]:
    """Email, landlord and roles of everyone in the demonstration, and who is asked to write."""
    for content in read(today):
        asked = {each.person for one in content.assessments for each in one.requests}
        for person in content.people:
            roles = ", ".join(str(Role(role).label).lower() for role in person.roles)
            mrc = " (Member Responsible for Complaints)" if person.is_mrc else ""
            about = ", is asked for evidence" if person.email in asked else ""
            yield person.email, content.fields["name"], roles + mrc + about


def _add_landlord(content: DemoLandlord, password: str, today: date) -> None:
    landlord = Landlord.objects.create(**content.fields)
    members = [_add_person(landlord, person, password) for person in content.people]
    cast = {role: member for member in reversed(members) for role in member.roles}
    for assessment in content.assessments:
        _Story(landlord, cast, assessment, content.items, today).tell()
    links.remember(landlord, content.dead_links, _moment(today - timedelta(days=1), 3, 0))
    User.objects.filter(memberships__landlord=landlord).update(is_active=True)


def _add_person(landlord: Landlord, person: DemoPerson, password: str) -> Member:
    user, _ = User.objects.get_or_create(
        email=person.email, defaults={"name": person.name, "password": password}
    )
    User.objects.filter(pk=user.pk).update(is_active=False)
    membership = Membership.objects.create(
        user=user, landlord=landlord, job_title=person.job_title, is_mrc=person.is_mrc
    )
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=membership, role=role) for role in person.roles
    )
    return member_of(user, landlord)


class _Story:
    """One assessment from its start to the state that the demonstration shows."""

    def __init__(
        self,
        landlord: Landlord,
        cast: dict[Role, Member],
        content: DemoAssessment,
        items: tuple[DemoItem, ...],
        today: date,
    ) -> None:
        self.landlord = landlord
        self.cast = cast
        self.officer = cast[Role.COMPLAINTS_OFFICER]
        self.member = cast[Role.GOVERNING_BODY_MEMBER]
        self.clerk = cast[Role.CLERK]
        self.content = content
        self.items = items
        self.days = (
            _past_year(content.year.start)
            if content.state in (State.PUBLISHED, State.APPROVED)
            else _this_year(today, content.state)
        )

    def tell(self) -> None:
        """Takes every step up to the state."""
        self.assessment = self._start()
        self._answer(self.content.answers | self.content.first)
        if self.content.edition == "2024":
            cite_items(
                self.officer, self.assessment, self.items, _moment(self.days.answered, 16, 5)
            )
        tell_of_requests(self.officer, self.assessment, self.content.requests, self.days.answered)
        if self.content.state == State.DRAFT:
            self._share_notes()
            return
        self._step(Event.SUBMIT, self.officer, self.days.submitted)
        if self.content.return_note:
            note = workflow.Step(note=self.content.return_note)
            self._step(Event.RETURN, self.member, self.days.returned, note)
        if self.content.state == State.RETURNED:
            return
        if self.content.first:
            self._correct()
        self._ask()
        if self.content.state != State.IN_REVIEW:
            self._step(Event.APPROVE, self.clerk, self.days.meeting, self._decision())
        self._respond()
        if self.content.state == State.PUBLISHED:
            self._publish()

    def _start(self) -> Assessment:
        details = services.Details(
            code=Code.objects.get(edition=self.content.edition),
            year=self.content.year,
            trigger=Trigger(self.content.trigger),
            meeting_date=self.days.meeting,
        )
        return services.start(self.officer, details, at=_moment(self.days.started, 9, 10))

    def _answer(self, answers: Answers) -> None:
        """The officer fills in one provision after the other, a few on each working day."""
        moments = _spread(self.days.started, self.days.answered, len(answers))
        for (number, values), at in zip(answers.items(), moments, strict=True):
            self._save(number, values, at)

    def _share_notes(self) -> None:
        """On the last day of answering, a quarter of an hour apart."""
        for index, note in enumerate(self.content.notes):
            at = _moment(self.days.answered, 14, 10) + timedelta(minutes=15 * index)
            share(self.cast[Role(note.by)], self._response(note.number), note.text, at=at)

    def _ask(self) -> None:
        """Asked in the evening of one day, answered in the morning of another."""
        for asked in self.content.questions:
            member = self.cast[Role(asked.by)]
            at = _moment(self.days.returned, 19, 35)
            question = asking.raise_question(
                member, self._response(asked.number), asked.text, at=at
            )
            if asked.answer:
                at = _moment(self.days.submitted_again, 9, 50)
                asking.reply(self.officer, question, asked.answer, version=1, at=at)

    def _response(self, number: str) -> Response:
        return Response.objects.select_related("assessment__landlord", "provision").get(
            assessment=self.assessment, provision__number=number
        )

    def _correct(self) -> None:
        for number in self.content.first:
            at = _moment(self.days.submitted_again, 10, 20)
            self._save(number, self.content.answers[number], at)
        self._step(Event.SUBMIT, self.officer, self.days.submitted_again)

    def _save(self, number: str, values: dict[str, Any], at: datetime) -> None:
        response = self._response(number)
        services.save_response(self.officer, response, values, version=response.version, at=at)

    def _step(
        self, event: Event, member: Member, day: date, step: workflow.Step | None = None
    ) -> None:
        self.assessment = workflow.carry_out(
            event,
            self.assessment,
            member,
            step,
            version=self.assessment.version,
            at=_moment(day, 15, 40),
        )

    def _decision(self) -> workflow.Step:
        mrc = Membership.objects.select_related("user").get(landlord=self.landlord, is_mrc=True)
        return workflow.Step(
            digest=self.assessment.submitted_digest,
            approving_body=self.landlord.governing_body,
            approved_on=self.days.meeting,
            mrc_name=mrc.user.name,
            minute_reference=self.content.minute_reference,
        )

    def _respond(self) -> None:
        """The clerk drafts the response; a member confirms it once it is approved."""
        drafted = services.save_body_response(
            self.clerk,
            self.assessment,
            self.content.response,
            version=0,
            at=_moment(self.days.response_drafted, 11, 5),
        )
        if self.content.state != State.IN_REVIEW:
            services.confirm_body_response(
                self.member,
                self.assessment,
                version=drafted.version,
                at=_moment(self.days.response_confirmed, 14, 25),
            )

    def _publish(self) -> None:
        at = _moment(self.days.published, 10, 15)
        run = PublishingRun.objects.create(
            assessment=self.assessment,
            assessment_version=self.assessment.version,
            requested_by=self.officer.user,
            requested_at=at,
        )
        freeze.carry_out(run.pk, at=at)
        run.refresh_from_db()
        if run.state != RunState.DONE:
            raise NotPublished(f"{self.assessment}: {run.message}")


def _past_year(start: int) -> Calendar:
    """A year that is over: filled in during the autumn, published before Christmas."""
    return Calendar(
        started=_workday(date(start, 10, 12)),
        answered=_workday(date(start, 11, 16)),
        submitted=_workday(date(start, 11, 18)),
        returned=_workday(date(start, 11, 25)),
        submitted_again=_workday(date(start, 12, 1)),
        meeting=_workday(date(start, 12, 9)),
        response_drafted=_workday(date(start, 12, 11)),
        response_confirmed=_workday(date(start, 12, 15)),
        published=_workday(date(start, 12, 17)),
    )


def _this_year(today: date, state: str) -> Calendar:
    """A year under way: nothing that has happened lies in the future."""

    def ago(days: int) -> date:
        """So many days ago, or the Friday before a weekend."""
        day = today - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))

    return Calendar(
        started=ago(45),
        answered=ago(2 if state == State.DRAFT else 16),
        submitted=ago(13),
        returned=ago(4),
        submitted_again=ago(3),
        meeting=_workday(today + timedelta(days=20)),
        response_drafted=ago(2),
        response_confirmed=ago(1),
        published=today,
    )


def _workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _moment(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _spread(first: date, last: date, count: int) -> list[datetime]:
    """So many moments in order, on the working days of a span, during office hours."""
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in span if day.weekday() < 5]
    a_day = -(-count // len(days))
    return [
        _moment(days[index // a_day], 9, 30) + timedelta(minutes=index % a_day * 17)
        for index in range(count)
    ]
