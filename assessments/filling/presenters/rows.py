"""The fields of an answer's form, each with what was said there in an earlier year."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms.boundfield import BoundField

from assessments.completeness import is_blank
from assessments.editing.forms import ResponseForm
from assessments.fields import BY_NAME, OWN, single_text
from assessments.models import Response


@dataclass(frozen=True)
class Row:
    """One field. `said`: in words, empty where nothing was; `may_use`: whether the field may take
    that text as its own.
    """

    field: BoundField
    label: str
    said: str
    may_use: bool


@dataclass(frozen=True)
class Rows:
    """A form's fields, as its page shows them: the answer, what explains it, and what will be done
    where the provision is not met. `earlier`: what the landlord said before, if anything.
    """

    answer: BoundField
    texts: list[Row]
    own: list[Row]
    earlier: Response | None
    is_folded: bool

    @property
    def year(self) -> str:
        return self.earlier.assessment.year.label if self.earlier else ""


def rows_of(form: ResponseForm, earlier: Response | None, *, is_folded: bool = False) -> Rows:
    """The form's fields beside an earlier answer, whose assessment is loaded. `is_folded`: what
    was said then is there to be opened.
    """
    return Rows(
        form["answer"],
        [_row(form, name, earlier) for name in ("evidence", "commentary") if name in form.fields],
        [_row(form, field.name, earlier) for field in OWN],
        earlier,
        is_folded,
    )


def _row(form: ResponseForm, name: str, earlier: Response | None) -> Row:
    said = text_said(form, name, earlier) if earlier else ""
    return Row(
        form[name], str(form.fields[name].label), said, bool(said) and BY_NAME[name].is_copied
    )


def text_said(form: ResponseForm, name: str, earlier: Response) -> str:
    """What the earlier answer has for a field of the form, as it is shown and may be used."""
    if name == "evidence" and "commentary" not in form.fields:
        text = single_text(earlier.values())
    else:
        text = BY_NAME[name].in_words(getattr(earlier, name))
    return "" if is_blank(text) else text
