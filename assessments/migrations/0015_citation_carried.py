"""What the history tells of citations that are carried forward."""

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
    ("submit", "Sent for approval"),
    ("take_back", "Took back from the governing body"),
    ("return", "Returned to the complaints officer"),
    ("approve", "Approved"),
    ("publish", "Published"),
    ("discard", "Discarded"),
    ("withdraw", "Withdrew the publication"),
]


class Migration(migrations.Migration):
    dependencies = [("assessments", "0014_shared_notes")]

    operations = [
        migrations.AlterField(
            "historyentry", "event", models.CharField(choices=EVENTS, max_length=24)
        ),
    ]
