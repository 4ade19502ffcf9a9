import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_area_closed_by"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("content", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what changes")),
                ("preset", models.CharField(blank=True, max_length=20)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
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
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("errors", models.JSONField(default=list)),
                ("state", models.CharField(default="uploaded", max_length=12)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("uploaded_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(max_length=500)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("person", "page", "name"), name="saved_view_once")],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("storage", models.CharField(max_length=80)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AreaChecklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("items", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what changes")),
                ("made_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checklists", to="people.area"
                    ),
                ),
                (
                    "made_by",
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
                "ordering": ["area", "-number"],
                "constraints": [models.UniqueConstraint(fields=("area", "number"), name="area_checklist_version_once")],
            },
        ),
        migrations.CreateModel(
            name="FreezeWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="freeze_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FreezeWindowEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.freezewindow",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("version_label", models.CharField(blank=True, max_length=40, verbose_name="version")),
                ("summary", models.TextField(blank=True, max_length=1000, verbose_name="what changes, in plain words")),
                ("summary_html", models.TextField(blank=True, editable=False)),
                (
                    "segments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="customer segments",
                    ),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(1, "Tier 1, low"), (2, "Tier 2, medium"), (3, "Tier 3, high")], null=True
                    ),
                ),
                (
                    "tier_suggested",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(1, "Tier 1, low"), (2, "Tier 2, medium"), (3, "Tier 3, high")], null=True
                    ),
                ),
                ("tier_reason", models.CharField(blank=True, max_length=300, verbose_name="why this tier")),
                ("tier_assigned_at", models.DateTimeField(blank=True, null=True)),
                ("answers", models.JSONField(default=dict)),
                (
                    "challenge",
                    models.CharField(blank=True, max_length=300, verbose_name="why the tier should be looked at again"),
                ),
                ("challenged_at", models.DateTimeField(blank=True, null=True)),
                ("launch_on", models.DateField(blank=True, null=True, verbose_name="launch")),
                ("first_launch_on", models.DateField(blank=True, null=True)),
                ("window_from", models.DateField(blank=True, null=True, verbose_name="stakeholders see: from")),
                ("window_to", models.DateField(blank=True, null=True, verbose_name="stakeholders see: to")),
                ("decision_on", models.DateField(blank=True, null=True, verbose_name="go/no-go on")),
                ("notice_needed", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("notice_given", models.SmallIntegerField(blank=True, null=True)),
                ("build_tag", models.CharField(blank=True, max_length=80, verbose_name="build")),
                ("critical_bugs", models.PositiveSmallIntegerField(default=0, verbose_name="open critical bugs")),
                ("bugs_url", models.URLField(blank=True, max_length=500, verbose_name="list of bugs")),
                ("rollback_procedure", models.TextField(blank=True, max_length=2000, verbose_name="how to go back")),
                ("rollback_criteria", models.TextField(blank=True, max_length=1000, verbose_name="when to go back")),
                ("monitoring", models.TextField(blank=True, max_length=1000, verbose_name="what is watched")),
                ("alert_thresholds", models.CharField(blank=True, max_length=300, verbose_name="alert at")),
                ("dashboard_url", models.URLField(blank=True, max_length=500, verbose_name="dashboard")),
                (
                    "customer_word",
                    models.CharField(
                        choices=[("no", "No"), ("nda", "Under NDA"), ("from", "From a date")],
                        default="no",
                        max_length=8,
                        verbose_name="may I tell the customer?",
                    ),
                ),
                ("customer_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("customer_sentence", models.CharField(blank=True, max_length=300, verbose_name="the sentence to say")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("in_review", "In review"),
                            ("approved", "Approved"),
                            ("launched", "Launched"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("hold_reason", models.CharField(blank=True, max_length=200, verbose_name="on hold because")),
                ("launched_at", models.DateTimeField(blank=True, null=True)),
                ("launched_without_approval", models.BooleanField(default=False)),
                ("rolled_back_at", models.DateTimeField(blank=True, null=True)),
                ("rollback_reason", models.CharField(blank=True, max_length=200, verbose_name="rolled back because")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="cancelled because")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("confidential_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confidential_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="confidential because"),
                ),
                (
                    "health",
                    models.CharField(
                        choices=[("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track")],
                        default="on_track",
                        max_length=12,
                    ),
                ),
                ("health_reasons", models.JSONField(default=list)),
                ("health_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="people.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "area_checklist",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="releases.areachecklist",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "challenged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confidential_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "functions",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.function", verbose_name="functions affected"
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "insiders",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="let in"
                    ),
                ),
                (
                    "launched_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other_areas",
                    models.ManyToManyField(blank=True, related_name="+", to="people.area", verbose_name="other areas"),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="releases.policyversion",
                    ),
                ),
                (
                    "rollback_owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who goes back",
                    ),
                ),
                (
                    "rolled_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tier_assigned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "imported_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="releases",
                        to="releases.releaseimport",
                    ),
                ),
            ],
            options={
                "ordering": ["launch_on", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["planned", "cancelled"]),
                            models.Q(("started_at__isnull", False), ("tier__isnull", False)),
                            _connector="OR",
                        ),
                        name="release_under_way_has_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tier", 1), _negated=True),
                            models.Q(("stage__in", ["in_review", "approved"]), _negated=True),
                            _connector="OR",
                        ),
                        name="tier_1_is_not_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("launched_at", None), ("stage__in", ["launched", "closed"]), _connector="OR"
                        ),
                        name="launched_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ["launched", "closed"]), _negated=True),
                            ("launched_at__isnull", False),
                            _connector="OR",
                        ),
                        name="launched_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_at", None), models.Q(("hold_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="held_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tier", None),
                            ("tier_suggested", None),
                            ("tier__gte", models.F("tier_suggested")),
                            models.Q(("tier_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lower_tier_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("window_from", None), ("window_to", None)),
                            ("window_to__gte", models.F("window_from")),
                            _connector="OR",
                        ),
                        name="window_in_order",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["stage", "launch_on"], name="release_board"),
                    models.Index(fields=["area", "launch_on"], name="release_of_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("version_label", models.CharField(blank=True, max_length=40, verbose_name="version")),
                ("summary", models.TextField(blank=True, max_length=1000, verbose_name="what changes, in plain words")),
                ("summary_html", models.TextField(blank=True, editable=False)),
                (
                    "segments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="customer segments",
                    ),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(1, "Tier 1, low"), (2, "Tier 2, medium"), (3, "Tier 3, high")], null=True
                    ),
                ),
                (
                    "tier_suggested",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=[(1, "Tier 1, low"), (2, "Tier 2, medium"), (3, "Tier 3, high")], null=True
                    ),
                ),
                ("tier_reason", models.CharField(blank=True, max_length=300, verbose_name="why this tier")),
                ("tier_assigned_at", models.DateTimeField(blank=True, null=True)),
                ("answers", models.JSONField(default=dict)),
                (
                    "challenge",
                    models.CharField(blank=True, max_length=300, verbose_name="why the tier should be looked at again"),
                ),
                ("challenged_at", models.DateTimeField(blank=True, null=True)),
                ("launch_on", models.DateField(blank=True, null=True, verbose_name="launch")),
                ("first_launch_on", models.DateField(blank=True, null=True)),
                ("window_from", models.DateField(blank=True, null=True, verbose_name="stakeholders see: from")),
                ("window_to", models.DateField(blank=True, null=True, verbose_name="stakeholders see: to")),
                ("decision_on", models.DateField(blank=True, null=True, verbose_name="go/no-go on")),
                ("notice_needed", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("notice_given", models.SmallIntegerField(blank=True, null=True)),
                ("build_tag", models.CharField(blank=True, max_length=80, verbose_name="build")),
                ("critical_bugs", models.PositiveSmallIntegerField(default=0, verbose_name="open critical bugs")),
                ("bugs_url", models.URLField(blank=True, max_length=500, verbose_name="list of bugs")),
                ("rollback_procedure", models.TextField(blank=True, max_length=2000, verbose_name="how to go back")),
                ("rollback_criteria", models.TextField(blank=True, max_length=1000, verbose_name="when to go back")),
                ("monitoring", models.TextField(blank=True, max_length=1000, verbose_name="what is watched")),
                ("alert_thresholds", models.CharField(blank=True, max_length=300, verbose_name="alert at")),
                ("dashboard_url", models.URLField(blank=True, max_length=500, verbose_name="dashboard")),
                (
                    "customer_word",
                    models.CharField(
                        choices=[("no", "No"), ("nda", "Under NDA"), ("from", "From a date")],
                        default="no",
                        max_length=8,
                        verbose_name="may I tell the customer?",
                    ),
                ),
                ("customer_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("customer_sentence", models.CharField(blank=True, max_length=300, verbose_name="the sentence to say")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("in_review", "In review"),
                            ("approved", "Approved"),
                            ("launched", "Launched"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("hold_reason", models.CharField(blank=True, max_length=200, verbose_name="on hold because")),
                ("launched_at", models.DateTimeField(blank=True, null=True)),
                ("launched_without_approval", models.BooleanField(default=False)),
                ("rolled_back_at", models.DateTimeField(blank=True, null=True)),
                ("rollback_reason", models.CharField(blank=True, max_length=200, verbose_name="rolled back because")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="cancelled because")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("confidential_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confidential_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="confidential because"),
                ),
                (
                    "health",
                    models.CharField(
                        choices=[("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track")],
                        default="on_track",
                        max_length=12,
                    ),
                ),
                ("health_reasons", models.JSONField(default=list)),
                ("health_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "area_checklist",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.areachecklist",
                    ),
                ),
                (
                    "cancelled_by",
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
                    "challenged_by",
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
                    "confidential_by",
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
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "held_by",
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
                    "launched_by",
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
                        to="releases.release",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.policyversion",
                    ),
                ),
                (
                    "rollback_owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who goes back",
                    ),
                ),
                (
                    "rolled_back_by",
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
                    "tier_assigned_by",
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
                    "imported_with",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.releaseimport",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReleaseItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                (
                    "gate",
                    models.CharField(
                        choices=[("mock", "Mock review"), ("staging", "Staging review"), ("go_no_go", "Go/no-go")],
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "evidence_rule",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("any", "A link, a file or a note"),
                            ("link", "A link"),
                            ("file", "A file"),
                            ("note", "A note"),
                        ],
                        default="any",
                        max_length=8,
                    ),
                ),
                ("required", models.BooleanField(default=True)),
                ("fact", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("blocked", "Blocked"),
                            ("done", "Done"),
                            ("not_applicable", "Not applicable"),
                            ("waived", "Waived"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("state_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "function",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.function"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="releases.release"
                    ),
                ),
                (
                    "state_by",
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
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("release", "key"), name="release_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["blocked", "not_applicable", "waived"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="item_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("state_at__isnull", False), _connector="OR"),
                        name="item_state_says_when",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["open", "blocked"])),
                        fields=["person", "due_on"],
                        name="item_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "blocked"])),
                        fields=["function", "due_on"],
                        name="item_of_function",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("url", models.URLField(max_length=500, verbose_name="link")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="releases.release"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="risk")),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                ("mitigation", models.CharField(blank=True, max_length=500, verbose_name="mitigation")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("mitigated", "Mitigated"),
                            ("accepted", "Accepted"),
                            ("happened", "It happened"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
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
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="releases.release"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "mitigated"), _negated=True),
                            models.Q(("mitigation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mitigated_says_how",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RolloutStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.PositiveSmallIntegerField(verbose_name="share in %")),
                ("audience", models.CharField(blank=True, max_length=120, verbose_name="audience")),
                ("on", models.DateField(verbose_name="on")),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reached_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rollout", to="releases.release"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "share", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 1), ("share__lte", 100)), name="share_is_a_percentage"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DateSlip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_on", models.DateField()),
                ("moved_to", models.DateField()),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("business_days", models.SmallIntegerField()),
                ("moved_at", models.DateTimeField()),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slips", to="releases.release"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deliverable", models.CharField(blank=True, max_length=200, verbose_name="what is needed")),
                ("promised_on", models.DateField(blank=True, null=True, verbose_name="promised for")),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_function",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.function",
                    ),
                ),
                (
                    "on_release",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="depended_on_by",
                        to="releases.release",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dependencies", to="releases.release"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on_function", None), ("on_release__isnull", False)),
                            models.Q(
                                ("on_function__isnull", False),
                                ("on_release", None),
                                models.Q(("deliverable", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dependency_on_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("release", models.F("on_release")), _negated=True),
                        name="dependency_not_on_itself",
                    ),
                    models.UniqueConstraint(fields=("release", "on_release"), name="dependency_on_release_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeatureFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, verbose_name="flag")),
                ("system", models.CharField(blank=True, max_length=60, verbose_name="system")),
                ("environment", models.CharField(blank=True, max_length=60, verbose_name="environment")),
                ("kill_switch_url", models.URLField(blank=True, max_length=500, verbose_name="kill switch")),
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
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="releases.release"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=60)),
                (
                    "gate",
                    models.CharField(
                        choices=[("mock", "Mock review"), ("staging", "Staging review"), ("go_no_go", "Go/no-go")],
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "evidence_rule",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("any", "A link, a file or a note"),
                            ("link", "A link"),
                            ("file", "A file"),
                            ("note", "A note"),
                        ],
                        default="any",
                        max_length=8,
                    ),
                ),
                ("required", models.BooleanField(default=True)),
                ("fact", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("blocked", "Blocked"),
                            ("done", "Done"),
                            ("not_applicable", "Not applicable"),
                            ("waived", "Waived"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("state_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "function",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.function",
                    ),
                ),
                (
                    "person",
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
                        to="releases.releaseitem",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.release",
                    ),
                ),
                (
                    "state_by",
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
            name="ReleaseLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("url", models.URLField(max_length=500, verbose_name="link")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.releaselink",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RiskEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="risk")),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                ("mitigation", models.CharField(blank=True, max_length=500, verbose_name="mitigation")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("mitigated", "Mitigated"),
                            ("accepted", "Accepted"),
                            ("happened", "It happened"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="releases.risk",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RolloutStepEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("share", models.PositiveSmallIntegerField(verbose_name="share in %")),
                ("audience", models.CharField(blank=True, max_length=120, verbose_name="audience")),
                ("on", models.DateField(verbose_name="on")),
                ("reached_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.rolloutstep",
                    ),
                ),
                (
                    "reached_by",
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
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DependencyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("deliverable", models.CharField(blank=True, max_length=200, verbose_name="what is needed")),
                ("promised_on", models.DateField(blank=True, null=True, verbose_name="promised for")),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivered_by",
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
                    "on_function",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.function",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.dependency",
                    ),
                ),
                (
                    "on_release",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.release",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("any", "A link, a file or a note"),
                            ("link", "A link"),
                            ("file", "A file"),
                            ("note", "A note"),
                        ],
                        max_length=8,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="releases.releaseitem"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="releases.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "link"), models.Q(("url", ""), _negated=True), ("upload", None)),
                            models.Q(("kind", "file"), ("upload__isnull", False)),
                            models.Q(("kind", "note"), models.Q(("note", ""), _negated=True), ("upload", None)),
                            _connector="OR",
                        ),
                        name="evidence_shows_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeatureFlagEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=80, verbose_name="flag")),
                ("system", models.CharField(blank=True, max_length=60, verbose_name="system")),
                ("environment", models.CharField(blank=True, max_length=60, verbose_name="environment")),
                ("kill_switch_url", models.URLField(blank=True, max_length=500, verbose_name="kill switch")),
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
                        to="releases.featureflag",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceEvent",
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
                            ("none", "Nothing"),
                            ("any", "A link, a file or a note"),
                            ("link", "A link"),
                            ("file", "A file"),
                            ("note", "A note"),
                        ],
                        max_length=8,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="releases.evidence",
                    ),
                ),
                (
                    "withdrawn_by",
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.releaseitem",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.upload",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freezewindow",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_freezewindowevent" ("ends_on", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "version") VALUES (NEW."ends_on", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."version"); RETURN NULL;',
                    hash="12255fca3670014572464ea1359cc5a309ac244e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_97ab2",
                    table="releases_freezewindow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freezewindow",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_freezewindowevent" ("ends_on", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "version") VALUES (NEW."ends_on", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."starts_on", NEW."version"); RETURN NULL;',
                    hash="e7e4ef4071be0f5dac03771f728d860d8735d21a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a4df3",
                    table="releases_freezewindow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freezewindow",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_freezewindowevent" ("ends_on", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "version") VALUES (OLD."ends_on", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."version"); RETURN NULL;',
                    hash="a7168e1c35d2d857e8164b7b83092557e2284182",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_79401",
                    table="releases_freezewindow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areachecklist",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6bdd9049658c7161affaec11d2eab539e09f5f93",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6fff1",
                    table="releases_areachecklist",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areachecklist",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="0a4c4d699ea647f6a24c8e1962cdfea1cf0d4f68",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_03185",
                    table="releases_areachecklist",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freezewindowevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="4de73d4f3e6db8ed31bcd90959b4b15b586107f9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_384ca",
                    table="releases_freezewindowevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freezewindowevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e27221e915e749432dee0de942869e3fd5182bfe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9f932",
                    table="releases_freezewindowevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d246d40d87213c98abd859537e3e9419d92541cf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_72314",
                    table="releases_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="dfc0e701cb6ae3ae7f9db4e0609d93a60104405d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_100c5",
                    table="releases_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="featureflagevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="72fbcb78af5839e0e6d9f3d4f2c6135972006c88",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5eaf2",
                    table="releases_featureflagevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="featureflagevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f7735d38d4118536f0b8e3eba3201356115ae12",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_74665",
                    table="releases_featureflagevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="featureflag",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_featureflagevent" ("environment", "id", "key", "kill_switch_url", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "system") VALUES (NEW."environment", NEW."id", NEW."key", NEW."kill_switch_url", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."release_id", NEW."system"); RETURN NULL;',
                    hash="1dc5f63ed568ec196722fa86cec592f899a49d3f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fad0c",
                    table="releases_featureflag",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="featureflag",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_featureflagevent" ("environment", "id", "key", "kill_switch_url", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "system") VALUES (NEW."environment", NEW."id", NEW."key", NEW."kill_switch_url", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."release_id", NEW."system"); RETURN NULL;',
                    hash="4ab9c8ecb300f887d2c1e3a8df3e2a6f28f506b9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f2d26",
                    table="releases_featureflag",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="featureflag",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_featureflagevent" ("environment", "id", "key", "kill_switch_url", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "system") VALUES (OLD."environment", OLD."id", OLD."key", OLD."kill_switch_url", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."release_id", OLD."system"); RETURN NULL;',
                    hash="7d91c27e86363b91565682e57612e7a4c31ec35a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e70cb",
                    table="releases_featureflag",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependencyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="5bd0c5e2ae0176a342ab675dbe9cb33fcb465545",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a10fa",
                    table="releases_dependencyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependencyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d8235e6c54c7cfea9fbed3a88af9e59432e5e05a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cc6ff",
                    table="releases_dependencyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_dependencyevent" ("added_at", "added_by_id", "deliverable", "delivered_at", "delivered_by_id", "id", "on_function_id", "on_release_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_on", "release_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."deliverable", NEW."delivered_at", NEW."delivered_by_id", NEW."id", NEW."on_function_id", NEW."on_release_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."promised_on", NEW."release_id"); RETURN NULL;',
                    hash="95109cc80b3be6ce37a0368e6979533372093592",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b0d64",
                    table="releases_dependency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_dependencyevent" ("added_at", "added_by_id", "deliverable", "delivered_at", "delivered_by_id", "id", "on_function_id", "on_release_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_on", "release_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."deliverable", NEW."delivered_at", NEW."delivered_by_id", NEW."id", NEW."on_function_id", NEW."on_release_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."promised_on", NEW."release_id"); RETURN NULL;',
                    hash="2b49fba58e261d0c8437b2b28dcd4b5a52fb72b2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2690c",
                    table="releases_dependency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dependency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_dependencyevent" ("added_at", "added_by_id", "deliverable", "delivered_at", "delivered_by_id", "id", "on_function_id", "on_release_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_on", "release_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."deliverable", OLD."delivered_at", OLD."delivered_by_id", OLD."id", OLD."on_function_id", OLD."on_release_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."promised_on", OLD."release_id"); RETURN NULL;',
                    hash="14b9b631a49f8dd385f76ac33d39e375241a252f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0a96a",
                    table="releases_dependency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dateslip",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="be2b3340601dd01af658c570ad23ca9c36d4553c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_96d2c",
                    table="releases_dateslip",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dateslip",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="6b2dff402abf6a850173c3625e1df353dd427a6e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d22a5",
                    table="releases_dateslip",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="970679c5c88f002babf2c3a0e8562ff8e8665fb5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e446b",
                    table="releases_releaseevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b23d01afbb011b7252ccb4bf65bfe8dc6376d3d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d807e",
                    table="releases_releaseevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="release_stages",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{approved:cancelled,approved:in_review,approved:launched,cancelled:planned,in_review:approved,in_review:cancelled,in_review:launched,launched:closed,planned:cancelled,planned:in_review,planned:launched}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="1736e2a04350959cc505a7013911db027e1c23b6",
                    operation="UPDATE",
                    pgid="pgtrigger_release_stages_235a5",
                    table="releases_release",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_releaseevent" ("alert_thresholds", "answers", "area_checklist_id", "area_id", "bugs_url", "build_tag", "cancel_reason", "cancelled_at", "cancelled_by_id", "challenge", "challenged_at", "challenged_by_id", "closed_at", "confidential_at", "confidential_by_id", "confidential_reason", "created_at", "created_by_id", "critical_bugs", "customer_from", "customer_sentence", "customer_word", "dashboard_url", "decision_on", "first_launch_on", "health", "health_at", "health_reasons", "held_at", "held_by_id", "hold_reason", "id", "imported_with_id", "key", "launch_on", "launched_at", "launched_by_id", "launched_without_approval", "monitoring", "name", "notice_given", "notice_needed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rollback_criteria", "rollback_owner_id", "rollback_procedure", "rollback_reason", "rolled_back_at", "rolled_back_by_id", "segments", "stage", "started_at", "summary", "summary_html", "tier", "tier_assigned_at", "tier_assigned_by_id", "tier_reason", "tier_suggested", "version", "version_label", "window_from", "window_to") VALUES (NEW."alert_thresholds", NEW."answers", NEW."area_checklist_id", NEW."area_id", NEW."bugs_url", NEW."build_tag", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."challenge", NEW."challenged_at", NEW."challenged_by_id", NEW."closed_at", NEW."confidential_at", NEW."confidential_by_id", NEW."confidential_reason", NEW."created_at", NEW."created_by_id", NEW."critical_bugs", NEW."customer_from", NEW."customer_sentence", NEW."customer_word", NEW."dashboard_url", NEW."decision_on", NEW."first_launch_on", NEW."health", NEW."health_at", NEW."health_reasons", NEW."held_at", NEW."held_by_id", NEW."hold_reason", NEW."id", NEW."imported_with_id", NEW."key", NEW."launch_on", NEW."launched_at", NEW."launched_by_id", NEW."launched_without_approval", NEW."monitoring", NEW."name", NEW."notice_given", NEW."notice_needed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."policy_id", NEW."rollback_criteria", NEW."rollback_owner_id", NEW."rollback_procedure", NEW."rollback_reason", NEW."rolled_back_at", NEW."rolled_back_by_id", NEW."segments", NEW."stage", NEW."started_at", NEW."summary", NEW."summary_html", NEW."tier", NEW."tier_assigned_at", NEW."tier_assigned_by_id", NEW."tier_reason", NEW."tier_suggested", NEW."version", NEW."version_label", NEW."window_from", NEW."window_to"); RETURN NULL;',
                    hash="574239a6670347bf97cfd98ef508f5ace865a250",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2b00f",
                    table="releases_release",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_releaseevent" ("alert_thresholds", "answers", "area_checklist_id", "area_id", "bugs_url", "build_tag", "cancel_reason", "cancelled_at", "cancelled_by_id", "challenge", "challenged_at", "challenged_by_id", "closed_at", "confidential_at", "confidential_by_id", "confidential_reason", "created_at", "created_by_id", "critical_bugs", "customer_from", "customer_sentence", "customer_word", "dashboard_url", "decision_on", "first_launch_on", "health", "health_at", "health_reasons", "held_at", "held_by_id", "hold_reason", "id", "imported_with_id", "key", "launch_on", "launched_at", "launched_by_id", "launched_without_approval", "monitoring", "name", "notice_given", "notice_needed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rollback_criteria", "rollback_owner_id", "rollback_procedure", "rollback_reason", "rolled_back_at", "rolled_back_by_id", "segments", "stage", "started_at", "summary", "summary_html", "tier", "tier_assigned_at", "tier_assigned_by_id", "tier_reason", "tier_suggested", "version", "version_label", "window_from", "window_to") VALUES (NEW."alert_thresholds", NEW."answers", NEW."area_checklist_id", NEW."area_id", NEW."bugs_url", NEW."build_tag", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."challenge", NEW."challenged_at", NEW."challenged_by_id", NEW."closed_at", NEW."confidential_at", NEW."confidential_by_id", NEW."confidential_reason", NEW."created_at", NEW."created_by_id", NEW."critical_bugs", NEW."customer_from", NEW."customer_sentence", NEW."customer_word", NEW."dashboard_url", NEW."decision_on", NEW."first_launch_on", NEW."health", NEW."health_at", NEW."health_reasons", NEW."held_at", NEW."held_by_id", NEW."hold_reason", NEW."id", NEW."imported_with_id", NEW."key", NEW."launch_on", NEW."launched_at", NEW."launched_by_id", NEW."launched_without_approval", NEW."monitoring", NEW."name", NEW."notice_given", NEW."notice_needed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."policy_id", NEW."rollback_criteria", NEW."rollback_owner_id", NEW."rollback_procedure", NEW."rollback_reason", NEW."rolled_back_at", NEW."rolled_back_by_id", NEW."segments", NEW."stage", NEW."started_at", NEW."summary", NEW."summary_html", NEW."tier", NEW."tier_assigned_at", NEW."tier_assigned_by_id", NEW."tier_reason", NEW."tier_suggested", NEW."version", NEW."version_label", NEW."window_from", NEW."window_to"); RETURN NULL;',
                    hash="e396f6e14224a759f1e0eba79180f2c859214865",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a89b1",
                    table="releases_release",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_releaseevent" ("alert_thresholds", "answers", "area_checklist_id", "area_id", "bugs_url", "build_tag", "cancel_reason", "cancelled_at", "cancelled_by_id", "challenge", "challenged_at", "challenged_by_id", "closed_at", "confidential_at", "confidential_by_id", "confidential_reason", "created_at", "created_by_id", "critical_bugs", "customer_from", "customer_sentence", "customer_word", "dashboard_url", "decision_on", "first_launch_on", "health", "health_at", "health_reasons", "held_at", "held_by_id", "hold_reason", "id", "imported_with_id", "key", "launch_on", "launched_at", "launched_by_id", "launched_without_approval", "monitoring", "name", "notice_given", "notice_needed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rollback_criteria", "rollback_owner_id", "rollback_procedure", "rollback_reason", "rolled_back_at", "rolled_back_by_id", "segments", "stage", "started_at", "summary", "summary_html", "tier", "tier_assigned_at", "tier_assigned_by_id", "tier_reason", "tier_suggested", "version", "version_label", "window_from", "window_to") VALUES (OLD."alert_thresholds", OLD."answers", OLD."area_checklist_id", OLD."area_id", OLD."bugs_url", OLD."build_tag", OLD."cancel_reason", OLD."cancelled_at", OLD."cancelled_by_id", OLD."challenge", OLD."challenged_at", OLD."challenged_by_id", OLD."closed_at", OLD."confidential_at", OLD."confidential_by_id", OLD."confidential_reason", OLD."created_at", OLD."created_by_id", OLD."critical_bugs", OLD."customer_from", OLD."customer_sentence", OLD."customer_word", OLD."dashboard_url", OLD."decision_on", OLD."first_launch_on", OLD."health", OLD."health_at", OLD."health_reasons", OLD."held_at", OLD."held_by_id", OLD."hold_reason", OLD."id", OLD."imported_with_id", OLD."key", OLD."launch_on", OLD."launched_at", OLD."launched_by_id", OLD."launched_without_approval", OLD."monitoring", OLD."name", OLD."notice_given", OLD."notice_needed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."policy_id", OLD."rollback_criteria", OLD."rollback_owner_id", OLD."rollback_procedure", OLD."rollback_reason", OLD."rolled_back_at", OLD."rolled_back_by_id", OLD."segments", OLD."stage", OLD."started_at", OLD."summary", OLD."summary_html", OLD."tier", OLD."tier_assigned_at", OLD."tier_assigned_by_id", OLD."tier_reason", OLD."tier_suggested", OLD."version", OLD."version_label", OLD."window_from", OLD."window_to"); RETURN NULL;',
                    hash="94375fc80ec1fed59dc57fc9e87e7d5d4fe7be9d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a35d9",
                    table="releases_release",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_releaseitemevent" ("due_on", "evidence_rule", "fact", "function_id", "gate", "id", "key", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reason", "release_id", "required", "retired_at", "state", "state_at", "state_by_id", "title", "version") VALUES (NEW."due_on", NEW."evidence_rule", NEW."fact", NEW."function_id", NEW."gate", NEW."id", NEW."key", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."reason", NEW."release_id", NEW."required", NEW."retired_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."title", NEW."version"); RETURN NULL;',
                    hash="583a39bf6efe10eb07b1e507c03d856d24a7d2fc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_58620",
                    table="releases_releaseitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_releaseitemevent" ("due_on", "evidence_rule", "fact", "function_id", "gate", "id", "key", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reason", "release_id", "required", "retired_at", "state", "state_at", "state_by_id", "title", "version") VALUES (NEW."due_on", NEW."evidence_rule", NEW."fact", NEW."function_id", NEW."gate", NEW."id", NEW."key", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."reason", NEW."release_id", NEW."required", NEW."retired_at", NEW."state", NEW."state_at", NEW."state_by_id", NEW."title", NEW."version"); RETURN NULL;',
                    hash="5e4c5fae3acbbba635eb9e01307113f4bbbd2421",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1cb76",
                    table="releases_releaseitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_releaseitemevent" ("due_on", "evidence_rule", "fact", "function_id", "gate", "id", "key", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reason", "release_id", "required", "retired_at", "state", "state_at", "state_by_id", "title", "version") VALUES (OLD."due_on", OLD."evidence_rule", OLD."fact", OLD."function_id", OLD."gate", OLD."id", OLD."key", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."reason", OLD."release_id", OLD."required", OLD."retired_at", OLD."state", OLD."state_at", OLD."state_by_id", OLD."title", OLD."version"); RETURN NULL;',
                    hash="8bdeef7b13de0738285619b3e498817c8832d7b3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b8ad4",
                    table="releases_releaseitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="19ddf92a1461b2f51a4fe0f24fffb52e077611be",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_01452",
                    table="releases_releaseitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaseitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="adeca78ab2617ecd999d70e25e63e72248d5b8a3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2d922",
                    table="releases_releaseitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaselink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_releaselinkevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "title", "url") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."release_id", NEW."title", NEW."url"); RETURN NULL;',
                    hash="376ad432ec228f0352490e52b2f01372f93b06fb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4ece7",
                    table="releases_releaselink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaselink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_releaselinkevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "title", "url") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."release_id", NEW."title", NEW."url"); RETURN NULL;',
                    hash="b876fb585f6713be5c6e1410981b157393623bf6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f982f",
                    table="releases_releaselink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaselink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_releaselinkevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "title", "url") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."release_id", OLD."title", OLD."url"); RETURN NULL;',
                    hash="32783812f181c609d144ba84d88dac6b17263fd4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_db1dc",
                    table="releases_releaselink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaselinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="537eab3fe459d9e59ecdf438cd50b1fbdcfe2cb8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_d1ca6",
                    table="releases_releaselinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="releaselinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="134d06687e9d26ca9355ec01f195ead14376a98c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0f9d5",
                    table="releases_releaselinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="risk",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_riskevent" ("id", "mitigation", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "severity", "state", "title", "version") VALUES (NEW."id", NEW."mitigation", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."release_id", NEW."severity", NEW."state", NEW."title", NEW."version"); RETURN NULL;',
                    hash="9c2cba97f3be62f51a2afe1ac90a5e60e3d07b58",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_32cc3",
                    table="releases_risk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="risk",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_riskevent" ("id", "mitigation", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "severity", "state", "title", "version") VALUES (NEW."id", NEW."mitigation", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."release_id", NEW."severity", NEW."state", NEW."title", NEW."version"); RETURN NULL;',
                    hash="aabbdf226bd62db7cd60eeb62b30817ca8018ae9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d7bac",
                    table="releases_risk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="risk",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_riskevent" ("id", "mitigation", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "severity", "state", "title", "version") VALUES (OLD."id", OLD."mitigation", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."release_id", OLD."severity", OLD."state", OLD."title", OLD."version"); RETURN NULL;',
                    hash="562b49d4d1e5bfd29b2ed4440b014f3712dee19c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9c38b",
                    table="releases_risk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="riskevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="99a2a6491756cea01f8adbc2f168b1df327c9b88",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a195b",
                    table="releases_riskevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="riskevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4cf9d62c223e4dd32720976128ca2fa2fabfa04c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7d1d4",
                    table="releases_riskevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolloutstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_rolloutstepevent" ("audience", "id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_at", "reached_by_id", "release_id", "share") VALUES (NEW."audience", NEW."id", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reached_at", NEW."reached_by_id", NEW."release_id", NEW."share"); RETURN NULL;',
                    hash="a0b17defe1e86e411e974ff3c8d0b48024c32230",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d1604",
                    table="releases_rolloutstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolloutstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_rolloutstepevent" ("audience", "id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_at", "reached_by_id", "release_id", "share") VALUES (NEW."audience", NEW."id", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reached_at", NEW."reached_by_id", NEW."release_id", NEW."share"); RETURN NULL;',
                    hash="d592ba7f018c8badff60c4e56dbae5ce63d0c513",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8a9d3",
                    table="releases_rolloutstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolloutstep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_rolloutstepevent" ("audience", "id", "on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reached_at", "reached_by_id", "release_id", "share") VALUES (OLD."audience", OLD."id", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reached_at", OLD."reached_by_id", OLD."release_id", OLD."share"); RETURN NULL;',
                    hash="393f671feddfeff2e189e4518df52aa362947ec4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_04f7f",
                    table="releases_rolloutstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolloutstepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="4fbb67e80773b7d71ace11af57fcb64f734fd4ca",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_aa005",
                    table="releases_rolloutstepevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolloutstepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="aca45284aabf330ff680328da3f69e26d3ecd7bd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_622c1",
                    table="releases_rolloutstepevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="da20eb43e5a02afb6b9355edafbb91e79c0d9aaf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9bf35",
                    table="releases_evidenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d204e9a29387aa738f184d5c8414972c04570d49",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e7379",
                    table="releases_evidenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_evidenceevent" ("added_at", "added_by_id", "id", "item_id", "kind", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "upload_id", "url", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."item_id", NEW."kind", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."upload_id", NEW."url", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="78902f705b5085baa9d3dab3725b5b516b32b471",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4d049",
                    table="releases_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_evidenceevent" ("added_at", "added_by_id", "id", "item_id", "kind", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "upload_id", "url", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."item_id", NEW."kind", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."upload_id", NEW."url", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="b4dad9116c3ff87bec0f384821f79e21187a37f6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_11066",
                    table="releases_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_evidenceevent" ("added_at", "added_by_id", "id", "item_id", "kind", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "upload_id", "url", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."id", OLD."item_id", OLD."kind", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."upload_id", OLD."url", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                    hash="09664c3478e6bdb958dd73f92d0ed84e6e3e4428",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4bdcc",
                    table="releases_evidence",
                    when="AFTER",
                ),
            ),
        ),
    ]
