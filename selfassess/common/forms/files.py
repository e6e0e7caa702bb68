"""Files that people upload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from selfassess.common import scanning
from selfassess.common.support import support

_MEGABYTE = 1024 * 1024


class UploadField(forms.FileField):
    """A file of at most `most` bytes that holds no virus, as far as a scanner is set.

    `noun`: what the errors call it; `advice`: how to make it smaller. Nothing reads what is in the
    file before that, so each form that takes a file has to use this field.
    """

    widget: type[forms.Widget] | forms.Widget = forms.FileInput

    def __init__(
        self, *, most: int, noun: str = "selected file", advice: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.most, self.noun, self.advice = most, noun, advice
        own = kwargs.get("error_messages") or {}
        self.error_messages["empty"] = own.get("empty", f"The {noun} is empty")

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            self._check_size(file.size or 0)
            check_for_viruses(b"".join(file.chunks()), f"The {self.noun}")
            file.seek(0)
        return file

    def _check_size(self, size: int) -> None:
        if size > self.most:
            limit = f"The {self.noun} must be smaller than {self.most // _MEGABYTE} MB"
            raise ValidationError(f"{limit}. {self.advice}" if self.advice else limit, "too_large")


def check_for_viruses(data: bytes, what: str = "The text") -> None:
    """Refuses what holds a virus, and what the scanner could not look through.

    Raises ValidationError.
    """
    try:
        scanning.scan(data)
    except scanning.Infected:
        raise ValidationError(f"{what} contains a virus", "virus") from None
    except scanning.CannotScan:
        raise ValidationError(
            f"{what} could not be checked for viruses, so we have not kept it. Try again in a few "
            f"minutes. If it still does not work, contact {support().contact}",
            "not_scanned",
        ) from None
