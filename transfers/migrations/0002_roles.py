"""Editors and analysts keep links; analysts flag needs, make scenarios and keep shortlists."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

LINKS = ["link", "linkstep", "linknews", "linkcondition"]
PLANS = ["needflag", "scenario", "scenariomove", "shortlisted"]
EDITED = {"editor": [*LINKS, "training"], "analyst": LINKS + PLANS}


def grant(apps, schema_editor):
    """Permissions are made after all migrations as a rule; the groups need them now."""
    config = installed.get_app_config("transfers")
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    ours = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="transfers")
    for name, models in EDITED.items():
        for group in Group.objects.filter(name=name):
            group.permissions.add(*ours.filter(codename__startswith="view_"))
            group.permissions.add(*ours.filter(content_type__model__in=models))
    for group in Group.objects.filter(name="admin"):
        group.permissions.add(*ours)


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial"), ("squads", "0007_change_kinds")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
