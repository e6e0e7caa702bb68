import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codes", "0003_housing_ombudsman")]

    operations = [
        migrations.AlterField(
            model_name="code",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="codes",
                to="codes.family",
            ),
        ),
    ]
