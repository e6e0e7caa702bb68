"""The field with which a logo is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import logos
from selfassess.common.forms import UploadField


class LogoField(UploadField):
    """A picture; its clean value is a Logo, or None where no file was chosen."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            most=logos.MOST_BYTES, noun="logo", advice="Choose a smaller picture", **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> logos.Logo | None:
        file = super().clean(data)
        if not file:
            return None
        try:
            return logos.read(file.read())
        except logos.NotAPicture as refusal:
            raise ValidationError(str(refusal)) from None
