"""What the schedule runs for search. Thin: it calls one function."""

from celery import shared_task
from django.utils import timezone

from productops.search.tidying import tidy


@shared_task(name="search.tidy")
def tidy_search() -> dict[str, int]:
    return tidy(now=timezone.now())
