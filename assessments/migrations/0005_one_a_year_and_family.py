import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_family_of_the_code")]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="codes.family",
            ),
        ),
        migrations.RemoveConstraint(model_name="assessment", name="assessment_one_open_a_year"),
        migrations.RemoveConstraint(model_name="assessment", name="assessment_one_recorded_a_year"),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["approved", "draft", "in_review", "returned"])),
                fields=("landlord", "year_start", "family"),
                name="assessment_one_open_a_year_and_family",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "recorded")),
                fields=("landlord", "year_start", "family"),
                name="assessment_one_recorded_a_year_and_family",
            ),
        ),
    ]
