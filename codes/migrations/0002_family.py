"""Whose Code it is: a table of families, and a place for it on each Code."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codes", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Family",
            fields=[
                ("slug", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("publisher", models.CharField(max_length=200)),
                ("advice", models.CharField(max_length=500)),
                ("website", models.URLField()),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("is_submitted", models.BooleanField(default=False)),
                ("legal", models.TextField(blank=True)),
                ("risk", models.TextField(blank=True)),
            ],
            options={"verbose_name_plural": "families", "ordering": ["title"]},
        ),
        migrations.AddField(
            model_name="code",
            name="family",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="codes",
                to="codes.family",
            ),
        ),
        migrations.AlterModelOptions(
            name="code", options={"ordering": ("-in_force_from", "edition")}
        ),
    ]
