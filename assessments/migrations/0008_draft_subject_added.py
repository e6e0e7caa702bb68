"""Unsaved text names what it is about by kind and id, so that more than two things can be edited.

Three steps, each in a transaction of its own, since PostgreSQL alters no table in which rows were
changed just now: this one adds, the next fills, the last takes the two foreign keys away.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_imported_finished_at")]

    operations = [
        migrations.RemoveConstraint("typeddraft", "draft_once_a_person_and_response"),
        migrations.RemoveConstraint("typeddraft", "draft_once_a_person_and_body"),
        migrations.RemoveConstraint("typeddraft", "draft_of_one_thing"),
        migrations.AddField(
            "typeddraft",
            "assessment",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assessments.assessment",
            ),
        ),
        migrations.AddField("typeddraft", "kind", models.CharField(default="", max_length=20)),
        migrations.AddField("typeddraft", "subject_id", models.PositiveBigIntegerField(null=True)),
    ]
