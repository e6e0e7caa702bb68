"""What people type on the public pages."""

from __future__ import annotations

from django import forms


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
