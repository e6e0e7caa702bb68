"""Which year the sender says that a form is for. Nobody was asked about those sent in before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0010_draft_subject_required")]

    operations = [
        migrations.AddField(
            "importedfile",
            "form_year",
            models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
