"""What came of looking at web addresses, and how far each landlord's check is."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('assessments', '0016_contributions'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('message', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('checking', 'Being checked'), ('done', 'Checked'), ('failed', 'Stopped')], default='waiting', max_length=12)),
                ('total', models.PositiveIntegerField(default=0)),
                ('landlord', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='link_run', to='accounts.landlord')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=600)),
                ('outcome', models.CharField(max_length=12)),
                ('moved_to', models.CharField(blank=True, max_length=600)),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('landlord', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_checks', to='accounts.landlord')),
            ],
            options={
                'ordering': ['address'],
                'constraints': [models.UniqueConstraint(fields=('landlord', 'address'), name='link_check_once_an_address')],
            },
        ),
    ]
