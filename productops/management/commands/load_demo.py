from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from productops.demo import loader
from productops.people.models import Area, Organisation, Person
from rituals.models import WeeklyUpdate


class Command(BaseCommand):
    help = "Load the demo organisation into an empty portal. Harmless when it is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = loader.load(now=timezone.now())
        except loader.NotHere as refused:
            raise CommandError(str(refused)) from refused
        except loader.Occupied as refused:
            # No failure: whoever starts the portal with an organisation of their own wants it, not the demo.
            self.stderr.write(str(refused))
            return
        if options["verbosity"]:
            self.stdout.write(self._summary() if loaded else "The demo organisation is here already.")

    def _summary(self) -> str:
        published = WeeklyUpdate.objects.published().count()
        return (
            f"{Organisation.current()}: {Area.objects.count()} areas, {Person.objects.count()} people, "
            f"{published} published updates."
        )
