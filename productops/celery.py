"""The Celery application of workers and web processes: `celery -A productops.celery:app worker`.

The schedule is elsewhere: productops/scheduler.py.
"""

import gc
import os
from functools import partial
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

from productops import broker

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
    broker.OPTIONS,
    broker_url=settings.REDIS_URL,
    # A task whose worker or child died is given to another. Every task can be run twice without harm.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=540,
    task_soft_time_limit=480,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=1000,
)
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]
def share_memory(**_: object) -> None:
    """Before the children are forked: what is loaded by now stays shared with them, unmoved by garbage collection."""
    gc.collect()
    gc.freeze()
