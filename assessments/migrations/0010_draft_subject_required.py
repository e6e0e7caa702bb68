"""Every unsaved text is about one subject, once a person; the two foreign keys go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0009_draft_subject_filled")]

    operations = [
        migrations.AlterField(
            "typeddraft",
            "assessment",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assessments.assessment",
            ),
        ),
        migrations.AlterField("typeddraft", "kind", models.CharField(max_length=20)),
        migrations.AlterField("typeddraft", "subject_id", models.PositiveBigIntegerField()),
        migrations.AddConstraint(
            "typeddraft",
            models.UniqueConstraint(
                fields=["membership", "kind", "subject_id"], name="draft_once_a_person_and_subject"
            ),
        ),
        migrations.RemoveField("typeddraft", "response"),
        migrations.RemoveField("typeddraft", "body_response"),
    ]
