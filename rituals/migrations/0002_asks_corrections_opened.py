import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0002_initial"),
        ("people", "__first__"),
        ("rituals", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("published", "Published"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="what changes and why")),
                ("content", models.JSONField()),
                ("proposed_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area_update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="rituals.areaupdate"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="editions.edition"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "published_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="editions.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("area_update",),
                        name="one_open_correction_an_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_in__isnull", False), ("state", "published")),
                            models.Q(models.Q(("state", "published"), _negated=True), ("published_in", None)),
                            _connector="OR",
                        ),
                        name="correction_published_in_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("state", "proposed")),
                            models.Q(models.Q(("state", "proposed"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="correction_answered_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opened",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("opened_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "weekly_update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opened", to="rituals.weeklyupdate"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("weekly_update", "person"), name="opened_once")],
            },
        ),
        migrations.CreateModel(
            name="WritingSpell",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("began_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "area_update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spells", to="rituals.areaupdate"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CorrectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("published", "Published"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="what changes and why")),
                ("content", models.JSONField()),
                ("proposed_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="rituals.correction",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_in",
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
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="bullet",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="bullet",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="bullet",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="bullet",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bullet",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="bulletevent",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bulletevent",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bullet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_bulletevent" ("area_update_id", "assignee_id", "due_on", "heading", "html", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "saved_at", "saved_by_id", "text") VALUES (NEW."area_update_id", NEW."assignee_id", NEW."due_on", NEW."heading", NEW."html", NEW."id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;',
                    hash="c0a303f02b278410a0dc5326b20f63b1faaa1f98",
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
                    func='INSERT INTO "rituals_bulletevent" ("area_update_id", "assignee_id", "due_on", "heading", "html", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "saved_at", "saved_by_id", "text") VALUES (NEW."area_update_id", NEW."assignee_id", NEW."due_on", NEW."heading", NEW."html", NEW."id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;',
                    hash="b8157b0d44a3ea64a3884e4c9a0fe15f4a4062ef",
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
                    func='INSERT INTO "rituals_bulletevent" ("area_update_id", "assignee_id", "due_on", "heading", "html", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "saved_at", "saved_by_id", "text") VALUES (OLD."area_update_id", OLD."assignee_id", OLD."due_on", OLD."heading", OLD."html", OLD."id", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."saved_at", OLD."saved_by_id", OLD."text"); RETURN NULL;',
                    hash="6462173abdf7ec3c1c91eaf67aea896251dd4630",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c4d1a",
                    table="rituals_bullet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="correction_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:published,proposed:declined,proposed:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="bf6191d53c4dbfd42922216d1faab6a79bdc12c6",
                    operation="UPDATE",
                    pgid="pgtrigger_correction_states_404c1",
                    table="rituals_correction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_correctionevent" ("answer", "answered_at", "answered_by_id", "area_update_id", "content", "edition_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_in_id", "state", "version", "why") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."area_update_id", NEW."content", NEW."edition_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."published_in_id", NEW."state", NEW."version", NEW."why"); RETURN NULL;',
                    hash="cdb1fbcad02b6e73d8edad00c89de60a5f3d3f5f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5c20d",
                    table="rituals_correction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rituals_correctionevent" ("answer", "answered_at", "answered_by_id", "area_update_id", "content", "edition_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_in_id", "state", "version", "why") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."area_update_id", NEW."content", NEW."edition_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."published_in_id", NEW."state", NEW."version", NEW."why"); RETURN NULL;',
                    hash="ba8d7c827aed47ab4d335cacddba80879d11f39e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7a5db",
                    table="rituals_correction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rituals_correctionevent" ("answer", "answered_at", "answered_by_id", "area_update_id", "content", "edition_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "published_in_id", "state", "version", "why") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."area_update_id", OLD."content", OLD."edition_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."published_in_id", OLD."state", OLD."version", OLD."why"); RETURN NULL;',
                    hash="e151740d39f4dbae0090338d91036a5874b26349",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_65bbb",
                    table="rituals_correction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correctionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="2f4d6517dd9ba9934ea6acc369bdf5d4c7319cd1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c6894",
                    table="rituals_correctionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correctionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="75457bb9a8bce7f0a9985322b00de7a4ed90cb46",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_605d8",
                    table="rituals_correctionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
