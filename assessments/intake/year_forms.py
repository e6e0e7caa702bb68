"""The question which year a form is for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html

from assessments.intake.guess import YearGuess, offered_years
from assessments.models import Assessment
from assessments.services import Details
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from selfassess.common.forms import RadiosField, WebAddressField

_OWN = "The self-assessment that you uploaded the form to"


class YearForm(forms.Form):
    """The year that a form of the Code is for, and where an earlier one was published.

    `assessment`: the one that the form was sent to.
    """

    year = RadiosField(
        label="Which year is this form for?",
        error_messages={"required": "Select which year this form is for"},
    )
    published_url = WebAddressField(
        label="Web address where it was published (optional)",
        help_text="Only for a year that you published elsewhere. Residents will find a link to it.",
        required=False,
    )

    def __init__(
        self,
        code: Code,
        assessment: Assessment,
        guess: YearGuess,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        years = offered_years(code, assessment)
        self.of_code = code
        self.own = assessment.year
        if guess.year not in years and self.own not in years and code.superseded_on is not None:
            guess = _last_of(code, assessment.year)
        likely = guess.year if guess.year in years else None
        super().__init__(data, initial={"year": likely.label if likely else None})
        field = cast(RadiosField, self.fields["year"])
        field.help_text = guess.why
        field.choices = [(year.label, str(year)) for year in years]
        field.option_hints = {self.own.label: _OWN}

    @property
    def is_own(self) -> bool:
        """Whether a valid form says that it is for the year of the assessment itself."""
        return bool(self.cleaned_data["year"] == self.own.label)

    def details(self) -> Details:
        """What a valid form says of an earlier year."""
        values = self.cleaned_data
        year = FinancialYear.parse(values["year"])
        return Details(self.of_code, year, published_url=values["published_url"])

    def refuse(self, existing: Assessment | None) -> None:
        """Says that the year has been recorded otherwise, and links to that record."""
        year = self.cleaned_data["year"]
        self.add_error(
            "year", f"{year} has already been recorded with a different Code or web address"
        )
        if existing is not None:
            self["year"].help_text = format_html(
                '<a class="govuk-link" href="{}">Change the record of {}</a>, or select another '
                "year.",
                existing.get_absolute_url(),
                existing.label,
            )


def _last_of(code: Code, before: FinancialYear) -> YearGuess:
    """The last year for which a Code that has been replaced was used."""
    assert code.superseded_on is not None  # noqa: S101 (for the type checker)
    ended = code.superseded_on - timedelta(days=1)
    last = FinancialYear.containing(ended)
    if last >= before:
        last = FinancialYear(before.start - 1)
    return YearGuess(
        last, f"We think it is for {last}, because the {code} applied until {date_format(ended)}."
    )
