"""Forms of what is done to several provisions at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.text import Truncator

from assessments.bulk.planning import BulkPlan, plan
from assessments.bulk.texts import Mode, Search, spread
from assessments.fields import BY_NAME, COLUMNS, FIELDS
from assessments.models import Assessment, Response
from codes.models import Code
from selfassess.common.forms import (
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    ShortTextField,
)
from selfassess.common.lighttext import plain

_FIRST_WORDS = 14
_CASE, _WORDS = "case", "words"


class _OfResponses(forms.Form):
    """A form about the responses of an assessment.

    `names_provisions`: the person chose them one by one, and is told which stay as they are.
    """

    names_provisions = False

    def __init__(
        self,
        assessment: Assessment,
        responses: Iterable[Response],
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial) if initial else None)
        self.code: Code = assessment.code
        self.responses = list(responses)


class SpreadForm(_OfResponses):
    """One text into one field of several provisions."""

    names_provisions = True

    text = LongTextField(
        label="Text",
        help_text="For example, a policy and clause that applies to several provisions.",
        error_messages={"required": "Enter the text"},
    )
    field = RadiosField(
        label="Where should the text go?",
        initial="evidence",
        error_messages={
            "required": "Select where the text should go",
            "invalid_choice": "Select where the text should go",
        },
    )
    mode = RadiosField(
        label="What should happen if there is already text?",
        choices=Mode.choices,
        initial=Mode.BLANKS,
        error_messages={
            "required": "Select what should happen if there is already text",
            "invalid_choice": "Select what should happen if there is already text",
        },
    )
    section = SelectField(label="Show the provisions in", required=False)
    numbers = CheckboxesField(
        label="Which provisions?", error_messages={"required": "Select the provisions"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.code.has_single_text_column:
            del self.fields["field"]
        else:
            _offer(self, "field", [(f.name, f.label_in(self.code)) for f in COLUMNS if f.is_text])
        sections = {row.provision.section.number: row.provision.section for row in self.responses}
        _offer(
            self,
            "section",
            [("", "All sections"), *((n, str(section)) for n, section in sections.items())],
        )
        shown = self._shown()
        _offer(self, "numbers", [(r.provision.number, r.provision.number) for r in shown])
        cast(CheckboxesField, self.fields["numbers"]).option_hints = {
            row.provision.number: _first_words(row) for row in shown
        }

    def plan(self) -> BulkPlan:
        """What a valid form would change."""
        wanted = set(self.cleaned_data["numbers"])
        text, mode = self.cleaned_data["text"], Mode(self.cleaned_data["mode"])
        return plan(
            [row for row in self.responses if row.provision.number in wanted],
            self.code,
            [BY_NAME[self.cleaned_data.get("field", "evidence")]],
            lambda before: spread(before, text, mode),
        )

    def count(self, before: str) -> int:
        """Nothing is looked for."""
        return 0

    def note(self, count: int) -> str:
        """What the history says about it."""
        return f"One text added to {count} provision{'' if count == 1 else 's'}"

    def _shown(self) -> list[Response]:
        """The provisions of the section that was asked for, and all that are ticked."""
        asked = self["section"].value() or ""
        ticked = set(self["numbers"].value() or ())
        return [
            row
            for row in self.responses
            if row.provision.number in ticked or asked in ("", row.provision.section.number)
        ]


class ReplaceForm(_OfResponses):
    """Words to find in every text of the assessment, and what to put in their place."""

    find = ShortTextField(
        label="Find",
        help_text="For example, the policy’s old name.",
        error_messages={"required": "Enter the words to find"},
    )
    replacement = ShortTextField(
        label="Replace with", required=False, help_text="Leave it blank to remove the words."
    )
    options = CheckboxesField(
        label="How to find them",
        choices=[(_CASE, "Match capital and small letters"), (_WORDS, "Whole words only")],
        initial=[_WORDS],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not {"find", "replacement", "options"} <= values.keys():
            return values
        if values["find"] == values["replacement"]:
            self.add_error("replacement", "Enter something other than the words to find")
        elif not self.plan().rows:
            self.add_error("find", self._not_found())
        return values

    def _not_found(self) -> str:
        """Why nothing would change: perhaps only their capitals differ from what was typed."""
        search = self._search
        if self._has_words(search):
            return "These words are already as you typed them in “Replace with”"
        if self._has_words(replace(search, match_case=False)):
            return (
                "These words only appear with different capital letters. Clear “Match capital and "
                "small letters”, or type the words as they are written"
            )
        return "No answer has these words. Check the spelling"

    def _has_words(self, search: Search) -> bool:
        searched = [field.name for field in FIELDS if field.is_searched]
        return any(search.count(getattr(row, name)) for row in self.responses for name in searched)

    def plan(self) -> BulkPlan:
        """What a valid form would change."""
        searched = [field for field in FIELDS if field.is_searched]
        return plan(self.responses, self.code, searched, self._search.apply)

    def count(self, before: str) -> int:
        """How often the words are in a text."""
        return self._search.count(before)

    def note(self, count: int) -> str:
        """What the history says about it."""
        search = self._search
        return f"“{search.find}” replaced by “{search.replacement}”"

    @property
    def _search(self) -> Search:
        values = self.cleaned_data
        options = values["options"]
        return Search(values["find"], values["replacement"], _CASE in options, _WORDS in options)


# What is done to several provisions: both say what they would change, and what the history says.
BulkForm = SpreadForm | ReplaceForm


class PickForm(forms.Form):
    """Which of the changes that are shown are to be made."""

    pick = CheckboxesField(
        label="Change", error_messages={"required": "Select at least one provision to change"}
    )

    def __init__(self, numbers: Iterable[str], data: Mapping[str, Any] | None = None) -> None:
        numbers = list(numbers)
        super().__init__(data, initial={"pick": numbers})
        _offer(self, "pick", [(number, number) for number in numbers])


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _first_words(response: Response) -> str:
    return Truncator(plain(response.provision.text)).words(_FIRST_WORDS, truncate=" …")
