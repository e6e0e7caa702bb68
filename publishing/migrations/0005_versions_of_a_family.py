import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0004_family_of_the_code")]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="codes.family",
            ),
        ),
        migrations.RemoveConstraint(model_name="publication", name="publication_version_once"),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                fields=("landlord", "year_start", "family", "version"),
                name="publication_version_once",
            ),
        ),
    ]
