"""The field's fixed words for landlords and people."""

from django.db import models


class LandlordKind(models.TextChoices):
    COUNCIL = "council", "Council"
    HOUSING_ASSOCIATION = "housing_association", "Housing association"
    ALMO = "almo", "Arm's-length management organisation"
    CHARITY = "charity", "Charity or almshouse"
    COOPERATIVE = "cooperative", "Co-operative"


class Role(models.TextChoices):
    """What a person may do for one landlord; a person may hold several."""

    ADMINISTRATOR = "administrator", "Administrator"
    COMPLAINTS_OFFICER = "complaints_officer", "Complaints officer"
    CONTRIBUTOR = "contributor", "Contributor"
    GOVERNING_BODY_MEMBER = "governing_body_member", "Governing body member"
    CLERK = "clerk", "Clerk"
    VIEWER = "viewer", "Viewer"


ROLE_SUMMARIES: dict[Role, str] = {
    Role.ADMINISTRATOR: "Looks after the team and the landlord's details; withdraws a publication.",
    Role.COMPLAINTS_OFFICER: "Starts, fills in, submits, takes back, discards and publishes.",
    Role.CONTRIBUTOR: "Reads drafts.",
    Role.GOVERNING_BODY_MEMBER: "Reads what is submitted; queries, returns or approves it.",
    Role.CLERK: "Reads everything; records the governing body's decision and minute reference.",
    Role.VIEWER: "Reads everything.",
}
