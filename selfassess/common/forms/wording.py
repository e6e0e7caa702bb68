"""How a field's name stands in the sentence of an error."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator


def sentence_start(label: str) -> str:
    """The label as a sentence begins: "Due date" for "due date"."""
    return label[:1].upper() + label[1:]


def in_sentence(label: str) -> str:
    """The label inside a sentence: "due date" for "Due date", but "MRC’s title" stays."""
    first = label.split(" ")[0]
    if first[1:] != first[1:].lower():
        return label
    return label[:1].lower() + label[1:]


def check_storable(label: str, text: str) -> None:
    """Refuses a null byte, which PostgreSQL cannot store. Raises ValidationError."""
    if "\x00" in text:
        raise ValidationError(
            f"{sentence_start(label)} contains a character that cannot be stored. "
            "Type it again without it.",
            code="null_character",
        )


def check_length(label: str, text: str, most: int) -> None:
    """Refuses a text that is too long, and says by how much. Raises ValidationError."""
    if len(text) > most:
        raise ValidationError(
            f"{sentence_start(label)} must be {most:,} characters or fewer. It has {len(text):,}.",
            code="max_length",
        )


def check_lines(label: str, text: str, most: int) -> None:
    """Refuses a text of too many lines, and says by how much. Raises ValidationError."""
    count = len(text.splitlines())
    if count > most:
        raise ValidationError(
            f"{sentence_start(label)} must have {most:,} lines or fewer. It has {count:,}. "
            "Remove empty lines, or join short ones.",
            code="max_lines",
        )


def speak_plainly(field: forms.CharField, label: str) -> None:
    """Gives one of Django's text fields our label and errors, for fields that we do not make.

    The browser's own limit goes: it would cut a paste without a word.
    """
    field.label = label
    field.error_messages["required"] = f"Enter {in_sentence(label)}"
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs.pop("placeholder", None)
    most = field.max_length
    field.validators = [
        validator
        for validator in field.validators
        if not isinstance(validator, ProhibitNullCharactersValidator | MaxLengthValidator)
    ]
    field.validators.append(lambda text: check_storable(label, text))
    if most is not None:
        field.validators.append(lambda text: check_length(label, text, most))
