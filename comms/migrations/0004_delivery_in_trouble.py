from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comms", "0003_reach_and_channels")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "dead"]), models.Q(("error", ""), _negated=True)),
                fields=["channel", "-id"],
                name="delivery_in_trouble",
            ),
        ),
    ]
