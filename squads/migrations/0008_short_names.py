from django.db import migrations, models

HELP = "Only where it is not his last name: “Alisson”."


class Migration(migrations.Migration):
    dependencies = [("squads", "0007_change_kinds")]
    operations = [
        migrations.AddField(
            model_name=name,
            name="short_name",
            field=models.CharField(blank=True, help_text=HELP, max_length=40),
        )
        for name in ("historicalplayer", "player")
    ]
