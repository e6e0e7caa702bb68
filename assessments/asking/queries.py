"""Reads of what colleagues are asked: by the person, by the assessment, by the provision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.access import Member
from accounts.models import Landlord, Membership, User
from assessments import rules
from assessments.enums import ContributionState
from assessments.models import Assessment, Contribution, Response
from assessments.models.contribution import ContributionQuerySet


def loaded() -> ContributionQuerySet:
    """Contributions with all that their pages show."""
    return Contribution.objects.select_related(
        "person",
        "asked_by",
        "response__provision__section",
        "response__provision__code",
        "response__edited_by",
        "response__carried_from__assessment",
        "response__assessment__landlord",
        "response__assessment__code__family",
    )


def asked_of(user: User) -> list[Contribution]:
    """What the person was asked, at all landlords in whose team they are, in the form's order: one
    query. Who is asked reads drafts, or is asked for nothing any more.
    """
    places = Membership.objects.filter(user=user).with_role(*rules.READS_EVERYTHING)
    return list(
        loaded()
        .filter(person=user, response__assessment__landlord__in=places.values("landlord"))
        .order_by(
            "response__assessment__landlord__name",
            "-response__assessment__year_start",
            "response__assessment",
            "response__provision__position",
            "pk",
        )
    )


def waiting_for(member: Member, assessment: Assessment | None = None) -> int:
    """How many provisions wait for the person: at the landlord, or in one assessment."""
    mine = Contribution.objects.with_colleague().filter(
        person=member.user,
        response__assessment__landlord=member.landlord,
        response__assessment__state__in=rules.ASKING_STATES,
    )
    if not rules.reads_drafts(member):
        return 0
    return (mine if assessment is None else mine.of(assessment)).count()


def of_assessment(assessment: Assessment) -> list[Contribution]:
    """All of an assessment, in the form's order: one query."""
    return list(
        Contribution.objects.of(assessment)
        .select_related("person", "response__provision", "response__assessment")
        .order_by("response__provision__position", "pk")
    )


def of_response(response: Response) -> list[Contribution]:
    """Who is asked about one provision: one query."""
    return list(response.contributions.select_related("person").order_by("pk"))


@dataclass(frozen=True)
class Progress:
    """How far one person is. `key`: tells one person from another; `first`: one of theirs."""

    key: tuple[int | None, str]
    who: str
    first: Contribution
    rows: tuple[Contribution, ...]
    today: date

    @property
    def open(self) -> list[Contribution]:
        return [row for row in self.rows if row.is_open]

    def count(self, *states: ContributionState) -> int:
        return sum(row.state in states for row in self.rows)

    @property
    def asked(self) -> int:
        """All that they were asked for, and that no one took over."""
        return len(self.rows) - self.count(ContributionState.TAKEN_OVER)

    @property
    def ready(self) -> int:
        return self.count(ContributionState.READY)

    @property
    def not_mine(self) -> int:
        return self.count(ContributionState.NOT_MINE)

    @property
    def accepted(self) -> int:
        return self.count(ContributionState.ACCEPTED)

    @property
    def late(self) -> int:
        return sum(row.is_late(self.today) for row in self.rows)


def by_person(rows: Iterable[Contribution], today: date) -> list[Progress]:
    """The same by the person who was asked, in the order of their names."""
    people: dict[tuple[int | None, str], list[Contribution]] = {}
    for row in rows:
        people.setdefault(key_of(row), []).append(row)
    found = [
        Progress(key, those[0].who, those[0], tuple(those), today) for key, those in people.items()
    ]
    return sorted(found, key=lambda each: (each.who.casefold(), each.first.pk))


def key_of(row: Contribution) -> tuple[int | None, str]:
    """Whose it is; of people without an account the address, or the name that is left."""
    return (row.person_id, "") if row.person_id else (None, row.email or row.name)


def open_of_same_person(row: Contribution) -> list[Contribution]:
    """All that the same person is still asked in the same assessment."""
    found = of_assessment(row.response.assessment)
    return [each for each in found if each.is_open and key_of(each) == key_of(row)]


def ready_after(contribution: Contribution) -> Contribution | None:
    """The next that is ready to be read: to the end, and then from the beginning."""
    ready = Contribution.objects.of(contribution.response.assessment).filter(
        state=ContributionState.READY
    )
    rows = list(ready.select_related("response__provision").exclude(pk=contribution.pk))
    rows.sort(key=lambda row: (row.response.provision.position, row.pk))
    here = (contribution.response.provision.position, contribution.pk)
    later = [row for row in rows if (row.response.provision.position, row.pk) > here]
    return next(iter(later or rows), None)


def unsettled(assessment: Assessment) -> list[str]:
    """The provisions about which someone is still asked, in the form's order: one query."""
    rows = Contribution.objects.of(assessment).open().order_by("response__provision__position")
    return list(dict.fromkeys(rows.values_list("response__provision__number", flat=True)))


def ready_in(assessment: Assessment) -> list[Contribution]:
    """All that is ready to be read, in the form's order: one query."""
    rows = loaded().of(assessment).filter(state=ContributionState.READY)
    return list(rows.order_by("response__provision__position", "pk"))


def could_be_asked(member: Member) -> list[Membership]:
    """The people of the team who may be asked, but for the person themselves: two queries."""
    team = member.landlord.memberships.filter(user__is_active=True).exclude(user=member.user)
    people = team.select_related("user").prefetch_related("roles")
    return [one for one in people if rules.may_be_asked(one.role_set)]


def has_left(landlord: Landlord, rows: Iterable[Contribution]) -> frozenset[int]:
    """Those of the people who are in the team no more, or read no drafts any more."""
    asked = {row.person_id for row in rows if row.person_id}
    there = (
        Membership.objects.filter(landlord=landlord, user__in=asked, user__is_active=True)
        .with_role(*rules.READS_EVERYTHING)
        .values_list("user_id", flat=True)
    )
    return frozenset(asked) - frozenset(there)
