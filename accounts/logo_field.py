"""The field with which a logo is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import logos


class LogoField(forms.FileField):
    """A picture; its clean value is a Logo, or None where no file was chosen."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> logos.Logo | None:
        file = super().clean(data)
        if not file:
            return None
        if file.size > logos.MOST_BYTES:
            raise ValidationError("The logo must be 2 MB or less. Choose a smaller picture")
        try:
            return logos.read(file.read())
        except logos.NotAPicture as refusal:
            raise ValidationError(str(refusal)) from None
