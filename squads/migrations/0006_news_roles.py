"""Editors enter news items and outlets, and settle what a feed says otherwise."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITED = ["newsitem", "outlet", "feedreport"]
SEEN = ["feedrun", "clubidentifier", "historicalnewsitem", "historicaloutlet"]


def grant(apps, schema_editor):
    """Permissions are made after all migrations as a rule; the groups need them now."""
    config = installed.get_app_config("squads")
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    ours = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="squads", content_type__model__in=EDITED + SEEN
    )
    for group in Group.objects.filter(name="editor"):
        group.permissions.add(*ours.filter(content_type__model__in=EDITED))
    for group in Group.objects.filter(name__in=["editor", "analyst"]):
        group.permissions.add(*ours.filter(codename__startswith="view_"))
    for group in Group.objects.filter(name="admin"):
        group.permissions.add(*ours)


class Migration(migrations.Migration):
    dependencies = [("squads", "0005_entries_by_hand")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
