"""What an answer cites: chosen from the library, entered with it, its clause changed or checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from assessments.enums import citation_label
from assessments.evidence.forms import ItemForm
from assessments.models import Citation, EvidenceItem
from selfassess.common.forms import RadiosField, ShortTextField

NEWEST, SAME = "newest", "same"
_ITEM = "Select an item"
_EDITION = "Select which edition supports this answer"


def clause_field() -> ShortTextField:
    """Which part of an item an answer means."""
    return ShortTextField(
        label="Clause or page (optional)",
        max_length=150,
        required=False,
        help_text="Where in the document it says so. For example, 4.2 or page 7.",
    )


class CiteForm(forms.Form):
    """An item of the library, and its clause."""

    item = RadiosField(
        label="Which item?", error_messages={"required": _ITEM, "invalid_choice": _ITEM}
    )
    clause = clause_field()

    def __init__(
        self, items: Sequence[EvidenceItem], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.items = {str(item.pk): item for item in items}
        field = self.fields["item"]
        assert isinstance(field, RadiosField)  # noqa: S101 (for the type checker)
        field.choices = [(pk, item.title) for pk, item in self.items.items()]
        field.option_hints = {pk: _hint(item) for pk, item in self.items.items()}

    @property
    def chosen(self) -> EvidenceItem:
        """The item of a valid form."""
        return self.items[self.cleaned_data["item"]]


class NewCitationForm(ItemForm):
    """A new item for the library, and its clause in the answer."""

    clause = clause_field()


class ClauseForm(forms.Form):
    """Another clause of the same item; where that has a newer edition, of which edition."""

    edition = RadiosField(
        label="Which edition supports this answer?",
        error_messages={"required": _EDITION, "invalid_choice": _EDITION},
    )
    clause = clause_field()

    def __init__(
        self,
        citation: Citation,
        newest: EvidenceItem | None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """`newest`: the newest edition, where the citation is to be checked against it."""
        super().__init__(data, initial={"clause": citation.clause})
        if newest is None:
            del self.fields["edition"]
            return
        field = self.fields["edition"]
        assert isinstance(field, RadiosField)  # noqa: S101 (for the type checker)
        field.choices = [(NEWEST, f"The newer edition: {newest.title}"), (SAME, "The earlier one")]
        field.option_hints = {
            NEWEST: "Check that the clause below is right in this edition.",
            SAME: f"Keep {citation_label(citation.item.title, citation.clause)}.",
        }


def _hint(item: EvidenceItem) -> str:
    """What tells items of the same title apart."""
    who = "Public" if item.is_public else "Internal"
    return ". ".join(filter(None, (who, item.address or item.file_name)))
