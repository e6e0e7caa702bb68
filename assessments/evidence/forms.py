"""Entering an item of the library, alone or for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.enums import EvidenceKind
from assessments.evidence import files
from assessments.evidence.files import Content
from assessments.evidence.services import Details
from assessments.models import EvidenceItem
from selfassess.common.forms import (
    GovDateField,
    RadiosField,
    ShortTextField,
    UploadField,
    WebAddressField,
)

PUBLIC, INTERNAL = "public", "internal"
_VISIBLE = "Select who can see this item"
_KIND = "Select what kind of evidence this is"


class ItemForm(forms.Form):
    """What is known of an item. It has a web address, or a file, or neither."""

    title = ShortTextField(
        label="Title",
        max_length=200,
        help_text="What the document or page is called. For example, Complaints policy.",
        error_messages={"required": "Enter the title"},
    )
    address = WebAddressField(
        label="Web address",
        max_length=500,
        required=False,
        help_text="Where people can read it. Leave this blank if it is not on the web.",
    )
    file = UploadField(
        label="Or upload a file",
        required=False,
        most=files.MAX_BYTES,
        help_text=f"{files.KINDS}. The file can be up to {files.MEGABYTES} MB. We do not publish "
        "uploaded files, so the item has to be internal.",
    )
    kind = RadiosField(
        label="What kind of evidence is this?",
        choices=EvidenceKind.choices,
        hints={
            EvidenceKind.POLICY: "What you say you will do.",
            EvidenceKind.PRACTICE: "What shows that you do it. For example, letters or training.",
            EvidenceKind.DATA: "Figures. For example, a performance report.",
        },
        error_messages={"required": _KIND, "invalid_choice": _KIND},
    )
    visible = RadiosField(
        label="Who can see this item?",
        choices=[(PUBLIC, "Public"), (INTERNAL, "Internal")],
        hints={
            PUBLIC: "We publish its title, clause and web address with the answers that cite it.",
            INTERNAL: "Only your team sees it. We never publish it.",
        },
        error_messages={"required": _VISIBLE, "invalid_choice": _VISIBLE},
    )
    dated_on = GovDateField(
        label="Date of the document (optional)",
        required=False,
        help_text="For example, when it was approved.",
    )
    covers_from = GovDateField(label="Covers the period from (optional)", required=False)
    covers_to = GovDateField(label="Covers the period to (optional)", required=False)
    owner = ShortTextField(
        label="Owner (optional)",
        max_length=150,
        required=False,
        help_text="The team or job title that keeps it up to date. We never publish this.",
    )
    review_on = GovDateField(
        label="Review date (optional)",
        required=False,
        help_text="We list the item as due for review from this day on.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        item: EvidenceItem | None = None,
        replaces: bool = False,
    ) -> None:
        """`item`: the one that is changed, or that a newer edition `replaces`."""
        super().__init__(data, files, initial=_initial(item) if item else None)
        self.item = item
        self.replaces = replaces
        self.content: Content | None = None

    @property
    def more(self) -> list[forms.BoundField]:
        """What need not be said."""
        return [self[name] for name in _MORE]

    @property
    def has_more(self) -> bool:
        """Whether any of that is filled in or wrong."""
        values = (self[name].value() for name in _MORE)
        typed = any(any(v) if isinstance(v, list) else v for v in values)
        return typed or any(name in self.errors for name in _MORE)

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent is None:
            return None
        try:
            self.content = files.read(sent.read(), sent.name)
        except files.NotTaken as reason:
            raise ValidationError(str(reason)) from None
        return sent

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.content and values.get("address"):
            self.add_error("file", "Enter a web address or upload a file, not both")
        elif self._has_file and values.get("visible") == PUBLIC:
            self.add_error(
                "visible",
                "Select Internal, because we do not publish uploaded files. To publish this item, "
                "put the file on your website and enter its web address",
            )
        start, end = values.get("covers_from"), values.get("covers_to")
        if start and end and end < start:
            self.add_error("covers_to", "The end of the period must be after its beginning")
        return values

    @property
    def _has_file(self) -> bool:
        return self.content is not None or self.keeps_file

    @property
    def keeps_file(self) -> bool:
        """Whether the file that the item has stays: nothing else has been given in its place."""
        had = self.item is not None and bool(self.item.storage_name) and not self.replaces
        return had and self.content is None and not self.cleaned_data.get("address")

    def details(self) -> Details:
        """What a valid form says."""
        values = self.cleaned_data
        names = ("title", "kind", "address", *_MORE)
        said = {name: values[name] for name in names}
        return Details(is_public=values["visible"] == PUBLIC, **said)


_MORE = ("dated_on", "covers_from", "covers_to", "owner", "review_on")


def _initial(item: EvidenceItem) -> dict[str, Any]:
    names = ("title", "address", "kind", *_MORE)
    return {name: getattr(item, name) for name in names} | {
        "visible": PUBLIC if item.is_public else INTERNAL
    }
