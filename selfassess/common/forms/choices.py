"""One answer out of several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from selfassess.common.forms.wording import in_sentence


class _OneOf(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        ask = f"Select {in_sentence(str(self.label or 'an option'))}"
        given = kwargs.get("error_messages") or {}
        self.error_messages["required"] = given.get("required", ask)
        self.error_messages["invalid_choice"] = given.get(
            "invalid_choice", f"{self.error_messages['required']} from the list"
        )


class RadiosField(_OneOf):
    """Radios. `hints` puts a line of explanation under an option, by its value."""

    widget = forms.RadioSelect

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.option_hints = dict(hints or {})


class SelectField(_OneOf):
    """A drop-down list, for more options than fit as radios."""

    widget = forms.Select
