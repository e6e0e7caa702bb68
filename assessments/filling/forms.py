"""What an assessment is about, and the answer to one provision, as forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from assessments.enums import Answer, Trigger
from assessments.filling.presenters import label_of
from assessments.history import Value
from assessments.models import RESPONSE_FIELDS, Assessment, Response
from assessments.services import Details
from assessments.validators import validate_action_due, validate_due_before_meeting
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from selfassess.common.forms import (
    GovDateField,
    LongTextField,
    RadiosField,
    SelectField,
    ShortTextField,
)

# How many earlier years an assessment may be started for, beside this and the next.
_EARLIER_YEARS = 2
_OWNER_MAX_LENGTH = 150


def year_choices(today: date, also: FinancialYear | None = None) -> list[tuple[str, str]]:
    """The years to choose from, newest first; `also` is among them whatever its age."""
    this = FinancialYear.containing(today).start
    starts = set(range(this - _EARLIER_YEARS, this + 2)) | ({also.start} if also else set())
    years = [FinancialYear(start) for start in sorted(starts, reverse=True)]
    return [
        (year.label, f"{year} (April {year.start} to March {year.start + 1})") for year in years
    ]


class DetailsForm(forms.Form):
    """Code, year, trigger and dates: to start an assessment, or to change a draft's."""

    code = RadiosField(
        label="Which Code?", error_messages={"required": "Select which Code to assess against"}
    )
    year = SelectField(label="Financial year")
    trigger = RadiosField(
        label="Why is the landlord assessing itself?",
        choices=Trigger.choices,
        initial=Trigger.ANNUAL,
        error_messages={"required": "Select why the landlord is assessing itself"},
    )
    meeting_date = GovDateField(
        label="Date of the governing body’s meeting",
        help_text="The meeting that will be asked to approve the self-assessment. Optional.",
        required=False,
    )
    due_date = GovDateField(
        label="Date the answers are due",
        help_text="When everything has to be filled in, for example the day that the papers for "
        "the meeting go out. Optional.",
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, assessment: Assessment | None = None
    ) -> None:
        super().__init__(data, initial=_details_initial(assessment))
        self.codes = {code.edition: code for code in Code.objects.all()}
        _offer(self, "code", [(code.edition, code.title) for code in self.codes.values()])
        cast(RadiosField, self.fields["code"]).option_hints = {
            code.edition: _in_force(code) for code in self.codes.values()
        }
        also = assessment.year if assessment else None
        _offer(self, "year", year_choices(timezone.localdate(), also))

    def clean_due_date(self) -> date | None:
        due: date | None = self.cleaned_data["due_date"]
        validate_due_before_meeting(due, self.cleaned_data.get("meeting_date"))
        return due

    def details(self) -> Details:
        """What a valid form says."""
        values = self.cleaned_data
        return Details(
            code=self.codes[values["code"]],
            year=FinancialYear.parse(values["year"]),
            trigger=Trigger(values["trigger"]),
            meeting_date=values["meeting_date"],
            due_date=values["due_date"],
        )

    def refuse_year(self, existing: Assessment | None) -> None:
        """Says beside the year that an open assessment has it already, and links to that one."""
        year = self.cleaned_data["year"]
        self.add_error(
            "year",
            f"{year} has an open self-assessment already. Choose another year, or go on with "
            "the open one",
        )
        if existing is not None:
            self["year"].help_text = format_html(
                'Open already: <a class="govuk-link" href="{}">self-assessment {}, {}</a>',
                existing.get_absolute_url(),
                existing.year.label,
                existing.get_state_display().lower(),
            )

    def refuse_code(self) -> None:
        """Says beside the Code that answers hold it fast."""
        self.add_error(
            "code",
            "The Code cannot be changed because provisions have been answered under it. "
            "Discard this draft and start another one under the other Code.",
        )


def _in_force(code: Code) -> str:
    """From when to when a Code is in force, in words."""
    begins = f"In force from {date_format(code.in_force_from)}"
    if code.superseded_on is None:
        return begins
    return f"{begins} to {date_format(code.superseded_on - timedelta(days=1))}"


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Gives a field the choices that are known only now."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _details_initial(assessment: Assessment | None) -> dict[str, object]:
    if assessment is None:
        today = timezone.localdate()
        code = Code.objects.in_force(today)
        return {
            "code": code.edition if code else None,
            "year": FinancialYear.containing(today).label,
        }
    return {
        "code": assessment.code.edition,
        "year": assessment.year.label,
        "trigger": assessment.trigger,
        "meeting_date": assessment.meeting_date,
        "due_date": assessment.due_date,
    }


class ResponseForm(forms.Form):
    """The answer to one provision. Gaps are allowed: a draft may be saved half-way.

    Its labels are the headings of the Code's own form; a form with a single text column has no
    commentary field.
    """

    answer = RadiosField(
        label="Does the landlord comply?",
        choices=Answer.choices,
        required=False,
        error_messages={"invalid_choice": "Select Yes, No, Partly or Not applicable"},
    )
    evidence = LongTextField(required=False)
    commentary = LongTextField(
        required=False,
        help_text="Explain the answer where it needs it. If it is Not applicable, say why.",
    )
    action = LongTextField(
        label="Action",
        required=False,
        help_text="If the answer is No or Partly: what will be done to meet the requirement.",
        rows=4,
    )
    action_owner = ShortTextField(
        label="Owner of the action",
        required=False,
        max_length=_OWNER_MAX_LENGTH,
        help_text="A job title, not a name. For example, Head of Repairs.",
    )
    action_due = GovDateField(
        label="Date by which the action will be done",
        required=False,
    )
    alternative = LongTextField(
        label="Alternative approach",
        required=False,
        help_text="If there is no action: what the landlord does instead, and why that meets the "
        "Code’s intention.",
        rows=4,
    )

    def __init__(self, response: Response, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=response.values())
        self.response = response
        code = response.provision.code
        self.fields["evidence"].label = code.evidence_heading
        if code.has_single_text_column:
            del self.fields["commentary"]
            self.fields["evidence"].help_text = (
                "Name the document and its clause, and explain the answer where it needs it. If "
                "it is Not applicable, say why."
            )
        else:
            self.fields["commentary"].label = code.commentary_heading
            self.fields["evidence"].help_text = (
                "What shows that the answer is right. Name the document and its clause, and add "
                "its web address if it has one."
            )

    @property
    def filled_in(self) -> list[str]:
        """The names of what a person fills in here, in the form's order."""
        return [name for name in RESPONSE_FIELDS if name in self.fields]

    def clean_action_due(self) -> date | None:
        due: date | None = self.cleaned_data["action_due"]
        validate_action_due(due, before=self.response.action_due, today=timezone.localdate())
        return due

    def values(self) -> dict[str, Value]:
        """What a valid form says, by every name of RESPONSE_FIELDS."""
        return self.response.values() | {name: self.cleaned_data[name] for name in self.filled_in}

    def differing(self) -> list[str]:
        """The fields in which what was typed differs from what is saved now, or cannot be read."""
        self.is_valid()
        now = self.response.values()
        return [
            name
            for name in self.filled_in
            if name in self.errors or self.cleaned_data[name] != now[name]
        ]


THEIRS, MINE = "theirs", "mine"


class ConflictForm(ResponseForm):
    """What was typed, beside what somebody else saved first: which of them to keep, by field."""

    def __init__(self, response: Response, data: Mapping[str, Any], *, chosen: bool) -> None:
        """`chosen`: the form was shown before, so that a choice has to be there by now."""
        super().__init__(response, data)
        self.contested = ResponseForm(response, data).differing()
        for name in self.contested:
            label = label_of(response.provision.code, name)
            self.fields[keep_name(name)] = RadiosField(
                label=f"Which to keep: {label}",
                choices=[(THEIRS, "What is saved now"), (MINE, "What I typed")],
                required=chosen,
                error_messages={"required": f"Select which to keep: {label}"},
            )

    def clean(self) -> dict[str, Any]:
        """Puts what is saved now where that was chosen; what was typed there no longer counts."""
        now = self.response.values()
        for name in self.contested:
            if self.cleaned_data.get(keep_name(name)) == THEIRS:
                self.errors.pop(name, None)
                self.cleaned_data[name] = now[name]
        return self.cleaned_data

    def uncontested_data(self) -> list[tuple[str, str]]:
        """The inputs, by name and value, that carry the other fields along unseen."""
        names = [name for name in self.filled_in if name not in self.contested]
        return [
            (key, value)
            for key, value in self.data.items()
            if any(key == name or key in _parts_of(name) for name in names)
        ]


def keep_name(name: str) -> str:
    """The name of the field that says which of two texts to keep."""
    return f"keep_{name}"


def _parts_of(name: str) -> tuple[str, ...]:
    """The names of a date's three inputs."""
    return tuple(f"{name}_{part}" for part in range(3))
