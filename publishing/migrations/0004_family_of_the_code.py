from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    codes = apps.get_model("codes", "Code").objects.filter(pk=OuterRef("code"))
    apps.get_model("publishing", "Publication").objects.update(
        family=Subquery(codes.values("family")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_family")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
