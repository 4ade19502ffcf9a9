from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from productops.decisions import schedule


class Command(BaseCommand):
    help = "Remind the owners of decisions whose review day has come: what the schedule does."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = schedule.run(now=timezone.now())
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
