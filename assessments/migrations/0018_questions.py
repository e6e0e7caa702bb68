"""Questions about a submitted assessment, what was said, and how the history tells of that."""

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
    ("question_raised", "Asked a question"),
    ("question_answered", "Answered a question"),
    ("question_closed", "Closed a question"),
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
        ('assessments', '0017_link_checks'),
        ('codes', '0005_provision_short_title'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='historyentry',
            name='event',
            field=models.CharField(choices=EVENTS, max_length=24),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raised_by_name', models.CharField(max_length=150)),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('raised', 'Waiting for an answer'), ('answered', 'Answered'), ('closed', 'Closed')], default='raised', max_length=10)),
                ('closed_by_name', models.CharField(blank=True, max_length=150)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='assessments.assessment')),
                ('provision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='codes.provision')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='QuestionMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(choices=[('asked', 'Asked'), ('answered', 'Answered'), ('closed', 'Closed the question')], max_length=10)),
                ('author_id', models.BigIntegerField()),
                ('author_name', models.CharField(max_length=150)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='assessments.question')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['assessment', 'state'], name='question_lookup'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='question_closed_at_some_time'),
        ),
    ]
