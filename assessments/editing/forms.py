"""What people edit, as forms: an answer, what is contested of it, the governing body's response."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from assessments import plausible
from assessments.completeness import Gap, is_blank
from assessments.enums import Answer
from assessments.fields import BY_NAME, OWN, Field, Kind, fields_of
from assessments.history import Value
from assessments.models import Response
from assessments.presenters.words import label_of
from assessments.validators import validate_action_due
from codes.models import Code
from selfassess.common.forms import (
    GovDateField,
    LongTextField,
    RadiosField,
    ShortTextField,
)
from selfassess.common.forms.questions import ask_date, input_name
from selfassess.common.lighttext import normalise

# What was typed and given up: the values by field name, and as a note what no field could hold.
NotKept = tuple[dict[str, Value], str]


class ResponseForm(forms.Form):
    """The answer to one provision. Gaps are allowed: a draft may be saved half-way.

    Its labels are the headings of the Code's own form; a form with a single text column has no
    commentary field.
    """

    def __init__(
        self, response: Response, data: Mapping[str, Any] | None = None, prefix: str | None = None
    ) -> None:
        """`prefix`: on a page of several provisions, what the names of this one's inputs have in
        common; `data` is without it.
        """
        named = data and {f"{prefix}-{name}": text for name, text in data.items()}
        super().__init__(named if prefix else data, initial=response.values(), prefix=prefix)
        self.response = response
        code = response.provision.code
        self.fields |= {field.name: form_field(field, code) for field in fields_of(code)}

    @property
    def filled_in(self) -> list[str]:
        """The names of what a person fills in here, in the form's order."""
        return [field.name for field in fields_of(self.response.provision.code)]

    @property
    def own(self) -> list[forms.BoundField]:
        """What the Code's form has no column for: what will be done where it is not met."""
        return [self[field.name] for field in OWN]

    def clean_action_due(self) -> date | None:
        due: date | None = self.cleaned_data["action_due"]
        # What was published in an earlier year may well name a day that has passed.
        if not self.response.assessment.is_recorded:
            validate_action_due(due, before=self._allowed_past(), today=timezone.localdate())
        return due

    def clean(self) -> dict[str, Any]:
        ask_about_action_due(self, self.response)
        return self.cleaned_data

    def _allowed_past(self) -> date | None:
        """The date that may have passed: one that was saved before. An action that comes from an
        earlier year and is still open needs a new one.
        """
        met = self.cleaned_data.get("answer") in (Answer.YES, Answer.NOT_APPLICABLE)
        return None if self.response.to_confirm and not met else self.response.action_due

    def values(self) -> dict[str, Value]:
        """What a valid form says, by every name of `fields.FIELDS`."""
        return self.response.values() | {name: self.cleaned_data[name] for name in self.filled_in}

    def shown(self) -> dict[str, str]:
        """What stands in its texts now, saved or not."""
        names = (name for name in self.filled_in if BY_NAME[name].is_text)
        return {name: str(self[name].value() or "") for name in names}

    def not_kept(self, *, everything: bool = False) -> NotKept:
        """Nothing is given up where no other text stands beside what was typed."""
        return {}, ""

    def differing(self) -> list[str]:
        """The fields in which what was typed differs from what is saved now, or cannot be read."""
        self.is_valid()
        now = self.response.values()
        return [
            name
            for name in self.filled_in
            if name in self.errors or self.cleaned_data[name] != now[name]
        ]


def ask_about_action_due(form: forms.Form, response: Response) -> None:
    """Asks beside the date by which the action will be done whether it is right, if it is odd."""
    due, before, assessment = (
        form.cleaned_data.get("action_due"),
        response.action_due,
        response.assessment,
    )
    if assessment.is_recorded:
        why = plausible.past_action_due(due, before=before, year=assessment.year)
    else:
        why = plausible.action_due(due, before=before, today=timezone.localdate())
    ask_date(form, "action_due", why)


def remark_on(form: ResponseForm, doubts: Iterable[Gap]) -> None:
    """Has each field say what of it had better be looked at."""
    for doubt in doubts:
        if doubt.field in form.fields:
            field: Any = form.fields[doubt.field]
            field.remarks = [*getattr(field, "remarks", ()), doubt.message]


def form_field(field: Field, code: Code) -> forms.Field:
    """How a field of an answer is filled in."""
    label, hint = field.label_in(code), field.hint_in(code)
    match field.kind:
        case Kind.CHOICE:
            return RadiosField(
                label="Answer",
                choices=Answer.choices,
                required=False,
                error_messages={"invalid_choice": "Select Yes, No, Partly or Not applicable"},
            )
        case Kind.DATE:
            return GovDateField(label=label, required=False, help_text=hint)
        case Kind.LINE:
            return ShortTextField(
                label=label, required=False, max_length=field.most, counted=True, help_text=hint
            )
        case Kind.TEXT:
            # What the form has no column for is best said in a sentence or two.
            own: dict[str, Any] = {"rows": 3, "counts_words": True} if field in OWN else {"rows": 4}
            return LongTextField(
                label=label, required=False, max_length=field.most, help_text=hint, **own
            )


THEIRS, MINE = "theirs", "mine"


class ConflictForm(ResponseForm):
    """What was typed, beside what someone else saved first: which of them to keep, by field."""

    def __init__(self, response: Response, data: Mapping[str, Any], *, chosen: bool) -> None:
        """`chosen`: the form was shown before, so that a choice has to be there by now."""
        super().__init__(response, data)
        self.contested = ResponseForm(response, data).differing()
        for name in self.contested:
            label = label_of(response.provision.code, name)
            self.fields[keep_name(name)] = RadiosField(
                label=f"Which to keep: {label}",
                choices=[(THEIRS, "The saved version"), (MINE, "What I typed")],
                required=chosen,
                error_messages={"required": f"Select which to keep: {label}"},
            )

    def clean(self) -> dict[str, Any]:
        """Puts what is saved now where that was chosen; what was typed there no longer counts."""
        super().clean()
        now = self.response.values()
        for name in self.contested:
            if self.cleaned_data.get(keep_name(name)) == THEIRS:
                self.errors.pop(name, None)
                self.cleaned_data[name] = now[name]
        return self.cleaned_data

    def not_kept(self, *, everything: bool = False) -> NotKept:
        """What was typed in the fields whose saved value was chosen, or in every contested one:
        by name, and as a note what cannot be read as the field's value.
        """
        typed: dict[str, Value] = {}
        unreadable = []
        for name in self.contested:
            if not everything and self.cleaned_data.get(keep_name(name)) != THEIRS:
                continue
            value = self[name].data
            try:
                typed[name] = self.fields[name].clean(value)
            except forms.ValidationError:
                text = " ".join(value) if isinstance(value, list) else str(value)
                unreadable.append(f"{label_of(self.response.provision.code, name)}: {text}")
        return typed, "\n\n".join(unreadable).replace("\x00", "")

    def uncontested_data(self) -> list[tuple[str, str]]:
        """The inputs, by name and value, that carry the other fields along unseen."""
        names = [name for name in self.filled_in if name not in self.contested]
        return [
            (key, value)
            for key, value in self.data.items()
            if any(key in (*BY_NAME[name].input_names, input_name(name)) for name in names)
        ]


def keep_name(name: str) -> str:
    """The name of the field that says which of two texts to keep."""
    return f"keep_{name}"


class BodyResponseForm(forms.Form):
    """The governing body's response."""

    text = LongTextField(
        label="The governing body’s response",
        rows=15,
        help_text="Residents will read it alongside the self-assessment.",
        error_messages={"required": "Enter the governing body’s response"},
    )

    def clean_text(self) -> str:
        """Refuses what only looks filled in, such as zero-width characters."""
        text: str = self.cleaned_data["text"]
        if is_blank(text):
            raise forms.ValidationError("Enter the governing body’s response")
        return text

    def values(self) -> dict[str, Value]:
        """What a valid form says."""
        return {"text": self.cleaned_data["text"]}

    def not_kept(self, *, everything: bool = False) -> NotKept:
        """The text, where it is given up as a whole; without characters that cannot be stored."""
        text = normalise(self.data.get("text", ""))
        return ({"text": text} if everything and "\x00" not in text else {}), ""
