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
            name="ActionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.TextField(max_length=600, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="by")),
                ("asked_for_on", models.DateField()),
                ("source", models.CharField(max_length=64, unique=True)),
                ("origin", models.CharField(max_length=64)),
                ("source_url", models.CharField(max_length=200)),
                ("source_title", models.CharField(max_length=200)),
                (
                    "raised_for",
                    models.CharField(
                        blank=True, choices=[("roadmap_review", "The next roadmap review")], max_length=20
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("cancelled", "Not needed any more")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_items",
                        to="people.area",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_action_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_items",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "closed_by",
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
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="action_item_closed_says_when",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["assignee", "due_on"],
                        name="action_item_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["area", "due_on"], name="action_item_of_area"
                    ),
                    models.Index(condition=models.Q(("state", "done")), fields=["-closed_at"], name="action_item_done"),
                    models.Index(fields=["origin"], name="action_item_origin"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("moved", "Date moved"), ("handed_over", "Handed over")], max_length=12),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("day_before", models.DateField(blank=True, null=True)),
                ("day_after", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person_after",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person_before",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="followups.actionitem"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day_after__isnull", False), ("day_before__isnull", False), ("kind", "moved")),
                            models.Q(
                                ("kind", "handed_over"),
                                ("person_after__isnull", False),
                                ("person_before__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="action_change_says_from_what_to_what",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("what", models.TextField(max_length=600, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="by")),
                ("asked_for_on", models.DateField()),
                ("source", models.CharField(max_length=64)),
                ("origin", models.CharField(max_length=64)),
                ("source_url", models.CharField(max_length=200)),
                ("source_title", models.CharField(max_length=200)),
                (
                    "raised_for",
                    models.CharField(
                        blank=True, choices=[("roadmap_review", "The next roadmap review")], max_length=20
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("cancelled", "Not needed any more")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.area",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "closed_by",
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
                        to="followups.actionitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActionChangeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("moved", "Date moved"), ("handed_over", "Handed over")], max_length=12),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("day_before", models.DateField(blank=True, null=True)),
                ("day_after", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person_after",
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
                    "person_before",
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
                        to="followups.actionchange",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="followups.actionitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "followups_actionitemevent" ("area_id", "asked_by_id", "asked_for_on", "asked_of_id", "assignee_id", "closed_at", "closed_by_id", "created_at", "due_on", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_for", "source", "source_title", "source_url", "state", "version", "what") VALUES (NEW."area_id", NEW."asked_by_id", NEW."asked_for_on", NEW."asked_of_id", NEW."assignee_id", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."due_on", NEW."id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."raised_for", NEW."source", NEW."source_title", NEW."source_url", NEW."state", NEW."version", NEW."what"); RETURN NULL;',
                    hash="43f03f027109b82878b951a2d13d0823bc35f83f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_058bf",
                    table="followups_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "followups_actionitemevent" ("area_id", "asked_by_id", "asked_for_on", "asked_of_id", "assignee_id", "closed_at", "closed_by_id", "created_at", "due_on", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_for", "source", "source_title", "source_url", "state", "version", "what") VALUES (NEW."area_id", NEW."asked_by_id", NEW."asked_for_on", NEW."asked_of_id", NEW."assignee_id", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."due_on", NEW."id", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."raised_for", NEW."source", NEW."source_title", NEW."source_url", NEW."state", NEW."version", NEW."what"); RETURN NULL;',
                    hash="b013824c0059a530d527517449212f75e3c9476e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1a223",
                    table="followups_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "followups_actionitemevent" ("area_id", "asked_by_id", "asked_for_on", "asked_of_id", "assignee_id", "closed_at", "closed_by_id", "created_at", "due_on", "id", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_for", "source", "source_title", "source_url", "state", "version", "what") VALUES (OLD."area_id", OLD."asked_by_id", OLD."asked_for_on", OLD."asked_of_id", OLD."assignee_id", OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."due_on", OLD."id", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."raised_for", OLD."source", OLD."source_title", OLD."source_url", OLD."state", OLD."version", OLD."what"); RETURN NULL;',
                    hash="f577fc8292b68cab771820a53010bab9cb49ead7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1cc77",
                    table="followups_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="ab209c12b79229b6d0e24a15d28b39b72d0e0340",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_62aa8",
                    table="followups_actionchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="06efb7c5c01a79ba8a6a8a7af2879833d7673d8d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a17f6",
                    table="followups_actionchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionchange",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "followups_actionchangeevent" ("changed_at", "changed_by_id", "day_after", "day_before", "id", "item_id", "kind", "person_after_id", "person_before_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."day_after", NEW."day_before", NEW."id", NEW."item_id", NEW."kind", NEW."person_after_id", NEW."person_before_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;',
                    hash="e095330d9b27f65e6e526bb61873a2c784217f1f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2f028",
                    table="followups_actionchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionchange",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "followups_actionchangeevent" ("changed_at", "changed_by_id", "day_after", "day_before", "id", "item_id", "kind", "person_after_id", "person_before_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."day_after", NEW."day_before", NEW."id", NEW."item_id", NEW."kind", NEW."person_after_id", NEW."person_before_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;',
                    hash="6d910383631c8597219948aec9c6be3a95a1d85b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f7a9",
                    table="followups_actionchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionchange",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "followups_actionchangeevent" ("changed_at", "changed_by_id", "day_after", "day_before", "id", "item_id", "kind", "person_after_id", "person_before_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."day_after", OLD."day_before", OLD."id", OLD."item_id", OLD."kind", OLD."person_after_id", OLD."person_before_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;',
                    hash="302f2b8b31d598bb9d00d1e872bdfafedac6a2de",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5ce34",
                    table="followups_actionchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="abd5cb5de9625233eac921ea95ddbe2e5ddae29f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_13b69",
                    table="followups_actionitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f0ad38372861c6498f29964f28d987546d09e336",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9ee46",
                    table="followups_actionitemevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
