"""Celery's door to the schedule; thin on purpose."""

from celery import shared_task
from django.utils import timezone

from productops.decisions import schedule


@shared_task(name="decisions.daily")
def daily() -> dict[str, int]:
    return schedule.run(now=timezone.now())
