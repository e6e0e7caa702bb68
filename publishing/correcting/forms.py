"""What an officer says to correct or assess again, and an administrator to withdraw."""

from __future__ import annotations

from django import forms

from assessments.details_forms import REASON_MAX_LENGTH, not_blank_reason, reason_field
from assessments.enums import Trigger
from selfassess.common.forms import RadiosField, ShortTextField

_WHY_WITHDRAW = "Enter why you are withdrawing this version"


class CorrectForm(forms.Form):
    """Why something published is corrected."""

    reason = reason_field()

    def clean_reason(self) -> str:
        return not_blank_reason(self.cleaned_data["reason"])


class ReassessForm(forms.Form):
    """What prompts a reassessment in mid-year (Code 2024, 8.3 to 8.5)."""

    trigger = RadiosField(
        label="Why is the landlord assessing itself again?",
        choices=[choice for choice in Trigger.choices if choice[0] != Trigger.ANNUAL],
        error_messages={"required": "Select why the landlord is assessing itself again"},
    )
    reason = ShortTextField(
        label="More about the reason",
        help_text="This will be published. Optional.",
        max_length=REASON_MAX_LENGTH,
        required=False,
    )


class WithdrawForm(forms.Form):
    """Why a publication is withdrawn."""

    reason = ShortTextField(
        label="Why are you withdrawing this version?",
        help_text="This will be published on the notice. Do not repeat anything that should not "
        "have been public.",
        max_length=REASON_MAX_LENGTH,
        error_messages={"required": _WHY_WITHDRAW},
    )

    def clean_reason(self) -> str:
        return not_blank_reason(self.cleaned_data["reason"], _WHY_WITHDRAW)
