"""What people fill in about themselves: joining and leaving a team, their name, their mails."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from accounts.enums import MailKind
from accounts.models import Invitation, Membership, User
from accounts.signin_forms import SetPasswordForm
from selfassess.common.forms import CheckboxesField, RadiosField, ShortTextField


def _helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    return helper


def _name_field() -> ShortTextField:
    return ShortTextField(
        label="Full name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="We show it in the history of what you do.",
        error_messages={"required": "Enter your full name"},
    )


class NewAccountForm(SetPasswordForm):
    """Name and password of who accepts an invitation and has no account yet."""

    name = _name_field()

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        someone = User(email=invitation.email, name=invitation.name)
        initial = {"name": invitation.name}
        super().__init__(someone, *args, **kwargs | {"initial": initial})
        self.fields["password1"].label = "Password"
        self.fields["password2"].label = "Password again"
        for field, words in (("password1", "a password"), ("password2", "the password again")):
            self.fields[field].error_messages["required"] = f"Enter {words}"
        self.order_fields(["name", "password1", "password2"])
        self.helper = _helper()


class NameForm(forms.Form):
    """One's own name."""

    name = _name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper()


class MailForm(forms.Form):
    """Which mails one wants."""

    wanted = CheckboxesField(
        label="Email me when",
        choices=MailKind.choices,
        required=False,
        help_text="We always send emails about signing in, your password and your place in a team.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        wanted = [kind.value for kind in MailKind if kind.value not in user.unwanted_mail]
        super().__init__(*args, **kwargs | {"initial": {"wanted": wanted}})
        self.helper = _helper()

    def kinds(self) -> list[MailKind]:
        """What was chosen; only of a valid form."""
        return [MailKind(value) for value in self.cleaned_data["wanted"]]


class LeaveForm(forms.Form):
    """Who takes over; asked of the only administrator."""

    successor = RadiosField(
        label="Who takes over as administrator?",
        help_text="We will email them to tell them.",
        error_messages={"required": "Select who takes over as administrator"},
    )

    def __init__(self, *args: Any, others: list[Membership] | None, **kwargs: Any) -> None:
        """`others`: who could take over; None where nobody has to."""
        super().__init__(*args, **kwargs)
        if others is None:
            del self.fields["successor"]
        else:
            self.others = {str(membership.pk): membership for membership in others}
            self.fields["successor"].choices = [  # type: ignore[attr-defined]
                (pk, f"{membership.user.name} ({membership.user.email})")
                for pk, membership in self.others.items()
            ]
        self.helper = _helper()

    def who_takes_over(self) -> Membership | None:
        """Who was chosen, where that was asked; only of a valid form."""
        chosen = self.cleaned_data.get("successor")
        return self.others[chosen] if chosen else None
