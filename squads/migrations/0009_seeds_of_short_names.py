"""What the seeds wrote of players counts as untouched although there is a short name now."""

import hashlib
import json

from django.db import migrations

WRITTEN = ["slug", "full_name", "known_as", "born_on", "nationality", "foot", "height_cm"]


def digest(values):
    plain = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def change(apps, before, after):
    """Write the digests anew, of those rows whose digest of the columns before still holds."""
    SeedRecord = apps.get_model("squads", "SeedRecord")
    players = apps.get_model("squads", "Player").objects.in_bulk()
    changed = []
    for record in SeedRecord.objects.filter(table="players"):
        man = players.get(record.row)
        if man and record.digest == digest({name: getattr(man, name) for name in before}):
            record.digest = digest({name: getattr(man, name) for name in after})
            changed.append(record)
    SeedRecord.objects.bulk_update(changed, ["digest"], batch_size=200)


def with_short_name(apps, schema_editor):
    change(apps, WRITTEN, [*WRITTEN, "short_name"])


def without(apps, schema_editor):
    change(apps, [*WRITTEN, "short_name"], WRITTEN)


class Migration(migrations.Migration):
    dependencies = [("squads", "0008_short_names")]
    operations = [migrations.RunPython(with_short_name, without)]
