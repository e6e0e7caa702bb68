"""Choices that a person made on the preview, kept until they import or come back.

As unsaved text is: for that person alone, outside the history, and gone when the assessment closes.
A provision that someone has saved since is not among them: what is there now is shown afresh.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone

from accounts.access import Member
from accounts.models import Membership
from assessments import rules
from assessments.editing.drafts import MOST_CHARACTERS
from assessments.intake.forms import RowForm
from assessments.intake.planning import ImportRow
from assessments.models import ImportedFile, TypedDraft
from assessments.models.draft import TypedDraftQuerySet

KIND = "import"
_VERSION = "version_{}"


def keep(member: Member, imported: ImportedFile, forms: Iterable[RowForm]) -> None:
    """Keeps what differs from the preview's own proposal, for the provisions that were sent.

    What cannot be stored is left out. Does nothing for a person who may not import.
    """
    if not rules.may_edit(member, imported.assessment) or not imported.assessment.is_editable:
        return
    draft = _mine(member, imported).first()
    values = dict(draft.values) if draft is not None else {}
    for form in forms:
        if form.is_bound and form.add_prefix("choice") in form.data:
            values = {k: text for k, text in values.items() if not _is_of(k, form)}
            values |= _typed(form)
    if not values:
        _mine(member, imported).delete()
        return
    TypedDraft.objects.update_or_create(
        membership=Membership.objects.get(user=member.user, landlord=member.landlord),
        kind=KIND,
        subject_id=imported.pk,
        defaults={
            "assessment": imported.assessment,
            "base_version": 0,
            "values": values,
            "updated_at": timezone.now(),
        },
    )


def kept_choices(
    member: Member, imported: ImportedFile, rows: Iterable[ImportRow]
) -> tuple[QueryDict, datetime | None]:
    """What was kept for these provisions, as a form sends it, and since when; empty for nothing."""
    data = QueryDict(mutable=True)
    draft = _mine(member, imported).first()
    if draft is None:
        return data, None
    for row in rows:
        if draft.values.get(_VERSION.format(row.number)) == str(row.response.version):
            prefix = f"p{row.number}-"
            data.update({k: text for k, text in draft.values.items() if k.startswith(prefix)})
    return data, draft.updated_at if data else None


def forget(member: Member, imported: ImportedFile) -> None:
    """Removes the person's own choices."""
    _mine(member, imported).delete()


def forget_all(imported: ImportedFile) -> None:
    """Removes everyone's, where the form is gone, imported, or read again."""
    TypedDraft.objects.about(KIND, imported.pk).delete()


def _mine(member: Member, imported: ImportedFile) -> TypedDraftQuerySet:
    return TypedDraft.objects.by(member).about(KIND, imported.pk)


def _is_of(name: str, form: RowForm) -> bool:
    return name.startswith(f"{form.prefix}-") or name == _VERSION.format(form.row.number)


def _typed(form: RowForm) -> dict[str, str]:
    """What was sent for one provision; nothing where that is what is proposed anyway."""
    sent = {str(k): str(form.data[k]) for k in form.data if str(k).startswith(f"{form.prefix}-")}
    bad = any("\x00" in text or len(text) > MOST_CHARACTERS for text in sent.values())
    if bad or not form.has_changed():
        return {}
    version = form.data.get(_VERSION.format(form.row.number), str(form.row.response.version))
    return {**sent, _VERSION.format(form.row.number): str(version)}
