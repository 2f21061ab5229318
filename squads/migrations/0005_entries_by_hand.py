"""Injuries and absences that an editor has touched so far are his, and no feed's."""

from django.db import migrations


def find_entries(apps, schema_editor):
    for name in ("Injury", "Absence"):
        model = apps.get_model("squads", name)
        history = apps.get_model("squads", f"Historical{name}")
        by_people = history.objects.filter(history_user__isnull=False).values("id")
        model.objects.filter(pk__in=by_people).update(by_hand=True)


def forget_seeds(apps, schema_editor):
    """The tables of outlets and club codes go next: what seeds wrote there was not edited."""
    records = apps.get_model("squads", "SeedRecord").objects
    records.filter(table__in=["club identifiers", "outlets"]).delete()


class Migration(migrations.Migration):
    dependencies = [("squads", "0004_news_and_feeds")]
    operations = [migrations.RunPython(find_entries, forget_seeds)]
