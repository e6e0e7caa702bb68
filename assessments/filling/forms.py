"""What is filled in beside the answers."""

from __future__ import annotations

from django import forms

from selfassess.common.forms import LongTextField

_NOTE_MAX_LENGTH = 2_000


class FlagForm(forms.Form):
    """A private note on a provision to come back to."""

    note = LongTextField(
        label="Note to yourself",
        required=False,
        max_length=_NOTE_MAX_LENGTH,
        rows=4,
        help_text="Only you can see it. It is never exported or published. Optional.",
    )
