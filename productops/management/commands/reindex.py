"""`manage.py reindex`: what is searched, made again from what there is."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from productops.decisions.search import push_all as push_decisions
from productops.people.models import Area
from productops.people.search import push_areas
from productops.search.vocabulary import recount
from releases.search import push_all
from rituals.search import push_published


class Command(BaseCommand):
    help = "Push every area, release, decision and published update to search again. Harmless; needed after a change."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        areas = list(Area.objects.all())
        push_areas(areas, now=now)
        releases = push_all(now=now)
        decisions = push_decisions(now=now)
        updates = push_published(now=now)
        recount()
        if options["verbosity"]:
            said = f"{len(areas)} areas, {releases} releases, {decisions} decisions, {updates} published updates"
            self.stdout.write(f"{said} are findable.")
