"""The roles as groups: editor, analyst, admin. A reader has no account."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# Editors change what moves a chart; clubs, formations and competitions are theirs to see.
EDITED = [
    "player",
    "playeridentifier",
    "playerposition",
    "contract",
    "injury",
    "absence",
    "returnestimate",
    "ranking",
    "seasonfigures",
]
SEEN = ["club", "competition", "formation", "formationslot", "change"]
HISTORY = "historical"


def make_groups(apps, schema_editor):
    """Permissions are made after all migrations as a rule; the groups need them now."""
    for label in ("squads", "auth"):
        config = installed.get_app_config(label)
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="squads")
    editor, _ = Group.objects.get_or_create(name="editor")
    analyst, _ = Group.objects.get_or_create(name="analyst")
    admin, _ = Group.objects.get_or_create(name="admin")
    edited = [
        f"{action}_{name}" for name in EDITED for action in ("view", "add", "change", "delete")
    ]
    seen = [f"view_{name}" for name in SEEN]
    seen += [f"view_{HISTORY}{name}" for name in EDITED + SEEN]
    editor.permissions.set(ours.filter(codename__in=edited + seen))
    analyst.permissions.set(ours.filter(codename__startswith="view_"))
    admin.permissions.set(
        Permission.objects.filter(content_type__app_label__in=["squads", "auth"])
    )


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(
        name__in=["editor", "analyst", "admin"]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("squads", "0002_one_permanent_contract_a_day"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, drop_groups)]
