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
    Role.ADMINISTRATOR: "Manages the team and organisation details. Can withdraw a publication.",
    Role.COMPLAINTS_OFFICER: "Starts, fills in, sends for approval and publishes self-assessments.",
    Role.CONTRIBUTOR: "Reads everything, including drafts. Writes the evidence they are asked for. "
    "Shares notes with complaints officers.",
    Role.GOVERNING_BODY_MEMBER: "Reads what has been sent for approval, and asks about it. "
    "Returns or approves it.",
    Role.CLERK: "Reads everything. Records the governing body’s decision and minute reference.",
    Role.VIEWER: "Reads everything. Asks about what has been sent for approval.",
}


class MailKind(models.TextChoices):
    """Mails that a person may turn off. Those about signing in and invitations always come."""

    SUBMITTED = "submitted", "A self-assessment is ready for the governing body"
    TAKEN_BACK = "taken_back", "A submitted self-assessment was taken back"
    RETURNED = "returned", "A self-assessment was returned with a note"
    APPROVED = "approved", "A self-assessment was approved"
    PUBLISHED = "published", "A self-assessment was published or withdrawn"
    DISCARDED = "discarded", "A draft was discarded"
    LINKS = "links", "A link in a published self-assessment does not work"
    ASKED = "asked", "You are asked for evidence, or your text is sent back"
    CONTRIBUTED = "contributed", "A colleague is ready with what you asked for"
    QUESTION_RAISED = "question_raised", "A question was asked, for you to answer"
    QUESTION_ANSWERED = "question_answered", "A question that you asked was answered"
