"""What people type when they review: a note, the decision, its minute, the body's response."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Membership
from assessments import plausible
from assessments.completeness import is_blank
from assessments.models import Assessment
from assessments.workflow import Step
from selfassess.common.forms import GovDateField, LongTextField, ShortTextField
from selfassess.common.forms.questions import ask_date

_WHY = "Enter why you are approving while questions are open"


class StepForm(forms.Form):
    """A step that asks for nothing but a confirmation."""

    def step(self) -> Step:
        """What the workflow gets; only of a valid form."""
        return Step()


class ReturnForm(StepForm):
    note = LongTextField(
        label="What needs to change",
        help_text="The complaints officer will read this. Name the provisions you mean.",
        error_messages={"required": "Enter what needs to change"},
    )

    def clean_note(self) -> str:
        return _not_blank(self.cleaned_data["note"], "Enter what needs to change")

    def step(self) -> Step:
        return Step(note=self.cleaned_data["note"])


class ApproveForm(StepForm):
    approving_body = ShortTextField(
        label="Which body approved it",
        help_text="Residents will see this name. For example, Cabinet or Board.",
        max_length=120,
        error_messages={"required": "Enter the body that approved it"},
    )
    approved_on = GovDateField(
        label="Date of the meeting",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the date of the meeting"},
    )
    mrc_name = ShortTextField(
        label="Name of the Member Responsible for Complaints",
        max_length=150,
        error_messages={"required": "Enter the name of the Member Responsible for Complaints"},
    )
    minute_reference = ShortTextField(
        label="Minute reference (optional)",
        help_text="You can add this later.",
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, open_questions: int = 0, **kwargs: Any) -> None:
        """`open_questions`: with some, the person says why they approve all the same."""
        super().__init__(*args, **kwargs)
        if open_questions:
            are = "question is" if open_questions == 1 else "questions are"
            self.fields["note"] = LongTextField(
                label=f"Why you are approving while {open_questions} {are} open",
                rows=3,
                help_text="We keep this with the approval, and it is in the email about it.",
                error_messages={"required": _WHY},
            )

    def clean_note(self) -> str:
        return _not_blank(self.cleaned_data["note"], _WHY)

    def clean_approving_body(self) -> str:
        return _not_blank(self.cleaned_data["approving_body"], "Enter the body that approved it")

    def clean_mrc_name(self) -> str:
        message = "Enter the name of the Member Responsible for Complaints"
        return _not_blank(self.cleaned_data["mrc_name"], message)

    def clean_approved_on(self) -> date:
        day: date = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise ValidationError("Date of the meeting must be today or in the past")
        return day

    def clean(self) -> dict[str, Any]:
        day = self.cleaned_data.get("approved_on")
        ask_date(self, "approved_on", plausible.meeting_held(day, today=timezone.localdate()))
        return self.cleaned_data

    def step(self) -> Step:
        return Step(digest=str(self.data.get("digest", "")), **self.cleaned_data)


class MinuteForm(StepForm):
    minute_reference = ShortTextField(
        label="Minute reference",
        help_text="Use the reference in the minutes. For example, CAB/25/117.",
        max_length=60,
        error_messages={"required": "Enter the minute reference"},
    )

    def clean_minute_reference(self) -> str:
        return _not_blank(self.cleaned_data["minute_reference"], "Enter the minute reference")


def decision_defaults(assessment: Assessment) -> dict[str, str | date | None]:
    """What is known of the decision beforehand: its body, the planned meeting, the MRC."""
    mrc = Membership.objects.filter(landlord=assessment.landlord_id, is_mrc=True)
    meeting = assessment.meeting_date
    return {
        "approving_body": assessment.landlord.governing_body,
        "approved_on": meeting if meeting and meeting <= timezone.localdate() else None,
        "mrc_name": mrc.values_list("user__name", flat=True).first() or "",
    }


def _not_blank(text: str, message: str) -> str:
    """Refuses what only looks filled in, such as zero-width characters."""
    if is_blank(text):
        raise ValidationError(message)
    return text
