import uuid

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("editions", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("rrule", models.CharField(blank=True, max_length=200)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("timezone", models.CharField(blank=True, max_length=64, verbose_name="time zone")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("minutes_assumed", models.BooleanField(default=False)),
                ("week_to_confirm", models.BooleanField(default=False)),
                ("as_written", models.CharField(blank=True, max_length=400)),
                ("why_not", models.CharField(blank=True, max_length=500)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="people.area"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["area", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("area", "name"), name="meeting_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("rrule", ""), _negated=True),
                                models.Q(("timezone", ""), _negated=True),
                                ("starts_at__isnull", False),
                            ),
                            models.Q(("rrule", ""), models.Q(("why_not", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="meeting_scheduled_or_says_why_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeeklyUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("week", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=8, unique=True)),
                ("starts_on", models.DateField()),
                ("deadline_at", models.DateTimeField()),
                ("publish_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("collecting", "Collecting"),
                            ("aggregated", "Aggregated"),
                            ("published", "Published"),
                        ],
                        default="collecting",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="headline")),
                ("opened_at", models.DateTimeField()),
                ("aggregated_at", models.DateTimeField(blank=True, null=True)),
                ("assembled_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "aggregated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-week"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "week"), name="one_update_a_week"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("edition__isnull", False), ("published_at__isnull", False), ("state", "published")
                            ),
                            models.Q(
                                models.Q(("state", "published"), _negated=True),
                                ("edition", None),
                                ("published_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="published_has_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aggregated_at", None), ("state", "collecting")),
                            models.Q(
                                models.Q(("state", "collecting"), _negated=True), ("aggregated_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="aggregated_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Not submitted"), ("submitted", "Submitted"), ("excused", "Explained")],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "health",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track")],
                        max_length=12,
                        verbose_name="health",
                    ),
                ),
                ("health_reason", models.CharField(blank=True, max_length=200, verbose_name="because")),
                ("excuse", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("editor_note", models.TextField(blank=True, max_length=600, verbose_name="editor's note")),
                ("editor_note_html", models.TextField(blank=True, editable=False)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("excused_at", models.DateTimeField(blank=True, null=True)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="people.area"
                    ),
                ),
                (
                    "editor_note_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "excused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "weekly_update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="area_updates",
                        to="rituals.weeklyupdate",
                    ),
                ),
            ],
            options={
                "ordering": ["weekly_update", "area"],
                "constraints": [
                    models.UniqueConstraint(fields=("weekly_update", "area"), name="area_update_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            models.Q(("submitted_at__isnull", False), models.Q(("health", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="submitted_has_health",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            ("health", "on_track"),
                            models.Q(("health_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="not_on_track_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "excused"), _negated=True),
                            models.Q(("excused_at__isnull", False), models.Q(("excuse", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="excused_says_why",
                    ),
                ],
                "indexes": [models.Index(fields=["area", "-weekly_update"], name="area_update_newest")],
            },
        ),
        migrations.CreateModel(
            name="Highlight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("shipped", "Shipped"), ("next", "Next two weeks"), ("risk", "At risk")], max_length=8
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(max_length=500, verbose_name="text")),
                ("html", models.TextField(editable=False)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "weekly_update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="highlights",
                        to="rituals.weeklyupdate",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("weekly_update", "source"),
                        name="highlight_source_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("rrule", models.CharField(blank=True, max_length=200)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("timezone", models.CharField(blank=True, max_length=64, verbose_name="time zone")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("minutes_assumed", models.BooleanField(default=False)),
                ("week_to_confirm", models.BooleanField(default=False)),
                ("as_written", models.CharField(blank=True, max_length=400)),
                ("why_not", models.CharField(blank=True, max_length=500)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.area",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WeeklyUpdateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("week", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=8)),
                ("starts_on", models.DateField()),
                ("deadline_at", models.DateTimeField()),
                ("publish_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("collecting", "Collecting"),
                            ("aggregated", "Aggregated"),
                            ("published", "Published"),
                        ],
                        default="collecting",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="headline")),
                ("opened_at", models.DateTimeField()),
                ("aggregated_at", models.DateTimeField(blank=True, null=True)),
                ("assembled_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "aggregated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.weeklyupdate",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Bullet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("wins", "Wins and shipped"),
                            ("next", "What is next"),
                            ("risks", "Risks and asks"),
                            ("metrics", "Metrics snapshot"),
                            ("links", "Links"),
                        ],
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(max_length=600)),
                ("html", models.TextField(editable=False)),
                ("origin", models.CharField(blank=True, max_length=80)),
                ("saved_at", models.DateTimeField()),
                (
                    "area_update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bullets", to="rituals.areaupdate"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["heading", "position", "id"],
                "indexes": [models.Index(fields=["area_update", "heading", "position"], name="bullet_place")],
            },
        ),
        migrations.CreateModel(
            name="SuggestionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=80)),
                (
                    "answer",
                    models.CharField(choices=[("accepted", "Accepted"), ("dismissed", "Dismissed")], max_length=10),
                ),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "area_update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="rituals.areaupdate"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area_update", "source"), name="suggestion_answered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HighlightEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("shipped", "Shipped"), ("next", "Next two weeks"), ("risk", "At risk")], max_length=8
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(max_length=500, verbose_name="text")),
                ("html", models.TextField(editable=False)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.highlight",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "weekly_update",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rituals.weeklyupdate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AreaUpdateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Not submitted"), ("submitted", "Submitted"), ("excused", "Explained")],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "health",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track")],
                        max_length=12,
                        verbose_name="health",
                    ),
                ),
                ("health_reason", models.CharField(blank=True, max_length=200, verbose_name="because")),
                ("excuse", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("editor_note", models.TextField(blank=True, max_length=600, verbose_name="editor's note")),
                ("editor_note_html", models.TextField(blank=True, editable=False)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("excused_at", models.DateTimeField(blank=True, null=True)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.area",
                    ),
                ),
                (
                    "editor_note_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "excused_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.areaupdate",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "weekly_update",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rituals.weeklyupdate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BulletEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("wins", "Wins and shipped"),
                            ("next", "What is next"),
                            ("risks", "Risks and asks"),
                            ("metrics", "Metrics snapshot"),
                            ("links", "Links"),
                        ],
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(max_length=600)),
                ("html", models.TextField(editable=False)),
                ("origin", models.CharField(blank=True, max_length=80)),
                ("saved_at", models.DateTimeField()),
                (
                    "area_update",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rituals.areaupdate",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.bullet",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BulletReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                (
                    "bullet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="references", to="rituals.bullet"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("bullet", "key"), name="bullet_reference_once")],
                "indexes": [models.Index(fields=["key"], name="bullet_reference_key")],
            },
        ),
        migrations.CreateModel(
            name="SuggestionAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(max_length=80)),
                (
                    "answer",
                    models.CharField(choices=[("accepted", "Accepted"), ("dismissed", "Dismissed")], max_length=10),
                ),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area_update",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rituals.areaupdate",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.suggestionanswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BulletReferenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=80)),
                (
                    "bullet",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rituals.bullet",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.bulletreference",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bullet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_bulletevent" ("area_update_id", "heading", "html", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "saved_at", "saved_by_id", "text") VALUES (NEW."area_update_id", NEW."heading", NEW."html", NEW."id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;',
                    hash="db2bde5b5c5aed82e20321f656320b04cefee526",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e81aa",
                    table="rituals_bullet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bullet",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_bulletevent" ("area_update_id", "heading", "html", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "saved_at", "saved_by_id", "text") VALUES (NEW."area_update_id", NEW."heading", NEW."html", NEW."id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;',
                    hash="b5165371fd35f7658ec21351e0576b4b3b67c0fa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4a4de",
                    table="rituals_bullet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bullet",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_bulletevent" ("area_update_id", "heading", "html", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "saved_at", "saved_by_id", "text") VALUES (OLD."area_update_id", OLD."heading", OLD."html", OLD."id", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."saved_at", OLD."saved_by_id", OLD."text"); RETURN NULL;',
                    hash="cc1c3669c66860389d7e6db157d8cfc668e7600b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c4d1a",
                    table="rituals_bullet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="3c6ec9a8ce9ae27fec71757ca381ae4cdf1591f1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2d31b",
                    table="rituals_bulletevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c50709dba2f0103c31d98c99be2c46ab5e27fb51",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ce117",
                    table="rituals_bulletevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletreference",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_bulletreferenceevent" ("bullet_id", "id", "key", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."bullet_id", NEW."id", NEW."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="1a00e334d9defd2d3957daf4f51337876124b202",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1177d",
                    table="rituals_bulletreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletreference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_bulletreferenceevent" ("bullet_id", "id", "key", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."bullet_id", NEW."id", NEW."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="ca9a14cf6dd6747ea795ce17809d8796dca29a2d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9c770",
                    table="rituals_bulletreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletreference",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_bulletreferenceevent" ("bullet_id", "id", "key", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."bullet_id", OLD."id", OLD."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="b06196a018776b774af6580f5c685c4a1747ec18",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2011c",
                    table="rituals_bulletreference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletreferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="0e6903b8235fa5908ba17cb5fbcbd6127426be18",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_be691",
                    table="rituals_bulletreferenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulletreferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6b04d799e23fe03abfc9746472c8f7c435bfa93",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5204f",
                    table="rituals_bulletreferenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_meetingevent" ("area_id", "as_written", "id", "minutes", "minutes_assumed", "name", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "starts_at", "timezone", "week_to_confirm", "why_not") VALUES (NEW."area_id", NEW."as_written", NEW."id", NEW."minutes", NEW."minutes_assumed", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."rrule", NEW."starts_at", NEW."timezone", NEW."week_to_confirm", NEW."why_not"); RETURN NULL;',
                    hash="2696c6363c2f2f471588176bc2bf4b1fad4fde59",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ea7d9",
                    table="rituals_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_meetingevent" ("area_id", "as_written", "id", "minutes", "minutes_assumed", "name", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "starts_at", "timezone", "week_to_confirm", "why_not") VALUES (NEW."area_id", NEW."as_written", NEW."id", NEW."minutes", NEW."minutes_assumed", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."rrule", NEW."starts_at", NEW."timezone", NEW."week_to_confirm", NEW."why_not"); RETURN NULL;',
                    hash="33f94eaabcaec2f95b986907dac5840bb9dece5a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9d223",
                    table="rituals_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_meetingevent" ("area_id", "as_written", "id", "minutes", "minutes_assumed", "name", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "starts_at", "timezone", "week_to_confirm", "why_not") VALUES (OLD."area_id", OLD."as_written", OLD."id", OLD."minutes", OLD."minutes_assumed", OLD."name", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rrule", OLD."starts_at", OLD."timezone", OLD."week_to_confirm", OLD."why_not"); RETURN NULL;',
                    hash="c2f951ba3bbcc3a55c275bd3b63f4d72a8618052",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_03ac0",
                    table="rituals_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="194c54a1bb5de1fbf39a7833e7a9ac90230568cb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_99d1b",
                    table="rituals_meetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c6665ac0ed870ead61464a859614763d466a8a82",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_44a80",
                    table="rituals_meetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suggestionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_suggestionanswerevent" ("answer", "answered_at", "answered_by_id", "area_update_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."area_update_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;',
                    hash="7048e96fc84d752e1699c9637987532103ac6336",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3cd8a",
                    table="rituals_suggestionanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suggestionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_suggestionanswerevent" ("answer", "answered_at", "answered_by_id", "area_update_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."area_update_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;',
                    hash="2a761015a6fd8c8bcab8773c3c6829a3cb1a6a3a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_18b09",
                    table="rituals_suggestionanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suggestionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_suggestionanswerevent" ("answer", "answered_at", "answered_by_id", "area_update_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."area_update_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;',
                    hash="661b4ce2cf503c2a4bf5510717721685b320adf8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c53ec",
                    table="rituals_suggestionanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suggestionanswerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="a5d29cba9255cfbfd2c87640d2b44a7a2745f010",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d5807",
                    table="rituals_suggestionanswerevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suggestionanswerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f364c7d92a5775bfe42f604b5c5a88d8e31aa3d8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ab85d",
                    table="rituals_suggestionanswerevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="weekly_update_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{collecting:aggregated,aggregated:published}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="8460e37f9e8ffdc28cef0e04e45dc1cfc84ac633",
                    operation="UPDATE",
                    pgid="pgtrigger_weekly_update_states_685fd",
                    table="rituals_weeklyupdate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_weeklyupdateevent" ("aggregated_at", "aggregated_by_id", "assembled_sha256", "deadline_at", "edition_id", "id", "key", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at", "published_at", "published_by_id", "starts_on", "state", "title", "version", "week", "year") VALUES (NEW."aggregated_at", NEW."aggregated_by_id", NEW."assembled_sha256", NEW."deadline_at", NEW."edition_id", NEW."id", NEW."key", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."publish_at", NEW."published_at", NEW."published_by_id", NEW."starts_on", NEW."state", NEW."title", NEW."version", NEW."week", NEW."year"); RETURN NULL;',
                    hash="7ef209bbdd8590b59f15a314b60d268f510a39b3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9efcb",
                    table="rituals_weeklyupdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_weeklyupdateevent" ("aggregated_at", "aggregated_by_id", "assembled_sha256", "deadline_at", "edition_id", "id", "key", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at", "published_at", "published_by_id", "starts_on", "state", "title", "version", "week", "year") VALUES (NEW."aggregated_at", NEW."aggregated_by_id", NEW."assembled_sha256", NEW."deadline_at", NEW."edition_id", NEW."id", NEW."key", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."publish_at", NEW."published_at", NEW."published_by_id", NEW."starts_on", NEW."state", NEW."title", NEW."version", NEW."week", NEW."year"); RETURN NULL;',
                    hash="ce6da871550f88c5dbe61ad382998115d025ee85",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7682",
                    table="rituals_weeklyupdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_weeklyupdateevent" ("aggregated_at", "aggregated_by_id", "assembled_sha256", "deadline_at", "edition_id", "id", "key", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_at", "published_at", "published_by_id", "starts_on", "state", "title", "version", "week", "year") VALUES (OLD."aggregated_at", OLD."aggregated_by_id", OLD."assembled_sha256", OLD."deadline_at", OLD."edition_id", OLD."id", OLD."key", OLD."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."publish_at", OLD."published_at", OLD."published_by_id", OLD."starts_on", OLD."state", OLD."title", OLD."version", OLD."week", OLD."year"); RETURN NULL;',
                    hash="25ace17b9fac0721c815ca2dcd4e4f9fd54f5ae3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_59331",
                    table="rituals_weeklyupdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="highlightevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="448d02f6df1b304a32e031fef3a6adac56e7142a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c222b",
                    table="rituals_highlightevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="highlightevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b7e8fd7d339f100bca995d82a0b2459db6fa5493",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3827a",
                    table="rituals_highlightevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="highlight",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_highlightevent" ("edited_at", "edited_by_id", "html", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at", "removed_by_id", "source", "text", "weekly_update_id") VALUES (NEW."edited_at", NEW."edited_by_id", NEW."html", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."removed_at", NEW."removed_by_id", NEW."source", NEW."text", NEW."weekly_update_id"); RETURN NULL;',
                    hash="a02222c29589b01e2b1c27f8ddddc96d4c6fa60d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c43d8",
                    table="rituals_highlight",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="highlight",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_highlightevent" ("edited_at", "edited_by_id", "html", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at", "removed_by_id", "source", "text", "weekly_update_id") VALUES (NEW."edited_at", NEW."edited_by_id", NEW."html", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."removed_at", NEW."removed_by_id", NEW."source", NEW."text", NEW."weekly_update_id"); RETURN NULL;',
                    hash="da6cbccb0b1a5e7931bac9de25e876c2e914ded4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_27bc6",
                    table="rituals_highlight",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="highlight",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_highlightevent" ("edited_at", "edited_by_id", "html", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at", "removed_by_id", "source", "text", "weekly_update_id") VALUES (OLD."edited_at", OLD."edited_by_id", OLD."html", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."removed_at", OLD."removed_by_id", OLD."source", OLD."text", OLD."weekly_update_id"); RETURN NULL;',
                    hash="e1b4517dfc3f7388be75c9214132b8327b606524",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_47224",
                    table="rituals_highlight",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areaupdateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="fe8eabfb48a9bcb9bcc4e97b7c9908c9c118b847",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_bbbf5",
                    table="rituals_areaupdateevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areaupdateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c9648a35688b751abe26d46867bd9a1328b7ebb3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c27cd",
                    table="rituals_areaupdateevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areaupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_areaupdateevent" ("area_id", "editor_note", "editor_note_by_id", "editor_note_html", "excuse", "excused_at", "excused_by_id", "health", "health_reason", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by_id", "state", "submitted_at", "submitted_by_id", "version", "weekly_update_id") VALUES (NEW."area_id", NEW."editor_note", NEW."editor_note_by_id", NEW."editor_note_html", NEW."excuse", NEW."excused_at", NEW."excused_by_id", NEW."health", NEW."health_reason", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."saved_at", NEW."saved_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."version", NEW."weekly_update_id"); RETURN NULL;',
                    hash="03a4c5a6e7776938ed8b21a8d31161fe4b9e5fc3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_251c9",
                    table="rituals_areaupdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areaupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_areaupdateevent" ("area_id", "editor_note", "editor_note_by_id", "editor_note_html", "excuse", "excused_at", "excused_by_id", "health", "health_reason", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by_id", "state", "submitted_at", "submitted_by_id", "version", "weekly_update_id") VALUES (NEW."area_id", NEW."editor_note", NEW."editor_note_by_id", NEW."editor_note_html", NEW."excuse", NEW."excused_at", NEW."excused_by_id", NEW."health", NEW."health_reason", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."saved_at", NEW."saved_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."version", NEW."weekly_update_id"); RETURN NULL;',
                    hash="e50af93bdd8ebca33f82e491d727183dc539c08a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_196a6",
                    table="rituals_areaupdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areaupdate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_areaupdateevent" ("area_id", "editor_note", "editor_note_by_id", "editor_note_html", "excuse", "excused_at", "excused_by_id", "health", "health_reason", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "saved_at", "saved_by_id", "state", "submitted_at", "submitted_by_id", "version", "weekly_update_id") VALUES (OLD."area_id", OLD."editor_note", OLD."editor_note_by_id", OLD."editor_note_html", OLD."excuse", OLD."excused_at", OLD."excused_by_id", OLD."health", OLD."health_reason", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."saved_at", OLD."saved_by_id", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."version", OLD."weekly_update_id"); RETURN NULL;',
                    hash="0b70d4dd91378706bf1a057b930f94917459602b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f50bd",
                    table="rituals_areaupdate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyupdateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="d55ff60a005496db632875660f1d8a1a2ac94861",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cf401",
                    table="rituals_weeklyupdateevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="weeklyupdateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1ba1e30b996f668ea463b5d308f51325353dff10",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cc074",
                    table="rituals_weeklyupdateevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
