"""What colleagues are asked to write, what they wrote, and how the history tells of that."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

EVENTS = [
    ("started", "Started the assessment"),
    ("details_changed", "Changed the details"),
    ("recorded", "Recorded what was published elsewhere"),
    ("response_saved", "Saved an answer"),
    ("carried", "Carried an answer forward"),
    ("confirmed", "Confirmed an answer carried forward"),
    ("started_afresh", "Cleared an answer"),
    ("left_out", "Left an answer out"),
    ("response_not_kept", "Typed an answer, but kept a colleague’s"),
    ("cited", "Added an evidence item"),
    ("citation_changed", "Changed an evidence item"),
    ("uncited", "Removed an evidence item"),
    ("citation_carried", "Carried an evidence item forward"),
    ("file_removed", "Removed an uploaded file"),
    ("body_response_saved", "Drafted the governing body’s response"),
    ("body_response_not_kept", "Typed a governing body’s response, but kept a colleague’s"),
    ("body_response_confirmed", "Confirmed the governing body’s response"),
    ("note_shared", "Shared a note"),
    ("note_taken_back", "Took back a shared note"),
    ("minute_recorded", "Recorded the minute reference"),
    ("asked", "Asked a colleague"),
    ("contribution_ready", "Said that their text is ready"),
    ("contribution_not_mine", "Said that someone else should be asked"),
    ("contribution_sent_back", "Sent a colleague’s text back"),
    ("contribution_accepted", "Accepted a colleague’s text"),
    ("reassigned", "Asked someone else instead"),
    ("taken_over", "Took over from a colleague"),
    ("submit", "Sent for approval"),
    ("take_back", "Took back from the governing body"),
    ("return", "Returned to the complaints officer"),
    ("approve", "Approved"),
    ("publish", "Published"),
    ("discard", "Discarded"),
    ("withdraw", "Withdrew the publication"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0015_citation_carried'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='historyentry',
            name='event',
            field=models.CharField(choices=EVENTS, max_length=24),
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('ready', 'Ready'), ('not_mine', 'Not theirs'), ('sent_back', 'Sent back'), ('accepted', 'Accepted'), ('taken_over', 'Taken over')], default='asked', max_length=12)),
                ('note', models.TextField(blank=True)),
                ('due_date', models.DateField()),
                ('asked_by_name', models.CharField(max_length=150)),
                ('asked_on', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('partly', 'Partly'), ('not_applicable', 'Not applicable')], max_length=16)),
                ('evidence', models.TextField(blank=True)),
                ('commentary', models.TextField(blank=True)),
                ('reply', models.TextField(blank=True)),
                ('remark', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='assessments.response')),
            ],
            options={
                'ordering': ['response__provision__position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ContributionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_id', models.BigIntegerField()),
                ('author_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.CharField(blank=True, max_length=16)),
                ('evidence', models.TextField(blank=True)),
                ('commentary', models.TextField(blank=True)),
                ('reply', models.TextField(blank=True)),
                ('is_saved', models.BooleanField(default=True)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='assessments.contribution')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='contribution',
            index=models.Index(fields=['person', 'state'], name='contribution_asked_of'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'not_mine', 'ready', 'sent_back'])), fields=('response', 'person'), name='contribution_one_open_a_person'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(condition=models.Q(('person', None), ('state__in', ['asked', 'not_mine', 'ready', 'sent_back']), models.Q(('email', ''), _negated=True)), fields=('response', 'email'), name='contribution_one_open_an_address'),
        ),
    ]
