"""`manage.py reindex`: what is searched, made again from what there is."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from productops.people.models import Area
from productops.people.search import push_areas
from productops.search.vocabulary import recount
from releases.search import push_all
from rituals.search import push_published


class Command(BaseCommand):
    help = "Push every area, release and published update to search again. Harmless; needed after a change of search."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        areas = list(Area.objects.all())
        push_areas(areas, now=now)
        releases = push_all(now=now)
        updates = push_published(now=now)
        recount()
        if options["verbosity"]:
            self.stdout.write(f"{len(areas)} areas, {releases} releases, {updates} published updates are findable.")
