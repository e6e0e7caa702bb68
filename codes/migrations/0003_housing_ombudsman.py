"""Every Code of before there were families is the Housing Ombudsman's."""

from django.db import migrations

# As fixtures/codes/ has it: loading the Codes afterwards changes nothing.
HOUSING_OMBUDSMAN = {
    "title": "Housing Ombudsman’s Complaint Handling Code",
    "publisher": "Housing Ombudsman",
    "advice": (
        "You can ask the Housing Ombudsman for advice at any time. It is free, independent and "
        "impartial."
    ),
    "website": "https://www.housing-ombudsman.org.uk",
    "telephone": "0300 111 3000",
    "post": "PO Box 1484, Unit D, Preston PR2 0ET",
    "is_submitted": True,
    "legal": (
        "Members of the Housing Ombudsman Scheme have to assess themselves against the Code each "
        "year and publish the result with the governing body’s response."
    ),
    "risk": (
        "A landlord that does not submit its self-assessment may be given a Complaint Handling "
        "Failure Notice, which is published."
    ),
}


def fill(apps, schema_editor):
    codes = apps.get_model("codes", "Code").objects.filter(family=None)
    if codes.exists():
        family, _ = apps.get_model("codes", "Family").objects.get_or_create(
            slug="housing-ombudsman", defaults=HOUSING_OMBUDSMAN
        )
        codes.update(family=family)


class Migration(migrations.Migration):
    dependencies = [("codes", "0002_family")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
