"""The fields of an answer's form, each with what was said there in an earlier year."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms.boundfield import BoundField

from assessments.editing.earlier import Row, row_of
from assessments.editing.forms import ResponseForm
from assessments.fields import OWN
from assessments.models import Response


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
        [row_of(form, name, earlier) for name in ("evidence", "commentary") if name in form.fields],
        [row_of(form, field.name, earlier) for field in OWN],
        earlier,
        is_folded,
    )
