"""What an assessment is about, as forms: of a draft, of a correction, of a year published
elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from assessments import plausible
from assessments.completeness import is_blank
from assessments.enums import Trigger
from assessments.models import Assessment
from assessments.services import Details
from assessments.validators import validate_due_before_meeting
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from selfassess.common.forms import (
    CheckboxesField,
    GovDateField,
    RadiosField,
    SelectField,
    ShortTextField,
    WebAddressField,
)
from selfassess.common.forms.questions import ask, ask_date

# How many earlier years an assessment may be started for, beside this and the next.
_EARLIER_YEARS = 2
# And for how many one that was published elsewhere may be recorded: the first Code is of 2020.
_EARLIER_YEARS_ELSEWHERE = 10
REASON_MAX_LENGTH = 300
# When to choose which reason for a self-assessment.
_WHEN: dict[str, str] = {
    Trigger.RESTRUCTURE: "Choose this if you have merged, or changed how you handle complaints.",
    Trigger.INVESTIGATION: "Choose this if the Ombudsman has asked you to assess yourselves again.",
    Trigger.EXCEPTIONAL: "Choose this if something has stopped you from following the Code.",
}


def year_choices(starts: range, also: FinancialYear | None = None) -> list[tuple[str, str]]:
    """The years to choose from, newest first; `also` is among them whatever its age."""
    wanted = {*starts} | ({also.start} if also else set())
    years = [FinancialYear(start) for start in sorted(wanted, reverse=True)]
    return [
        (year.label, f"{year} (April {year.start} to March {year.start + 1})") for year in years
    ]


class _CodeAndYear(forms.Form):
    """What every assessment is about."""

    code = RadiosField(
        label="Which Code?", error_messages={"required": "Select which Code to assess against"}
    )
    year = SelectField(label="Financial year")

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        initial: Mapping[str, object],
        years: list[tuple[str, str]],
        family: str | None = None,
    ) -> None:
        """`family`: that whose Codes alone are offered; otherwise all are."""
        super().__init__(data, initial=dict(initial))
        found = Code.objects.filter(family=family) if family else Code.objects.all()
        self.codes = {code.edition: code for code in found}
        _offer(self, "code", [(code.edition, code.title) for code in self.codes.values()])
        cast(RadiosField, self.fields["code"]).option_hints = {
            edition: f"{code.publisher}. {_in_force(code)}"
            if self.has_families
            else _in_force(code)
            for edition, code in self.codes.items()
        }
        _offer(self, "year", years)

    @property
    def has_families(self) -> bool:
        """Whether it offers Codes of several families."""
        return len({code.family_id for code in self.codes.values()}) > 1

    def clean(self) -> dict[str, Any]:
        """Asks where the Code did not hold in the year, unless that is what is saved."""
        values = self.cleaned_data
        code, year = self.codes.get(values.get("code", "")), values.get("year")
        if (
            code
            and year
            and (code.edition, year) != (self.initial.get("code"), self.initial["year"])
        ):
            told = f"the {code.title} for {year}"
            why = plausible.code_for_year(code, FinancialYear.parse(year))
            ask(self, "code", why and f"Is {told} right? {why}", told)
        return self.cleaned_data

    def refuse_year(self, existing: Assessment | None) -> None:
        """Says beside the year that another assessment has it already, and links to that one."""
        year = self.cleaned_data["year"]
        self.add_error("year", f"{year} {self.taken}")
        if existing is not None:
            self["year"].help_text = format_html(
                '{}: <a class="govuk-link" href="{}">self-assessment {}, {}</a>',
                self.taken_hint,
                existing.get_absolute_url(),
                existing.label,
                existing.get_state_display().lower(),
            )

    taken = (
        "already has an open self-assessment. Choose another year, or continue with the open one"
    )
    taken_hint = "Already open"


class DetailsForm(_CodeAndYear):
    """Code, year, trigger and dates: to start an assessment, or to change a draft's."""

    trigger = RadiosField(
        label="Why are you doing this self-assessment?",
        choices=Trigger.choices,
        initial=Trigger.ANNUAL,
        error_messages={"required": "Select why you are doing this self-assessment"},
    )
    reason = ShortTextField(
        label="More about the reason",
        help_text="Optional. This will be published.",
        max_length=REASON_MAX_LENGTH,
        required=False,
    )
    meeting_date = GovDateField(
        label="Date of the governing body’s meeting",
        help_text="Optional. The meeting that will be asked to approve the self-assessment.",
        required=False,
    )
    due_date = GovDateField(
        label="Date the answers are due",
        help_text="Optional. The day by which everything should be filled in. For example, the day "
        "the papers for the meeting are sent out.",
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, assessment: Assessment | None = None
    ) -> None:
        this = FinancialYear.containing(timezone.localdate()).start
        years = year_choices(
            range(this - _EARLIER_YEARS, this + 2), assessment.year if assessment else None
        )
        family = assessment.family_id if assessment else None
        super().__init__(data, _details_initial(assessment), years, family)
        self.assessment = assessment
        cast(RadiosField, self.fields["trigger"]).option_hints = dict(_WHEN)
        if assessment is None or (assessment.trigger == Trigger.ANNUAL and not assessment.reason):
            del self.fields["reason"]

    def clean_due_date(self) -> date | None:
        due: date | None = self.cleaned_data["due_date"]
        validate_due_before_meeting(due, self.cleaned_data.get("meeting_date"))
        return due

    def clean(self) -> dict[str, Any]:
        today = timezone.localdate()
        for name in ("meeting_date", "due_date"):
            day, before = self.cleaned_data.get(name), cast("date | None", self.initial.get(name))
            ask_date(self, name, plausible.planned(day, before=before, today=today))
        return super().clean()

    def details(self) -> Details:
        """What a valid form says."""
        values = self.cleaned_data
        return Details(
            code=self.codes[values["code"]],
            year=FinancialYear.parse(values["year"]),
            trigger=Trigger(values["trigger"]),
            meeting_date=values["meeting_date"],
            due_date=values["due_date"],
            reason=values.get("reason", ""),
        )


class StartForm(DetailsForm):
    """A new one; with what was said in the year before, where there is one.

    `last`: the last one before of each family of Codes.
    """

    carry = CheckboxesField(
        label="Do you want to carry forward earlier answers?",
        help_text="You will see the answers first. You can then confirm, edit or clear each one.",
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, last: Sequence[Assessment] = ()
    ) -> None:
        super().__init__(data)
        if not last:
            del self.fields["carry"]
            return
        what = " or ".join(_told(row, self.has_families) for row in last)
        _offer(self, "carry", [("yes", f"Carry forward the answers of {what}")])
        self.fields["carry"].initial = ["yes"]

    @property
    def carries(self) -> bool:
        """Whether a valid form asks for it."""
        return bool(self.cleaned_data.get("carry"))


class CorrectionDetailsForm(DetailsForm):
    """A correction's reason and dates. Code, year and trigger are those of what it corrects."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, assessment: Assessment) -> None:
        super().__init__(data, assessment=assessment)
        self.corrected = assessment
        for name in ("code", "year", "trigger"):
            del self.fields[name]
        # An annual one that corrects has its reason all the same.
        reason = reason_field()
        self.fields = {"reason": reason, **{k: v for k, v in self.fields.items() if k != "reason"}}

    def clean_reason(self) -> str:
        return not_blank_reason(self.cleaned_data["reason"])

    def details(self) -> Details:
        values = self.cleaned_data
        return Details(
            code=self.corrected.code,
            year=self.corrected.year,
            trigger=Trigger(self.corrected.trigger),
            meeting_date=values["meeting_date"],
            due_date=values["due_date"],
            reason=values["reason"],
        )


class RecordForm(_CodeAndYear):
    """A year that was published elsewhere: which Code, which year, where."""

    published_url = WebAddressField(
        label="Web address where it was published",
        help_text="Residents will find a link to it. For example, "
        "https://www.example.org/complaints-2023.pdf",
    )

    taken = "has already been added. Choose another year, or change the one you added"
    taken_hint = "Already added"

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, assessment: Assessment | None = None
    ) -> None:
        this = FinancialYear.containing(timezone.localdate()).start
        years = year_choices(
            range(this - _EARLIER_YEARS_ELSEWHERE, this + 1),
            assessment.year if assessment else None,
        )
        family = assessment.family_id if assessment else None
        super().__init__(data, _record_initial(assessment), years, family)

    def details(self) -> Details:
        """What a valid form says."""
        values = self.cleaned_data
        return Details(
            code=self.codes[values["code"]],
            year=FinancialYear.parse(values["year"]),
            published_url=values["published_url"],
        )


def details_form(
    assessment: Assessment, data: Mapping[str, Any] | None = None
) -> DetailsForm | RecordForm:
    """The form for what the assessment is about."""
    if assessment.is_recorded:
        return RecordForm(data, assessment=assessment)
    if assessment.corrects_id:
        return CorrectionDetailsForm(data, assessment=assessment)
    return DetailsForm(data, assessment=assessment)


def reason_field() -> ShortTextField:
    """Why something published is corrected, in the landlord's words."""
    return ShortTextField(
        label="What are you correcting, and why?",
        help_text="This will be published, here and on the page of the version it replaces.",
        max_length=REASON_MAX_LENGTH,
        error_messages={"required": "Enter what you are correcting, and why"},
    )


def not_blank_reason(text: str, message: str = "Enter what you are correcting, and why") -> str:
    """Refuses what only looks filled in. Raises ValidationError."""
    if is_blank(text):
        raise ValidationError(message)
    return text


def _told(last: Assessment, has_families: bool) -> str:
    return f"{last.year.label} ({last.code})" if has_families else last.year.label


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
        in_force = Code.objects.all_in_force(today)
        return {
            # Where there are several, it is the person who says whose Code it is.
            "code": in_force[0].edition if len(in_force) == 1 else None,
            "year": FinancialYear.containing(today).label,
        }
    return {
        "code": assessment.code.edition,
        "year": assessment.year.label,
        "trigger": assessment.trigger,
        "reason": assessment.reason,
        "meeting_date": assessment.meeting_date,
        "due_date": assessment.due_date,
    }


def _record_initial(assessment: Assessment | None) -> dict[str, object]:
    if assessment is None:
        last = FinancialYear(FinancialYear.containing(timezone.localdate()).start - 1)
        return {"year": last.label}
    return {
        "code": assessment.code.edition,
        "year": assessment.year.label,
        "published_url": assessment.published_url,
    }
