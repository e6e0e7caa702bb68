"""Where an officer goes on once the form of an earlier year has been imported into its record."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Member
from assessments import rules
from assessments.carrying.planning import drafts_after
from assessments.enums import State
from assessments.models import Assessment
from assessments.queries import answered


@dataclass(frozen=True)
class NextSteps:
    """`carry_into`: drafts that the answers can go on into. `may_start`: whether a new one would
    begin with them. `may_compare`: whether there is another year to compare with.
    """

    carry_into: list[Assessment]
    may_start: bool
    may_compare: bool


def next_steps(member: Member, assessment: Assessment) -> NextSteps | None:
    """None where it is not an earlier year, or has no answers."""
    if not assessment.is_recorded:
        return None
    own = list(answered(assessment.landlord).filter(family=assessment.family_id))
    if assessment not in own:
        return None
    family = Assessment.objects.of(assessment.landlord, assessment.family_id)
    others = family.exclude(pk=assessment.pk)
    return NextSteps(
        carry_into=drafts_after(assessment),
        may_start=rules.may_start(member) and own[0] == assessment and not others.open().exists(),
        may_compare=others.exclude(state=State.DISCARDED).exists(),
    )
