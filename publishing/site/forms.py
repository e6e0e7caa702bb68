"""What people type on the public pages."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from publishing.site.verifying import DigestedFile, read_digest
from selfassess.common.forms.text import ShortTextField


class SearchForm(forms.Form):
    """Looks for a landlord by name."""

    q = forms.CharField(
        label="Search for a landlord by name",
        required=False,
        max_length=100,
        error_messages={
            "max_length": "Enter a name of 100 characters or fewer",
            "null_characters_not_allowed": "Enter the name without special characters",
        },
    )


class VerifyForm(forms.Form):
    """A file or a digest to look for. `wanted` is the digest of a valid form."""

    file = forms.FileField(
        label="File",
        required=False,
        help_text="Choose a file that you downloaded from a published self-assessment, up to "
        "50 MB. We do not keep it.",
        error_messages={"empty": "The file is empty. Choose another file"},
        widget=forms.FileInput,
    )
    digest = ShortTextField(
        label="Or enter its code",
        required=False,
        help_text="For developers: the SHA-256 of the file, which is 64 numbers and letters from a "
        "to f.",
    )

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        """`is_too_large`: the file was, and was not read to its end."""
        super().__init__(*args, **kwargs)
        self._is_too_large = is_too_large
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_digest(self) -> str:
        typed: str = self.cleaned_data["digest"]
        digest = read_digest(typed) if typed else ""
        if digest is None:
            raise ValidationError("Enter a code of 64 numbers and letters from a to f")
        return digest

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = self.cleaned_data
        if self._is_too_large:
            self.add_error("file", "The file must be 50 MB or smaller. No published file is larger")
        elif not self.errors and not (found.get("file") or found.get("digest")):
            self.add_error("file", "Choose a file, or enter its code")
        return found

    @property
    def wanted(self) -> str:
        file: DigestedFile | None = self.cleaned_data.get("file")
        return file.digest if file else str(self.cleaned_data["digest"])
