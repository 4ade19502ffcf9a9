"""Celery's door to the schedule; thin on purpose."""

from celery import shared_task
from django.utils import timezone

from rituals import schedule


@shared_task(name="rituals.weekly")
def weekly() -> dict[str, int]:
    return schedule.run(now=timezone.now())
