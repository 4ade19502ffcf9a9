import uuid

import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=[("email", "E-mail")], max_length=12)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sent", "Sent"),
                            ("uncertain", "Sent, perhaps twice"),
                            ("dead", "Given up"),
                            ("cancelled", "Not wanted any more"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("message_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("weekly_update", "The weekly update is published"),
                            ("weekly_reminder", "Your weekly update is due"),
                            ("weekly_missing", "Areas missing at the deadline"),
                            ("invitation", "Invitation and sign-in links"),
                            ("request", "Somebody asks you to do something"),
                        ],
                        max_length=24,
                    ),
                ),
                ("key", models.CharField(max_length=160, unique=True)),
                ("topic", models.CharField(blank=True, max_length=40)),
                ("people", models.JSONField(default=list)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("fanned_out_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("weekly_update", "The weekly update is published"),
                            ("weekly_reminder", "Your weekly update is due"),
                            ("weekly_missing", "Areas missing at the deadline"),
                            ("invitation", "Invitation and sign-in links"),
                            ("request", "Somebody asks you to do something"),
                        ],
                        max_length=24,
                    ),
                ),
                ("channel", models.CharField(choices=[("email", "E-mail")], max_length=12)),
                (
                    "mode",
                    models.CharField(
                        choices=[("now", "At once"), ("digest", "Daily digest"), ("off", "Not at all")],
                        default="now",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PreferenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("weekly_update", "The weekly update is published"),
                            ("weekly_reminder", "Your weekly update is due"),
                            ("weekly_missing", "Areas missing at the deadline"),
                            ("invitation", "Invitation and sign-in links"),
                            ("request", "Somebody asks you to do something"),
                        ],
                        max_length=24,
                    ),
                ),
                ("channel", models.CharField(choices=[("email", "E-mail")], max_length=12)),
                (
                    "mode",
                    models.CharField(
                        choices=[("now", "At once"), ("digest", "Daily digest"), ("off", "Not at all")],
                        default="now",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(default="weekly_update", max_length=40)),
                ("all_areas", models.BooleanField(default=True, verbose_name="all areas")),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SubscriptionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("topic", models.CharField(default="weekly_update", max_length=40)),
                ("all_areas", models.BooleanField(default=True, verbose_name="all areas")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
