"""What the "govuk" template pack asks of a form: which component a field is, its attributes, its
options and its errors. Markup stays in templates/govuk/.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from selfassess.common.forms.dates import PARTS, GovDateWidget

register = template.Library()


@dataclass(frozen=True)
class FormError:
    """One line of the error summary; `target` is the id to go to, empty where there is none."""

    message: str
    target: str


@dataclass(frozen=True)
class Option:
    """One radio or checkbox."""

    id: str
    name: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True)
class DateBox:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    wrong: bool


# The first that fits wins, so the special widgets stand before those that they are made from.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (GovDateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
)
_CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "file": "govuk-file-upload",
    "input": "govuk-input",
}
# What a box holds in one of its rows, about, and the most rows that it begins with.
_CHARACTERS_A_ROW = 65
_MOST_ROWS = 25


@register.filter
def gov_kind(field: BoundField) -> str:
    """The component that shows the field: the name of a template in govuk/fields/."""
    if field.is_hidden:
        return "hidden"
    widget = field.field.widget
    return next((kind for cls, kind in _KINDS if isinstance(widget, cls)), "input")


@register.filter
def gov_limit(field: BoundField) -> int | None:
    """How many characters a character count counts to; None for a field without a count."""
    counted = isinstance(field.field.widget, forms.Textarea) or getattr(
        field.field, "counted", False
    )
    return getattr(field.field, "max_length", None) if counted else None


@register.simple_tag
def gov_widget(field: BoundField) -> SafeString:
    """The field's input, with the component's classes and the ids of what describes it."""
    kind = gov_kind(field)
    classes = [_CLASSES[kind]]
    if field.errors:
        classes.append(f"{_CLASSES[kind].split()[0]}--error")
    attrs: dict[str, str | bool] = {}
    described = [field.aria_describedby or ""]
    if getattr(field.field, "remarks", None):
        described.append(f"{field.auto_id}_remarks")
    if kind == "textarea":
        attrs |= {"spellcheck": "true", "rows": _rows(field)}
    if gov_limit(field):
        classes.append("govuk-js-character-count")
        described.append(f"{field.auto_id}-info")
    if kind == "password":
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    if own := field.field.widget.attrs.get("class"):
        classes.append(own)
    attrs["class"] = " ".join(classes)
    if described_by := " ".join(filter(None, described)):
        attrs["aria-describedby"] = described_by
    return field.as_widget(attrs=attrs)


def _rows(field: BoundField) -> str:
    """As many as its text takes, up to what a screen holds: boxes grow without script too."""
    text = str(field.value() or "")
    needed = sum(len(line) // _CHARACTERS_A_ROW + 1 for line in text.split("\n"))
    least = int(field.field.widget.attrs.get("rows", 2))
    return str(max(least, min(needed, _MOST_ROWS)))


@register.filter
def gov_options(field: BoundField) -> list[Option]:
    """The radios or checkboxes of a field. The first has the field's own id, so that a link from
    the error summary lands on it.
    """
    hints: dict[str, str] = getattr(field.field, "option_hints", {})
    return [
        Option(
            id=field.auto_id if index == 0 else f"{field.auto_id}-{index + 1}",
            name=widget.data["name"],
            value=str(widget.data["value"]),
            label=str(widget.data["label"]),
            hint=hints.get(str(widget.data["value"]), ""),
            checked=bool(widget.data["selected"]),
        )
        for index, widget in enumerate(field.subwidgets)
    ]


@register.filter
def gov_date_boxes(field: BoundField) -> list[DateBox]:
    """The day, month and year of a date field, as typed; the first has the field's own id."""
    value = field.value()
    typed = value if isinstance(value, list) else GovDateWidget().decompress(value)
    wrong = {
        part
        for error in field.errors.as_data()
        for part in (error.params or {}).get("parts", PARTS)
    }
    return [
        DateBox(
            id=field.auto_id if index == 0 else f"{field.auto_id}_{index}",
            name=f"{field.html_name}_{index}",
            label=part.capitalize(),
            value=str(text if text is not None else ""),
            width=4 if part == "year" else 2,
            wrong=part in wrong,
        )
        for index, (part, text) in enumerate(zip(PARTS, typed, strict=True))
    ]


@register.filter
def form_errors(form: forms.BaseForm) -> list[FormError]:
    """The form's errors in the order of its fields, those of the whole form first.

    An error of the whole form leads to its first field that can be seen.
    """
    visible = [field for field in form if not field.is_hidden]
    first = visible[0].auto_id if visible else ""
    found = [FormError(str(message), first) for message in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.auto_id
        found += [FormError(str(message), target) for message in field.errors]
    return found
