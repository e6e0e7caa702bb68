"""Whose Code a publication is against: its version is counted within landlord, year and family."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0002_draft_file_message"),
        ("codes", "0004_every_code_has_a_family"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="family",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="codes.family",
            ),
        ),
    ]
