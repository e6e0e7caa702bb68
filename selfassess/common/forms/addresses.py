"""Email and web addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from selfassess.common.forms.wording import speak_plainly
from selfassess.common.mistyped import remarks


class EmailAddressField(forms.EmailField):
    """An email address; in lower case, since people sign in with any case."""

    def __init__(self, *, label: str = "Email address", **kwargs: Any) -> None:
        # 254 characters is the longest address that mail can carry (RFC 5321).
        super().__init__(max_length=254, label=label, **kwargs)
        speak_plainly(self, label)
        self.widget.attrs.setdefault("autocomplete", "email")
        self.widget.attrs["spellcheck"] = "false"
        self.error_messages["required"] = "Enter an email address"
        self.error_messages["invalid"] = (
            "Enter an email address in the correct format, like name@example.com"
        )

    def clean(self, value: Any) -> Any:
        return super().clean(value).lower()


class WebAddressField(forms.URLField):
    """The address of a web page; https:// is put before one that is typed without."""

    def __init__(self, *, label: str, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, label=label, assume_scheme="https", **kwargs)
        self.validators = [
            URLValidator(schemes=["http", "https"]) if isinstance(v, URLValidator) else v
            for v in self.validators
        ]
        speak_plainly(self, label)
        self.widget.input_type = "text"  # a browser's own refusal would hide ours
        self.widget.attrs |= {"inputmode": "url", "spellcheck": "false"}
        self.error_messages["invalid"] = (
            "Enter a web address in the correct format, like https://www.example.org"
        )

    def clean(self, value: Any) -> Any:
        """What is wrong with an address that is refused is said where we can tell."""
        try:
            return super().clean(value)
        except ValidationError as refusal:
            is_none = any(error.code == "invalid" for error in refusal.error_list)
            found = remarks(str(value).strip()) if is_none else []
            if not found:
                raise
            raise ValidationError(found[0].message, "invalid") from None
