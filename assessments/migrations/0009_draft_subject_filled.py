"""Fills what each unsaved text is about; and back again."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

# A kind, the foreign key that stood for it, and its model.
_KINDS = (
    ("answer", "response", "Response"),
    ("body_response", "body_response", "GoverningBodyResponse"),
)


def from_keys(apps, schema_editor):
    alias = schema_editor.connection.alias
    drafts = apps.get_model("assessments", "TypedDraft").objects.using(alias)
    for kind, key, model in _KINDS:
        subject = apps.get_model("assessments", model).objects.filter(pk=OuterRef(f"{key}_id"))
        drafts.filter(**{f"{key}__isnull": False}).update(
            kind=kind,
            subject_id=F(f"{key}_id"),
            assessment=Subquery(subject.values("assessment")[:1]),
        )


def to_keys(apps, schema_editor):
    """Text about any other kind of subject has no place in the older table, and goes."""
    alias = schema_editor.connection.alias
    drafts = apps.get_model("assessments", "TypedDraft").objects.using(alias)
    for kind, key, model in _KINDS:
        rows = apps.get_model("assessments", model).objects.using(alias).values("pk")
        of_kind = drafts.filter(kind=kind, subject_id__in=rows)
        of_kind.update(**{f"{key}_id": F("subject_id")})
    drafts.filter(response=None, body_response=None).delete()


class Migration(migrations.Migration):
    dependencies = [("assessments", "0008_draft_subject_added")]

    operations = [migrations.RunPython(from_keys, to_keys)]
