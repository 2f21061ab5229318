"""Nobody has two permanent contracts on one day: held by PostgreSQL, checked on SQLite."""

from django.db import migrations

FORWARD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE squads_contract ADD CONSTRAINT contract_one_permanent_a_day
EXCLUDE USING gist (player_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
WHERE (kind = 'permanent');
"""
BACK = "ALTER TABLE squads_contract DROP CONSTRAINT contract_one_permanent_a_day;"


def hold(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARD)


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACK)


class Migration(migrations.Migration):
    dependencies = [("squads", "0001_initial")]
    operations = [migrations.RunPython(hold, let_go)]
