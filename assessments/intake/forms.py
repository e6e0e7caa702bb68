"""Sending a form in, and saying for each provision what becomes of what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from assessments.editing.forms import ask_about_action_due
from assessments.enums import Answer
from assessments.fields import BY_NAME, Kind, Value
from assessments.importing.limits import MAX_BYTES
from assessments.intake.planning import ImportRow
from assessments.intake.services import PASTED, PASTED_PAGE
from assessments.validators import validate_action_due
from codes.models import Code
from selfassess.common.forms import (
    GovDateField,
    LongTextField,
    RadiosField,
    SelectField,
    ShortTextField,
    UploadField,
    check_for_viruses,
)

_MEGABYTES = MAX_BYTES // (1024 * 1024)
_MOST_PASTED = 1_000_000
# The script sends no more, and every request is bounded as a whole.
_MOST_OF_PAGE = 2_000_000
FILL, TAKE, EDIT, SKIP = "fill", "take", "edit", "skip"


class PastedPageField(forms.Field):
    """The web page that the clipboard had beside a pasted text; a script puts it in.

    Nobody sees it, so it is never refused: what is too long does not count, and the text does.
    """

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        return "" if len(text) > _MOST_OF_PAGE else text


class UploadForm(forms.Form):
    """A file or a pasted text: one of the two."""

    file = UploadField(
        label="Upload a file",
        required=False,
        most=MAX_BYTES,
        advice="Remove pictures, or save only the self-assessment",
        help_text=(
            "Word (.docx), PDF, Excel (.xlsx), CSV, JSON from this service, a web page (.html) or "
            f"plain text (.txt). The file can be up to {_MEGABYTES} MB."
        ),
    )
    text = LongTextField(
        label="Pasted text",
        required=False,
        max_length=_MOST_PASTED,
        # It is read separately, within its own limits.
        max_lines=None,
        light=False,
        help_text=(
            "Use this if you do not have a file. Copy the whole form from a document or web page."
        ),
    )
    pasted = PastedPageField(required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.errors:
            return values
        if not values["file"] and not values["text"].strip():
            self.add_error("file", "Select a file or paste the text of the form")
        elif values["file"] and values["text"].strip():
            self.add_error("file", "Either select a file or paste the text, not both")
        else:
            self._scan_pasted()
        return values

    def _scan_pasted(self) -> None:
        """Pasted text is kept as a file too."""
        if self.cleaned_data["file"]:
            return
        try:
            check_for_viruses(self.content()[0])
        except forms.ValidationError as refusal:
            self.add_error("text", refusal)

    def content(self) -> tuple[bytes, str]:
        """What a valid form sends, and its name."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        if self.cleaned_data["pasted"].strip():
            return self.cleaned_data["pasted"].encode(), PASTED_PAGE
        return self.cleaned_data["text"].encode(), PASTED


class StartUploadForm(UploadForm):
    """Last year's form, and the Code of the self-assessment that is started with it."""

    code_edition = RadiosField(
        label="Which Code will you assess against this year?",
        error_messages={"required": "Select which Code you will assess against"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files)
        today = timezone.localdate()
        codes = list(Code.objects.all_in_force(today)) or list(Code.objects.all())
        self.codes = {code.edition: code for code in codes}
        field = self.fields["code_edition"]
        assert isinstance(field, RadiosField)  # noqa: S101 (for the type checker)
        field.choices = [(edition, code.title) for edition, code in self.codes.items()]
        if len(self.codes) == 1:
            del self.fields["code_edition"]

    def code(self) -> Code:
        """The one that a valid form names, or the only one in force."""
        edition = self.cleaned_data.get("code_edition") or next(iter(self.codes))
        return self.codes[edition]


class EditionForm(forms.Form):
    """Which Code the form is about."""

    edition = SelectField(
        label="Which Code is the form for?",
        required=False,
        help_text="We will read the form again. No answers will change.",
    )

    def __init__(self, edition: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"edition": edition})
        field = self.fields["edition"]
        assert isinstance(field, SelectField)  # noqa: S101 (for the type checker)
        codes = [(code.edition, str(code)) for code in Code.objects.all()]
        field.choices = [("", "The Code that matches the form best"), *codes]


class RowForm(forms.Form):
    """What to do with one provision; what was found can be edited first."""

    choice = RadiosField()

    def __init__(
        self, row: ImportRow, data: Mapping[str, Any] | None = None, choice: str | None = None
    ) -> None:
        """`choice` is what is selected at first; by default blanks are filled, no more."""
        usual = FILL if row.fills and not row.asks else SKIP
        names = _edited(row)
        initial = {name: value for name, (_, value) in names.items()}
        super().__init__(
            data, prefix=f"p{row.number}", initial=initial | {"choice": choice or usual}
        )
        self.row = row
        self.names = list(names)
        field = self.fields["choice"]
        assert isinstance(field, RadiosField)  # noqa: S101 (for the type checker)
        field.label = f"What to do with {row.number}"
        field.choices = _options(row)
        field.error_messages["required"] = f"Select what to do with {row.number}"
        for name, (label, _) in names.items():
            self.fields[name] = _field(name, f"{label}, {row.number}")
        self.problems = {change.name: change.problem for change in row.changes if change.problem}

    @property
    def edits(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def is_edited(self) -> bool:
        """Whether the part to edit is open."""
        return self["choice"].value() == EDIT or any(name in self.errors for name in self.names)

    def clean(self) -> dict[str, Any]:
        """Edited texts count where the person said so alone; elsewhere an edit is asked about."""
        choice = self.cleaned_data.get("choice")
        if choice == EDIT:
            self._check_due()
            ask_about_action_due(self, self.row.response)
            return self.cleaned_data
        for name in self.names:
            self.errors.pop(name, None)
        taken = {FILL: self.row.fills, TAKE: self.row.takes}.get(choice or "", [])
        if any(change.name == "action_due" for change in taken):
            ask_about_action_due(self, self.row.response)
        if choice in (FILL, TAKE) and self._has_edits():
            self.add_error(
                "choice",
                f"You edited the text for {self.row.number}. Select “Import the edited text”, or "
                f"“Leave {self.row.number} as it is”",
            )
        return self.cleaned_data

    def values(self) -> dict[str, Value]:
        """What a valid form would save, by every name of `fields.FIELDS`."""
        choice = self.cleaned_data["choice"]
        if choice == EDIT:
            edited = {name: self.cleaned_data[name] for name in self.names}
            return self.row.response.values() | edited
        return self.row.with_changes({FILL: self.row.fills, TAKE: self.row.takes}.get(choice, []))

    def _has_edits(self) -> bool:
        """Whether what was sent differs from what was offered; what was not sent does not."""
        return any(
            name in self.changed_data
            for name in self.names
            if not self.fields[name].widget.value_omitted_from_data(
                self.data, self.files, self.add_prefix(name)
            )
        )

    def _check_due(self) -> None:
        response = self.row.response
        if "action_due" not in self.cleaned_data or response.assessment.is_recorded:
            return
        try:
            validate_action_due(
                self.cleaned_data["action_due"],
                before=response.action_due,
                today=timezone.localdate(),
            )
        except forms.ValidationError as error:
            self.add_error("action_due", error)


def _edited(row: ImportRow) -> dict[str, tuple[str, Value]]:
    """The fields that can be edited, with label and text; an answer that could not be read too."""
    fields: dict[str, tuple[str, Value]] = {}
    unread = row.found.answer_text and not row.found.answer
    if unread:
        label = BY_NAME["answer"].label
        fields["answer"] = (label, row.response.answer)
    fields |= {change.name: (change.label, change.after) for change in row.changes}
    if row.has_rest:
        # What could not be placed has to find its place in one of these.
        code = row.response.provision.code
        for name in ("evidence",) if code.has_single_text_column else ("evidence", "commentary"):
            label = BY_NAME[name].label_in(code)
            fields.setdefault(name, (label, row.response.values()[name]))
    return fields


def _options(row: ImportRow) -> list[tuple[str, str]]:
    options = []
    if row.fills:
        options.append(
            (FILL, "Fill in blank fields only" if row.overwrites else "Import this answer")
        )
    if row.overwrites:
        options.append((TAKE, "Replace what is here now"))
    return [*options, (EDIT, "Import the edited text"), (SKIP, f"Leave {row.number} as it is")]


def _field(name: str, label: str) -> forms.Field:
    field = BY_NAME[name]
    match field.kind:
        case Kind.CHOICE:
            choices = [("", "Not answered"), *Answer.choices]
            return SelectField(label=label, required=False, choices=choices)
        case Kind.DATE:
            return GovDateField(label=label, required=False)
        case Kind.LINE:
            return ShortTextField(label=label, required=False, max_length=field.most)
        case Kind.TEXT:
            return LongTextField(label=label, required=False, max_length=field.most, rows=5)
