"""The Celery application: `celery -A productops.celery:app worker` (or `beat`).

The broker only wakes workers; what is due stands in the database. So publishing gives up at once instead of making a
person wait, and a lost message costs a minute at most, until the next sweep.
"""

import os
from functools import partial
from typing import Any

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productops.settings")


class Portal(Celery):  # type: ignore[misc]
    """Celery whose workers look for a lost broker every five seconds; by default the pause grows to thirty."""

    def connection_for_read(self, url: str | None = None, **kwargs: Any) -> Any:
        connection = super().connection_for_read(url, **kwargs)
        pauses = {"interval_start": 1, "interval_step": 1, "interval_max": 5}
        connection.ensure_connection = partial(connection.ensure_connection, **pauses)
        return connection


app = Portal("productops")
# For every thread: "current" alone would be that of the importing one, and the web server's threads are others.
app.set_default()
app.conf.update(
    broker_url=settings.REDIS_URL,
    # A dead broker is noticed within 0.4 s and a hung one within 1.5 s.
    task_publish_retry=False,
    broker_transport_options={
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "max_retries": 0,
        # Longer than any task may run; a longer one would be run twice.
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A task whose worker or child died is given to another. Every task can be run twice without harm.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=540,
    task_soft_time_limit=480,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_default_queue="portal",
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    enable_utc=True,
    worker_hijack_root_logger=False,
    worker_max_tasks_per_child=1000,
    # What nobody took within its period need not be done twice after a break.
    beat_schedule={
        "comms.sweep": {"task": "comms.sweep", "schedule": 15.0, "options": {"expires": 60}},
    },
)
app.autodiscover_tasks()
