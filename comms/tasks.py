"""What the worker runs. Thin: the database says what is due; running a task twice, or twice at once, does no harm."""

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone

from comms import stopping, sweeping, wake
from comms.actions import inbox
from productops.audit.heartbeat import beat


@shared_task(name="comms.sweep", ignore_result=True)
def sweep() -> None:
    """Fan out and deliver what is due; when time is over before that is done, have somebody go on."""
    beat("worker", now=timezone.now())
    if sweeping.sweep(call_another=True).more and not stopping.stopping():
        wake.call_worker()


@shared_task(name="comms.tidy", ignore_result=True)
def tidy() -> None:
    """Empty inboxes of what is old."""
    inbox.tidy(now=timezone.now())


@worker_shutting_down.connect
def finish_up(**_: object) -> None:
    """In the worker's main process: its children finish the message at hand and release the rest."""
    stopping.stop()
