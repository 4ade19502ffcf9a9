"""What tests do to the real services around the portal."""

import psycopg
from psycopg import sql


def empty_database(owner_url: str) -> None:
    """Empty every table as owner, append-only ones included, and put the seed back."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        tables = [
            row[0]
            for row in owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN"
                " ('django_migrations', 'django_content_type', 'auth_permission')"
            )
        ]
        names = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
        with owner.transaction():
            for table in tables:
                owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
            owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
            for table in tables:
                owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
    from productops.people.seed import seed

    seed()
