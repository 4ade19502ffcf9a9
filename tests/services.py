"""What tests do to the real services around the portal."""

import psycopg
from psycopg import sql


def empty_database(owner_url: str) -> None:
    """Empty every table as owner, append-only ones included, and put the seed back.

    Most are empty as it is, and deleting a few rows is far less work for the server than a truncation of everything.
    """
    with psycopg.connect(owner_url) as owner:
        tables = [
            sql.Identifier(row[0])
            for row in owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN"
                " ('django_migrations', 'django_content_type', 'auth_permission')"
            )
        ]
        asked = [sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(at, each) for at, each in enumerate(tables)]
        filled = [tables[row[0]] for row in owner.execute(sql.SQL(" UNION ALL ").join(asked))]
        # Rows that refer to each other go in any order; looked at before the triggers, which want nothing pending.
        for words in (
            *(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table) for table in filled),
            sql.SQL("SET CONSTRAINTS ALL DEFERRED"),
            *(sql.SQL("DELETE FROM {}").format(table) for table in filled),
            sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"),
            *(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table) for table in filled),
        ):
            owner.execute(words)
    from productops.people.seed import seed

    seed()
