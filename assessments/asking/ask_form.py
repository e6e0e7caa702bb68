"""What is filled in to ask colleagues: whom, about what, by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.models import Membership
from assessments import plausible
from assessments.asking.forms import NOTE_MAX_LENGTH, about
from assessments.asking.services import Asking
from assessments.models import Response
from codes.models import Section
from selfassess.common.forms import CheckboxesField, GovDateField, LongTextField
from selfassess.common.forms.questions import ask_date

_MOST_ADDRESSES = 100
# What may stand between two addresses, and around one that a mail program has written.
_BETWEEN = re.compile(r"[\n;,]+")
_NAMED = re.compile(r"[^<>]*<([^<>]+)>")


@dataclass(frozen=True)
class Choosable:
    """A section's provisions, to be ticked one by one or as a whole."""

    section: Section
    is_ticked: bool
    rows: list[tuple[Response, bool]]

    @property
    def is_open(self) -> bool:
        return any(ticked for _, ticked in self.rows)


class AskForm(forms.Form):
    """Who is asked about what, by when."""

    people = CheckboxesField(label="People in your team", required=False)
    addresses = LongTextField(
        label="People who are not in your team yet",
        required=False,
        rows=4,
        light=False,
        max_length=10_000,
        help_text="Paste their email addresses, one on each line. We will invite them as "
        "contributors in the same email.",
    )
    numbers = forms.MultipleChoiceField(required=False)
    sections = forms.MultipleChoiceField(required=False)
    due = GovDateField(
        label="By when?",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the date by which you need their answers"},
    )
    note = LongTextField(
        label="What do you need from them?",
        required=False,
        rows=4,
        max_length=NOTE_MAX_LENGTH,
        help_text="For example, figures for this year or the clause of a procedure. Optional.",
    )

    def __init__(
        self,
        responses: Iterable[Response],
        team: Sequence[Membership],
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.responses = list(responses)
        self.team = {str(one.pk): one for one in team}
        people = cast(CheckboxesField, self.fields["people"])
        people.choices = [(pk, one.user.name) for pk, one in self.team.items()]
        people.option_hints = {pk: about(one) for pk, one in self.team.items()}
        if not self.team:
            del self.fields["people"]
        numbers = [row.provision.number for row in self.responses]
        sections = dict.fromkeys(row.provision.section.number for row in self.responses)
        for name, known in (("numbers", numbers), ("sections", list(sections))):
            field = cast(forms.MultipleChoiceField, self.fields[name])
            field.choices = [(each, each) for each in known]
        self.doubles: list[str] = []

    def clean_addresses(self) -> list[str]:
        """Each address once, in lower case. Raises ValidationError naming what is none."""
        lines = [part.strip() for part in _BETWEEN.split(self.cleaned_data["addresses"])]
        found: dict[str, None] = {}
        wrong = []
        for line in filter(None, lines):
            named = _NAMED.fullmatch(line)
            address = (named[1] if named else line).strip().lower()
            if not _is_address(address):
                wrong.append(line)
            elif address in found:
                self.doubles.append(address)
            found[address] = None
        if wrong:
            raise ValidationError([f"“{line}” is not an email address" for line in wrong[:10]])
        if len(found) > _MOST_ADDRESSES:
            raise ValidationError(f"You can ask up to {_MOST_ADDRESSES} people at once")
        return list(found)

    def clean_due(self) -> date:
        day: date = self.cleaned_data["due"]
        if day < timezone.localdate():
            raise ValidationError("The date must be today or in the future")
        return day

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        day = data.get("due")
        ask_date(self, "due", plausible.planned(day, before=None, today=timezone.localdate()))
        if not (data.get("people") or data.get("addresses")) and "addresses" not in self.errors:
            self.add_error("people" if self.team else "addresses", "Select who to ask")
        if not (data.get("numbers") or data.get("sections")):
            self.add_error("numbers", "Select the provisions")
        return data

    @property
    def choosable(self) -> list[Choosable]:
        """The provisions by section, as they are ticked."""
        ticked = set(self["numbers"].value() or ())
        whole = set(self["sections"].value() or ())
        parts: dict[str, list[Response]] = {}
        for row in self.responses:
            parts.setdefault(row.provision.section.number, []).append(row)
        return [
            Choosable(
                rows[0].provision.section,
                number in whole,
                [(row, row.provision.number in ticked) for row in rows],
            )
            for number, rows in parts.items()
        ]

    def chosen(self) -> list[Response]:
        """The provisions of a valid form, in the form's order."""
        numbers, sections = set(self.cleaned_data["numbers"]), set(self.cleaned_data["sections"])
        return [
            row
            for row in self.responses
            if row.provision.number in numbers or row.provision.section.number in sections
        ]

    def asking(self) -> Asking:
        """What a valid form asks. An address of someone in the team is that person's."""
        by_address = {one.user.email.lower(): one for one in self.team.values()}
        typed = self.cleaned_data["addresses"]
        people = [self.team[pk] for pk in self.cleaned_data.get("people", ())]
        people += [by_address[each] for each in typed if each in by_address]
        return Asking(
            responses=self.chosen(),
            due=self.cleaned_data["due"],
            note=self.cleaned_data["note"],
            people=list({one.pk: one for one in people}.values()),
            emails=[each for each in typed if each not in by_address],
        )


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
