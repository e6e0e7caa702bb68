"""django-allauth's forms in our words. What they do is django-allauth's."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import forms as allauth_forms
from django import forms

from selfassess.common.forms import EmailAddressField, speak_plainly

_HINT = "At least 10 characters. Three random words are easy to remember and hard to guess."


def _reword(form: forms.Form, labels: dict[str, str]) -> None:
    """Gives the password fields their labels; only the first new password explains itself."""
    for name, label in labels.items():
        field = cast(forms.CharField, form.fields[name])
        speak_plainly(field, label)
        field.help_text = _HINT if name == "password1" else ""


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailAddressField()
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _reword(self, {"password": "Password"})
        self.fields["remember"].label = "Keep me signed in for 14 days"
        self.fields["remember"].help_text = "Do not select this on a device that other people use."
        self.order_fields(["login", "password", "remember"])


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self,
            {
                "oldpassword": "Current password",
                "password1": "New password",
                "password2": "New password again",
            },
        )


class SetPasswordForm(allauth_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, {"password1": "New password", "password2": "New password again"})


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = EmailAddressField()


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, {"password1": "New password", "password2": "New password again"})


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, {"password": "Password"})
