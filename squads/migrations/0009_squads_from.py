from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("squads", "0008_short_names")]
    operations = [
        migrations.AddField(
            model_name="dataset",
            name="squads_from",
            field=models.DateField(
                blank=True,
                help_text="From this day on squads are whole: of who left before, not all are here.",
                null=True,
            ),
        ),
    ]
