"""The landlord's library of evidence, where answers cite it, and what the history tells of that."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('assessments', '0012_event_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='historyentry',
            name='event',
            field=models.CharField(choices=[('started', 'Started the assessment'), ('details_changed', 'Changed the details'), ('recorded', 'Recorded what was published elsewhere'), ('response_saved', 'Saved an answer'), ('carried', 'Carried an answer forward'), ('confirmed', 'Confirmed an answer carried forward'), ('started_afresh', 'Cleared an answer'), ('left_out', 'Left an answer out'), ('response_not_kept', 'Typed an answer, but kept a colleague’s'), ('cited', 'Added an evidence item'), ('citation_changed', 'Changed an evidence item'), ('uncited', 'Removed an evidence item'), ('file_removed', 'Removed an uploaded file'), ('body_response_saved', 'Drafted the governing body’s response'), ('body_response_not_kept', 'Typed a governing body’s response, but kept a colleague’s'), ('body_response_confirmed', 'Confirmed the governing body’s response'), ('minute_recorded', 'Recorded the minute reference'), ('submit', 'Sent for approval'), ('take_back', 'Took back from the governing body'), ('return', 'Returned to the complaints officer'), ('approve', 'Approved'), ('publish', 'Published'), ('discard', 'Discarded'), ('withdraw', 'Withdrew the publication')], max_length=24),
        ),
        migrations.CreateModel(
            name='EvidenceItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('policy', 'Policy or procedure'), ('practice', 'Evidence of practice'), ('data', 'Data')], max_length=12)),
                ('is_public', models.BooleanField(default=False)),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='web address')),
                ('file_name', models.CharField(blank=True, max_length=150)),
                ('file_type', models.CharField(blank=True, max_length=80)),
                ('storage_name', models.CharField(blank=True, max_length=200)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveIntegerField(default=0)),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('covers_from', models.DateField(blank=True, null=True)),
                ('covers_to', models.DateField(blank=True, null=True)),
                ('owner', models.CharField(blank=True, max_length=150)),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='review date')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('landlord', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_items', to='accounts.landlord')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='earlier_editions', to='assessments.evidenceitem')),
            ],
            options={
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.CharField(blank=True, max_length=150, verbose_name='clause or page')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('needs_checking', models.BooleanField(default=False)),
                ('sent', models.JSONField(blank=True, null=True)),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='assessments.response')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='assessments.evidenceitem')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'indexes': [models.Index(condition=models.Q(('needs_checking', True)), fields=['item'], name='citation_to_check')],
                'constraints': [models.UniqueConstraint(fields=('response', 'item'), name='citation_once_an_answer_and_item')],
            },
        ),
    ]
