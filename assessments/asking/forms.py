"""What is filled in when colleagues are asked: the request, their text, what becomes of it."""

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

from accounts.enums import Role
from accounts.models import Membership
from assessments import plausible
from assessments.asking.services import Asking
from assessments.completeness import is_blank
from assessments.editing.forms import NotKept, form_field
from assessments.enums import ContributionState
from assessments.fields import BY_NAME, fields_of
from assessments.history import Value
from assessments.models import Contribution, Response
from assessments.models.contribution import WRITTEN
from assessments.presenters.words import label_of, title_of
from codes.models import Section
from selfassess.common.forms import CheckboxesField, GovDateField, LongTextField, RadiosField
from selfassess.common.forms.questions import ask_date

_NOTE_MAX_LENGTH = 2_000
_MOST_ADDRESSES = 100
# What may stand between two addresses, and around one that a mail program has written.
_BETWEEN = re.compile(r"[\n;,]+")
_NAMED = re.compile(r"[^<>]*<([^<>]+)>")
_TAKES_OVER = "take_over"


class ContributionForm(forms.Form):
    """What a colleague writes about one provision. Gaps are allowed until they say it is ready."""

    def __init__(
        self,
        contribution: Contribution,
        data: Mapping[str, Any] | None = None,
        step: ContributionState | None = None,
    ) -> None:
        initial = contribution.values() | {"reply": contribution.reply}
        super().__init__(data, initial=initial)
        self.step = step
        code = contribution.response.provision.code
        self.contribution = contribution
        self.fields |= {
            field.name: form_field(field, code)
            for field in fields_of(code)
            if field.name in WRITTEN
        }
        self.fields["answer"].label = "Answer that you propose"
        self.fields["reply"] = LongTextField(
            label="Who should be asked instead?",
            required=False,
            rows=2,
            max_length=_NOTE_MAX_LENGTH,
            help_text="Give a name or a team, if you know one.",
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        written = [data.get(name) or "" for name in WRITTEN]
        if self.step is ContributionState.READY and not self.errors and all(map(is_blank, written)):
            self.add_error("evidence", "Enter what you have to say before you send it")
        return data

    def values(self) -> dict[str, Value]:
        """What a valid form says; a commentary that the form has no box for stays."""
        kept = self.contribution.values() | {"reply": self.contribution.reply}
        return kept | {name: self.cleaned_data[name] for name in self.fields}

    def not_kept(self, *, everything: bool = False) -> NotKept:
        """All that was typed, where it is given up as a whole and can be stored."""
        if not everything:
            return {}, ""
        typed = {name: str(self.data.get(name, "")).replace("\x00", "") for name in self.fields}
        return {**typed}, ""

    def differing(self) -> list[tuple[str, str, str]]:
        """Label, saved text and typed text of each field in which they differ."""
        self.is_valid()
        saved = self.contribution.values() | {"reply": self.contribution.reply}
        return [
            (str(field.label), _in_words(name, saved[name]), _in_words(name, self.data.get(name)))
            for name, field in self.fields.items()
            if name in self.errors or self.cleaned_data[name] != saved[name]
        ]


def _in_words(name: str, value: object) -> str:
    return BY_NAME[name].in_words(value) if name in BY_NAME else str(value or "")


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
        max_length=_NOTE_MAX_LENGTH,
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
        people.option_hints = {pk: _about(one) for pk, one in self.team.items()}
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


def _about(membership: Membership) -> str:
    """Job title and roles; and that who decides could not approve any more."""
    roles = ", ".join(role.label for role in Role if role in membership.role_set)
    about = f"{membership.job_title}: {roles}" if membership.job_title else roles
    decides = {Role.GOVERNING_BODY_MEMBER, Role.CLERK} & membership.role_set
    return f"{about}. If you accept their text, they cannot approve" if decides else about


class Put:
    """What may become of one text: added below what is there, put in its place, or left out."""

    ADD, REPLACE, KEEP = "add", "replace", "keep"


class AcceptForm(forms.Form):
    """Which of a colleague's texts go into the answer, and how. Only what differs is asked."""

    def __init__(
        self, contribution: Contribution, response: Response, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.contribution, self.response = contribution, response
        self.code = response.provision.code
        for name in WRITTEN:
            proposed, now = getattr(contribution, name), getattr(response, name)
            if not is_blank(proposed) and proposed not in (now, *self._parts(now)):
                self.fields[_put(name)] = self._choice(name, proposed, now)

    @staticmethod
    def _parts(now: str) -> list[str]:
        """What was added before stands there as a part of its own."""
        return now.split("\n\n")

    def _choice(self, name: str, proposed: str, now: str) -> RadiosField:
        label = label_of(self.code, name)
        if name == "answer":
            words = BY_NAME[name].in_words
            choices = [
                (Put.REPLACE, f"Change the answer to {words(proposed)}"),
                (Put.KEEP, f"Keep {words(now)}" if now else "Leave it unanswered"),
            ]
            return self._radios(f"What to do with {label.lower()}", choices, Put.REPLACE)
        choices = [(Put.REPLACE, "Put it in"), (Put.KEEP, "Leave it out")]
        if is_blank(now):
            return self._radios(f"What to do with {label}", choices, Put.REPLACE)
        choices = [
            (Put.ADD, "Add it below what is there"),
            (Put.REPLACE, "Replace what is there"),
            (Put.KEEP, "Leave it out"),
        ]
        return self._radios(f"What to do with {label}", choices, Put.ADD)

    @staticmethod
    def _radios(label: str, choices: list[tuple[str, str]], initial: str) -> RadiosField:
        return RadiosField(label=label, choices=choices, initial=initial)

    def field_for(self, name: str) -> forms.BoundField | None:
        return self[_put(name)] if _put(name) in self.fields else None

    def clean(self) -> dict[str, Any]:
        chosen = [self.cleaned_data.get(name) for name in self.fields]
        if self.fields and all(each == Put.KEEP for each in chosen):
            raise ValidationError(
                "Select at least one text to put in. If you need none, send it back or take over"
            )
        for name in WRITTEN:
            if name != "answer" and (reason := BY_NAME[name].too_long(self._text(name))):
                self.add_error(
                    _put(name), f"With this text, {label_of(self.code, name)} has {reason}"
                )
        return self.cleaned_data

    def not_kept(self, *, everything: bool = False) -> NotKept:
        """Nothing is typed here, and what is left out stays where it was written."""
        return {}, ""

    def values(self) -> Mapping[str, Value]:
        """The answer as it is with what was chosen, by every name of `fields.FIELDS`."""
        return self.response.values() | {name: self._text(name) for name in WRITTEN}

    def _text(self, name: str) -> str:
        now: str = getattr(self.response, name)
        proposed: str = getattr(self.contribution, name)
        match self.cleaned_data.get(_put(name)):
            case Put.REPLACE:
                return proposed
            case Put.ADD:
                return f"{now.rstrip()}\n\n{proposed}"
        return now


def _put(name: str) -> str:
    return f"put_{name}"


class SendBackForm(forms.Form):
    """What a colleague is asked to change."""

    remark = LongTextField(
        label="What needs to change?",
        rows=4,
        max_length=_NOTE_MAX_LENGTH,
        error_messages={"required": "Enter what needs to change"},
    )


class ReassignForm(forms.Form):
    """Who goes on with what one person was asked."""

    rows = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Select the provisions again"}
    )
    to = RadiosField(
        label="Who will do this now?",
        error_messages={"required": "Select who will do this now"},
    )
    due = GovDateField(
        label="New date, if you ask someone else",
        required=False,
        help_text="For example, 27 3 2027.",
    )

    def __init__(
        self, contributions: Sequence[Contribution], team: Sequence[Membership], data: Any = None
    ) -> None:
        rows = {str(row.pk): row for row in contributions}
        super().__init__(data, initial={"rows": list(rows)})
        self.contributions = rows
        self.team = {str(one.pk): one for one in team}
        cast(forms.MultipleChoiceField, self.fields["rows"]).choices = [(pk, pk) for pk in rows]
        to = cast(RadiosField, self.fields["to"])
        to.choices = [
            (_TAKES_OVER, "I will: do not ask anyone any more"),
            *((pk, one.user.name) for pk, one in self.team.items()),
        ]
        to.option_hints = {
            _TAKES_OVER: "What they have written stays on the page of the provision for you.",
            **{pk: _about(one) for pk, one in self.team.items()},
        }

    @property
    def ticked(self) -> list[tuple[Contribution, str, bool]]:
        chosen = set(self["rows"].value() or ())
        return [
            (row, title_of(row.response.provision), pk in chosen)
            for pk, row in self.contributions.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("rows"):
            self.add_error("rows", "Select at least one provision")
        due = data.get("due")
        if self.new_person() is not None and "due" not in self.errors:
            if due is None:
                self.add_error("due", "Enter the date by which you need their answers")
            elif due < timezone.localdate():
                self.add_error("due", "The date must be today or in the future")
        return data

    def chosen(self) -> list[Contribution]:
        return [self.contributions[pk] for pk in self.cleaned_data["rows"]]

    def new_person(self) -> Membership | None:
        """None where the officer takes over."""
        return self.team.get(self.cleaned_data.get("to", ""))
