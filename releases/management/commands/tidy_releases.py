from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from releases.tidying import tidy


class Command(BaseCommand):
    help = "Hand open items to who holds a role now, and let go of files that nothing shows: what the schedule does."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = tidy(now=timezone.now())
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
