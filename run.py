#!/usr/bin/env python3
"""Everything on this machine with one command; needs nothing but Python 3.11 or newer.

    python3 run.py                 start the portal with its demo organisation: http://localhost:8000
    python3 run.py test [ARGS]     the whole suite from nothing; ARGS go to pytest
    python3 run.py manage ARGS     a management command against the same database
    python3 run.py bench [ARGS]    measure, on services of their own
    python3 run.py reset [--yes]   forget all data of this checkout

PORT, DATABASE_URL and REDIS_URL are honoured; docs/operations.md lists every setting.
"""

import sys


def main() -> int:
    # Before anything that an older Python could not even read.
    if sys.version_info < (3, 11):
        sys.exit("This needs Python 3.11 or newer; this is Python %d.%d. Try: python3.11 run.py" % sys.version_info[:2])
    if sys.platform == "win32":
        sys.exit("On Windows, run this in the Windows Subsystem for Linux.")
    from productops.stack import commands

    return commands.main(sys.argv[1:], __doc__)


if __name__ == "__main__":
    sys.exit(main())
