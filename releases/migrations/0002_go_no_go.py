import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0004_named"),
        ("people", "0002_area_closed_by"),
        ("people", "__first__"),
        ("releases", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("review_copy", "Review copy is out"), ("published", "Published")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("review_copy_at", models.DateTimeField(blank=True, null=True)),
                ("short_notice_reason", models.CharField(blank=True, max_length=300, verbose_name="why it comes late")),
                ("objection", models.CharField(blank=True, max_length=300, verbose_name="objection")),
                ("objected_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "objected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bundle", to="releases.release"
                    ),
                ),
                (
                    "review_copy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "review_copy_by",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("edition__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="published_bundle_has_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("objected_at", None), models.Q(("objection", ""), _negated=True), _connector="OR"
                        ),
                        name="objection_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BundleReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("chased_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="editions.edition"
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.function",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bundle_readers",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("edition", "person"), name="bundle_reader_once")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)), fields=["asked_at"], name="bundle_unacknowledged"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("notes", models.TextField(blank=True, max_length=5000, verbose_name="notes")),
                ("notes_html", models.TextField(blank=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "attended",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="who came"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readiness_meetings",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="releases.release"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("release", "number"), name="round_once")],
            },
        ),
        migrations.CreateModel(
            name="SignoffRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("asks", models.PositiveSmallIntegerField(default=0)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "chased",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "asked"),
                            (1, "reminded"),
                            (2, "the function’s lead was told"),
                            (3, "the escalation path was told"),
                        ],
                        default=0,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.function"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signoff_requests",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("release", "function"), name="signoff_request_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at", None), ("asks", 0)),
                            models.Q(("asked_at__isnull", False), ("asks__gte", 1)),
                            _connector="OR",
                        ),
                        name="asked_says_when",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None), ("asked_at__isnull", False), ("withdrawn_at", None)),
                        fields=["due_on"],
                        name="signoff_unanswered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where, or the link to join")),
                ("materials_url", models.URLField(blank=True, max_length=500, verbose_name="materials")),
                ("notes", models.CharField(blank=True, max_length=500, verbose_name="notes")),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "attended",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="who came"
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
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="training", to="releases.release"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BundleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("review_copy", "Review copy is out"), ("published", "Published")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("review_copy_at", models.DateTimeField(blank=True, null=True)),
                ("short_notice_reason", models.CharField(blank=True, max_length=300, verbose_name="why it comes late")),
                ("objection", models.CharField(blank=True, max_length=300, verbose_name="objection")),
                ("objected_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        db_constraint=False,
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
                    "objected_by",
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
                        to="releases.bundle",
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
                    "review_copy",
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
                    "review_copy_by",
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
            name="BundleReaderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("chased_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "function",
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
                    "person",
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
                        to="releases.bundlereader",
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
            name="BundleSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("changes", "What changed"),
                            ("impact", "Who is impacted"),
                            ("how", "How it works"),
                            ("faq", "FAQ and edge cases"),
                            ("support", "Support macros and troubleshooting"),
                            ("sales", "Sales talk track and objections"),
                            ("monitoring", "Monitoring and guardrails"),
                            ("rollback", "Rollback and mitigation"),
                            ("owners", "Owners and escalation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                ("html", models.TextField(blank=True, editable=False)),
                ("not_applicable", models.CharField(blank=True, max_length=200, verbose_name="not applicable because")),
                ("flowed", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "bundle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="releases.bundle"
                    ),
                ),
                (
                    "updated_by",
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
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("bundle", "kind"), name="bundle_section_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), ("not_applicable", ""), _connector="OR"),
                        name="section_says_or_says_why_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=120)),
                ("words", models.CharField(max_length=300)),
                ("reserved", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=500, verbose_name="why it may go out nevertheless")),
                ("label", models.CharField(blank=True, max_length=80)),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="releases.round"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "ref"), name="override_once"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="override_says_why"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessMeetingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("notes", models.TextField(blank=True, max_length=5000, verbose_name="notes")),
                ("notes_html", models.TextField(blank=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.readinessmeeting",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
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
            name="ShipDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("go", "Go"),
                            ("conditional_go", "Conditional go"),
                            ("no_go", "No-go"),
                            ("delay", "Delay"),
                        ],
                        max_length=16,
                    ),
                ),
                ("rationale", models.CharField(blank=True, max_length=1000, verbose_name="why")),
                ("launch_on", models.DateField(blank=True, null=True)),
                ("new_launch_on", models.DateField(blank=True, null=True, verbose_name="new launch date")),
                ("evidence", models.JSONField()),
                ("evidence_sha256", models.CharField(max_length=64)),
                ("material", models.JSONField()),
                ("label", models.CharField(blank=True, max_length=80)),
                ("entry_number", models.PositiveIntegerField(blank=True, null=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="releases.release"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="releases.round"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "delay"), _negated=True),
                            ("new_launch_on__isnull", False),
                            _connector="OR",
                        ),
                        name="delay_names_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["no_go", "delay"]), _negated=True),
                            models.Q(("rationale", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="not_going_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signoff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ask", models.PositiveSmallIntegerField()),
                (
                    "answer",
                    models.CharField(
                        choices=[("ready", "Ready"), ("not_ready", "Not ready"), ("abstain", "Abstain")], max_length=10
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="comment")),
                ("material", models.JSONField()),
                ("stamp", models.CharField(max_length=64)),
                (
                    "via",
                    models.CharField(
                        choices=[("page", "page"), ("link", "link in a message")], default="page", max_length=6
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=80)),
                ("given_at", models.DateTimeField()),
                (
                    "function",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.function"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signoffs", to="releases.release"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="releases.signoffrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "not_ready"), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="not_ready_says_what_misses",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignoffPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waiting_for", models.CharField(max_length=200, verbose_name="what you wait for")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="releases.signoffrequest"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("request",), name="signoff_pause_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("waiting_for", ""), _negated=True), name="signoff_pause_says_for_what"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignoffRequestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("asks", models.PositiveSmallIntegerField(default=0)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "chased",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "asked"),
                            (1, "reminded"),
                            (2, "the function’s lead was told"),
                            (3, "the escalation path was told"),
                        ],
                        default=0,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.signoffrequest",
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
            name="TrainingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where, or the link to join")),
                ("materials_url", models.URLField(blank=True, max_length=500, verbose_name="materials")),
                ("notes", models.CharField(blank=True, max_length=500, verbose_name="notes")),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.training",
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
            name="BundleSectionEvent",
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
                            ("changes", "What changed"),
                            ("impact", "Who is impacted"),
                            ("how", "How it works"),
                            ("faq", "FAQ and edge cases"),
                            ("support", "Support macros and troubleshooting"),
                            ("sales", "Sales talk track and objections"),
                            ("monitoring", "Monitoring and guardrails"),
                            ("rollback", "Rollback and mitigation"),
                            ("owners", "Owners and escalation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                ("html", models.TextField(blank=True, editable=False)),
                ("not_applicable", models.CharField(blank=True, max_length=200, verbose_name="not applicable because")),
                ("flowed", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "bundle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.bundle",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="releases.bundlesection",
                    ),
                ),
                (
                    "updated_by",
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
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("evidence_sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="releases.shipdecision"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("decision", "language"), name="card_once")],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="by")),
                ("ref", models.CharField(blank=True, max_length=120)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("reserved", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_conditions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="releases.shipdecision",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Reconfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why_stale", models.JSONField(default=list)),
                ("reason", models.CharField(max_length=500, verbose_name="why it still holds")),
                ("evidence", models.JSONField()),
                ("evidence_sha256", models.CharField(max_length=64)),
                ("material", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconfirmations",
                        to="releases.shipdecision",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="reconfirmation_says_why"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignoffPauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("waiting_for", models.CharField(max_length=200, verbose_name="what you wait for")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
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
                        to="releases.signoffpause",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="releases.signoffrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConditionOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("overridden", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=300, verbose_name="how, or why not")),
                ("label", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "condition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcome", to="releases.condition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="condition_outcome_says_how"
                    )
                ],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="release",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="release",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="release",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="release",
            name="approval_stale_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="release",
            name="approval_stale_why",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="releaseevent",
            name="approval_stale_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="releaseevent",
            name="approval_stale_why",
            field=models.JSONField(default=list),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_releaseevent" ("alert_thresholds", "answers", "approval_stale_at", "approval_stale_why", "area_checklist_id", "area_id", "bugs_url", "build_tag", "cancel_reason", "cancelled_at", "cancelled_by_id", "challenge", "challenged_at", "challenged_by_id", "closed_at", "confidential_at", "confidential_by_id", "confidential_reason", "created_at", "created_by_id", "critical_bugs", "customer_from", "customer_sentence", "customer_word", "dashboard_url", "decision_on", "first_launch_on", "health", "health_at", "health_reasons", "held_at", "held_by_id", "hold_reason", "id", "imported_with_id", "key", "launch_on", "launched_at", "launched_by_id", "launched_without_approval", "monitoring", "name", "notice_given", "notice_needed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rollback_criteria", "rollback_owner_id", "rollback_procedure", "rollback_reason", "rolled_back_at", "rolled_back_by_id", "segments", "stage", "started_at", "summary", "summary_html", "tier", "tier_assigned_at", "tier_assigned_by_id", "tier_reason", "tier_suggested", "version", "version_label", "window_from", "window_to") VALUES (NEW."alert_thresholds", NEW."answers", NEW."approval_stale_at", NEW."approval_stale_why", NEW."area_checklist_id", NEW."area_id", NEW."bugs_url", NEW."build_tag", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."challenge", NEW."challenged_at", NEW."challenged_by_id", NEW."closed_at", NEW."confidential_at", NEW."confidential_by_id", NEW."confidential_reason", NEW."created_at", NEW."created_by_id", NEW."critical_bugs", NEW."customer_from", NEW."customer_sentence", NEW."customer_word", NEW."dashboard_url", NEW."decision_on", NEW."first_launch_on", NEW."health", NEW."health_at", NEW."health_reasons", NEW."held_at", NEW."held_by_id", NEW."hold_reason", NEW."id", NEW."imported_with_id", NEW."key", NEW."launch_on", NEW."launched_at", NEW."launched_by_id", NEW."launched_without_approval", NEW."monitoring", NEW."name", NEW."notice_given", NEW."notice_needed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."policy_id", NEW."rollback_criteria", NEW."rollback_owner_id", NEW."rollback_procedure", NEW."rollback_reason", NEW."rolled_back_at", NEW."rolled_back_by_id", NEW."segments", NEW."stage", NEW."started_at", NEW."summary", NEW."summary_html", NEW."tier", NEW."tier_assigned_at", NEW."tier_assigned_by_id", NEW."tier_reason", NEW."tier_suggested", NEW."version", NEW."version_label", NEW."window_from", NEW."window_to"); RETURN NULL;',
                    hash="d037a0fb641eb4c9c81302219b44d20cdb2371fd",
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
                    func='INSERT INTO "releases_releaseevent" ("alert_thresholds", "answers", "approval_stale_at", "approval_stale_why", "area_checklist_id", "area_id", "bugs_url", "build_tag", "cancel_reason", "cancelled_at", "cancelled_by_id", "challenge", "challenged_at", "challenged_by_id", "closed_at", "confidential_at", "confidential_by_id", "confidential_reason", "created_at", "created_by_id", "critical_bugs", "customer_from", "customer_sentence", "customer_word", "dashboard_url", "decision_on", "first_launch_on", "health", "health_at", "health_reasons", "held_at", "held_by_id", "hold_reason", "id", "imported_with_id", "key", "launch_on", "launched_at", "launched_by_id", "launched_without_approval", "monitoring", "name", "notice_given", "notice_needed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rollback_criteria", "rollback_owner_id", "rollback_procedure", "rollback_reason", "rolled_back_at", "rolled_back_by_id", "segments", "stage", "started_at", "summary", "summary_html", "tier", "tier_assigned_at", "tier_assigned_by_id", "tier_reason", "tier_suggested", "version", "version_label", "window_from", "window_to") VALUES (NEW."alert_thresholds", NEW."answers", NEW."approval_stale_at", NEW."approval_stale_why", NEW."area_checklist_id", NEW."area_id", NEW."bugs_url", NEW."build_tag", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."challenge", NEW."challenged_at", NEW."challenged_by_id", NEW."closed_at", NEW."confidential_at", NEW."confidential_by_id", NEW."confidential_reason", NEW."created_at", NEW."created_by_id", NEW."critical_bugs", NEW."customer_from", NEW."customer_sentence", NEW."customer_word", NEW."dashboard_url", NEW."decision_on", NEW."first_launch_on", NEW."health", NEW."health_at", NEW."health_reasons", NEW."held_at", NEW."held_by_id", NEW."hold_reason", NEW."id", NEW."imported_with_id", NEW."key", NEW."launch_on", NEW."launched_at", NEW."launched_by_id", NEW."launched_without_approval", NEW."monitoring", NEW."name", NEW."notice_given", NEW."notice_needed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."policy_id", NEW."rollback_criteria", NEW."rollback_owner_id", NEW."rollback_procedure", NEW."rollback_reason", NEW."rolled_back_at", NEW."rolled_back_by_id", NEW."segments", NEW."stage", NEW."started_at", NEW."summary", NEW."summary_html", NEW."tier", NEW."tier_assigned_at", NEW."tier_assigned_by_id", NEW."tier_reason", NEW."tier_suggested", NEW."version", NEW."version_label", NEW."window_from", NEW."window_to"); RETURN NULL;',
                    hash="79722d159f001f69df6932eb0bb83e3ab5cbcbd3",
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
                    func='INSERT INTO "releases_releaseevent" ("alert_thresholds", "answers", "approval_stale_at", "approval_stale_why", "area_checklist_id", "area_id", "bugs_url", "build_tag", "cancel_reason", "cancelled_at", "cancelled_by_id", "challenge", "challenged_at", "challenged_by_id", "closed_at", "confidential_at", "confidential_by_id", "confidential_reason", "created_at", "created_by_id", "critical_bugs", "customer_from", "customer_sentence", "customer_word", "dashboard_url", "decision_on", "first_launch_on", "health", "health_at", "health_reasons", "held_at", "held_by_id", "hold_reason", "id", "imported_with_id", "key", "launch_on", "launched_at", "launched_by_id", "launched_without_approval", "monitoring", "name", "notice_given", "notice_needed", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "rollback_criteria", "rollback_owner_id", "rollback_procedure", "rollback_reason", "rolled_back_at", "rolled_back_by_id", "segments", "stage", "started_at", "summary", "summary_html", "tier", "tier_assigned_at", "tier_assigned_by_id", "tier_reason", "tier_suggested", "version", "version_label", "window_from", "window_to") VALUES (OLD."alert_thresholds", OLD."answers", OLD."approval_stale_at", OLD."approval_stale_why", OLD."area_checklist_id", OLD."area_id", OLD."bugs_url", OLD."build_tag", OLD."cancel_reason", OLD."cancelled_at", OLD."cancelled_by_id", OLD."challenge", OLD."challenged_at", OLD."challenged_by_id", OLD."closed_at", OLD."confidential_at", OLD."confidential_by_id", OLD."confidential_reason", OLD."created_at", OLD."created_by_id", OLD."critical_bugs", OLD."customer_from", OLD."customer_sentence", OLD."customer_word", OLD."dashboard_url", OLD."decision_on", OLD."first_launch_on", OLD."health", OLD."health_at", OLD."health_reasons", OLD."held_at", OLD."held_by_id", OLD."hold_reason", OLD."id", OLD."imported_with_id", OLD."key", OLD."launch_on", OLD."launched_at", OLD."launched_by_id", OLD."launched_without_approval", OLD."monitoring", OLD."name", OLD."notice_given", OLD."notice_needed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."policy_id", OLD."rollback_criteria", OLD."rollback_owner_id", OLD."rollback_procedure", OLD."rollback_reason", OLD."rolled_back_at", OLD."rolled_back_by_id", OLD."segments", OLD."stage", OLD."started_at", OLD."summary", OLD."summary_html", OLD."tier", OLD."tier_assigned_at", OLD."tier_assigned_by_id", OLD."tier_reason", OLD."tier_suggested", OLD."version", OLD."version_label", OLD."window_from", OLD."window_to"); RETURN NULL;',
                    hash="528abea24dbb0b71eeec87fefbc50cbf89459f30",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a35d9",
                    table="releases_release",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_bundleevent" ("drafted_at", "drafted_by_id", "edition_id", "id", "objected_at", "objected_by_id", "objection", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "release_id", "review_copy_at", "review_copy_by_id", "review_copy_id", "short_notice_reason", "state", "version") VALUES (NEW."drafted_at", NEW."drafted_by_id", NEW."edition_id", NEW."id", NEW."objected_at", NEW."objected_by_id", NEW."objection", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."release_id", NEW."review_copy_at", NEW."review_copy_by_id", NEW."review_copy_id", NEW."short_notice_reason", NEW."state", NEW."version"); RETURN NULL;',
                    hash="47259fb6b7e88e73f6d1d9055e43b0f1cd68e944",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_53a47",
                    table="releases_bundle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_bundleevent" ("drafted_at", "drafted_by_id", "edition_id", "id", "objected_at", "objected_by_id", "objection", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "release_id", "review_copy_at", "review_copy_by_id", "review_copy_id", "short_notice_reason", "state", "version") VALUES (NEW."drafted_at", NEW."drafted_by_id", NEW."edition_id", NEW."id", NEW."objected_at", NEW."objected_by_id", NEW."objection", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."release_id", NEW."review_copy_at", NEW."review_copy_by_id", NEW."review_copy_id", NEW."short_notice_reason", NEW."state", NEW."version"); RETURN NULL;',
                    hash="cac48283d124f7d32e456bcae9a98afd7749443f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b935f",
                    table="releases_bundle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundle",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_bundleevent" ("drafted_at", "drafted_by_id", "edition_id", "id", "objected_at", "objected_by_id", "objection", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "release_id", "review_copy_at", "review_copy_by_id", "review_copy_id", "short_notice_reason", "state", "version") VALUES (OLD."drafted_at", OLD."drafted_by_id", OLD."edition_id", OLD."id", OLD."objected_at", OLD."objected_by_id", OLD."objection", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."release_id", OLD."review_copy_at", OLD."review_copy_by_id", OLD."review_copy_id", OLD."short_notice_reason", OLD."state", OLD."version"); RETURN NULL;',
                    hash="c09b7c51e428c712c63658ec435a9dd3ea3f707a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_36bea",
                    table="releases_bundle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="0411873e2566f73ccf8bb113aa6e640c86f6842e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e8dfa",
                    table="releases_bundleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e1d4c2c9a36655a70835b59848b89c9fcab7ba77",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7a6a4",
                    table="releases_bundleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlereader",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_bundlereaderevent" ("acknowledged_at", "asked_at", "chased_at", "edition_id", "function_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id") VALUES (NEW."acknowledged_at", NEW."asked_at", NEW."chased_at", NEW."edition_id", NEW."function_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."release_id"); RETURN NULL;',
                    hash="58dc3f11ac43cb4bcd6fdd2d2367c4e6a5f9fd05",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0afe9",
                    table="releases_bundlereader",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlereader",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_bundlereaderevent" ("acknowledged_at", "asked_at", "chased_at", "edition_id", "function_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id") VALUES (NEW."acknowledged_at", NEW."asked_at", NEW."chased_at", NEW."edition_id", NEW."function_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."release_id"); RETURN NULL;',
                    hash="5f3e43e63bb49ca7ed155468b89e2cc6d0fcfd02",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_34143",
                    table="releases_bundlereader",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlereader",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_bundlereaderevent" ("acknowledged_at", "asked_at", "chased_at", "edition_id", "function_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id") VALUES (OLD."acknowledged_at", OLD."asked_at", OLD."chased_at", OLD."edition_id", OLD."function_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."release_id"); RETURN NULL;',
                    hash="9d744bd33bb9e9c510983305ba3829efd87cdb58",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_588f6",
                    table="releases_bundlereader",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlereaderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="0fb34781ca1ddee199982ed1ba1c9303ce1619e7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c95c8",
                    table="releases_bundlereaderevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlereaderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f08ec01a891ca712319ff1b78d1e12dc9e7b418f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d4735",
                    table="releases_bundlereaderevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlesection",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_bundlesectionevent" ("bundle_id", "flowed", "html", "id", "kind", "not_applicable", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "updated_at", "updated_by_id", "version") VALUES (NEW."bundle_id", NEW."flowed", NEW."html", NEW."id", NEW."kind", NEW."not_applicable", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."text", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;',
                    hash="1d2ed60ad656efe24fb40550e84aa2b3cbc4d43d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6963c",
                    table="releases_bundlesection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlesection",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_bundlesectionevent" ("bundle_id", "flowed", "html", "id", "kind", "not_applicable", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "updated_at", "updated_by_id", "version") VALUES (NEW."bundle_id", NEW."flowed", NEW."html", NEW."id", NEW."kind", NEW."not_applicable", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."text", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;',
                    hash="e58e51fd2011563a30351e08554709f92bc953e8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_99fd4",
                    table="releases_bundlesection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlesection",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_bundlesectionevent" ("bundle_id", "flowed", "html", "id", "kind", "not_applicable", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "updated_at", "updated_by_id", "version") VALUES (OLD."bundle_id", OLD."flowed", OLD."html", OLD."id", OLD."kind", OLD."not_applicable", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."text", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;',
                    hash="b911b7e6be24d79d62c4449f533304d34697ef89",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0df55",
                    table="releases_bundlesection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlesectionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="52d3ec4d84c55220809a4ecbab237f8798f03b14",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_81f7a",
                    table="releases_bundlesectionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bundlesectionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b7233c6eea9fe9d2b6169b8032f7308d38b9416f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_83825",
                    table="releases_bundlesectionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="941b29e5cd718df422beddfe3f89edda7deb390f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dc595",
                    table="releases_conditionoutcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="c1f0c0fcc24ebd2b987b3ea767f5842f55f7ac2e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4e923",
                    table="releases_conditionoutcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_readinessmeetingevent" ("held_at", "id", "notes", "notes_html", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "release_id", "starts_at", "version") VALUES (NEW."held_at", NEW."id", NEW."notes", NEW."notes_html", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."release_id", NEW."starts_at", NEW."version"); RETURN NULL;',
                    hash="91c9c5cfe30801d8705532d6d74a48042e91deee",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_555a3",
                    table="releases_readinessmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_readinessmeetingevent" ("held_at", "id", "notes", "notes_html", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "release_id", "starts_at", "version") VALUES (NEW."held_at", NEW."id", NEW."notes", NEW."notes_html", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."recorded_by_id", NEW."release_id", NEW."starts_at", NEW."version"); RETURN NULL;',
                    hash="d4a2e0b7bf9b3a343c8134ed1d85ed7da46c45ca",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_12af0",
                    table="releases_readinessmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_readinessmeetingevent" ("held_at", "id", "notes", "notes_html", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "release_id", "starts_at", "version") VALUES (OLD."held_at", OLD."id", OLD."notes", OLD."notes_html", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."release_id", OLD."starts_at", OLD."version"); RETURN NULL;',
                    hash="1564df9307bdf45bd6285531e9aaf620e14240f4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cb5b3",
                    table="releases_readinessmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessmeetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="16752be3d0965e71994c21281155d1322be033a0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8693a",
                    table="releases_readinessmeetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessmeetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9fb9ee4e6a702a0a7a8d1d2597e7969454e4876f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_21078",
                    table="releases_readinessmeetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0418b1daffcf2991abb117dbf85988819eb3d398",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2c5bd",
                    table="releases_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="cf28414b55dedc47ab3e43cdcfddbec6d097695b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6c688",
                    table="releases_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="override",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e8baf5c978e88b9f6bd308364c4fc6ab883c94a7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b8e8c",
                    table="releases_override",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="override",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="b112a330ada702166c38eec6152db02c3257a23d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_cbe35",
                    table="releases_override",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c5951c40cec88470557b84775b2dfc8e4b60a611",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a03cc",
                    table="releases_shipdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="2789ff60c576aa478a4e442780abc8de21720e70",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a3f26",
                    table="releases_shipdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a9dc33b995178ca0a6f3d963324b5f2c62b29dba",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a5f41",
                    table="releases_reconfirmation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="2eabe8e0b2cd3ebb5a5046a3bd5abe7f1b601822",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_58c35",
                    table="releases_reconfirmation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="condition",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fe28fdf654ac9687fce67aae08768ee34a07e0cc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8ec30",
                    table="releases_condition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="condition",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="6125d83fa1b20768c3719e75753ab964a8580beb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4d76a",
                    table="releases_condition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dbd155c003a1ecb6b8fc204272b593b1cb7386f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_85790",
                    table="releases_card",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="card",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="f11652547c61f255e677678d046db53f7612b694",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_6e185",
                    table="releases_card",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_signoffrequestevent" ("answered_at", "asked_at", "asked_by_id", "asks", "chased", "due_on", "function_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "withdrawn_at") VALUES (NEW."answered_at", NEW."asked_at", NEW."asked_by_id", NEW."asks", NEW."chased", NEW."due_on", NEW."function_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."release_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="14842c3f9ff58b1d0cd0a970622cf3ac40b8f33a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9b695",
                    table="releases_signoffrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_signoffrequestevent" ("answered_at", "asked_at", "asked_by_id", "asks", "chased", "due_on", "function_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "withdrawn_at") VALUES (NEW."answered_at", NEW."asked_at", NEW."asked_by_id", NEW."asks", NEW."chased", NEW."due_on", NEW."function_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."release_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="755fcab31d08a1bc84a6e367571b88b81e709709",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7dcdb",
                    table="releases_signoffrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_signoffrequestevent" ("answered_at", "asked_at", "asked_by_id", "asks", "chased", "due_on", "function_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "withdrawn_at") VALUES (OLD."answered_at", OLD."asked_at", OLD."asked_by_id", OLD."asks", OLD."chased", OLD."due_on", OLD."function_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."release_id", OLD."withdrawn_at"); RETURN NULL;',
                    hash="c87d6ec8ef9aed8aab9d13b0813707cec4b1b2ef",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6bdd2",
                    table="releases_signoffrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffpauseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="e31a9054efedca6324e49f480c648e3d8fe12575",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_33eb6",
                    table="releases_signoffpauseevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffpauseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="14d6e896719c0db5cceb9d77332e796714f6b68d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_24b4b",
                    table="releases_signoffpauseevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffpause",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_signoffpauseevent" ("by_id", "ended_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "since", "until", "waiting_for") VALUES (NEW."by_id", NEW."ended_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."request_id", NEW."since", NEW."until", NEW."waiting_for"); RETURN NULL;',
                    hash="cebfadea5aa776237bf30bc4e2005dfcd7fc9cf2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2b779",
                    table="releases_signoffpause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffpause",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_signoffpauseevent" ("by_id", "ended_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "since", "until", "waiting_for") VALUES (NEW."by_id", NEW."ended_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."request_id", NEW."since", NEW."until", NEW."waiting_for"); RETURN NULL;',
                    hash="6515791fabb8c04f4a7a0741e09d1a01edf498d6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_161a5",
                    table="releases_signoffpause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffpause",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_signoffpauseevent" ("by_id", "ended_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "since", "until", "waiting_for") VALUES (OLD."by_id", OLD."ended_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."request_id", OLD."since", OLD."until", OLD."waiting_for"); RETURN NULL;',
                    hash="bebd643d5ac69a2cad21409f97fc8803dfad7bca",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_327b2",
                    table="releases_signoffpause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoff",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="366c9aade8484c0a7b1207d7e8339bc9374b2f49",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5950d",
                    table="releases_signoff",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoff",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="f0727291886c71412d2b3bbaaf2ef7c73b9bbf48",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f212e",
                    table="releases_signoff",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffrequestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="9e36b123676b440dc6e3df70d03a0807cfd6d3ce",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_f9eb3",
                    table="releases_signoffrequestevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoffrequestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="80d8b92c752bcfef90da1db11c32cce686fd4b05",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7cb8c",
                    table="releases_signoffrequestevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="training",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_trainingevent" ("held_at", "held_by_id", "id", "materials_url", "notes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "release_id", "starts_at", "version") VALUES (NEW."held_at", NEW."held_by_id", NEW."id", NEW."materials_url", NEW."notes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."place", NEW."release_id", NEW."starts_at", NEW."version"); RETURN NULL;',
                    hash="0052108dc7f59eba4e2af896d4da865e5a1976b4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_da556",
                    table="releases_training",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="training",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "releases_trainingevent" ("held_at", "held_by_id", "id", "materials_url", "notes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "release_id", "starts_at", "version") VALUES (NEW."held_at", NEW."held_by_id", NEW."id", NEW."materials_url", NEW."notes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."place", NEW."release_id", NEW."starts_at", NEW."version"); RETURN NULL;',
                    hash="fc9258b15724455d760c88a1028c072a912c45d4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_248ca",
                    table="releases_training",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="training",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "releases_trainingevent" ("held_at", "held_by_id", "id", "materials_url", "notes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "release_id", "starts_at", "version") VALUES (OLD."held_at", OLD."held_by_id", OLD."id", OLD."materials_url", OLD."notes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."place", OLD."release_id", OLD."starts_at", OLD."version"); RETURN NULL;',
                    hash="894c891dafecd239c395b71ccfe929a317314e16",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c4c5c",
                    table="releases_training",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="f2227acd9e812163c16904cc85cfa723e5893605",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a7074",
                    table="releases_trainingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4e0a1700616865dd438c0794491a8a2c108e4523",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e9cc3",
                    table="releases_trainingevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
