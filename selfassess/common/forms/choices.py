"""One or several answers out of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from selfassess.common.forms.wording import in_sentence


def _say_what_to_select(field: forms.ChoiceField, own: Mapping[str, str]) -> None:
    ask = own.get("required", f"Select {in_sentence(str(field.label or 'an option'))}")
    field.error_messages["required"] = ask
    field.error_messages["invalid_choice"] = own.get("invalid_choice", f"{ask} from the list")


class _HintedChoices(forms.ChoiceField):
    """`hints` puts a line of explanation under an option, by its value."""

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        error_messages: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.option_hints = dict(hints or {})
        _say_what_to_select(self, error_messages or {})


class RadiosField(_HintedChoices):
    """Radios, with hints."""

    widget = forms.RadioSelect


class CheckboxesField(_HintedChoices, forms.MultipleChoiceField):
    """Checkboxes, with hints."""

    widget = forms.CheckboxSelectMultiple


class SelectField(forms.ChoiceField):
    """A drop-down list, for more options than fit as radios."""

    widget = forms.Select

    def __init__(self, *, error_messages: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _say_what_to_select(self, error_messages or {})
