"""What is filled in once colleagues are asked: their text, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from assessments.completeness import is_blank
from assessments.editing.forms import NotKept, form_field
from assessments.enums import ContributionState
from assessments.fields import BY_NAME, fields_of
from assessments.history import Value
from assessments.models import Contribution, Response
from assessments.models.contribution import WRITTEN
from assessments.presenters.words import label_of, title_of
from selfassess.common.forms import GovDateField, LongTextField, RadiosField
from selfassess.common.forms.wording import in_sentence

NOTE_MAX_LENGTH = 2_000
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
            max_length=NOTE_MAX_LENGTH,
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


def about(membership: Membership) -> str:
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

    @classmethod
    def as_offered(cls, contribution: Contribution) -> AcceptForm:
        """With what the page offers for each text, as if it had been sent."""
        shown = cls(contribution, contribution.response)
        offered = {name: str(field.initial) for name, field in shown.fields.items()}
        return cls(contribution, contribution.response, offered)

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def replaces(self) -> bool:
        """Whether it would take another answer's place: no one should agree to that unseen."""
        return bool(self.response.answer) and _put("answer") in self.fields

    @staticmethod
    def _parts(now: str) -> list[str]:
        """What was added before stands there as a part of its own."""
        return now.split("\n\n")

    def _choice(self, name: str, proposed: str, now: str) -> RadiosField:
        asked = f"What should happen to the {in_sentence(label_of(self.code, name))}?"
        if name == "answer":
            words = BY_NAME[name].in_words
            choices = [
                (Put.REPLACE, f"Change the answer to {words(proposed)}"),
                (Put.KEEP, f"Keep {words(now)}" if now else "Leave it unanswered"),
            ]
            return self._radios(asked, choices, Put.REPLACE)
        choices = [(Put.REPLACE, "Put it in"), (Put.KEEP, "Leave it out")]
        if is_blank(now):
            return self._radios(asked, choices, Put.REPLACE)
        choices = [
            (Put.ADD, "Add it below what is there"),
            (Put.REPLACE, "Replace what is there"),
            (Put.KEEP, "Leave it out"),
        ]
        return self._radios(asked, choices, Put.ADD)

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


class AcceptAllForm(forms.Form):
    """Which of all texts that are ready are accepted as they are offered."""

    rows = forms.MultipleChoiceField(
        error_messages={
            "required": "Select at least one text",
            "invalid_choice": "Someone has settled one of these since then. Select again",
        }
    )

    def __init__(self, offers: Sequence[AcceptForm], data: Any = None) -> None:
        calm = [str(each.contribution.pk) for each in offers if not each.replaces]
        super().__init__(data, initial={"rows": calm})
        self.offers = {str(each.contribution.pk): each for each in offers}
        cast(forms.MultipleChoiceField, self.fields["rows"]).choices = [
            (pk, pk) for pk in self.offers
        ]

    @property
    def ticked(self) -> list[tuple[AcceptForm, bool]]:
        chosen = set(self["rows"].value() or ())
        return [(each, pk in chosen) for pk, each in self.offers.items()]

    def chosen(self) -> list[AcceptForm]:
        return [self.offers[pk] for pk in self.cleaned_data["rows"]]


class SendBackForm(forms.Form):
    """What a colleague is asked to change."""

    remark = LongTextField(
        label="What needs to change?",
        rows=4,
        max_length=NOTE_MAX_LENGTH,
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
            **{pk: about(one) for pk, one in self.team.items()},
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
