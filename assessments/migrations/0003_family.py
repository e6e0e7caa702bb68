"""Whose Code an assessment is against: a constraint cannot follow it through the Code."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_file_removed"),
        ("codes", "0004_every_code_has_a_family"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="family",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="codes.family",
            ),
        ),
    ]
