"""The clock: `celery -A productops.scheduler:app beat`. Every few seconds it asks a worker to look for what is due.

It knows names of tasks and nothing else: no Django, no database, a third of the memory. When it was down, the next look
finds everything; two of them only look twice.
"""

import os
from pathlib import Path

from celery import Celery

from productops import broker

# Looking is cheap and finds nothing most of the time. What no worker took before the next look is dropped, so that the
# queue does not fill while none runs.
LOOKS = {
    "comms.sweep": 15.0,
    "comms.tidy": 3600.0,
    "editions.make_files": 15.0,
    "rituals.weekly": 60.0,
    "releases.daily": 300.0,
    "releases.imports": 15.0,
    "releases.cards": 15.0,
    "releases.tidy": 3600.0,
    "people.project_area_roles": 900.0,
    "decisions.daily": 900.0,
    "search.tidy": 6 * 3600.0,
}


def broker_url() -> str:
    """As in the settings: REDIS_URL, or the content of the file that REDIS_URL_FILE names."""
    if path := os.environ.get("REDIS_URL_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")


app = Celery("scheduler", fixups=[], set_as_current=False)
app.conf.update(
    broker.OPTIONS,
    broker_url=broker_url(),
    beat_schedule={
        name: {"task": name, "schedule": seconds, "options": {"expires": seconds}} for name, seconds in LOOKS.items()
    },
)
