"""The fixed words of an assessment."""

from django.db import models


class Answer(models.TextChoices):
    """Whether the landlord complies. The official form is binary; published forms are not."""

    YES = "yes", "Yes"
    NO = "no", "No"
    PARTLY = "partly", "Partly"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


# What we call an answer carried forward from an earlier year until someone confirms it.
TO_BE_CONFIRMED = "To be confirmed"


def answer_label(answer: str, *, to_confirm: bool = False) -> str:
    """The answer in the field's words, as every output writes it.

    `to_confirm`: whether it was carried forward and still has to be confirmed, which we then say.
    """
    if not answer:
        return TO_BE_CONFIRMED if to_confirm else "Not yet answered"
    label = str(Answer(answer).label)
    return f"{label} ({TO_BE_CONFIRMED.lower()})" if to_confirm else label


class Trigger(models.TextChoices):
    """Why the landlord assesses itself (Code 2024, 8.1 and 8.3 to 8.5)."""

    ANNUAL = "annual", "Annual self-assessment"
    RESTRUCTURE = "restructure", "Significant restructure, merger or change in procedures"
    INVESTIGATION = "investigation", "Following an Ombudsman investigation"
    EXCEPTIONAL = "exceptional", "Exceptional circumstances, such as a cyber incident"


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    DISCARDED = "discarded", "Discarded"
    # An earlier year that was published elsewhere: a record for comparison, outside the workflow.
    RECORDED = "recorded", "Published elsewhere"


# Answers may be changed in these states only.
EDITABLE_STATES = frozenset({State.DRAFT, State.RETURNED, State.RECORDED})
# What an assessment is about may be changed in these.
DETAILS_STATES = frozenset({State.DRAFT, State.RECORDED})
# A landlord may have only one assessment for each year in one of these.
OPEN_STATES = frozenset({State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED})
# The governing body reads from submission on, and what is public elsewhere.
SUBMITTED_STATES = frozenset(
    {State.IN_REVIEW, State.RETURNED, State.APPROVED, State.PUBLISHED, State.RECORDED}
)


class ContributionState(models.TextChoices):
    """How far it is with what one colleague was asked to write about one provision."""

    ASKED = "asked", "Asked"
    READY = "ready", "Ready"
    NOT_MINE = "not_mine", "Not theirs"
    SENT_BACK = "sent_back", "Sent back"
    ACCEPTED = "accepted", "Accepted"
    TAKEN_OVER = "taken_over", "Taken over"


# It is the colleague's turn.
WITH_COLLEAGUE = frozenset({ContributionState.ASKED, ContributionState.SENT_BACK})
# It is the complaints officer's turn.
WITH_OFFICER = frozenset({ContributionState.READY, ContributionState.NOT_MINE})
# The colleague may still write; a colleague is asked once about a provision while this is so.
OPEN_CONTRIBUTION = WITH_COLLEAGUE | WITH_OFFICER


class ImportState(models.TextChoices):
    """How far the reading of a form has come, and what became of it."""

    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Being read"
    READY = "ready", "Read, nothing imported yet"
    FAILED = "failed", "Could not be read"
    COMMITTED = "committed", "Imported"
    UNDONE = "undone", "Import undone"


class EvidenceKind(models.TextChoices):
    """What an item of evidence shows: what is laid down, what is done, or what was counted."""

    POLICY = "policy", "Policy or procedure"
    PRACTICE = "practice", "Evidence of practice"
    DATA = "data", "Data"


def citation_label(title: str, clause: str) -> str:
    """An item with its clause, as every page and output writes it: "Complaints policy, 4.2"."""
    return f"{title}, {clause}" if clause else title


class Event(models.TextChoices):
    """What a history entry tells."""

    STARTED = "started", "Started the assessment"
    DETAILS_CHANGED = "details_changed", "Changed the details"
    RECORDED = "recorded", "Recorded what was published elsewhere"
    RESPONSE_SAVED = "response_saved", "Saved an answer"
    CARRIED = "carried", "Carried an answer forward"
    CONFIRMED = "confirmed", "Confirmed an answer carried forward"
    STARTED_AFRESH = "started_afresh", "Cleared an answer"
    LEFT_OUT = "left_out", "Left an answer out"
    RESPONSE_NOT_KEPT = "response_not_kept", "Typed an answer, but kept a colleague’s"
    CITED = "cited", "Added an evidence item"
    CITATION_CHANGED = "citation_changed", "Changed an evidence item"
    UNCITED = "uncited", "Removed an evidence item"
    CITATION_CARRIED = "citation_carried", "Carried an evidence item forward"
    FILE_REMOVED = "file_removed", "Removed an uploaded file"
    BODY_RESPONSE_SAVED = "body_response_saved", "Drafted the governing body’s response"
    BODY_RESPONSE_NOT_KEPT = (
        "body_response_not_kept",
        "Typed a governing body’s response, but kept a colleague’s",
    )
    BODY_RESPONSE_CONFIRMED = "body_response_confirmed", "Confirmed the governing body’s response"
    NOTE_SHARED = "note_shared", "Shared a note"
    NOTE_TAKEN_BACK = "note_taken_back", "Took back a shared note"
    QUESTION_RAISED = "question_raised", "Asked a question"
    QUESTION_ANSWERED = "question_answered", "Answered a question"
    QUESTION_CLOSED = "question_closed", "Closed a question"
    MINUTE_RECORDED = "minute_recorded", "Recorded the minute reference"
    ASKED = "asked", "Asked a colleague"
    CONTRIBUTION_READY = "contribution_ready", "Said that their text is ready"
    CONTRIBUTION_NOT_MINE = "contribution_not_mine", "Said that someone else should be asked"
    CONTRIBUTION_SENT_BACK = "contribution_sent_back", "Sent a colleague’s text back"
    CONTRIBUTION_ACCEPTED = "contribution_accepted", "Accepted a colleague’s text"
    REASSIGNED = "reassigned", "Asked someone else instead"
    TAKEN_OVER = "taken_over", "Took over from a colleague"
    SUBMIT = "submit", "Sent for approval"
    TAKE_BACK = "take_back", "Took back from the governing body"
    RETURN = "return", "Returned to the complaints officer"
    APPROVE = "approve", "Approved"
    PUBLISH = "publish", "Published"
    DISCARD = "discard", "Discarded"
    WITHDRAW = "withdraw", "Withdrew the publication"


# What only officers and contributors read of the history.
NOTE_EVENTS = frozenset({Event.NOTE_SHARED, Event.NOTE_TAKEN_BACK})
# Notes are written while the answers can be; of an earlier year there is nothing to discuss.
NOTE_STATES = frozenset({State.DRAFT, State.RETURNED})
# Questions are asked, answered and closed from submission on, until the end.
QUESTION_STATES = frozenset({State.IN_REVIEW, State.RETURNED, State.APPROVED})


class QuestionState(models.TextChoices):
    """What a question waits for. It is open until it is closed."""

    RAISED = "raised", "Waiting for an answer"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


class Said(models.TextChoices):
    """What a message about a question does."""

    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed the question"
