from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0005_one_a_year_and_family'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assessment',
            name='submitted_digest',
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
