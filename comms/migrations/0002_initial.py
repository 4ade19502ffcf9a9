import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comms", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("fanned_out_at", None)), fields=["created_at"], name="notice_to_fan_out"
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="comms.notice"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="preferences", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="preferenceevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="preferenceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="comms.preference",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="areas",
            field=models.ManyToManyField(blank=True, related_name="+", to="people.area"),
        ),
        migrations.AddField(
            model_name="subscription",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="subscriptions", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="subscriptionevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subscriptionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="comms.subscription",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status", "queued")), fields=["next_attempt_at", "id"], name="delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["person", "-id"], name="delivery_of_person"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("notice", "person", "channel"), name="delivery_once"),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(fields=("person", "kind", "channel"), name="preference_once"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(fields=("person", "topic"), name="subscription_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comms_preferenceevent" ("channel", "id", "kind", "mode", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."channel", NEW."id", NEW."kind", NEW."mode", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="6ea9e1e86e552e483a70b4bcec21ad610c158424",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5ee5f",
                    table="comms_preference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "comms_preferenceevent" ("channel", "id", "kind", "mode", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."channel", NEW."id", NEW."kind", NEW."mode", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="4f985af93ca04d330903e1cfa40ea66d81ceffd0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_33087",
                    table="comms_preference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preference",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comms_preferenceevent" ("channel", "id", "kind", "mode", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."channel", OLD."id", OLD."kind", OLD."mode", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="42abdf27ccbfc0dd09a1cba3944dab70ba8e5d08",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b774b",
                    table="comms_preference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="4daafd095a84607888ddef1437c34dad338ddc62",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_c433a",
                    table="comms_preferenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preferenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="660d820ade1c8a9bcdc27a79c7833d79e9838467",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f7314",
                    table="comms_preferenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subscription",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comms_subscriptionevent" ("all_areas", "created_at", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic") VALUES (NEW."all_areas", NEW."created_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."topic"); RETURN NULL;',
                    hash="89589aad1a835b952746abd003c16941b6f2a184",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_092bd",
                    table="comms_subscription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subscription",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "comms_subscriptionevent" ("all_areas", "created_at", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic") VALUES (NEW."all_areas", NEW."created_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."topic"); RETURN NULL;',
                    hash="03f2dfc264207a6ac41f394cd744deb1b5b92ff6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_741bd",
                    table="comms_subscription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subscription",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "comms_subscriptionevent" ("all_areas", "created_at", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic") VALUES (OLD."all_areas", OLD."created_at", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."topic"); RETURN NULL;',
                    hash="09ac56d811436de2397b5ac5b7d1fbf4f0175ab2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ba151",
                    table="comms_subscription",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subscriptionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="cef14769889bd044e8a63f6040d64d61369c4267",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_51f0c",
                    table="comms_subscriptionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subscriptionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0804e1c90990681edad54a1c66fcd3e3ba5b562f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_81609",
                    table="comms_subscriptionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
