"""What the application's database account may do, said once after every migration.

Two accounts: the owner changes tables, the application uses them. On append-only tables the application
may read and insert, nothing else; the triggers of `append_only` say the same to everybody.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

from productops.audit.history import is_append_only


def grant_to_application(sender: Any, using: str, **_kwargs: Any) -> None:
    """post_migrate runs once per app; tables of later apps exist by then, so the last app's run covers all."""
    role = settings.DATABASE_APP_ROLE
    connection = connections[using]
    if sender.label != list(apps.app_configs)[-1] or not role or role == connection.settings_dict["USER"]:
        return
    app, public = sql.Identifier(role), sql.Identifier("public")
    with connection.cursor() as cursor:
        for statement in (
            sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(public, app),
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {} TO {}").format(public, app),
            sql.SQL("REVOKE TRUNCATE ON ALL TABLES IN SCHEMA {} FROM {}").format(public, app),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}").format(public, app),
            sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(app),
        ):
            cursor.execute(statement)
        existing = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            if is_append_only(model) and model._meta.db_table in existing:
                table = sql.Identifier(model._meta.db_table)
                cursor.execute(sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(table, app))
