#!/usr/bin/env python
"""Management commands. On one machine `python3 run.py manage ...` calls this with the services running."""

import os
import sys

# These change tables or look at how they came about, which the application's own account may not.
OWNER_COMMANDS = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "flush", "sqlflush", "pgtrigger"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productops.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["AS_OWNER"] = "1"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
