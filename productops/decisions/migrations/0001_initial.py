import django.db.models.deletion
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
            name="DecisionEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("wording", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("context", models.TextField(max_length=5000, verbose_name="context")),
                ("context_html", models.TextField(blank=True)),
                ("decision", models.TextField(max_length=5000, verbose_name="decision")),
                ("decision_html", models.TextField(blank=True)),
                ("rationale", models.TextField(max_length=5000, verbose_name="rationale")),
                ("rationale_html", models.TextField(blank=True)),
                ("action_code", models.CharField(blank=True, max_length=40)),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("subject_title", models.CharField(blank=True, max_length=200)),
                ("links", models.JSONField(default=list)),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="look at it again on")),
                ("made_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="people.area",
                        verbose_name="scope",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="decisions.decisionentry",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="decisions.decisionentry",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_on", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("number", "wording"), name="decision_wording_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects", None), ("wording", 1)),
                            models.Q(("corrects__isnull", False), ("wording__gte", 2)),
                            _connector="OR",
                        ),
                        name="correction_corrects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_on", None), ("review_on__gt", models.F("decided_on")), _connector="OR"
                        ),
                        name="review_comes_later",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["-decided_on", "-number"], name="decision_newest"),
                    models.Index(fields=["subject"], name="decision_subject"),
                    models.Index(fields=["owner", "review_on"], name="decision_review"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=200, verbose_name="option")),
                ("pros", models.CharField(blank=True, max_length=1000, verbose_name="for")),
                ("cons", models.CharField(blank=True, max_length=1000, verbose_name="against")),
                ("chosen", models.BooleanField(default=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="options",
                        to="decisions.decisionentry",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="DecisionReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("keep_until", models.DateField(blank=True, null=True, verbose_name="look at it again on")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="decisions.decisionentry",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ReviewReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("review_on", models.DateField()),
                ("told_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.decisionentry"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry", "review_on"), name="review_reminder_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="878aa627da611518fba0f3e07af77a8f9c276b31",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c33a1",
                    table="decisions_decisionentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionentry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="0dee048cccf93d760b367351fb7b8eb7c8f957e1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_442ce",
                    table="decisions_decisionentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionoption",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="667270039217a469b26bbc25bd3ae02317d31734",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b0916",
                    table="decisions_decisionoption",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionoption",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="7c2684804c1c2d5032162543ef6309de6cedc132",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_17485",
                    table="decisions_decisionoption",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionreview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="68faf3287298ddf7dcb1ef54918adeb3d4b51df8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4e5f5",
                    table="decisions_decisionreview",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionreview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="da7a979104b32b5b5da06724b134a0e42b44a56b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_86980",
                    table="decisions_decisionreview",
                    when="BEFORE",
                ),
            ),
        ),
    ]
