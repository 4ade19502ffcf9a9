"""Celery's door to the schedule; thin on purpose."""

from celery import shared_task
from django.utils import timezone

from comms.stopping import stopping
from productops import wake
from releases import cards as making_cards
from releases import schedule, tidying
from releases.importing import work as import_work


@shared_task(name="releases.daily")
def daily() -> dict[str, int]:
    return schedule.run(now=timezone.now())


@shared_task(name="releases.imports", ignore_result=True, soft_time_limit=120, time_limit=150)
def imports() -> None:
    """Work on spreadsheets that people bring in; when time is over before that is done, have somebody go on."""
    if import_work.work_due().more and not stopping():
        wake.call_worker("releases.imports")


@shared_task(name="releases.tidy")
def tidy() -> dict[str, int]:
    return tidying.tidy(now=timezone.now())


@shared_task(name="releases.cards", ignore_result=True, soft_time_limit=120, time_limit=150)
def cards() -> None:
    """Make the cards of decisions that have none yet."""
    making_cards.make_due()
